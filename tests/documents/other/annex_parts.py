"""The parts the annex of the programme is put together from: subjects, who leads, who helps, how it is worded.

One subject gives two tasks: something is drawn up first, then carried out and checked.
"""

from __future__ import annotations

# kind: (wording, product, submitted to, time) of the first and the second task; {} is the subject.
Step = tuple[str, str, str, str]
KINDS: dict[str, tuple[tuple[Step, Step], ...]] = {
    "law": (
        (
            ("Lập hồ sơ, xây dựng dự án {}", "Tờ trình, dự án Luật", "Quốc hội", "Quý III/2027"),
            (
                "Xây dựng văn bản quy định chi tiết và tổ chức thi hành {}",
                "Nghị định, Thông tư",
                "Chính phủ",
                "Sau khi Luật được Quốc hội thông qua",
            ),
        ),
        (
            ("Tổng kết thi hành, đề xuất sửa đổi {}", "Báo cáo tổng kết", "Chính phủ", "Năm 2026"),
            (
                "Phổ biến, tập huấn cho địa phương về những nội dung mới của {}",
                "Tài liệu, hội nghị tập huấn",
                "",
                "Sau khi Luật có hiệu lực",
            ),
        ),
    ),
    "decree": (
        (
            ("Nghiên cứu, sửa đổi, bổ sung {}", "Nghị định", "Chính phủ", "Quý II/2026"),
            (
                "Hướng dẫn, kiểm tra các địa phương thực hiện {}",
                "Văn bản hướng dẫn, báo cáo kiểm tra",
                "Lãnh đạo Bộ",
                "Hằng năm",
            ),
        ),
        (
            ("Rà soát, thay thế {}", "Nghị định", "Chính phủ", "Quý IV/2026"),
            (
                "Đánh giá tác động và chi phí ngân sách khi áp dụng {}",
                "Báo cáo đánh giá",
                "Thủ tướng Chính phủ",
                "Năm 2028",
            ),
        ),
    ),
    "scheme": (
        (
            ("Xây dựng Đề án {}", "Quyết định phê duyệt Đề án", "Thủ tướng Chính phủ", "Quý III/2026"),
            ("Tổ chức thực hiện và đánh giá giữa kỳ Đề án {}", "Báo cáo giữa kỳ", "Bộ trưởng", "2027 - 2028"),
        ),
        (
            ("Trình phê duyệt Đề án {}", "Quyết định", "Thủ tướng Chính phủ", "Quý I/2027"),
            ("Nhân rộng các mô hình tốt thuộc Đề án {}", "Mô hình được nhân rộng", "", "2028 - 2030"),
        ),
        (
            (
                "Hoàn thiện, lấy ý kiến bộ, ngành, địa phương đối với Đề án {}",
                "Hồ sơ Đề án",
                "Phó Thủ tướng Chính phủ",
                "Năm 2027",
            ),
            ("Bố trí vốn, kiểm tra tiến độ giải ngân Đề án {}", "Báo cáo giải ngân", "Lãnh đạo Bộ", "Quý IV hằng năm"),
        ),
    ),
    "programme": (
        (
            (
                "Xây dựng Chương trình {} giai đoạn 2026 - 2030",
                "Quyết định phê duyệt Chương trình",
                "Thủ tướng Chính phủ",
                "Quý II/2026",
            ),
            ("Kiểm tra, giám sát, báo cáo kết quả Chương trình {}", "Báo cáo", "Bộ trưởng", "Hằng năm"),
        ),
        (
            ("Điều chỉnh mục tiêu, nội dung Chương trình {}", "Quyết định", "Thủ tướng Chính phủ", "Năm 2026"),
            (
                "Tổng kết, khen thưởng tập thể, cá nhân tiêu biểu trong Chương trình {}",
                "Hội nghị tổng kết",
                "",
                "Năm 2030",
            ),
        ),
    ),
    "data": (
        (
            (
                "Điều tra, thu thập và công bố số liệu về {}",
                "Ấn phẩm, số liệu được công bố",
                "Bộ trưởng",
                "Quý IV hằng năm",
            ),
            (
                "Khai thác, phân tích số liệu về {} phục vụ hoạch định chính sách",
                "Báo cáo phân tích",
                "",
                "Năm 2026 và các năm tiếp theo",
            ),
        ),
        (
            ("Xây dựng cơ sở dữ liệu về {}", "Cơ sở dữ liệu", "Bộ trưởng", "2026 - 2027"),
            (
                "Kết nối, đồng bộ cơ sở dữ liệu về {} với Trung tâm Dữ liệu quốc gia",
                "Dữ liệu được kết nối",
                "",
                "Năm 2027",
            ),
        ),
    ),
    "work": (
        (
            ("Triển khai {}", "Kế hoạch năm", "", "Quý I hằng năm"),
            ("Kiểm tra liên ngành việc {}", "Kết luận kiểm tra", "Lãnh đạo Bộ", "Quý III hằng năm"),
        ),
        (
            ("Hướng dẫn địa phương {}", "Văn bản hướng dẫn", "", "Quý II/2026"),
            ("Sơ kết ba năm {}", "Báo cáo sơ kết", "Bộ trưởng", "Năm 2028"),
        ),
    ),
}

# part | group | kind | subject | lead | helping
SUBJECTS = """
A = HOÀN THIỆN THỂ CHẾ, NÂNG CAO NĂNG LỰC QUẢN LÝ
I = Hệ thống pháp luật về chính sách xã hội
law | Luật Người khuyết tật (sửa đổi) | Bộ Y tế | Bộ Tư pháp ; Bộ Nội vụ ; các bộ, ngành liên quan
law | Luật Người cao tuổi (sửa đổi) | Bộ Y tế | Bộ Tư pháp ; Hội Người cao tuổi Việt Nam
decree | Nghị định số 20/2021/NĐ-CP ngày 15/3/2021 của Chính phủ quy định chính sách trợ giúp xã hội đối với đối tượng bảo trợ xã hội | Bộ Y tế | Bộ Tài chính ; Bộ Tư pháp
decree | Nghị định số 131/2021/NĐ-CP ngày 30/12/2021 của Chính phủ quy định chi tiết và biện pháp thi hành Pháp lệnh Ưu đãi người có công với cách mạng | Bộ Nội vụ | Bộ Quốc phòng ; Bộ Công an
decree | Nghị định quy định chuẩn nghèo đa chiều giai đoạn 2026 - 2030 | Bộ Nông nghiệp và Môi trường | Bộ Tài chính ; Ủy ban nhân dân các tỉnh, thành phố
law | Luật Công tác xã hội | Bộ Y tế ; Bộ Nội vụ | Bộ Tư pháp
II = Tổ chức bộ máy và chuyển đổi số
scheme | chuyển đổi số toàn diện lĩnh vực an sinh xã hội đến năm 2030 | Bộ Nội vụ | Bộ Công an ; Bộ Khoa học và Công nghệ
scheme | chi trả chính sách an sinh xã hội qua tài khoản định danh điện tử | Bộ Công an | Ngân hàng Nhà nước Việt Nam ; Bộ Y tế
data | người hưởng chính sách an sinh xã hội | Bộ Nội vụ ; Bộ Công an | Bộ Y tế ; Bộ Tài chính
data | thị trường lao động và cung - cầu lao động theo vùng | Bộ Nội vụ | Bộ Tài chính ; Ủy ban nhân dân các tỉnh, thành phố
work | bồi dưỡng công chức văn hóa - xã hội cấp xã theo vị trí việc làm | Bộ Nội vụ | Học viện Hành chính và Quản trị công ; các địa phương
data | mức sống tối thiểu của các vùng | Bộ Tài chính | Bộ Nội vụ ; Bộ Nông nghiệp và Môi trường
work | số hóa hồ sơ người có công và bảo trợ xã hội lưu trữ tại cấp xã | Bộ Nội vụ ; Bộ Y tế | Ủy ban nhân dân các tỉnh, thành phố
scheme | bộ chỉ số giám sát, đánh giá chính sách xã hội |  | các bộ, ngành, địa phương
III = Thông tin, truyền thông
programme | truyền thông về chính sách xã hội trên nền tảng số | Bộ Văn hóa, Thể thao và Du lịch | Đài Truyền hình Việt Nam ; Đài Tiếng nói Việt Nam
work | phổ biến pháp luật về lao động, bảo hiểm xã hội cho công nhân khu công nghiệp | Tổng Liên đoàn Lao động Việt Nam | Bộ Nội vụ ; Bộ Tư pháp
work | tổ chức giải báo chí toàn quốc về an sinh xã hội | Hội Nhà báo Việt Nam | Bộ Nội vụ
B = CÁC NHIỆM VỤ THEO LĨNH VỰC
I = Ưu đãi người có công với cách mạng
programme | tìm kiếm, quy tập hài cốt liệt sĩ và xác định danh tính hài cốt liệt sĩ còn thiếu thông tin | Bộ Quốc phòng | Bộ Nội vụ ; Bộ Công an
scheme | ngân hàng gen thân nhân liệt sĩ chưa xác định được danh tính | Bộ Công an ; Bộ Nội vụ | Bộ Quốc phòng ; Viện Hàn lâm Khoa học và Công nghệ Việt Nam
work | giải quyết hồ sơ tồn đọng đề nghị xác nhận người có công | Bộ Nội vụ | Ủy ban nhân dân các tỉnh, thành phố
programme | hỗ trợ nhà ở cho người có công với cách mạng và thân nhân liệt sĩ | Bộ Xây dựng | Bộ Nội vụ ; Bộ Tài chính
work | nâng cấp nghĩa trang liệt sĩ, công trình ghi công liệt sĩ | Bộ Nội vụ | Bộ Văn hóa, Thể thao và Du lịch
data | thân nhân liệt sĩ, người có công đang hưởng trợ cấp hằng tháng | Bộ Nội vụ | Bộ Công an
II = Lao động, việc làm, nguồn nhân lực
programme | hỗ trợ phát triển thị trường lao động | Bộ Nội vụ | Bộ Tài chính ; Bộ Giáo dục và Đào tạo
scheme | đào tạo nhân lực cho công nghiệp bán dẫn, năng lượng và đường sắt | Bộ Giáo dục và Đào tạo | Bộ Khoa học và Công nghệ ; Bộ Công Thương
scheme | hỗ trợ học sinh, sinh viên khởi nghiệp | Bộ Giáo dục và Đào tạo | Trung ương Đoàn Thanh niên Cộng sản Hồ Chí Minh
decree | Nghị định quy định chi tiết Luật Việc làm số 74/2025/QH15 ngày 16/6/2025 về bảo hiểm thất nghiệp | Bộ Nội vụ | Bộ Tài chính
work | đưa người lao động Việt Nam đi làm việc ở nước ngoài theo hợp đồng an toàn, có thu nhập cao | Bộ Nội vụ | Bộ Ngoại giao ; Bộ Công an
scheme | sắp xếp mạng lưới cơ sở giáo dục nghề nghiệp công lập | Bộ Giáo dục và Đào tạo | Bộ Nội vụ ; các địa phương
data | tai nạn lao động, bệnh nghề nghiệp | Bộ Nội vụ ; Bộ Y tế | Tổng Liên đoàn Lao động Việt Nam
work | xây dựng quan hệ lao động hài hòa, ổn định và tiến bộ trong doanh nghiệp | Tổng Liên đoàn Lao động Việt Nam ; Bộ Nội vụ | Liên đoàn Thương mại và Công nghiệp Việt Nam
III = Bảo hiểm xã hội, bảo hiểm y tế
work | phát triển người tham gia bảo hiểm xã hội tự nguyện ở khu vực phi chính thức | Bộ Tài chính | Bảo hiểm xã hội Việt Nam ; các địa phương
decree | Nghị định số 146/2018/NĐ-CP ngày 17/10/2018 của Chính phủ quy định chi tiết và hướng dẫn biện pháp thi hành một số điều của Luật Bảo hiểm y tế | Bộ Y tế | Bộ Tài chính
scheme | phát triển bảo hiểm hưu trí bổ sung | Bộ Nội vụ | Bộ Tài chính ; Ngân hàng Nhà nước Việt Nam
scheme | đầu tư an toàn, hiệu quả quỹ bảo hiểm xã hội | Bộ Tài chính | Bộ Nội vụ ; Bộ Nội vụ
data | doanh nghiệp chậm đóng, trốn đóng bảo hiểm xã hội | Bộ Tài chính | Bộ Công an ; Bộ Nội vụ
law | Luật Bảo hiểm y tế (sửa đổi) | Bộ Y tế | Bộ Tài chính ; Bộ Tư pháp
IV = Trợ giúp xã hội, trẻ em, giảm nghèo
programme | phát triển công tác xã hội | Bộ Y tế | Bộ Giáo dục và Đào tạo ; các địa phương
programme | trợ giúp xã hội và phục hồi chức năng cho người tâm thần, trẻ em tự kỷ | Bộ Y tế | Bộ Công an ; các địa phương
scheme | chăm sóc dài hạn cho người cao tuổi tại cộng đồng | Bộ Y tế | Hội Người cao tuổi Việt Nam ; các địa phương
programme | phòng, chống tai nạn, thương tích và đuối nước trẻ em | Bộ Y tế | Bộ Giáo dục và Đào tạo ; Bộ Xây dựng
scheme | bảo vệ trẻ em trên môi trường mạng | Bộ Công an | Bộ Y tế ; Bộ Khoa học và Công nghệ
work | xử lý các vụ bạo lực, xâm hại trẻ em và phụ nữ | Bộ Công an | Hội Liên hiệp Phụ nữ Việt Nam ; Bộ Y tế
programme | hỗ trợ sinh kế, nhân rộng mô hình giảm nghèo ở xã đặc biệt khó khăn | Bộ Nông nghiệp và Môi trường | Bộ Dân tộc và Tôn giáo
work | cho vay ưu đãi đối với hộ nghèo, hộ cận nghèo, hộ mới thoát nghèo | Ngân hàng Chính sách xã hội | Bộ Tài chính ; các địa phương
V = Giáo dục
scheme | xây dựng trường nội trú liên cấp tại các xã biên giới đất liền | Bộ Giáo dục và Đào tạo | Bộ Xây dựng ; Bộ Quốc phòng ; các địa phương
scheme | phổ cập giáo dục mầm non cho trẻ em mẫu giáo từ 3 đến 5 tuổi | Bộ Giáo dục và Đào tạo | Bộ Tài chính ; các địa phương
programme | xóa mù chữ, học tập suốt đời cho đồng bào dân tộc thiểu số | Bộ Giáo dục và Đào tạo | Bộ Quốc phòng ; Hội Khuyến học Việt Nam
work | miễn học phí, hỗ trợ học phí đối với học sinh trong hệ thống giáo dục quốc dân | Bộ Giáo dục và Đào tạo | Bộ Tài chính
data | giáo viên thừa, thiếu theo cấp học và môn học | Bộ Giáo dục và Đào tạo | Bộ Nội vụ
scheme | giáo dục hòa nhập cho trẻ khuyết tật | Bộ Giáo dục và Đào tạo | Bộ Y tế
VI = Y tế, dân số
programme | chăm sóc sức khỏe, dân số và phát triển | Bộ Y tế | Bộ Tài chính ; các địa phương
scheme | luân phiên, điều động bác sĩ về trạm y tế cấp xã | Bộ Y tế | Bộ Nội vụ ; các địa phương
work | khám sức khỏe định kỳ hoặc khám sàng lọc miễn phí cho người dân mỗi năm ít nhất một lần | Bộ Y tế | Bộ Tài chính
programme | cải thiện dinh dưỡng, tầm vóc trẻ em miền núi | Bộ Y tế | Bộ Giáo dục và Đào tạo ; Bộ Dân tộc và Tôn giáo
scheme | thích ứng với già hóa dân số | Bộ Y tế | Bộ Nội vụ
programme | mở rộng tiêm chủng cho trẻ em và phụ nữ mang thai | Bộ Y tế | các địa phương
data | chi tiêu y tế từ tiền túi của hộ gia đình | Bộ Y tế | Bộ Tài chính
VII = Nhà ở, nước sạch, môi trường
programme | phát triển nhà ở xã hội cho lực lượng vũ trang và công nhân | Bộ Xây dựng | Bộ Quốc phòng ; Bộ Công an
scheme | quỹ nhà ở quốc gia | Bộ Xây dựng | Bộ Tài chính
programme | cấp nước sạch và vệ sinh nông thôn | Bộ Nông nghiệp và Môi trường | Bộ Xây dựng ; Bộ Y tế
work | bố trí, sắp xếp dân cư vùng thiên tai, sạt lở, lũ quét | Bộ Nông nghiệp và Môi trường | Bộ Quốc phòng ; các địa phương
work | thu gom, xử lý chất thải rắn sinh hoạt ở nông thôn | Bộ Nông nghiệp và Môi trường | Hội Nông dân Việt Nam ; các địa phương
data | chất lượng nước sinh hoạt của hộ gia đình | Bộ Y tế | Bộ Nông nghiệp và Môi trường
VIII = Văn hóa, thông tin, hợp tác quốc tế
programme | phát triển văn hóa, bảo tồn di sản các dân tộc rất ít người | Bộ Văn hóa, Thể thao và Du lịch | Bộ Dân tộc và Tôn giáo
programme | cung cấp dịch vụ viễn thông công ích | Bộ Khoa học và Công nghệ | Bộ Tài chính ; các doanh nghiệp viễn thông
scheme | đưa sách, báo, chương trình tiếng dân tộc về cơ sở | Bộ Văn hóa, Thể thao và Du lịch ; Bộ Dân tộc và Tôn giáo | Đài Tiếng nói Việt Nam
work | đàm phán, ký kết hiệp định song phương về bảo hiểm xã hội | Bộ Nội vụ | Bộ Ngoại giao ; Bộ Tài chính
programme | huy động viện trợ quốc tế cho nhóm yếu thế và ứng phó thiên tai | Bộ Tài chính | Bộ Ngoại giao ; Liên hiệp các tổ chức hữu nghị Việt Nam
scheme | hợp tác về an sinh xã hội trong khuôn khổ Cộng đồng ASEAN | Bộ Nội vụ | Bộ Ngoại giao
""".strip().splitlines()
