"""`python -m cleaner` and the command `cleaner`."""

from __future__ import annotations

import signal


def main() -> None:
    """Run the command line. A request to end is taken like Ctrl-C, so that nothing half-written stays behind."""
    for name in ("SIGTERM", "SIGHUP"):  # Windows has no SIGHUP
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) is signal.SIG_DFL:
            signal.signal(getattr(signal, name), signal.default_int_handler)
    from cleaner.cli.main import app

    app()


if __name__ == "__main__":
    main()
