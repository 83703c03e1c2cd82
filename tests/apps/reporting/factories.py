"""A small province with three communes, its people, and a yearly report of four indicators."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.planning.models import CatalogueIndicator
from ansinh.apps.reporting.models import Report, Round, Scheme, SchemeLine
from ansinh.apps.reporting.services.entering import Typed, write_cell
from ansinh.apps.reporting.services.rounds import DueDay, LineGiven, create_scheme, open_round
from ansinh.apps.territory.models import Unit, UnitKind, UnitLevel
from ansinh.core.progress.periods import Period, PeriodKind
from ansinh.core.progress.workdays import WorkCalendar

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
OLD = dt.date(2000, 1, 1)
DAYS = WorkCalendar(announced=frozenset({2025, 2026}))


@dataclass
class World:
    """Everything a test needs by name."""

    province: Unit
    communes: list[Unit]
    officer: User
    second_officer: User
    chair: User
    other_officer: User
    coordinator: User
    checker: User
    scheme: Scheme
    round: Round

    def report(self, at: int = 0) -> Report:
        return Report.objects.get(round=self.round, place=self.communes[at])

    def line(self, code: str) -> SchemeLine:
        return SchemeLine.objects.get(scheme=self.scheme, entry=code)

    def type(self, report: Report, code: str, *, by: User | None = None, **held: object) -> object:
        numbers = {
            name: None if value is None else Decimal(str(value)) for name, value in held.items() if name in NUMBERS
        }
        others = {name: value for name, value in held.items() if name not in NUMBERS}
        typed = Typed(line_id=self.line(code).pk, **numbers, **others)  # type: ignore[arg-type]
        return write_cell(report_id=report.pk, typed=typed, actor=by or self.officer, now=NOW)

    def fill(self, report: Report, *, by: User | None = None, insured: int = 90, poor: int = 12) -> None:
        """Fill a form with figures nothing is wrong with."""
        self.type(report, "test_insured", by=by, numerator=insured, denominator=100)
        self.type(report, "test_poor", by=by, value=poor)
        self.type(report, "test_doctors", by=by, numerator=3, denominator=9000)
        self.type(report, "test_index", by=by, blank="nothing_happened")


NUMBERS = ("numerator", "denominator", "value")


def make_user(username: str, full_name: str, unit: Unit, *roles: Role) -> User:
    """Make an account of a unit."""
    return User.objects.create(
        username=username, full_name=full_name, roles=[role.value for role in roles], scope_unit=unit
    )


def entry(code: str, at: int, name: str, **fields: object) -> CatalogueIndicator:
    """Make an indicator of the catalogue."""
    return CatalogueIndicator.objects.create(
        **{
            "code": code,
            "ordinal": at,
            "name_vi": name,
            "sector": "insurance",
            "direction": "up",
            "frequency": "year",
            "time_axis": "last",
            **fields,
        }
    )


def make_unit(code: str, name: str, kind: str, parent: Unit | None = None, number: int = 0) -> Unit:
    """Make a unit that exists all the time."""
    level = UnitLevel.PROVINCE if parent is None else UnitLevel.COMMUNE
    return Unit.objects.create(
        code=code, name=name, kind=kind, level=level, parent=parent, valid_from=OLD, number=number
    )


def make_world() -> World:
    """Put the small province into the tables, the way the program does it, with the period of 2026 open."""
    province = make_unit("98", "Tỉnh Minh Họa", UnitKind.PROVINCE)
    communes = [make_unit(f"9800{at}", f"Xã Ví Dụ {at}", UnitKind.COMMUNE, province, number=at) for at in range(1, 4)]
    coordinator = make_user("dieuphoi", "Trần Thị Điều Phối", province, Role.COORDINATOR)
    entries = [
        entry(
            "test_insured",
            9001,
            "Tỷ lệ dân số tham gia bảo hiểm y tế",
            kind="ratio",
            per="100",
            unit="%",
            place_axis="ratio_of_sums",
        ),
        entry("test_poor", 9002, "Số hộ nghèo cuối năm", kind="count", per="1", unit="Hộ", place_axis="sum"),
        entry(
            "test_doctors",
            9003,
            "Số bác sĩ trên 10.000 dân",
            kind="rate_per",
            per="10000",
            unit="Người",
            place_axis="ratio_of_sums",
        ),
        entry(
            "test_index", 9004, "Chỉ số phát triển con người", kind="index", per="1", unit="Chỉ số", place_axis="none"
        ),
    ]
    scheme = create_scheme(
        title="Báo cáo năm",
        length="year",
        reporters="communes",
        place=province,
        due=DueDay(11, 25),
        cut_off=DueDay(11, 14),
        lines=[LineGiven(one) for one in entries],
        actor=coordinator,
        now=NOW,
    )
    opened = open_round(scheme=scheme, period=Period(2026, PeriodKind.YEAR), actor=coordinator, now=NOW, days=DAYS)
    return World(
        province=province,
        communes=communes,
        officer=make_user("can_bo", "Cao Thị Hiền", communes[0], Role.COMMUNE_OFFICER),
        second_officer=make_user("can_bo_2", "Lê Văn Cùng", communes[0], Role.COMMUNE_OFFICER),
        chair=make_user("chu_tich", "Phạm Văn Chủ", communes[0], Role.CHAIR),
        other_officer=make_user("xa_khac", "Hồ Thị Khác", communes[1], Role.COMMUNE_OFFICER),
        coordinator=coordinator,
        checker=make_user("duyet", "Đỗ Văn Duyệt", province, Role.COORDINATOR),
        scheme=scheme,
        round=opened,
    )
