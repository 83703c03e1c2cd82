from django.apps import AppConfig

from ansinh.apps.audit.words import add_verbs


class BenefitsConfig(AppConfig):
    name = "ansinh.apps.benefits"
    label = "benefits"
    verbose_name = "Chế độ, trợ cấp"

    def ready(self) -> None:
        add_verbs(
            {
                "benefits.record_receipt": "Ghi khoản đang nhận",
                "benefits.end_receipt": "Kết thúc khoản đang nhận",
            }
        )
