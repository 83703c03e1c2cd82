"""`ansinh`: everything that is done from the terminal."""

from __future__ import annotations

import sys

import typer

from ansinh.cli import audit, database, demo, doctor, plan, serve, user
from ansinh.cli.say import err

app = typer.Typer(
    name="ansinh",
    help="An Sinh: phần mềm để một tỉnh và các xã, phường điều hành chính sách xã hội.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(plan.app, name="plan")
app.add_typer(database.app, name="db")
app.add_typer(audit.app, name="audit")
app.add_typer(user.app, name="user")
app.command("serve")(serve.serve)
app.command("worker")(serve.worker)
app.command("migrate")(serve.migrate)
app.command("doctor")(doctor.doctor)
app.command("demo")(demo.demo)
app.command("demo-data", hidden=True)(demo.demo_data)
app.command("demo-check")(demo.demo_check)


def main() -> None:
    """Run one command; what cannot be done ends in one sentence and exit code 2."""
    try:
        code = app(standalone_mode=False)
    except typer.Exit as done:
        code = done.exit_code
    except (typer.Abort, KeyboardInterrupt):
        code = 130
    except Exception as error:
        if not _is_meant_for_people(error):
            raise
        err.print(" ".join(f"{_sentence(error)}".split()), markup=False)
        code = 2
    sys.exit(code)


def _is_meant_for_people(error: Exception) -> bool:
    """Our own exceptions and those of the command line; anything else is a fault and shows its trace."""
    return type(error).__module__.split(".")[0] in {"ansinh", "typer"}


def _sentence(error: Exception) -> str:
    if type(error).__module__.startswith("typer"):
        return f"Lệnh chưa đúng: {error} Xem cách dùng bằng cách thêm --help."
    return str(error)
