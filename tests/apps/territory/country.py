"""A small country before and after 1/7/2025, for tests: provinces that merged, one that did not, a town that ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ansinh.apps.territory.models import ChangeKind, Unit, UnitChange, UnitKind, UnitLevel

LONG_AGO = dt.date(2004, 1, 1)
CITY_DAY = dt.date(2025, 1, 1)
REFORM = dt.date(2025, 7, 1)
TODAY = dt.date(2026, 11, 22)
OLD_COMMUNES = {
    "Phường Hương Trà": ("Tứ Hạ", "Hương Văn", "Hương Vân"),
    "Phường Kim Trà": ("Hương Xuân", "Hương Chữ", "Hương Toàn"),
    "Xã Bình Điền": ("Hương Bình", "Bình Tiến", "Bình Thành"),
}
NEW_CODES = {"Phường Hương Trà": "19996", "Phường Kim Trà": "20017", "Xã Bình Điền": "20035"}


@dataclass(frozen=True, slots=True)
class Country:
    """The units that tests name, as they were before the reform."""

    khanh_hoa: Unit
    hau_giang: Unit
    son_la: Unit
    hue: Unit
    huong_tra: Unit
    new_khanh_hoa: Unit
    can_tho: Unit


def _province(code: str, name: str, kind: str, start: dt.date, end: dt.date | None = None) -> Unit:
    return Unit.objects.create(
        code=code, name=name, level=UnitLevel.PROVINCE, kind=kind, valid_from=start, valid_to=end
    )


def _became(old: Unit, new: Unit, day: dt.date, act: str = "202/2025/QH15") -> None:
    UnitChange.objects.create(old=old, new=new, kind=ChangeKind.FULL, share=1, change_date=day, instrument=act)


def make_country() -> Country:
    """Put the small country into the tables."""
    new_kh = _province("56", "Tỉnh Khánh Hòa", UnitKind.PROVINCE, REFORM)
    old_kh = _province("56", "Tỉnh Khánh Hòa", UnitKind.PROVINCE, LONG_AGO, REFORM)
    _became(old_kh, new_kh, REFORM)
    _became(_province("58", "Tỉnh Ninh Thuận", UnitKind.PROVINCE, LONG_AGO, REFORM), new_kh, REFORM)
    can_tho = _province("92", "Thành phố Cần Thơ", UnitKind.CITY, REFORM)
    hau_giang = _province("93", "Tỉnh Hậu Giang", UnitKind.PROVINCE, LONG_AGO, REFORM)
    _became(hau_giang, can_tho, REFORM)
    son_la = _province("14", "Tỉnh Sơn La", UnitKind.PROVINCE, LONG_AGO)
    old_hue = _province("46", "Tỉnh Thừa Thiên Huế", UnitKind.PROVINCE, LONG_AGO, CITY_DAY)
    hue = _province("46", "Thành phố Huế", UnitKind.CITY, CITY_DAY)
    _became(old_hue, hue, CITY_DAY, "175/2024/QH15")
    town = Unit.objects.create(
        code="480", name="Thị xã Hương Trà", level=UnitLevel.DISTRICT, kind=UnitKind.TOWN, parent=old_hue,
        valid_from=LONG_AGO, valid_to=REFORM,
    )  # fmt: skip
    for number, (name, olds) in enumerate(OLD_COMMUNES.items()):
        kind = UnitKind.COMMUNE if name.startswith("Xã") else UnitKind.WARD
        new = Unit.objects.create(
            code=NEW_CODES[name], name=name, level=UnitLevel.COMMUNE, kind=kind, parent=hue, valid_from=REFORM
        )
        for at, old_name in enumerate(olds):
            old = Unit.objects.create(
                code=f"1{number}00{at}", name=f"Xã {old_name}", level=UnitLevel.COMMUNE, kind=UnitKind.COMMUNE,
                parent=town, valid_from=LONG_AGO, valid_to=REFORM,
            )  # fmt: skip
            _became(old, new, REFORM, "1675/NQ-UBTVQH15")
    return Country(old_kh, hau_giang, son_la, hue, town, new_kh, can_tho)
