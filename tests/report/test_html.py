"""The page and its JSON: self-contained, bounded, and safe whatever a document says."""

from __future__ import annotations

import json
import pickle
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from report_sample import RULES, Do, build, list_document

from cleaner import clean
from cleaner.report.detail import detail
from cleaner.report.html import Limits, Report, write_report
from cleaner.report.stats import DocumentStats, Failed, RunFacts
from cleaner.text.document import Document

FACTS = RunFacts("0.1.0", "ab" * 32, documents=2)
HOSTILE = "</script><script>alert(1)</script><!-- '\"&amp; \u202e反向\u202c \x1b[31m \udc80 \u2028" + "长" * 5000 + "\n"


def hostile_document() -> Document:
    return build(
        HOSTILE,
        ("encoding", [Do("alert", "</script>", "UN001", note="<img src=x onerror=alert(2)>")]),
        path='"><script>alert(3)</script>.txt',
        id="the id of a row",
        metadata={"title": "</title><script>alert(4)</script>"},
    )


def block(page: str, name: str) -> dict[str, object]:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page)
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]


def page_of(*documents: Document, failed: tuple[Failed, ...] = ()) -> str:
    report = Report(RULES)
    for document in documents:
        report.add(document)
    return report.html(failed, FACTS)


def test_policy_admits_the_script_and_the_style_of_the_page_and_nothing_else() -> None:
    page = page_of(list_document())
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    script = page.rpartition("<script>")[2].partition("</script>")[0]
    style = page.partition("<style>")[2].partition("</style>")[0]
    for kind, text in (("script", script), ("style", style)):
        digest = b64encode(sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}';" in policy[1]
    assert policy[1].startswith("default-src 'none';")
    assert "unsafe" not in policy[1]


def test_nothing_is_fetched_and_no_handler_is_inline() -> None:
    page = page_of(list_document())
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", page)
    assert not re.search(r"<(link|img|iframe|script src)", page)
    assert not re.search(r"<[^>]*\son[a-z]+=", page.partition("<script")[0])
    assert "innerHTML" not in page


def test_hostile_text_cannot_leave_its_block() -> None:
    page = page_of(hostile_document(), failed=(Failed("</script><b>", "<script>alert(5)</script>"),))
    index = block(page, "index")
    assert page.count("<script") == 3
    assert index["failed"] == [["</script><b>", "<script>alert(5)</script>"]]
    assert block(page, "d0")["path"] == '"><script>alert(3)</script>.txt'
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u2028\x1b\ud800-\udfff]", page)
    page.encode("utf-8")


def test_detail_holds_both_texts_every_edit_and_every_place() -> None:
    document = list_document()
    page = detail(document, DocumentStats.of(document), RULES)
    rows = [row for row in page["rows"] if isinstance(row, list)]
    sides = [
        "".join(piece if isinstance(piece, str) else piece[side] for row in rows for piece in row[1]) for side in (0, 1)
    ]
    assert sides == [document.source.text, document.text]
    assert len(page["edits"]) == len(document.edits)
    assert [row[2] for row in rows if len(row) == 3] == ["breadcrumb", "footer", "footer"]
    assert page["metadata"][0] == ["source", "", "首页", "BP001", 1, 1]
    assert page["lists"][0]["line"] == 4
    held = next(piece for row in rows for piece in row[1] if len(piece) == 4 and not piece[2] and piece[0] == "架桥")
    assert page["edits"][held[3][0]][:3] == ["PU001", "punctuation", "held"]


@pytest.mark.parametrize(
    "seed", sorted((Path(__file__).parents[2] / "seeds").glob("*.txt")), ids=lambda path: path.stem
)
def test_an_edit_over_several_paragraphs_is_listed_once(seed: Path) -> None:
    document = clean(seed.read_bytes().decode())
    page = detail(document, DocumentStats.of(document), RULES)
    assert len(page["edits"]) == len(document.edits)


def test_a_long_document_is_cut_and_says_so() -> None:
    text = "甲,乙。\n" * 3000 + "平" * 9000 + ",完。\n"
    document = build(text, ("punctuation", [Do(",", "\uff0c", "PU001", every=True)]))
    page = detail(document, DocumentStats.of(document), RULES, limit=2000)
    assert page["cut"] + len(page["edits"]) == 3001
    assert page["cut"] > 2900
    assert len(json.dumps(page, ensure_ascii=False)) < 20_000


@pytest.mark.parametrize("limits", [Limits(details=3), Limits(detail_bytes=9000)])
def test_size_is_bounded_and_the_neediest_are_kept(limits: Limits) -> None:
    report = Report(RULES, limits)
    for index in range(20):
        report.add(list_document(f"{index}.txt") if index == 17 else build("甲,乙。\n" * 9, path=f"{index}.txt"))
    assert len(report.details) <= limits.details
    assert report.size <= limits.detail_bytes
    index = block(report.html((), FACTS), "index")
    assert 17 in index["shown"]  # type: ignore[operator]
    assert len(index["rows"]) == 20  # type: ignore[arg-type]


def test_index_is_bounded_but_everything_is_counted() -> None:
    report = Report(RULES, Limits(rows=5))
    for index in range(30):
        report.add(build("甲,乙。", path=f"{index}.txt"))
    said = report.json()
    assert (len(said["documents"]), said["totals"]["documents"]) == (5, 30)


def test_workers_merge_into_what_one_would_have_collected() -> None:
    documents = [list_document("a"), build("无事。", path="b"), list_document("c")]
    one = Report(RULES)
    for document in documents:
        one.add(document)
    parts = [Report(RULES), Report(RULES)]
    for part, document in zip((parts[0], parts[1], parts[1]), documents, strict=True):
        part.add(document)
    parts[0].merge(pickle.loads(pickle.dumps(parts[1])))
    assert parts[0].json((), FACTS) == one.json((), FACTS)
    assert parts[0].html((), FACTS) == one.html((), FACTS)


def test_many_jobs_together_keep_the_neediest_and_little_else() -> None:
    limits = Limits.of_job(50)
    total = Report(RULES)
    for job in range(50):
        part = Report(RULES, limits)
        for index in range(40):
            part.add(list_document(f"{job}/{index}") if index == job % 40 else build("甲,乙。", path=f"{job}/{index}"))
        total.merge(pickle.loads(pickle.dumps(part)))
    assert limits.details == 11
    assert len(total.details) == 300
    assert sum(score > 30 for score, _, _ in total.details) == 50
    assert block(total.html(), "index")["totals"]["documents"] == 2000  # type: ignore[index]


def test_json_report_has_totals_rules_with_examples_documents_and_failures() -> None:
    report = Report(RULES)
    report.add(list_document())
    said = report.json([Failed("x.bin", "binary")], FACTS)
    json.dumps(said)
    assert list(said) == ["run", "totals", "rules", "documents", "failed"]
    ordinal = next(rule for rule in said["rules"] if rule["id"] == "OR001")
    assert ordinal["examples"][0] == {
        "path": "a/list.txt", "line": 6, "status": "applied", "left": "一是修路,架桥。\n\n"[-10:],
        "before": "第一个方面是\uff0c", "after": "二是", "right": "要种树。\n\n要通水。"[:10],
    }  # fmt: skip
    assert said["documents"][0]["reasons"][0] == ["lists", 1]
    assert said["failed"] == [{"path": "x.bin", "reason": "binary"}]


def test_every_document_is_in_the_pictures_though_the_index_is_bounded() -> None:
    report, other = Report(RULES, Limits(rows=2)), Report(RULES, Limits(rows=2))
    for index in range(6):
        (report if index % 2 else other).add(build("甲乙。\n" * index, path=f"{index}.txt"))
        other.add(build("甲,乙,丙。", ("punctuation", [Do(",", "\uff0c", "PU001", every=True)])))
        other.add(build("甲乙丙丁", ("boilerplate", [Do("甲乙丙", "", "BP002")])))
    report.merge(other)
    spread = report.json()["totals"]["spread"]
    assert all(len(part["counts"]) == len(part["edges"]) + 1 for part in spread.values())
    assert (spread["removed"]["counts"][0], spread["removed"]["counts"][-1]) == (12, 6)
    assert (spread["edits"]["counts"][0], spread["edits"]["counts"][-1]) == (6, 12)


def test_writing_takes_documents_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    report = write_report(path, (list_document(str(index)) for index in range(3)), [], RULES, FACTS)
    assert report.stats.documents == 3
    assert path.read_text("utf-8").startswith("<!doctype html>")


def test_a_run_without_documents_has_a_page() -> None:
    assert block(page_of(), "index")["rows"] == []
