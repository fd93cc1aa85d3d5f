"""The command `cleaner`: its commands, and the one place where errors become a line and an exit code.

Exit codes: 0 fine, 1 differences or faults found, 2 wrong use, 3 some documents failed.
"""

from __future__ import annotations

import sys
from traceback import print_exc
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from cleaner import __version__
from cleaner.cli import bench, compare, evaluate, fit, fix, learn, review, rules, run, runs, settings, trace
from cleaner.cli.streams import say, settle, warn
from cleaner.errors import CleanerError

USAGE = 2
INTERRUPTED = 130


class Commands(TyperGroup):
    """The group of all commands; errors meant for a person end it with one line on stderr."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command line. A fault of ours shows its traceback, and never leaves with the code of `check`."""
        try:
            return super().main(*args, **kwargs)
        except Exception:
            print_exc()
            warn("cleaner: internal error; please report it with the lines above")
            sys.exit(USAGE)

    def invoke(self, ctx: Any) -> Any:
        """Run the command. A broken pipe is left to typer, which ends quietly."""
        settle()
        try:
            return super().invoke(ctx)
        except CleanerError as error:
            warn(f"cleaner: {error}")
            raise typer.Exit(USAGE) from error
        except KeyboardInterrupt as error:
            warn("; ".join(filter(None, ("cleaner: interrupted", str(error)))))
            raise typer.Exit(INTERRUPTED) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            warn(f"cleaner: {place}{error.strerror or error}; check the path, the permissions and the disk")
            raise typer.Exit(USAGE) from error


app = typer.Typer(
    name="cleaner",
    cls=Commands,
    help="Clean and normalise Chinese web text; explain and undo every edit.",
    epilog="Exit codes: 0 fine, 1 differences or faults found, 2 wrong use, 3 some documents failed.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        say(f"cleaner {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


app.command("run")(run.run)
app.command("check")(compare.check)
app.command("diff")(compare.diff)
app.command("fix")(fix.fix)
app.command("why")(trace.why)
app.command("review")(review.review)
app.command("restore")(trace.restore)
app.command("learn")(learn.learn)
app.add_typer(rules.app, name="rules")
app.command("bench")(bench.bench)
app.command("compare")(runs.compare)
app.command("eval")(evaluate.evaluate)
app.command("config")(settings.config)
app.command("fit", hidden=True)(fit.fit)
