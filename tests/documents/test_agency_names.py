"""Every agency that the five plans name is known to the directory, as one agency or as a group."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from ansinh.apps.territory.models import Agency
from ansinh.apps.territory.selectors.agencies import find_by_names
from ansinh.apps.territory.services.directory import seed_directory

pytestmark = [pytest.mark.documents, pytest.mark.django_db]

PLANS = {
    "ca_mau": "Cà Mau",
    "hau_giang": "Hậu Giang",
    "huong_tra": "Hương Trà",
    "khanh_hoa": "Khánh Hòa",
    "son_la": "Sơn La",
}
FLOOR = 0.98


def named(shared: Path, plan: str) -> Counter[str]:
    gold = json.loads((shared / "gold" / f"{plan}.json").read_text("utf-8"))
    rows = [*gold["tasks"], *gold["indicators"]]
    return Counter(name for row in rows for role in ("lead", "coordinating") for name in row.get(role) or [])


def test_names_of_the_five_plans_are_known(shared: Path) -> None:
    seed_directory()
    total, unknown, groups = 0, Counter[str](), 0
    for plan, place in PLANS.items():
        names = named(shared, plan)
        found = find_by_names(names=list(names), place=place)
        total += names.total()
        unknown += Counter({name: count for name, count in names.items() if name not in found})
        groups += sum(count for name, count in names.items() if name in found and found[name].is_group)
    share = 1 - unknown.total() / total
    print(f"{total - unknown.total()} / {total} lần nêu tên nhận ra ({groups} là nhóm); chưa nhận ra: {dict(unknown)}")
    assert share >= FLOOR, unknown


def test_five_ways_of_writing_are_one_agency(shared: Path) -> None:
    seed_directory()
    names = {name for plan in PLANS for name in named(shared, plan) if "Lao động" in name or "LĐTB" in name}
    found = {agency.name for name, agency in find_by_names(names=names).items() if name.startswith("Sở")}
    assert found == {"Sở Lao động - Thương binh và Xã hội"}
    assert Agency.objects.filter(name__startswith="Sở Lao động").count() == 1
