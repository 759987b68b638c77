"""The template's own words. It is a Vietnamese office document whatever the language of the program, so they are not in
``lang``.

Limits of Excel that they keep (tested): 32 characters for the title of a prompt, 255 for its text.
"""

from __future__ import annotations

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NO_UNIT = "TÊN ĐƠN VỊ BÁO CÁO"
COMMITTEE = "ỦY BAN NHÂN DÂN "
SIGNED_LEFT = ("NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)")
SIGNED_RIGHT = ("THỦ TRƯỞNG ĐƠN VỊ", "(Ký, đóng dấu, ghi rõ họ tên)")

ERROR, WARNING, NOTE = "Lỗi", "Cảnh báo", "Lưu ý"
PREFIXES = {"error": ERROR, "warning": WARNING, "note": NOTE}
OF_COLUMN = " (cột {title})"
QUANTITY_IN_COLUMN = "{title}: {column}"
VALID = "Hợp lệ"
NOT_FILLED = "Chưa ghi"  # while no quantity has been filled in
LEFT_ERRORS, LEFT_WARNINGS = "lỗi", "cảnh báo"
REMAIN = "Còn"

NO_UNIT_NAME = "Chưa ghi tên đơn vị báo cáo."
NO_PERIOD = "Chưa chọn kỳ báo cáo."
BAD_YEAR = "Đề nghị ghi năm báo cáo bằng bốn chữ số, ví dụ 2026."

QUANTITY_TITLE = "Chỉ tiêu {tt}"
QUANTITY_SUB_TITLE = "Dòng con của chỉ tiêu {tt}"
QUANTITY_PROMPT = "Chỉ ghi số nguyên, không dùng dấu phân cách hàng nghìn. Nếu không phát sinh, ghi 0."
QUANTITY_ERROR_TITLE = "Số liệu chưa đúng"
QUANTITY_ERROR = (
    "Ô này chỉ nhận số nguyên, từ 0 trở lên, không có dấu phân cách hàng nghìn và không kèm chữ. "
    "Đề nghị ghi lại bằng số; nội dung giải trình ghi ở cột Ghi chú. Nếu không phát sinh, ghi 0."
)
INPUTS: dict[str, tuple[str, str]] = {  # by ``FieldType.prompt``: what to write, and what is said of anything else
    "integer": (QUANTITY_PROMPT, QUANTITY_ERROR),
    "decimal": (
        "Ghi số, tối đa {places} chữ số thập phân, không dùng dấu phân cách hàng nghìn. Nếu không phát sinh, ghi 0.",
        (
            "Ô này chỉ nhận số, từ 0 trở lên, tối đa {places} chữ số thập phân, không kèm chữ. "
            "Đề nghị ghi lại bằng số; nội dung giải trình ghi ở cột Ghi chú. Nếu không phát sinh, ghi 0."
        ),
    ),
    "money": (
        "Ghi số tiền theo đúng Đơn vị tính của dòng này, chỉ ghi số. Nếu không phát sinh, ghi 0.",
        (
            "Ô này chỉ nhận số tiền, từ 0 trở lên, theo Đơn vị tính của dòng, không kèm chữ. "
            "Đề nghị ghi lại bằng số; nội dung giải trình ghi ở cột Ghi chú. Nếu không phát sinh, ghi 0."
        ),
    ),
    "choice": (
        "Chọn một câu trả lời trong danh sách thả xuống của ô này.",
        "Đề nghị chọn câu trả lời trong danh sách thả xuống; nội dung giải trình ghi ở cột Ghi chú.",
    ),
    "text": ("Ghi nội dung ngắn gọn.", "Nội dung dài quá 2.000 ký tự. Đề nghị rút gọn."),
    "date": (
        "Ghi ngày dạng ngày/tháng/năm, ví dụ 12/05/2026.",
        "Ô này chỉ nhận ngày, ví dụ 12/05/2026; nội dung giải trình ghi ở cột Ghi chú.",
    ),
    "percent": (
        "Ghi tỷ lệ phần trăm, ví dụ 12,5%; tối đa {places} chữ số thập phân. Nếu không phát sinh, ghi 0.",
        (
            "Ô này chỉ nhận tỷ lệ phần trăm, từ 0% trở lên, không kèm chữ. Đề nghị ghi lại, ví dụ 12,5%; "
            "nội dung giải trình ghi ở cột Ghi chú. Nếu không phát sinh, ghi 0."
        ),
    ),
}
DRAWN_PROMPT = "Số này tự tính từ trang “{title}”; không phải ghi ở đây."
LIST_NUMBER, LIST_CHECK = "TT", "Kiểm tra"
LIST_HELP = (
    "Mỗi dòng ghi một {line}; số tổng ở trang Phụ lục tự tính từ các dòng này. Không phát sinh thì ghi “Không có” ở"
    " dòng đầu, không để trống."
)
LIST_MISSING = "Dòng này chưa ghi “{title}”."
LIST_WRONG = "Ô “{title}” chưa đúng loại số liệu của cột."
LIST_REPEATED = "Trùng với một dòng khác. Đề nghị kiểm tra, mỗi {line} chỉ ghi một dòng."
NOTE_TITLE = "Ghi chú"
NOTE_PROMPT = "Ghi nội dung cần giải trình: lồng ghép, lượt người, số ước tính, cơ quan tổ chức. Tối đa 500 ký tự."
NOTE_ERROR_TITLE = "Ghi chú dài"
NOTE_ERROR = "Ghi chú dài quá 500 ký tự. Đề nghị rút gọn; phần giải trình chi tiết ghi ở trang Thuyết minh."
LIST_ERROR_TITLE = "Chọn trong danh sách"
PERIOD_ERROR = "Đề nghị chọn kỳ báo cáo trong danh sách thả xuống của ô này."
UNIT_ERROR = "Đề nghị chọn tên đơn vị trong danh sách thả xuống của ô này."
YEAR_ERROR_TITLE = "Năm chưa đúng"
YEAR_ERROR = "Năm báo cáo là số có bốn chữ số, từ 2011 đến 2099. Đề nghị ghi lại, ví dụ 2026."
BEFORE_TITLE = "Kỳ trước ({period})"
BEFORE_PROMPT_TITLE = "Số kỳ trước"
BEFORE_PROMPT = (
    "Số của đơn vị trong tệp tổng hợp kỳ trước, chỉ để đối chiếu khi điền. Không phải điền, không sửa và không in ra"
    " giấy; ô trống là kỳ trước không có số."
)
SUPERIOR_TITLE = "Cơ quan cấp trên"
SUPERIOR_PROMPT = "Ghi tên cơ quan, tổ chức cấp trên trực tiếp (nếu có), bằng chữ in hoa."
SIGNER_TITLE = "Họ và tên người ký"
SIGNER_PROMPT = "Ghi họ và tên thủ trưởng đơn vị."
NARRATIVE_ERROR_TITLE = "Nội dung dài"
NARRATIVE_ERROR = (
    "Nội dung dài quá 2.000 ký tự sẽ không hiện và in được hết trong ô. Đề nghị tóm tắt; phần chi tiết ghi trong báo"
    " cáo."
)

NARRATIVE_HEADING = "THUYẾT MINH"

HELP_HEADING = "HƯỚNG DẪN ĐIỀN BIỂU"
HELP_FILL = "1. Cách điền"
HELP_FILL_LINES = (
    (
        "Chỉ điền vào các ô có nền màu vàng nhạt; các ô khác đã khóa để giữ nguyên biểu mẫu. Dùng phím Tab để chuyển"
        " sang ô cần điền tiếp theo."
    ),
    (
        "Cột Số lượng: chỉ ghi số nguyên (12, 0, 1200), không dùng dấu phân cách hàng nghìn, không kèm chữ. Nội dung"
        " giải trình ghi ở cột Ghi chú."
    ),
    (
        "Không phát sinh thì ghi 0; không để trống, không ghi “không” hoặc dấu gạch. Ô trống được hiểu là chưa báo cáo,"
        " không được tính là 0."
    ),
    (
        "Không thêm, xóa, chuyển dòng, cột; không đổi tên trang tính. Không dán đè lên biểu; khi cần sao chép số liệu,"
        " dùng lệnh dán giá trị (Paste Values)."
    ),
    "Cột Kiểm tra và ô trạng thái phía trên tự cập nhật sau mỗi lần nhập; phần này không in ra giấy.",
)
HELP_BEFORE = (
    "Cột {title} là số của đơn vị trong tệp tổng hợp kỳ trước, chỉ để đối chiếu: không phải điền, không in ra giấy. Số"
    " kỳ này khác xa thì cột Kiểm tra hỏi lại; nếu đúng, đề nghị ghi lý do ở cột Ghi chú."
)
HELP_FIELDS = "2. Cách ghi từng chỉ tiêu"
HELP_FIELD_HEADS = ("TT", "Chỉ tiêu", "Cách ghi", "Ví dụ")
HELP_COLUMN = "Cột {title}"
HELP_STOCK = "Tính tại thời điểm chốt số liệu, không cộng dồn các kỳ."
HELP_CHECKS = "3. Ý nghĩa của cột Kiểm tra"
HELP_CHECK_LINES = (
    (
        "Lỗi: số liệu chưa dùng được, phải sửa trước khi gửi. Cảnh báo: số liệu khác thường, nếu đúng thì giữ nguyên và"
        " giải trình ở cột Ghi chú."
    ),
    (
        "Trạng thái “Hợp lệ” nghĩa là không còn lỗi và cảnh báo nào mà biểu tự kiểm tra được; cơ quan tổng hợp còn kiểm"
        " tra thêm khi nhận báo cáo."
    ),
)
HELP_CHECK_HEADS = ("Mức", "Thông báo", "Căn cứ", "Dòng")
HELP_SEND = "4. Gửi báo cáo"
HELP_SEND_LINES = (
    (
        "Lưu biểu ở định dạng Excel (.xlsx) và gửi chính tệp này; không gửi ảnh chụp, bản quét hoặc tệp PDF thay cho"
        " tệp Excel."
    ),
    "In trang Phụ lục kèm theo báo cáo để ký, đóng dấu; số liệu trên bản in phải đúng với số liệu trong tệp gửi.",
)
HELP_DEADLINE = (
    "Thời hạn gửi (tính từ ngày chốt số liệu): {days}. Cơ quan tổng hợp quy định thời hạn khác thì thực hiện theo quy"
    " định đó."
)
HELP_DEADLINE_ITEM = "{level}: {days} ngày"
HELP_BASIS = "Căn cứ: {basis}."

# Nghị định 30/2020/NĐ-CP: the number in the middle of the top margin. The appendix is one page and has none.
PAGE_NUMBER = '&C&"Times New Roman,Regular"&13&P'
