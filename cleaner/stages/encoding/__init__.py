from __future__ import annotations

from cleaner.rulebook.model import Rule
from cleaner.stages.view import Proposal, Propose, Stage, View


def compile_stage(rules: tuple[Rule, ...]) -> Propose:
    def propose(view: View) -> Proposal | None:
        return None

    return propose


STAGE = Stage("encoding", compile_stage)
