"""The same targets under libFuzzer, which follows the coverage of each input: `pip install atheris`, then
`PYTHONPATH=tests python -m fuzz.libfuzzer CORPUS -max_total_time=600`. What fails is written to `crash-*`.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

KINDS = ("text", "markdown", "bytes", "rows", "rules", "pages")
"The first byte of an input says which of them it is."


def main() -> None:
    """Instrument the package, fill an empty corpus with the examples of the rules, and run until told to stop."""
    atheris = import_module("atheris")
    with atheris.instrument_imports(include=["cleaner"]):
        targets = import_module("fuzz.targets").TARGETS

    def attempt(data: bytes) -> None:
        kind = KINDS[data[0] % len(KINDS)] if data else "text"
        raw = data[1:]
        found = raw.decode("utf-8", "surrogateescape") if kind in ("text", "markdown") else raw
        for fault in targets[kind].attempt(found, False):
            raise AssertionError(fault)

    corpus = Path(sys.argv[1])
    corpus.mkdir(exist_ok=True)
    if not any(corpus.iterdir()):
        for number, text in enumerate(import_module("fuzz.texts").examples()[::9]):
            raw = text.encode("utf-8", "surrogatepass")
            (corpus / f"example-{number:04}").write_bytes(bytes((number % len(KINDS),)) + raw)
    atheris.Setup(sys.argv, attempt)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
