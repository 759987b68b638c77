"""The five real reports as data: what each document says, and nothing else.

The first has the appendix; its cells are given as they stand. The other four are prose: where a sentence states a
figure for an indicator with certainty it is given with the sentence in the note; everything else stays blank, because a
narrative that is silent about an indicator does not say 0.
"""

from __future__ import annotations

from typing import NamedTuple


class Example(NamedTuple):
    """``values`` and ``notes`` by field id, as typed; ``header`` and ``narrative`` by id."""

    file: str
    version: int
    header: dict[str, str | int]
    values: dict[str, str | int]
    notes: dict[str, str]
    narrative: dict[str, str]


REPORTS = (
    Example(
        file="01 Xã An Hòa Thịnh - 6 tháng đầu năm 2020.xlsx",
        version=1,
        header={"unit": "Ủy ban nhân dân xã An Hòa Thịnh", "period": "6 tháng đầu năm", "year": 2020},
        values={
            "01": 12,
            "02": 0,
            "03": 0,
            "04": 18,
            "05": "6(lồng ghép)",
            "05.1": "600 (Lượt người)",
            "06": "02",
            "07": "03",
            "08": "Hội nghị; mạng xã hội; TT miệng…",
        },
        notes={},
        narrative={
            "direction": (
                "Ngay từ đầu năm Ủy ban nhân dân xã đã xây dựng, ban hành và tổ chức thực hiện Kế hoạch tuyên truyền"
                " CCHC năm 2020."
            ),
            "content": (
                "Phổ biến, quán triệt nội dung, hoạt động CCHC thông qua các hội nghị, cuộc họp giao ban\nCập nhật,"
                " đăng tải thường xuyên tin, bài viết về công tác CCHC trên Cổng TTĐT của xã.\nTuyên truyền qua hệ"
                " thống loa truyền thanh xã các Quyết định, Kế hoạch, các tin bài về công tác cải cách hành chính."
            ),
            "figures": (
                "Trong 6 tháng đầu năm 2020, bằng các hình thức tuyên truyền khác nhau, xã đã có 18 bài phát trên hệ"
                " thống loa truyền thanh của xã, đăng lên Cổng thông tin điện tử của xã các bộ thủ tục hành chính, các"
                " văn bản về công tác cải cách hành chính của Chính phủ, tỉnh, huyện, xã; Niêm yết các bộ thủ tục hành"
                " chính tại Bộ phận tiếp nhận và trả kết quả của xã... Ngoài ra còn lồng ghép được công tác cải cách"
                " hành chính vào các cuộc họp Giao ban tuần, giao ban tháng tại xã."
            ),
            "difficulties": (
                "- Cơ sở vật chất phục vụ công tác tuyên truyền mặc dù được quan tâm đầu tư nhưng chưa đáp ứng được yêu"
                " cầu(Đặc biệt là hệ thống truyền thanh; hạ tầng mạng Internet).\n- Nguồn kinh phí cho công tác tuyên"
                " truyền cải cách hành chính còn hạn chế."
            ),
            "proposals": (
                "- Quan tâm đầu tư trang thiết bị để đáp ứng yêu cầu công việc tuyên truyền nói chung và tuyên truyền"
                " cải cách hành chính nói riêng (Xâu nối hệ thống truyền thanh 3 xã cũ thành một hệ thống; Có đầu tư,"
                " bảo dưỡng thường xuyên hệ thống mạng Internet )."
            ),
            "next": (
                "Tăng cường số lượng các tin bài về công tác cải cách hành chính trên hệ thống loa truyền thanh xã và"
                " Cổng thông tin điện tử xã.\nThông tin kịp thời các phản ánh, kiến nghị của người dân, tổ chức về các"
                " quy định hành chính, TTHC."
            ),
        },
    ),
    Example(
        file="02 Huyện đảo Cồn Cỏ - Năm 2019.xlsx",
        version=2,
        header={
            "unit": "UBND huyện đảo Cồn Cỏ",
            "period": "Năm",
            "year": 2019,
            "report_date": "ngày 06 tháng 11 năm 2019",
            "cut_off": "31/10/2019",
        },
        values={"09": "06 bài, 01 tin"},
        notes={
            "09": (
                "Trích báo cáo: “Tính đến 31/10/2019, đã lòng ghép đăng trên trang thông tin điện tử huyện 06 bài, 01"
                " tin...”"
            ),
        },
        narrative={
            "direction": (
                "Căn cứ kế hoạch và văn bản chỉ đạo của UBND tỉnh, UBND huyện đã cụ thể hóa thành kế hoạch số:"
                " 21/KH-UBND ngày 21/01/2019 về tuyên truyền cải cách hành chính năm 2019 trên địa bàn."
            ),
            "figures": (
                "Tính đến 31/10/2019, đã phát trên Đài TTTH huyện 13 tin và 05 bài về nhiệm vụ, công tác CCHC...\nTính"
                " đến 31/10/2019, đã lòng ghép đăng trên trang thông tin điện tử huyện 06 bài, 01 tin...\n02 cuộc đối"
                " thoại với người dân và tiếp xúc cử tri...thu hút trên 300 lượt cán bộ, chiến sĩ và nhân dân trên địa"
                " bàn tham gia"
            ),
            "difficulties": (
                "Do cộng tác viên trên địa bàn ít, công tác tuyên truyền chủ yếu trên Đài TTTH huyện nên sức lan tỏa"
                " còn hạn chế, việc thực hiện kế hoạch tuyên truyền CCHC có mặt kết quả đạt chưa cao."
            ),
            "proposals": (
                "Đề nghị Sở TT&TT tham mưu UBND tỉnh tổ chức một số lớp tập huấn nghiệp vụ về công tác tuyên truyền nói"
                " chung và tuyên truyền CCHC nói riêng cho cán bộ phụ trách tham mưu của các huyện, thị xã, thành phố"
                " trong tỉnh."
            ),
            "next": (
                "Kịp thời sơ kết, rút kinh nghiệm để có giải pháp chỉ đạo đưa công tác tuyên truyền CCHC ngày càng đẩy"
                " mạnh hơn, sâu rộng trên toàn địa bàn huyện."
            ),
        },
    ),
    Example(
        file="03 Phường 1 - Năm 2024.xlsx",
        version=2,
        header={
            "unit": "UBND Phường 1",
            "period": "Năm",
            "year": 2024,
            "report_no": "147 /BC-UBND",
            "report_date": "ngày 01 tháng 11 năm 2024",
        },
        values={"09": "13 bài viết, bản tin"},
        notes={
            "09": (
                "Trích báo cáo (bản quét): “trong năm 2024 với số lượng 13 bài viết, bản tin và 43 văn bản hướng dẫn,"
                " báo cáo liên quan đến CCHC được đăng tải lên Trang thông tin điện tử của phường”"
            ),
        },
        narrative={
            "direction": (
                "UBND phường ban hành Kế hoạch số 16/KH-UBND ngày 07/02/2024 của UBND Phường 1 về việc tuyên truyền cải"
                " cách hành chính trên địa bàn Phường 1, Thị xã Quảng Trị năm 2024."
            ),
            "content": (
                "Tuyên truyền bằng tờ rơi tại bộ phận một cửa của phường. Tuyên truyền thông qua hình thức hội họp tại"
                " phường và các khu phố; thông qua cuộc thi tìm hiểu về CCHC do thị xã tổ chức."
            ),
        },
    ),
    Example(
        file="04 Sở Thông tin và Truyền thông Quảng Trị - Năm 2023.xlsx",
        version=2,
        header={
            "unit": "Sở Thông tin và Truyền thông tỉnh Quảng Trị",
            "period": "Năm",
            "year": 2023,
            "report_no": "Số: /BC-STTTT",
            "report_date": "ngày tháng 11 năm 2023",
        },
        values={},
        notes={
            "02": (
                "Trích báo cáo: “tổ chức thành công Hội thi tìm hiểu về công tác cải cách hành chính của Sở Thông tin"
                " và Truyền thông năm 2023”"
            ),
        },
        narrative={
            "direction": (
                "Sở đã ban hành Kế hoạch số 18/KH-STTTT ngày 14/2/2023 về tuyên truyền cải cách hành chính năm 2023."
            ),
            "figures": (
                "Số lượng tin bài đăng tải trên Trang thông tin điện tử của Sở tại mục “Tin tức - Sự kiện” trong năm"
                " 2023, gồm: (báo cáo liệt kê tên tin, không ghi số lượng)"
            ),
            "difficulties": (
                "Tuy nhiên, tinh thần, thái độ và ý thức trách nhiệm, kỹ năng giải quyết công việc của một số cán bộ,"
                " công chức, viên chức có lúc còn chưa cao."
            ),
            "proposals": (
                "Đề nghị UBND tỉnh quan tâm chỉ đạo việc tổ chức các khóa đào tạo, tập huấn hướng dẫn kỹ năng tuyên"
                " truyền, kỹ năng viết tin bài."
            ),
            "next": "Tăng cường tuyên truyền trên hệ thống truyền thanh cơ sở (Đài huyện và Đài xã).",
        },
    ),
    Example(
        file="05 Sở Khoa học và Công nghệ Quảng Trị - Năm 2019.xlsx",
        version=2,
        header={
            "unit": "Sở Khoa học và Công nghệ tỉnh Quảng Trị",
            "period": "Năm",
            "year": 2019,
            "report_no": "477 /SKHCN-TTNCUĐ",
            "report_date": "ngày 11 tháng 11 năm 2019",
        },
        values={"09": "20 tin,bài"},
        notes={
            "09": (
                "Trích báo cáo: “Đăng tải trên Cổng Cổng Thông tin điện tử Khoa học và Công nghệ: ... Tuyên truyền các"
                " chủ trương, chính sách của Nhà nước đến với người dân và doanh nghiệp: 20 tin,bài; 107 văn bản.”"
            ),
        },
        narrative={
            "direction": (
                "Sở Khoa học và Công nghệ đã xây dựng và ban hành Kế hoạch tuyên truyền về cải cách hành chính năm 2019"
                " (Số 07/KH-SKHCN ngày 13/02/2019)."
            ),
            "figures": (
                "Chuyên đề tuyên truyền các văn bản về CCHC của các cấp: 11 văn bản; Tuyên truyền quy chế dân chủ phòng"
                " chống tham nhũng: 07 văn bản; Tuyên truyền các chủ trương, chính sách của Nhà nước đến với người dân"
                " và doanh nghiệp: 20 tin,bài; 107 văn bản.\nĐăng tải trên Cổng dịch vụ công của UBND tỉnh Quảng Trị:"
                " 54 thủ tục hành chính."
            ),
            "difficulties": "Nguồn kinh phí bố trí cho công tác tuyên truyền cải cách hành chính còn hạn chế.",
            "proposals": (
                "Tổ chức thêm các lớp tập huấn, bồi dưỡng chuyên môn, nghiệp vụ về kỹ năng tuyên truyền cải cách hành"
                " chính."
            ),
            "next": "Ban hành Kế hoạch tuyên truyền cải cách hành chính năm 2020 của Sở Khoa học và Công nghệ.",
        },
    ),
)
