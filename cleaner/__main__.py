"""`python -m cleaner` and the command `cleaner`."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from cleaner.cli.main import app

    app()


if __name__ == "__main__":
    main()
