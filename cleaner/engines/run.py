"""A run: files in, a folder of clean texts, data, ledger, reports and manifest out."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from cleaner import __version__
from cleaner.engines.folder import choose, unfinished
from cleaner.engines.job import Done, Job, as_json, chunks, part, run_job
from cleaner.formats.inputs import find_inputs
from cleaner.pipeline import Cleaner, Settings
from cleaner.report.html import Report
from cleaner.report.stats import Failed, RunFacts, RunStats

PACKAGES = ("ftfy", "regex", "opencc-python-reimplemented", "OpenCC")
"Libraries whose version may change what a document becomes."
MAX_NAMED = 5
"Empty documents that are named in a note."
PARTS = {"documents": "documents.jsonl", "ledger": "ledger.jsonl"}


@dataclass(frozen=True, slots=True)
class How:
    """How a run is carried out; nothing here changes what a document becomes, but the encoding."""

    jobs: int = 1
    "Worker processes; 1 stays in this process."
    glob: str = ""
    "Which files of a folder are read; empty for text and Markdown."
    encoding: str = ""
    "Encoding of all inputs; empty to detect it."
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
    with unfinished(out) as folder:
        (folder / "text").mkdir()
        cut = chunks(inputs.items)
        jobs = [Job(items, folder, number, how.encoding, len(cut)) for number, items in enumerate(cut)]
        done: dict[int, Done] = {}
        finished = 0
        for one in _results(jobs, cleaner, settings, how):
            done[one.number] = one
            finished += len(jobs[one.number].items)
            if how.progress:
                how.progress(finished, len(inputs.items))
        ordered = [done[job.number] for job in jobs]
        for kind, name in PARTS.items():
            _join(folder, kind, name, len(jobs))
        result = _write_accounts(folder, ordered, cleaner)
    empty = [name for result in ordered for name in result.empty]
    idle = "" if cleaner.stages else "no rule is left to run; look at --stages, --select and --ignore"
    notes = (*filter(None, (note, idle)), *inputs.notes, *filter(None, (_empty_note(empty),)))
    return replace(result, notes=notes, out=out, report=out / "report.html")


def _empty_note(names: Sequence[str]) -> str:
    """A line about the documents whose clean text is empty; nothing where there is none."""
    if not names:
        return ""
    more = f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
    texts = "the clean text is empty" if len(names) == 1 else f"{len(names)} clean texts are empty"
    return f"{', '.join(names[:MAX_NAMED])}{more}: {texts}"


def _results(jobs: list[Job], cleaner: Cleaner, settings: Settings, how: How) -> Iterator[Done]:
    if how.jobs > 1 and len(jobs) > 1:
        from cleaner.engines.pool import run_pool

        yield from run_pool(jobs, settings, how.jobs)
    else:
        for job in jobs:
            yield run_job(job, cleaner)


def _join(folder: Path, kind: str, name: str, count: int) -> None:
    """Join the numbered parts in order into one file."""
    with (folder / name).open("wb") as whole:
        for number in range(count):
            piece = part(folder, kind, number)
            with piece.open("rb") as lines:
                while block := lines.read(1 << 20):
                    whole.write(block)
            piece.unlink()


def _write_accounts(folder: Path, done: list[Done], cleaner: Cleaner) -> RunResult:
    """Reports and manifest of a folder whose data is complete."""
    failed = tuple(failure for result in done for failure in result.failed)
    report = Report(cleaner.rules)
    for result in done:
        report.merge(result.report)
    count = report.stats.documents
    facts = RunFacts(__version__, cleaner.fingerprint, cleaner.stages, count + len(failed))
    (folder / "report.html").write_text(report.html(failed, facts), encoding="utf-8", newline="\n")
    (folder / "report.json").write_bytes(as_json(report.json(failed, facts)))
    names = (*PARTS.values(), "report.html", "report.json")
    manifest = {
        "cleaner": __version__,
        "fingerprint": cleaner.fingerprint,
        "python": platform.python_version(),
        "packages": _packages(),
        "settings": _settings(cleaner.settings),
        "stages": list(cleaner.stages),
        "rules": {"digest": cleaner.rulebook.digest, "active": len(cleaner.rules)},
        "documents": count,
        "inputs": [row for result in done for row in result.inputs],
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
