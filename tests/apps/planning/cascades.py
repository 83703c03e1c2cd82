"""Plans of a province, a department and communes of our own wording, one under the other."""

from __future__ import annotations

from pathlib import Path

from tests.apps.planning.factories import NOW, make_plan
from tests.apps.planning.test_activation import decide_all

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import Indicator, Plan, PlanAbove, ReportDuty, Task
from ansinh.apps.planning.services.cascade import decide_plan_above

SAMPLES = Path(__file__).resolve().parents[3] / "src" / "ansinh" / "samples"
COMMUNE = (SAMPLES / "ke-hoach-mau-xa-tan-lap.md").read_text(encoding="utf-8")

PROVINCE = """ỦY BAN NHÂN DÂN TỈNH BÌNH MINH

Số: 45/KH-UBND

Bình Minh, ngày 12 tháng 3 năm 2026

KẾ HOẠCH

Thực hiện chính sách an sinh xã hội trên địa bàn tỉnh Bình Minh giai đoạn 2026 - 2030

I. MỤC ĐÍCH

Mọi người dân được tiếp cận chính sách xã hội.

II. TỔ CHỨC THỰC HIỆN

1. Các sở, ban, ngành; Ủy ban nhân dân các xã, phường xây dựng kế hoạch của cơ quan, đơn vị mình, gửi Sở Nội vụ trước ngày 30/4/2026.

2. Ủy ban nhân dân các xã, phường báo cáo kết quả về Sở Nội vụ trước ngày 25/11 hằng năm.

PHỤ LỤC I

CHỈ TIÊU

| STT | Chỉ tiêu | Đơn vị tính | Mục tiêu đến năm 2027 | Mục tiêu đến năm 2030 | Cơ quan chủ trì | Cơ quan phối hợp |
|---|---|---|---|---|---|---|
| 1 | Tỷ lệ gia đình người có công có mức sống từ trung bình khá trở lên so với cộng đồng nơi cư trú | % | 99 | 100 | Sở Nội vụ | UBND các xã, phường |
| 2 | Tỷ lệ xã, phường làm tốt công tác chăm sóc thương binh, gia đình liệt sĩ | % | 100 | 100 | Sở Nội vụ | UBND các xã, phường |
| 3 | Tỷ lệ lao động qua đào tạo có bằng cấp, chứng chỉ | % | 33 | > 38 | Sở Nội vụ | Sở Giáo dục và Đào tạo |
| 4 | Số người đi làm việc ở nước ngoài theo hợp đồng | Người/năm | 1.200 | 1.500 | Sở Nội vụ | UBND các xã, phường |
| 5 | Tỷ lệ hộ nghèo đa chiều | % | < 2,5 | < 1,5 | Sở Nông nghiệp và Môi trường | UBND các xã, phường |
| 6 | Tỷ lệ trẻ em có hoàn cảnh đặc biệt được chăm sóc, hỗ trợ kịp thời | % | 97 | 99 | Sở Y tế | UBND các xã, phường |
| 7 | Số giường bệnh trên một vạn dân | Giường | 31 | 34 | Sở Y tế | Sở Tài chính |
| 8 | Tỷ lệ học sinh hoàn thành chương trình tiểu học | % | 99,7 | > 99,8 | Sở Giáo dục và Đào tạo | UBND các xã, phường |
| 9 | Tỷ lệ hộ nghèo thiếu hụt về nhà ở được hỗ trợ xây mới, sửa chữa | % | 80 | 100 | Sở Xây dựng | UBND các xã, phường |

PHỤ LỤC II

NHIỆM VỤ

| TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Sản phẩm | Thời gian thực hiện |
|---|---|---|---|---|---|
| 1 | Số hóa hồ sơ người đang hưởng trợ cấp xã hội hằng tháng | Sở Y tế | UBND các xã, phường | Cơ sở dữ liệu đã đối chiếu | 2026-2027 |
| 2 | Kế hoạch mở tài khoản cho người hưởng trợ cấp xã hội | Sở Y tế | UBND các xã, phường | Kế hoạch | Quý II/2026 |
| 3 | Tổ chức phiên giao dịch việc làm lưu động tại các xã | Sở Nội vụ | UBND các xã, phường | Phiên giao dịch việc làm | Hằng năm |
| 4 | Chương trình hỗ trợ nhà ở cho hộ nghèo, hộ cận nghèo giai đoạn 2026 - 2030 | Sở Xây dựng | UBND các xã, phường | Chương trình | 2026-2030 |
| 5 | Nâng cấp trung tâm công tác xã hội của tỉnh | Sở Y tế | Sở Tài chính | Trung tâm | 2028 |
"""

DEPARTMENT = """ỦY BAN NHÂN DÂN TỈNH BÌNH MINH
SỞ Y TẾ

Số: 77/KH-SYT

Bình Minh, ngày 20 tháng 4 năm 2026

KẾ HOẠCH

Thực hiện chính sách an sinh xã hội của ngành y tế giai đoạn 2026 - 2030

Thực hiện Kế hoạch số 45/KH-UBND ngày 12/3/2026 của Ủy ban nhân dân tỉnh Bình Minh, Sở Y tế ban hành Kế hoạch như sau:

I. TỔ CHỨC THỰC HIỆN

1. Đề nghị Ủy ban nhân dân các xã, phường xây dựng kế hoạch thực hiện, hoàn thành trong quý II/2026.

PHỤ LỤC I

CHỈ TIÊU

| STT | Chỉ tiêu | Đơn vị tính | Mục tiêu đến năm 2027 | Mục tiêu đến năm 2030 | Cơ quan chủ trì | Cơ quan phối hợp |
|---|---|---|---|---|---|---|
| 1 | Số giường bệnh/vạn dân | Giường | 31 | 33 | Phòng Kế hoạch | Bệnh viện tỉnh |
| 2 | Tỷ lệ trẻ em có hoàn cảnh đặc biệt được hỗ trợ, chăm sóc kịp thời | % | 97 | 99 | Phòng Bảo trợ | UBND các xã, phường |

PHỤ LỤC II

NHIỆM VỤ

| TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Sản phẩm | Thời gian thực hiện |
|---|---|---|---|---|---|
| 1 | Số hóa hồ sơ người hưởng trợ cấp xã hội hằng tháng | Phòng Bảo trợ | UBND các xã, phường | Cơ sở dữ liệu đã đối chiếu | 2026-2027 |
| 2 | Lập dự án nâng cấp trung tâm công tác xã hội tỉnh | Phòng Kế hoạch | Sở Tài chính | Dự án | 2027 |
"""

ROWS = {"indicator": Indicator, "task": Task, "duty": ReportDuty}


def read(text: str, actor: User, *, decided: bool = True) -> Plan:
    """Return a plan read from a text, its rows accepted unless said otherwise."""
    plan = make_plan(actor=actor, text=text)
    if decided:
        decide_all(plan, actor)
    return plan


def put_under(plan: Plan, above: Plan, actor: User) -> PlanAbove:
    """Confirm a plan as an own plan under another."""
    return decide_plan_above(
        plan_id=plan.pk, above_id=above.pk, accepted=True, expected_version=0, actor=actor, now=NOW
    )


def name_of(plan: Plan, kind: str, no: str) -> str:
    """Return the name of a row in forms ("indicator-12"), by its printed number; prose rows aside."""
    rows = ROWS[kind].objects.filter(plan=plan, no=no)
    if kind != "duty":
        rows = rows.filter(source="annex")
    return f"{kind}-{rows.get().pk}"


def communes_text(at: int) -> str:
    """Return the plan of the commune of a number: the sample's, under another name and number."""
    text = COMMUNE.replace("XÃ TÂN LẬP", f"XÃ SỐ {at}").replace("Tân Lập", f"Số {at}")
    return text.replace("Số: 12/KH-UBND", f"Số: {100 + at}/KH-UBND")
