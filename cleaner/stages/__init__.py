"""Layer 2: the stages, in the order in which they run.

Lines are joined first of all that reads text: a sentence in two pieces is none to the others. Boilerplate goes before
anything that would have to understand navigation. Ordinals go before numerals: a numeral
stage that rewrites 十一月一日 would destroy the evidence that it stands for 十一是.
"""

from __future__ import annotations

from cleaner.stages import boilerplate, encoding, layout, lines, numerals, ordinals, punctuation, script, unicode
from cleaner.stages.view import Stage

STAGES: tuple[Stage, ...] = (
    encoding.STAGE,
    unicode.STAGE,
    lines.STAGE,
    boilerplate.STAGE,
    script.STAGE,
    punctuation.STAGE,
    ordinals.STAGE,
    numerals.STAGE,
    layout.STAGE,
)
READS = {stage.name: stage.reads for stage in STAGES}
"For each stage, by name, what makes of a rule the one that it compiles."
