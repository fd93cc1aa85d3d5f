"""Templates as rule files: written for a person to read, never over what a person has changed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from cleaner.errors import OutputError
from cleaner.learn.decide import Proposed, Template
from cleaner.rulebook.lint import LEARNED, PLACEHOLDER, escape, is_invisible
from cleaner.stages.boilerplate.templates import LONE
from cleaner.text.shapes import MASK, fold, shape_of

Fate = Literal["written", "updated", "same", "kept", "removed", "none"]
"""What became of a site's file: new; rewritten; left as it was; left because a person has edited it; removed because
nothing is proposed any more; there is none."""
CONFIDENCE = 0.99
"Precision of learned lines on pages that were not learned from, rounded down; see `rules/README.md`."
MAX_SLUG = 60
"Longest part of a file name that shows the site. Code points."
MAX_SHOWN = 3
"Lines of a template in its example."
_SEAL = "# cleaner learn: "
_HEAD = """\
# Written by `cleaner learn`. To keep a line of the pages, delete it here; to switch all of them off, status = "off".
# A file that was edited is never written over: delete it to have it learned anew.
"""
_FULL_WIDTH = re.compile("[\uff01-\uff5e]")
_SAMPLES = {"date": "2026-03-02", "time": "08:30", "number": "128", "name": "沈一白"}
_TITLE = "山脚下的早市"
_BEFORE = "天还没有亮\uff0c山脚下的早市已经热闹起来\uff0c摊主们一边招呼客人\uff0c一边整理刚摘下的青菜。"
_AFTER = "卖豆腐的老人说\uff0c他在这里摆了三十年的摊\uff0c来买的多半是老街坊。"


@dataclass(frozen=True, slots=True)
class Written:
    """A template and its file."""

    template: Template
    path: Path
    fate: Fate


def write_template(folder: Path, template: Template) -> Written:
    """Bring the file of a site up to date. Raises OutputError where it cannot be read or written."""
    path = folder / file_name(template.site)
    try:
        return Written(template, path, _settle(path, template))
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}; choose another folder with --output") from error


def _settle(path: Path, template: Template) -> Fate:
    old = path.read_bytes() if path.exists() else b""
    if old and not is_sealed(old):
        return "kept"
    if not template.lines:
        path.unlink(missing_ok=True)
        return "removed" if old else "none"
    new = sealed(rule_text(template))
    if old == new:
        return "same"
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".part")
    fresh.write_bytes(new)
    fresh.replace(path)
    return "updated" if old else "written"


def rule_id(site: str) -> str:
    """The id of a site's template: the same in every run, for this site only.

    >>> rule_id("example.com")
    'STA379A6F6EE'
    """
    return LEARNED + sha256(site.encode("utf-8", "surrogatepass")).hexdigest()[:10].upper()


def slug(site: str) -> str:
    """The site in small letters, digits and hyphens, as names of rules are written.

    >>> slug("../Example.COM\\0/x"), slug("溪口新闻网")
    ('example-com-x', 'site')
    """
    plain = unicodedata.normalize("NFKD", site).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain)[:MAX_SLUG].strip("-") or "site"


def file_name(site: str) -> str:
    """Name of a site's file: unlike that of any other site, also where case does not count, and safe everywhere."""
    return f"{rule_id(site)}-{slug(site)}.toml"


def sealed(text: str) -> bytes:
    """The file with a last line that shows later whether it is as it was written."""
    return f"{text}{_SEAL}{_digest(text)}\n".encode()


def is_sealed(raw: bytes) -> bool:
    """True for a file that nobody has edited. Line ends do not count: version control may change them."""
    text = raw.decode("utf-8", "replace").replace("\r\n", "\n")
    body, mark, seal = text.rpartition(_SEAL)
    return bool(mark) and seal.strip() == _digest(body)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def rule_text(template: Template) -> str:
    """The rule file of a template, without its seal."""
    lines = template.lines
    rows = [
        f"    {{ pages = {line.pages}, {'shape' if line.shape else 'text'} = {quote(line.text)}, "
        f"first = {quote(line.first)} }},"
        for line in lines
    ]
    fields = [
        f'id = "{rule_id(template.site)}"',
        f'name = "{slug(template.site)}"',
        'stage = "boilerplate"',
        'kind = "template"',
        'action = "delete"',
        'type = "template"',
        f"confidence = {CONFIDENCE}",
        f"sites = [{quote(template.site)}]",
        f"pages = {template.pages}",
        'why = "The line repeats on the pages of its site, and never among their running text."',
        f"seen = [{quote(lines[0].first)}]",
        "lines = [",
        *rows,
        "]",
    ]
    return _HEAD + "\n".join((*fields, "", *_examples(template)))


def _examples(template: Template) -> Iterator[str]:
    """One text that the rule changes, and two that it must leave alone."""
    samples = [sample for line in template.lines if (sample := _sample(line))]
    shown = sorted(samples, key=lambda sample: len(sample) < LONE)[:MAX_SHOWN]
    foot = "".join(f"{sample}\n" for sample in shown)
    text = f"{_TITLE}\n{_BEFORE}\n{_AFTER}\n"
    yield f"[[hit]]\nbefore = {quote(text + foot)}\nafter = {quote(text)}\n"
    yield f'[[miss]]\ntext = {quote(text + foot)}\nsite = "elsewhere.example"\nnote = "a page of another site"\n'
    inside = f"{_TITLE}\n{_BEFORE}\n木牌上写的是“{shown[0]}”\uff0c{_AFTER}\n"
    yield f'[[miss]]\ntext = {quote(inside)}\nnote = "the words in a sentence"\n'


def _sample(line: Proposed) -> str:
    """A line as pages hold it; empty for a shape whose masks would not be read back."""
    if not line.shape:
        return line.text
    sample = MASK.sub(lambda mask: _SAMPLES[mask[1]], line.text)
    return sample if shape_of(sample) == line.text and fold(sample) == sample else ""


def quote(text: str) -> str:
    """A TOML string. What is invisible or may be folded on the way into a file is written as an escape."""
    body = "".join(_quoted(character) for character in text)
    return f'"{body}"'.replace(PLACEHOLDER, f"{PLACEHOLDER[0]}{escape(PLACEHOLDER[1])}{PLACEHOLDER[2:]}")


def _quoted(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character == "\n":
        return "\\n"
    return escape(character) if is_invisible(character) or _FULL_WIDTH.match(character) else character
