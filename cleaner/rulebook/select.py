"""Choosing rules by id, prefix, name or stage."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from cleaner.errors import SettingsError
from cleaner.rulebook.model import Rule


def select_rules(rules: Iterable[Rule], select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Rule, ...]:
    """Rules that `select` names (all, if it is empty) and `ignore` does not, with those they need.

    A word names rules by id (BP012), id prefix (BP, BP05), name (icp-licence-footer) or stage (boilerplate).
    Raises SettingsError for a word that names no rule.
    """
    everything = tuple(rules)
    select, ignore = tuple(select), tuple(ignore)
    for word in (*select, *ignore):
        if not any(_names(word, rule) for rule in everything):
            known = [known for rule in everything for known in (rule.id, rule.name, rule.stage)]
            near = get_close_matches(word, known, 1)
            hint = f"did you mean {near[0]}?" if near else "see `cleaner rules list`"
            raise SettingsError(f"{word}: names no rule; {hint}")
    chosen = {rule.id for rule in everything if not select or any(_names(word, rule) for word in select)}
    by_id = {rule.id: rule for rule in everything}
    waiting = list(chosen)
    while waiting:
        for needed in by_id[waiting.pop()].needs:
            if needed in by_id and needed not in chosen:  # it may have been left out before
                chosen.add(needed)
                waiting.append(needed)
    return tuple(rule for rule in everything if rule.id in chosen and not any(_names(word, rule) for word in ignore))


def _names(word: str, rule: Rule) -> bool:
    return word in (rule.name, rule.stage) or (word.isupper() and rule.id.startswith(word))
