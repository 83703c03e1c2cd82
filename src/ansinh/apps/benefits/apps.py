from django.apps import AppConfig

from ansinh.apps.audit.words import add_verbs
from ansinh.apps.people.hanging import Hanging, add_hanging
from ansinh.apps.people.panels import add_person_panels
from ansinh.apps.territory.panels import add_unit_panels
from ansinh.apps.ui.today import add_day_panels


class BenefitsConfig(AppConfig):
    name = "ansinh.apps.benefits"
    label = "benefits"
    verbose_name = "Chế độ, trợ cấp"

    def ready(self) -> None:
        # The panel reads this room's tables, which are only there once every app has loaded.
        from ansinh.apps.benefits.held import held_about  # noqa: PLC0415
        from ansinh.apps.benefits.keeping import kept_for  # noqa: PLC0415
        from ansinh.apps.benefits.listed import RECEIPT_LISTS  # noqa: PLC0415
        from ansinh.apps.benefits.models import Gap, Receipt  # noqa: PLC0415
        from ansinh.apps.benefits.panels import commune_panels, panels  # noqa: PLC0415
        from ansinh.apps.benefits.today import day_panels  # noqa: PLC0415
        from ansinh.apps.benefits.words import receipt_words  # noqa: PLC0415
        from ansinh.apps.people.holdings import add_holding  # noqa: PLC0415
        from ansinh.apps.people.keeping import add_keeping_reasons  # noqa: PLC0415
        from ansinh.apps.people.services.imports.kinds import add_list_kind  # noqa: PLC0415

        add_hanging(Hanging(Receipt, receipt_words, same=("programme", "name", "valid_from")))
        # Differences are worked out anew; until then the surviving record's stands.
        add_hanging(Hanging(Gap, str, same=("programme",), open_while="closed_at", asks=False))
        add_person_panels(panels)
        add_unit_panels(commune_panels)
        add_day_panels(day_panels)
        add_keeping_reasons(kept_for)
        add_holding(held_about)
        add_list_kind(RECEIPT_LISTS)
        add_verbs(
            {
                "benefits.record_receipt": "Ghi khoản đang nhận",
                "benefits.end_receipt": "Kết thúc khoản đang nhận",
                "benefits.find_gaps": "Tìm chỗ lệch giữa luật và danh sách",
                "benefits.close_gap": "Đóng một chỗ lệch",
                "benefits.reopen_gap": "Mở lại một chỗ lệch",
                "benefits.run_register": "Tính quyền lợi của cả sổ",
                "benefits.what_if": "Lập phương án đổi mức, đổi điều kiện",
                "benefits.remove_what_if": "Xóa một phương án",
                "benefits.load_made_up": "Đưa dân số giả lập vào sổ",
                "benefits.write_letter": "Lập thư về quyền lợi của một người",
            }
        )
