"""Everyday text: the one scan that lets whole stages rest must never hide what they look for."""

from __future__ import annotations

import pytest

from cleaner.pipeline import default_cleaner
from cleaner.rulebook.model import Rule
from cleaner.stages.encoding import big5, gbk
from cleaner.stages.everyday import are_rare, is_everyday
from cleaner.stages.script.classes import ScriptClasses
from cleaner.stages.unicode.charmap import Charmap
from cleaner.stages.view import View

BMP = "".join(map(chr, range(0x10000)))
EVERYDAY = [character for character in BMP if is_everyday(character)]
OPTIONS = default_cleaner().rules["SC001"].options or {}


def rules_of(stage: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in default_cleaner().rules.values() if rule.stage == stage)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "春天来了,花开了。\n",
        "“好”——他说……《山水》第①章，共50%，约20℃。",
        "版权 © 2020 a·b [c] {d} \\ ~ ^ `e` <f> | g - h",
        "\u3000\u3000ＡＢ：（一期）",
    ],
)
def test_everyday(text: str) -> None:
    assert is_everyday(text)


@pytest.mark.parametrize(
    "rare",
    ["\x00", "\x07", "\r", "\x7f", "\x85", "\xa0", "\xad", "\xe4", "\u200b", "\u2028", "\u2f00", "\u3041", "\u30a2",
     "한", chr(0xD800), "\ue000", "\ufeff", "\ufffd", "發", "臺", "锛", "浜", "\U0001f600", "\U00020000"],
)  # fmt: skip
def test_rare(rare: str) -> None:
    assert not is_everyday(f"春天{rare}来了")
    assert are_rare([rare])


def test_what_stages_look_for_is_rare() -> None:
    charmap = Charmap.of(rules_of("unicode"))
    assert charmap.rare
    assert not [character for character in EVERYDAY if charmap.gate.match(character)]
    assert not [character for character in EVERYDAY if big5._gate().match(character)]
    assert gbk._gate().match("浜哄伐")
    assert not [character for character in EVERYDAY if gbk._gate().match(character + "哄伐")]
    script = ScriptClasses(**{name: "".join(str(OPTIONS[name]).split()) for name in ("shared", "more")})
    assert script.gate.match("發")
    assert not [character for character in EVERYDAY if script.gate.match(character)]


def test_a_map_of_everyday_characters_is_never_skipped() -> None:
    """A rule of the user's own may map a common mark."""
    rule = next(rule for rule in rules_of("unicode") if rule.id == "UN003")
    fields = {name: getattr(rule, name) for name in Rule.__slots__} | {"map": {"—": "-"}, "options": None}
    charmap = Charmap.of((Rule(**fields),))
    assert not charmap.rare
    proposal = charmap.propose(View("他说—好"))
    assert proposal is not None
    assert proposal.edits.starts == [2]


def test_common_text_is_nearly_all_everyday() -> None:
    """What is left out must stay rare, or nothing is skipped."""
    common = "".join(chr(code) for code in range(0x4E00, 0xA000) if is_everyday(chr(code)))
    assert len(common) > 6500
    assert is_everyday(
        "的一是不了在人有我他这中大来上个国和也子时道说地出得要于就下生可你年到为那自会着对发过后家小么学"
    )
