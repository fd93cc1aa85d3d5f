"""Documents made by hand: the report must not depend on what the stages can do today."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.rulebook.model import Rule
from cleaner.text.document import Document, Entry, Fact, Source, Step
from cleaner.text.edit import Edit
from cleaner.text.patch import Patch
from cleaner.text.span import Span
from cleaner.verdicts import VERDICTS


def rule(id: str, name: str, stage: str, **more: object) -> Rule:
    given = {"kind": "detector", "action": "replace", "confidence": 0.95, "why": f"why {id}", "seen": ("made up",)}
    return Rule(id=id, name=name, stage=stage, **{**given, **more})  # type: ignore[arg-type]


RULES = {
    found.id: found
    for found in (
        rule("UN001", "nbsp", "unicode"),
        rule("BP001", "breadcrumb", "boilerplate", type="breadcrumb", action="delete"),
        rule("BP002", "footer", "boilerplate", type="footer", action="delete"),
        rule("PU001", "comma", "punctuation"),
        rule("PU009", "odd-quote", "punctuation", action="flag"),
        rule("OR001", "paraphrased-ordinal", "ordinals", why="A list counts on.", why_zh="序号接着数。"),
        rule("OR006", "lost-marker", "ordinals", inferred=True),
        rule("LY001", "blank-lines", "layout"),
    )
}


@dataclass(frozen=True)
class Do:
    """One edit, found by its text: the `nth` occurrence of `before`; `at` is what an insertion stands before."""

    before: str
    after: str
    rule: str
    confidence: float = 0.95
    note: str = ""
    nth: int = 0
    at: str = ""
    status: str = "applied"
    every: bool = False


def build(
    text: str, *stages: tuple[str, list[Do]], facts: tuple[tuple[str, Fact], ...] = (), **more: object
) -> Document:
    """The document that hand-made edits give, stage after stage."""
    original = text
    steps = []
    for stage, todo in stages:
        applied: list[tuple[int, int, Do]] = []
        others: list[Entry] = []
        for do in todo:
            for start in _places(text, do):
                end = start + len(do.before)
                if do.status == "applied":
                    applied.append((start, end, do))
                    continue
                edit = Edit(Span(start, end), do.after, do.rule, do.confidence, do.note)
                others.append(Entry(edit, do.before, do.status))  # type: ignore[arg-type]
        applied.sort(key=lambda item: item[:2])
        patch = Patch.of(text, [(start, end, do.after) for start, end, do in applied])
        done = [do for _, _, do in applied]
        found = tuple(fact for name, fact in facts if name == stage)
        columns = tuple(d.rule for d in done), tuple(d.confidence for d in done), tuple(d.note for d in done)
        steps.append(Step(stage, patch, *columns, tuple(others), found))
        text = patch.apply(text)
    return Document(more.pop("id", "d"), Source.of_text(original), text, tuple(steps), **more)  # type: ignore[arg-type]


def _places(text: str, do: Do) -> list[int]:
    wanted = do.before or do.at
    found = [start for start in range(len(text)) if text.startswith(wanted, start)]
    return found if do.every else [found[do.nth]]


LIST = "首页 > 新闻\n标题在此\n\n\u00a0\u00a0一是修路,架桥。\n\n"
LIST += "第一个方面是,要种树。\n\n要通水。\n\n四是通电。\n\n\n"
LIST += "友情链接\n版权所有\n"


def list_document(path: str = "a/list.txt") -> Document:
    """A short list with a damaged marker, a lost one, menus at both ends, one held and one flagged place."""
    return build(
        LIST,
        ("unicode", [Do("\u00a0", " ", "UN001", every=True)]),
        (
            "boilerplate",
            [
                Do("首页 > 新闻\n", "", "BP001"),
                Do("友情链接\n", "", "BP002"),
                Do("版权所有\n", "", "BP002", 0.9, "last line"),
            ],
        ),
        (
            "punctuation",
            [
                Do(",", "\uff0c", "PU001", every=True),
                Do("架桥", "架橋", "PU001", 0.5, "not sure", status="held"),
                Do("通水", "通水", "PU009", status="flagged"),
            ],
        ),
        (
            "ordinals",
            [
                Do("第一个方面是\uff0c", "二是", "OR001", 0.93, "一是 before, 四是 after"),
                Do("", "三是", "OR006", 0.85, "the third item", at="要通水"),
            ],
        ),
        (
            "layout",
            [
                Do("  一是", "一是", "LY001"),
                Do("标题在此\n\n", "标题在此\n\n\n", "LY001"),
                Do("。\n\n\n", "。\n", "LY001"),
            ],
        ),
        facts=(
            ("boilerplate", Fact("metadata.source", "", "BP001", Span(0, 2), "首页")),
            ("boilerplate", Fact("metadata.breadcrumb", ("首页", "新闻"), "BP001", Span(0, 7), "首页 > 新闻")),
            ("boilerplate", Fact("metadata.title", "标题在此", "BP001", Span(8, 12), "标题在此")),
            (
                "ordinals",
                Fact("audit.lists", ({"family": "SHI", "start": 8, "items": 4, "gaps": (5,), "left": 1},)),
            ),
        ),
        path=path,
        id="list",
        metadata={"title": "标题在此", "date": "", "source": "", "breadcrumb": ("首页", "新闻")},
        verdicts={**VERDICTS, "status": "cleaned", "width": "half", "lists": "broken", "share_removed": 0.2},
    )
