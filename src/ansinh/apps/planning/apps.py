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
                "planning.remove": "Bỏ kế hoạch khỏi danh sách",
                "planning.put_back": "Đưa kế hoạch lại vào danh sách",
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
            }
        )
