"""Learning: what repeats round the main text is proposed, what stands inside it never is."""

from __future__ import annotations

import sqlite3
import sys
import tracemalloc
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from learn_sites import FOOT, HEAD, article, page, site

from cleaner.errors import InputError, OutputError
from cleaner.formats.read import Reading
from cleaner.formats.record import Keys
from cleaner.learn.counts import BATCH, counting
from cleaner.learn.decide import Bar, learn_site
from cleaner.learn.files import file_name, is_sealed, rule_id, sealed
from cleaner.learn.page import page_of
from cleaner.learn.run import How, Learned, SiteResult, learn
from cleaner.pipeline import Cleaner, Settings
from cleaner.rulebook.examples import Runs, failures
from cleaner.rulebook.lint import lint
from cleaner.rulebook.load import load_rulebook, rule_files
from cleaner.rulebook.model import Rule
from cleaner.text.document import Document, Source


def learned(tmp_path: Path, *paths: Path, **how: object) -> Learned:
    return learn(paths or (tmp_path / "dumps",), How(tmp_path / "learned", **how))  # type: ignore[arg-type]


def rule(tmp_path: Path, name: str = "xikou") -> Rule:
    return load_rulebook((tmp_path / "learned",)).by_id()[rule_id(name)]


def proposed(tmp_path: Path, name: str = "xikou") -> set[str]:
    folder = tmp_path / "learned"
    return {line.text for line in rule(tmp_path, name).lines} if (folder / file_name(name)).exists() else set()


def test_the_template_is_learned_and_nothing_else(tmp_path: Path) -> None:
    site(tmp_path / "dumps/xikou")
    done = learned(tmp_path)
    assert (done.pages, done.known, done.homeless, done.failed) == (8, 0, 0, 0)
    assert [(result.site, result.pages, result.lines) for result in done.sites] == [("xikou", 8, 7)]
    assert proposed(tmp_path) == {*HEAD, FOOT[0], "已有 {number} 人看过这条消息", FOOT[2]}
    found = rule(tmp_path)
    assert {line.pages for line in found.lines} == {8}
    assert (found.pages, found.sites, found.seen) == (8, ("xikou",), ("xikou/0.txt:1",))
    assert found.lines[-1].first == "xikou/0.txt:10"


def test_a_page_that_was_not_learned_from_is_cleaned_and_no_other_site(tmp_path: Path) -> None:
    site(tmp_path / "dumps/xikou")
    learned(tmp_path)
    cleaner = Cleaner(Settings(stages=("boilerplate",), rules=(tmp_path / "learned",)))
    fresh = "\n".join(article(20)) + "\n"
    assert cleaner.clean(page(20), site="xikou").text == fresh
    assert cleaner.clean(fresh, site="xikou").text == fresh
    assert (
        cleaner.clean(page(20), site="elsewhere").text
        == Cleaner(Settings(stages=("boilerplate",))).clean(page(20)).text
    )


def test_rules_pass_lint_and_their_own_examples(tmp_path: Path) -> None:
    odd = ['他说\\"TODO"', "全角\uff0c逗号与\u200b零宽", "甲{{乙}}丙丁戊己庚辛", "发布于 {} 日"]
    site(tmp_path / "dumps/xikou", foot=odd)
    site(tmp_path / "dumps/shan", foot=["已有 {} 人看过"])
    learned(tmp_path)
    folder = tmp_path / "learned"
    assert not lint(rule_files(folder, "learned"), load_rulebook().rules)
    together = Cleaner(Settings(rules=(folder,)))
    for name in ("xikou", "shan"):
        only = Cleaner(Settings(stages=("boilerplate",), select=(rule_id(name),), apply_at=0.0, rules=(folder,)))
        assert not list(failures(only.rules[rule_id(name)], Runs(only.clean, together.clean)))


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param("便民服务热线一览表", id="word for word"),
        pytest.param(" 便民服务热线一览表\u3000", id="with other blanks"),
    ],
)
def test_a_line_that_stands_inside_main_text_once_is_never_proposed(tmp_path: Path, inside: str) -> None:
    folder = site(tmp_path / "dumps/xikou", 20)
    title, first, second = article(21)
    (folder / "odd.txt").write_text(f"{title}\n{first}\n{inside}\n{second}\n", encoding="utf-8")
    learned(tmp_path)
    assert "便民服务热线一览表" not in proposed(tmp_path)
    assert HEAD[0] in proposed(tmp_path)


def test_a_shape_that_stands_inside_main_text_is_never_proposed(tmp_path: Path) -> None:
    folder = site(tmp_path / "dumps/xikou", 20)
    title, first, second = article(21)
    (folder / "odd.txt").write_text(f"{title}\n{first}\n已有 9 人看过这条消息\n{second}\n", encoding="utf-8")
    learned(tmp_path)
    assert not any("看过" in text for text in proposed(tmp_path))


@pytest.mark.parametrize(
    ("foot", "lines"),
    [
        pytest.param(["3,500", "2026-03-02", "……", "※"], set(), id="figures, days and marks alone"),
        pytest.param(["来源\uff1a溪口日报"], set(), id="metadata, which the stage reads better"),
        pytest.param(["编"], set(), id="one letter"),
    ],
)
def test_what_is_not_learned(tmp_path: Path, foot: list[str], lines: set[str]) -> None:
    site(tmp_path / "dumps/xikou", head=["溪口融媒体平台首页"], foot=foot)
    learned(tmp_path)
    assert proposed(tmp_path) - {"溪口融媒体平台首页"} == lines


def test_a_sentence_needs_more_support_than_a_word(tmp_path: Path) -> None:
    notice = "请各位读者把身边的新鲜事告诉我们\uff0c一经采用即付薄酬。"
    folder = site(tmp_path / "dumps/xikou", 9, foot=["溪口融媒体中心出品"])
    for number in range(4):
        path = folder / f"{number}.txt"
        path.write_text(path.read_text(encoding="utf-8") + f"{notice}\n", encoding="utf-8")
    learned(tmp_path)
    assert notice not in proposed(tmp_path)
    for number in range(4, 8):
        path = folder / f"{number}.txt"
        path.write_text(path.read_text(encoding="utf-8") + f"{notice}\n", encoding="utf-8")
    learned(tmp_path)
    assert notice in proposed(tmp_path)


def test_one_page_many_times_counts_once(tmp_path: Path) -> None:
    folder = tmp_path / "dumps/xikou"
    folder.mkdir(parents=True)
    for number in range(6):
        (folder / f"{number}.txt").write_text(page(1), encoding="utf-8")
    done = learned(tmp_path)
    assert (done.pages, done.known, done.small) == (1, 5, 1)
    assert not proposed(tmp_path)


def test_one_text_at_several_addresses_counts_once(tmp_path: Path) -> None:
    folder = tmp_path / "dumps/xikou"
    folder.mkdir(parents=True)
    for number in range(6):
        own = f"第{'一二三四五六'[number]}版面的入口在这里"
        (folder / f"{number}.txt").write_text(f"{own}\n{page(1)}", encoding="utf-8")
    done = learned(tmp_path)
    assert done.pages == 6
    assert not proposed(tmp_path)


def test_sites_do_not_mix(tmp_path: Path) -> None:
    site(tmp_path / "dumps/xikou", 4)
    site(tmp_path / "dumps/shan", 4, head=["山门晚报电子版"], foot=["山门晚报社出版发行部"])
    learned(tmp_path)
    assert proposed(tmp_path, "shan") == {"山门晚报电子版", "山门晚报社出版发行部"}
    assert not proposed(tmp_path, "shan") & proposed(tmp_path)


def test_too_few_pages_are_said(tmp_path: Path) -> None:
    site(tmp_path / "dumps/xikou", 2)
    done = learned(tmp_path)
    assert (done.small, done.largest_small, done.sites) == (1, 2, [])
    assert not (tmp_path / "learned").exists()


def test_thresholds(tmp_path: Path) -> None:
    folder = site(tmp_path / "dumps/xikou", 10)
    for number in range(3):
        path = folder / f"{number}.txt"
        path.write_text(f"专题报道特别策划\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    learned(tmp_path)
    assert "专题报道特别策划" in proposed(tmp_path)
    learned(tmp_path, bar=Bar(min_share=0.5))
    assert "专题报道特别策划" not in proposed(tmp_path)
    learned(tmp_path, bar=Bar(min_pages=4))
    assert "专题报道特别策划" not in proposed(tmp_path)


def only(done: Learned) -> SiteResult:
    [result] = done.sites
    return result


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    site(tmp_path / "dumps/xikou")
    path = only(learned(tmp_path)).path
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert only(learned(tmp_path)).fate == "same"
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_more_pages_update_the_file(tmp_path: Path) -> None:
    site(tmp_path / "dumps/xikou")
    assert only(learned(tmp_path)).fate == "written"
    site(tmp_path / "dumps/xikou", 10)
    assert only(learned(tmp_path)).fate == "updated"
    assert rule(tmp_path).pages == 10


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('stage = "boilerplate"', 'stage = "boilerplate"\nstatus = "off"', id="switched off"),
        pytest.param('    { pages = 8, text = "要闻"', '    # { pages = 8, text = "要闻"', id="a line taken out"),
    ],
)
def test_what_a_person_changed_is_kept(tmp_path: Path, old: str, new: str) -> None:
    site(tmp_path / "dumps/xikou")
    path = only(learned(tmp_path)).path
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    edited = path.read_bytes()
    site(tmp_path / "dumps/xikou", 10)
    assert only(learned(tmp_path)).fate == "kept"
    assert path.read_bytes() == edited
    path.unlink()
    assert only(learned(tmp_path)).fate == "written"


def test_other_line_ends_are_no_edit() -> None:
    raw = sealed("a = 1\n")
    assert is_sealed(raw)
    assert is_sealed(raw.replace(b"\n", b"\r\n"))
    assert not is_sealed(raw.replace(b"1", b"2"))
    assert not is_sealed(b"a = 1\n")
    assert not is_sealed(raw + b"b = 2\n")


def test_a_file_goes_when_nothing_repeats_any_more(tmp_path: Path) -> None:
    folder = site(tmp_path / "dumps/xikou")
    path = only(learned(tmp_path)).path
    for number in range(8):
        (folder / f"{number}.txt").write_text("\n".join(article(number)), encoding="utf-8")
    assert only(learned(tmp_path)).fate == "removed"
    assert not path.exists()


def test_files_of_sites_that_were_not_read_stay(tmp_path: Path) -> None:
    site(tmp_path / "dumps/xikou")
    site(tmp_path / "others/shan")
    learned(tmp_path)
    learned(tmp_path, tmp_path / "others")
    assert len(list((tmp_path / "learned").iterdir())) == 2


HOSTILE = [
    "..",
    "../../etc/passwd",
    "CON",
    "nul.txt",
    "a" * 5000,
    "Ünïcode/..\\x",
    "甲网",
    "乙网",
    "a\0b",
    "",
    "-",
    "A",
    "a",
]


def test_names_of_files_are_safe_and_differ() -> None:
    names = [file_name(name) for name in HOSTILE]
    assert len({name.casefold() for name in names}) == len(HOSTILE)
    for name in names:
        assert len(name) < 100
        assert name.isascii()
        assert not set(name) & set('/\\:*?"<>|\0')
        assert name.endswith(".toml")


@pytest.mark.parametrize("name", ["..", "../../etc", "CON", "a" * 300, '甲"网\\'])
def test_a_hostile_name_of_a_site_stays_in_the_folder(tmp_path: Path, name: str) -> None:
    site(tmp_path / "dumps")
    result = only(learned(tmp_path, site=name))
    assert result.path.parent == tmp_path / "learned"
    assert [path.name for path in tmp_path.iterdir()] == ["dumps", "learned"] or len(list(tmp_path.iterdir())) == 2
    cleaner = Cleaner(Settings(rules=(tmp_path / "learned",)))
    assert HEAD[0] not in cleaner.clean(page(20), site=name).text


def test_a_database_is_kept_and_gone_on_with(tmp_path: Path) -> None:
    database = tmp_path / "counts.sqlite"
    site(tmp_path / "dumps/xikou", 5)
    assert learned(tmp_path, database=database).pages == 5
    again = learned(tmp_path, database=database)
    assert (again.pages, again.known, only(again).fate) == (0, 5, "same")
    site(tmp_path / "more/xikou", 9)
    more = learned(tmp_path, tmp_path / "more", database=database)
    assert (more.pages, more.known, only(more).pages) == (4, 5, 9)
    apart, kept = tmp_path / "apart", (tmp_path / "learned" / file_name("xikou")).read_text(encoding="utf-8")
    learn([tmp_path / "more"], How(apart))
    assert (apart / file_name("xikou")).read_text(encoding="utf-8") == kept


def test_a_temporary_database_is_cleaned_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    site(tmp_path / "dumps/xikou")
    learned(tmp_path)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        learned(tmp_path, progress=interrupt)
    assert list((tmp_path / "temp").iterdir()) == []


def test_databases_that_cannot_be_used(tmp_path: Path) -> None:
    site(tmp_path / "dumps/xikou")
    (tmp_path / "no.sqlite").write_text("this is a letter, and no database at all\n" * 50, encoding="utf-8")
    with pytest.raises(OutputError, match="give another file"):
        learned(tmp_path, database=tmp_path / "no.sqlite")
    with pytest.raises(OutputError, match="give another file"):
        learned(tmp_path, database=tmp_path / "nowhere/x.sqlite")
    database = tmp_path / "old.sqlite"
    learned(tmp_path, database=database)
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE about SET version = 'old'")
    connection.close()
    with pytest.raises(OutputError, match="another version of cleaner"):
        learned(tmp_path, database=database)


def test_text_is_kept_for_what_repeats_only(tmp_path: Path) -> None:
    database = tmp_path / "counts.sqlite"
    site(tmp_path / "dumps/xikou", 5)
    learned(tmp_path, database=database)
    with sqlite3.connect(database) as connection:
        kept = {text for [text] in connection.execute("SELECT text FROM form WHERE text IS NOT NULL")}
    connection.close()
    assert kept >= {*HEAD}
    assert not any("早晨" in text or "老人" in text for text in kept)


def test_rows_name_their_site(tmp_path: Path) -> None:
    import json

    rows = [{"text": page(number), "url": f"https://www.xikou.example/{number}.html"} for number in range(5)]
    rows += [{"text": page(number, head=["山门晚报电子版"]), "url": 7, "from": "山门"} for number in range(5)]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    done = learned(tmp_path, tmp_path / "rows.jsonl")
    assert ([result.site for result in done.sites], done.homeless) == (["xikou.example"], 5)
    assert rule(tmp_path, "xikou.example").seen == ("rows.jsonl:1:1",)


def test_rows_of_parquet_name_their_site(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    table = {"text": [page(number) for number in range(5)], "from": ["溪口", "溪口", None, "溪口", "溪口"]}
    pq.write_table(pa.table(table), tmp_path / "rows.parquet")
    reading = Reading(keys=Keys(site="from"))
    done = learned(tmp_path, tmp_path / "rows.parquet", reading=reading)
    assert ([(result.site, result.pages) for result in done.sites], done.homeless) == ([("溪口", 4)], 1)


def test_memory_does_not_grow_with_the_pages(tmp_path: Path) -> None:
    """Seen to fail with a list of all pages, and with texts that are never written out."""

    def peak(pages: int) -> int:
        with counting(tmp_path / f"{pages}.sqlite", "1") as counts:
            tracemalloc.start()
            try:
                for number in range(pages):
                    line = chr(0x4E00 + number) + "{}的一行很长很长很长很长很长的文字。"
                    text = "\n".join(line.format(chr(0x4E00 + at)) for at in range(60))
                    counts.add("xikou", f"{number}.txt", b"", page_of(Document("", Source.of_text(text), text), {}))
                counts.flush()
                learn_site(counts, "xikou", pages, Bar())
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

    small = peak(BATCH)
    assert peak(4 * BATCH) < 1.5 * small


def test_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        learned(tmp_path, tmp_path / "nowhere")


def test_what_cannot_be_read_is_said_and_the_rest_is_learned(tmp_path: Path) -> None:
    folder = site(tmp_path / "dumps/xikou")
    (folder / "broken.txt").symlink_to(tmp_path / "nowhere")
    done = learned(tmp_path)
    assert (done.failed, done.pages) == (1, 8)
    assert done.failures[0].startswith("xikou/broken.txt: ")


def test_bytes_that_are_no_text_are_not_learned(tmp_path: Path) -> None:
    folder = site(tmp_path / "dumps/xikou")
    for path in folder.iterdir():
        path.write_bytes("溪口广播站节目单".encode("gbk") + b"\xff\n" + path.read_bytes())
    assert learned(tmp_path, reading=Reading("utf-8")).pages == 8
    assert proposed(tmp_path) >= set(HEAD)


def test_pages_without_main_text_teach_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "dumps/xikou"
    folder.mkdir(parents=True)
    for number in range(6):
        (folder / f"{number}.txt").write_text(f"频道\n要闻\n第{'一二三四五六'[number]}号\n", encoding="utf-8")
    assert only(learned(tmp_path)).lines == 0


def test_the_order_of_the_files_does_not_matter_to_what_is_learned(tmp_path: Path) -> None:
    site(tmp_path / "dumps/xikou", 8)
    learned(tmp_path)
    forward = proposed(tmp_path)
    paths = sorted((tmp_path / "dumps/xikou").iterdir(), reverse=True)
    learned(tmp_path, *paths, site="xikou")
    assert proposed(tmp_path) == forward
