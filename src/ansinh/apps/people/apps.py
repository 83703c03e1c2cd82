from django.apps import AppConfig

from ansinh.apps.audit.words import add_verbs
from ansinh.apps.ui.today import add_waiting


class PeopleConfig(AppConfig):
    name = "ansinh.apps.people"
    label = "people"
    verbose_name = "Người và hộ"

    def ready(self) -> None:
        # The tables are there only once every app has loaded.
        from ansinh.apps.people.hanging import Hanging, add_hanging, fact_words  # noqa: PLC0415
        from ansinh.apps.people.models import Fact  # noqa: PLC0415
        from ansinh.apps.people.today import waiting  # noqa: PLC0415

        add_waiting(waiting)
        add_hanging(Hanging(Fact, fact_words, same=("name", "slot"), open_while="valid_to"))
        add_verbs(
            {
                "people.register_person": "Ghi một người vào sổ",
                "people.register_household": "Lập hộ",
                "people.edit_person": "Sửa thông tin một người",
                "people.record_birth": "Ghi trẻ mới sinh",
                "people.record_death": "Ghi người đã chết",
                "people.undo_death": "Hoàn tác ghi người đã chết",
                "people.move_household": "Chuyển hộ đến nơi khác",
                "people.move_person": "Chuyển một người đến nơi khác",
                "people.join_household": "Đưa một người vào hộ",
                "people.leave_household": "Đưa một người ra khỏi hộ",
                "people.split_household": "Tách hộ",
                "people.join_households": "Nhập hộ",
                "people.name_head": "Ghi chủ hộ",
                "people.record_fact": "Ghi thông tin theo luật",
                "people.end_fact": "Kết thúc thông tin theo luật",
                "people.record_poverty": "Ghi diện hộ nghèo, cận nghèo",
                "people.set_relations": "Ghi quan hệ với chủ hộ",
                "people.set_number": "Ghi số, giấy tờ của một người",
                "people.drop_number": "Bỏ số, giấy tờ của một người",
                "people.unmask": "Xem số đầy đủ của một người",
                "people.export": "Tải danh sách người về",
                "people.offer_list": "Gửi danh sách để nhập vào sổ",
                "people.take_list": "Nhận danh sách vào sổ",
                "people.throw_list": "Bỏ danh sách đã gửi",
                "people.give_back_rows": "Tải các dòng chưa nhận của danh sách",
                "people.add_village": "Thêm thôn, tổ dân phố",
                "people.erase": "Xóa dữ liệu cá nhân của một người",
                "people.find_duplicates": "Tìm hồ sơ trùng",
                "people.merge": "Gộp hai hồ sơ của một người",
                "people.undo_merge": "Hoàn tác gộp hồ sơ",
                "people.not_same": "Ghi hai hồ sơ không phải một người",
                "people.reopen_pair": "Xem lại cặp đã ghi không phải một người",
                "people.restrict": "Hạn chế xử lý dữ liệu của một người",
                "people.lift_restriction": "Thôi hạn chế xử lý dữ liệu của một người",
                "people.stop_looking": "Dừng xem số đầy đủ vì xem quá nhiều",
                "people.answer_stop": "Lãnh đạo xem lần dừng xem số",
                "people.ask_export": "Đề nghị tải danh sách dài",
                "people.decide_export": "Duyệt đề nghị tải danh sách",
                "people.place": "Chuyển người của xã đã thôi",
                "people.undo_place": "Hoàn tác chuyển người của xã đã thôi",
                "people.rotate_keys": "Đổi khóa bảo vệ dữ liệu cá nhân",
                "people.grant_sensitive": "Cho xem ngăn dữ liệu nhạy cảm",
                "people.revoke_sensitive": "Thôi cho xem ngăn dữ liệu nhạy cảm",
                "people.record_sensitive": "Ghi vào ngăn dữ liệu nhạy cảm",
                "people.view_sensitive": "Xem ngăn dữ liệu nhạy cảm",
            }
        )
