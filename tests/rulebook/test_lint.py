"""Lint: every check with a rule file that it must refuse and one that it must let pass. All texts are made up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cleaner.rulebook.lint import LETTERS, Finding, lint, next_id
from cleaner.rulebook.load import rule_files, rules_root
from cleaner.stages import STAGES

FILE = "rules/punctuation/PU901-good-rule.toml"
GOOD = r"""id = "PU901"
name = "good-rule"
stage = "punctuation"
kind = "span"
action = "replace"
confidence = 0.9
why = "A comma between Han characters is full width."
seen = ["made up"]
pattern = '''(?<=[${han}]),(?=[${han}])'''
replacement = "\uff0c"
[[hit]]
before = "花开,春来。\n"
after = "花开\uff0c春来。\n"
[[miss]]
text = "1,000\n"
"""


def linted(text: str, file: str = FILE) -> list[Finding]:
    return list(lint([(file, text.encode("utf-8"))], measure=False))


def test_a_good_rule_passes() -> None:
    assert linted(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        pytest.param('why = "A', 'why = "TODO A', 7, "still holds TODO", id="unfilled reason"),
        pytest.param('"A comma between Han characters is full width."', '" "', 7, "why: is empty", id="blank reason"),
        pytest.param('["made up"]', "[]", 8, "seen: is empty", id="nowhere seen"),
        pytest.param('["made up"]', '["somewhere"]', 8, "seen: 'somewhere' is no place", id="vague place"),
        pytest.param('stage = "punctuation"', 'stage = "layout"', 1, "PU901 does not fit stage layout", id="letters"),
        pytest.param('stage = "punctuation"', 'stage = "layout"', 3, "the file lies in punctuation/", id="folder"),
        pytest.param('stage = "punctuation"', 'stage = "commas"', 3, "there is no stage commas", id="stage"),
        pytest.param('[[miss]]\ntext = "1,000\\n"\n', "", 1, "1 hits but 0 misses", id="no misses"),
        pytest.param('text = "1,000\\n"', 'text = "花开,春来。\\n"', 14, "is also a [[hit]]", id="miss equals hit"),
        pytest.param(r"花开\uff0c春来", "花开,春来", 11, "before and after are the same", id="folded example"),
        pytest.param("1,000", "1,\u00a0000", 15, "column 11 holds the invisible U+00A0 NO-BREAK SPACE; write \\u00a0",
                     id="no-break space"),
        pytest.param("1,000", "1,\u200b000", 15, "U+200B ZERO WIDTH SPACE", id="zero width space"),
        pytest.param("1,000", "1,\ufe0f000", 15, "U+FE0F VARIATION SELECTOR-16", id="variation selector"),
        pytest.param("1,000", "\U000e0041", 15, "write \\U000e0041", id="tag character"),
        pytest.param("[${han}])'''", "[${hans}])'''", 9, "unknown class ${hans}", id="class"),
        pytest.param("(?=[${han}])", "(?=[${han}]", 9, "missing )", id="pattern that does not compile"),
        pytest.param("(?<=[${han}]),(?=[${han}])", "[${han},,]", 9, "holds , twice; write the full-width one as",
                     id="class with a folded comma"),
        pytest.param("(?<=[${han}]),(?=[${han}])", "花(?:,|,)", 9, ",|, says the same twice", id="folded alternative"),
        pytest.param("(?<=[${han}]),(?=[${han}])", ",?", 9, "matches the empty text", id="empty match"),
        pytest.param('seen = ["made up"]', 'seen = ["made up"]\nprefilter = [",", ","]', 9, "stands there twice",
                     id="folded prefilter"),
        pytest.param('seen = ["made up"]', 'seen = ["made up"]\nneeds = ["PU999"]', 9, "there is no rule PU999",
                     id="needs a stranger"),
        pytest.param('kind = "span"', 'kind = "spam"', 1, "kind: 'spam' is unknown", id="what the loader refuses"),
        pytest.param('id = "PU901"', "id = PU901", 1, "Invalid value", id="not TOML"),
    ],
)  # fmt: skip
def test_refused(old: str, new: str, line: int, message: str) -> None:
    assert GOOD.count(old) >= 1
    findings = linted(GOOD.replace(old, new, 1) if old.startswith("(?<=") else GOOD.replace(old, new))
    assert [(found.line, found.level) for found in findings if message in found.message] == [(line, "error")], findings


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('["made up"]', '["seeds/003_143a9fddf0e23b90.txt:1"]', id="place with a line"),
        pytest.param('["made up"]', '["https://example.com/page"]', id="address"),
        pytest.param('["made up"]', '["made up", "a page of ours.md:3-5"]', id="several places"),
        pytest.param("(?<=[${han}]),", "(?<=[${han}])[,\\uff0c]", id="class with both widths"),
        pytest.param("(?<=[${han}]),", "(?<=[${han}])[${comma}${stop}${colon}]", id="class of macros"),
        pytest.param("(?<=[${han}]),", "(?<=[${han}])(?:,|\\uff0c)", id="alternatives of both widths"),
        pytest.param("1,000", "\\u00a01,000", id="escaped no-break space"),
        pytest.param("1,000", "é, e\u0301", id="letters with accents"),
    ],
)
def test_accepted(old: str, new: str) -> None:
    assert linted(GOOD.replace(old, new)) == []


def test_raw_full_width_marks_are_hinted_at() -> None:
    [found] = linted(GOOD.replace("1,000", "1\uff0c000\uff01"))
    assert (found.level, found.line) == ("hint", 15)
    assert "write \\uff01 \\uff0c" in found.message


def test_a_word_that_stands_twice_is_hinted_at() -> None:
    text = GOOD.replace('seen = ["made up"]', 'seen = ["made up"]\nprefilter = ["花", "花"]')
    assert [(found.line, found.level) for found in linted(text)] == [(9, "hint")]


def test_ids_are_unique_among_the_retired_too() -> None:
    retired = GOOD.replace("good-rule", "old-rule") + "\n"
    retired = retired.replace('kind = "span"', 'kind = "span"\nstatus = "retired"')
    files = [(FILE, GOOD.encode()), ("rules/punctuation/PU901-old-rule.toml", retired.encode())]
    messages = [found.message for found in lint(files, measure=False)]
    assert messages == [
        f"id: PU901 is also the id of {FILE}; take the next free one",
        "status: retired without replaced_by; name the rule that does its work now",
    ]


def test_a_map_that_changes_nothing_is_a_folded_one() -> None:
    text = re.sub(r"pattern = .*\nreplacement = .*\n", 'map = { "," = "," }\n', GOOD)
    assert ["',' becomes itself" in found.message for found in linted(text.replace('"span"', '"charmap"'))] == [True]


def test_letters_name_the_stages() -> None:
    """The rule book may not import the stages, so it has a list of its own."""
    assert list(LETTERS) == [stage.name for stage in STAGES]


@pytest.mark.parametrize("stage", LETTERS)
def test_next_id_was_never_used(stage: str) -> None:
    from cleaner.rulebook.load import load_rulebook

    rules = load_rulebook().rules
    assert next_id(stage, rules) not in {rule.id for rule in rules}


def test_the_files_of_this_project() -> None:
    findings = lint(rule_files(rules_root(), "rules"), measure=False)
    assert not [str(found) for found in findings if found.level == "error"]


def test_the_seeds_that_rules_point_at_hold_that_line() -> None:
    from cleaner.rulebook.load import load_rulebook

    root = Path(__file__).resolve().parents[2]
    for rule in load_rulebook().rules:
        for place in rule.seen:
            path, _, line = place.rpartition(":")
            if path.startswith("seeds/"):
                lines = (root / path).read_text(encoding="utf-8").split("\n")
                assert int(line.partition("-")[0]) <= len(lines), f"{rule.file}: seen: {place}"
