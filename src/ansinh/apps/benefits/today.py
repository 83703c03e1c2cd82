"""What this room shows first in the day of who looks after people: who is entitled and does not receive."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

from ansinh.apps.accounts.scope import inside, scope_of
from ansinh.apps.benefits.gaps import count_by_commune, headline, list_gaps, waiting_rows
from ansinh.apps.benefits.models import GapKind, GapRun
from ansinh.apps.people.pages.access import log_list
from ansinh.apps.people.restriction import count_left_out
from ansinh.apps.ui.today import DayPanel

CLOSE = "benefits.close_gap"
SHOWN = 7
BESIDE = (GapKind.UNKNOWN, GapKind.WRONG_AMOUNT, GapKind.NOT_ENTITLED, GapKind.PAID_AFTER_DEATH)


def day_panels(*, request: HttpRequest, on: date) -> list[DayPanel]:
    """Give a commune's first figures and its longest waits; to who works above, the communes with most who wait."""
    user = request.user
    if not user.has_perm("people.view"):
        return []
    scope = scope_of(user, on=on)
    if scope.is_empty:
        return []
    with inside(scope, actor=user):
        run = GapRun.objects.filter(commune__number__range=(scope.first, scope.last)).order_by("-at").first()
        if run is None:
            return [DayPanel("benefits/part/today_never.html", {"own": scope.is_one_commune}, first=True)]
        waiting = waiting_rows()
        first, left_out = headline(on=on, waiting=waiting), count_left_out()
        rows, communes = [], []
        if scope.is_one_commune:
            rows = list(list_gaps(kind=GapKind.NOT_RECEIVING)[:SHOWN])
            log_list(request, [row.person for row in rows], purpose="Có tên trong danh sách chưa được nhận của hôm nay")
        else:
            communes = count_by_commune(waiting, on=on, most=SHOWN)
    beside = [(kind.value, kind.label, first.by_kind[kind]) for kind in BESIDE if first.by_kind.get(kind)]
    content = {
        "first": first,
        "run": run,
        "rows": rows,
        "communes": communes,
        "beside": beside,
        "left_out": left_out,
        "may_write": user.has_perm(CLOSE),
    }
    return [
        DayPanel("benefits/part/today_first.html", content, first=True),
        DayPanel("benefits/part/today.html", content),
    ]
