from django.apps import AppConfig

from ansinh.apps.audit.words import add_verbs


class LawConfig(AppConfig):
    name = "ansinh.apps.law"
    label = "law"
    verbose_name = "Luật"

    def ready(self) -> None:
        add_verbs(
            {
                "law.keep_text": "Giữ văn bản gốc",
                "law.withdraw_text": "Rút văn bản gốc",
                "law.propose_check": "Đối chiếu lần một một con số, quy tắc",
                "law.note_difference": "Ghi văn bản gốc khác phần mềm",
                "law.confirm_check": "Xác nhận đối chiếu",
                "law.refuse_check": "Từ chối đối chiếu",
                "law.withdraw_check": "Rút lần đối chiếu",
            }
        )
