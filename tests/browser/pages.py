"""The one list of pages that are photographed; a room adds its pages here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shot:
    """One page to photograph.

    ``path`` is where to begin. Each of ``steps`` leads on: a regular expression on the address of a link of the page
    reached so far, or, with "+" before it, a part put behind the address of the plan. ``running`` pages are
    photographed after the plan has been put to work, and once the made-up people are loaded. A page that is not there is
    reported and left out.
    """

    name: str
    path: str
    steps: tuple[str, ...] = ()
    user: str = "dieuphoi"
    running: bool = False


# Any link into the plan that is first in the list.
PLAN = r"^/ke-hoach/[0-9a-f-]{36}/"
PERSON = r"^/nguoi/[0-9a-f-]{36}/"


def of_plan(name: str, *steps: str, running: bool = True) -> Shot:
    """Give a page of the first plan."""
    return Shot(name, "/ke-hoach/", (PLAN, *steps), running=running)


SHOTS = (
    Shot("dang-nhap", "/tai-khoan/dang-nhap/", user=""),
    Shot("khong-co-trang", "/khong-co-trang-nay/", user=""),
    Shot("ke-hoach", "/ke-hoach/"),
    of_plan("ra-soat", "+ra-soat/", running=False),
    of_plan("ra-soat-nhiem-vu", "+ra-soat/?loai=task", running=False),
    of_plan("ra-soat-co-quan", "+ra-soat/co-quan/", running=False),
    of_plan("ra-soat-diem", "+ra-soat/diem/", running=False),
    of_plan("dua-vao-thuc-hien", "+dua-vao-thuc-hien/", running=False),
    Shot("ke-hoach-dang-thuc-hien", "/ke-hoach/", running=True),
    of_plan("tong-quan", "+tong-quan/"),
    of_plan("chi-tieu", "+chi-tieu/"),
    of_plan("mot-chi-tieu", "+chi-tieu/", r"/chi-tieu/[0-9]+/$"),
    of_plan("nhiem-vu", "+nhiem-vu/"),
    of_plan("mot-nhiem-vu", "+nhiem-vu/", r"/nhiem-vu/[0-9]+/$"),
    of_plan("ai-dang-giu", "+co-quan-giu-viec/"),
    of_plan("thoi-han", "+thoi-han/"),
    of_plan("can-cu", "+can-cu/"),
    of_plan("van-ban", "+van-ban/"),
    of_plan("cap-duoi", "+cap-duoi/"),
    of_plan("cap-tren", "+cap-duoi/", r"/ke-hoach/[0-9a-f-]{36}/cap-tren/$"),
    of_plan("so-goc", "+so-goc/"),
    of_plan("trang-thai-dau", "+trang-thai-dau/"),
    of_plan("gan-danh-muc", "+danh-muc/"),
    Shot("so-sanh", "/ke-hoach/so-sanh/", running=True),
    Shot("so-sanh-mot-chi-tieu", "/ke-hoach/so-sanh/health_insurance_coverage/", running=True),
    Shot("danh-muc", "/ke-hoach/danh-muc/", running=True),
    Shot("chi-tieu-chuan", "/ke-hoach/danh-muc/unemployment_rate/", running=True),
    of_plan("dien-bien", "+dien-bien/"),
    of_plan("mot-phien-ban", "+dien-bien/", r"/phien-ban/[0-9]+/$"),
    of_plan("chi-tieu-ngay-khac", "+chi-tieu/?ngay=01/01/2030"),
    of_plan("tiep-nhan", "+tiep-nhan/"),
    of_plan("pham-vi", "+pham-vi/"),
    Shot("mot-trang", "/bao-cao/mot-trang/", running=True),
    of_plan("tien-do-chi-tieu", "+chi-tieu/", r"/chi-tieu/[0-9]+/$", r"^/bao-cao/chi-tieu/[0-9]+/"),
    Shot("so-lieu-da-duyet", "/bao-cao/so-lieu/", running=True),
    Shot("bao-cao-tong-hop", "/bao-cao/tong-hop/", running=True),
    Shot("nguong-danh-gia", "/bao-cao/nguong/", running=True),
    Shot("tim", "/tim/?q=bao+hiem", running=True),
    Shot("don-vi", "/don-vi/"),
    Shot("mot-don-vi", "/don-vi/56/2025-07-01/"),
    Shot("don-vi-bi-chia", "/don-vi/22768/2021-01-01/"),
    Shot("phan-chia", "/don-vi/22768/2021-01-01/", (r"^/don-vi/phan-chia/[0-9]+/$",)),
    Shot("phan-chia-chua-ro", "/don-vi/chua-ro-phan-chia/"),
    Shot("chuyen-so-lieu", "/don-vi/chuyen-so-lieu/"),
    Shot("doi-tu-1-7-2025", "/don-vi/doi-tu-1-7-2025/"),
    Shot("co-quan", "/co-quan/"),
    Shot("mot-co-quan", "/co-quan/?name=so+noi+vu", (r"/co-quan/[0-9]+/$",), running=True),
    Shot("luat", "/luat/?q=tro+cap+nguoi+gia"),
    Shot("quy-tac", "/luat/quy-tac/sa_k6/"),
    Shot("tham-so", "/luat/tham-so/sa.standard/"),
    Shot("luat-doi", "/luat/thay-doi/?tu=30/06/2025&den=01/07/2025"),
    Shot("doi-chieu", "/luat/doi-chieu/?loai=parameter"),
    Shot("tai-khoan", "/tai-khoan/"),
    Shot("doi-mat-khau", "/tai-khoan/doi-mat-khau/"),
    Shot("hai-buoc", "/tai-khoan/hai-buoc/"),
    Shot("phien", "/tai-khoan/phien/"),
    Shot("nguoi-dung", "/tai-khoan/nguoi-dung/", user="quantri"),
    Shot("nguoi-dung-moi", "/tai-khoan/nguoi-dung/moi/", user="quantri"),
    Shot("nhat-ky", "/nhat-ky/", user="giamsat", running=True),
    Shot("hom-nay", "/bao-cao/", running=True),
    Shot("hom-nay-xa", "/bao-cao/", user="canboxa", running=True),
    Shot("hom-nay-lanh-dao", "/bao-cao/", user="lanhdao", running=True),
    Shot("nhap-so-lieu", "/bao-cao/", (r"^/bao-cao/[0-9a-f-]{36}/$",), user="canboxa", running=True),
    Shot("nhap-danh-sach", "/nguoi/nhap-danh-sach/", user="canboxa", running=True),
    Shot("nguoi-va-ho", "/nguoi/", user="canboxa", running=True),
    Shot("mot-ho", "/nguoi/", (r"^/ho/[0-9a-f-]{36}/$",), user="canboxa", running=True),
    Shot("mot-nguoi", "/cho-lech/", (f"{PERSON}quyen-loi/$", f"{PERSON}$"), user="canboxa", running=True),
    Shot("can-bo-sung", "/nguoi/can-bo-sung/", user="canboxa", running=True),
    Shot("ho-so-trung", "/nguoi/trung/", user="canboxa", running=True),
    Shot("yeu-cau-du-lieu", "/yeu-cau-du-lieu/", user="canboxa", running=True),
    Shot("chua-nhan", "/cho-lech/", user="canboxa", running=True),
    Shot("chua-ro", "/cho-lech/?loai=unknown", user="canboxa", running=True),
    Shot("quyen-loi", "/cho-lech/", (f"{PERSON}quyen-loi/$",), user="canboxa", running=True),
    Shot("di-tham", "/cho-lech/di-tham/", user="canboxa", running=True),
    Shot("neu-doi", "/neu-doi/", user="canboxa", running=True),
    Shot("van-ban-doi-luat", "/luat/doi-luat/", running=True),
    Shot("viec", "/viec/"),
    Shot("thanh-phan", "/he-thong/thanh-phan/", user="quantri"),
    Shot("thanh-phan-hep", "/he-thong/thanh-phan/hep/", user="quantri"),
)
