from django.apps import AppConfig

from ansinh.apps.audit.words import add_verbs


class PlanningConfig(AppConfig):
    name = "ansinh.apps.planning"
    label = "planning"
    verbose_name = "Kế hoạch"

    def ready(self) -> None:
        add_verbs(
            {
                "planning.upload": "Tải văn bản kế hoạch lên",
                "planning.read_again": "Đọc lại văn bản kế hoạch",
                "planning.accept": "Nhận nội dung đã đọc",
                "planning.accept_all": "Nhận nhiều nội dung đã đọc",
                "planning.correct": "Sửa nội dung đã đọc",
                "planning.reject": "Bỏ nội dung đã đọc",
                "planning.finding": "Xử lý phát hiện",
                "planning.undo": "Hoàn tác khi rà soát",
                "planning.resolve_agency": "Xác định cơ quan",
                "planning.activate": "Đưa kế hoạch vào thực hiện",
                "planning.baseline": "Nhập số gốc",
                "planning.initial_state": "Nhập trạng thái ban đầu",
                "planning.choose_scope": "Chọn phạm vi của kế hoạch",
                "planning.open_version": "Mở dự thảo phiên bản kế hoạch",
                "planning.describe_version": "Ghi tên, lý do, ngày hiệu lực của dự thảo",
                "planning.version_revise": "Sửa nội dung trong dự thảo",
                "planning.version_add": "Bổ sung nội dung trong dự thảo",
                "planning.version_drop": "Thôi thực hiện nội dung trong dự thảo",
                "planning.version_accept": "Nhận thay đổi của phiên bản",
                "planning.version_refuse": "Không nhận thay đổi của phiên bản",
                "planning.version_match": "Chọn dòng cho đề xuất sửa đổi",
                "planning.put_in_force": "Ban hành phiên bản kế hoạch",
                "planning.apply_version": "Phiên bản kế hoạch có hiệu lực",
                "planning.withdraw_version": "Rút lại phiên bản chờ hiệu lực",
                "planning.discard_version": "Hủy dự thảo phiên bản",
                "planning.open_takeover": "Bắt đầu tiếp nhận kế hoạch",
                "planning.choose_partner": "Chọn kế hoạch gộp cùng",
                "planning.carry_decide": "Quyết định tiếp nhận nội dung",
                "planning.carry_settle": "Quyết định nội dung chờ gộp sau tiếp nhận",
                "planning.finish_takeover": "Kết thúc tiếp nhận kế hoạch",
                "planning.cancel_takeover": "Hủy việc tiếp nhận kế hoạch",
            }
        )
