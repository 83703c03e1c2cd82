from django.apps import AppConfig

from ansinh.apps.audit.words import add_verbs
from ansinh.apps.planning.panels import (
    add_indicator_panels,
    add_plan_panels,
    add_standings,
    add_task_panels,
    add_task_works,
)


class ReportingConfig(AppConfig):
    name = "ansinh.apps.reporting"
    label = "reporting"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        # The functions read this room's tables, which are only there once every app has loaded.
        from ansinh.apps.reporting.plan_panels import of_indicator, of_plan, standings  # noqa: PLC0415
        from ansinh.apps.reporting.selectors.taskwork import works_of  # noqa: PLC0415
        from ansinh.apps.reporting.task_panels import panels  # noqa: PLC0415

        add_task_works(works_of)
        add_task_panels(panels)
        add_plan_panels(of_plan)
        add_indicator_panels(of_indicator)
        add_standings(standings)
        add_verbs(
            {
                "reporting.scheme": "Lập chế độ báo cáo",
                "reporting.open_round": "Mở kỳ báo cáo",
                "reporting.submit": "Nộp báo cáo",
                "reporting.return": "Trả lại báo cáo",
                "reporting.approve": "Duyệt báo cáo",
                "reporting.correct": "Mở lại để đính chính",
                "reporting.withdraw": "Rút báo cáo đã nộp",
                "reporting.extend": "Gia hạn báo cáo",
                "reporting.ask_reminders": "Yêu cầu nhắc đơn vị chưa nộp",
                "reporting.progress": "Ghi tiến độ nhiệm vụ",
                "reporting.event": "Ghi văn bản bắt đầu nhiệm vụ",
                "reporting.event_withdrawn": "Rút lại văn bản bắt đầu nhiệm vụ",
                "reporting.task_extension": "Gia hạn nhiệm vụ: đề nghị, trả lời",
                "reporting.proof": "Tải tệp minh chứng lên",
                "reporting.proof_withdrawn": "Rút lại tệp minh chứng",
                "reporting.fund": "Ghi khoản kinh phí",
                "reporting.fund_withdrawn": "Rút lại khoản kinh phí",
                "reporting.opinion_call": "Mở đợt lấy góp ý",
                "reporting.opinion": "Góp ý dự thảo",
                "reporting.opinion_answer": "Trả lời góp ý",
                "reporting.difficulty": "Vướng mắc, kiến nghị: một bước",
                "reporting.inspection": "Kiểm tra: một bước",
                "reporting.supervision": "Giám sát: hỏi, trả lời",
                "reporting.activity": "Hoạt động: một bước",
                "reporting.judge": "Ghi đánh giá của cán bộ",
                "reporting.official": "Bắt đầu báo cáo tổng hợp",
                "reporting.official_head": "Sửa đầu, cuối báo cáo tổng hợp",
                "reporting.official_outline": "Sửa đề cương báo cáo tổng hợp",
                "reporting.official_text": "Viết phần lời báo cáo tổng hợp",
                "reporting.snapshot": "Khóa số liệu cho báo cáo tổng hợp",
                "reporting.official_files": "Lập tệp báo cáo tổng hợp",
                "reporting.limits": "Đặt ngưỡng đánh giá tiến độ",
                "reporting.add_day": "Ghi ngày nghỉ, ngày làm bù",
                "reporting.remove_day": "Bỏ ngày nghỉ, ngày làm bù",
                "reporting.year_notice": "Ghi thông báo ngày nghỉ của năm",
                "reporting.delegate": "Ủy quyền báo cáo",
                "reporting.end_delegation": "Rút lại ủy quyền báo cáo",
                "reporting.write_text": "Ghi phần lời của báo cáo",
            }
        )
