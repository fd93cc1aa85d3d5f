"""Metadata and verdicts of a document, read off the facts and edits of its steps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from cleaner.decisions import outcome
from cleaner.text.document import Fact, Step, Value
from cleaner.text.patch import Patch

METADATA: dict[str, Value] = {
    "title": "", "date": "", "updated": "", "source": "", "author": "", "editor": "", "location": "",
    "tags": (), "breadcrumb": (), "icp": "",
    "site.name": "", "site.domain": "", "site.organiser": "", "site.licences": (),
}  # fmt: skip
"""Every metadata field with its value when absent; `site.*` are given as one table `site`.

date (published) and updated are ISO 8601 dates; tags, breadcrumb and site.licences are tuples of text, the rest is
text. location is the place of the account that a platform names, not that of the story.
"""

_SITE = {key.removeprefix("site."): value for key, value in METADATA.items() if key.startswith("site.")}
_PLAIN = {key: value for key, value in METADATA.items() if not key.startswith("site.")}
_KEYS = frozenset(f"metadata.{key}" for key in METADATA)

VERDICTS: dict[str, Value] = {
    "status": "clean", "script": "unknown", "width": "intact", "mojibake": "none", "lists": "none",
    "paraphrased": False, "manner": "", "share_removed": 0.0, "share_latin": 0.0,
    "warnings": (),
}  # fmt: skip
"""Every verdict with its value when nothing was found.

status: clean (nothing was changed), cleaned. script: simplified, traditional, mixed, japanese, unknown.
width: intact, half (full-width marks were folded upstream), mixed. mojibake: none, repaired, partly, unrecoverable.
lists: none, intact, repaired, broken. share_removed: share of the original's code points that were deleted as
boilerplate, 0 to 1. share_latin: share of Latin letters among what is not ASCII and them, 0 to 1: near 0 in Chinese
prose, above a half where most of the text is English or code. warnings: what was seen and not acted on.
"""


_VERDICT_KEYS = tuple((name, f"verdict.{name}") for name in VERDICTS)
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())


def metadata_of(steps: Iterable[Step], text: str) -> Mapping[str, Value]:
    """Metadata fields from the facts `metadata.*`, all keys present. A title that stands in the clean text is
    given as it reads there."""
    metadata = dict(_PLAIN)
    site = dict(_SITE)
    done = tuple(steps)
    for index, step in enumerate(done):
        for fact in step.facts:
            if fact.key not in _KEYS:
                continue
            key = fact.key.removeprefix("metadata.")
            if key.startswith("site."):
                site[key.removeprefix("site.")] = fact.value
            elif key == "title" and fact.span is not None:
                metadata[key] = _as_it_reads(fact, done[index:], text)
            else:
                metadata[key] = fact.value
    metadata["site"] = MappingProxyType(site)
    return MappingProxyType(metadata)


def _as_it_reads(title: Fact, steps: tuple[Step, ...], text: str) -> str:
    """The title in the clean text: its span carried forward through the patches of its own and later steps."""
    assert title.span is not None
    start, end = title.span.start, title.span.end
    for step in steps:
        start, end = _carry(start, step.patch, after=False), _carry(end, step.patch, after=True)
    found = text[start:end].strip()
    return " ".join(found.split()) if found else str(title.value)


def _carry(offset: int, patch: Patch, after: bool) -> int:
    """Where an offset of the text before a patch lies in the text after it; `after` takes insertions there in."""
    shift = 0
    if patch.even:
        at = bisect_left(patch.starts, offset) - 1
        return patch.starts[at] if at >= 0 and patch.ends[at] > offset else offset
    for start, end, new in zip(patch.starts, patch.ends, patch.afters, strict=True):
        if end > offset or (end == offset and start == end and not after):
            return start + shift if start < offset else offset + shift
        shift += len(new) - (end - start)
    return offset + shift


def verdicts_of(facts: Mapping[str, Value], steps: tuple[Step, ...], original: str, text: str) -> Mapping[str, Value]:
    """Verdicts from the facts `verdict.*`, all keys present."""
    verdicts = dict(VERDICTS)
    for name, key in _VERDICT_KEYS:
        if key in facts:
            verdicts[name] = facts[key]
    verdicts["status"] = "cleaned" if text != original else "clean"
    patches = [step.patch for step in steps if step.stage == "boilerplate"]
    removed = sum(
        [len(old) for patch in patches for old, new in zip(patch.befores, patch.afters, strict=True) if not new]
    )
    verdicts["share_removed"] = round(removed / len(original), 4) if original else 0.0
    verdicts["share_latin"] = _share_latin(text)
    verdicts["warnings"] = tuple(warnings_of(steps))
    return MappingProxyType(verdicts)


def _share_latin(text: str) -> float:
    """Share of ASCII letters among them and all that is not ASCII, which in Chinese text is Han and its marks."""
    plain = text.encode("ascii", "ignore")
    letters = len(plain.translate(None, _NO_LETTERS))
    return round(letters / max(letters + len(text) - len(plain), 1), 2)


def warnings_of(steps: Sequence[Step]) -> list[str]:
    """What was seen and not acted on: flagged places by rule, edits that wait for a person, stale decisions."""
    flagged: dict[str, int] = {}
    held = 0
    for step in steps:
        for entry in step.others:
            if entry.status == "flagged":
                flagged[entry.edit.rule] = flagged.get(entry.edit.rule, 0) + 1
            held += entry.status == "held"
    found = [f"{rule}: {count}" for rule, count in sorted(flagged.items())]
    stale = outcome(steps).stale
    found += [f"held: {held}"] if held else []
    return found + ([f"stale decisions: {stale}"] if stale else [])
