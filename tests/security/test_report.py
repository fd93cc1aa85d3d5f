"""The report of a whole run whose documents, ids, sites, rules and names try to become markup."""

from __future__ import annotations

import json
import re
from pathlib import Path

from cleaner.engines.run import How, run
from cleaner.pipeline import Settings

WORDS = (
    "</script><script>alert(1)</script>", '"><img src=x onerror=alert(2)>', "<!--<script>", "]]><svg/onload=alert(3)>",
    "javascript:alert(4)", "{{alert(5)}}", "\u2028alert(6)", "&lt;script&gt;alert(7)&lt;/script&gt;", "\\u003cscript>",
)  # fmt: skip
RULE = """
id = "PU901"
name = "{name}"
stage = "punctuation"
kind = "span"
action = "replace"
confidence = 0.9
why = '''{word}'''
seen = ['''{word}''']
pattern = '''##'''
replacement = '''{word}'''
"""


def test_no_word_of_a_run_becomes_markup(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "rules").mkdir()
    word = WORDS[0].replace("/", "")
    (tmp_path / "rules" / f"PU901-{word}.toml").write_text(RULE.format(name=word, word=WORDS[0]), encoding="utf-8")
    rows = [
        {
            "id": said + str(number),
            "url": f"https://{said}/",
            "text": f"{said}\n来源:{said}\n作者:{said}\n\n春##天来了,{said}.\n",
        }
        for number, said in enumerate(WORDS)
    ]
    raw = "".join(json.dumps(row) + "\n" for row in rows) + "{" + WORDS[0] + "\n"
    (tmp_path / "in" / "<script>alert(8)<.jsonl").write_text(raw)
    result = run([tmp_path / "in"], tmp_path / "out", Settings(rules=(tmp_path / "rules",)), How())
    assert result.documents == len(WORDS)
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    blocks = re.findall(r'<script type="application/json" id="[^"<>]*">(.*?)</script>', page)
    rest = page
    for block in blocks:
        json.loads(block)
        assert "<" not in block
        rest = rest.replace(block, "")
    assert len(blocks) > len(WORDS)
    assert rest.count("<script") == len(blocks) + 1
    markup = rest.partition("<script")[0]
    assert "alert(" not in markup
    assert "onerror" not in markup
    assert "\u2028" not in page
