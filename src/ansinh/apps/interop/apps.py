from django.apps import AppConfig

from ansinh.apps.audit.words import add_verbs
from ansinh.apps.people.panels import add_person_panels


class InteropConfig(AppConfig):
    name = "ansinh.apps.interop"
    label = "interop"
    verbose_name = "Nối với hệ thống khác"

    def ready(self) -> None:
        # The tables are there only once every app has loaded.
        from ansinh.apps.interop.held import held_about  # noqa: PLC0415
        from ansinh.apps.interop.models import PopulationCheck  # noqa: PLC0415
        from ansinh.apps.interop.panels import panels  # noqa: PLC0415
        from ansinh.apps.people.hanging import Hanging, add_hanging  # noqa: PLC0415
        from ansinh.apps.people.holdings import add_holding  # noqa: PLC0415

        add_person_panels(panels)
        add_holding(held_about)
        # Of two records only one may wait for an answer: the surviving one does.
        add_hanging(Hanging(PopulationCheck, str, same=("system",), open_while="answered_at", asks=False))
        add_verbs(
            {
                "interop.ask": "Đối chiếu một người với cơ sở dữ liệu dân cư",
                "interop.hear": "Nhận trả lời của cơ sở dữ liệu dân cư",
                "interop.decide": "Quyết định một mục cơ sở dữ liệu dân cư đề nghị",
            }
        )
