"""One form for recognition: a page in traditional characters or full-width figures is read like any other."""

from __future__ import annotations

import pytest

from cleaner.pipeline import Cleaner, Settings
from cleaner.rulebook.load import load_rulebook
from cleaner.stages.boilerplate.forms import fold
from cleaner.stages.script.dictionary import installed_dictionary
from cleaner.stages.view import Options

PROSE = "河堤加固之後,兩岸的稻田都有了灌溉的水,村民不再為用水發愁。\n"
TITLE = "河堤加固工程完工\n"
ALONE = Cleaner(Settings(stages=("boilerplate",), options=Options(script="keep")))

GONE = {
    "words no rule writes so": "查看評論\n我來說兩句\n參與互動(0)\n",
    "tools": "【打印】 【關閉】 【返回頂部】\n",
    "neighbours": "上一篇:關於疏通溝渠的通告\n下一篇:沒有了\n",
    "tools in another order": "【調整字體\uff1a大 中 小】\n",
    "a notice": "未經授權不得轉載\uff0c違者必究\n",
    "promotion": "長按識別二維碼 關注我們\n",
    "full-width letters": "\uff32\uff33\uff33\n\xa9 \uff12\uff10\uff12\uff15 青石藥材 All Rights Reserved\n",
}


@pytest.mark.parametrize("name", GONE)
def test_removes_what_the_rules_write_in_simplified_characters(name: str) -> None:
    assert ALONE.clean(TITLE + PROSE + GONE[name]).text == TITLE + PROSE


@pytest.mark.parametrize(
    "text",
    [
        TITLE + PROSE + "評論\n" + PROSE,
        TITLE + "關注的人\n" + PROSE,
        "轉載之前要問作者\n" + PROSE + "發布會的時間還沒有定\n",
    ],
)
def test_keeps(text: str) -> None:
    assert ALONE.clean(text).text == text


def test_values_read_as_the_page_writes_them() -> None:
    document = ALONE.clean(TITLE + "\uff12\uff10\uff12\uff15-01-02 來源:河西報 作者:\n蘇以安\n" + PROSE)
    metadata = document.metadata
    assert (metadata["source"], metadata["author"], metadata["date"]) == ("河西報", "蘇以安", "2025-01-02")
    for _, fact in document.facts:
        if fact.span is not None:
            assert fact.span.slice(document.source.text) == fact.raw


def test_folding_keeps_offsets() -> None:
    text = "發佈時間\uff1a\uff12\uff10 \U00020000 \ufe30"
    assert len(fold(text)) == len(text)


OTHER_WORDS = frozenset("著")
"A traditional character that is a simplified one too, in words that rules hold."


def test_every_character_of_a_rule_is_known_in_traditional_form() -> None:
    """As far as the simplified form is the only one."""
    rules = [rule for rule in load_rulebook().rules if rule.stage == "boilerplate" and rule.kind != "template"]
    held = set(fold("".join(f"{rule.pattern}{''.join(rule.labels)}{''.join(rule.prefilter)}" for rule in rules)))
    characters = installed_dictionary().characters
    unknown = {
        form: forms[0]
        for form, forms in characters.items()
        if len(forms) == 1 and forms[0] in held and form < "\U00010000" and fold(form) != forms[0]
    }
    assert {form: to for form, to in unknown.items() if form not in OTHER_WORDS} == {}
