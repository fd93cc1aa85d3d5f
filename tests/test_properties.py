"""Invariants of the whole pipeline, on text made of everything it meets."""

from __future__ import annotations

import json
from hashlib import sha256

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner import clean
from cleaner.pipeline import default_cleaner
from cleaner.report.ledger import LedgerWriter, text_bytes
from cleaner.report.replay import document_of
from cleaner.text.document import Source

LINES = [
    "发布时间:2026/03/02  来源:查看",
    "当前位置:首页 > 新闻",
    "【返回列表】",
    "作者:编辑",
    "京ICP备00000001号-1",
    "版权所有 \u00a9 2020",
    "上一篇:没有了",
    "分享到: 微信 微博",
    "溪口镇召开春耕工作会议",
    "| a | b |",
    "```",
    "",
    "\u3000\u3000",
]
"Page furniture and other whole lines."

PIECES = [
    "会议强调,要把工作做实",
    "。",
    ",",
    "\uff0c",
    " ",
    "\r\n",
    "\u3000\u3000",
    "\xa0\xa0 ",
    "“一老一小”",
    "二零二六年",
    "十一月一日,",
    "一是修路",
    "二是架桥;",
    "三啊,实则通水",
    "第一个方面是,",
    "四是",
    "五、",
    "(一)",
    "(二)",
    "1.",
    "https://example.org/a,b?x=1:2",
    "12:30",
    "1,200",
    "3:1",
    "v2.3.1",
    "f(x)=2(x+1)",
    "AI(人工智能)",
    "(AI)",
    "...",
    "--",
    "!!",
    "\u200b",
    "\ufeff",
    "\u202e",
    "\ufffd",
    "\ue000",
    "\udc80",
    "\x00",
    "\x0b",
    "\u2028",
    "\u2f08",
    "\uf900",
    "\u2764\ufe0f",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "𠮷",
    "&nbsp;",
    "&amp;ldquo;",
    "å\x85¨ç\x9c\x81",
    "鍏ㄧ渷",
    "È«¹ú",
    "锟斤拷",
    "漢字與繁體",
    "この町",
    "\uff12\uff10\uff12\uff15",
    "\uff21\uff29",
    "\uff62春\uff63",
    "创(chuang)新",
    "广·场·舞·大·赛",
    "闫龑",
    '"夜校"',
    "第三条 ",
    "a  b",
    "张 三  李四",
]

prose = st.lists(st.sampled_from(PIECES), max_size=10).map("".join)
pages = st.lists(st.one_of(prose, prose, st.sampled_from(LINES)), max_size=9).map("\n".join)
"Lines of furniture among lines of anything: what a scraped page can be at worst."
texts = st.one_of(
    pages,
    st.lists(st.sampled_from(PIECES + LINES), max_size=25).map("".join),
    st.text(max_size=60),
    st.lists(st.one_of(st.sampled_from(PIECES + LINES), st.text(max_size=3)), max_size=15).map("".join),
)
"The same, glued together anyhow, and random characters."
thorough = settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])


@thorough
@given(texts)
def test_nothing_is_lost(text: str) -> None:
    document = clean(text)
    assert document.restore() == text
    assert document.changes.restore() == text
    assert document.changes.clean == document.text


@thorough
@given(pages)
def test_clean_text_is_canonical_and_stable(text: str) -> None:
    document = clean(text)
    assert "\r" not in document.text
    assert "\n\n\n" not in document.text
    assert document.text == "" or (document.text.endswith("\n") and not document.text.endswith("\n\n"))
    again = clean(document.text)
    assert again.text == document.text, [
        (stage, entry.edit.rule, entry.before, entry.edit.after)
        for stage, entry in again.edits
        if entry.status == "applied"
    ]


@thorough
@given(texts)
def test_the_ledger_gives_the_document_back(text: str) -> None:
    cleaner = default_cleaner()
    document = cleaner.clean(text)
    raw = text_bytes(document.text)
    line = LedgerWriter(cleaner.rules, cleaner.fingerprint).line(document, "a.txt", sha256(raw).hexdigest())
    again = document_of(json.loads(line), raw)
    assert again.source.text == text
    assert again.steps == document.steps


@thorough
@given(texts)
def test_every_edit_names_a_rule_and_a_place(text: str) -> None:
    cleaner = default_cleaner()
    document = cleaner.clean(text)
    for index, step in enumerate(document.steps):
        for entry in step.entries():
            assert entry.edit.rule in cleaner.rules
            assert cleaner.rules[entry.edit.rule].stage == step.stage
            assert 0 <= document.places[index].original(entry.edit.span.start) <= len(text)
            assert 0 < entry.edit.confidence <= 1


@thorough
@given(st.lists(texts, max_size=4))
def test_documents_do_not_depend_on_each_other(several: list[str]) -> None:
    forwards = [clean(text).text for text in several]
    assert [clean(text).text for text in reversed(several)] == forwards[::-1]


@thorough
@given(texts)
def test_markdown_keeps_its_structure(text: str) -> None:
    source = Source.of_text(text)
    marked = Source(source.text, source.sha256, source.size, markup="markdown")
    document = default_cleaner().clean_source(marked)
    assert document.restore() == text
    assert document.text.count("```") == text.count("```") or "\n" not in text
