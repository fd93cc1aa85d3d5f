"""Layer 2: the stages, in the order in which they run.

Boilerplate goes before anything that would have to understand navigation. Ordinals go before numerals: a numeral
stage that rewrites 十一月一日 would destroy the evidence that it stands for 十一是.
"""

from __future__ import annotations

from cleaner.stages import boilerplate, encoding, layout, numerals, ordinals, punctuation, script, unicode
from cleaner.stages.view import Stage

STAGES: tuple[Stage, ...] = (
    encoding.STAGE,
    unicode.STAGE,
    boilerplate.STAGE,
    script.STAGE,
    punctuation.STAGE,
    ordinals.STAGE,
    numerals.STAGE,
    layout.STAGE,
)
