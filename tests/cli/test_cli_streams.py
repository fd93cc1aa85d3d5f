"""What the command line loads, and what it does on consoles that cannot show everything."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cleaner.cli import streams

HEAVY = ("ftfy", "regex", "opencc", "rich", "jinja2", "asyncio", "pydantic", "numpy", "pyarrow")
"Packages that a person who asks for help must not wait for."
ODD = "河\u00e9\U0001f600\u200b\udc80"
"Han, a letter and a picture that code page 936 lacks, a zero width space, an undecodable byte."


def spawned(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, *words], capture_output=True, check=False, env={**os.environ, **environment}, timeout=60
    )


@pytest.mark.parametrize("words", ["--help", "--version", "run --help", "rules --help"])
def test_help_loads_nothing_heavy(words: str) -> None:
    code = (
        "import sys\n"
        "from cleaner.cli.main import app\n"
        "try: app(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        f"print(sorted({HEAVY!r} & sys.modules.keys()), file=sys.stderr)\n"
    ).replace(repr(HEAVY), f"set({HEAVY!r})")
    done = spawned("-c", code, *words.split())
    assert done.stdout
    assert done.stderr.decode().strip() == "[]"


def test_python_m_cleaner() -> None:
    done = spawned("-m", "cleaner", "--version")
    assert (done.returncode, done.stdout.decode().split()[0]) == (0, "cleaner")


@pytest.mark.parametrize("encoding", ["cp936", "ascii", "utf-8"])
def test_a_console_that_lacks_characters_does_not_crash(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    raw = io.BytesIO()
    console = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    monkeypatch.setattr(console, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", console)
    streams.settle()
    streams.say(ODD)
    console.flush()
    assert console.encoding == encoding
    assert raw.getvalue() == ODD.encode(encoding, "replace") + b"\n"


def test_redirected_output_is_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp936", newline="\n"))
    streams.settle()
    streams.say("河é")
    sys.stdout.flush()
    assert raw.getvalue() == "河é\n".encode()


def test_data_is_utf8_whatever_the_console(tmp_path: Path) -> None:
    """Clean text passes as bytes, and a page of documentation is printed, under code page 936."""
    path = tmp_path / "a.txt"
    path.write_text("河é\U0001f600 \n", encoding="utf-8")
    code = "import sys; from cleaner.cli.main import app; sys.stdin = open(sys.argv.pop()); app(sys.argv[1:])"
    done = spawned("-c", code, "run", "-", "--isolated", str(path), PYTHONIOENCODING="cp936", PYTHONUTF8="0")
    assert (done.returncode, done.stdout) == (0, "河é\U0001f600\n".encode()), done.stderr
    for words in ("rules explain LY001", "rules list", "--help", "rules explain \u00e9\U0001f600"):
        done = spawned("-m", "cleaner", *words.split(), PYTHONIOENCODING="cp936", PYTHONUTF8="0")
        assert b"Traceback" not in done.stderr, words


def test_a_closed_pipe_ends_quietly() -> None:
    code = f"{sys.executable} -m cleaner rules list | head -1"
    done = subprocess.run(["bash", "-c", code], capture_output=True, check=False, timeout=60)
    assert done.stdout.startswith(b"id")
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs signals and process groups")
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "asked to end"])
def test_an_interrupted_run_leaves_nothing_half_written(tmp_path: Path, jobs: str, end: signal.Signals) -> None:
    source, place = tmp_path / "in", tmp_path / "place"
    source.mkdir()
    place.mkdir()
    for number in range(400):
        (source / f"{number}.txt").write_text("河边的老街修好了,石板路铺到了桥头.\n" * 300, encoding="utf-8")
    # a job in the background ignores Ctrl-C, and so do the processes it starts
    code = "import signal as s; s.signal(s.SIGINT, s.default_int_handler); import cleaner.__main__ as m; m.main()"
    command = [sys.executable, "-c", code, "run", str(source), "--isolated", "-j", jobs, "-o", str(place / "out")]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as running:
        deadline = time.monotonic() + 30
        while not any(place.rglob("*.txt")) and time.monotonic() < deadline:
            time.sleep(0.02)
        if end is signal.SIGINT:
            os.killpg(running.pid, end)  # a terminal sends it to the workers as well
        else:
            running.send_signal(end)
        _, said = running.communicate(timeout=30)
    assert (running.returncode, said) == (130, b"cleaner: interrupted\n")
    kept = place / ".out.unfinished"  # what was finished, for the next run
    assert list(place.iterdir()) == ([kept] if any(kept.glob(".done-*")) else [])


def read_terminal(terminal: int) -> str:
    """All that is written to the other end of a pseudo terminal until it is closed, which Linux reports as EIO."""
    pieces: list[bytes] = []
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            piece = b""
        if not piece:
            return b"".join(pieces).decode("utf-8")
        pieces.append(piece)


def test_progress_goes_to_a_terminal_only_and_vanishes(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty", reason="needs a pseudo terminal")
    (tmp_path / "a.txt").write_text("河边  \n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "cleaner",
        "run",
        str(tmp_path / "a.txt"),
        "--isolated",
        "-o",
        str(tmp_path / "out"),
    ]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environment) as running:
        os.close(theirs)
        shown = read_terminal(ours)
        assert running.stdout is not None
        summary = running.stdout.read()
    os.close(ours)
    assert running.returncode == 0
    assert "cleaning" in shown
    assert shown.rpartition("cleaning")[2].rstrip().endswith("\x1b[2K")  # the line is erased
    assert b"\x1b" not in summary
    piped = subprocess.run(command, capture_output=True, env=environment, check=True, timeout=60)
    assert piped.stderr == b""
