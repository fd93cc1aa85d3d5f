"""The pipeline: runs the stages in order, applies what arbitration admits, checks that nothing was lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from cleaner import __version__
from cleaner.arbitrate import APPLY_AT, NOTHING, Bar, Known, arbitrate
from cleaner.decisions import Rulings, read_decisions
from cleaner.errors import RestoreError, SettingsError
from cleaner.rulebook.load import load_rulebook
from cleaner.rulebook.model import Rule, Rulebook
from cleaner.rulebook.select import select_rules
from cleaner.stages import STAGES
from cleaner.stages.view import Options, Propose, View
from cleaner.text.document import Document, Entry, Source, Step, Value
from cleaner.text.sites import site_of
from cleaner.verdicts import metadata_of, verdicts_of


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


class Cleaner:
    """A pipeline with its rules compiled. Holds no state between documents; use one per process.

    Raises SettingsError for an unknown stage or rule, RuleError for a rule that cannot be used.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.rulebook: Rulebook = load_rulebook(self.settings.rules)
        active = [rule for rule in self.rulebook.rules if rule.active]
        self.rules: Mapping[str, Rule] = {
            rule.id: rule for rule in select_rules(active, self.settings.select, self.settings.ignore)
        }
        self._bar = Bar(self.settings.apply_at, self.settings.infer)
        self._decisions = read_decisions(self.settings.decisions) if self.settings.decisions else None
        self._asks_for_site = any(rule.sites for rule in self.rules.values()) or bool(
            self._decisions and self._decisions.asks_for_site
        )
        self._options = replace(self.settings.options, infer=self.settings.infer)
        self._everywhere = tuple(rule for rule in self.rules.values() if not rule.sites or rule.kind == "template")
        self._own: dict[str, list[Rule]] = {}
        for rule in self.rules.values():
            for site in rule.sites if rule.kind != "template" else ():  # templates know their sites by themselves
                self._own.setdefault(site, []).append(rule)
        self._of_sites: dict[str, tuple[tuple[str, Propose], ...]] = {}
        self._stages = self._compile(self._everywhere)
        self.fingerprint = self._fingerprint()
        "Hex digest of all that decides the output: version, stages, rules, options."

    def _compile(self, active: Iterable[Rule]) -> tuple[tuple[str, Propose], ...]:
        known = {stage.name for stage in STAGES}
        for name in self.settings.stages:
            if name not in known:
                raise SettingsError(f"stages: there is no stage {name}; use {', '.join(s.name for s in STAGES)}")
        by_stage: dict[str, list[Rule]] = {}
        for rule in active:
            by_stage.setdefault(rule.stage, []).append(rule)
        return tuple(
            (stage.name, stage.compile(tuple(by_stage[stage.name])))
            for stage in STAGES
            if stage.name in by_stage and (not self.settings.stages or stage.name in self.settings.stages)
        )

    def _for_site(self, site: str) -> tuple[tuple[str, Propose], ...]:
        """The stages with the rules of a site beside those for all."""
        if site not in self._own:
            return self._stages
        if site not in self._of_sites:
            here = sorted((*self._everywhere, *self._own[site]), key=lambda rule: rule.id)
            self._of_sites[site] = self._compile(here)
        return self._of_sites[site]

    @property
    def stages(self) -> tuple[str, ...]:
        """Names of the stages that run, in order."""
        return tuple(name for name, _ in self._stages)

    def _fingerprint(self) -> str:
        settings = self.settings
        how = (settings.apply_at, settings.infer, settings.options, settings.site)
        said = (__version__, self.stages, tuple(self.rules), *how)
        decided = f" {self._decisions.digest}" if self._decisions else ""
        return sha256(f"{said!r} {self.rulebook.digest}{decided}".encode()).hexdigest()

    def clean(self, text: str, id: str = "", site: str = "") -> Document:
        """The document that `text` becomes. Raises RestoreError if the result could not be undone."""
        return self.clean_source(Source.of_text(text), id, site=site)

    def clean_source(self, source: Source, id: str = "", path: str = "", site: str = "") -> Document:
        """The document that a source becomes. Raises RestoreError if the result could not be undone.

        `site` is the site that the page is from; where it is not given, path and text say it (`site_of`).
        """
        text = source.text
        site = site_of(text, path, self.settings.site or site) if self._asks_for_site else ""
        facts: dict[str, Value] = {}
        steps: list[Step] = []
        rulings = self._decisions.of(source.sha256, site) if self._decisions else None
        for name, propose in self._for_site(site) if site else self._stages:
            view = View(text, source.markup, facts, self._options, site)
            step = self._step(name, propose, view, rulings)
            if step is None:
                continue
            if step.patch.starts:
                text = step.patch.apply(text)
                if rulings:
                    rulings.follow(step.patch)
            facts.update((fact.key, fact.value) for fact in step.facts)
            steps.append(step)
        audit = rulings.audit(text) if rulings else None
        if audit:
            steps.append(audit)
        done = tuple(steps)
        _check(text, done, source.text)
        metadata = metadata_of(done, text)
        return Document(id, source, text, done, metadata, verdicts_of(facts, done, source.text, text), path)

    def _step(self, name: str, propose: Propose, view: View, rulings: Rulings | None) -> Step | None:
        proposal = propose(view)
        if proposal is None:
            return None
        edits, flags, facts = proposal.edits, proposal.flags, proposal.facts
        if not (edits.starts or flags.starts or facts):
            return None
        flagged = tuple([Entry(edit, edit.span.slice(view.text), "flagged") for edit in flags]) if flags.starts else ()
        known = Known(tuple(facts), flagged) if facts or flagged else NOTHING
        said = None
        if rulings:
            edits = edits.by_place()
            said = rulings.on(edits, view.text)
        step = arbitrate(name, view.text, edits, self.rules, self._bar, known, said)
        return step if step.patch.starts or step.others or step.facts else None


def _check(text: str, steps: tuple[Step, ...], original: str) -> None:
    """Undo all steps and compare: every document proves in production that nothing was lost. Raises RestoreError."""
    for step in reversed(steps):
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
