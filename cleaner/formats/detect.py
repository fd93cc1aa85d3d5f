"""Which encoding a Chinese text file is in: a scored ladder.

A byte order mark decides; then strict UTF-8, which HZ may hide in; then UTF-8 (damaged), GB18030, Big5 and UTF-16 are
tried and the one whose text looks most like Chinese wins. GB18030 contains GBK and GB2312, so it stands for all three.
A file in which some lines are UTF-8 and others GB18030 is read as UTF-8: the encoding stage reads the other lines.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.errors import InputError, SettingsError
from cleaner.stages.encoding.plausible import Reading, everyday

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (b"\x84\x31\x95\x33", "gb18030"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
"Tried in this order where strict UTF-8 fails; the earlier wins a tie."
WIDENED = {
    "gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "euc_cn": "gb18030", "big5": "big5hkscs",
    "shift_jis": "cp932", "euc_kr": "cp949",
}  # fmt: skip
"Labels that files carry, and the superset that really reads them."
OF_PAGES = {"iso8859-1": "cp1252", "ascii": "cp1252"}
"The same for labels of pages, as browsers read them."
SAMPLE = 65536
"Bytes that are scored; the whole file is decoded only once."
PROOF = 6
"Frequent characters that prove an encoding of some lines."
PLAUSIBLE = 0.3
"Least share of frequent characters in a line that counts as proof."
MAX_DAMAGE = 0.3
"Share of undecodable bytes, of those above ASCII, beyond which a file is refused."

MAGIC = {
    b"\x89PNG": "a PNG picture", b"\xff\xd8\xff": "a JPEG picture", b"GIF8": "a GIF picture", b"%PDF": "a PDF file",
    b"PK\x03\x04": "a ZIP archive or an Office document", b"\x1f\x8b": "gzip data", b"\x28\xb5\x2f\xfd": "zstd data",
    b"\xd0\xcf\x11\xe0": "an old Office document", b"\x7fELF": "a program", b"MZ\x90": "a program",
    b"PAR1": "a Parquet file",
    b"SQLite format 3": "a database", b"Rar!": "a RAR archive", b"7z\xbc\xaf": "a 7z archive", b"BZh": "bzip2 data",
}  # fmt: skip

_ODD = re.compile(r"[\ue000-\uf8ff\u3400-\u4dbf\ud800-\udfff\x00-\x08\x0e-\x1f\x80-\x9f]")
_UNDECODED = re.compile(r"[\udc80-\udcff\ufffd]")
_ABOVE = re.compile(rb"[\x80-\xff]+")
_UTF8 = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_UTF8_RUN = re.compile(rb"(?:[\xe3-\xef][\x80-\xbf]{2}){4}")
"Four Han or marks: no other encoding gives such bytes but by rare chance."
_WESTERN = re.compile(rb"[A-Za-z][\xc0-\xff][\s,.a-z]")
_PAIRED = re.compile(rb"[\x80-\xff]{2}")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Bytes as text."""

    text: str
    encoding: str
    bom: bytes
    damage: int
    "Undecodable bytes; each stands in the text as a lone surrogate U+DC80..U+DCFF."


def decode(raw: bytes, encoding: str = "") -> Decoded:
    """`raw` as text, in the named encoding or the one that fits best.

    Raises InputError for binary data and for text that no encoding reads, SettingsError for an unknown name.
    """
    if encoding:
        name = known_encoding(encoding)
        _refuse_utf8(raw, name)
        return _checked(raw, b"", name)
    for bom, name in BOMS:
        if raw.startswith(bom):
            return _checked(raw[len(bom) :], bom, name)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        _refuse_binary(raw)
        if _is_mixed(raw):
            text = _lenient(raw, "utf-8")
            return Decoded(text, "utf-8", b"", len(_UNDECODED.findall(text)))
        return _checked(raw, b"", best_encoding(_sample(raw)))
    if "~{" in text and _is_hz(raw):
        return _checked(raw, b"", "hz")
    if "\0" in text:
        _refuse_binary(raw)
        return _checked(raw, b"", best_encoding(raw[:SAMPLE]))
    return Decoded(text, "utf-8", b"", 0)


def decode_labelled(raw: bytes, labels: Sequence[str]) -> Decoded:
    """`raw` as text, in the encoding that one of the labels names, or the one that fits best where they are wrong.

    Pages say their encoding and are often wrong: bytes that are UTF-8 are, and a label gives way to what reads better
    as Chinese. Raises InputError.
    """
    found, problem = None, None
    try:
        found = decode(raw)
    except InputError as error:
        problem = error
    if found and (found.bom or (found.encoding == "utf-8" and not found.damage)):
        return found
    score = plausibility(found.text[:SAMPLE]) if found else 0.0
    for label in labels:
        try:
            said = decode(raw, OF_PAGES.get(known_encoding(label), label))
        except (InputError, SettingsError):
            continue
        fits = plausibility(said.text[:SAMPLE])
        if fits >= score or (not said.damage and score < PLAUSIBLE and fits >= 0):
            return said
    if found is None:
        raise problem or InputError("cannot be read in any encoding")
    return found


def best_encoding(sample: bytes) -> str:
    """Name of the candidate encoding whose reading of `sample` looks most like Chinese.

    Damaged UTF-8 needs no score: three-byte sequences do not occur by chance. Western text, with single accented
    letters inside words, is windows-1252.
    """
    if _looks_utf8(sample):
        return "utf-8"
    if _WESTERN.search(sample) and not _PAIRED.search(sample) and not _CONTROL.search(sample):
        return "cp1252"
    scores = {name: plausibility(_lenient(_cut(sample, name), name)) for name in CANDIDATES}
    return max(CANDIDATES, key=lambda name: scores[name])


def _looks_utf8(sample: bytes) -> bool:
    read = sum(map(len, _UTF8.findall(sample)))
    return read >= (1 - MAX_DAMAGE) * sum(map(len, _ABOVE.findall(sample))) > 0


def _sample(raw: bytes) -> bytes:
    """What of a file is scored: its beginning, or, where that is plain ASCII, from the first line that is not."""
    head = raw[:SAMPLE]
    above = _ABOVE.search(raw) if head.isascii() and b"\0" not in head else None
    start = raw.rfind(b"\n", 0, above.start()) + 1 if above else 0
    return raw[start : start + SAMPLE]


def _is_mixed(raw: bytes) -> bool:
    """True where lines of UTF-8 and lines of GB18030 or Big5 stand in one file, both proved by frequent characters."""
    known = {True: 0, False: 0}
    for line in raw.split(b"\n") if _UTF8_RUN.search(raw) else ():
        if line.isascii():
            continue
        utf8 = _is_strict(line, "utf-8")
        if known[utf8] >= PROOF:
            continue
        names = ("utf-8",) if utf8 else ("gb18030", "big5hkscs")
        counts = [everyday(line.decode(name)) for name in names if _is_strict(line, name)]
        known[utf8] += max((count.known for count in counts if count.share >= PLAUSIBLE), default=0)
        if min(known.values()) >= PROOF:
            return True
    return False


def _is_hz(raw: bytes) -> bool:
    """True for seven-bit text whose runs between ~{ and ~} are everyday Chinese."""
    if not raw.isascii() or not _is_strict(raw, "hz"):
        return False
    return Reading.of(raw.decode("hz")).is_chinese(2, 0.9)


def plausibility(text: str) -> float:
    """How much a decoded text looks like Chinese: at most 1, below 0 where the bytes were misread.

    The share of frequent Han and Chinese marks among the characters above ASCII, less five times that of
    private use, rare Han, controls and undecodable bytes.
    """
    counts, odd = everyday(text), len(_ODD.findall(text))
    if not counts.size:
        return -5.0 if odd else 0.0
    return (counts.known - 5 * odd) / max(counts.size, odd)


def known_encoding(label: str) -> str:
    """Name of the encoding that `label` means, in its widest form. Raises SettingsError where there is none.

    Python's codecs also hold some that are no encodings of text, such as base64 and idna.
    """
    try:
        name = codecs.lookup(label).name
        _lenient(b"abcd", name)
    except (LookupError, UnicodeError, ValueError) as error:
        raise SettingsError(f"encoding: {label} is unknown; use utf-8, gb18030, big5, utf-16-le...") from error
    return WIDENED.get(name, name)


def _cut(sample: bytes, encoding: str) -> bytes:
    """`sample` without the half character that cutting may have left: up to three bytes for UTF-8, one for UTF-16."""
    if encoding.startswith("utf-16"):
        return sample[: len(sample) // 2 * 2]
    if len(sample) < SAMPLE:
        return sample
    return sample[: sample.rfind(b"\n") + 1] or sample


def _lenient(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding, "surrogateescape")
    except UnicodeDecodeError:  # UTF-16 has no surrogateescape for half units
        return raw.decode(encoding, "replace")


def _checked(raw: bytes, bom: bytes, encoding: str) -> Decoded:
    text = _lenient(raw, encoding)
    damage = len(_UNDECODED.findall(text)) if not _is_strict(raw, encoding) else 0
    wide = encoding.startswith(("utf-16", "utf-32"))
    units = len(text) if wide else len(raw) - len(raw.translate(None, bytes(range(0x80, 0x100))))
    if damage > MAX_DAMAGE * max(units, 1) and damage > 1:
        what = f"{damage} of {units} {'characters' if wide else 'bytes above ASCII'}"
        raise InputError(f"{what} cannot be read as {encoding}; name the right encoding with --encoding")
    return Decoded(text, encoding, bom, damage)


def _is_strict(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_utf8(raw: bytes, name: str) -> None:
    """Raise InputError where bytes that can only be UTF-8 would be read as something else: that gives rubbish."""
    if name.startswith("utf-8") or not _UTF8.search(raw) or not _is_strict(raw, "utf-8"):
        return
    sample = raw[:SAMPLE]
    if plausibility(_lenient(sample, "utf-8")) > plausibility(_lenient(_cut(sample, name), name)):
        raise InputError(f"this is UTF-8, not {name}; leave --encoding out for this file")


def _refuse_binary(raw: bytes) -> None:
    for magic, name in MAGIC.items():
        if raw.startswith(magic):
            raise InputError(f"this is {name}, not text; convert it to text first")
    sample = raw[:SAMPLE]
    controls = len(_CONTROL.findall(sample))
    if controls > 0.02 * len(sample) and max(map(_utf16_score, ("utf-16-le", "utf-16-be"), (sample, sample))) < 0.2:
        raise InputError(f"{controls} control bytes in the first {len(sample)}: this is not text; leave the file out")


def _utf16_score(name: str, sample: bytes) -> float:
    text = _lenient(_cut(sample, name), name)
    if not text or "\0" in text:
        return 0.0
    latin = sum(character < "\x80" for character in text)
    chinese = Reading.of(text)
    common = chinese.common / chinese.han if chinese.han >= 0.6 * len(text) else 0.0
    return max(plausibility(text), latin / len(text), common - 0.5)
