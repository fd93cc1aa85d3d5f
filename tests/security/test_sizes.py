"""Time in proportion to the text, and bounded memory, on texts that are made to cost much.

Quick by default; `HYPOTHESIS_PROFILE=nightly` takes the sizes of the whole list, a line of 100 MB among them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from fuzz.invariants import as_source

from cleaner.engines.run import How, run
from cleaner.errors import InputError
from cleaner.formats.detect import decode
from cleaner.formats.jsonl import read_rows
from cleaner.formats.read import MOST, Reading
from cleaner.formats.record import Keys
from cleaner.pipeline import Settings, default_cleaner

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
SIZE = 400_000 if NIGHTLY else 20_000
"n, in code points; the check takes 4n as well."

SHAPES = {
    "blank lines": "\n", "blank lines of Windows": "\r\n", "ideographic blanks": "\u3000\n", "Han": "\u4e00",
    "commas": ",", "zero width": "\u200b", "zero width between Han": "\u6625\u200b", "direction": "\u202e",
    "directions in pairs": "\u2067\u6625\u2069", "accents": "a\u0301", "accents alone": "\u0301",
    "variation selectors": "\u845b\U000e0100", "joiners": "\U0001f468\u200d", "entities": "&amp;",
    "one endless entity": "amp;", "entities half written": "&#", "tags": "<b>", "comments": "<!--", "fences": "```\n",
    "back ticks": "`", "stars": "*", "quotations": "> ", "lists": "- ", "list items": "  - a\n", "brackets": "(",
    "full brackets": "\uff08", "quotes": "“", "straight quotes": '"', "links": "[a](", "pictures": "![", "tables": "|",
    "surrogates": "\udc80", "lost characters": "\ufffd", "private use": "\ue000", "NUL": "\0",
    "misread UTF-8": "å\x85¨ç\x9c\x81", "misread GBK": "鍏ㄧ渷", "misread Latin": "È«¹ú", "traditional": "漢字繁體",
    "markers": "一是修路,", "nested markers": "一要", "brackets of lists": "(一)\n", "months": "十一月一日,",
    "years": "二零二六年", "addresses": "http://", "paths": "a/", "labels": "来源:", "paths of pages": "首页 > ",
    "menus": "首页\n", "licences": "京ICP备", "dots": "...", "digits": "1,", "blanks": " ", "pinyin": "创(chuang)",
    "dots between": "广·", "blanks between": "广 ", "code": "def f(x):\n", "escapes": "\\u4e00",
    "front matter": "---\n",
}  # fmt: skip


@pytest.mark.parametrize("markup", ["plain", "markdown"] if NIGHTLY else ["plain"])
@pytest.mark.parametrize("name", SHAPES)
def test_time_is_linear(assert_linear: Callable[..., None], name: str, markup: str) -> None:
    def work(text: str) -> object:
        return default_cleaner().clean_source(as_source(text, markup))  # type: ignore[arg-type]

    assert_linear(work, SHAPES[name], SIZE)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "hz"])
@pytest.mark.parametrize("ending", [b"", b"\x81", b"\xe4\xb8", b"\x00", b"\xff\xfe\xff"])
def test_reading_is_linear(assert_linear: Callable[..., None], encoding: str, ending: bytes) -> None:
    def work(text: str) -> object:
        with suppress(InputError):
            return decode(text.encode(encoding) + ending)
        return None

    assert_linear(work, "春天到\n", 10 * SIZE)


MEASURE = """
import resource, sys
from pathlib import Path
from cleaner.engines.run import How, run
from cleaner.formats.read import Reading
from cleaner.pipeline import Settings
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
out = Path(sys.argv[2])
run([Path("seeds")], out / "warm", Settings(), How())
before = peak()
run([Path(sys.argv[1])], out / "big", Settings(), How(reading=Reading(most=int(sys.argv[3]))))
print(peak() - before)
"""


def peak_of(path: Path, out: Path, most: int = MOST) -> int:
    """Bytes by which the memory of a process grows while it cleans a file; `most` is the limit for one document."""
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", MEASURE, str(path), str(out), str(most)]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.mark.skipif(sys.platform == "win32", reason="measures with getrusage")
def test_rows_of_any_number_take_the_memory_of_one(tmp_path: Path) -> None:
    row = json.dumps({"text": "春天来了,花开了.\n" * 200}) + "\n"
    (tmp_path / "few.jsonl").write_text(row * 200)
    (tmp_path / "many.jsonl").write_text(row * (4000 if NIGHTLY else 600))
    few, many = (peak_of(tmp_path / f"{name}.jsonl", tmp_path / name) for name in ("few", "many"))
    assert many - few < 24 << 20


@pytest.mark.skipif(sys.platform == "win32", reason="measures with getrusage")
@pytest.mark.parametrize(
    "unit", [pytest.param("春天来了,花开了.", id="one line"), pytest.param("\n", id="blank lines")]
)
def test_a_big_text_takes_memory_in_proportion(tmp_path: Path, unit: str) -> None:
    size = 100_000_000 if NIGHTLY else 1_000_000
    raw = unit.encode()
    (tmp_path / "a.txt").write_bytes(raw * (size // len(raw)))
    assert peak_of(tmp_path / "a.txt", tmp_path / "out", most=0) < 60 * size + (64 << 20)


@pytest.mark.skipif(sys.platform == "win32", reason="measures with getrusage")
def test_a_file_beyond_the_limit_is_named_and_takes_no_memory(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_bytes("春天来了,花开了.".encode() * 2_000_000)
    assert peak_of(tmp_path / "big.txt", tmp_path / "out") < 16 << 20
    [failed] = json.loads((tmp_path / "out/big/manifest.json").read_text())["failed"]
    assert failed["path"] == "big.txt"
    assert "46,000,000 bytes" in failed["reason"]
    assert "--size-limit" in failed["reason"]


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_the_limit_can_be_set_and_costs_no_other_document(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_text("春天来了,花开了.\n" * 500, encoding="utf-8")
    (tmp_path / "in/b.txt").write_text("春天来了,花开了.\n", encoding="utf-8")
    result = run([tmp_path / "in"], tmp_path / "out", Settings(), How(reading=Reading(most=2000)))
    assert [failure.path for failure in result.failed] == [name]
    assert (tmp_path / "out/text/b.txt").read_text(encoding="utf-8") == "春天来了，花开了。\n"
    assert not run([tmp_path / "in"], tmp_path / "all", Settings(), How(reading=Reading(most=0))).failed


def test_a_row_beyond_the_limit_is_kept_as_it_came(tmp_path: Path) -> None:
    long = json.dumps({"text": "春天来了,花开了.\n" * 500}, ensure_ascii=False)
    (tmp_path / "a.jsonl").write_text(f'{{"text": "一"}}\n{long}\n', encoding="utf-8")
    result = run([tmp_path / "a.jsonl"], tmp_path / "out", Settings(), How(reading=Reading(most=2000)))
    assert result.documents == 1
    [row] = [json.loads(line) for line in (tmp_path / "out/rejected.jsonl").read_text(encoding="utf-8").splitlines()]
    assert row["path"] == "a.jsonl:2"
    assert row["raw"] == long + "\n"


@pytest.mark.parametrize(
    "row",
    [
        pytest.param('{"text": "春", "n": ' + "9" * 1_000_000 + "}", id="a number of a million digits"),
        pytest.param('{"text": "春", "n": ' + "[" * 100_000 + "]" * 100_000 + "}", id="lists without end"),
        pytest.param('{"text": "春", "n": ' + '{"a":' * 100_000 + "1" + "}" * 100_001, id="tables without end"),
        pytest.param('{"text": "春", "n": 1e999999999}', id="an exponent without end"),
        pytest.param('{"text": "' + "\\u0000" * 100_000 + '"}', id="escaped NULs"),
        pytest.param('{"' + 'k": 1, "' * 50_000 + 'text": "春"}', id="the same key again and again"),
    ],
)
def test_hostile_rows_stop_nothing(tmp_path: Path, row: str) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "一"}\n' + row + '\n{"text": "二"}\n', encoding="utf-8")
    result = run([tmp_path / "a.jsonl"], tmp_path / "out", Settings(), How())
    assert result.documents + len(result.failed) == 3
    assert {failure.path for failure in result.failed} <= {"a.jsonl:2"}


def test_the_shapes_are_met_in_rows_too(assert_linear: Callable[..., None]) -> None:
    """Blank lines were found quadratic: a million of them would have taken minutes."""

    def work(text: str) -> object:
        return list(read_rows(BytesIO(text.encode()), "a.jsonl", Keys()))

    for unit in ("\n", " ", '{"text": "a"}\n', "{", '{"a":', '"'):
        assert_linear(work, unit, SIZE)
