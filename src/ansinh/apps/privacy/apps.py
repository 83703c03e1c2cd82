from django.apps import AppConfig

from ansinh.apps.audit.words import add_verbs
from ansinh.apps.people.panels import add_person_panels
from ansinh.apps.ui.today import add_waiting


class PrivacyConfig(AppConfig):
    name = "ansinh.apps.privacy"
    label = "privacy"
    verbose_name = "Quyền về dữ liệu cá nhân"

    def ready(self) -> None:
        # The tables are there only once every app has loaded.
        from ansinh.apps.people.hanging import Hanging, add_hanging  # noqa: PLC0415
        from ansinh.apps.privacy.models import DataRequest  # noqa: PLC0415
        from ansinh.apps.privacy.panels import panels  # noqa: PLC0415
        from ansinh.apps.privacy.today import waiting  # noqa: PLC0415

        add_person_panels(panels)
        add_waiting(waiting)
        add_hanging(Hanging(DataRequest, str))
        add_verbs(
            {
                "privacy.register": "Ghi yêu cầu về dữ liệu cá nhân",
                "privacy.acknowledge": "Báo đã nhận yêu cầu về dữ liệu cá nhân",
                "privacy.extend": "Gia hạn trả lời yêu cầu về dữ liệu cá nhân",
                "privacy.check_basis": "Xem căn cứ của yêu cầu về dữ liệu cá nhân",
                "privacy.answer": "Trả lời yêu cầu về dữ liệu cá nhân",
            }
        )
