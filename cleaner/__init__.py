"""Clean and normalise Chinese web text; explain and undo every edit.

>>> from cleaner import clean
>>> clean("他说:好的!").text
'他说：好的！\\n'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Cleaner", "Document", "Edit", "Settings", "clean"]

if TYPE_CHECKING:
    from cleaner.pipeline import Cleaner, Settings, clean
    from cleaner.text.document import Document
    from cleaner.text.edit import Edit

_HOMES = {
    "Cleaner": "cleaner.pipeline",
    "Settings": "cleaner.pipeline",
    "clean": "cleaner.pipeline",
    "Document": "cleaner.text.document",
    "Edit": "cleaner.text.edit",
}


def __getattr__(name: str) -> Any:
    """Public names, imported when first used: `cleaner --help` must not pay for the pipeline."""
    if name not in _HOMES:
        raise AttributeError(f"module 'cleaner' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
