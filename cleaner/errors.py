"""Every error that `cleaner` raises on purpose. One sentence each: where, what, what to do."""

from __future__ import annotations

from collections.abc import Callable


class CleanerError(Exception):
    """Base of all errors raised on purpose; its text is meant for a person."""


class SpanError(CleanerError):
    """A span, an edit or a patch that cannot exist: offsets out of order, out of range or overlapping."""


class RuleError(CleanerError):
    """A rule file that cannot be used. Names the file, the field and what to do."""


class SettingsError(CleanerError):
    """A setting that is unknown or has a wrong value. Names the place it came from."""


class InputError(CleanerError):
    """An input that cannot be read as text: binary, undecodable, unreadable. Names the path."""


class OutputError(CleanerError):
    """An output that must not or cannot be written. Names the path."""


class RestoreError(CleanerError):
    """A document that cannot be restored: ledger and text do not belong together."""


class GoldError(CleanerError):
    """Gold data, or a file of floors, that cannot be used. Names file and line."""


class MissingExtraError(CleanerError):
    """A format whose package is not installed."""

    def __init__(self, extra: str) -> None:
        self._extra = extra
        super().__init__(f'{extra} needs a package that is not installed; run: pip install "cleaner[{extra}]"')

    def __reduce__(self) -> tuple[Callable[[str], MissingExtraError], tuple[str]]:
        """Pickled with what it was made of: workers send it."""
        return MissingExtraError, (self._extra,)


class Interrupted(KeyboardInterrupt):
    """Ctrl-C or SIGTERM during a run; its text says what is kept."""
