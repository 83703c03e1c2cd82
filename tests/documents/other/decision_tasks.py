"""What the decision's plan gives to do: its solutions, its organisation and the annex of tasks."""

from __future__ import annotations

from tests.documents.other.kit import NBSP, Paper, agencies, when

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


def work(p: Paper) -> None:
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


def organisation(p: Paper) -> None:
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


def annex(p: Paper) -> None:
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
