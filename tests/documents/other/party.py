"""A plan of a provincial Party committee in markdown: a table with a column a year, tasks in prose by agency."""

from __future__ import annotations

from typing import Any

from tests.documents.other.kit import Paper, Value, write

NAME = "ke-hoach-tinh-uy.md"
TITLE = (
    "thực hiện Nghị quyết số 42-NQ/TW ngày 24/11/2023 của Ban Chấp hành Trung ương Đảng khóa XIII "
    "và Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XVIII về chính sách xã hội, giai đoạn 2026 - 2030"
)
YEARS = (2026, 2027, 2028, 2029, 2030)

# TT | chỉ tiêu | đơn vị | thực hiện 2025 | 2026 ... 2030 | cơ quan theo dõi; a row of two cells is a group.
ROWS = """
I | Lao động, việc làm và thu nhập
1 | Số lao động được giải quyết việc làm trong năm | Người | 14.820 | 15.000 | 15.300 | 15.600 | 16.000 | 16.500 | Sở Nội vụ
2 | Tỷ lệ lao động qua đào tạo | % | 61,5 | 63 | 65 | 67 | 69 | ≥ 71 | Sở Nội vụ
3 | Trong đó: có bằng cấp, chứng chỉ | % | 26,4 | 28 | 30 | 32 | 34 | 36 | Sở Nội vụ
4 | Tỷ lệ thất nghiệp khu vực thành thị | % | 3,1 | < 3,1 | < 3,0 | < 3,0 | < 2,9 | < 2,8 | Sở Nội vụ
5 | Thu nhập bình quân đầu người | Triệu đồng/năm | 48,7 | 52 | 56,5 | 61 | 66 | 72 | Thống kê tỉnh
II | Bảo hiểm và trợ giúp xã hội
6 | Tỷ lệ lực lượng lao động trong độ tuổi tham gia bảo hiểm xã hội | % | 21,8 | 23 | 25 | 27 | 29,5 | 32 | Bảo hiểm xã hội tỉnh
7 | Tỷ lệ lực lượng lao động trong độ tuổi tham gia bảo hiểm thất nghiệp | % | 13,2 | 14 | 15 | 16 | 17,5 | 19 | Bảo hiểm xã hội tỉnh
8 | Tỷ lệ dân số tham gia bảo hiểm y tế | % | 93,5 | 94 | 94,5 | 95 | 95,5 | 96 | Bảo hiểm xã hội tỉnh
9 | Tỷ lệ hộ nghèo đa chiều | % | 9,6 | 8,1 | 6,6 | 5,2 | 3,9 | 2,8 | Sở Nông nghiệp và Môi trường
10 | Tỷ lệ người hưởng trợ cấp xã hội nhận tiền qua tài khoản | % | 71 | 80 | 88 | 93 | 97 | 100 | Sở Y tế
11 | Tỷ lệ trẻ em có hoàn cảnh đặc biệt được chăm sóc, trợ giúp | % | 90,2 | 91 | 92 | 93 | 94 | ≥ 95 | Sở Y tế
III | Giáo dục và đào tạo
12 | Tỷ lệ huy động trẻ nhà trẻ ra lớp | % | 34 | 36 | 38 | 40 | 42 | 45 | Sở Giáo dục và Đào tạo
13 | Tỷ lệ học sinh hoàn thành cấp tiểu học | % | 99,1 | 99,2 | 99,3 | 99,4 | 99,5 | > 99,5 | Sở Giáo dục và Đào tạo
14 | Tỷ lệ trường đạt chuẩn quốc gia | % | 58,3 | 61 | 64 | 57 | 70 | 73 | Sở Giáo dục và Đào tạo
15 | Số xã biên giới có trường nội trú liên cấp | Xã | 2 | 4 | 7 | 9 | 11 | 12 | Sở Giáo dục và Đào tạo
IV | Y tế, dân số
16 | Số giường bệnh trên vạn dân | Giường | 29,4 | 30 | 30,5 | 31 | 31,5 | 32,5 | Sở Y tế
17 | Số bác sĩ trên vạn dân | Bác sĩ | 9,8 | 10,2 | 10,7 | 11,3 | 12 | 13 | Sở Y tế
18 | Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi | % | 24,6 | 23,8 | 23 | 22 | 21 | < 20 | Sở Y tế
19 | Tỷ lệ người dân được quản lý sức khỏe bằng hồ sơ điện tử | % | 68 | 80 | 90 | 95 | 97 | 98 | Sở Y tế
20 | Tỷ lệ tảo hôn trong các cặp kết hôn | % | 12,7 | 11 | 9,5 | 8 | 6,5 | 5 | Sở Dân tộc và Tôn giáo
V | Nhà ở, nước sạch, văn hóa, thông tin
21 | Số nhà tạm, nhà dột nát còn phải xóa | Nhà | 1.140 | 500 | 0 | - | - | - | Sở Xây dựng
22 | Số căn nhà ở xã hội hoàn thành (lũy kế) | Căn | 120 | 300 | 550 | 800 | 1.050 | 1.300 | Sở Xây dựng
23 | Tỷ lệ hộ dân sử dụng nước sạch theo quy chuẩn | % | 51 | 53 | 56 | 59 | 62 | 97 | Sở Nông nghiệp và Môi trường
23.1 | Thành thị | % | 90,5 | 91 | 92 | 93 | 94 | 95 | Sở Xây dựng
23.2 | Nông thôn | % | 41 | 43 | 46 | 49 | 53 | 58 | Sở Nông nghiệp và Môi trường
24 | Tỷ lệ thôn, bản có nhà văn hóa hoặc điểm sinh hoạt cộng đồng | % | 92 | 93 | 94,5 | 96 | 98 | 100 | Sở Văn hóa, Thể thao và Du lịch
25 | Tỷ lệ thôn, bản được phủ sóng băng rộng di động | % | 95,4 | 97 | 98 | 99 | 100 | 100 | Sở Khoa học và Công nghệ
""".strip().splitlines()


def cell(text: str) -> tuple[str | None, float | None]:
    """Return the comparator and number of a cell as a person reads it."""
    if text == "-":
        return None, None
    sign, _, rest = text.rpartition(" ")
    amount = float(rest.replace(".", "").replace(",", "."))
    return {"": "=", "<": "<", ">": ">", "≥": ">="}[sign], amount


def build() -> tuple[str, dict[str, Any]]:
    """Return the plan's text and its reading."""
    paper = Paper(
        {
            "number": "57-KH/TU",
            "type": "Kế hoạch",
            "issued_on": "2026-01-28",
            "issuer": "Ban Thường vụ Tỉnh ủy Lâm Khê",
            "place": "Lâm Khê",
            "signer": "Đinh Công Lập",
            "signer_title": "Phó Bí thư Thường trực",
            "title": TITLE,
            "recipients": [
                "Văn phòng Trung ương Đảng (b/c)",
                "Các đồng chí Ủy viên Ban Chấp hành Đảng bộ tỉnh",
                "Các cơ quan tham mưu, giúp việc Tỉnh ủy",
                "Các đảng bộ trực thuộc Tỉnh ủy",
                "Lưu Văn phòng Tỉnh ủy",
            ],
        }
    )
    _opening(paper)
    _targets(paper)
    _work(paper)
    _organisation(paper)
    return "\n\n".join(paper.lines) + "\n", paper.reading()


def _opening(p: Paper) -> None:
    p.say(
        "| TỈNH ỦY LÂM KHÊ<br>\\*<br>Số 57-KH/TU | **ĐẢNG CỘNG SẢN VIỆT NAM**<br>*Lâm Khê, ngày 28 tháng 01 năm 2026* |\n|---|---|"
    )
    p.say("# KẾ HOẠCH")
    p.say(f"**{TITLE}**")
    p.say("---")
    p.say(
        "Thực hiện Nghị quyết số 42-NQ/TW ngày 24/11/2023 của Ban Chấp hành Trung ương Đảng khóa XIII về tiếp tục đổi mới, nâng cao chất lượng chính sách xã hội, đáp ứng yêu cầu sự nghiệp xây dựng và bảo vệ Tổ quốc trong giai đoạn mới (gọi tắt là *Nghị quyết 42*); Kế hoạch số 19-KH/TW ngày 27/11/2023 của Bộ Chính trị; Chương trình hành động số 12-CTr/TU ngày 20/11/2025 của Ban Chấp hành Đảng bộ tỉnh thực hiện Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XVIII, Ban Thường vụ Tỉnh ủy ban hành Kế hoạch thực hiện như sau:"
    )
    p.cite("Nghị quyết", "42-NQ/TW", "2023-11-24", "Ban Chấp hành Trung ương Đảng khóa XIII")
    p.cite("Kế hoạch", "19-KH/TW", "2023-11-27", "Bộ Chính trị")
    p.cite("Chương trình", "12-CTr/TU", "2025-11-20", "Ban Chấp hành Đảng bộ tỉnh")
    p.head(1, "I", "MỤC ĐÍCH, YÊU CẦU", text="## I. MỤC ĐÍCH, YÊU CẦU")
    p.head(2, "1", "Mục đích", text="### 1. Mục đích", parent="I")
    p.say(
        "- Quán triệt sâu sắc quan điểm con người là trung tâm, chủ thể, mục tiêu và động lực của phát triển; nâng cao vai trò lãnh đạo của cấp ủy, trách nhiệm của người đứng đầu và năng lực tổ chức thực hiện của chính quyền cơ sở sau khi vận hành chính quyền địa phương hai cấp."
    )
    p.say(
        "- Cụ thể hóa mục tiêu, nhiệm vụ thành chỉ tiêu từng năm, giao rõ cơ quan theo dõi, làm cơ sở để các đảng bộ trực thuộc xây dựng chương trình công tác toàn khóa và hằng năm."
    )
    p.head(2, "2", "Yêu cầu", text="### 2. Yêu cầu", parent="I")
    p.say(
        "- Các cấp ủy, tổ chức đảng lãnh đạo toàn diện, quyết liệt, có lộ trình; kết hợp chặt chẽ phát triển kinh tế với tiến bộ, công bằng xã hội; chú trọng vùng cao, biên giới, vùng đồng bào dân tộc thiểu số."
    )
    p.say(
        "- Thường xuyên kiểm tra, giám sát, sơ kết, tổng kết; kịp thời điều chỉnh, bổ sung khi có chủ trương mới của Trung ương. Tránh hình thức, chạy theo thành tích; số liệu báo cáo phải có nguồn và đối chiếu được."
    )


def _targets(p: Paper) -> None:
    p.head(1, "II", "MỤC TIÊU", text="## II. MỤC TIÊU")
    p.head(2, "1", "Mục tiêu chung", text="### 1. Mục tiêu chung", parent="II")
    p.say(
        "Hoàn thiện hệ thống chính sách xã hội của tỉnh theo hướng bền vững, tiến bộ và công bằng; bảo đảm an sinh xã hội, nâng cao đời sống vật chất và tinh thần của Nhân dân các dân tộc; thu hẹp khoảng cách giữa các vùng; củng cố niềm tin của Nhân dân với Đảng."
    )
    p.head(2, "2", "Chỉ tiêu chủ yếu", text="### 2. Chỉ tiêu chủ yếu", parent="II")
    p.say("Các chỉ tiêu chủ yếu từng năm giai đoạn 2026 - 2030 như sau:")
    heads = ["TT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện 2025", *(str(y) for y in YEARS), "Cơ quan theo dõi, chủ trì"]
    lines = ["| " + " | ".join(heads) + " |", "|" + "|".join(["---"] * len(heads)) + "|"]
    group = ""
    for row in ROWS:
        cells = [part.strip() for part in row.split(" | ")]
        if len(cells) == 2:
            group = f"{cells[0]}. {cells[1]}"
            p.sections.append({"level": 2, "label": cells[0], "title": cells[1], "kind": "table_group"})
            lines.append(f"| **{cells[0]}** | **{cells[1]}** |" + " |" * (len(heads) - 2))
            continue
        lines.append("| " + " | ".join(cells) + " |")
        values: list[Value] = [(year, *cell(raw), raw) for year, raw in zip(YEARS, cells[4:9], strict=True)]
        more = {"parent_no": cells[0].partition(".")[0], "dimension": cells[1]} if "." in cells[0] else {}
        p.row_goal(cells[0], cells[1], cells[2], [cells[9]], *values, group=group, **more)
    p.say("\n".join(lines))
    p.odd("medium", "chỉ tiêu 14, năm 2028", "57", "Chuỗi 61 - 64 - 57 - 70 - 73: tụt giữa kỳ, có thể là 67")
    p.odd("high", "chỉ tiêu 23, năm 2030", "97 (thành thị 95, nông thôn 58)", "Số chung nằm ngoài khoảng của hai phần")
    p.say("Ngoài các chỉ tiêu tại bảng trên, phấn đấu đến năm 2030:")
    p.say(
        "- 100% người có công với cách mạng được chăm lo toàn diện cả vật chất và tinh thần; mỗi năm vận động Quỹ “Đền ơn đáp nghĩa” đạt từ 3 tỷ đồng trở lên."
    )
    p.goal(
        "Tỷ lệ người có công với cách mạng được chăm lo toàn diện cả vật chất và tinh thần",
        "%",
        "100% người có công với cách mạng được chăm lo toàn diện cả vật chất và tinh thần",
        (2030, "=", 100, "100%"),
    )
    p.goal(
        "Số tiền vận động Quỹ “Đền ơn đáp nghĩa” mỗi năm",
        "tỷ đồng/năm",
        "mỗi năm vận động Quỹ “Đền ơn đáp nghĩa” đạt từ 3 tỷ đồng trở lên",
        (2030, ">=", 3, "từ 3 tỷ đồng trở lên"),
    )
    p.say(
        "- Tỷ lệ dân số tham gia bảo hiểm y tế đạt 98%; tuổi thọ trung bình đạt 74,5 tuổi, số năm sống khỏe tối thiểu 67 năm; tỷ lệ hộ nghèo vùng đồng bào dân tộc thiểu số mỗi năm giảm trên 3%."
    )
    p.goal(
        "Tỷ lệ dân số tham gia bảo hiểm y tế",
        "%",
        "Tỷ lệ dân số tham gia bảo hiểm y tế đạt 98%",
        (2030, "=", 98, "98%"),
    )
    p.odd(
        "high",
        "II.2 và chỉ tiêu 8",
        "Tỷ lệ dân số tham gia bảo hiểm y tế đạt 98%",
        "Văn xuôi ghi 98% vào năm 2030, bảng ghi 96",
    )
    p.goal("Tuổi thọ trung bình", "tuổi", "tuổi thọ trung bình đạt 74,5 tuổi", (2030, "=", 74.5, "74,5 tuổi"))
    p.goal("Số năm sống khỏe", "năm", "số năm sống khỏe tối thiểu 67 năm", (2030, ">=", 67, "tối thiểu 67 năm"))
    p.goal(
        "Mức giảm tỷ lệ hộ nghèo vùng đồng bào dân tộc thiểu số hằng năm",
        "%/năm",
        "tỷ lệ hộ nghèo vùng đồng bào dân tộc thiểu số mỗi năm giảm trên 3%",
        (2030, ">", 3, "trên 3%"),
        dimension="Vùng đồng bào dân tộc thiểu số",
    )
    p.say(
        "- Có 4/5 cơ sở giáo dục nghề nghiệp công lập tự bảo đảm chi thường xuyên; hoàn thành phổ cập giáo dục mầm non cho trẻ em từ 3 đến 5 tuổi."
    )
    p.goal(
        "Số cơ sở giáo dục nghề nghiệp công lập tự bảo đảm chi thường xuyên",
        "cơ sở",
        "Có 4/5 cơ sở giáo dục nghề nghiệp công lập tự bảo đảm chi thường xuyên",
        (2030, "=", 0.8, "4/5"),
    )
    p.goal(
        "Phổ cập giáo dục mầm non cho trẻ em từ 3 đến 5 tuổi",
        None,
        "hoàn thành phổ cập giáo dục mầm non cho trẻ em từ 3 đến 5 tuổi",
        (2030, "qualitative", None, "hoàn thành phổ cập giáo dục mầm non cho trẻ em từ 3 đến 5 tuổi"),
    )
    p.head(2, "3", "Tầm nhìn đến năm 2045", text="### 3. Tầm nhìn đến năm 2045", parent="II")
    p.say(
        "Cơ bản không còn hộ nghèo; chỉ số phát triển con người đạt trên 0,78; người dân được tiếp cận đầy đủ các dịch vụ xã hội cơ bản có chất lượng."
    )
    p.goal(
        "Hộ nghèo",
        None,
        "Cơ bản không còn hộ nghèo",
        (2045, "qualitative", None, "Cơ bản không còn hộ nghèo"),
        optional=True,
    )
    p.goal(
        "Chỉ số phát triển con người", None, "chỉ số phát triển con người đạt trên 0,78", (2045, ">", 0.78, "trên 0,78")
    )
    p.goal(
        "Người dân được tiếp cận đầy đủ các dịch vụ xã hội cơ bản có chất lượng",
        None,
        "người dân được tiếp cận đầy đủ các dịch vụ xã hội cơ bản có chất lượng",
        (2045, "qualitative", None, "người dân được tiếp cận đầy đủ các dịch vụ xã hội cơ bản có chất lượng"),
        optional=True,
    )


def _work(p: Paper) -> None:
    p.head(1, "III", "NHIỆM VỤ VÀ GIẢI PHÁP", text="## III. NHIỆM VỤ VÀ GIẢI PHÁP")
    for label, title, text in (
        (
            "1",
            "Tăng cường sự lãnh đạo của Đảng, nâng cao nhận thức về chính sách xã hội",
            "Cấp ủy các cấp tổ chức quán triệt Nghị quyết 42 gắn với sinh hoạt chuyên đề của chi bộ; phân công cấp ủy viên phụ trách địa bàn khó khăn; đưa kết quả lãnh đạo thực hiện chính sách xã hội thành tiêu chí đánh giá, xếp loại tổ chức đảng và đảng viên. Đấu tranh với thông tin xấu độc, xuyên tạc chính sách dân tộc, tôn giáo và an sinh xã hội của Đảng và Nhà nước.",
        ),
        (
            "2",
            "Nâng cao năng lực quản lý của chính quyền hai cấp",
            "Hoàn thiện quy định phân cấp, phân quyền; rà soát đội ngũ làm công tác xã hội cấp xã; số hóa danh sách đối tượng, liên thông dữ liệu với Cơ sở dữ liệu quốc gia về dân cư theo Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị. Cải cách thủ tục, giảm thời gian giải quyết hồ sơ; công khai kết quả để Nhân dân giám sát.",
        ),
        (
            "3",
            "Chăm lo tốt hơn người có công với cách mạng",
            "Thực hiện đầy đủ chế độ theo Pháp lệnh Ưu đãi người có công với cách mạng số 02/2020/UBTVQH14 ngày 09/12/2020; giải quyết căn bản hồ sơ tồn đọng; đẩy mạnh tìm kiếm, quy tập hài cốt liệt sĩ ở trong nước và ngoài nước theo Chỉ thị số 14-CT/TW ngày 19/7/2017 của Ban Bí thư. Phát huy truyền thống uống nước nhớ nguồn trong thế hệ trẻ.",
        ),
        (
            "4",
            "Tạo việc làm bền vững, phát triển nguồn nhân lực",
            "Gắn đào tạo nghề với khu công nghiệp, nông nghiệp công nghệ cao, du lịch cộng đồng và kinh tế cửa khẩu; hỗ trợ thanh niên lập nghiệp; mở rộng thị trường lao động ngoài nước có thu nhập cao. Thực hiện Nghị quyết số 71-NQ/TW ngày 22/8/2025 của Bộ Chính trị về đột phá phát triển giáo dục và đào tạo.",
        ),
        (
            "5",
            "Phát triển hệ thống an sinh xã hội đa dạng, đa tầng",
            "Phát triển người tham gia bảo hiểm xã hội tự nguyện qua mạng lưới hội, đoàn thể; thực hiện trợ cấp hưu trí xã hội theo Luật Bảo hiểm xã hội số 41/2024/QH15 ngày 29/6/2024; xã hội hóa dịch vụ chăm sóc người cao tuổi, người khuyết tật. Giảm nghèo thực chất, chống tái nghèo; sắp xếp dân cư vùng có nguy cơ sạt lở, lũ quét theo Quyết định số 1719/QĐ-TTg ngày 14/10/2021 của Thủ tướng Chính phủ.",
        ),
        (
            "6",
            "Nâng cao chất lượng dịch vụ xã hội cơ bản",
            "Đầu tư trường nội trú, bán trú; luân phiên bác sĩ về cơ sở theo Nghị quyết số 72-NQ/TW ngày 09/9/2025 của Bộ Chính trị; kiểm soát mất cân bằng giới tính khi sinh, giảm tảo hôn và hôn nhân cận huyết thống. Phát triển nhà ở xã hội, cấp nước tập trung, điện lưới và hạ tầng số tới các bản xa.",
        ),
    ):
        p.head(2, label, title, text=f"### {label}. {title}", parent="III")
        p.say(text)
    p.cite("Nghị quyết", "57-NQ/TW", "2024-12-22", "Bộ Chính trị")
    p.cite("Pháp lệnh", "02/2020/UBTVQH14", "2020-12-09", None)
    p.cite("Chỉ thị", "14-CT/TW", "2017-07-19", "Ban Bí thư")
    p.cite("Nghị quyết", "71-NQ/TW", "2025-08-22", "Bộ Chính trị")
    p.cite("Luật", "41/2024/QH15", "2024-06-29", None)
    p.cite("Quyết định", "1719/QĐ-TTg", "2021-10-14", "Thủ tướng Chính phủ")
    p.cite("Nghị quyết", "72-NQ/TW", "2025-09-09", "Bộ Chính trị")


# label, agency as the heading has it, lead agencies, (text, name for the reading, coordinating)
ORGANISATION: tuple[tuple[str, str, list[str], tuple[tuple[str, list[str]], ...]], ...] = (
    (
        "1",
        "Đảng ủy Ủy ban nhân dân tỉnh",
        ["Đảng ủy Ủy ban nhân dân tỉnh"],
        (
            (
                "Lãnh đạo Ủy ban nhân dân tỉnh xây dựng kế hoạch hành động, phân bổ chỉ tiêu từng năm cho các sở, ngành, xã, phường, hoàn thành trong quý I/2026.",
                [],
            ),
            (
                "Chỉ đạo rà soát, trình Hội đồng nhân dân tỉnh sửa đổi, bổ sung các nghị quyết về chính sách xã hội không còn phù hợp sau sắp xếp đơn vị hành chính.",
                [],
            ),
            (
                "Chỉ đạo bố trí ngân sách tương xứng với nhiệm vụ, tăng nguồn vốn ủy thác cho vay hộ nghèo, hộ mới thoát nghèo và giải quyết việc làm.",
                [],
            ),
        ),
    ),
    (
        "2",
        "Đảng ủy các cơ quan Đảng tỉnh",
        ["Đảng ủy các cơ quan Đảng tỉnh"],
        (
            (
                "Lãnh đạo các chi bộ, đảng bộ trực thuộc quán triệt, thực hiện Kế hoạch này và phân công cấp ủy viên giúp đỡ xã đặc biệt khó khăn.",
                [],
            ),
        ),
    ),
    (
        "3",
        "Ban Tuyên giáo và Dân vận Tỉnh ủy",
        ["Ban Tuyên giáo và Dân vận Tỉnh ủy"],
        (
            (
                "Chủ trì, phối hợp với Đảng ủy Ủy ban nhân dân tỉnh hướng dẫn tuyên truyền, quán triệt Nghị quyết 42 và Kế hoạch này bằng tiếng phổ thông và tiếng dân tộc.",
                ["Đảng ủy Ủy ban nhân dân tỉnh"],
            ),
            (
                "Nắm tình hình tư tưởng, dư luận xã hội, kịp thời tham mưu Ban Thường vụ Tỉnh ủy định hướng xử lý các vấn đề phát sinh.",
                [],
            ),
        ),
    ),
    (
        "4",
        "Ủy ban Kiểm tra Tỉnh ủy",
        ["Ủy ban Kiểm tra Tỉnh ủy"],
        (
            (
                "Tham mưu đưa nội dung lãnh đạo thực hiện chính sách xã hội vào chương trình kiểm tra, giám sát hằng năm của Ban Thường vụ Tỉnh ủy.",
                [],
            ),
        ),
    ),
    (
        "5",
        "Đảng ủy Hội đồng nhân dân tỉnh",
        ["Đảng ủy Hội đồng nhân dân tỉnh"],
        (
            (
                "Lãnh đạo việc ban hành nghị quyết, cơ chế, chính sách đặc thù của tỉnh về an sinh xã hội, giảm nghèo, giáo dục và y tế.",
                [],
            ),
            (
                "Tăng cường giám sát chuyên đề việc sử dụng nguồn lực thực hiện chính sách xã hội tại các xã, phường.",
                [],
            ),
        ),
    ),
    (
        "6",
        "Đảng ủy Mặt trận Tổ quốc, các đoàn thể tỉnh",
        ["Đảng ủy Mặt trận Tổ quốc, các đoàn thể tỉnh"],
        (
            (
                "Lãnh đạo Mặt trận Tổ quốc và các tổ chức chính trị - xã hội vận động đoàn viên, hội viên tham gia xóa nhà tạm, nhà dột nát, giúp nhau giảm nghèo.",
                [],
            ),
            (
                "Phát huy vai trò giám sát, phản biện xã hội; theo dõi việc bình xét hộ nghèo và chi trả trợ cấp ở cơ sở.",
                [],
            ),
        ),
    ),
    (
        "7",
        "Sở Nội vụ",
        ["Sở Nội vụ"],
        (
            (
                "Chủ trì theo dõi, tổng hợp kết quả thực hiện các chỉ tiêu về lao động, việc làm, người có công và trợ cấp hưu trí xã hội thuộc lĩnh vực phụ trách.",
                [],
            ),
        ),
    ),
    (
        "8",
        "Sở Y tế",
        ["Sở Y tế"],
        (
            (
                "Chủ trì, phối hợp với Bảo hiểm xã hội tỉnh và các xã, phường phát triển y tế cơ sở, lập hồ sơ sức khỏe điện tử cho người dân.",
                ["Bảo hiểm xã hội tỉnh", "các xã, phường"],
            ),
            ("Tham mưu chính sách trợ giúp xã hội, bảo vệ và chăm sóc trẻ em, người cao tuổi, người khuyết tật.", []),
        ),
    ),
    (
        "9",
        "Sở Giáo dục và Đào tạo",
        ["Sở Giáo dục và Đào tạo"],
        (
            (
                "Chủ trì thực hiện xây dựng trường nội trú liên cấp tại các xã biên giới, bảo đảm tiến độ từng năm theo bảng chỉ tiêu.",
                [],
            ),
        ),
    ),
)


def _organisation(p: Paper) -> None:
    p.head(1, "IV", "TỔ CHỨC THỰC HIỆN", text="## IV. TỔ CHỨC THỰC HIỆN")
    for label, title, lead, items in ORGANISATION:
        p.head(2, label, title, text=f"### {label}. {title}", parent="IV")
        for text, coordinating in items:
            p.say(f"- {text}")
            p.task(f"IV.{label}", text, lead, coordinating)
        if label == "1":
            p.say(
                "- Định kỳ 6 tháng (trước ngày 20/6) và hằng năm (trước ngày 10/12) báo cáo Ban Thường vụ Tỉnh ủy kết quả thực hiện."
            )
            p.duty(
                "Đảng ủy Ủy ban nhân dân tỉnh",
                "Ban Thường vụ Tỉnh ủy",
                "Định kỳ 6 tháng (trước ngày 20/6)",
                "annual",
                20,
                6,
                section="IV.1",
                what="báo cáo kết quả thực hiện",
            )
            p.duty(
                "Đảng ủy Ủy ban nhân dân tỉnh",
                "Ban Thường vụ Tỉnh ủy",
                "hằng năm (trước ngày 10/12)",
                "annual",
                10,
                12,
                section="IV.1",
                what="báo cáo kết quả thực hiện",
            )
            p.task(
                "IV.1",
                "Định kỳ 6 tháng (trước ngày 20/6) và hằng năm (trước ngày 10/12) báo cáo Ban Thường vụ Tỉnh ủy kết quả thực hiện.",
                lead,
                optional=True,
            )
    title = "Các đảng ủy trực thuộc Tỉnh ủy"
    p.head(2, "10", title, text=f"### 10. {title}", parent="IV")
    first = "Xây dựng kế hoạch thực hiện phù hợp với tình hình địa phương, đơn vị, hoàn thành trước ngày 31/3/2026, gửi Văn phòng Tỉnh ủy."
    p.say(f"- {first}")
    p.task("IV.10", first, [title])
    p.duty(
        title,
        "Văn phòng Tỉnh ủy",
        "trước ngày 31/3/2026",
        "once",
        31,
        3,
        2026,
        section="IV.10",
        what="gửi kế hoạch thực hiện",
    )
    second = "Báo cáo kết quả thực hiện trước ngày 10/12 hằng năm về Ban Thường vụ Tỉnh ủy (qua Văn phòng Tỉnh ủy)."
    p.say(f"- {second}")
    p.task("IV.10", second, [title], optional=True)
    p.duty(
        title,
        "Ban Thường vụ Tỉnh ủy",
        "trước ngày 10/12 hằng năm",
        "annual",
        10,
        12,
        section="IV.10",
        what="báo cáo kết quả thực hiện",
    )
    title = "Văn phòng Tỉnh ủy"
    p.head(2, "11", title, text=f"### 11. {title}", parent="IV")
    third = "Phối hợp với Đảng ủy Ủy ban nhân dân tỉnh theo dõi, đôn đốc việc thực hiện Kế hoạch; tham mưu Ban Thường vụ Tỉnh ủy sơ kết, tổng kết theo quy định."
    p.say(f"- {third}")
    p.task("IV.11", third, [title], ["Đảng ủy Ủy ban nhân dân tỉnh"])
    p.odd(
        "medium",
        "IV.11",
        "Phối hợp với Đảng ủy Ủy ban nhân dân tỉnh theo dõi, đôn đốc việc thực hiện Kế hoạch",
        "Không nêu cơ quan chủ trì (chỉ 'Phối hợp')",
    )
    p.say(
        "Kế hoạch này thay thế Kế hoạch số 221-KH/TU ngày 15/8/2028 của Ban Thường vụ Tỉnh ủy và được phổ biến đến chi bộ."
    )
    p.cite("Kế hoạch", "221-KH/TU", "2028-08-15", "Ban Thường vụ Tỉnh ủy")
    p.odd(
        "high", "Kết thúc", "Kế hoạch số 221-KH/TU ngày 15/8/2028", "Ngày của văn bản bị thay thế sau ngày của Kế hoạch"
    )
    p.say(
        "**Nơi nhận:**\n\n- Văn phòng Trung ương Đảng (b/c),\n- Các đồng chí Ủy viên Ban Chấp hành Đảng bộ tỉnh,\n- Các cơ quan tham mưu, giúp việc Tỉnh ủy,\n- Các đảng bộ trực thuộc Tỉnh ủy,\n- Lưu Văn phòng Tỉnh ủy."
    )
    p.say("**T/M BAN THƯỜNG VỤ**\n**PHÓ BÍ THƯ THƯỜNG TRỰC**")
    p.say("**Đinh Công Lập**")


if __name__ == "__main__":
    write(NAME, *build())
