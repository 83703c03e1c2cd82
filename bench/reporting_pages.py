# ruff: noqa: PLC0415 - Django is set up first, then its models can be imported
"""The addresses that ``bench.reporting`` opens: every page of the room, by who opens it.

A route of the room that is not opened stops the bench, unless it answers only to a press: then a visit is refused with 405.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

FILES = ("xuat=", "/mau/", "/tep/")
"""What in an address says that it gives a file and no page."""
_KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def list_pages(world: dict[str, Any]) -> dict[str, list[str]]:
    """Return the addresses by the one who opens them."""
    matters = world["matters"]
    scheme, latest = world["scheme"].pk, world["rounds"][-1].pk
    draft, waiting, approved = world["draft"].pk, world["waiting"].pk, world["approved"].pk
    first, day = world["scheme"].lines.first().pk, f"{world['day']:%d/%m/%Y}"
    one, plan, official = matters.indicator.pk, matters.plan.pk, matters.official.pk
    section = matters.official.sections.first().pk
    return {
        "coordinator": [
            "/bao-cao/",
            "/bao-cao/che-do/",
            "/bao-cao/che-do/moi/",
            f"/bao-cao/che-do/moi/?ke-hoach={plan}",
            "/bao-cao/che-do/tu-ke-hoach/",
            "/bao-cao/che-do/dot-xuat/",
            "/bao-cao/ngay-nghi/",
            "/bao-cao/nhac-viec/",
            "/bao-cao/nguong/",
            f"/bao-cao/che-do/{scheme}/",
            f"/bao-cao/che-do/{scheme}/?page=6",
            f"/bao-cao/che-do/{scheme}/?phan=tre",
            f"/bao-cao/che-do/{scheme}/?ten=hoa+binh",
            f"/bao-cao/che-do/{scheme}/?xuat=xlsx",
            f"/bao-cao/ky/{latest}/",
            f"/bao-cao/{approved}/",
            f"/bao-cao/{waiting}/duyet/",
            f"/bao-cao/{approved}/dinh-chinh/",
            f"/bao-cao/{draft}/gia-han/",
            f"/bao-cao/chi-tieu/{one}/",
            f"/bao-cao/chi-tieu/{one}/?xa=ca",
            f"/bao-cao/chi-tieu/{one}/?dienbien=ca",
            f"/bao-cao/chi-tieu/{one}/?ngay={day}",
            f"/bao-cao/chi-tieu/{one}/?xuat=xa-xlsx",
            "/bao-cao/mot-trang/",
            "/bao-cao/so-lieu/",
            f"/bao-cao/so-lieu/?chi-tieu={one}",
            "/bao-cao/so-lieu/?xuat=xlsx",
            "/bao-cao/so-lieu/?xuat=csv",
            "/bao-cao/so-lieu/?xuat=sdmx",
            "/bao-cao/tong-hop/",
            "/bao-cao/tong-hop/moi/",
            f"/bao-cao/tong-hop/{official}/",
            f"/bao-cao/tong-hop/{official}/dau-cuoi/",
            f"/bao-cao/tong-hop/muc/{section}/",
            f"/bao-cao/tong-hop/tep/{matters.file.pk}/",
            "/bao-cao/nhiem-vu/",
            f"/bao-cao/nhiem-vu/{matters.task.pk}/",
            f"/bao-cao/nhiem-vu/{matters.yearly_task.pk}/",
            "/bao-cao/vuong-mac/",
            "/bao-cao/vuong-mac/moi/",
            f"/bao-cao/vuong-mac/{matters.difficulty.pk}/",
            "/bao-cao/kiem-tra/",
            "/bao-cao/kiem-tra/moi/",
            f"/bao-cao/kiem-tra/moi/?ke-hoach={plan}",
            f"/bao-cao/kiem-tra/{matters.inspection.pk}/",
            "/bao-cao/giam-sat/",
            "/bao-cao/giam-sat/moi/",
            f"/bao-cao/giam-sat/{matters.thread.pk}/",
            "/bao-cao/hoat-dong/",
            "/bao-cao/hoat-dong/moi/",
            f"/bao-cao/hoat-dong/{matters.activity.pk}/",
            f"/ke-hoach/{plan}/chi-tieu/",
            f"/ke-hoach/{plan}/chi-tieu/?ngay={day}",
            f"/ke-hoach/{plan}/tong-quan/",
        ],
        "officer": [
            "/bao-cao/",
            "/bao-cao/uy-quyen/",
            f"/bao-cao/{draft}/",
            f"/bao-cao/{draft}/?phan=thieu",
            f"/bao-cao/{draft}/o/{first}/lich-su/",
            f"/bao-cao/{draft}/mau/",
            f"/bao-cao/{draft}/nap/",
        ],
        "agent": [
            "/bao-cao/",
            "/bao-cao/nhiem-vu/",
            "/bao-cao/nhiem-vu/?xuat=xlsx",
            f"/bao-cao/nhiem-vu/{matters.own_task.pk}/",
            f"/bao-cao/nhiem-vu/{matters.own_task.pk}/gop-y/",
            f"/bao-cao/gop-y/{matters.call.pk}/",
            f"/bao-cao/tep/{matters.proof.pk}/",
            "/bao-cao/vuong-mac/",
            "/bao-cao/kiem-tra/",
        ],
        "chair": ["/bao-cao/", "/bao-cao/mot-trang/", f"/bao-cao/chi-tieu/{one}/"],
        "auditor": ["/bao-cao/giam-sat/", f"/bao-cao/giam-sat/{matters.thread.pk}/"],
    }


def shorten(address: str, world: dict[str, Any]) -> str:
    """Return an address with the long keys of reports in it as words."""
    named = {world["scheme"].pk: "S", world["rounds"][-1].pk: "K", world["matters"].plan.pk: "P"}
    named |= {world[name].pk: name[0].upper() for name in ("draft", "waiting", "approved")}
    for key, word in named.items():
        address = address.replace(str(key), word)
    return _KEY.sub("…", address)


def is_file(address: str) -> bool:
    """Return whether an address gives a file that is made when asked for, and no page."""
    return any(sign in address for sign in FILES)


def check_every_page_is_opened(pages: dict[str, list[str]], client: Any) -> None:
    """Stop where a route of the room has a page that is not opened."""
    from django.urls import resolve

    opened = {resolve(address.split("?")[0]).url_name for many in pages.values() for address in many}
    left = [name for name, address in _routes() if name not in opened and client.get(address).status_code != 405]
    if left:
        sys.exit(f"Trang của phòng báo cáo chưa được mở để đo: {', '.join(left)}")


def _routes() -> Iterator[tuple[str, str]]:
    """Return every route of the room by name, with an address that leads to it."""
    from uuid import uuid4

    from django.urls import reverse

    from ansinh.apps.reporting.urls import urlpatterns

    made = {"IntConverter": 1, "UUIDConverter": uuid4(), "StringConverter": "call"}
    for route in urlpatterns:
        given = {name: made[type(one).__name__] for name, one in route.pattern.converters.items()}
        yield str(route.name), reverse(f"reporting:{route.name}", kwargs=given)
