from django.apps import AppConfig

from ansinh.apps.audit.words import add_verbs
from ansinh.apps.territory.sections import add_reform_section


class TerritoryConfig(AppConfig):
    name = "ansinh.apps.territory"
    label = "territory"
    verbose_name = "Đơn vị hành chính và cơ quan"

    def ready(self) -> None:
        # The section reads this room's tables, which are only there once every app has loaded.
        from ansinh.apps.territory.selectors.reform import agencies_of_reform  # noqa: PLC0415

        add_reform_section(agencies_of_reform)
        add_verbs(
            {
                "territory.record_share": "Ghi phần chuyển của đơn vị",
                "territory.withdraw_share": "Hoàn tác phần chuyển của đơn vị",
                "territory.convert_series": "Lưu lần chuyển số liệu",
                "territory.undo_conversion": "Hoàn tác lần chuyển số liệu",
                "territory.edit_agency": "Sửa cơ quan trong danh mục",
                "territory.name_agency": "Thêm cách viết tên cơ quan",
                "territory.add_succession": "Ghi cơ quan kế nhiệm",
                "territory.withdraw_succession": "Rút lại cơ quan kế nhiệm",
                "territory.restore_succession": "Dùng lại cơ quan kế nhiệm",
            }
        )
