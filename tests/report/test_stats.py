"""Counts of documents and runs."""

from __future__ import annotations

import json
import pickle

from report_sample import Do, build, list_document

from cleaner.report.stats import STAGE_NAMES, DocumentStats, RunStats, Tally


def test_counts_by_fate_stage_and_rule() -> None:
    stats = DocumentStats.of(list_document())
    assert stats.edits == Tally(applied=12, held=1, flagged=1)
    assert stats.stages["boilerplate"] == Tally(applied=3)
    assert stats.rules["PU001"] == Tally(applied=2, held=1)
    assert (stats.lines_removed, stats.paragraphs) == (3, 5)


def test_only_whole_lines_count_as_removed() -> None:
    document = build("甲乙丙\n丁\n戊", ("boilerplate", [Do("乙", "", "BP001"), Do("\n戊", "", "BP002")]))
    assert DocumentStats.of(document).lines_removed == 1


def test_json_has_the_same_keys_for_every_document() -> None:
    full, empty = (DocumentStats.of(document).to_json() for document in (list_document(), build("")))
    assert list(full) == list(empty)
    assert list(full["stages"]) == list(empty["stages"]) == list(STAGE_NAMES)  # type: ignore[arg-type]
    json.dumps(full)


def test_merging_is_adding() -> None:
    documents = [list_document("a"), build("无事。"), list_document("b")]
    one = RunStats.of(documents)
    parts = [RunStats.of(documents[:1]), pickle.loads(pickle.dumps(RunStats.of(documents[1:])))]
    parts[0].merge(parts[1])
    assert parts[0] == one
    assert one.families == {"removed": 6, "repaired": 4, "normalised": 14}
    assert one.changed == 2
    assert json.loads(json.dumps(one.to_json()))["verdicts"]["lists"] == {"": 1, "broken": 2}


def test_stage_names_are_those_of_the_pipeline() -> None:
    from cleaner.stages import STAGES

    assert tuple(stage.name for stage in STAGES) == STAGE_NAMES
