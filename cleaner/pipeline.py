"""The pipeline: runs the stages in order, applies what arbitration admits, checks that nothing was lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cache
from hashlib import sha256
from pathlib import Path

from cleaner import __version__
from cleaner.arbitrate import APPLY_AT, Bar
from cleaner.course import Course, Way, run_together
from cleaner.decisions import read_decisions
from cleaner.errors import RestoreError, RuleError, SettingsError
from cleaner.rulebook.linear import refuse_slow
from cleaner.rulebook.load import load_rulebook
from cleaner.rulebook.model import Rule, Rulebook
from cleaner.rulebook.patterns import CLASSES
from cleaner.rulebook.select import select_rules
from cleaner.stages import READS, STAGES
from cleaner.stages.view import Options, Propose, Script, Stage
from cleaner.text.document import Document, Source, Step
from cleaner.text.sites import site_name, site_of
from cleaner.verdicts import metadata_of, verdicts_of

BATCH = 40
"Documents that are worth being cleaned together."
BATCH_SIZE = 100_000
"Code points of a batch, beyond which nothing is won."
_HAN = re.compile(f"[{CLASSES['han']}]")


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What is settled for the pages of one site; None, or nothing in it, leaves what holds for all."""

    name: str
    "As `site_name` writes it."
    paths: tuple[str, ...] = ()
    "Patterns of paths whose pages are of this site, whatever else says something."
    rules: tuple[Path, ...] = ()
    "Folders of rules for this site alone."
    ignore: tuple[str, ...] = ()
    apply_at: float | None = None
    infer: bool | None = None
    script: Script | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that decides what a document becomes. Equal settings give equal output."""

    stages: tuple[str, ...] = ()
    "Names of the stages to run, in any order; empty for all."
    select: tuple[str, ...] = ()
    "Rule ids, prefixes, names or stages to use; empty for all."
    ignore: tuple[str, ...] = ()
    apply_at: float = APPLY_AT
    infer: bool = True
    options: Options = field(default_factory=Options)
    rules: tuple[Path, ...] = ()
    "Folders of further rules."
    decisions: Path | None = None
    "A file of decisions to obey, see `cleaner.decisions`."
    site: str = ""
    "The site that all documents are from; empty to find it for each."
    sites: tuple[SiteSettings, ...] = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """A source, and what is known of the document that it becomes; see `Cleaner.clean_source`."""

    source: Source
    id: str = ""
    path: str = ""
    site: str = ""


class Cleaner:
    """A pipeline with its rules compiled. Holds no state between documents; use one per process.

    Raises SettingsError for an unknown stage or rule, RuleError for a rule that cannot be used. Rules that are not
    built in are tried on hostile texts first, a tenth of a second each; `tried` says that this was done.
    """

    def __init__(self, settings: Settings | None = None, *, tried: bool = False) -> None:
        self.settings = settings or Settings()
        self.rulebook: Rulebook = _rulebook(self.settings)
        active = [rule for rule in self.rulebook.rules if rule.active]
        self.rules: Mapping[str, Rule] = {
            rule.id: rule for rule in select_rules(active, self.settings.select, self.settings.ignore)
        }
        if not tried:
            refuse_slow(READS[rule.stage](rule) for rule in self.rules.values() if rule.id in self.rulebook.added)
        self._decisions = read_decisions(self.settings.decisions) if self.settings.decisions else None
        limited = {site for rule in self.rules.values() for site in rule.sites}
        self._asks_for_site = bool(
            limited or self.settings.sites or (self._decisions and self._decisions.asks_for_site)
        )
        self._special = {
            *(site.name for site in self.settings.sites),
            *(site for rule in self.rules.values() if not _everywhere(rule) for site in rule.sites),
        }
        "Sites that go another way."
        for site in self.settings.sites:
            select_rules(self.rules.values(), (), site.ignore)  # a wrong word is a wrong setting, not a fault of a page
        self._quiet = frozenset(stage.name for stage in STAGES if not stage.writes)
        self._compiled: dict[tuple[str, tuple[str, ...]], Propose] = {}
        self._ways: dict[str, Way] = {}
        self._way = self._build(SiteSettings(""))
        self.fingerprint = self._fingerprint()
        "Hex digest of all that decides the output: version, stages, rules, options."

    def _build(self, site: SiteSettings) -> Way:
        """The way of a site; that of all other pages for one without a name."""
        here = [rule for rule in self.rules.values() if _everywhere(rule) or site.name in rule.sites]
        settings = self.settings
        apply_at = settings.apply_at if site.apply_at is None else site.apply_at
        infer = settings.infer if site.infer is None else site.infer
        options = replace(settings.options, infer=infer, script=site.script or settings.options.script)
        return Way(self._compile(select_rules(here, (), site.ignore)), Bar(apply_at, infer), options)

    def _compile(self, active: Iterable[Rule]) -> tuple[tuple[str, Propose], ...]:
        known = {stage.name for stage in STAGES}
        for name in self.settings.stages:
            if name not in known:
                raise SettingsError(f"stages: there is no stage {name}; use {', '.join(s.name for s in STAGES)}")
        by_stage: dict[str, list[Rule]] = {}
        for rule in active:
            by_stage.setdefault(rule.stage, []).append(rule)
        done: list[tuple[str, Propose]] = []
        for stage in STAGES:
            if stage.name in by_stage and (not self.settings.stages or stage.name in self.settings.stages):
                rules = tuple(by_stage[stage.name])
                key = stage.name, tuple(rule.id for rule in rules)
                if key not in self._compiled:
                    self._compiled[key] = compile_rules(stage, rules)
                done.append((stage.name, self._compiled[key]))
        return tuple(done)

    def _for_site(self, site: str) -> Way:
        """The way of the pages of a site, made when the first of them comes."""
        if site not in self._special:
            return self._way
        if site not in self._ways:
            said = next((known for known in self.settings.sites if known.name == site), SiteSettings(site))
            self._ways[site] = self._build(said)
        return self._ways[site]

    def _site(self, text: str, path: str, given: str) -> str:
        """The site of a page; where nothing asks for it, empty unless it is given."""
        given = self.settings.site or given
        if not self._asks_for_site:
            return site_name(given) if given else ""
        named = (site.name for site in self.settings.sites if any(fnmatchcase(path, said) for said in site.paths))
        return next(named, "") or site_of(text, path, given)

    @property
    def stages(self) -> tuple[str, ...]:
        """Names of the stages that run, in order."""
        return tuple(name for name, _ in self._way.stages)

    def _fingerprint(self) -> str:
        settings = self.settings
        how = (settings.apply_at, settings.infer, settings.options, settings.site)
        own = [(rule.id, rule.sites) for rule in self.rules.values() if rule.sites]
        sites = [replace(site, rules=()) for site in settings.sites]  # what is in the folders, not where they lie
        said = (__version__, self.stages, tuple(self.rules), *how, own, sites)
        decided = f" {self._decisions.digest}" if self._decisions else ""
        return sha256(f"{said!r} {self.rulebook.digest}{decided}".encode()).hexdigest()

    def clean(self, text: str, id: str = "", site: str = "") -> Document:
        """The document that `text` becomes. Raises RestoreError if the result could not be undone."""
        return self.clean_source(Source.of_text(text), id, site=site)

    def clean_source(self, source: Source, id: str = "", path: str = "", site: str = "") -> Document:
        """The document that a source becomes. Raises RestoreError if the result could not be undone.

        `site` is the site that the page is from; where it is not given, path and text say it (`site_of`).
        """
        return self.clean_all([Incoming(source, id, path, site)])[0]

    def clean_all(self, incoming: Sequence[Incoming]) -> list[Document]:
        """The documents that sources become, in order; a fifth faster than one by one, see `run_together`.

        Raises RestoreError if the result of any of them could not be undone. All are held in memory: a batch of
        `BATCH` documents is as fast as a larger one.
        """
        courses = [self._course(one) for one in incoming]
        run_together(courses)
        return [self._document(one, course) for one, course in zip(incoming, courses, strict=True)]

    def _course(self, incoming: Incoming) -> Course:
        source = incoming.source
        site = self._site(source.text, incoming.path, incoming.site)
        way = self._for_site(site) if site else self._way
        rulings = self._decisions.of(source.sha256, site) if self._decisions else None
        return Course(self.rules, way, source, site, rulings, source.text)

    def _document(self, incoming: Incoming, course: Course) -> Document:
        """What a source has become. Raises RestoreError if it could not be undone."""
        source, text = course.source, course.text
        audit = course.rulings.audit(text) if course.rulings else None
        if audit:
            course.steps.append(audit)
        done = tuple(course.steps)
        _check(text, done, source.text)
        for step in done:
            self._check_characters(step)
        verdicts = verdicts_of(course.facts, done, source.text, text)
        metadata = metadata_of(done, text)
        return Document(incoming.id, source, text, done, metadata, verdicts, incoming.path, course.site)

    def _check_characters(self, step: Step) -> None:
        """Raise RestoreError where a stage that only moves and deletes has written a Han character."""
        if step.stage not in self._quiet or _HAN.search("".join(step.patch.afters)) is None:
            return
        for before, after, name in zip(step.patch.befores, step.patch.afters, step.rules, strict=True):
            rule = self.rules[name]
            known = before + rule.replacement + "".join((rule.map or {}).values())
            new = set(_HAN.findall(after)).difference(known)
            if new:
                said = "".join(sorted(new))
                raise RestoreError(f"{name} has written {said}, which no rule declares; please report the document")


def _everywhere(rule: Rule) -> bool:
    """True for a rule that every page may meet. Templates know their sites by themselves."""
    return not rule.sites or rule.kind == "template"


def compile_rules(stage: Stage, rules: tuple[Rule, ...]) -> Propose:
    """The stage with its rules. Raises RuleError, also where an option has not the form that the stage needs."""
    try:
        return stage.compile(rules)
    except (TypeError, ValueError, OverflowError, LookupError, AttributeError, re.error) as error:
        what = f"{type(error).__name__}, {error}"
        raise RuleError(
            f"rules of the stage {stage.name}: an option has a wrong type or form ({what}); see rules/README.md"
        ) from error


def _rulebook(settings: Settings) -> Rulebook:
    """All rules; those in the folders of a site are for this site. Raises RuleError."""
    owners = {f"{folder.as_posix()}/": site.name for site in settings.sites for folder in site.rules}
    book = load_rulebook(
        dict.fromkeys((*settings.rules, *(folder for site in settings.sites for folder in site.rules)))
    )
    known = [stage.name for stage in STAGES]
    for rule in book.rules:
        if rule.stage not in known:
            raise RuleError(f"{rule.file}: stage: there is no stage {rule.stage}; use one of {', '.join(known)}")
    if not owners:
        return book
    rules: list[Rule] = []
    for rule in book.rules:
        names = tuple(name for folder, name in owners.items() if rule.file.startswith(folder))
        rules.append(replace(rule, sites=names) if names and not rule.sites else rule)
    return replace(book, rules=tuple(rules))


def _check(text: str, steps: tuple[Step, ...], original: str) -> None:
    """Undo all steps and compare: every document proves in production that nothing was lost. Raises RestoreError."""
    for step in reversed(steps):
        if step.patch.starts:
            text = step.patch.undo(text)
    if text != original:
        raise RestoreError("undoing the edits does not give the original; please report the document")


@cache
def default_cleaner() -> Cleaner:
    """The cleaner with default settings, compiled once per process."""
    return Cleaner()


def clean(text: str) -> Document:
    """The document that `text` becomes with default settings.

    >>> clean("春天来了,花开了.").text
    '春天来了，花开了。\\n'
    """
    return default_cleaner().clean(text)
