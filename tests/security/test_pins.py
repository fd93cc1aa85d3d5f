"""CI installs exact versions, and they are those that the project asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LINES = (ROOT / ".github" / "constraints.txt").read_text(encoding="utf-8").splitlines()
PINS = dict(line.split("==") for line in LINES if not line.startswith("#"))


def wanted(extra: str = "") -> list[Requirement]:
    """What the project, or one of its extras, asks for; extras of its own are followed."""
    named = PROJECT["project"]["optional-dependencies"][extra] if extra else PROJECT["project"]["dependencies"]
    found: list[Requirement] = []
    for requirement in map(Requirement, named):
        if requirement.name == "cleaner":
            found += [each for inner in sorted(requirement.extras) for each in wanted(inner)]
        else:
            found.append(requirement)
    return found


TOOLS = map(Requirement, PROJECT["build-system"]["requires"])
ALL = {str(one): one for one in (*wanted(), *wanted("dev"), *wanted("e2e"), *wanted("integrations"), *TOOLS)}


@pytest.mark.parametrize("requirement", ALL.values(), ids=ALL)
def test_every_requirement_is_pinned_to_a_version_that_it_admits(requirement: Requirement) -> None:
    known = {canonicalize_name(name): version for name, version in PINS.items()}
    version = known.get(canonicalize_name(requirement.name))
    assert version, f".github/constraints.txt has no line {requirement.name}==...; add the version that was tested"
    assert version in requirement.specifier


def test_pins_are_exact() -> None:
    assert [line for line in LINES if not re.fullmatch(r"#.*|[\w.-]+==[\w.!+-]+", line)] == []
    assert len(PINS) == len({canonicalize_name(name) for name in PINS})


def test_ci_uses_them_and_audits_them() -> None:
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "export PIP_CONSTRAINT=$PWD/.github/constraints.txt" in run
    assert run.index("PIP_CONSTRAINT") < run.index("readme_command tests")
    assert ".ci/audit" in run
    assert 'bash -euo pipefail -c "$tests"' in run
