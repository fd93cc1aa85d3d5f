"""Packed files: many streams in one, cut short, damaged, and made to explode."""

from __future__ import annotations

import gzip
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.errors import InputError, MissingExtraError
from cleaner.formats import compress
from cleaner.formats.compress import open_output, open_stream, unpacking

Pack = Callable[[bytes], bytes]
PACKERS: dict[str, Pack] = {".gz": gzip.compress}
try:
    import zstandard

    PACKERS[".zst"] = zstandard.compress
except ImportError:  # the extra is not installed
    pass
TEXT = b"".join(b"line %d of many\n" % number for number in range(50_000))


def unpacked(path: Path) -> bytes:
    with unpacking(path), open_stream(path) as stream:
        return stream.read()


@pytest.mark.parametrize("suffix", PACKERS)
@pytest.mark.parametrize("streams", [1, 3])
def test_streams_behind_each_other_are_one(tmp_path: Path, suffix: str, streams: int) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_bytes(PACKERS[suffix](TEXT) * streams)
    assert unpacked(path) == TEXT * streams


@pytest.mark.parametrize("suffix", PACKERS)
@pytest.mark.parametrize("lost", [1, 9, 5_000])
def test_what_a_cut_file_holds_is_given_before_the_error(tmp_path: Path, suffix: str, lost: int) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_bytes(PACKERS[suffix](TEXT)[:-lost])
    lines: list[bytes] = []

    def read() -> None:
        with unpacking(path), open_stream(path) as stream:
            lines.extend(iter(stream.readline, b""))

    with pytest.raises(InputError, match="ends too early"):
        read()
    assert len(lines) > (48_000 if lost < 10 else 0)  # a block of zstd is 128 KB, and comes whole or not at all


@pytest.mark.parametrize("suffix", PACKERS)
def test_damage_is_named(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_bytes(b"no such thing" * 9)
    with pytest.raises(InputError, match="is damaged"):
        unpacked(path)


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_file_made_to_explode_takes_no_memory(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_bytes(PACKERS[suffix](bytes(100 << 20)))
    tracemalloc.start()
    with unpacking(path), open_stream(path) as stream:
        size = sum(map(len, iter(lambda: stream.read(1 << 16), b"")))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size == 100 << 20
    assert peak < 50 << 20


@pytest.mark.parametrize("suffix", [*PACKERS, ""])
def test_what_is_written_comes_back_and_is_always_the_same(tmp_path: Path, suffix: str) -> None:
    for name in ("a", "b"):
        with open_output(tmp_path / f"{name}{suffix}", suffix) as file:
            file.write(TEXT)
    assert unpacked(tmp_path / f"a{suffix}") == TEXT
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise MissingExtraError("zst")

    monkeypatch.setattr(compress, "_zstandard", missing)
    (tmp_path / "x.zst").write_bytes(b"")
    with pytest.raises(MissingExtraError, match=r'pip install "cleaner\[zst\]"'):
        open_stream(tmp_path / "x.zst")
