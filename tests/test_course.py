"""Going through the stages again: where a stage has uncovered what an earlier one acts on, and nowhere else."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from cleaner.pipeline import Cleaner, Incoming, Settings, SiteSettings, clean, default_cleaner
from cleaner.report.ledger import LedgerWriter, text_bytes
from cleaner.report.replay import document_of
from cleaner.report.why import explain_span
from cleaner.text.document import Document, Source

HIDDEN = "会后&\u200enbsp;&\u200enbsp;大家都到田里去了。\n"
"Entities with a mark of direction inside; what they stand for is work for the stage that took the mark away."
DAMAGED = "\u5168\u7701\u6625\u8015\u4f1a\u8bae\n\n\u934f\u3127\u200b\u6e37\u934f\u3127\u6e37\n"
"UTF-8 read as GBK, with an invisible character in a Han."


def stages(document: Document) -> list[str]:
    """Stages that edited, in order."""
    return [step.stage for step in document.steps if step.patch.starts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(HIDDEN, "会后大家都到田里去了。\n", id="entities with invisible characters"),
        pytest.param(DAMAGED, "全省春耕会议\n\n全省全省\n", id="misread text with an invisible character"),
        pytest.param("张 三  李到会。\n", "张三李到会。\n", id="a wide gap behind a closed one"),
        pytest.param("会上: 由 老秦 主持。\n", "会上\uff1a由老秦主持。\n", id="gaps behind a mark"),
        pytest.param("&\u200eldquo;春耕&\u200erdquo;到。\n", "“春耕”到。\n", id="quotes as entities"),
        pytest.param(
            "一是茶园要换新苗,老树先留十亩.\n,让坡上的地也能浇到.\n三是请师傅来教炒茶,每月两次.\n"
            "四是把仓库搬到公路边上,装车方便.\n",
            "一是茶园要换新苗，老树先留十亩。\n\n二是，让坡上的地也能浇到。\n\n三是请师傅来教炒茶，每月两次。\n\n"
            "四是把仓库搬到公路边上，装车方便。\n",
            id="a comma behind a marker that was put in",
        ),
    ],
)
def test_what_was_uncovered_is_cleaned_as_well(text: str, expected: str) -> None:
    document = clean(text)
    assert document.text == expected
    assert clean(expected).text == expected
    assert document.restore() == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("春天来了，花开了。\n", id="clean"),
        pytest.param("春天来了,花开了.\n\n大家都到田里去.\n", id="folded marks"),
        pytest.param('他说:"春天到了",又说:"花开了".\n', id="quotes that are all curled"),
        pytest.param("caf\xe9 的\u200b门开了,大家\u3000都来.\n", id="rare characters"),
        pytest.param("京ICP备00000001号-1\n", id="furniture"),
    ],
)
def test_no_stage_runs_twice_without_need(text: str) -> None:
    names = [step.stage for step in clean(text).steps]
    assert len(names) == len(set(names))


def test_a_stage_that_edits_twice_has_two_steps_and_the_ledger_keeps_them() -> None:
    document = clean(HIDDEN)
    assert stages(document).count("unicode") == 2
    raw = text_bytes(document.text)
    cleaner = default_cleaner()
    line = LedgerWriter(cleaner.rules, cleaner.fingerprint).line(document, "a.txt", sha256(raw).hexdigest())
    again = document_of(json.loads(line), raw)
    assert again.steps == document.steps
    assert again.source.text == HIDDEN


def test_the_chain_of_edits_is_told_in_order() -> None:
    document = clean(DAMAGED)
    found = explain_span(document, 8, 12, default_cleaner().rules)
    assert [link.stage for link in found.chain] == ["unicode", "encoding"]
    assert found.original_text == DAMAGED[8:15]


def test_a_later_round_says_nothing_twice() -> None:
    document = clean(f"{DAMAGED}\n会议\ufffd开始。\n")
    assert stages(document) == ["unicode", "encoding"]
    assert [entry.edit.rule for _, entry in document.edits if entry.status == "flagged"] == ["EN001"]
    keys = [fact.key for _, fact in document.facts]
    assert keys.count("verdict.script") == keys.count("verdict.manner") == 1
    assert document.verdicts["mojibake"] == "partly"  # one mark is lost, one line was read again


def test_stages_that_were_not_asked_for_are_not_looked_at() -> None:
    cleaner = Cleaner(Settings(stages=("unicode",)))
    assert cleaner.clean(HIDDEN).text == HIDDEN.replace("\u200e", "")
    assert Cleaner(Settings(select=("LY004",))).clean("春\n\n").text == "春\n"


def test_documents_cleaned_together_become_what_each_becomes_alone() -> None:
    """Pages of two sites with settings of their own, one that needs another round, and an empty one among them."""
    keeping = SiteSettings("溪口", script="keep", ignore=("PU001",))
    both = Cleaner(Settings(sites=(keeping, SiteSettings("山门", apply_at=1.0))))
    traditional = "春天來了,花開了,我們學會了開車,還去看過海邊的燈塔.\n"
    texts = (HIDDEN, traditional, "", DAMAGED, traditional, traditional, "春天来了，花开了。\n")
    sites = ("", "溪口", "溪口", "山门", "山门", "", "")
    incoming = [Incoming(Source.of_text(text), str(at), site=sites[at]) for at, text in enumerate(texts)]
    alone = [both.clean_source(one.source, one.id, site=one.site) for one in incoming]
    assert both.clean_all(incoming) == alone
    assert len({document.text for document in alone[1:6]} - {""}) == 4
    assert both.clean_all([]) == []
