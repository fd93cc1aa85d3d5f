"""What holds for every engine: the same bytes, and documents that kill their workers cost nothing but themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner.engines import plan as plan_module
from cleaner.engines.restore import restore
from cleaner.engines.run import How, RunResult, run
from cleaner.errors import OutputError
from cleaner.pipeline import Settings

SURVIVING = ("pool", "ray")


@pytest.fixture(params=SURVIVING)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """An engine whose workers may die, and jobs of about five rows."""
    request.getfixturevalue("ray_here" if request.param == "ray" else "poisoned")
    monkeypatch.setattr(plan_module, "PIECE", 1500)
    monkeypatch.setattr(plan_module.cut, "__defaults__", (1500,))
    return str(request.param)


def many(count: int, where: dict[int, str]) -> bytes:
    texts = (where.get(number, "") + "河边的老街修好了,石板路铺到了桥头。\n" * 5 for number in range(count))
    rows = (json.dumps({"id": number, "text": text}, ensure_ascii=False) for number, text in enumerate(texts))
    return "".join(row + "\n" for row in rows).encode()


def run_over(tmp_path: Path, raw: bytes, out: str = "out", **how: object) -> RunResult:
    (tmp_path / "in").mkdir(exist_ok=True)
    (tmp_path / "in/x.jsonl").write_bytes(raw)
    return run([tmp_path / "in"], tmp_path / out, Settings(), How(**how))  # type: ignore[arg-type]


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def ids_in(path: Path) -> list[int]:
    return [int(json.loads(line)["id"]) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_engine_writes_the_same_bytes(tmp_path: Path, engine: str) -> None:
    """An id that stands twice, in another job, and a row that is none included."""
    raw = many(40, {}) + b'{"id":3,"text":"\xe5\xb1\xb1"}\n' + b"no json\n"
    one = run_over(tmp_path, raw, "one")
    other = run_over(tmp_path, raw, "other", engine=engine, jobs=2)
    assert everything(tmp_path / "one") == everything(tmp_path / "other")
    assert (one.documents, one.failed) == (other.documents, other.failed)
    assert len(one.failed) == 2


def test_a_worker_that_was_killed_loses_nothing(tmp_path: Path, engine: str) -> None:
    raw = many(40, {20: f"一次|{tmp_path}/once|"})
    result = run_over(tmp_path, raw, engine=engine, jobs=2)
    assert (tmp_path / "once").exists()
    assert (result.documents, result.failed) == (40, ())
    run_over(tmp_path, raw, "one")
    assert everything(tmp_path / "one") == everything(tmp_path / "out")


@pytest.mark.parametrize(
    ("poison", "why"),
    [
        pytest.param("致命", "the worker process died on this document", id="death"),
        pytest.param("无尽", "took more than the limit of 0.3 s", id="endless"),
        pytest.param("聋无尽", "took more than the limit of 0.3 s", id="endless and deaf"),
    ],
)
def test_a_document_that_ends_its_worker_is_named_and_kept(tmp_path: Path, engine: str, poison: str, why: str) -> None:
    raw = many(40, {33: poison})
    result = run_over(tmp_path, raw, engine=engine, jobs=2, limit=0.3)
    assert [failure.path for failure in result.failed] == ["x.jsonl:34"]
    assert why in result.failed[0].reason
    assert ids_in(tmp_path / "out/documents.jsonl") == [number for number in range(40) if number != 33]
    assert restore(tmp_path / "out", tmp_path / "back").restored == 1
    assert (tmp_path / "back/x.jsonl").read_bytes() == raw


def test_a_file_whose_reading_kills_is_done_up_to_there(tmp_path: Path, engine: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.jsonl").write_bytes(many(3, {}))
    (tmp_path / "in/b.jsonl").write_bytes(many(4, {2: "读不得"}).replace(b'"id": ', b'"id": 1'))
    (tmp_path / "in/c.jsonl").write_bytes(many(3, {}).replace(b'"id": ', b'"id": 2'))
    result = run([tmp_path / "in"], tmp_path / "out", Settings(), How(engine=engine, jobs=2))
    assert [failure.path for failure in result.failed] == ["b.jsonl"]
    assert "die in the middle" in result.failed[0].reason
    assert ids_in(tmp_path / "out/documents.jsonl") == [0, 1, 2, 10, 11, 20, 21, 22]


def test_what_a_job_raises_ends_the_run_and_leaves_what_is_done(tmp_path: Path, engine: str) -> None:
    raw = many(43, {42: "盘满"})  # in the smallest job, which is begun last
    with pytest.raises(OutputError, match=r"No space left on device; nothing was changed in .*; what is finished is"):
        run_over(tmp_path, raw, engine=engine, jobs=2)
    assert not (tmp_path / "out").exists()
    assert list((tmp_path / ".out.unfinished").glob(".done-*"))
