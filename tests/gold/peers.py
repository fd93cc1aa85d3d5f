"""What other tools make of the probes: `python tests/gold/peers.py`. Those that are not installed are left out.

Judged like `cleaner eval`, but for metadata, which none of them gives.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

GOLD = Path(__file__).with_name("probes.jsonl")


def peers() -> Iterator[tuple[str, Callable[[str], str]]]:
    """Name and work of each tool, as it comes."""
    yield "nothing at all", lambda text: text
    yield "NFKC", lambda text: unicodedata.normalize("NFKC", text)
    if find_spec("ftfy"):
        import ftfy

        yield "ftfy.fix_text", ftfy.fix_text
    if find_spec("opencc"):
        from opencc import OpenCC

        yield "opencc t2s", OpenCC("t2s").convert
    if find_spec("autocorrect_py"):
        import autocorrect_py

        yield "autocorrect", autocorrect_py.format
    from cleaner import clean

    yield "cleaner", lambda text: clean(text).text


def _shape(text: str) -> str:
    return "\n".join(line.rstrip(" \t") for line in text.split("\n") if line.strip(" \t"))


def main() -> None:
    """Print a table of Markdown."""
    probes = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").split("\n") if line]
    print("| tool | mended as wanted | correct text harmed |\n|---|--:|--:|")
    for name, work in peers():
        mended, harmed = [], []
        for probe in probes:
            got = _shape(work(probe["before"]))
            if probe["mode"] == "must":
                mended.append(got == _shape(probe["after"]))
            elif probe["mode"] == "keep":
                harmed.append(got != _shape(probe["before"]))
        print(f"| {name} | {100 * sum(mended) / len(mended):.1f} % | {100 * sum(harmed) / len(harmed):.1f} % |")


if __name__ == "__main__":
    main()
