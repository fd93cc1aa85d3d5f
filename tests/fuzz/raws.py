"""Bytes: texts in many encodings, cut, mixed and damaged; JSON rows, rule files, pages and packed files likewise."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from random import Random

import cleaner
from fuzz.texts import examples, made, mutated

ENCODINGS = (
    "utf-8", "utf-8", "gb18030", "gbk", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "hz", "cp1252",
    "shift_jis", "euc_kr", "utf-8-sig", "utf-7",
)  # fmt: skip
TOKENS = (
    b"\x00", b"\xff", b"\xfe\xff", b"\xff\xfe",
    b"\xef\xbb\xbf", b"\x80", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80",
    b"\x81", b"\x84\x31\x95\x33", b"~{", b"~}", b"\r", b"\n", b"\x1a", b"\x1b$B", b"\xe4\xb8", b"\x1f\x8b", b"%PDF",
)  # fmt: skip
VALUES = (
    b"null", b"true", b"1e999", b"-0", b"9" * 400,
    b"1." + b"3" * 300, b'""', b'"\\ud800"', b'"\\ud83d\\ude00"', b"[]", b"{}",
    b"[" * 60 + b"]" * 60, b"NaN", b"Infinity", b'"\\u0000"', b'"\\x"', b"'a'", b"1" * 5000, b'{"text":"x"}', b'"\x01"',
)  # fmt: skip
SYNTAX = (
    b'"', b"'", b"'''", b'"""', b"[", b"]", b"[[hit]]",
    b"{", b"}", b"=", b"\n", b"#", b"1979-05-27", b"inf", b"\\u0000",
    b"${han}", b"${", b"(?:a+)+", b"(a|a)*b", b"[",
    b"(?P<edit>", b"\\1", b"{0,99999}", b"true", b"-1", b"99999999999999999999",
    b"(?<=a*)", b"(((((((((", b"\\p{Han}", b"kind", b"options", b"sites", b"../../x",
)  # fmt: skip
TAGS = (
    b"<p>", b"</p>", b"<div>", b"<script>",
    b"</script>", b"<title>", b"<meta name=pubdate content='2026-13-45'>", b"<table>",
    b"<!--", b"-->", b"<![CDATA[", b"<a href='", b"<li>",
    b"<ol>", b"&#x110000;", b"&lt;", b"<svg>", b"<template>", b"</html>",
    b"<body>", b"\x00", b"<h1>", b"<br>", b"<textarea>", b"<plaintext>", b"<math><mi>",
)  # fmt: skip


def damaged(raw: bytes, random: Random, tokens: Sequence[bytes] = TOKENS) -> bytes:
    """`raw` with a few bytes dropped, changed, doubled, or tokens put in."""
    for _ in range(random.randrange(4)):
        at = random.randrange(len(raw) + 1)
        roll = random.random()
        if roll < 0.25:
            raw = raw[:at] + raw[at + random.choice((1, 1, 2, 3, 9)) :]
        elif roll < 0.45:
            raw = raw[:at] + bytes((random.randrange(256),)) + raw[at + 1 :]
        elif roll < 0.8:
            raw = raw[:at] + random.choice(tokens) * random.choice((1, 1, 1, 3)) + raw[at:]
        elif roll < 0.9:
            raw = raw[:at]
        else:
            raw = raw[:at] + raw[max(0, at - random.randrange(1, 30)) :]
    return raw[:20_000]


def encoded(random: Random, text: str) -> bytes:
    """A text in one encoding, or its halves in two, damaged."""
    if random.random() < 0.15:
        half = len(text) // 2
        return encoded(random, text[:half]) + encoded(random, text[half:])
    raw = text.encode(random.choice(ENCODINGS), random.choice(("ignore", "replace")))
    return damaged(raw, random) if random.random() < 0.7 else raw


def row(random: Random, text: str) -> bytes:
    """A line of JSON Lines, damaged as often as not."""
    fields = {"id": str(random.randrange(99)), "text": text, "meta": {"url": "https://example.org/1", "n": [1, 2.50]}}
    keys = list(fields)
    random.shuffle(keys)
    raw = json.dumps({key: fields[key] for key in keys}, ensure_ascii=random.random() < 0.3).encode("utf-8", "replace")
    return damaged(raw, random, VALUES) if random.random() < 0.6 else raw


@cache
def rule_files() -> tuple[bytes, ...]:
    """The project's own rule files."""
    folder = Path(cleaner.__file__).parent.parent / "rules"
    return tuple(path.read_bytes() for path in sorted(folder.rglob("*.toml")) if path.stat().st_size < 8000)


def rule_file(random: Random) -> bytes:
    """A rule file of our own, damaged."""
    raw = random.choice(rule_files())
    if random.random() < 0.5:
        lines = raw.split(b"\n")
        del lines[random.randrange(len(lines))]
        raw = b"\n".join(lines)
    return damaged(raw, random, SYNTAX)


def page(random: Random, text: str) -> bytes:
    """A page of HTML, well formed or not."""
    pieces = [b"<html><head><title>", text[:12].encode("utf-8", "replace"), b"</title></head><body>"]
    for line in text.split("\n"):
        pieces += [random.choice(TAGS), line.encode("utf-8", "replace")]
    return damaged(b"".join(pieces), random, TAGS)


def packed(random: Random, text: str) -> tuple[str, bytes]:
    """Suffix and bytes of a packed file, cut or damaged as often as not."""
    raw = text.encode("utf-8", "replace") * random.choice((1, 1, 3, 50))
    if find_spec("zstandard") and random.random() < 0.5:
        import zstandard

        suffix, whole = ".zst", zstandard.ZstdCompressor().compress(raw)
    else:
        suffix, whole = ".gz", gzip.compress(raw, 1, mtime=0)
    if random.random() < 0.2:
        whole += whole
    return suffix, damaged(whole, random) if random.random() < 0.7 else whole


def parquet(random: Random, texts: Sequence[str]) -> bytes:
    """A Parquet file of a few rows, damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows: list[str | None] = [text.encode("utf-8", "ignore").decode() for text in texts]
    column = pa.array(rows).dictionary_encode() if random.random() < 0.2 else pa.array([*rows[:-1], None])
    table = pa.table({"text": column, "id": list(map(str, range(len(rows)))), "meta": [{"n": [1.5]}] * len(rows)})
    out = BytesIO()
    packing = random.choice(("none", "snappy", "gzip", "zstd"))
    pq.write_table(table, out, compression=packing, row_group_size=random.choice((1, 2, 100)))
    raw = bytearray(out.getvalue())
    for _ in range(random.choice((0, 1, 1, 2, 3, 8))):
        raw[random.randrange(len(raw))] = random.randrange(256)
    return damaged(bytes(raw), random) if random.random() < 0.3 else bytes(raw)


def any_text(random: Random, corpus: Sequence[str]) -> str:
    """A text: made up, or mutated from an example or from what the fuzzer kept."""
    roll = random.random()
    if roll < 0.3:
        return made(random)
    if roll < 0.6 and corpus:
        return mutated(random.choice(corpus), random, examples())
    return mutated(random.choice(examples()), random, corpus or examples())
