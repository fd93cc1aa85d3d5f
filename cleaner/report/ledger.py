"""The ledger: every edit of a document on one JSON line.

Edits are grouped by stage, rule, before, after, confidence, status and note. Each group lists its places: `at`, offsets
in the original. The stage saw other offsets where edits before it had changed a length; they follow from `at` and
those edits, and are written as `seen` in the few steps where they do not. All offsets are code points. Groups and
facts of a stage that ran more than once say `again`: how many steps of it stand before theirs. The original is not in
the ledger: clean text and ledger together give it back (`cleaner.report.replay`).
"""

from __future__ import annotations

import json
import json.encoder
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from cleaner.rulebook.model import Rule
from cleaner.text.document import Document, Fact, Source, Status, Step, Value
from cleaner.text.place import Places

Json = dict[str, Any]
Key = tuple[str, str, str, float, str]
"What the edits of a group share: rule, before, after, confidence, note."

SHORT = 200
"Code points of an opening worth keeping: one without a removed line or a long note."
MANY = 10_000
"Openings kept at most, a few MB."

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=dict).encode
"JSON of what a fact may say; read-only mappings are written as tables."
quote: Callable[[str], str] = json.encoder.encode_basestring
"A JSON string; characters above ASCII stay as they are."


def text_bytes(text: str) -> bytes:
    """A clean text as its file holds it: UTF-8. Lone surrogates, where the encoding stage was off, pass as they are."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


class LedgerWriter:
    """Writes ledger lines. Half of a line is the same for every document, so it is encoded once."""

    def __init__(self, rules: Mapping[str, Rule], fingerprint: str) -> None:
        self._heads = {rule.id: _rule_head(rule) for rule in rules.values()}
        self._fingerprint = quote(fingerprint)
        self._shared: dict[tuple[str, Status, str], dict[Key, str]] = {}
        "What short groups say before their places, by stage, status and winner: much is the same in every document."
        self._known = 0
        "How many there are."

    def line(self, document: Document, output: str, digest: str) -> bytes:
        """The ledger line of a document, with its line break. `output` is the path of its clean text below `text/`,
        `digest` the SHA-256 of that file in hex.

        Built as text, not by way of tables: a document has hundreds of edits, and this runs for every one.
        """
        facts = [
            _fact(step.stage, fact, places, said)
            for step, places, said in zip(document.steps, document.places, _repeats(document.steps), strict=True)
            for fact in step.facts
        ]
        text = (
            f'{{"id":{quote(document.id)},"path":{quote(document.path)},"site":{quote(document.site)},"output":{quote(output)},'
            f'"fingerprint":{self._fingerprint},"source":{_source(document.source)},'
            f'"clean":{{"sha256":"{digest}"}},'
            f'"metadata":{_json(document.metadata)},"verdicts":{_json(document.verdicts)},'
            f'"stages":[{",".join([quote(step.stage) for step in document.steps])}],'
            f'"edits":{self.edits(document)},"facts":[{",".join(facts)}]}}\n'
        )
        try:
            return text.encode("utf-8")
        except UnicodeEncodeError:  # undecodable bytes as lone surrogates: JSON writes them as escapes
            return _ascii(text)

    def edits(self, document: Document) -> str:
        """The grouped edits of a document as a JSON list."""
        steps = zip(document.steps, document.places, _repeats(document.steps), strict=True)
        return f"[{','.join([group for step, places, again in steps for group in self._groups(step, places, again)])}]"

    def _groups(self, step: Step, places: Places, again: str) -> Iterator[str]:
        """The edits of one step, grouped; groups in the order of their first place, applied ones first."""
        patch = step.patch
        if patch.starts:
            columns = step.rules, patch.befores, patch.afters, step.confidences, step.notes
            at, told = places.told(patch.starts)
            groups: dict[Key, list[str]] = defaultdict(list)
            for key, place in zip(zip(*columns, strict=True), _spelled(at), strict=True):
                groups[key].append(place)
            seen: dict[Key, list[int]] = defaultdict(list)
            for key, start in () if told else zip(zip(*columns, strict=True), patch.starts, strict=True):
                seen[key].append(start)
            shared = self._shared.setdefault((step.stage, "applied", ""), {})
            for key, spelled in groups.items():
                opening = shared.get(key) or self._opening(step.stage, key, "applied", "")
                tail = f',"seen":{_numbers(seen[key])}' if seen else ""
                yield f"{opening}[{','.join(spelled)}]{tail}{again}}}"
        fates: dict[tuple[Key, Status, str], list[int]] = {}
        for entry in step.others:
            edit = entry.edit
            key = (edit.rule, entry.before, edit.after, edit.confidence, edit.note)
            fates.setdefault((key, entry.status, entry.by), []).append(edit.span.start)
        for (key, status, by), starts in fates.items():
            at, told = places.told(starts)
            known = self._shared.get((step.stage, status, by), {}).get(key)
            tail = "" if told else f',"seen":{_numbers(starts)}'
            yield f"{known or self._opening(step.stage, key, status, by)}{_numbers(at)}{tail}{again}}}"

    def _opening(self, stage: str, key: Key, status: Status, by: str) -> str:
        """A group up to its places; a short one is remembered."""
        opening = self._said(stage, key, status, by)
        if len(opening) < SHORT:
            if self._known >= MANY:
                for known in self._shared.values():
                    known.clear()
                self._known = 0
            self._shared.setdefault((stage, status, by), {})[key] = opening
            self._known += 1
        return opening

    def _said(self, stage: str, key: Key, status: Status, by: str) -> str:
        """A group up to its places, anew."""
        rule, before, after, confidence, note = key
        said = f',"note":{quote(note)}' if note else ""
        winner = f',"by":"{by}"' if by else ""
        return (
            f'{{"stage":"{stage}",{self._heads.get(rule) or _head(rule)},"status":"{status}",'
            f'"before":{quote(before)},"after":{quote(after)},"confidence":{confidence!r}{said}{winner},"at":'
        )


def _repeats(steps: Sequence[Step]) -> list[str]:
    """What the groups of each step end with: nothing, or `again` where a step of its stage stands before."""
    stages = [step.stage for step in steps]
    if len(set(stages)) == len(stages):
        return [""] * len(stages)
    before = [stages[:index].count(stage) for index, stage in enumerate(stages)]
    return [f',"again":{count}' if count else "" for count in before]


def _numbers(offsets: list[int]) -> str:
    """A JSON list. Printing the list whole is three times as fast as joining its numbers."""
    return str(offsets).replace(" ", "")


def _spelled(offsets: list[int]) -> Iterable[str]:
    """Sorted offsets in digits. Those of nearly all documents are looked up, five times as fast as spelling them."""
    digits = _digits()
    if len(offsets) > 1 and offsets[-1] < len(digits):
        found: tuple[str, ...] = itemgetter(*offsets)(digits)
        return found
    return map(str, offsets)


@cache
def _digits() -> tuple[str, ...]:
    """The first offsets in digits; half a megabyte."""
    return tuple(map(str, range(8_192)))


def _head(rule: str) -> str:
    return f'"rule":{quote(rule)}'


def _rule_head(rule: Rule) -> str:
    """What a group says of its rule: id, type of a removed line, whether its edits are inferred."""
    kind = f',"type":{quote(rule.type)}' if rule.type else ""
    return _head(rule.id) + kind + (',"inferred":true' if rule.inferred else "")


def _source(source: Source) -> str:
    return (
        f'{{"sha256":"{source.sha256}","bytes":{source.size},"encoding":{quote(source.encoding)},'
        f'"bom":"{source.bom.hex()}","reversible":{"true" if source.reversible else "false"},'
        f'"markup":{quote(source.markup)}}}'
    )


def _fact(stage: str, fact: Fact, places: Places, again: str) -> str:
    where = ""
    if fact.span is not None:
        start, end = fact.span.start, fact.span.end
        where = f',"at":[{places.original(start)},{places.original(end)}],"seen":[{start},{end}]'
    key, rule, raw = quote(fact.key), quote(fact.rule), quote(fact.raw)
    return f'{{"stage":"{stage}","key":{key},"value":{_json(fact.value)},"rule":{rule},"raw":{raw}{where}{again}}}'


def _json(value: Value) -> str:
    """JSON of what a fact may say. For a few short values the encoder of the library takes longer to be set up."""
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, tuple):
        return f"[{','.join([_json(item) for item in value])}]" if value else "[]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    items = [
        f"{quote(key)}:{quote(item) if type(item) is str else item if type(item) is int else _json(item)}"
        for key, item in value.items()
    ]
    return f"{{{','.join(items)}}}"


def dump(row: Json) -> bytes:
    """One JSON line with its line break. Lone surrogates (undecodable bytes) are written as escapes."""
    text = _encode(row) + "\n"
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return _ascii(text)


def _ascii(text: str) -> bytes:
    """JSON text with everything above ASCII as \\u escapes; astral characters as two, as JSON wants them."""
    return "".join(c if c < "\x80" else json.dumps(c)[1:-1] for c in text).encode("ascii")
