"""The two real pages that the project began with: what they must become, to the character."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from cleaner import clean
from cleaner.text.document import Document

SEEDS = Path(__file__).parents[1] / "seeds"
NATIONAL = (SEEDS / "000_b92b20ed52438b26.txt").read_text(encoding="utf-8")
REGIONAL = (SEEDS / "003_143a9fddf0e23b90.txt").read_text(encoding="utf-8")

WIDE = str.maketrans({",": "\uff0c", ":": "\uff1a", "(": "\uff08", ")": "\uff09", " ": None, "\xa0": None})
"Every such mark in the two bodies stands in Chinese context, and no blank of theirs belongs there."

MARKERS = {
    "一要坚决": "一是坚决",
    "第一个方面是\uff0c要": "五是要",
    "六啊\uff0c实则加强": "六是加强",
    "一要认真": "八是一要认真",
    "需要大力发展": "十是需要大力发展",
    "十一月一日\uff0c要深入": "十一是要深入",
}


def paragraphs(text: str, first: int, last: int) -> list[str]:
    """Non-empty lines `first` to `last` (counted from 1) as they should read."""
    lines = text.split("\n")[first - 1 : last]
    return [line.translate(WIDE) for line in lines if line.strip()]


@pytest.fixture(scope="module")
def national() -> Document:
    return clean(NATIONAL)


@pytest.fixture(scope="module")
def regional() -> Document:
    return clean(REGIONAL)


DIGESTS = {
    "000_b92b20ed52438b26.txt": "8d4c96922a537b42c540f5fed9a6872f5c0013fa6c9b3e6232e27971260b1058",
    "003_143a9fddf0e23b90.txt": "63ba89de709e4e37e367089b910042af39c3fdd628486835463c52591c3abc5f",
}


def test_the_seeds_are_the_ones_that_were_given() -> None:
    assert {path.name: sha256(path.read_bytes()).hexdigest() for path in SEEDS.iterdir()} == DIGESTS


def test_national_text(national: Document) -> None:
    wanted = paragraphs(NATIONAL, 1, NATIONAL.count("\n", 0, NATIONAL.index("作者:")))
    wanted = [line for line in wanted if not line.startswith("发布时间")]
    text = "\n\n".join(wanted).replace("二零二六年", "2026年")
    for garbled, repaired in MARKERS.items():
        assert text.count(f"\n{garbled}") == 1
        text = text.replace(f"\n{garbled}", f"\n{repaired}")
    assert len(wanted) == 17
    assert national.text.split("\n\n") == [*text.split("\n\n")[:-1], text.split("\n\n")[-1] + "\n"]
    assert "闫龑" in national.text
    assert national.text.count("“") == NATIONAL.count("“")


def test_national_metadata(national: Document) -> None:
    metadata = national.metadata
    assert metadata["title"] == "全国卫生健康工作会议召开\uff0c总结成效部署2026年重点工作"
    assert (metadata["date"], metadata["source"], metadata["author"]) == ("2026-01-17", "", "")
    raw = {fact.key: fact.raw for _, fact in national.facts if fact.key in ("metadata.source", "metadata.author")}
    assert raw == {"metadata.source": "网络整理", "metadata.author": "编辑"}


def test_inserted_markers_are_inferred_and_can_be_switched_off(national: Document) -> None:
    from cleaner import Cleaner, Settings

    inserted = [entry for stage, entry in national.edits if stage == "ordinals" and not entry.before]
    assert [entry.edit.after for entry in inserted if entry.status == "applied"] == ["八是", "十是"]
    cautious = Cleaner(Settings(infer=False))
    assert all(cautious.rules[entry.edit.rule].inferred for entry in inserted)
    document = cautious.clean(NATIONAL)
    assert "八是" not in document.text
    assert "十是" not in document.text
    assert document.verdicts["lists"] == "broken"


def test_regional_text(regional: Document) -> None:
    title = REGIONAL.count("\n", 0, REGIONAL.index("2026年全区")) + 1
    end = REGIONAL.count("\n", 0, REGIONAL.index("会议现场"))
    wanted = paragraphs(REGIONAL, title, end)
    wanted = [line for line in wanted if not line.startswith("发布时间")]
    assert len(wanted) == 17
    assert regional.text == "\n\n".join(wanted) + "\n"
    assert not [entry for stage, entry in regional.edits if stage in ("ordinals", "script", "numerals")]
    assert "“8+10+2”" in regional.text


def test_regional_metadata(regional: Document) -> None:
    metadata = regional.metadata
    assert metadata["title"] == "2026年全区卫生健康工作会议在南宁召开"
    assert (metadata["date"], metadata["source"]) == ("2026-01-26", "")
    assert metadata["breadcrumb"] == ("行业动态", "政府动态")
    assert metadata["icp"] == "京ICP备12039121号-1"
    site = metadata["site"]
    assert isinstance(site, dict) or hasattr(site, "keys")
    assert site["domain"] == "www.ylqxzb.com"  # type: ignore[index,call-overload]
    assert len(site["licences"]) == 3  # type: ignore[index,call-overload,arg-type]


@pytest.mark.parametrize("text", [NATIONAL, REGIONAL], ids=["national", "regional"])
def test_restores_and_is_stable(text: str) -> None:
    document = clean(text)
    assert document.restore() == text
    assert document.changes.restore() == text
    again = clean(document.text)
    assert again.text == document.text
    assert not [entry for _, entry in again.edits if entry.status == "applied"]


def test_trace_of_a_repaired_marker(national: Document) -> None:
    start = national.text.index("五是")
    origin = national.trace(start, start + 2)
    assert origin.span.slice(NATIONAL).startswith("第一个方面是")
    assert national.lines.position(origin.span.start) == (NATIONAL.count("\n", 0, NATIONAL.index("第一个方面")) + 1, 1)


def test_verdicts(national: Document, regional: Document) -> None:
    assert (national.verdicts["script"], national.verdicts["width"]) == ("simplified", "half")
    assert (regional.verdicts["script"], regional.verdicts["width"]) == ("simplified", "half")
    assert (national.verdicts["lists"], regional.verdicts["lists"]) == ("repaired", "intact")
    assert (national.verdicts["paraphrased"], regional.verdicts["paraphrased"]) == (True, False)
