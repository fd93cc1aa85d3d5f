"""What the adapters are measured against: the same rows through `cleaner run`. Rows are made up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import chdir
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cleaner.engines.run import How, run
from cleaner.pipeline import Settings

ROWS = [
    {"id": "a", "url": "https://www.example.com/1", "text": "河边的老街修好了,石板路铺到了桥头。"},
    {
        "id": "b",
        "url": "",
        "text": "您的位置:首页 > 动态\n溪口镇修路\n发布时间:2026/03/02\n路修好了 ,大家都高兴。",
    },
    {"id": "c", "url": "", "text": "已经干净了。\n"},
    {"id": "d", "url": "", "text": ""},
    {"id": "e", "url": "", "text": "返回首页"},
    {"id": "f", "url": "", "text": "會議要求,抓好三件事:一是修路,二是架橋。"},
]


@cache
def cleaned() -> dict[str, tuple[str, Any]]:
    """For each id the clean text and the findings that a run gives."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder / "in.jsonl")
        run([folder / "in.jsonl"], folder / "out", Settings(), How())
        texts = {row["id"]: row["text"] for row in _rows(folder / "out/documents.jsonl")}
        found = list(_rows(folder / "out/attributes/cleaner/documents.jsonl"))
    return {row["id"]: (texts[row["id"]], row["attributes"]) for row in found}


def _write(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS), encoding="utf-8")


def _rows(path: Path) -> Iterator[Any]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())


def run_example(name: str, folder: Path) -> None:
    """Run the example of the README for an adapter in a folder, where the rows lie in `pages.jsonl` and in `pages/`."""
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    code = readme.partition(f"<!-- adapter: {name} -->\n```python\n")[2].partition("```")[0]
    assert code
    for path in ("pages.", "pages/", "clean.", "clean/"):
        code = code.replace(f'"{path}', f'"{folder}/{path}')
    _write(folder / "pages.jsonl")
    _write(folder / "pages/0.jsonl")
    with chdir(folder):
        exec(compile(code, "README.md", "exec"), {})


def without_reason(findings: str) -> Any:
    """Findings of a text that was cleaned, as a run writes them."""
    found = json.loads(findings)
    assert found.pop("reason") == ""
    return found
