"""The sentences of the summary that a province's office signs. Each says what figures bear, and nothing more: counts,
sums, shares, differences with their direction, the largest and the smallest. No causes, no judgements, no "most of".

{n} and all other figures are written by ``write.word.counts``; {unit} names units of measure, {units} counts offices.
"""

from __future__ import annotations

ABOUT = "tổng hợp kết quả {about}"
OPENING = "Thực hiện {basis}, {office} tổng hợp kết quả {about}{span} như sau:"
SPAN = " (số liệu từ ngày {start} đến ngày {end})"
CLOSING = "Trên đây là báo cáo tổng hợp kết quả {about} của {office}./."
FILE_NAME = "{title} - Tổng hợp - {period}"

SENDING = "I. TÌNH HÌNH GỬI BÁO CÁO"
RESULTS = "II. KẾT QUẢ THEO TỪNG CHỈ TIÊU"
COMPARISON = "III. SO SÁNH VỚI KỲ TRƯỚC"
NOTABLE = "IV. ĐƠN VỊ CÓ SỐ LIỆU LỚN NHẤT, NHỎ NHẤT"
QUALITY = "V. CHẤT LƯỢNG SỐ LIỆU"
DIFFICULTIES = "VI. KHÓ KHĂN, VƯỚNG MẮC CÁC ĐƠN VỊ NÊU"
PROPOSALS = "VII. KIẾN NGHỊ, ĐỀ XUẤT CỦA CÁC ĐƠN VỊ"

SENT_OF = "{n}/{of} đơn vị phải gửi báo cáo đã gửi báo cáo{share}."
SHARE = " ({percent})"
SENT = "{n} đơn vị đã gửi báo cáo; bảng tổng hợp không có danh sách đơn vị phải gửi báo cáo."
DAYS = "Báo cáo được nhận từ ngày {first} đến ngày {last}."
DAY = "Báo cáo được nhận ngày {first}."
UNDATED = "{n} tệp chưa có ngày nhận."
LATE = "{n} đơn vị gửi sau thời hạn."
ON_TIME = "Không có đơn vị nào gửi sau thời hạn."
OUTSIDE = "{n} báo cáo của đơn vị ngoài danh sách."
UNUSABLE = "{n} đơn vị đã gửi tệp nhưng tệp chưa sử dụng được{names}."
MISSING = "{n} đơn vị chưa gửi báo cáo{names}."
NAMES = ": {names}"
IN_APPENDIX = " (danh sách tại Phụ lục 2)"

RESULT = "{indicator}: {total} {unit}, của {n} đơn vị{more}."
RATIO = ", tính từ tổng của hai phần"
NOT_ADDED = "{indicator}: số liệu của từng đơn vị, không cộng chung, của {n} đơn vị{more}."
ANSWERS = "{indicator}: {answers}{more}."
ANSWER = "{answer}: {n} đơn vị"
LATEST = "{indicator}: muộn nhất ngày {day}, của {n} đơn vị{more}."
TEXTS = "{indicator}: {n} đơn vị có nêu, ghi ở Phụ lục 3{more}."
NO_RESULT = "{indicator}: chưa có đơn vị nào có số liệu được tính{more}."
STOCK = ", tại thời điểm chốt số liệu"
NOUGHTS = "; {n} đơn vị báo cáo 0"
ESTIMATES = "; có số ước tính của {n} đơn vị"
ASIDE = "; chưa tính {sum} {unit} của {n} đơn vị vì có lỗi hoặc chờ xác nhận"
ASIDE_TEXT = "; chưa tính số liệu của {n} đơn vị vì có lỗi hoặc chờ xác nhận"
NOT_GIVEN = "; {n} đơn vị chưa có số liệu"

COMPARED = (
    "{indicator}: {now} {unit}, {change} so với {period} ({before} {unit}), tính trên {n} đơn vị có số liệu của"
    " cả hai kỳ{stock}."
)
MORE, LESS, SAME = "tăng {n}{share}", "giảm {n}{share}", "không thay đổi"
NOT_COMPARED = "Bảng tổng hợp không có số liệu cùng kỳ để so sánh."

SPREAD = (
    "{indicator}: lớn nhất {most} {unit} ({most_of}), nhỏ nhất {least} {unit} ({least_of}), trung vị {median}"
    " {unit}, trong {n} đơn vị có số liệu."
)
UNITS = "{n} đơn vị"
NO_SPREAD = "Chưa đủ đơn vị có số liệu để nêu."

PROBLEMS = (
    "Qua kiểm tra có {n} nội dung cần xem lại, gồm {errors} lỗi và {warnings} cảnh báo; đã quyết định xử lý"
    " {decided}, còn {open} chưa quyết định."
)
NO_PROBLEMS = "Qua kiểm tra không có lỗi, cảnh báo."
PROBLEM = "{title}: {n} nội dung, còn {open} chưa quyết định."
SEVERITIES = {"error": "Lỗi", "warning": "Cảnh báo"}
OF_KIND = "{severity}: {text}"
STATES = "{valid} báo cáo không có lỗi, cảnh báo; {warned} báo cáo có cảnh báo; {attention} báo cáo cần xử lý."

TOLD_BY = "{unit}:"

FIGURE = "Hình {n}. {title}"
CHART = "Kết quả các chỉ tiêu tính bằng {unit}"
COMPARED_CHART = "So với {period}, các chỉ tiêu tính bằng {unit} (chỉ tính đơn vị có số liệu ở cả hai kỳ)"
NOW, BEFORE = "Kỳ này", "Kỳ trước"
CHART_TEXT = "Biểu đồ cột ngang: {points}."

APPENDIX = "PHỤ LỤC {n}"
OF_REPORT = "(Kèm theo Báo cáo số {number} {date} của {office})"
FORM_HEADS = ("TT", "Chỉ tiêu", "Đơn vị tính", "Tổng số của các đơn vị", "Số đơn vị", "Chưa tính", "Ghi chú")
MISSING_TITLE = "ĐƠN VỊ CHƯA GỬI BÁO CÁO, ĐƠN VỊ CÓ TỆP CHƯA SỬ DỤNG ĐƯỢC"
MISSING_HEADS = ("TT", "Đơn vị", "Hạn gửi báo cáo", "Tình trạng")
NOT_SENT, NOT_USABLE = "Chưa gửi báo cáo", "Đã gửi, tệp chưa sử dụng được"
NONE_MISSING = "Không có."
UNITS_TITLE = "SỐ LIỆU TỪNG ĐƠN VỊ THEO CHỈ TIÊU"
UNITS_NOTE = "(Ô để trống: đơn vị chưa có số liệu được tính; không được hiểu là 0)"
UNITS_HEADS = ("TT", "Đơn vị")
NOTE_RATIO = "tính từ tổng của hai phần"
NOTE_NOT_ADDED = "không cộng chung"
NOTE_STOCK = "tại thời điểm chốt số liệu"
NOTE_ESTIMATE = "có số ước tính ({n} đơn vị)"
NOTE_MISSING = "{n} đơn vị chưa có số liệu"

# What a person must fill in or check, as comments of the document.
CHECK_NUMBER = "Đề nghị ghi số, ký hiệu và ngày ban hành."
CHECK_TO = "Đề nghị ghi cơ quan nhận báo cáo."
CHECK_BASIS = "Đề nghị ghi văn bản giao báo cáo: tên loại, số, ký hiệu, ngày, cơ quan ban hành, trích yếu."
CHECK_OFFICE = (
    "Bảng tổng hợp không ghi tên cơ quan tổng hợp. Đề nghị ghi, hoặc nêu ở mục office của tệp đợt báo cáo rồi lập lại."
)
CHECK_PERIOD = "Bảng tổng hợp không có một kỳ báo cáo chung. Đề nghị ghi kỳ báo cáo, hoặc tổng hợp lại với --period."
CHECK_ROSTER = "Đề nghị tổng hợp lại với danh mục đơn vị (--roster) để biết đơn vị nào chưa gửi báo cáo."
CHECK_UNDATED = (
    "Đề nghị ghi ngày nhận ở sổ nhận báo cáo (--received) rồi tổng hợp lại; chưa có ngày nhận thì chưa biết đơn"
    " vị nào gửi muộn."
)
CHECK_UNUSABLE = "Đề nghị yêu cầu các đơn vị này gửi lại tệp; có thể dùng lệnh remind."
CHECK_ASIDE = "Đề nghị quyết định từng số ở trang Vấn đề rồi tổng hợp và lập lại, hoặc giữ câu này."
CHECK_ESTIMATE = "Đề nghị kiểm tra số ước tính với đơn vị."
CHECK_COMPARISON = "Đề nghị tổng hợp lại với bảng tổng hợp cùng kỳ năm trước (--previous), hoặc bỏ mục này."
CHECK_SPREAD = "Đề nghị kiểm tra lại số liệu của đơn vị này trước khi nêu trong báo cáo."
CHECK_PROBLEMS = "Đề nghị xử lý các nội dung này ở trang Vấn đề rồi tổng hợp và lập lại."
CHECK_TOLD = "Nguyên văn các đơn vị ghi. Đề nghị tổng hợp lại theo nội dung; nguyên văn ở trang Khó khăn, kiến nghị."
CHECK_NOT_TOLD = "Không có đơn vị nào ghi nội dung này trong Thuyết minh. Đề nghị ghi, hoặc bỏ mục này."
CHECK_SIGNER = "Đề nghị ghi thẩm quyền ký (TM., KT., TL.), chức vụ và họ tên người ký."
CHECK_RECIPIENTS = "Đề nghị ghi nơi nhận."
