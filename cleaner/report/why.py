"""Why a piece of clean text reads as it does: its place in the original and the chain of edits that made it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cleaner.report.provenance import Located, provenance
from cleaner.report.visible import shortened, visible
from cleaner.rulebook.model import Rule
from cleaner.text.document import Document, Status
from cleaner.text.lines import LineIndex
from cleaner.text.span import Clean, Original, Span


@dataclass(frozen=True, slots=True)
class Link:
    """One edit in the chain from the original to the clean text, or one that was not applied there."""

    stage: str
    rule: str
    name: str
    before: str
    after: str
    status: Status
    confidence: float
    inferred: bool
    why: str
    "Why the rule exists."
    note: str
    "Evidence in this place; empty where the rule says everything."
    line: int
    column: int
    "Place in the original, both from 1."


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a run of clean text came from."""

    path: str
    clean: Span[Clean]
    clean_text: str
    clean_line: int
    clean_column: int
    original: Span[Original]
    original_text: str
    line: int
    column: int
    exact: bool
    "False when an end of the clean run falls inside a replaced run; the original span then covers all of it."
    chain: tuple[Link, ...]
    "Edits applied inside the run, stage by stage. Empty: the text stands as it was."
    others: tuple[Link, ...]
    "Held, shadowed and flagged entries inside the original span."


def explain_span(document: Document, start: int, end: int, rules: Mapping[str, Rule]) -> Explanation:
    """Where text[start:end] of the clean text came from, and why. Code points, half-open.

    Raises SpanError where the span is empty or out of range.
    """
    origin = document.trace(start, end)
    found = provenance(document)
    edits = [edit for run in found.touching(start, end) for edit in run.edits]
    span = origin.span
    others = [o for o in found.others if _meets(o.original, span)]
    edits.sort(key=lambda edit: (edit.step, edit.original.start))
    line, column = document.lines.position(span.start)
    clean_line, clean_column = LineIndex(document.text).position(start)
    return Explanation(
        path=document.path or document.id,
        clean=Span(start, end),
        clean_text=document.text[start:end],
        clean_line=clean_line,
        clean_column=clean_column,
        original=span,
        original_text=span.slice(document.source.text),
        line=line,
        column=column,
        exact=origin.exact,
        chain=tuple(_link(document, edit, rules) for edit in edits),
        others=tuple(_link(document, other, rules) for other in others),
    )


def _meets(one: Span[Original], other: Span[Original]) -> bool:
    """True when two spans share text; an empty one counts where it lies inside or at an end of the other."""
    if len(one) and len(other):
        return one.start < other.end and other.start < one.end
    return one.start <= other.end and other.start <= one.end


def _link(document: Document, located: Located, rules: Mapping[str, Rule]) -> Link:
    entry = located.entry
    rule = rules.get(entry.edit.rule)
    line, column = document.lines.position(located.original.start)
    return Link(
        stage=located.stage,
        rule=entry.edit.rule,
        name=rule.name if rule else "",
        before=entry.before,
        after=entry.edit.after,
        status=entry.status,
        confidence=entry.edit.confidence,
        inferred=bool(rule and rule.inferred),
        why=rule.why if rule else "",
        note=entry.edit.note,
        line=line,
        column=column,
    )


def render_explanation(explanation: Explanation) -> str:
    """The explanation as plain lines for a terminal; nothing of the document can reach the terminal as a command."""
    e = explanation
    lines = [
        f"{visible(e.path)}:{e.clean_line}:{e.clean_column}  {_quoted(e.clean_text)}",
        f"  original {e.line}:{e.column}  "
        + (_quoted(e.original_text) if len(e.original) else "nothing: the text was inserted here"),
    ]
    if not e.exact:
        lines.append("  not exact: the span cuts a replaced run, the original shown covers the whole run")
    if not e.chain:
        lines.append("  unchanged: it stands in the original as it stands here")
    for number, link in enumerate(e.chain, 1):
        lines += ["", *_render_link(link, f"{number}. ")]
    if e.others:
        lines += ["", "  also seen here, not applied:"]
        for link in e.others:
            lines += _render_link(link, "- ")
    return "\n".join(lines) + "\n"


def _render_link(link: Link, bullet: str) -> list[str]:
    title = f"{link.rule} {link.name}".strip()
    inferred = ", inferred: the text itself does not show it" if link.inferred else ""
    indent = " " * (2 + len(bullet))
    status = "" if link.status == "applied" else f"{link.status}, "
    lines = [f"  {bullet}{link.stage} {title}  ({status}confidence {link.confidence:.2f}{inferred})"]
    if link.before or link.after != link.before:
        change = (
            f"{_quoted(link.before)} -> {_quoted(link.after)}" if link.before != link.after else _quoted(link.before)
        )
        lines.append(f"{indent}{link.line}:{link.column}  {change}")
    if link.why:
        lines.append(f"{indent}why: {visible(link.why)}")
    if link.note:
        lines.append(f"{indent}evidence: {visible(link.note)}")
    return lines


def _quoted(text: str) -> str:
    return f"「{visible(shortened(text, 80))}」" if text else "(nothing)"
