from django.apps import AppConfig

from ansinh.apps.audit.words import add_verbs
from ansinh.apps.territory.panels import add_agency_panels
from ansinh.apps.territory.sections import add_reform_section, add_unit_section


class PlanningConfig(AppConfig):
    name = "ansinh.apps.planning"
    label = "planning"
    verbose_name = "Kế hoạch"

    def ready(self) -> None:
        # The sections read this room's tables, which are only there once every app has loaded.
        from ansinh.apps.planning.agency_panels import panels  # noqa: PLC0415
        from ansinh.apps.planning.sections import plans_of_reform, plans_of_unit, tasks_of_unit  # noqa: PLC0415

        add_agency_panels(panels)
        add_unit_section(plans_of_unit)
        add_unit_section(tasks_of_unit)
        add_reform_section(plans_of_reform, first=True)
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
                "planning.decide_holder": "Xác định cơ quan giữ việc",
                "planning.undo_holder": "Hoàn tác cơ quan giữ việc",
                "planning.name_accountable": "Ghi người chịu trách nhiệm",
                "planning.end_accountable": "Kết thúc thời gian chịu trách nhiệm",
                "planning.withdraw_accountable": "Rút lại người chịu trách nhiệm",
                "planning.activate": "Đưa kế hoạch vào thực hiện",
                "planning.baseline": "Nhập số gốc",
                "planning.initial_state": "Nhập trạng thái ban đầu",
                "planning.plan_above": "Quyết định kế hoạch cấp trên",
                "planning.link": "Nối với mục của cấp trên",
                "planning.link_all": "Nhận nhiều đề nghị nối",
                "planning.unlink": "Không nối với mục của cấp trên",
                "planning.left_out": "Để ngoài mục của cấp trên, có lý do",
                "planning.addition": "Ghi là mục thêm của mình",
                "planning.withdrawn": "Xem lại việc nối",
                "planning.link_undo": "Hoàn tác việc nối",
                "planning.bind": "Gắn chỉ tiêu với danh mục",
                "planning.bind_all": "Nhận nhiều đề xuất gắn chỉ tiêu",
                "planning.unbind": "Bác đề xuất gắn chỉ tiêu",
                "planning.bind_undo": "Hoàn tác việc gắn chỉ tiêu",
                "planning.bind_again": "Đề xuất gắn chỉ tiêu lại",
                "planning.catalogue_load": "Nạp danh mục chỉ tiêu kèm phần mềm",
                "planning.catalogue_add": "Thêm chỉ tiêu chuẩn",
                "planning.catalogue_edit": "Sửa chỉ tiêu chuẩn",
                "planning.catalogue_restore": "Trả chỉ tiêu chuẩn về bản kèm phần mềm",
                "planning.catalogue_undo": "Hoàn tác sửa chỉ tiêu chuẩn",
                "planning.weight": "Ghi quyền số",
                "planning.weight_remove": "Bỏ quyền số",
                "planning.reference": "Nạp số liệu mẫu để tham khảo",
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
