"""A decision of a provincial People's Committee that wraps a plan, flattened one cell a line."""

from __future__ import annotations

from typing import Any

from tests.documents.other.kit import NBSP, Paper, agencies, when, write

NAME = "quyet-dinh-ban-hanh-ke-hoach.txt"
TITLE = (
    "Về việc ban hành Kế hoạch tiếp tục đổi mới, nâng cao chất lượng chính sách xã hội "
    "trên địa bàn tỉnh Trường Thịnh giai đoạn 2026 - 2030"
)

SCHEDULES = {
    "Quý II/2026": when("year", 2026, 2026, 2),
    "Quý III/2026": when("year", 2026, 2026, 3),
    "Quý IV/2026": when("year", 2026, 2026, 4),
    "Quý I/2027": when("year", 2027, 2027, 1),
    "Năm 2026": when("year", 2026, 2026),
    "Năm 2027": when("year", 2027, 2027),
    "Năm 2028": when("year", 2028, 2028),
    "2026 - 2030": when("years", 2026, 2030),
    "2026 - 2028": when("years", 2026, 2028),
    "2027 - 2030": when("years", 2027, 2030),
    "Hằng năm": when("annual"),
    "Quý I hằng năm": when("quarter_annual", quarter=1),
    "Quý IV hằng năm": when("quarter_annual", quarter=4),
    "Năm 2026 và các năm tiếp theo": when("open", 2026),
    "Năm 2024": when("year", 2024, 2024),
}

# STT | sản phẩm | nhiệm vụ | thời gian | chủ trì | phối hợp; a line without bars is a group.
ROWS = """
I = Nâng cao nhận thức và năng lực quản lý
1 | Kế hoạch tuyên truyền của tỉnh | Xây dựng kế hoạch tuyên truyền về vai trò, vị trí của chính sách xã hội trên các phương tiện thông tin đại chúng và hệ thống truyền thanh cơ sở | Quý II/2026 | Sở Văn hóa, Thể thao và Du lịch | Sở Nội vụ ; Báo và Phát thanh, Truyền hình tỉnh ; UBND các xã, phường
2 | Tài liệu tập huấn, báo cáo kết quả lớp tập huấn | Tập huấn nghiệp vụ cho công chức văn hóa - xã hội cấp xã về quy trình tiếp nhận, thẩm định và chi trả trợ giúp xã hội | Hằng năm | Sở Y tế | Sở Nội vụ ; UBND các xã, phường
3 | Cơ sở dữ liệu được kết nối | Kết nối, chia sẻ dữ liệu an sinh xã hội của tỉnh với Cơ sở dữ liệu quốc gia về dân cư và cơ sở dữ liệu bảo hiểm | 2026 - 2028 | Công an tỉnh ; Sở Khoa học và Công nghệ | Sở Y tế ; Bảo hiểm xã hội tỉnh
4 | Bộ chỉ tiêu giám sát | Ban hành bộ chỉ tiêu giám sát, đánh giá việc thực hiện chính sách xã hội của các xã, phường | Quý IV/2026 | Sở Nội vụ | Sở Tài chính ; Thống kê tỉnh
II = Ưu đãi người có công với cách mạng
5 | Quyết định của Chủ tịch UBND tỉnh | Rà soát, giải quyết dứt điểm hồ sơ tồn đọng đề nghị xác nhận người có công với cách mạng | 2026 - 2028 | Sở Nội vụ | Bộ Chỉ huy Quân sự tỉnh ; Công an tỉnh ; UBND các xã, phường
6 | Nhà ở được xây mới, sửa chữa | Hỗ trợ xây mới, sửa chữa nhà ở cho gia đình người có công với cách mạng và thân nhân liệt sĩ | Năm 2026 | Sở Xây dựng | Sở Nội vụ ; Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh
7 | Báo cáo kết quả | Tìm kiếm, quy tập hài cốt liệt sĩ và xác định danh tính hài cốt liệt sĩ còn thiếu thông tin | Hằng năm | Bộ Chỉ huy Quân sự tỉnh | Sở Nội vụ
8 |  | Tổ chức đưa người có công với cách mạng đi điều dưỡng tập trung tại các cơ sở trong và ngoài tỉnh | Quý I hằng năm | Sở Nội vụ | Sở Tài chính ; UBND các xã, phường
III = Việc làm và nguồn nhân lực
9 | Đề án được phê duyệt | Xây dựng Đề án phát triển thị trường lao động gắn với chuyển dịch cơ cấu kinh tế của tỉnh đến năm 2030 | Quý III/2026 | Sở Nội vụ | Sở Tài chính ; Sở Công Thương
10 | Các phiên giao dịch việc làm | Tổ chức phiên giao dịch việc làm định kỳ và lưu động tại vùng đồng bào dân tộc thiểu số, xã biên giới | Hằng năm | Trung tâm Dịch vụ việc làm tỉnh | UBND các xã, phường ; các doanh nghiệp
11 | Nghị quyết của HĐND tỉnh | Quy định chính sách hỗ trợ người lao động đi làm việc ở nước ngoài theo hợp đồng | Năm 2027 | Sở Nội vụ | Sở Tài chính ; Chi nhánh Ngân hàng Chính sách xã hội tỉnh
12 | Chương trình đào tạo được ban hành | Đổi mới chương trình đào tạo nghề trình độ sơ cấp và đào tạo dưới 3 tháng cho lao động nông thôn | 2027 - 2030 | Sở Giáo dục và Đào tạo | Sở Nông nghiệp và Môi trường ; các cơ sở giáo dục nghề nghiệp
IV = Bảo hiểm xã hội, trợ giúp xã hội và giảm nghèo
13 | Kế hoạch phát triển người tham gia | Giao chỉ tiêu phát triển người tham gia bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp cho từng xã, phường | Quý IV hằng năm | Bảo hiểm xã hội tỉnh | Sở Nội vụ ; Sở Y tế ; UBND các xã, phường
14 | Nghị quyết của HĐND tỉnh | Trình mức chuẩn trợ giúp xã hội áp dụng trên địa bàn tỉnh cao hơn mức chuẩn do Chính phủ quy định | Năm 2027 | Sở Y tế | Sở Tài chính ; Sở Tư pháp
15 | Danh sách hộ nghèo, hộ cận nghèo được phê duyệt | Rà soát hộ nghèo, hộ cận nghèo theo chuẩn nghèo đa chiều giai đoạn 2026 - 2030 | Quý IV hằng năm | Sở Nông nghiệp và Môi trường | Thống kê tỉnh ; UBND các xã, phường
16 | Cơ sở trợ giúp xã hội được nâng cấp | Đầu tư nâng cấp Trung tâm Bảo trợ xã hội tổng hợp tỉnh và phát triển dịch vụ chăm sóc người cao tuổi tại cộng đồng | 2026 - 2030 | Sở Y tế | Sở Tài chính ; Sở Xây dựng
17 | Đường dây nóng hoạt động 24/24 giờ | Vận hành mạng lưới bảo vệ trẻ em, tiếp nhận và xử lý thông tin bạo lực, xâm hại trẻ em | Năm 2026 và các năm tiếp theo |  | Công an tỉnh ; Tỉnh đoàn ; Hội Liên hiệp Phụ nữ tỉnh
18 | Báo cáo kết quả chi trả | Chi trả trợ cấp, trợ giúp xã hội qua tài khoản cho toàn bộ đối tượng có đủ điều kiện mở tài khoản | Năm 2026 | Sở Y tế ; Sở Nội vụ | Ngân hàng Nhà nước chi nhánh Khu vực 7 ; Bưu điện tỉnh
V = Giáo dục, y tế, văn hóa, nhà ở và nước sạch
19 | Quyết định công nhận | Duy trì, nâng cao chất lượng phổ cập giáo dục mầm non cho trẻ em từ 3 đến 5 tuổi và xóa mù chữ mức độ 2 | Hằng năm | Sở Giáo dục và Đào tạo | UBND các xã, phường
20 | Trạm y tế đạt tiêu chí | Đầu tư cơ sở vật chất, trang thiết bị cho trạm y tế xã, phường, đặc khu và điểm trạm ở thôn xa trung tâm | 2026 - 2030 | Sở Y tế | Sở Tài chính ; UBND các xã, phường
21 | Hồ sơ sức khỏe điện tử | Lập hồ sơ sức khỏe điện tử và khám sức khỏe định kỳ cho người dân ít nhất mỗi năm một lần | Năm 2026 và các năm tiếp theo | Sở Y tế | Bảo hiểm xã hội tỉnh ; Công an tỉnh
22 | Nhà ở xã hội hoàn thành | Phát triển nhà ở xã hội cho người thu nhập thấp và công nhân khu công nghiệp trên địa bàn tỉnh | 2026 - 2030 | Sở Xây dựng | Ban Quản lý các khu công nghiệp tỉnh ; Sở Tài chính
23 | Hồ sơ sức khỏe điện tử | Xây dựng công trình cấp nước sạch tập trung tại các xã khó khăn về nguồn nước và khu vực bị xâm nhập mặn | Năm 2028 | Sở Nông nghiệp và Môi trường | Sở Tài chính ; UBND các xã, phường
24 | Thiết chế văn hóa đạt chuẩn | Hoàn thiện thiết chế văn hóa, thể thao cơ sở; bảo tồn, phát huy di sản văn hóa của các dân tộc | Năm 2028 | Sở Văn hóa, Thể thao và Du lịch | Sở Dân tộc và Tôn giáo ; Sở Dân tộc và Tôn giáo
25 | Báo cáo sơ kết | Sơ kết việc thực hiện Kế hoạch và đề xuất điều chỉnh chỉ tiêu cho giai đoạn tiếp theo | Năm 2024 | Sở Nội vụ | các sở, ban, ngành ; UBND các xã, phường
""".strip().splitlines()

HEADER = ("STT", "Sản phẩm", "Nội dung nhiệm vụ", "Thời gian thực hiện", "Cơ quan chủ trì", "Cơ quan phối hợp")


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
    _work(paper)
    _organisation(paper)
    _annex(paper)
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


def _work(p: Paper) -> None:
    p.head(1, "III", "NHIỆM VỤ VÀ GIẢI PHÁP CHỦ YẾU")
    p.head(2, "1", "Nâng cao nhận thức, trách nhiệm đối với chính sách xã hội", parent="III")
    p.say(
        "Đổi mới nội dung và hình thức tuyên truyền, kết hợp báo chí, mạng xã hội, truyền thanh cơ sở và tuyên truyền miệng của già làng, trưởng thôn, người có uy tín; biểu dương kịp thời tập thể, cá nhân làm tốt; phê phán biểu hiện trông chờ, ỷ lại, trục lợi chính sách. Đưa kết quả thực hiện chính sách xã hội vào tiêu chí đánh giá người đứng đầu cấp ủy, chính quyền các cấp."
    )
    p.head(2, "2", "Nâng cao hiệu lực, hiệu quả quản lý nhà nước", parent="III")
    p.say(
        "Rà soát, sửa đổi các quy định của tỉnh đã ban hành trước khi sắp xếp đơn vị hành chính; phân định rõ thẩm quyền của cấp tỉnh và cấp xã theo Nghị định số 20/2021/NĐ-CP ngày 15/3/2021 của Chính phủ quy định chính sách trợ giúp xã hội đối với đối tượng bảo trợ xã hội, được sửa đổi, bổ sung tại Nghị định số 76/2024/NĐ-CP ngày 01/7/2024 của Chính phủ. Bố trí đủ công chức làm công tác xã hội ở cấp xã; bồi dưỡng theo vị trí việc làm; số hóa hồ sơ, giải quyết thủ tục không phụ thuộc địa giới hành chính."
    )
    p.cite("Nghị định", "20/2021/NĐ-CP", "2021-03-15", "Chính phủ")
    p.cite("Nghị định", "76/2024/NĐ-CP", "2024-07-01", "Chính phủ")
    p.head(2, "3", "Thực hiện tốt chính sách ưu đãi người có công với cách mạng", parent="III")
    p.say(
        "Thực hiện đầy đủ, kịp thời chế độ theo Nghị định số 131/2021/NĐ-CP ngày 30/12/2031 của Chính phủ quy định chi tiết và biện pháp thi hành Pháp lệnh Ưu đãi người có công với cách mạng; tiếp tục thực hiện Chỉ thị số 14-CT/TW ngày 19/7/2017 của Ban Bí thư. Chăm sóc, tôn tạo nghĩa trang, đài tưởng niệm liệt sĩ; phát triển phong trào đền ơn đáp nghĩa, vận động phụng dưỡng Mẹ Việt Nam anh hùng."
    )
    p.cite("Nghị định", "131/2021/NĐ-CP", "2031-12-30", "Chính phủ")
    p.cite("Chỉ thị", "14-CT/TW", "2017-07-19", "Ban Bí thư")
    p.odd(
        "high",
        "III.3",
        "Nghị định số 131/2021/NĐ-CP ngày 30/12/2031",
        "Ngày không thể có: nghị định số năm 2021 ghi ngày năm 2031, sau ngày của chính văn bản",
    )
    p.head(2, "4", "Phát triển thị trường lao động, nâng cao chất lượng nguồn nhân lực", parent="III")
    p.say(
        "Tổ chức điều tra, cập nhật thông tin cung - cầu lao động; gắn đào tạo với nhu cầu của doanh nghiệp trong các khu công nghiệp; mở rộng tín dụng ưu đãi giải quyết việc làm. Thực hiện Luật Việc làm số 74/2025/QH15 ngày 16/6/2025, quan tâm lao động trẻ, lao động nữ, người khuyết tật và người lao động bị mất việc do sắp xếp, chuyển đổi. Xây dựng quan hệ lao động hài hòa, tiến bộ; giám sát chặt chẽ an toàn, vệ sinh lao động."
    )
    p.cite("Luật", "74/2025/QH15", "2025-06-16", None)
    p.head(2, "5", "Phát triển hệ thống an sinh xã hội đa tầng", parent="III")
    p.head(3, "a", "Về bảo hiểm xã hội, bảo hiểm y tế", text="a) Về bảo hiểm xã hội, bảo hiểm y tế", parent="III.5")
    p.say(
        "Triển khai Luật Bảo hiểm xã hội số 41/2024/QH15 ngày 29/6/2024 và Nghị quyết số 28-NQ/TW ngày 23/5/2018 của Ban Chấp hành Trung ương khóa XII; phát triển đại lý thu ở thôn, tổ dân phố; hỗ trợ thêm tiền đóng bảo hiểm xã hội tự nguyện cho hộ nghèo, hộ cận nghèo, người dân tộc thiểu số từ ngân sách địa phương."
    )
    p.cite("Luật", "41/2024/QH15", "2024-06-29", None)
    p.cite("Nghị quyết", "28-NQ/TW", "2018-05-23", "Ban Chấp hành Trung ương khóa XII")
    p.head(3, "b", "Về trợ giúp xã hội và giảm nghèo", text="b) Về trợ giúp xã hội và giảm nghèo", parent="III.5")
    p.say(
        "Trợ giúp kịp thời người gặp rủi ro do thiên tai, dịch bệnh; phát triển nghề công tác xã hội, dịch vụ chăm sóc dài hạn cho người cao tuổi; thực hiện Chỉ thị số 28-CT/TW ngày 25/12/2023 của Bộ Chính trị về chăm sóc, giáo dục và bảo vệ trẻ em. Lồng ghép nguồn lực các chương trình mục tiêu quốc gia, ưu tiên xã đặc biệt khó khăn; khuyến khích hộ nghèo tự vươn lên."
    )
    p.cite("Chỉ thị", "28-CT/TW", "2023-12-25", "Bộ Chính trị")
    p.head(2, "6", "Bảo đảm dịch vụ xã hội cơ bản có chất lượng", parent="III")
    p.say(
        "Phát triển mạng lưới trường lớp phù hợp với phân bố dân cư; xây dựng trường nội trú ở các xã biên giới; miễn học phí theo quy định. Củng cố y tế cơ sở theo Nghị quyết số 72-NQ/TW ngày 09/9/2025 của Bộ Chính trị; chuyển từ khám bệnh, chữa bệnh sang chủ động phòng bệnh. Thực hiện Đề án đầu tư xây dựng ít nhất 01 triệu căn hộ nhà ở xã hội phê duyệt tại Quyết định số 338/QĐ-TTg ngày 03/4/2023 của Thủ tướng Chính phủ; bố trí quỹ đất, rút ngắn thủ tục cho chủ đầu tư. Đầu tư cấp nước sạch, thu gom nước thải, bảo vệ nguồn nước."
    )
    p.cite("Nghị quyết", "72-NQ/TW", "2025-09-09", "Bộ Chính trị")
    p.cite("Quyết định", "338/QĐ-TTg", "2023-04-03", "Thủ tướng Chính phủ")
    p.head(2, "7", "Huy động nguồn lực và hợp tác", parent="III")
    p.say(
        "Ưu tiên ngân sách cho các chính sách đã ban hành, tăng vốn ủy thác qua Ngân hàng Chính sách xã hội; khuyến khích đầu tư tư nhân vào giáo dục, y tế, chăm sóc người cao tuổi; tranh thủ viện trợ phi chính phủ nước ngoài cho nhóm yếu thế và ứng phó với biến đổi khí hậu."
    )
    p.head(1, "IV", "KINH PHÍ THỰC HIỆN")
    p.say(
        "Kinh phí thực hiện Kế hoạch được bố trí trong dự toán chi ngân sách nhà nước hằng năm theo phân cấp, lồng ghép trong các chương trình, đề án, dự án có liên quan và các nguồn vốn hợp pháp khác theo quy định của pháp luật."
    )


def _organisation(p: Paper) -> None:
    p.head(1, "V", "TỔ CHỨC THỰC HIỆN")
    p.head(2, "1", "Các sở, ban, ngành; UBND các xã, phường", parent="V")
    p.say(
        "a) Căn cứ Kế hoạch này và nhiệm vụ được phân công tại Phụ lục, xây dựng kế hoạch cụ thể của cơ quan, địa phương, gửi Sở Nội vụ trước ngày 15 tháng 4 năm 2026 để tổng hợp."
    )
    p.duty(
        "Các sở, ban, ngành; UBND các xã, phường",
        "Sở Nội vụ",
        "trước ngày 15 tháng 4 năm 2026",
        "once",
        15,
        4,
        2026,
        what="gửi kế hoạch cụ thể",
        section="V.1.a",
    )
    p.say(
        "b) Báo cáo kết quả thực hiện 6 tháng trước ngày 10 tháng 6 và kết quả năm trước ngày 05 tháng 12 hằng năm, gửi Sở Nội vụ để tổng hợp, báo cáo Ủy ban nhân dân tỉnh."
    )
    p.duty(
        "Các sở, ban, ngành; UBND các xã, phường",
        "Sở Nội vụ",
        "trước ngày 10 tháng 6",
        "annual",
        10,
        6,
        what="báo cáo 6 tháng",
        section="V.1.b",
    )
    p.duty(
        "Các sở, ban, ngành; UBND các xã, phường",
        "Sở Nội vụ",
        "trước ngày 05 tháng 12 hằng năm",
        "annual",
        5,
        12,
        what="báo cáo năm",
        section="V.1.b",
    )
    p.head(2, "2", "Sở Nội vụ", parent="V")
    p.say(
        "Là cơ quan thường trực, theo dõi, đôn đốc, kiểm tra việc thực hiện; tổng hợp, tham mưu Ủy ban nhân dân tỉnh báo cáo Bộ Nội vụ và Tỉnh ủy trước ngày 05 tháng 12 hằng năm; tham mưu sơ kết vào năm 2028, tổng kết vào năm 2030."
    )
    p.duty(
        "Sở Nội vụ",
        "Bộ Nội vụ và Tỉnh ủy",
        "trước ngày 05 tháng 12 hằng năm",
        "annual",
        5,
        12,
        what="tổng hợp, tham mưu báo cáo",
        section="V.2",
    )
    p.odd(
        "medium",
        "V.1.b/V.2",
        "trước ngày 05 tháng 12 hằng năm",
        "Cơ quan gửi báo cáo và cơ quan tổng hợp cùng một hạn: không còn thời gian tổng hợp",
    )
    p.head(2, "3", "Sở Tài chính", parent="V")
    p.say(
        "Tham mưu bố trí kinh phí thực hiện Kế hoạch theo khả năng cân đối ngân sách và phân cấp hiện hành; hướng dẫn, kiểm tra việc quản lý, sử dụng và quyết toán kinh phí."
    )
    p.head(2, "4", "Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các tổ chức chính trị - xã hội", parent="V")
    p.say(
        "Tuyên truyền, vận động đoàn viên, hội viên và Nhân dân hưởng ứng, tham gia thực hiện; giám sát, phản biện xã hội đối với các chính sách của tỉnh; vận động nguồn lực chăm lo cho người nghèo và các nhóm yếu thế."
    )
    p.say(
        "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các cơ quan, đơn vị, địa phương kịp thời phản ánh về Sở Nội vụ để tổng hợp, báo cáo Ủy ban nhân dân tỉnh xem xét, quyết định./."
    )
    p.duty(
        "các cơ quan, đơn vị, địa phương",
        "Sở Nội vụ",
        "nếu có khó khăn, vướng mắc, kịp thời",
        "event",
        what="phản ánh khó khăn, vướng mắc",
        section="V",
    )
    p.say(NBSP)


def _annex(p: Paper) -> None:
    title = "DANH MỤC NHIỆM VỤ THỰC HIỆN KẾ HOẠCH GIAI ĐOẠN 2026 - 2030"
    p.head(1, "PHỤ LỤC", title, text=f"PHỤ LỤC\n\n{title}", kind="annex")
    p.say(
        "(Kèm theo Kế hoạch ban hành tại Quyết định số 486/QĐ-UBND ngày 12 tháng 3 năm 2026 của Ủy ban nhân dân tỉnh Trường Thịnh)"
    )
    for cell in HEADER:
        p.say(cell)
    group = ""
    for row in ROWS:
        if " | " not in row:
            label, _, group = (part.strip() for part in row.partition("="))
            p.say(label)
            p.say(group)
            p.sections.append({"level": 2, "label": label, "title": group, "kind": "table_group"})
            group = f"{label}. {group}"
            continue
        no, product, name, time, lead, supporting = (cell.strip() for cell in row.split("|"))
        lead_raw, leads = agencies(lead)
        supporting_raw, supporters = agencies(supporting)
        for cell in (no, product, name, time, lead_raw, supporting_raw):
            p.say(cell or NBSP)
        p.task(
            group,
            name,
            leads,
            supporters,
            no=no,
            submit_to=None,
            product=product or None,
            schedule_raw=time,
            schedule=SCHEDULES[time],
        )
    p.odd(
        "medium",
        "nhiệm vụ 17, chủ trì",
        "Vận hành mạng lưới bảo vệ trẻ em, tiếp nhận và xử lý thông tin bạo lực, xâm hại trẻ em",
        "Ô cơ quan chủ trì trống",
    )
    p.odd(
        "high",
        "nhiệm vụ 23, sản phẩm",
        "Hồ sơ sức khỏe điện tử",
        "Sản phẩm chép từ nhiệm vụ 21, không phải của công trình cấp nước sạch",
    )
    p.odd(
        "medium",
        "nhiệm vụ 24, phối hợp",
        "Sở Dân tộc và Tôn giáo; Sở Dân tộc và Tôn giáo",
        "Một cơ quan ghi hai lần trong một ô",
    )
    p.odd("high", "nhiệm vụ 25, thời gian", "Năm 2024", "Thời gian trước ngày ban hành văn bản (12/3/2026)")


if __name__ == "__main__":
    write(NAME, *build())
