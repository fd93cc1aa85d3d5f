"""A run: files in, a folder of clean texts, data, ledger, reports and manifest out."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from cleaner import __version__
from cleaner.engines.card import NAME as CARD
from cleaner.engines.card import Card
from cleaner.engines.done import Done, forget, read_done
from cleaner.engines.doubled import find_doubled
from cleaner.engines.folder import choose, resumable
from cleaner.engines.job import MAX_NAMED, MOST_NAMED, Job, as_json
from cleaner.engines.join import join
from cleaner.engines.plan import Plan, plan
from cleaner.engines.pool import Pool, cores
from cleaner.engines.progress import Meter, Progress
from cleaner.engines.schedule import Workers, do
from cleaner.engines.serial import Serial
from cleaner.engines.shard import Output
from cleaner.formats.inputs import find_inputs
from cleaner.formats.kinds import ROWS, kind_of
from cleaner.formats.read import Reading
from cleaner.pipeline import Cleaner, Settings
from cleaner.report.html import Report
from cleaner.report.stats import Failed, RunFacts, RunStats

PACKAGES = ("ftfy", "regex", "opencc-python-reimplemented", "OpenCC")
"Libraries whose version may change what a document becomes."
WORTH_A_WORKER = 2_000_000
"Bytes of input that take some times as long as to start a process."


@dataclass(frozen=True, slots=True)
class How:
    """How a run is carried out; nothing here changes what a text becomes."""

    jobs: int = 1
    "Workers; 0 for one on each core."
    engine: str = ""
    "`serial`, `pool` or `ray`; empty for `serial` where there is one worker, and else `pool`."
    ray_address: str = ""
    "Of a cluster; empty to start Ray on this machine."
    limit: float = 0
    "Seconds of CPU time for one document; 0 for any."
    glob: str = ""
    "Which files of a folder are read; empty for all whose format is known."
    reading: Reading = field(default_factory=Reading)
    output: Output = field(default_factory=Output)
    progress: Progress | None = None
    "Told of what is done, in bytes of input."
    lang: str = ""
    "Language of the report, `en` or `zh`; empty for that of the browser."


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run did, for the summary."""

    stats: RunStats
    failed: tuple[Failed, ...]
    documents: int
    notes: tuple[str, ...]
    out: Path
    report: Path


def run(paths: Sequence[Path], out: Path | None, settings: Settings, how: How) -> RunResult:
    """Clean all inputs under `paths` into the folder `out` (None: `cleaned`, or the next free name).

    Inputs are never touched; `out` appears whole or stays as it was. Raises SettingsError, RuleError, InputError
    when nothing is found, OutputError when the folder cannot be written.
    """
    cleaner = Cleaner(settings)
    out, note = choose(out, paths)
    inputs = find_inputs(paths, how.glob, skip=out)
    planned = plan(inputs.items, how.reading.keys)
    how = replace(how, output=how.output.settled(planned.schema))
    key, jobs = _jobs(planned, cleaner, how)
    with resumable(out, key) as folder:
        if not planned.has_rows:
            (folder / "text").mkdir(exist_ok=True)
        jobs = [replace(job, folder=folder) for job in jobs]
        waiting = [job for job in jobs if not _is_done(job, cleaner)]
        meter = Meter(how.progress, jobs, waiting)
        with _workers(waiting, cleaner, how, meter) as workers:
            do(waiting, workers, meter)
            if planned.has_rows:
                again = [replace(jobs[number], refused=why) for number, why in find_doubled(folder, len(jobs)).items()]
                for job in again:
                    forget(folder, job.number)
                do(again, workers, Meter(None, again, again))
        total = _total(folder, len(jobs), cleaner, planned.has_rows)
        files = join(folder, planned, how.output)
        Card(files, how.output, planned.has_rows).write(folder)
        result = _write_accounts(folder, total, cleaner, _Written(planned, how, files))
    idle = "" if cleaner.stages else "no rule is left to run; look at --stages, --select and --ignore"
    notes = (*filter(None, (note, idle)), *inputs.notes, *filter(None, (_empty_note(total),)))
    return replace(result, notes=notes, out=out, report=out / "report.html")


def _jobs(planned: Plan, cleaner: Cleaner, how: How) -> tuple[str, list[Job]]:
    """A digest of what the run is to do, and its jobs; their folder is not yet there."""
    jobs = [
        Job(pieces, Path(), number, how.reading, len(planned.jobs), how.output, limit=how.limit, weight=weight)
        for number, (pieces, weight) in enumerate(zip(planned.jobs, planned.weights, strict=True))
    ]
    digest = sha256(repr(planned.files).encode())
    for job in jobs:
        digest.update(job.key(cleaner.fingerprint).encode())
    return digest.hexdigest(), jobs


def _workers(jobs: Sequence[Job], cleaner: Cleaner, how: How, meter: Meter) -> Workers[Any]:
    """Those of the engine that is asked for, for some jobs; they are started when they are needed."""
    size = how.jobs or cores()
    if not how.jobs:
        size = min(size, 1 + sum(job.weight for job in jobs) // WORTH_A_WORKER)
    if how.engine == "ray" and jobs:
        from cleaner.engines.ray_tasks import RayTasks

        return RayTasks(cleaner.settings, how.jobs, how.ray_address)
    if how.engine == "pool" or (not how.engine and min(size, len(jobs)) > 1):
        return Pool(cleaner.settings, size)
    return Serial(cleaner, lambda entry: meter.show([entry]))


def _is_done(job: Job, cleaner: Cleaner) -> bool:
    """True where a run before this one has finished the job, and its files are what they were."""
    done = read_done(job.folder, job.number, cleaner.rules)
    if done is None or done.key != job.key(cleaner.fingerprint):
        return False
    known = {row["path"]: row.get("sha256") for row in done.inputs}
    files = [piece.file for piece in job.pieces if kind_of(piece.file.path) not in ROWS]
    return all(known.get(file.name) == _digest_of(file.path) for file in files)


def _digest_of(path: Path) -> str:
    """SHA-256 of a file; empty where it cannot be read."""
    try:
        return _digest(path)
    except OSError:
        return ""


def _total(folder: Path, jobs: int, cleaner: Cleaner, has_rows: bool) -> Done:
    """What all jobs did, one after the other: only one is in memory."""
    report = Report(cleaner.rules)
    inputs: list[dict[str, Any]] = []
    failed: list[Failed] = []
    empty: list[str] = []
    empties = 0
    for number in range(jobs):
        done = read_done(folder, number, cleaner.rules)
        assert done is not None, number
        report.merge(done.report)
        inputs += done.inputs
        failed += done.failed[: MOST_NAMED - len(failed)] if has_rows else done.failed
        empty += done.empty[: MAX_NAMED - len(empty)]
        empties += done.empties
    return Done("", report, tuple(inputs), tuple(failed), tuple(empty), empties)


def _empty_note(total: Done) -> str:
    """A line about the documents whose clean text is empty; nothing where there is none."""
    if not total.empties:
        return ""
    more = f" and {total.empties - MAX_NAMED} more" if total.empties > MAX_NAMED else ""
    texts = "the clean text is empty" if total.empties == 1 else f"{total.empties} clean texts are empty"
    return f"{', '.join(total.empty)}{more}: {texts}"


@dataclass(frozen=True, slots=True)
class _Written:
    """What the manifest says beside what was done."""

    plan: Plan
    how: How
    files: dict[str, list[str]]
    "For each kind the names of its files."

    def inputs(self, found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Rows for the inputs; of files of rows those of the plan, with what the jobs found in packed ones."""
        if not self.plan.has_rows:
            return list(found)
        contents = {row["path"]: row for row in found}
        return [{**file, **contents.get(file["path"], {})} for file in self.plan.files]

    def keys(self) -> dict[str, Any]:
        """How rows were read; empty where there were none."""
        keys, output = self.how.reading.keys, self.how.output
        documents = self.files["documents"]
        rows = {"text_key": keys.text, "id_key": keys.id, "attached": output.attach, "documents": documents}
        return {"rows": rows} if self.plan.has_rows else {}


def _write_accounts(folder: Path, total: Done, cleaner: Cleaner, written: _Written) -> RunResult:
    """Reports and manifest of a folder whose data is complete."""
    report, failed = total.report, total.failed
    count = report.stats.documents
    settled = __version__, cleaner.fingerprint, cleaner.stages
    facts = RunFacts(*settled, count + report.stats.failed, lang=written.how.lang)
    (folder / "report.html").write_text(report.html(failed, facts), encoding="utf-8", newline="\n")
    (folder / "report.json").write_bytes(as_json(report.json(failed, facts)))
    names = [*(name for names in written.files.values() for name in names), CARD, "report.html", "report.json"]
    manifest = {
        "cleaner": __version__,
        "fingerprint": cleaner.fingerprint,
        "python": platform.python_version(),
        "packages": _packages(),
        "settings": _settings(cleaner.settings),
        "stages": list(cleaner.stages),
        "rules": {"digest": cleaner.rulebook.digest, "active": len(cleaner.rules)},
        **written.keys(),
        "documents": count,
        "inputs": written.inputs(total.inputs),
        "failed": [{"path": failure.path, "reason": failure.reason} for failure in failed],
        "outputs": {name: _digest(folder / name) for name in names},
    }
    (folder / "manifest.json").write_bytes(as_json(manifest))
    return RunResult(report.stats, failed, count, (), folder, folder / "report.html")


def _settings(settings: Settings) -> dict[str, Any]:
    return {
        "stages": list(settings.stages),
        "select": list(settings.select),
        "ignore": list(settings.ignore),
        "apply_at": settings.apply_at,
        "infer": settings.infer,
        "script": settings.options.script,
        "manner": settings.options.manner,
        "rules": [folder.as_posix() for folder in settings.rules],
        "site": settings.site,
        "sites": {
            site.name: {
                "paths": list(site.paths),
                "rules": [folder.as_posix() for folder in site.rules],
                "ignore": list(site.ignore),
                "apply_at": site.apply_at,
                "infer": site.infer,
                "script": site.script,
            }
            for site in settings.sites
        },
    }


def _packages() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as blocks:
        while block := blocks.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
