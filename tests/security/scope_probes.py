"""What somebody of another commune tries: every page and verb, every choice of a form, every guarded table.

Each probe returns what leaked, in words; an empty list is what has to be. The same probes show that they see
something: with a guard taken away (``scope_mutants``) each has to find a leak.
"""

# ruff: noqa: S608 - the names of tables come from the catalogue of the database
from __future__ import annotations

import inspect
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django import forms
from django.db import connection
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import URLPattern, reverse
from tests.apps.people.factories import HERE, unit

import ansinh.apps.benefits.forms
import ansinh.apps.benefits.urls
import ansinh.apps.interop.urls
import ansinh.apps.people.forms
import ansinh.apps.people.forms_imports
import ansinh.apps.people.urls
import ansinh.apps.privacy.forms
import ansinh.apps.privacy.urls
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.people.models import Household

ROOMS = {
    "people": ansinh.apps.people.urls,
    "benefits": ansinh.apps.benefits.urls,
    "privacy": ansinh.apps.privacy.urls,
    "interop": ansinh.apps.interop.urls,
}
NAMES = ("Tôn Nữ Thị Hạ", "Đặng Văn Ân")
REASON = {"reason": "Đối chiếu hồ sơ 214", "kind": "personal_id", "purpose": "Rà soát hộ nghèo 2026"}
# What each page would take from somebody of the commune, so that a refusal comes from the scope and from nothing else.
BODIES: dict[str, dict[str, str]] = {
    "people:persons": {"q": "ton nu"},
    "people:export": {**REASON, "xa": "<commune>"},
    "people:show_number": REASON,
    "people:write_number": {"kind": "passport", "text": "C1234567"},
    "people:write_fact": {"name": "pregnant", "value": "có", "source": "khai"},
    "people:write_record": {"category": "ncc.bb", "injury_rate": "61", "source": "khai"},
    "people:write_home_record": {"kind": "hunger", "source": "khai"},
    "people:write_death": {"death_date": "1/11/2026"},
    "people:move": {"code": "19813", "day": "1/11/2026"},
    "people:form_household": {"valid_from": "1/11/2026"},
    "people:act": {"act": "poverty", "status": "none", "valid_from": "1/11/2026", "source": "x"},
    "people:register": {
        "full_name": "Người Lạ", "residence_kind": "permanent", "commune": "<commune>", "birth": "1960", "sex": "male",
    },
    "people:edit": {"full_name": "Tên Khác", "residence_kind": "permanent"},
    "people:villages": {"commune": "<commune>", "kind": "village", "name": "Thôn Lạ"},
    "people:compartment": {"kind": "hiv", "reason": "Xét hồ sơ 214"},
    "people:write_sensitive": {"kind": "hiv", "text": "ghi"},
    "people:grants": {
        "act": "grant", "kind": "violence", "purpose": "Xem hồ sơ bảo vệ", "valid_from": "1/11/2026", "valid_to": "1/12/2026",
        "user": "<officer>",
    },
    "people:lists": {"source": "Danh sách lạ", "as_of": "1/11/2026"},
    "people:list": {"act": "throw"},
    "people:ended": {"act": "all"},
    "people:pair": {"act": "not_same"},
    "people:open_restricted": {"basis": "article_19", "reason": "Xét hồ sơ 214"},
    "privacy:register": {"kind": "view", "received_date": "1/11/2026", "asked": "Xem", "asker": "self"},
    "privacy:request": {"act": "acknowledge"},
    "privacy:copy": {"kind": "json"},
    "interop:decide": {"act": "keep", "field": "sex", "version": "1"},
    "benefits:record": {
        "programme": "funeral", "amount_vnd": "1", "valid_from": "1/11/2026", "source": "x",
    },
    "benefits:end": {"day": "1/11/2026"},
    "benefits:letter": {"thang": "2026-11", "che-do": "social_pension"},
    "benefits:find": {"commune": "<commune>"},
    "benefits:close": {"outcome": "done"},
}  # fmt: skip


def routes() -> dict[str, URLPattern]:
    """Every address of the rooms that keep personal data."""
    return {f"{room}:{each.name}": each for room, urls in ROOMS.items() for each in urls.urlpatterns}


# Pages of other rooms on which people or their counts stand too: the module whose scope guards it, what is sent, and the
# word of the first commune that must not be there.
BESIDE: dict[str, tuple[str, str, dict[str, str], str]] = {
    "reporting:today": ("ansinh.apps.benefits.today", "/bao-cao/", {}, "Đủ điều kiện mà chưa nhận</h2>"),
    "search": ("ansinh.apps.people.search", "/tim/", {"q": "ton nu"}, NAMES[0]),
    "territory:unit": ("ansinh.apps.benefits.panels", f"/don-vi/{HERE}/", {}, "Không để ai bị bỏ lại</h2>"),
}


def probe_beside(name: str, stranger: Client) -> list[str]:
    """Open a page of another room as an officer of the second commune."""
    _module, path, body, word = BESIDE[name]
    answer = stranger.post(path, body, follow=True) if body else stranger.get(path, follow=True)
    assert answer.status_code == 200, name
    return [f"{name}: {word}"] if word in answer.content.decode() else []


def address(name: str, world: SimpleNamespace) -> str:
    """The address of a page of somebody in the first commune."""
    known = {
        "person_id": world.head.pk,
        "household_id": world.home.pk,
        "fact_id": world.fact.pk,
        "receipt_id": world.receipt.pk,
        "gap_id": getattr(getattr(world, "gap", None), "pk", world.head.pk),
        "what_if_id": getattr(getattr(world, "what_if", None), "pk", world.head.pk),
        "pair_id": getattr(getattr(world, "pair", None), "pk", world.head.pk),
        "merge_id": getattr(getattr(world, "merge", None), "pk", world.head.pk),
        "unit_id": getattr(world, "ended", unit(HERE)).pk,
        "request_id": getattr(getattr(world, "asked", None), "pk", world.head.pk),
        "check_id": getattr(getattr(world, "check", None), "pk", world.head.pk),
        "import_id": getattr(getattr(world, "listed", None), "pk", world.head.pk),
    }
    known["name"] = "events" if name == "people:write_home_record" else "merit"
    wanted = routes()[name].pattern.converters
    return reverse(name, kwargs={key: known[key] for key in wanted})


def probe_route(name: str, world: SimpleNamespace, stranger: Client) -> list[str]:
    """Open a page of somebody in the first commune, with every verb, as an officer of the second."""
    has_object = bool(routes()[name].pattern.converters)
    leaks = []
    for verb in ("get", "head", "post", "put", "patch", "delete", "options"):
        ids = {"<commune>": str(unit(HERE).pk), "<officer>": str(world.officer.pk)}
        body = {key: ids.get(value, value) for key, value in BODIES.get(name, {}).items()}
        answer = (
            stranger.post(address(name, world), body)
            if verb == "post"
            else getattr(stranger, verb)(address(name, world))
        )
        if answer.status_code == 405:
            continue
        if has_object and answer.status_code != 404:
            leaks.append(f"{verb} {name}: {answer.status_code}")
        if not has_object:
            if name == "people:register" and verb == "post" and answer.status_code != 422:
                leaks.append(f"{verb} {name}: ghi người vào xã khác")
            if name == "people:villages" and world.village.name in answer.content.decode():
                leaks.append(f"{verb} {name}: thôn, tổ của xã khác")
            if name == "people:lists" and world.listed.file_name in answer.content.decode():
                leaks.append(f"{verb} {name}: danh sách của xã khác")
            if name == "benefits:what_ifs" and world.what_if.title in answer.content.decode():
                leaks.append(f"{verb} {name}: phương án của xã khác")
            if name == "people:grants" and f">{world.officer}<" in answer.content.decode():
                leaks.append(f"{verb} {name}: người dùng của xã khác")
            if name in ("people:stops", "people:exports") and f">{world.officer}<" in answer.content.decode():
                leaks.append(f"{verb} {name}: người dùng của xã khác")
            if name == "benefits:find" and JobRun.objects.filter(args__commune_id=unit(HERE).pk).exists():
                leaks.append(f"{verb} {name}: việc cho xã khác")
            seen = [answer, *([stranger.get(answer["Location"])] if answer.status_code == 302 else [])]
            leaks += [f"{verb} {name}: {word}" for each in seen for word in leaked(each)]
    return leaks


def leaked(answer: Any) -> list[str]:
    """What an answer tells of the people of the first commune: names, and files with people in them."""
    if "wordprocessingml" in answer["Content-Type"]:
        from io import BytesIO  # noqa: PLC0415

        from docx import Document  # noqa: PLC0415

        read = Document(BytesIO(answer.content))
        said = [part.text for part in read.element.body.iter() if part.tag.endswith("}t") and part.text]
        return [name for name in NAMES if name in "".join(said)]
    if answer["Content-Type"].startswith("application/vnd.openxml"):
        from io import BytesIO  # noqa: PLC0415

        from openpyxl import load_workbook  # noqa: PLC0415

        cells = [str(cell.value) for sheet in load_workbook(BytesIO(answer.content)) for row in sheet for cell in row]
        return [name for name in NAMES if name in cells]
    text = answer.content.decode()
    found = [name for name in NAMES if name in text]
    return found + (
        [unit(HERE).name] if "can-bo-sung" in str(answer.request["PATH_INFO"]) and unit(HERE).name in text else []
    )


def relations() -> set[str]:
    """Every field of a form that points at a row: "JoinForm.person"; a new one has to get a probe below."""
    found = set()
    for module in (
        ansinh.apps.people.forms,
        ansinh.apps.people.forms_imports,
        ansinh.apps.benefits.forms,
        ansinh.apps.privacy.forms,
    ):
        for _, form in inspect.getmembers(module, inspect.isclass):
            if issubclass(form, forms.BaseForm) and form.__module__ == module.__name__:
                found |= {
                    f"{form.__name__}.{name}"
                    for name, field in form.base_fields.items()
                    if isinstance(field, forms.ModelChoiceField | forms.UUIDField)
                }
    return found


def act(stranger: Client, home: Household, name: str, **fields: str) -> Any:
    """Do something to the stranger's own household, with somebody else in it."""
    return stranger.post(reverse("people:act", args=[home.pk]), {"act": name, **fields})


def _join(world: SimpleNamespace, stranger: Client) -> bool:
    fields = {"person": str(world.loner.pk), "relation": "child", "day": "1/11/2026"}
    answer = act(stranger, world.their_home, "join", **fields)
    # Being told that somebody lives elsewhere is a leak as well: the answer has to be that there is nobody.
    told = "hai xã khác nhau" in stranger.get(answer["Location"]).content.decode()
    return told or _is("people_membership", "household_id", world.their_home.pk, "person_id", world.loner.pk)


def _member(world: SimpleNamespace, stranger: Client) -> bool:
    # A member of a household that is not the stranger's: named head, split off, put out.
    for name in ("head", "leave", "split"):
        act(stranger, world.home, name, person=str(world.child.pk), day="1/11/2026")
    return not _is(
        "people_membership",
        "household_id",
        world.home.pk,
        "person_id",
        world.child.pk,
        "relation",
        "child",
        "valid_to",
        None,
    )


def _commune(world: SimpleNamespace, stranger: Client) -> bool:
    body = {**BODIES["people:register"], "commune": str(unit(HERE).pk)}
    stranger.post(reverse("people:register"), body)
    return _is("people_person", "full_name", "Người Lạ")


def _village_added(_world: SimpleNamespace, stranger: Client) -> bool:
    stranger.post(reverse("people:villages"), {"commune": str(unit(HERE).pk), "kind": "village", "name": "Thôn Lạ"})
    return _is("people_village", "name", "Thôn Lạ")


def _village(world: SimpleNamespace, stranger: Client) -> bool:
    body = {"full_name": "Người Nhà", "residence_kind": "permanent", "village": str(world.village.pk)}
    stranger.post(reverse("people:edit", args=[world.child.pk]), body)
    return _is("people_person", "id", world.child.pk, "village_id", world.village.pk)


def _searched(field: str, key: Callable[[SimpleNamespace], object]) -> Callable[[SimpleNamespace, Client], bool]:
    def probe(world: SimpleNamespace, stranger: Client) -> bool:
        answer = stranger.get(reverse("people:persons"), {"xa": str(unit(HERE).pk), field: str(key(world))})
        return bool(leaked(answer))

    return probe


def _exported(field: str, key: Callable[[SimpleNamespace], object]) -> Callable[[SimpleNamespace, Client], bool]:
    def probe(world: SimpleNamespace, stranger: Client) -> bool:
        answer = stranger.post(reverse("people:export"), {"xa": str(unit(HERE).pk), field: str(key(world)), **REASON})
        return answer.status_code == 200 and bool(leaked(answer))

    return probe


def here(_world: SimpleNamespace) -> object:
    """The first commune, as a choice of a form."""
    return unit(HERE).pk


RELATIONS: dict[str, Callable[[SimpleNamespace, Client], bool]] = {
    "CommuneForm.commune": _commune,
    "CommuneForm.village": _village,
    "PersonForm.commune": _commune,
    "PersonForm.village": _village,
    "VillageForm.commune": _village_added,
    "JoinForm.person": _join,
    "MemberDayForm.person": _member,
    "SearchForm.xa": _searched("xa", here),
    "SearchForm.thon": _searched("thon", lambda world: world.village.pk),
    "ExportForm.xa": _exported("xa", here),
    "ExportForm.thon": _exported("thon", lambda world: world.village.pk),
}


def _is(table: str, *pairs: object) -> bool:
    """Whether a row is there, looked up past every guard."""
    wanted = dict(zip(pairs[::2], pairs[1::2], strict=True))
    clause = " AND ".join(f"{column} IS NOT DISTINCT FROM %s" for column in wanted)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT FROM {table} WHERE {clause})", list(wanted.values()))
        return bool(cursor.fetchone()[0])


def policies() -> list[tuple[str, str, str]]:
    """Every policy of the database: (table, name, SELECT | INSERT | ALL)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, policyname, cmd FROM pg_policies ORDER BY 1, 2")
        return list(cursor.fetchall())


def probe_policy(table: str, command: str, stranger_range: tuple[int, int]) -> list[str]:
    """As the application, within the second commune: see rows of the first, or add a row to its history."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE unit_no NOT BETWEEN %s AND %s", stranger_range)
        assert cursor.fetchone()[0] > 0, f"{table} has nothing to leak"
        cursor.execute("SAVEPOINT probing")
        try:
            cursor.execute("SET LOCAL ROLE ansinh_app")
            cursor.execute(
                "SELECT set_config('ansinh.first_unit', %s, true), set_config('ansinh.last_unit', %s, true), set_config('ansinh.opened_kinds', 'hiv', true)",
                [str(each) for each in stranger_range],
            )
            if command == "INSERT":
                cursor.execute(
                    "SELECT set_config('ansinh.first_unit', '1', true), set_config('ansinh.last_unit', '99999', true)"
                )
                cursor.execute(f"CREATE TEMP TABLE one_row ON COMMIT DROP AS SELECT * FROM {table} LIMIT 1")
                cursor.execute("ALTER TABLE one_row DROP COLUMN pgh_id")
                cursor.execute(
                    "SELECT set_config('ansinh.first_unit', %s, true), set_config('ansinh.last_unit', %s, true)",
                    [str(each) for each in stranger_range],
                )
                cursor.execute(
                    "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute WHERE attrelid = 'one_row'::regclass AND attnum > 0 AND NOT attisdropped"
                )
                columns = cursor.fetchone()[0]
                cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM one_row")
                return [f"{table}: thêm dòng của xã khác vào lịch sử"] if cursor.rowcount else []
            cursor.execute(f"SELECT count(*) FROM {table} WHERE unit_no NOT BETWEEN %s AND %s", stranger_range)
            count = cursor.fetchone()[0]
            return [f"{table}: {count} dòng của xã khác"] if count else []
        except DatabaseError as refused:
            if "row-level security" not in str(refused):
                raise
            return []
        finally:
            cursor.execute("ROLLBACK TO SAVEPOINT probing")
