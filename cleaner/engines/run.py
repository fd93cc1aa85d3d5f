"""A run: files in, a folder of clean texts, data, ledger, reports and manifest out."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from shutil import copyfileobj
from typing import Any

from cleaner import __version__
from cleaner.engines.doubled import find_doubled
from cleaner.engines.folder import choose, unfinished
from cleaner.engines.job import MAX_NAMED, Done, Job, as_json, run_job
from cleaner.engines.plan import Plan, plan
from cleaner.engines.shard import IDS, KINDS, Output, part
from cleaner.formats.inputs import find_inputs
from cleaner.formats.read import Reading
from cleaner.pipeline import Cleaner, Settings
from cleaner.report.html import Report
from cleaner.report.stats import Failed, RunFacts, RunStats

PACKAGES = ("ftfy", "regex", "opencc-python-reimplemented", "OpenCC")
"Libraries whose version may change what a document becomes."


@dataclass(frozen=True, slots=True)
class How:
    """How a run is carried out; nothing here changes what a text becomes."""

    jobs: int = 1
    "Worker processes; 1 stays in this process."
    glob: str = ""
    "Which files of a folder are read; empty for all whose format is known."
    reading: Reading = field(default_factory=Reading)
    output: Output = field(default_factory=Output)
    progress: Callable[[int, int], None] | None = None
    "Called with documents done and documents in all."


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
    with unfinished(out) as folder:
        if not planned.has_rows:
            (folder / "text").mkdir()
        jobs = [
            Job(pieces, folder, number, how.reading, len(planned.jobs), how.output)
            for number, pieces in enumerate(planned.jobs)
        ]
        done = _all_done(jobs, cleaner, how)
        if planned.has_rows:
            again = [replace(jobs[number], refused=why) for number, why in find_doubled(folder, len(jobs)).items()]
            done.update(_all_done(again, cleaner, replace(how, progress=None)))
        ordered = [done[job.number] for job in jobs]
        written = _join(folder, planned, len(jobs), how)
        result = _write_accounts(folder, ordered, cleaner, _Written(planned, how, written))
    idle = "" if cleaner.stages else "no rule is left to run; look at --stages, --select and --ignore"
    notes = (*filter(None, (note, idle)), *inputs.notes, *filter(None, (_empty_note(ordered),)))
    return replace(result, notes=notes, out=out, report=out / "report.html")


def _all_done(jobs: list[Job], cleaner: Cleaner, how: How) -> dict[int, Done]:
    """Results of jobs by number."""
    done: dict[int, Done] = {}
    total = sum(len(job.pieces) for job in jobs)
    finished = 0
    sizes = {job.number: len(job.pieces) for job in jobs}
    for one in _results(jobs, cleaner, how):
        done[one.number] = one
        finished += sizes[one.number]
        if how.progress:
            how.progress(finished, total)
    return done


def _empty_note(done: Sequence[Done]) -> str:
    """A line about the documents whose clean text is empty; nothing where there is none."""
    names = [name for result in done for name in result.empty]
    count = sum(result.empties for result in done)
    if not count:
        return ""
    more = f" and {count - MAX_NAMED} more" if count > MAX_NAMED else ""
    texts = "the clean text is empty" if count == 1 else f"{count} clean texts are empty"
    return f"{', '.join(names[:MAX_NAMED])}{more}: {texts}"


def _results(jobs: list[Job], cleaner: Cleaner, how: How) -> Iterator[Done]:
    if how.jobs > 1 and len(jobs) > 1:
        from cleaner.engines.pool import run_pool

        yield from run_pool(jobs, cleaner.settings, how.jobs)
    else:
        for job in jobs:
            yield run_job(job, cleaner)


def _join(folder: Path, planned: Plan, jobs: int, how: How) -> list[str]:
    """Join the parts of each file in the order of the jobs; the files that there are. Parts vanish."""
    written: list[str] = []
    wanted = {"documents", "ledger"} | ({"attributes"} if planned.has_rows and not how.output.attach else set())
    for kind in KINDS:
        name = how.output.name(kind)
        pieces = [part(folder, kind, number) for number in range(jobs)]
        if kind in wanted or any(piece.stat().st_size for piece in pieces):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            _join_one(pieces, folder / name, how.output)
            written.append(name)
        for piece in pieces:
            piece.unlink()
    for number in range(jobs):
        part(folder, IDS, number).unlink()
    return written


def _join_one(pieces: list[Path], out: Path, output: Output) -> None:
    """One file of all pieces, in order. Packed pieces behind each other are a packed file."""
    if out.suffix == ".parquet" and output.schema is not None:
        from cleaner.formats.parquet_write import join_parquet

        join_parquet(pieces, out, output.schema)
    elif out.suffix == ".parquet":
        from cleaner.formats.tables import write_parquet

        write_parquet(pieces, out)
    else:
        with out.open("wb") as whole:
            for piece in pieces:
                with piece.open("rb") as lines:
                    copyfileobj(lines, whole, 1 << 20)


@dataclass(frozen=True, slots=True)
class _Written:
    """What the manifest says beside what was done."""

    plan: Plan
    how: How
    files: list[str]

    def inputs(self, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Rows for the inputs; of files of rows those of the plan, with what the jobs found in packed ones."""
        if not self.plan.has_rows:
            return found
        contents = {row["path"]: row for row in found}
        return [{**file, **contents.get(file["path"], {})} for file in self.plan.files]

    def keys(self) -> dict[str, Any]:
        """How rows were read; empty where there were none."""
        keys, output = self.how.reading.keys, self.how.output
        rows = {"text_key": keys.text, "id_key": keys.id, "format": output.format, "attached": output.attach}
        return {"rows": rows} if self.plan.has_rows else {}


def _write_accounts(folder: Path, done: list[Done], cleaner: Cleaner, written: _Written) -> RunResult:
    """Reports and manifest of a folder whose data is complete."""
    failed = tuple(failure for result in done for failure in result.failed)
    report = Report(cleaner.rules)
    for result in done:
        report.merge(result.report)
    count = report.stats.documents
    facts = RunFacts(__version__, cleaner.fingerprint, cleaner.stages, count + report.stats.failed)
    (folder / "report.html").write_text(report.html(failed, facts), encoding="utf-8", newline="\n")
    (folder / "report.json").write_bytes(as_json(report.json(failed, facts)))
    names = (*written.files, "report.html", "report.json")
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
        "inputs": written.inputs([row for result in done for row in result.inputs]),
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
