"""Reading rule files: TOML to `Rule`, with errors that say file, field and what to do."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar, cast, get_args

from cleaner.errors import RuleError
from cleaner.rulebook.kinds import KINDS
from cleaner.rulebook.model import (
    Action,
    Apply,
    Example,
    Kind,
    Rule,
    Rulebook,
    RuleStatus,
    TemplateLine,
    TomlValue,
    Where,
)
from cleaner.text.sites import site_name

T = TypeVar("T")

TYPES: dict[str, type] = {
    "id": str, "name": str, "stage": str, "kind": str, "status": str, "action": str, "apply": str, "where": str,
    "type": str, "pattern": str, "engine": str, "replacement": str, "field": str, "why": str, "why_zh": str,
    "replaced_by": str,
    "confidence": float, "priority": int, "inferred": bool, "prefilter": list, "needs": list, "seen": list,
    "labels": list, "left": list, "right": list, "map": dict, "options": dict, "hit": list, "miss": list, "gap": list,
    "sites": list, "lines": list, "pages": int,
}  # fmt: skip
"Type of each field of a rule file."

CHOICES = {
    "kind": get_args(Kind),
    "action": get_args(Action),
    "apply": get_args(Apply),
    "status": get_args(RuleStatus),
    "where": get_args(Where),
    "engine": ("re", "regex"),
}
REQUIRED = ("id", "name", "stage", "kind", "action", "confidence", "why", "seen")
EXAMPLE_FIELDS = {
    "hit": {"before", "after", "note", "facts", "site"},
    "miss": {"text", "note", "site"},
    "gap": {"before", "after", "note", "site"},
}


def rules_root() -> Traversable:
    """Folder of the built-in rules: inside the package in a wheel or zip, beside it in a checkout.

    Raises RuleError when neither is there.
    """
    packaged = files("cleaner") / "_rules"
    if packaged.is_dir():
        return packaged
    checkout = Path(__file__).resolve().parents[2] / "rules"
    if checkout.is_dir() and (checkout.parent / "pyproject.toml").is_file():
        return checkout
    raise RuleError("rules/: the built-in rules are missing; install cleaner again")


def load_rulebook(extra: Iterable[Path] = ()) -> Rulebook:
    """The built-in rules and those of the `extra` folders, by id. Raises RuleError on the first fault."""
    rules: list[Rule] = []
    added: set[str] = set()
    digest = sha256()
    built_in = rules_root()
    roots: list[tuple[str, Traversable]] = [("rules", built_in)]
    for folder in extra:
        if not folder.is_dir():
            raise RuleError(f"{folder}: no such folder of rules; give a folder that holds .toml files")
        roots.append((folder.as_posix(), folder))
    for prefix, root in roots:
        for name, raw in sorted(rule_files(root, prefix)):
            digest.update(name.encode() + b"\0" + raw + b"\0")
            rules.append(parse_rule(raw, name))
            if root is not built_in:
                added.add(rules[-1].id)
    rules.sort(key=lambda rule: rule.id)
    _check_ids(rules)
    return Rulebook(tuple(rules), digest.hexdigest(), frozenset(added))


def rule_files(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    """Path and content of every rule file below `folder`; the paths begin with `prefix`."""
    for entry in folder.iterdir():
        name = f"{prefix}/{entry.name}"
        if entry.is_dir():
            yield from rule_files(entry, name)
        elif entry.name.endswith(".toml"):
            yield name, entry.read_bytes()


def _check_ids(rules: list[Rule]) -> None:
    known: dict[str, Rule] = {}
    for rule in rules:
        if rule.id in known:
            raise RuleError(f"{rule.file}: id: {rule.id} is also the id of {known[rule.id].file}; take a new one")
        known[rule.id] = rule
    for rule in rules:
        for other in (*rule.needs, *((rule.replaced_by,) if rule.replaced_by else ())):
            if other not in known:
                raise RuleError(f"{rule.file}: needs: there is no rule {other}; correct the id")


def parse_rule(raw: bytes, file: str) -> Rule:
    """The rule in one TOML file. `file` is its path, for messages. Raises RuleError."""
    try:
        table = cast(dict[str, TomlValue], tomllib.loads(raw.decode("utf-8")))
    except UnicodeDecodeError as error:
        raise RuleError(f"{file}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except (ValueError, RecursionError) as error:  # also numbers without end, lists without end
        raise RuleError(f"{file}: {error}; patterns go between three single quotes: '''...'''") from error
    _check_fields(table, file)
    _check_kind(table, file)
    stem = file.rsplit("/", 1)[-1].removesuffix(".toml")
    wanted = f"{table['id']}-{table['name']}"
    if stem != wanted:
        raise RuleError(
            f"{file}: the file name must be {wanted}.toml, id and name of the rule; rename the one or the other"
        )
    return _build(table, file)


def _check_fields(table: dict[str, TomlValue], file: str) -> None:
    for name in table:
        if name not in TYPES:
            near = get_close_matches(name, TYPES, 1)
            raise RuleError(f"{file}: {name}: unknown field; {f'did you mean {near[0]}?' if near else 'remove it'}")
    for name in REQUIRED:
        if name not in table:
            raise RuleError(f"{file}: {name}: missing; add it, see rules/README.md")
    for name, wanted in TYPES.items():
        value = table.get(name)
        if value is None:
            continue
        if wanted is float and isinstance(value, int) and not isinstance(value, bool):
            value = table[name] = float(value)
        if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
            raise RuleError(
                f"{file}: {name}: expected {wanted.__name__}, got {type(value).__name__}; correct the value"
            )
        if name in CHOICES and value not in CHOICES[name]:
            raise RuleError(f"{file}: {name}: {value!r} is unknown; use one of {', '.join(CHOICES[name])}")
    confidence = cast(float, table["confidence"])
    if not 0 < confidence <= 1:
        raise RuleError(f"{file}: confidence: {confidence} is outside 0..1; give the measured precision")


def _check_kind(table: dict[str, TomlValue], file: str) -> None:
    kind = cast(Kind, table["kind"])
    spec = KINDS[kind]
    for name in sorted(spec.required - table.keys()):
        raise RuleError(f"{file}: {name}: missing; a rule of kind {kind} needs it")
    for name in sorted(table.keys() - spec.allowed):
        raise RuleError(f"{file}: {name}: has no meaning for kind {kind}; remove it")
    if table["action"] not in spec.actions:
        raise RuleError(
            f"{file}: action: {table['action']!r} does not go with kind {kind}; use {', '.join(sorted(spec.actions))}"
        )


def _strings(table: dict[str, TomlValue], name: str, file: str) -> tuple[str, ...]:
    value = cast(list[TomlValue], table.get(name, []))
    if not all(isinstance(item, str) for item in value):
        raise RuleError(f"{file}: {name}: expected a list of strings; quote every item")
    return tuple(cast(list[str], value))


def _examples(table: dict[str, TomlValue], name: str, file: str) -> tuple[Example, ...]:
    examples: list[Example] = []
    sites = _strings(table, "sites", file)
    for number, item in enumerate(cast(list[TomlValue], table.get(name, [])), 1):
        place = f"{file}: [[{name}]] {number}"
        if not isinstance(item, dict):
            raise RuleError(f"{place}: expected a table; write [[{name}]]")
        for key in item.keys() - EXAMPLE_FIELDS[name]:
            raise RuleError(f"{place}: {key}: unknown field; use {', '.join(sorted(EXAMPLE_FIELDS[name]))}")
        note, site = _text(item, "note", place, ""), _text(item, "site", place, sites[0] if sites else "")
        if name == "miss":
            text = _text(item, "text", place)
            examples.append(Example(text, text, note, site=site))
            continue
        facts = item.get("facts")
        if facts is not None and not isinstance(facts, dict):
            raise RuleError(f"{place}: facts: expected a table of keys and values")
        examples.append(Example(_text(item, "before", place), _text(item, "after", place), note, facts, site))
    return tuple(examples)


def _text(item: dict[str, TomlValue], name: str, place: str, default: str | None = None) -> str:
    value = item.get(name, default)
    if not isinstance(value, str):
        raise RuleError(f"{place}: {name}: {'missing' if value is None else 'expected a string'}; add the text")
    return value


def _map(table: dict[str, TomlValue], file: str) -> dict[str, str] | None:
    value = cast(dict[str, TomlValue] | None, table.get("map"))
    if value is None:
        return None
    for key, after in value.items():
        if not isinstance(after, str):
            raise RuleError(f"{file}: map: {key!r}: expected a string; quote what replaces it")
    return cast(dict[str, str], value)


def _lines(table: dict[str, TomlValue], file: str) -> tuple[TemplateLine, ...]:
    lines: list[TemplateLine] = []
    for number, item in enumerate(cast(list[TomlValue], table.get("lines", [])), 1):
        place = f"{file}: lines {number}"
        if not isinstance(item, dict) or not ({"text"} <= item.keys() or {"shape"} <= item.keys()):
            raise RuleError(f'{place}: expected a table with text or shape; write {{ text = "..." }}')
        for key in item.keys() - {"text", "shape", "pages", "first"}:
            raise RuleError(f"{place}: {key}: unknown field; use text or shape, pages, first")
        pages = item.get("pages", 0)
        if not isinstance(pages, int):
            raise RuleError(f"{place}: pages: expected a whole number; drop the quotes")
        name = "shape" if "shape" in item else "text"
        lines.append(TemplateLine(_text(item, name, place), name == "shape", pages, _text(item, "first", place, "")))
    return tuple(lines)


def _build(table: dict[str, TomlValue], file: str) -> Rule:
    def get(name: str, default: T) -> T:
        return cast(T, table.get(name, default))

    return Rule(
        id=get("id", ""),
        name=get("name", ""),
        stage=get("stage", ""),
        kind=cast(Kind, table["kind"]),
        action=cast(Action, table["action"]),
        confidence=get("confidence", 0.0),
        why=get("why", ""),
        why_zh=get("why_zh", ""),
        seen=_strings(table, "seen", file),
        status=cast(RuleStatus, get("status", "stable")),
        apply=cast(Apply, get("apply", "auto")),
        where=cast(Where, get("where", "any")),
        priority=get("priority", 0),
        type=get("type", ""),
        prefilter=_strings(table, "prefilter", file),
        pattern=get("pattern", ""),
        engine="regex" if table.get("engine") == "regex" else "re",
        replacement=get("replacement", ""),
        inferred=get("inferred", False),
        sites=tuple(map(site_name, _strings(table, "sites", file))),
        lines=_lines(table, file),
        pages=get("pages", 0),
        needs=_strings(table, "needs", file),
        map=_map(table, file),
        left=_strings(table, "left", file),
        right=_strings(table, "right", file),
        field=get("field", ""),
        labels=_strings(table, "labels", file),
        options=cast(dict[str, TomlValue] | None, table.get("options")),
        replaced_by=get("replaced_by", ""),
        hits=_examples(table, "hit", file),
        misses=_examples(table, "miss", file),
        gaps=_examples(table, "gap", file),
        file=file,
    )
