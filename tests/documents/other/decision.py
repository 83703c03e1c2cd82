"""A decision of a provincial People's Committee that wraps a plan, flattened one cell a line."""

from __future__ import annotations

from typing import Any

from tests.documents.other.decision_tasks import annex, organisation, work
from tests.documents.other.kit import NBSP, Paper, write

NAME = "quyet-dinh-ban-hanh-ke-hoach.txt"
TITLE = (
    "Về việc ban hành Kế hoạch tiếp tục đổi mới, nâng cao chất lượng chính sách xã hội "
    "trên địa bàn tỉnh Trường Thịnh giai đoạn 2026 - 2030"
)


def build() -> tuple[str, dict[str, Any]]:
    """Return the plan's text and its reading."""
    paper = Paper(
        {
            "number": "486/QĐ-UBND",
            "type": "Quyết định",
            "issued_on": "2026-03-12",
            "issuer": "Ủy ban nhân dân tỉnh Trường Thịnh",
            "place": "Trường Thịnh",
            "signer": "Hoàng Văn Khải",
            "signer_title": "Phó Chủ tịch",
            "title": TITLE,
            "recipients": [
                "Như Điều 3",
                "Bộ Nội vụ, Bộ Y tế (b/c)",
                "TT Tỉnh ủy, TT HĐND tỉnh (b/c)",
                "Chủ tịch, các Phó Chủ tịch UBND tỉnh",
                "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",
                "Lưu: VT, KGVX",
            ],
        }
    )
    _decision(paper)
    _aims(paper)
    work(paper)
    organisation(paper)
    annex(paper)
    return "\n\n".join(paper.lines) + "\n", paper.reading()


def _decision(p: Paper) -> None:
    for line in (
        "ỦY BAN NHÂN DÂN\nTỈNH TRƯỜNG THỊNH\n-------",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------",
        "Số: 486/QĐ-UBND",
        "Trường Thịnh, ngày 12 tháng 3 năm 2026",
        NBSP,
        "QUYẾT ĐỊNH",
        TITLE,
        "ỦY BAN NHÂN DÂN TỈNH TRƯỜNG THỊNH",
        "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15 ngày 16 tháng 6 năm 2025;",
        "Căn cứ Nghị quyết số 42-NQ/TW ngày 24 tháng 11 năm 2023 của Hội nghị lần thứ tám Ban Chấp hành Trung ương Đảng khóa XIII về tiếp tục đổi mới, nâng cao chất lượng chính sách xã hội, đáp ứng yêu cầu sự nghiệp xây dựng và bảo vệ Tổ quốc trong giai đoạn mới (sau đây gọi tắt là Nghị quyết số 42-NQ/TW);",
        "Căn cứ Nghị quyết số 68/NQ-CP ngày 09 tháng 5 năm 2024 của Chính phủ ban hành Chương trình hành động của Chính phủ thực hiện Nghị quyết số 42-NQ/TW;",
        "Căn cứ Nghị quyết số 31/NQ-HĐND ngày 10 tháng 12 năm 2025 của Hội đồng nhân dân tỉnh về Kế hoạch phát triển kinh tế - xã hội 5 năm 2026 - 2030;",
        "Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 97/TTr-SNV ngày 27 tháng 02 năm 2026.",
        "QUYẾT ĐỊNH:",
    ):
        p.say(line)
    p.cite("Luật", "72/2025/QH15", "2025-06-16", None)
    p.cite("Nghị quyết", "42-NQ/TW", "2023-11-24", "Ban Chấp hành Trung ương Đảng khóa XIII")
    p.cite("Nghị quyết", "68/NQ-CP", "2024-05-09", "Chính phủ")
    p.cite("Nghị quyết", "31/NQ-HĐND", "2025-12-10", "Hội đồng nhân dân tỉnh")
    p.cite("Tờ trình", "97/TTr-SNV", "2026-02-27", "Giám đốc Sở Nội vụ")
    for label, text in (
        (
            "Điều 1",
            "Ban hành kèm theo Quyết định này Kế hoạch tiếp tục đổi mới, nâng cao chất lượng chính sách xã hội trên địa bàn tỉnh Trường Thịnh giai đoạn 2026 - 2030.",
        ),
        (
            "Điều 2",
            "Quyết định này có hiệu lực thi hành kể từ ngày ký và thay thế Quyết định số 1207/QĐ-UBND ngày 18 tháng 7 năm 2022 của Ủy ban nhân dân tỉnh.",
        ),
        (
            "Điều 3",
            "Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc các sở, Thủ trưởng các ban, ngành, Chủ tịch Ủy ban nhân dân các xã, phường và các cơ quan, đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này./.",
        ),
    ):
        p.head(1, label, text, run_in=True)
    p.cite("Quyết định", "1207/QĐ-UBND", "2022-07-18", "Ủy ban nhân dân tỉnh")
    for line in (
        "Nơi nhận:\n- Như Điều 3;\n- Bộ Nội vụ, Bộ Y tế (b/c);\n- TT Tỉnh ủy, TT HĐND tỉnh (b/c);\n- Chủ tịch, các Phó Chủ tịch UBND tỉnh;\n- Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh;\n- Lưu: VT, KGVX.",
        "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n\n\n\nHoàng Văn Khải",
        NBSP,
        "KẾ HOẠCH",
        "TIẾP TỤC ĐỔI MỚI, NÂNG CAO CHẤT LƯỢNG CHÍNH SÁCH XÃ HỘI TRÊN ĐỊA BÀN TỈNH TRƯỜNG THỊNH GIAI ĐOẠN 2026 - 2030",
        "(Ban hành kèm theo Quyết định số 486/QĐ-UBND ngày 12 tháng 3 năm 2026 của Ủy ban nhân dân tỉnh Trường Thịnh)",
    ):
        p.say(line)


def _aims(p: Paper) -> None:
    p.head(1, "I", "MỤC ĐÍCH, YÊU CẦU")
    p.head(2, "1", "Mục đích", parent="I")
    p.say(
        "a) Cụ thể hóa các quan điểm, mục tiêu, nhiệm vụ và giải pháp của Nghị quyết số 42-NQ/TW, Nghị quyết số 68/NQ-CP phù hợp với điều kiện của tỉnh sau khi tổ chức chính quyền địa phương hai cấp, bảo đảm mọi người dân được thụ hưởng thành quả phát triển, không ai bị bỏ lại phía sau."
    )
    p.say(
        "b) Xác định rõ chỉ tiêu, việc phải làm, cơ quan chịu trách nhiệm, thời gian hoàn thành và sản phẩm, làm căn cứ để theo dõi, đôn đốc, kiểm tra và đánh giá kết quả hằng năm của các sở, ban, ngành và các xã, phường."
    )
    p.head(2, "2", "Yêu cầu", parent="I")
    p.say(
        "a) Việc thực hiện phải đồng bộ, có trọng tâm, trọng điểm; lồng ghép với các chương trình mục tiêu quốc gia, các đề án đang triển khai và kế hoạch phát triển kinh tế - xã hội 5 năm của tỉnh, không làm phát sinh thủ tục và báo cáo trùng lặp cho cơ sở."
    )
    p.say(
        "b) Nguồn lực nhà nước giữ vai trò chủ đạo, đồng thời huy động sự tham gia của doanh nghiệp, cộng đồng và chính người thụ hưởng; phân cấp gắn với kiểm tra, giám sát và trách nhiệm của người đứng đầu."
    )
    for label, kind in (("a", "Cụ thể hóa các quan điểm"), ("b", "Xác định rõ chỉ tiêu")):
        p.sections.append({"level": 3, "label": label, "title": kind, "run_in": True})
    p.head(1, "II", "MỤC TIÊU")
    p.head(2, "1", "Mục tiêu tổng quát", parent="II")
    p.say(
        "Xây dựng hệ thống chính sách xã hội của tỉnh bao trùm, bền vững; nâng cao phúc lợi và chất lượng sống của Nhân dân, nhất là người có công, người nghèo, đồng bào dân tộc thiểu số và các nhóm yếu thế; phát triển nguồn nhân lực đáp ứng yêu cầu công nghiệp hóa, hiện đại hóa; giữ vững ổn định chính trị và trật tự an toàn xã hội."
    )
    p.head(2, "2", "Mục tiêu cụ thể", parent="II")
    p.head(
        3,
        "a",
        "Về ưu đãi người có công, lao động và việc làm",
        text="a) Về ưu đãi người có công, lao động và việc làm",
        parent="II.2",
    )
    p.say(
        "- Duy trì 100% gia đình người có công với cách mạng có mức sống bằng hoặc cao hơn mức sống trung bình của cộng đồng dân cư nơi cư trú; đến hết năm 2027 hoàn thành hỗ trợ nhà ở cho 1.250 hộ người có công."
    )
    p.goal(
        "Tỷ lệ gia đình người có công với cách mạng có mức sống bằng hoặc cao hơn mức sống trung bình của cộng đồng dân cư nơi cư trú",
        "%",
        "Duy trì 100% gia đình người có công với cách mạng có mức sống bằng hoặc cao hơn mức sống trung bình của cộng đồng dân cư nơi cư trú",
        (2030, "=", 100, "100%"),
    )
    p.goal(
        "Số hộ người có công được hỗ trợ nhà ở",
        "hộ",
        "đến hết năm 2027 hoàn thành hỗ trợ nhà ở cho 1.250 hộ người có công",
        (2027, "=", 1250, "1.250 hộ"),
    )
    p.say(
        "- Số lao động được tạo việc làm phấn đấu tăng bình quân 1,5%/năm; tỷ lệ thất nghiệp khu vực thành thị từ 3,0% trở lên vào năm 2030; tỷ lệ lao động qua đào tạo đạt 75% vào năm 2027 và 80% vào năm 2030, trong đó có bằng cấp, chứng chỉ lần lượt đạt 33% và 40%."
    )
    p.goal(
        "Số lao động được tạo việc làm tăng bình quân hằng năm",
        "%/năm",
        "Số lao động được tạo việc làm phấn đấu tăng bình quân 1,5%/năm",
        (2030, "=", 1.5, "tăng bình quân 1,5%/năm"),
    )
    p.goal(
        "Tỷ lệ thất nghiệp khu vực thành thị",
        "%",
        "tỷ lệ thất nghiệp khu vực thành thị từ 3,0% trở lên vào năm 2030",
        (2030, ">=", 3.0, "từ 3,0% trở lên"),
    )
    p.odd(
        "high",
        "II.2.a",
        "tỷ lệ thất nghiệp khu vực thành thị từ 3,0% trở lên",
        "Chiều so sánh ngược: thất nghiệp phải là 'trở xuống' hoặc 'dưới'",
    )
    p.goal(
        "Tỷ lệ lao động qua đào tạo",
        "%",
        "tỷ lệ lao động qua đào tạo đạt 75% vào năm 2027 và 80% vào năm 2030",
        (2027, "=", 75, "75%"),
        (2030, "=", 80, "80%"),
    )
    p.goal(
        "Tỷ lệ lao động qua đào tạo có bằng cấp, chứng chỉ",
        "%",
        "trong đó có bằng cấp, chứng chỉ lần lượt đạt 33% và 40%",
        (2027, "=", 33, "33%"),
        (2030, "=", 40, "40%"),
    )
    p.say(
        "- Mỗi năm đưa từ 2.000 đến 2.500 lao động đi làm việc ở nước ngoài theo hợp đồng. Lực lượng lao động trong độ tuổi tham gia bảo hiểm xã hội đạt tối thiểu 48%; tham gia bảo hiểm thất nghiệp đạt không dưới 35%; có 62% số người sau độ tuổi nghỉ hưu được hưởng lương hưu, bảo hiểm xã hội hằng tháng và trợ cấp hưu trí xã hội."
    )
    p.goal(
        "Số lao động đi làm việc ở nước ngoài theo hợp đồng mỗi năm",
        "lao động/năm",
        "Mỗi năm đưa từ 2.000 đến 2.500 lao động đi làm việc ở nước ngoài theo hợp đồng",
        (2030, "range", (2000, 2500), "từ 2.000 đến 2.500 lao động"),
    )
    p.goal(
        "Tỷ lệ lực lượng lao động trong độ tuổi tham gia bảo hiểm xã hội",
        "%",
        "Lực lượng lao động trong độ tuổi tham gia bảo hiểm xã hội đạt tối thiểu 48%",
        (2030, ">=", 48, "tối thiểu 48%"),
    )
    p.goal(
        "Tỷ lệ lực lượng lao động trong độ tuổi tham gia bảo hiểm thất nghiệp",
        "%",
        "tham gia bảo hiểm thất nghiệp đạt không dưới 35%",
        (2030, ">=", 35, "không dưới 35%"),
    )
    p.goal(
        "Tỷ lệ số người sau độ tuổi nghỉ hưu được hưởng lương hưu, bảo hiểm xã hội hằng tháng và trợ cấp hưu trí xã hội",
        "%",
        "có 62% số người sau độ tuổi nghỉ hưu được hưởng lương hưu, bảo hiểm xã hội hằng tháng và trợ cấp hưu trí xã hội",
        (2030, "=", 62, "62%"),
    )
    p.head(3, "b", "Về giảm nghèo và trợ giúp xã hội", text="b) Về giảm nghèo và trợ giúp xã hội", parent="II.2")
    p.say(
        "- Tỷ lệ hộ nghèo đa chiều giảm từ 4,2% năm 2025 xuống còn 1,0% vào năm 2030; riêng vùng đồng bào dân tộc thiểu số mỗi năm giảm 2 - 3%. Không để phát sinh hộ nghèo là gia đình người có công với cách mạng."
    )
    p.goal(
        "Tỷ lệ hộ nghèo đa chiều",
        "%",
        "Tỷ lệ hộ nghèo đa chiều giảm từ 4,2% năm 2025 xuống còn 1,0% vào năm 2030",
        (2030, "=", 1.0, "xuống còn 1,0%"),
    )
    p.goal(
        "Mức giảm tỷ lệ hộ nghèo vùng đồng bào dân tộc thiểu số hằng năm",
        "%/năm",
        "riêng vùng đồng bào dân tộc thiểu số mỗi năm giảm 2 - 3%",
        (2030, "range", (2, 3), "2 - 3%"),
        dimension="Vùng đồng bào dân tộc thiểu số",
    )
    p.goal(
        "Hộ nghèo là gia đình người có công với cách mạng",
        None,
        "Không để phát sinh hộ nghèo là gia đình người có công với cách mạng",
        (2030, "qualitative", None, "Không để phát sinh hộ nghèo là gia đình người có công với cách mạng"),
        optional=True,
    )
    p.say(
        "- 100% đối tượng đủ điều kiện được hưởng trợ cấp xã hội hằng tháng; ít nhất 9/10 người khuyết tật nặng được quản lý, chăm sóc tại cộng đồng; trên 98% người hưởng nhận trợ cấp qua tài khoản. Không quá 5% trẻ em rơi vào hoàn cảnh đặc biệt vào năm 2030."
    )
    p.goal(
        "Tỷ lệ đối tượng đủ điều kiện được hưởng trợ cấp xã hội hằng tháng",
        "%",
        "100% đối tượng đủ điều kiện được hưởng trợ cấp xã hội hằng tháng",
        (2030, "=", 100, "100%"),
    )
    p.goal(
        "Số người khuyết tật nặng được quản lý, chăm sóc tại cộng đồng",
        None,
        "ít nhất 9/10 người khuyết tật nặng được quản lý, chăm sóc tại cộng đồng",
        (2030, ">=", 0.9, "ít nhất 9/10"),
    )
    p.goal(
        "Tỷ lệ người hưởng nhận trợ cấp qua tài khoản",
        "%",
        "trên 98% người hưởng nhận trợ cấp qua tài khoản",
        (2030, ">", 98, "trên 98%"),
    )
    p.goal(
        "Tỷ lệ trẻ em rơi vào hoàn cảnh đặc biệt",
        "%",
        "Không quá 5% trẻ em rơi vào hoàn cảnh đặc biệt vào năm 2030",
        (2030, "<=", 5, "Không quá 5%"),
    )
    p.head(3, "c", "Về giáo dục và y tế", text="c) Về giáo dục và y tế", parent="II.2")
    p.say(
        "- Tỷ lệ trẻ em 5 tuổi đến trường đạt 99,8%; tỷ lệ học sinh hoàn thành cấp tiểu học đạt 985%; tỷ lệ học sinh tốt nghiệp trung học cơ sở đạt trên 98%; 70% trường mầm non và phổ thông đạt chuẩn quốc gia; đạt chuẩn xóa mù chữ mức độ 2."
    )
    p.goal(
        "Tỷ lệ trẻ em 5 tuổi đến trường", "%", "Tỷ lệ trẻ em 5 tuổi đến trường đạt 99,8%", (2030, "=", 99.8, "99,8%")
    )
    p.goal(
        "Tỷ lệ học sinh hoàn thành cấp tiểu học",
        "%",
        "tỷ lệ học sinh hoàn thành cấp tiểu học đạt 985%",
        (2030, "=", 985, "985%"),
    )
    p.odd("high", "II.2.c", "tỷ lệ học sinh hoàn thành cấp tiểu học đạt 985%", "Quá 100%: mất dấu phẩy, đọc là 98,5%")
    p.goal(
        "Tỷ lệ học sinh tốt nghiệp trung học cơ sở",
        "%",
        "tỷ lệ học sinh tốt nghiệp trung học cơ sở đạt trên 98%",
        (2030, ">", 98, "trên 98%"),
    )
    p.goal(
        "Tỷ lệ trường mầm non và phổ thông đạt chuẩn quốc gia",
        "%",
        "70% trường mầm non và phổ thông đạt chuẩn quốc gia",
        (2030, "=", 70, "70%"),
    )
    p.goal(
        "Đạt chuẩn xóa mù chữ mức độ 2",
        None,
        "đạt chuẩn xóa mù chữ mức độ 2",
        (2030, "qualitative", None, "đạt chuẩn xóa mù chữ mức độ 2"),
    )
    p.say(
        "- Toàn tỉnh đạt 28 bác sĩ/vạn dân và 36,5 giường bệnh/vạn dân; 3,2 được sĩ đại học/vạn dân; tỷ lệ tham gia bảo hiểm y tế đạt 95% dân số vào năm 2027, tiến tới trên 97% vào năm 2030; 100% trạm y tế xã, phường đạt tiêu chí quốc gia về y tế xã; tuổi thọ trung bình khoảng 75,5 tuổi, trong đó số năm sống khỏe tối thiểu 68 năm."
    )
    p.goal(
        "Số bác sĩ trên vạn dân",
        "bác sĩ/vạn dân",
        "Toàn tỉnh đạt 28 bác sĩ/vạn dân",
        (2030, "=", 28, "28 bác sĩ/vạn dân"),
    )
    p.goal(
        "Số giường bệnh trên vạn dân",
        "giường bệnh/vạn dân",
        "36,5 giường bệnh/vạn dân",
        (2030, "=", 36.5, "36,5 giường bệnh/vạn dân"),
    )
    p.goal(
        "Số dược sĩ đại học trên vạn dân",
        "dược sĩ/vạn dân",
        "3,2 được sĩ đại học/vạn dân",
        (2030, "=", 3.2, "3,2 được sĩ đại học/vạn dân"),
    )
    p.odd("medium", "II.2.c", "3,2 được sĩ đại học/vạn dân", "Lỗi gõ: dược sĩ")
    p.goal(
        "Tỷ lệ tham gia bảo hiểm y tế",
        "%",
        "tỷ lệ tham gia bảo hiểm y tế đạt 95% dân số vào năm 2027, tiến tới trên 97% vào năm 2030",
        (2027, "=", 95, "95%"),
        (2030, ">", 97, "trên 97%"),
    )
    p.goal(
        "Tỷ lệ trạm y tế xã, phường đạt tiêu chí quốc gia về y tế xã",
        "%",
        "100% trạm y tế xã, phường đạt tiêu chí quốc gia về y tế xã",
        (2030, "=", 100, "100%"),
    )
    p.goal(
        "Tuổi thọ trung bình",
        "tuổi",
        "tuổi thọ trung bình khoảng 75,5 tuổi",
        (2030, "approx", 75.5, "khoảng 75,5 tuổi"),
    )
    p.goal(
        "Số năm sống khỏe", "năm", "trong đó số năm sống khỏe tối thiểu 68 năm", (2030, ">=", 68, "tối thiểu 68 năm")
    )
    p.say(
        "- Tỷ suất tử vong trẻ em dưới 5 tuổi giảm còn dưới 14‰; tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi từ 16,8% năm 2025 giảm xuống dưới 14% năm 2030; tỷ lệ tiêm chủng mở rộng đạt từ 95% trở lên."
    )
    p.goal(
        "Tỷ suất tử vong trẻ em dưới 5 tuổi",
        "‰",
        "Tỷ suất tử vong trẻ em dưới 5 tuổi giảm còn dưới 14‰",
        (2030, "<", 14, "dưới 14‰"),
    )
    p.goal(
        "Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi",
        "%",
        "tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi từ 16,8% năm 2025 giảm xuống dưới 14% năm 2030",
        (2030, "<", 14, "dưới 14%"),
    )
    p.goal(
        "Tỷ lệ tiêm chủng mở rộng",
        "%",
        "tỷ lệ tiêm chủng mở rộng đạt từ 95% trở lên",
        (2030, ">=", 95, "từ 95% trở lên"),
    )
    p.head(
        3,
        "d",
        "Về văn hóa, thông tin, nhà ở, nước sạch và môi trường",
        text="d) Về văn hóa, thông tin, nhà ở, nước sạch và môi trường",
        parent="II.2",
    )
    p.say(
        "- Hoàn thành ít nhất 4.600 căn nhà ở xã hội; diện tích nhà ở bình quân đầu người đạt 31 m2 sàn/người, trong đó khu vực thành thị 33,5 m2 sàn/người và khu vực nông thôn 29 m2 sàn/người; xóa hết nhà tạm, nhà dột nát cho hộ nghèo, hộ cận nghèo ngay trong năm 2026."
    )
    p.goal(
        "Số căn nhà ở xã hội hoàn thành",
        "căn",
        "Hoàn thành ít nhất 4.600 căn nhà ở xã hội",
        (2030, ">=", 4600, "ít nhất 4.600 căn"),
    )
    p.goal(
        "Diện tích nhà ở bình quân đầu người",
        "m2 sàn/người",
        "diện tích nhà ở bình quân đầu người đạt 31 m2 sàn/người",
        (2030, "=", 31, "31 m2 sàn/người"),
    )
    p.goal(
        "Diện tích nhà ở bình quân đầu người",
        "m2 sàn/người",
        "khu vực thành thị 33,5 m2 sàn/người",
        (2030, "=", 33.5, "33,5 m2 sàn/người"),
        dimension="Thành thị",
    )
    p.goal(
        "Diện tích nhà ở bình quân đầu người",
        "m2 sàn/người",
        "khu vực nông thôn 29 m2 sàn/người",
        (2030, "=", 29, "29 m2 sàn/người"),
        dimension="Nông thôn",
    )
    p.goal(
        "Xóa nhà tạm, nhà dột nát cho hộ nghèo, hộ cận nghèo",
        None,
        "xóa hết nhà tạm, nhà dột nát cho hộ nghèo, hộ cận nghèo ngay trong năm 2026",
        (2026, "qualitative", None, "xóa hết nhà tạm, nhà dột nát cho hộ nghèo, hộ cận nghèo ngay trong năm 2026"),
    )
    p.say(
        "- Tỷ lệ hộ dân được sử dụng nước sạch theo quy chuẩn ở đô thị là 98%, ở nông thôn là 72%; khoảng trên 90% hộ gia đình có nhà tiêu hợp vệ sinh; 95% chất thải rắn sinh hoạt được thu gom, xử lý; phủ sóng 5G tới 99% dân số; ít nhất 80% người dân được hưởng thụ và tham gia hoạt động văn hóa, thể thao thường xuyên."
    )
    p.goal(
        "Tỷ lệ hộ dân được sử dụng nước sạch theo quy chuẩn",
        "%",
        "Tỷ lệ hộ dân được sử dụng nước sạch theo quy chuẩn ở đô thị là 98%",
        (2030, "=", 98, "98%"),
        dimension="Đô thị",
    )
    p.goal(
        "Tỷ lệ hộ dân được sử dụng nước sạch theo quy chuẩn",
        "%",
        "ở nông thôn là 72%",
        (2030, "=", 72, "72%"),
        dimension="Nông thôn",
    )
    p.goal(
        "Tỷ lệ hộ gia đình có nhà tiêu hợp vệ sinh",
        "%",
        "khoảng trên 90% hộ gia đình có nhà tiêu hợp vệ sinh",
        (2030, ">", 90, "khoảng trên 90%"),
    )
    p.odd("medium", "II.2.d", "khoảng trên 90%", "Hai từ so sánh mâu thuẫn")
    p.goal(
        "Tỷ lệ chất thải rắn sinh hoạt được thu gom, xử lý",
        "%",
        "95% chất thải rắn sinh hoạt được thu gom, xử lý",
        (2030, "=", 95, "95%"),
    )
    p.goal("Tỷ lệ dân số được phủ sóng 5G", "%", "phủ sóng 5G tới 99% dân số", (2030, "=", 99, "99%"))
    p.goal(
        "Tỷ lệ người dân được hưởng thụ và tham gia hoạt động văn hóa, thể thao thường xuyên",
        "%",
        "ít nhất 80% người dân được hưởng thụ và tham gia hoạt động văn hóa, thể thao thường xuyên",
        (2030, ">=", 80, "ít nhất 80%"),
    )
    p.head(2, "3", "Tầm nhìn đến năm 2045", parent="II")
    p.say(
        "Chỉ số phát triển con người (HDI) đạt trên 0,8; hệ thống an sinh xã hội của tỉnh phát triển toàn diện, hiện đại, thuộc nhóm khá của cả nước."
    )
    p.goal(
        "Chỉ số phát triển con người (HDI)",
        None,
        "Chỉ số phát triển con người (HDI) đạt trên 0,8",
        (2045, ">", 0.8, "trên 0,8"),
    )
    p.goal(
        "Hệ thống an sinh xã hội của tỉnh",
        None,
        "hệ thống an sinh xã hội của tỉnh phát triển toàn diện, hiện đại, thuộc nhóm khá của cả nước",
        (2045, "qualitative", None, "phát triển toàn diện, hiện đại, thuộc nhóm khá của cả nước"),
        optional=True,
    )


if __name__ == "__main__":
    write(NAME, *build())
