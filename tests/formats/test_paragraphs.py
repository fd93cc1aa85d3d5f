"""Clean texts, cut at the paragraphs that the original had."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean
from cleaner.formats.paragraphs import pieces_of

PARTS = st.text(st.sampled_from("一二是,。:（ \u3000\n春耕会议a1>首页来源2026-03-02"), max_size=30)


@given(st.lists(PARTS, min_size=2, max_size=6))
def test_the_pieces_are_the_text(paragraphs: list[str]) -> None:
    document = clean("\n".join(paragraphs))
    pieces = pieces_of(document, [len(text) for text in paragraphs])
    assert len(pieces.texts) == len(paragraphs)
    assert pieces.joined() == document.text
    assert not any(text.startswith("\n") or text.endswith("\n") for text in pieces.texts)


def test_what_is_put_before_a_paragraph_goes_to_it() -> None:
    said = ["要做好四件事:", "一是修路,保畅通。", "二是架桥,通两岸。", "需要大力通水,进农家。", "四是通电,亮万户。"]
    document = clean("\n".join(said))
    texts = pieces_of(document, [len(text) for text in said]).texts
    assert [text[:2] for text in texts[1:3]] == ["一是", "二是"]
    assert texts[3].startswith("三是")
    assert texts[3].endswith("进农家。")
    assert texts[4].startswith("四是")
