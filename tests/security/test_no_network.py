"""No command opens a connection: an audit hook that every interpreter of the test gets reports each attempt."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUARD = """
import os, socket, sys
REPORT = os.environ["ATTEMPTS"]
def guard(event, arguments):
    if not event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.")):
        return
    family = arguments[1] if event == "socket.__new__" else getattr(arguments[0], "family", None) if arguments else None
    if family == getattr(socket, "AF_UNIX", None):
        return
    with open(REPORT, "a") as file:
        file.write(f"{event} {arguments!r}\\n")
    raise PermissionError("no network in this test")
sys.addaudithook(guard)
"""
PAGE = "当前位置:首页 > 新闻\n来源:https://example.org/a\n\n{0}村的会议强调,要把{0}桥修好.\n版权所有 example.org\n"


@pytest.fixture
def guarded(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A folder with pages and rows, and the environment of a process that may not use the network."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "learned").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD)
    (tmp_path / "in" / "example.org").mkdir(parents=True)
    for number in range(6):
        page = PAGE.format("东西南北中前"[number] * 2)
        (tmp_path / "in" / "example.org" / f"{number}.txt").write_text(page, encoding="utf-8")
    row = {"url": "https://example.org/", "text": PAGE}
    rows = "".join(json.dumps({"id": number, **row}) + "\n" for number in range(30))
    (tmp_path / "rows.jsonl").write_text(rows)
    paths = os.pathsep.join((str(tmp_path / "guard"), str(ROOT)))
    return tmp_path, {**os.environ, "PYTHONPATH": paths, "ATTEMPTS": str(tmp_path / "attempts")}


def python(folder: Path, environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *words]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=120, check=False
    )


def test_the_guard_sees_an_attempt(guarded: tuple[Path, dict[str, str]]) -> None:
    folder, environment = guarded
    for code in (
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('a', 9)",
    ):
        done = python(folder, environment, "-c", code)
        assert "no network in this test" in done.stderr
    assert len((folder / "attempts").read_text().splitlines()) >= 2


def test_no_command_uses_the_network(guarded: tuple[Path, dict[str, str]]) -> None:
    folder, environment = guarded
    commands = {
        "run in -o out --quiet": 0,
        "run rows.jsonl -o rows --jobs 2 --quiet": 0,
        "run in -o pool --jobs 2 --quiet": 0,
        "check in": 1,
        "diff in": 0,
        "why out/text/example.org/0.txt 会议": 0,
        "restore out -o back": 0,
        "learn in -o learned": 0,
        "run in -o again --rules learned --quiet": 0,
        "rules list": 0,
        "rules explain PU001": 0,
        "config": 0,
    }
    for words, code in commands.items():
        done = python(folder, environment, "-m", "cleaner", *words.split())
        assert (words, done.returncode, done.stderr if done.returncode != code else "") == (words, code, "")
    assert not (folder / "attempts").exists(), (folder / "attempts").read_text()
    assert "Content-Security-Policy" in (folder / "out" / "report.html").read_text(encoding="utf-8")
