"""The boilerplate stage: lines of the web page round the text go, what they say about it is kept as metadata.

A line goes for a reason of its own, never because of its number: a reader (`whole`, `items`, `bars`) knows its
shape in full, or it stands beside such a line and has a shape that fits (`edges`). In the dump of a whole page the
main text is looked for first (`maintext`), and what lies outside goes for where it stands and what it looks like.
"""

from __future__ import annotations

from cleaner.rulebook.model import Rule
from cleaner.stages.boilerplate.clearing import Clearing
from cleaner.stages.boilerplate.facts import facts_of
from cleaner.stages.boilerplate.forms import folded
from cleaner.stages.boilerplate.hinted import Hinted
from cleaner.stages.boilerplate.leads import Leads
from cleaner.stages.boilerplate.page import Page
from cleaner.stages.boilerplate.survey import detector_of
from cleaner.stages.boilerplate.title import title_of
from cleaner.stages.view import Proposal, Propose, Stage, View
from cleaner.text.document import Fact


def compile_stage(rules: tuple[Rule, ...]) -> Propose:
    """A function that removes boilerplate lines and tells the metadata. Raises RuleError for a bad pattern."""
    clearing = Clearing(rules)
    hinted = Hinted(rules)
    lead_rule = next((rule for rule in rules if detector_of(rule) == "lead"), None)
    leads = Leads(lead_rule) if lead_rule is not None else None
    title_rule = next((rule for rule in rules if detector_of(rule) == "title"), None)

    def propose(view: View) -> Proposal | None:
        page = Page(view.text, view.markup == "markdown")
        cleared = clearing.clear(page, view.options.manner, view.site)
        if view.hints:
            hinted.apply(page, view.hints, cleared)
        proposal = Proposal()
        gone = cleared.gone
        for index in sorted(gone):
            mark = gone[index]
            rule = mark.rule
            start, end = page.span(index)
            if rule.action == "flag":
                proposal.flags.add(start, end, view.text[start:end], rule.id, rule.confidence, mark.note)
            elif rule.action == "delete":
                proposal.edits.add(start, end, "", rule.id, rule.confidence, mark.note)
        for run in cleared.runs:
            start, end = page.span(run.first)[0], page.span(run.after - 1)[1]
            proposal.edits.add(start, end, "", run.rule.id, run.confidence, run.note)
        told = cleared.gleaned if leads is None else [*cleared.gleaned, *leads.of(page, cleared.text)]
        proposal.facts += facts_of(page, gone, told)
        if title_rule is not None:
            title = title_of(title_rule, cleared.survey, cleared.near, clearing.headings)
            proposal.facts += [title] if title else []
        proposal.facts.append(Fact("verdict.manner", cleared.manner, cleared.by))
        return proposal

    return propose


STAGE = Stage(
    "boilerplate",
    compile_stage,
    "removes the lines of the page round the text and keeps their metadata",
    writes=False,
    reads=folded,
)
