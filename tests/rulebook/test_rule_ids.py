"""Rule ids are never reused: a ledger of years ago must still say which rule made an edit.

`rule_ids.txt` holds every id that was ever released, with its name. A rule that is given up stays in `rules/` with
`status = "retired"`.
"""

from __future__ import annotations

from pathlib import Path

from cleaner.rulebook.load import load_rulebook

FILE = Path(__file__).with_name("rule_ids.txt")
RELEASED = [line.split() for line in FILE.read_text(encoding="utf-8").splitlines()]


def test_released_ids_keep_their_rules() -> None:
    now = {rule.id: rule.name for rule in load_rulebook(()).rules}
    lost = [f"{known} {name}" for known, name in RELEASED if now.get(known) != name]
    assert lost == [], 'retire a rule with status = "retired"; never delete, rename or renumber it'


def test_every_rule_is_on_the_list() -> None:
    known = {listed for listed, _ in RELEASED}
    new = [f"{rule.id} {rule.name}" for rule in load_rulebook(()).rules if rule.id not in known]
    assert new == [], f"add these lines to {FILE.name}"


def test_no_id_is_listed_twice() -> None:
    ids = [listed for listed, _ in RELEASED]
    assert ids == sorted(set(ids))
