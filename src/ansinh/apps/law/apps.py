from django.apps import AppConfig

from ansinh.apps.audit.words import add_verbs
from ansinh.apps.ui.today import add_waiting


class LawConfig(AppConfig):
    name = "ansinh.apps.law"
    label = "law"
    verbose_name = "Luật"

    def ready(self) -> None:
        # The tables are there only once every app has loaded.
        from ansinh.apps.law.today import waiting  # noqa: PLC0415

        add_waiting(waiting)
        add_verbs(
            {
                "law.keep_text": "Giữ văn bản gốc",
                "law.withdraw_text": "Rút văn bản gốc",
                "law.propose_check": "Đối chiếu lần một một con số, quy tắc",
                "law.note_difference": "Ghi văn bản gốc khác phần mềm",
                "law.confirm_check": "Xác nhận đối chiếu",
                "law.refuse_check": "Từ chối đối chiếu",
                "law.withdraw_check": "Rút lần đối chiếu",
                "law.add_change": "Đưa văn bản đổi luật vào",
                "law.attach_value": "Ghi giá trị mới của một tham số",
                "law.confirm_value": "Xác nhận giá trị mới",
                "law.refuse_value": "Từ chối giá trị mới",
                "law.withdraw_value": "Rút giá trị mới",
            }
        )
