"""What a job did, on disk: the mark that it is finished, and all that the run needs to know of it."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cleaner.decisions import Outcome
from cleaner.engines.shard import part
from cleaner.report.html import Report
from cleaner.report.stats import Failed, RunStats, Tally
from cleaner.rulebook.model import Rule

DONE = "done"
"The part that says that a job is finished; written last, under another name, and then renamed."


@dataclass(frozen=True, slots=True)
class Done:
    """Counts, digests and a bounded report of a job, never whole data."""

    key: str
    "What the job was to do: settings, pieces and their digests."
    report: Report
    "What the report shows of these documents; bounded in size."
    inputs: tuple[dict[str, Any], ...]
    "One row of the manifest for each document that came as a file, and what was in each packed file."
    failed: tuple[Failed, ...]
    "Bounded; `report.stats.failed` counts all."
    empty: tuple[str, ...]
    "Paths of the first few documents whose clean text is empty."
    empties: int
    "How many there are."


def write_done(folder: Path, number: int, done: Done) -> None:
    """Mark job `number` as finished."""
    done.report.seal()
    report = done.report
    stats = {name: getattr(report.stats, name) for name in RunStats.__slots__}
    tables = {name: {key: asdict(tally) for key, tally in stats.pop(name).items()} for name in ("stages", "rules")}
    verdicts = [[*key, count] for key, count in stats.pop("verdicts").items()]
    row = {
        "key": done.key,
        "inputs": done.inputs,
        "failed": [[failure.path, failure.reason] for failure in done.failed],
        "empty": done.empty,
        "empties": done.empties,
        "stats": {**stats, **tables, "verdicts": verdicts, "decided": asdict(report.stats.decided)},
        "report": [report.rows, report.details, report.examples, report.size],
    }
    place = part(folder, DONE, number)
    waiting = place.with_name(place.name + ".tmp")
    waiting.write_text(json.dumps(row, separators=(",", ":")), encoding="ascii")
    os.replace(waiting, place)


def forget(folder: Path, number: int) -> None:
    """Take back the mark of a job that will write its parts again."""
    part(folder, DONE, number).unlink(missing_ok=True)


def read_done(folder: Path, number: int, rules: Mapping[str, Rule]) -> Done | None:
    """What job `number` did; None where it is not finished, or its mark cannot be read."""
    try:
        row = json.loads(part(folder, DONE, number).read_bytes())
        stats = row["stats"]
        for name in ("stages", "rules"):
            stats[name] = {key: Tally(**tally) for key, tally in stats[name].items()}
        stats["verdicts"] = Counter({(key, value): count for key, value, count in stats["verdicts"]})
        stats["decided"] = Outcome(**stats["decided"])
        stats["broken"] = [(path, what) for path, what in stats["broken"]]
        rows, details, examples, size = row["report"]
        shown = [(score, order, page) for score, order, page in details]
        report = Report(rules, stats=RunStats(**stats), rows=rows, details=shown, examples=examples, size=size)
        failed = tuple(Failed(path, reason) for path, reason in row["failed"])
        return Done(row["key"], report, tuple(row["inputs"]), failed, tuple(row["empty"]), row["empties"])
    except (OSError, ValueError, LookupError, TypeError):
        return None
