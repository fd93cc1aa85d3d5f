"""The terminal summary says what happened, without colour where there is no terminal."""

from __future__ import annotations

import io

from report_sample import RULES, list_document
from rich.console import Console

from cleaner.report.stats import Failed, RunFacts, RunStats
from cleaner.report.terminal import print_summary


def summary(stats: RunStats, failed: tuple[Failed, ...] = (), **console: object) -> str:
    out = io.StringIO()
    print_summary(Console(file=out, **console), stats, failed, RunFacts(), "cleaned/report.html", RULES)  # type: ignore[arg-type]
    return out.getvalue()


def test_says_counts_flags_broken_lists_and_where_the_report_lies() -> None:
    said = summary(RunStats.of([list_document("a/一.txt")]), (Failed("b.bin", "binary file\x1b[2J"),))
    for wanted in (
        "1 document, 1 changed, 1 input failed, ",
        "\n3 lines removed, 2 places repaired, 7 places normalised\n",
        "held: not sure enough to be applied, for a person to decide\n  PU001 comma: 1\n",
        "decide  cleaner review cleaned\n",
        "PU001 comma",
        "PU009 odd-quote: 1",
        "a/一.txt  line 4, 一是: missing 5; 1 held",
        "b.bin: binary file⟨U+001B⟩",
        "texts   cleaned/text\nreport  cleaned/report.html",
    ):
        assert wanted in said
    assert "\x1b" not in said


def test_says_which_scripts_were_met() -> None:
    stats = RunStats()
    for script in ("simplified", "traditional", "traditional", "japanese"):
        stats.verdicts["script", script] += 1
    said = summary(stats)
    assert "in 2 documents: traditional script" in said
    assert "in 1 document: Japanese" in said


def test_a_run_without_edits_is_three_lines() -> None:
    assert summary(RunStats()).splitlines() == [
        "0 documents, 0 changed, 0 -> 0 characters",
        "",
        "report  cleaned/report.html",
    ]


def test_long_lines_break_between_words_on_a_terminal_and_nowhere_else() -> None:
    reason = "No such file or directory; check the path and the permissions"
    failed = (Failed("a.txt", reason),)
    assert f"  a.txt: {reason}\n" in summary(RunStats(), failed, width=40)
    shown = summary(RunStats(), failed, width=40, force_terminal=True, color_system=None)
    lines = [line.rstrip() for line in shown.splitlines()]
    below = lines.index("failed") + 1
    assert lines[below : below + 2] == ["  a.txt: No such file or directory;", "  check the path and the permissions"]


def test_colour_only_on_a_terminal_that_wants_it(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    stats = RunStats.of([list_document()])
    assert "\x1b[" in summary(stats, force_terminal=True, color_system="standard")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[3" not in summary(stats, force_terminal=True, color_system="standard")


def test_long_lists_of_documents_are_cut_and_counted() -> None:
    stats = RunStats()
    for index in range(30):
        stats.add(list_document(f"{index}.txt"))
    assert "and 18 more, see the report" in summary(stats)
