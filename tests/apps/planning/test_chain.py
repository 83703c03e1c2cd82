"""The chain of documents, over plans that cite one another, and the files that pages give away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.apps.planning.factories import make_plan, plan_markdown
from tests.apps.planning.test_activation import decide_all

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import Plan

pytestmark = pytest.mark.django_db

Browse = Callable[[User], Client]

CITING = (
    "Thực hiện Kế hoạch số 45/KH-UBND ngày 12 tháng 3 năm 2026 của Ủy ban nhân dân tỉnh; căn cứ điểm a khoản 1 Điều 6 "
    "Nghị định số 20/2021/NĐ-CP ngày 15 tháng 3 năm 2021 của Chính phủ; sửa đổi, bổ sung Kế hoạch số 9/KH-UBND ngày "
    "01 tháng 3 năm 2025 của Ủy ban nhân dân tỉnh, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:"
)


def citing_markdown(*, number: str) -> str:
    """A plan that carries out the first one and amends another."""
    lines = plan_markdown(number=number).splitlines()
    return "\n".join(CITING if line.startswith("Thực hiện Nghị quyết số") else line for line in lines)


def test_two_plans_that_cite_one_another_are_one_chain(plan: Plan, coordinator: User, browse: Browse) -> None:
    """What is carried out, what is amended, the provision cited, and who cites this plan."""
    later = make_plan(actor=coordinator, text=citing_markdown(number="51/KH-UBND"), name="sau.md")
    decide_all(plan, coordinator)
    decide_all(later, coordinator)
    client = browse(coordinator)

    upward = client.get(f"/ke-hoach/{later.pk}/can-cu/").content.decode()
    downward = client.get(f"/ke-hoach/{plan.pk}/can-cu/").content.decode()

    assert upward.index("Thực hiện</h2>") < upward.index("45/KH-UBND</a>") < upward.index("Sửa đổi</h2>")
    assert "điểm a khoản 1 Điều 6" in upward
    assert f"/ke-hoach/{plan.pk}/" in upward
    assert "Kế hoạch khác viện dẫn văn bản này" in downward
    assert f"/ke-hoach/{later.pk}/" in downward


def test_a_file_is_named_after_the_plan_without_slash(coordinator: User, browse: Browse) -> None:
    """The number of a decision holds a slash and letters with marks; the name of the file keeps what it may."""
    made = make_plan(actor=coordinator, text=plan_markdown(number="50/QĐ-UBND"), name="quyet-dinh.md")
    decide_all(made, coordinator)

    answer = browse(coordinator).get(f"/ke-hoach/{made.pk}/chi-tieu/?xuat=csv")

    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''chi-tieu-50-Q%C4%90-UBND.csv"
