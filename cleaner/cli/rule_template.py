"""The file that `cleaner rules new` writes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import cast

from cleaner.errors import OutputError, RuleError
from cleaner.rulebook.kinds import KINDS
from cleaner.rulebook.lint import LETTERS, next_id
from cleaner.rulebook.load import rules_root
from cleaner.rulebook.model import Kind, Rule

USUAL: dict[str, Kind] = {"boilerplate": "line", "unicode": "charmap", "punctuation": "width"}
"The kind most rules of a stage have; `span` for the others."

BODIES = {
    "pattern": "pattern = '''TODO'''                # linear: no unbounded repetition beside another\n",
    "map": 'map = { "\\u0000" = "" }                # TODO: characters (or ranges a..b), and what replaces them\n',
    "labels": 'labels = ["TODO"]\n',
    "sites": 'sites = ["TODO"]                     # domains, or names of sites\n',
    "lines": 'lines = [{ text = "TODO" }]            # or { shape = "TODO {number}" }\n',
    "field": 'field = "TODO"                       # such as metadata.date\n',
}
"What each field that a kind needs is to look like."

TEMPLATE = """\
id = "{id}"
name = "{name}"
stage = "{stage}"
kind = "{kind}"
status = "preview"
action = "{action}"
confidence = 0.5                      # TODO: the precision you measured; below 0.8 its edits are held
{body}why = "TODO: one or two sentences for a reader who sees the edit"
seen = ["TODO: path:line, or made up"]

# Full-width marks and invisible characters are written as escapes: "\\uff0c" here, \\uff0c in a pattern.
[[hit]]
before = "TODO\\n"
after = "TODO\\n"

[[miss]]
text = "TODO\\n"
note = "TODO: why this is a trap"
"""


def write_rule(rules: Iterable[Rule], stage: str, name: str, kind: str, folder: Path | None) -> Path:
    """Write the template of a rule and return its path; `rules` are all whose ids are taken.

    Without `folder` it goes to the built-in rules of a checkout. Raises RuleError for a wrong stage, name or kind,
    OutputError where it cannot be written.
    """
    if stage not in LETTERS:
        near = get_close_matches(stage, LETTERS, 1)
        hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(LETTERS)}"
        raise RuleError(f"{stage}: there is no such stage; {hint}")
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name):
        raise RuleError(f"{name!r}: a rule name is kebab-case; use small letters, digits and single hyphens")
    chosen = cast(Kind, kind or USUAL.get(stage, "span"))
    if chosen not in KINDS:
        raise RuleError(f"{kind}: there is no such kind of rule; use {', '.join(KINDS)}")
    known = list(rules)
    for rule in known:
        if rule.name == name:
            raise RuleError(f"{name}: is also the name of {rule.id}; choose another, or improve {rule.file}")
    path = (folder or _checkout()) / stage / f"{next_id(stage, known)}-{name}.toml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(template(path.name.partition("-")[0], name, stage, chosen))
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror}; give a folder with --rules") from error
    return path


def template(id: str, name: str, stage: str, kind: Kind) -> str:
    """The text of a rule file to be filled in."""
    spec = KINDS[kind]
    action = next(action for action in ("delete", "replace", "keep", "flag", "fact") if action in spec.actions)
    body = "".join(text for field, text in BODIES.items() if field in spec.required)
    return TEMPLATE.format(id=id, name=name, stage=stage, kind=kind, action=action, body=body)


def _checkout() -> Path:
    """The built-in rules as a folder. Raises OutputError where they lie inside an installed package."""
    root = rules_root()
    if isinstance(root, Path) and root.name == "rules":
        return root
    raise OutputError("rules/: the built-in rules lie inside the package; give a folder of your own with --rules")
