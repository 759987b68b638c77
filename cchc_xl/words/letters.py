"""The words of official letters, in Vietnamese whatever the language of the program, as documents of offices are.

What the program cannot know is left to be filled in, as dots. {office}, {units}: who writes and who is written to;
{report}: 'báo cáo tuyên truyền CCHC 6 tháng đầu năm 2026'; {n}: a count, with a 0 before it where it is below 10.
"""

from __future__ import annotations

DOTS = "……………"
DATE = "ngày …… tháng …… năm ………"
NUMBER = "……"

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NUMBER_LINE = "Số: {number}"
SUBJECT_LINE = "V/v {subject}"
PLACE_AND_DATE = "{place}, {date}"
TO = "Kính gửi:"
TO_ONE = "Kính gửi: {unit}"
TO_ALL_LISTED = "Các cơ quan, đơn vị, địa phương có tên trong danh sách kèm theo"
RECIPIENTS = "Nơi nhận:"
AS_ABOVE = "- Như trên;"
ONE_RECIPIENT = "- {recipient};"
ARCHIVE = "- Lưu: {archive}."
ARCHIVE_OF = "VT, " + DOTS
COMMITTEE = "UBND {unit}"
# How the names of units begin whose People's Committee is meant.
WITH_COMMITTEE = ("Xã ", "Phường ", "Đặc khu ", "Thị trấn ", "Huyện ", "Quận ", "Thị xã ", "Thành phố ", "Tỉnh ")

SUBJECT_CORRECT = "đề nghị chỉnh sửa, bổ sung {report}"
SUBJECT_RESEND = "đề nghị gửi lại {report}"
SUBJECT_SEND = "đôn đốc gửi {report}"

OPENING = "Thực hiện chế độ báo cáo theo quy định, tính đến {date}, {office} tổng hợp tình hình gửi {report} như sau:"
TO_CORRECT = (
    "{office} đã nhận được báo cáo của {unit}. Qua kiểm tra, báo cáo còn {n:02d} nội dung cần chỉnh sửa, bổ sung dưới"
    " đây; số liệu có lỗi hoặc chờ xác nhận chưa được tính vào kết quả tổng hợp."
)
TO_RESEND = (
    "{office} đã nhận được báo cáo của {unit} ({files}) nhưng chưa sử dụng được vì các lý do dưới đây. Số liệu của đơn"
    " vị vì vậy chưa có trong kết quả tổng hợp."
)
FILES = "tệp {names}"
ONE_FILE = "“{name}”"
TO_SEND = "{office} chưa nhận được báo cáo của {unit}{limit}. Số liệu của đơn vị vì vậy chưa có trong kết quả tổng hợp."
SOME_TO_SEND = "Còn {n:02d} đơn vị chưa gửi báo cáo (danh sách tại Phụ lục kèm theo)."
SOME_TO_CORRECT = (
    "Có {n:02d} đơn vị đã gửi báo cáo nhưng còn nội dung cần chỉnh sửa, bổ sung (chi tiết tại Phụ lục kèm theo); số"
    " liệu có lỗi hoặc chờ xác nhận chưa được tính vào kết quả tổng hợp."
)
SOME_TO_RESEND = (
    "Có {n:02d} đơn vị đã gửi báo cáo nhưng báo cáo chưa sử dụng được (lý do tại Phụ lục kèm theo); số liệu của các đơn"
    " vị này chưa có trong kết quả tổng hợp."
)
LIMIT = " (hạn gửi báo cáo: ngày {day})"

ALL_LISTED = "các đơn vị có tên trong danh sách"
OFFICE_AT = "{office} ({address})"
SEND = "gửi báo cáo"
CORRECT = "chỉnh sửa, bổ sung và gửi lại báo cáo"
RESEND = "khắc phục các nội dung trên và gửi lại báo cáo"
SEND_OR_CORRECT = "gửi báo cáo, hoặc chỉnh sửa, bổ sung báo cáo đã gửi,"
REQUEST = (
    "Đề nghị {units} {what} về {office} trước {date}. Chỉ tiêu không phát sinh trong kỳ thì ghi số 0, không để trống."
)
CLOSING = "{office} đề nghị {units} quan tâm, phối hợp thực hiện.{contact}"
CONTACT = " Trong quá trình thực hiện, nếu có vướng mắc, đề nghị liên hệ {contact}."
END = "./."

PROBLEM_HEADS = ("TT", "Chỉ tiêu, vị trí", "Nội dung", "Đề nghị")
WHOLE_REPORT = "Báo cáo"
APPENDIX = "Phụ lục"
APPENDIX_TITLE = "DANH SÁCH ĐƠN VỊ CẦN ĐÔN ĐỐC {report}"
APPENDIX_OF = "(Kèm theo Công văn số {number} {date} của {office})"
APPENDIX_TO_SEND = "{place}. ĐƠN VỊ CHƯA GỬI BÁO CÁO"
APPENDIX_TO_RESEND = "{place}. ĐƠN VỊ ĐÃ GỬI, BÁO CÁO CHƯA SỬ DỤNG ĐƯỢC"
APPENDIX_TO_CORRECT = "{place}. ĐƠN VỊ CẦN CHỈNH SỬA, BỔ SUNG BÁO CÁO"
MISSING_HEADS = ("TT", "Đơn vị", "Hạn gửi báo cáo")

MAIL_TO = "Người nhận: {to}"
MAIL_SUBJECT = "Tiêu đề: {subject}"
MAIL_MISSING = "Đơn vị chưa gửi báo cáo:"
MAIL_END = "Trân trọng."

# What a unit is asked where the program's own words tell the consolidator what to do.
SEVERAL_FILES = (
    "Đơn vị đã gửi {n:02d} tệp khác nhau cho cùng kỳ báo cáo ({files}); chưa rõ tệp nào là báo cáo chính thức."
)
CONFIRM_ONE = "Đề nghị xác nhận tệp nào là báo cáo chính thức, hoặc gửi lại một báo cáo duy nhất."
SEND_FORM = "Đề nghị nhập số liệu vào biểu mẫu Excel và gửi lại."
REPAIRS = {
    "F03": SEND_FORM,
    "F13": CONFIRM_ONE,
    "F16": "Đề nghị gửi lại từng tệp Excel, không nén.",
    "F29": "Đề nghị gửi Phụ lục theo biểu mẫu, ghi số liệu từng chỉ tiêu.",
    "M18": "Đề nghị gửi lại tệp chỉ có bảng của kỳ báo cáo.",
    "V51": "Đề nghị gửi Phụ lục theo biểu mẫu, ghi số liệu từng chỉ tiêu.",
}
NO_TABLE = "Tệp không phải là bảng tính, không có số liệu của biểu mẫu."
