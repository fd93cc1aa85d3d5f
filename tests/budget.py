"""How many examples a property is tried with: at least so many, and what the profile asks for where that is more."""

from __future__ import annotations

from hypothesis import settings


def at_least(examples: int) -> settings:
    """Settings for `@given`; `HYPOTHESIS_PROFILE` (see conftest.py) may ask for more examples, never for fewer."""
    return settings(max_examples=max(examples, settings().max_examples), deadline=None)
