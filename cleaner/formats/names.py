"""Names for files that every system takes, and that no two systems take for the same."""

from __future__ import annotations

import re
import unicodedata

_FORBIDDEN = re.compile('[<>:"\\\\|?*\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]')
"What Windows takes in no name (a backslash would lead to another folder), and what turns a name round on a screen."
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9\xb9\xb2\xb3]|lpt[0-9\xb9\xb2\xb3])(?=[. ]|\Z)", re.I)
"Names that Windows takes for devices, whatever their suffix."


def portable(name: str) -> str:
    """A path with `/`, each part of which is the name of a plain file on every system.

    >>> portable("a?b/CON.txt/x."), portable("a b.txt")
    ('a%3Fb/CON_.txt/x._', 'a b.txt')
    """
    return "/".join(map(_portable, name.split("/")))


def _portable(part: str) -> str:
    part = _FORBIDDEN.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), part)
    device = _DEVICE.match(part)
    if device:
        part = f"{part[: device.end()]}_{part[device.end() :]}"
    return f"{part}_" if part.endswith((" ", ".")) else part


def alike(name: str) -> str:
    """What two names share that some system takes for the same: without regard to case and to how marks are composed.

    >>> alike("\\u00c5.TXT") == alike("a\\u030a.txt")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
