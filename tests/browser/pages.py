"""The one list of pages that are photographed; a room adds its pages here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shot:
    """One page to photograph.

    ``path`` is where to begin; ``follow`` are patterns of links (regular expressions on the address), each looked for on the page
    reached so far, for pages whose address holds an id. A page that is not there is reported and left out.
    """

    name: str
    path: str
    user: str = "dieuphoi"
    follow: tuple[str, ...] = ()


PLAN = r"^/ke-hoach/[0-9a-f-]{36}/$"


def of_plan(name: str, part: str) -> Shot:
    """A page of the first plan in the list."""
    return Shot(name, "/ke-hoach/", follow=(PLAN, rf"^/ke-hoach/[0-9a-f-]{{36}}/{part}"))


SHOTS = (
    Shot("dang-nhap", "/tai-khoan/dang-nhap/", user=""),
    Shot("khong-co-trang", "/khong-co-trang-nay/", user=""),
    Shot("ke-hoach", "/ke-hoach/"),
    Shot("tong-quan", "/ke-hoach/", follow=(PLAN,)),
    of_plan("ra-soat", "ra-soat/"),
    of_plan("ra-soat-co-quan", "ra-soat/co-quan/"),
    of_plan("ra-soat-diem", "ra-soat/diem/"),
    of_plan("chi-tieu", "chi-tieu/$"),
    Shot("mot-chi-tieu", "/ke-hoach/", follow=(PLAN, r"/chi-tieu/$", r"/chi-tieu/[^/]+/$")),
    of_plan("nhiem-vu", "nhiem-vu/$"),
    Shot("mot-nhiem-vu", "/ke-hoach/", follow=(PLAN, r"/nhiem-vu/$", r"/nhiem-vu/[^/]+/$")),
    of_plan("han", "han/"),
    of_plan("chuoi-van-ban", "chuoi/"),
    of_plan("van-ban", "van-ban/"),
    of_plan("so-goc", "so-goc/"),
    of_plan("trang-thai-dau", "trang-thai-dau/"),
    Shot("tim", "/tim/?q=bao+hiem"),
    Shot("tai-khoan", "/tai-khoan/"),
    Shot("nguoi-dung", "/tai-khoan/nguoi-dung/", user="quantri"),
    Shot("nhat-ky", "/nhat-ky/", user="giamsat"),
    Shot("viec", "/viec/"),
    Shot("thanh-phan", "/he-thong/thanh-phan/", user="quantri"),
    Shot("thanh-phan-hep", "/he-thong/thanh-phan/hep/", user="quantri"),
)
