"""`ansinh`: everything that is done from the terminal."""

from __future__ import annotations

import sys

import typer

from ansinh.cli import (
    audit,
    database,
    demo,
    doctor,
    entitle,
    interop,
    law,
    people,
    plan,
    population,
    reporting,
    serve,
    target,
    territory,
    user,
)
from ansinh.cli.say import err

app = typer.Typer(
    name="ansinh",
    help="An Sinh: phần mềm để một tỉnh và các xã, phường điều hành chính sách xã hội.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(plan.app, name="plan")
app.add_typer(target.app, name="target")
app.add_typer(entitle.app, name="entitle")
app.add_typer(interop.app, name="interop")
app.add_typer(law.app, name="law")
app.add_typer(population.app, name="population")
app.add_typer(database.app, name="db")
app.add_typer(audit.app, name="audit")
app.add_typer(user.app, name="user")
app.add_typer(territory.app, name="territory")
app.add_typer(reporting.app, name="reporting")
app.add_typer(people.app, name="people")
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
        sentence = _sentence(error)
        if sentence is None:
            raise
        err.print(" ".join(sentence.split()), markup=False)
        code = 2
    sys.exit(code)


def _sentence(error: Exception) -> str | None:
    """What to tell a person about a failure; None for a fault of the program, which shows its trace.

    Told by the names of their classes, since Django and the database's library may not even be loaded.
    """
    room, name = type(error).__module__.partition(".")[0], type(error).__name__
    names = {each.__name__ for each in type(error).__mro__}
    if room == "ansinh" or name == "ImproperlyConfigured":
        return str(error)
    if room == "typer":
        return f"Lệnh chưa đúng: {error}; xem cách dùng bằng cách thêm --help."
    if room == "psycopg" and name == "ProgrammingError":
        # Without the library's words: they would print the address, password and all.
        return "DATABASE_URL hoặc DATABASE_OWNER_URL không đúng dạng: viết postgresql://VAI_TRÒ:MẬT_KHẨU@MÁY/TÊN."
    if room in {"psycopg", "django"} and "OperationalError" in names:
        return f"Không kết nối được cơ sở dữ liệu ({error}): kiểm tra bằng `ansinh doctor`, hoặc xem lại DATABASE_URL."
    if isinstance(error, PermissionError):
        return f"Không có quyền với {error.filename}: chạy bằng người dùng sở hữu thư mục đó, hoặc đổi ANSINH_DATA_DIR."
    return None
