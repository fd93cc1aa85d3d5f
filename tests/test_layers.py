"""The layers point one way, and heavy packages are imported where they belong."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HOMES = {
    "typer": ("cleaner/cli/",),
    "rich": ("cleaner/cli/", "cleaner/report/"),
    "ftfy": ("cleaner/stages/", "cleaner/engines/bench"),
    "opencc": ("cleaner/stages/", "cleaner/engines/bench"),
    "regex": ("cleaner/rulebook/", "cleaner/stages/"),
    "numpy": ("cleaner/fit/",),
    "zstandard": ("cleaner/formats/",),
    "pyarrow": ("cleaner/formats/",),
    "resiliparse": ("cleaner/formats/",),
    "fastwarc": ("cleaner/formats/",),
}
"Packages, and the only places that may import them."
LAZY = (
    "rich", "ftfy", "opencc", "regex", "asyncio", "jinja2", "zstandard", "pyarrow", "resiliparse", "fastwarc", "numpy",
    "ray",
)  # fmt: skip
"Imported inside the functions that need them, never when a module is loaded."


def test_contract() -> None:
    """The contract in pyproject.toml holds. Seen to fail on `import cleaner.cli` in `cleaner/text/edit.py`."""
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", code, "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def imports(path: Path, *, at_load: bool) -> Iterator[str]:
    """Top names of the packages that a module imports; with `at_load`, outside of functions and TYPE_CHECKING."""
    waiting: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
        function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        typing = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        if not (at_load and (function or typing)):
            waiting += ast.iter_child_nodes(node)


MODULES = sorted((ROOT / "cleaner").rglob("*.py"))


@pytest.mark.parametrize("package", HOMES)
def test_packages_stay_at_home(package: str) -> None:
    strangers = [
        name
        for path in MODULES
        if package in imports(path, at_load=False)
        and not (name := path.relative_to(ROOT).as_posix()).startswith(HOMES[package])
    ]
    assert not strangers, f"{package} is imported by {strangers}; it belongs in {' or '.join(HOMES[package])}"


@pytest.mark.parametrize("package", LAZY)
def test_heavy_packages_are_imported_when_used(package: str) -> None:
    eager = [path.relative_to(ROOT).as_posix() for path in MODULES if package in imports(path, at_load=True)]
    assert not eager, f"{package} is imported when {eager} are loaded; move the import into the function"


def test_text_needs_only_the_standard_library() -> None:
    for path in (ROOT / "cleaner/text").glob("*.py"):
        assert set(imports(path, at_load=False)) <= {*sys.stdlib_module_names, "cleaner"}, path.name
