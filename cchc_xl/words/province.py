"""The words of the provincial workbook.

Sheet names and the choices of the column "Xử lý" are the same in every language: programs read them back.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

UNIT_LIST = "_cchc_don_vi"  # hidden: the choices of a row in which a file can be given to a unit

SUMMARY, UNITS, MISSING, FINDINGS, SOURCES, CHARTS, STALE, CHANGES, BASE, LEVELS, COMPARE, TOLD, OPINIONS, MOVED = (
    "Tổng hợp",
    "Theo đơn vị",
    "Chưa nộp",
    "Vấn đề",
    "Nguồn",
    "Biểu đồ",
    "Quyết định cũ",
    "Thay đổi",
    "Đơn vị cơ sở",
    "Theo cấp",
    "So sánh",
    "Đề xuất từ báo cáo",
    "Khó khăn, kiến nghị",
    "Ghi thêm",
)
APPENDIX = "Biểu tổng hợp"  # of a form with several columns of figures
LISTED = "Danh sách"  # stands for the sheets of lists, which have the titles of their lists as names
SHEET_NAMES = (
    SUMMARY, UNITS, MISSING, FINDINGS, SOURCES, CHARTS, STALE, CHANGES, BASE, LEVELS, COMPARE, TOLD, OPINIONS, MOVED,
    APPENDIX,
)  # fmt: skip
OWN_SUFFIX = " (riêng)"  # of a person's sheet whose name one of ours has

ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "accept": "Chấp nhận đề xuất",
        "value": "Nhập giá trị",
        "keep": "Giữ nguyên",
        "use": "Dùng tệp này",
        "none": "Không phải báo cáo",
        "ignore": "Bỏ qua cảnh báo",
        "ask": "Hỏi lại đơn vị",
    }
)

# fmt: off
FINDING_COLUMNS = (  # the order on the sheet
    "no", "severity", "code", "unit", "field", "file", "sheet", "cell", "raw", "proposed", "problem", "repair",
    "action", "value", "reason", "by", "at", "effect", "fingerprint",
)
# fmt: on

WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "vi": {
            "nation": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "motto": "Độc lập - Tự do - Hạnh phúc",
            "title": "TỔNG HỢP {heading}",
            "period": "Kỳ báo cáo: {period} (số liệu từ ngày {start} đến ngày {end})",
            "no-period": "Kỳ báo cáo: không ghi trong các báo cáo",
            "several-periods": "Nhiều kỳ báo cáo trong một bảng ({periods}): tổng số chỉ để tham khảo; cần chọn một kỳ",
            "expected": "Phải nộp",
            "received": "Đã nộp",
            "unusable": "Đã gửi, chưa dùng được",
            "valid": "Hợp lệ",
            "warned": "Có cảnh báo",
            "attention": "Cần xử lý",
            "absent": "Chưa nộp",
            "no-roster": "chưa có danh sách",
            "values": "Số liệu: đọc được {read} = đã cộng {used} + để riêng {aside}.",
            "files": "Tệp: tìm thấy {found} = đã tổng hợp {merged} + để riêng {aside} + bỏ qua {skipped}.",
            "outside-roster": "Ngoài danh sách",
            "tt": "TT",
            "indicator": "Chỉ tiêu",
            "measure": "Đơn vị tính",
            "quantity": "Số lượng",
            "reporting": "Số đơn vị\nbáo cáo",
            "aside": "Chưa tính",
            "note": "Ghi chú",
            "note-aside": "chưa tính số của {n} đơn vị",
            "note-unread": " (trong đó {n} ô chưa đọc được số)",
            "note-estimate": "có số ước tính ({n} đơn vị)",
            "note-missing": "{n} đơn vị chưa có số",
            "note-stock": "tại thời điểm chốt số liệu",
            "note-ratio": "tính từ tổng của {parts}",
            "note-none": "không cộng: xem từng đơn vị",
            "legend-aside": (
                "“Chưa tính” là tổng các số đã đọc được nhưng chưa cộng vào “Số lượng” vì có lỗi hoặc chờ xác nhận;"
                " từng số được nêu ở trang “Vấn đề”. Ô để trống không được tính là 0."
            ),
            "texts": "{tt}. {label} — nội dung các đơn vị nêu:",
            "text": "{text} ({n} đơn vị)",
            "more-texts": "và {n} nội dung khác (xem trang “Theo đơn vị”)",
            "appendix-legend": "Ô đỏ: còn số liệu chưa tính; ô xám: không yêu cầu số liệu. Chi tiết ở trang Tổng hợp.",
            "units-title": "SỐ LIỆU THEO ĐƠN VỊ",
            "units-legend": (
                "Ô đỏ: chưa tính, có lỗi hoặc chờ xác nhận. Ô vàng: đã tính, cần giải trình. Chữ nghiêng: số ước tính."
                " Ô xanh: số do cơ quan tổng hợp quyết định. Ô xám: biểu mẫu của đơn vị không có chỉ tiêu này."
            ),
            "sum-shown": "Cộng các dòng đang hiện",
            "unit-code": "Mã đơn vị",
            "unit": "Đơn vị",
            "level": "Cấp",
            "words-of": "{tt} - nội dung",
            "status": "Trạng thái",
            "issues": "Vấn đề",
            "status-valid": "Hợp lệ",
            "status-warnings": "Có cảnh báo",
            "status-errors": "Cần xử lý",
            "status-aside": "Đã gửi, chưa dùng được",
            "status-outside": "Ngoài danh sách",
            "late": "Muộn (ngày)",
            "undated": "chưa có ngày nhận",
            "no-day": "Chưa có ngày nhận",
            "undated-units": "chưa có ngày nhận của {n} đơn vị",
            "key": "Khóa",
            "comment-raw": "Đơn vị ghi: {raw}",
            "comment-blank": "Đơn vị để trống",
            "comment-aside": "Chưa tính vào tổng.",
            "comment-used": "Đã tính: {number}.",
            "comment-decided": "Đã quyết định: {number}. {reason}",
            "unknown-unit": "(không rõ đơn vị)",
            "missing-names": "Chưa nộp ({n} đơn vị): {names}.",
            "unusable-names": "Đã gửi, chưa dùng được ({n} đơn vị; xem trang “Chưa nộp”): {names}.",
            "missing-more": "và {n} đơn vị khác",
            "missing-title": "ĐƠN VỊ CHƯA CÓ BÁO CÁO DÙNG ĐƯỢC",
            "missing-count": (
                "Trong số {all} đơn vị phải nộp: {n} đơn vị chưa nộp, {m} đơn vị đã gửi nhưng chưa dùng được"
            ),
            "contact": "Đầu mối",
            "state": "Tình trạng",
            "came": "Tệp đã nhận",
            "wrong": "Vì sao chưa dùng được",
            "phone": "Điện thoại",
            "email": "Thư điện tử",
            "deadline": "Hạn nộp",
            "findings-title": "VẤN ĐỀ CẦN XỬ LÝ",
            "findings-help": (
                "Chọn cách xử lý ở cột “Xử lý” (chọn “Nhập giá trị” thì ghi số vào cột “Giá trị”), lưu tệp rồi tổng hợp"
                " lại: các quyết định được giữ nguyên. Đơn vị chưa nộp: xem trang “Chưa nộp”."
            ),
            "no": "STT",
            "severity": "Mức độ",
            "error": "Lỗi",
            "warning": "Cảnh báo",
            "note-severity": "Ghi nhận",
            "units": "{n} đơn vị",
            "notes": "{title}: {times} lần. Đơn vị: {names}",
            "no-repair": "Không cần xử lý; từng đơn vị xem bằng lệnh validate.",
            "by": "Người quyết định",
            "at": "Thời điểm",
            "effect": "Hiệu lực",
            "why-old": "Vì sao không còn hiệu lực",
            "code": "Mã",
            "field": "Chỉ tiêu",
            "file": "Tệp",
            "sheet": "Trang tính",
            "cell": "Ô",
            "raw": "Giá trị gốc",
            "proposed": "Đề xuất",
            "problem": "Vấn đề",
            "repair": "Cách xử lý",
            "action": "Xử lý",
            "value": "Giá trị",
            "reason": "Lý do",
            "fingerprint": "Dấu nhận dạng",
            "choose": "Chọn cách xử lý",
            "choose-unit": "Chọn đơn vị",
            "help-accept": "Chấp nhận đề xuất: dùng số ở cột Đề xuất.",
            "help-accept-unit": "Chấp nhận đề xuất: giao tệp cho đơn vị ở cột Đề xuất.",
            "help-value": "Nhập giá trị: dùng số ở cột Giá trị.",
            "help-keep": "Giữ nguyên: dùng số đã đọc.",
            "help-keep-unit": "Giữ nguyên: theo tên ghi trong tệp.",
            "help-use": "Dùng tệp này: tính tệp này, không tính các tệp khác của đơn vị.",
            "help-use-period": "Dùng tệp này: coi tệp là báo cáo của kỳ này.",
            "help-none": "Không phải báo cáo: tệp được bỏ qua.",
            "help-ignore": "Bỏ qua cảnh báo: không hỏi nữa.",
            "help-ask": "Hỏi lại đơn vị: đưa vào công văn đôn đốc.",
            "help-unit": "Tên đơn vị: giao tệp cho đơn vị đó khi tổng hợp lại.",
            "bad-choice": "Đề nghị chọn một mục trong danh sách.",
            "bad-value": "Đề nghị nhập số nguyên, không âm, không dùng dấu phân cách hàng nghìn.",
            "base-title": "SỐ LIỆU CỦA TỪNG ĐƠN VỊ CƠ SỞ",
            "base-help": "Số đã tính của từng đơn vị trong các bảng tổng hợp đã nhận.",
            "sent-by": "Cơ quan tổng hợp",
            "levels-sheet": "SỐ LIỆU THEO CẤP",
            "levels-help": "Cộng từ trang “Đơn vị cơ sở”.",
            "units-count": "Số đơn vị",
            "list-help": (
                "{n} {line} của {units} đơn vị, xếp nối tiếp. Ô tô màu chưa đọc được chắc chắn: ghi nguyên nội dung của"
                " đơn vị, chưa cộng."
            ),
            "issues-of-line": "Vấn đề của dòng",
            "told-title": "ĐỀ XUẤT TỪ LỜI VĂN BÁO CÁO",
            "told-help": (
                "Số nêu trong lời văn của báo cáo không có bảng phụ lục; chưa được cộng. Quyết định ở trang “Vấn đề”."
            ),
            "told-kind": "Loại",
            "told-number": "Số nêu",
            "told-quote": "Trích lời văn",
            "told-sure": "Đề xuất",
            "told-question": "Cần hỏi",
            "opinions-title": "KHÓ KHĂN, KIẾN NGHỊ CỦA CÁC ĐƠN VỊ",
            "opinions-help": "Nguyên văn phần Thuyết minh; báo cáo tổng hợp (lệnh report) lấy nội dung ở trang này.",
            "opinion-section": "Mục",
            "opinion-text": "Nội dung",
            "changes-title": "THAY ĐỔI GIỮA CÁC LẦN GỬI",
            "changes-help": (
                "Mỗi dòng là một khác biệt giữa hai tệp liền nhau của cùng một đơn vị, cùng kỳ báo cáo."
                " Tệp chưa có ngày nhận xếp theo tên."
            ),
            "change": "Thay đổi",
            "before": "Trước",
            "after": "Sau",
            "earlier-file": "Tệp trước",
            "later-file": "Tệp sau",
            "file-used": "Đang dùng",
            "change-value": "Số liệu",
            "change-new": "Vấn đề mới",
            "change-solved": "Đã khắc phục",
            "change-still": "Vẫn còn",
            "used-later": "Tệp sau",
            "used-earlier": "Tệp trước",
            "used-other": "Tệp khác",
            "used-none": "Chưa chọn",
            "rates": "Tỷ lệ nộp: {reporting}; nộp đúng hạn: {on_time}",
            "levels-title": "Tình hình nộp báo cáo theo cấp",
            "late-units": "Nộp muộn",
            "reporting-rate": "Tỷ lệ nộp",
            "on-time-rate": "Đúng hạn",
            "all-levels": "Tất cả",
            "stale-title": "QUYẾT ĐỊNH CŨ",
            "stale-help": (
                "Quyết định về những vấn đề không có trong lần tổng hợp này; lý do ghi ở từng dòng. Quyết định được giữ"
                " lại và có hiệu lực nếu vấn đề trở lại."
            ),
            "note-decided": "{n} số do {by} quyết định",
            "no-name": "cơ quan tổng hợp",
            "sources-title": "NGUỒN SỐ LIỆU",
            "sha256": "SHA-256",
            "format": "Định dạng",
            "form": "Biểu mẫu",
            "received-on": "Ngày nhận",
            "received-help": (
                "Ngày nhận: theo sổ nhận; nếu sổ không ghi thì theo thư gửi đến (thư chuyển tiếp: ngày thư chuyển tiếp"
                " đến), rồi đến ngày ghi trên báo cáo nếu người tổng hợp chọn như vậy."
            ),
            "used-values": "Số đã tính",
            "aside-values": "Số chưa tính",
            "outcome": "Kết quả",
            "why": "Lý do",
            "merged": "Đã tổng hợp",
            "set-aside": "Để riêng",
            "skipped": "Bỏ qua",
            "why-duplicate": "Bản sao giống hệt một tệp khác của cùng đơn vị",
            "why-F13": "Đơn vị có tệp khác được dùng: {file}",
            "why-undecided": "Đơn vị gửi nhiều tệp khác nhau, chưa chọn tệp nào: chọn ở trang “Vấn đề”",
            "why-unreadable": "Không đọc được bảng số liệu",
            "charts-title": "BIỂU ĐỒ TỔNG HỢP",
            "chart-received": "Tình hình nộp báo cáo",
            "chart-totals": "Tổng số theo chỉ tiêu",
            "chart-small": "Tổng số theo chỉ tiêu (các chỉ tiêu có số nhỏ)",
            "chart-large": "Tổng số theo chỉ tiêu (các chỉ tiêu có số lớn)",
            "chart-issues": "Đơn vị có nhiều vấn đề nhất",
            "chart-data": "Số liệu của biểu đồ",
            "moved-sheet-title": "NỘI DUNG GHI THÊM CHƯA CÓ CHỖ",
            "moved-help": (
                "Nội dung anh, chị ghi vào tệp tổng hợp trước mà lần tổng hợp này không đặt lại được đúng chỗ cũ. Dòng"
                " nào đã xử lý xong thì xóa cả dòng; dòng, đơn vị có lại thì nội dung tự về chỗ cũ. Nội dung sửa ở cột"
                " “Nội dung” được giữ."
            ),
            "moved-sheet": "Trang",
            "moved-cell": "Ô cũ",
            "moved-about": "Dòng về",
            "moved-title": "Cột",
            "moved-what": "Loại",
            "moved-content": "Nội dung",
            "moved-ours": "Nay ghi",
            "moved-why": "Vì sao chuyển sang đây",
            "moved-data": "Khóa",
            "moved-is-cell": "Ô",
            "moved-is-note": "Ghi chú ô",
            "moved-is-formula": "Công thức",
            "moved-is-other": "Khác",
            "moved-gone": "Lần tổng hợp này không có dòng hoặc trang đó; có lại thì nội dung tự về chỗ cũ.",
            "moved-taken": "Chỗ cũ nay là ô của phần mềm hoặc ô được cộng; có chỗ trống lại thì nội dung tự về chỗ cũ.",
            "moved-over": (
                "Ghi đè lên ô của phần mềm; phần mềm không lấy nội dung này. Muốn đổi số, chọn “Nhập giá trị” ở trang"
                " Vấn đề hoặc đề nghị đơn vị gửi lại."
            ),
            "moved-formula": (
                "Công thức không chuyển sang bảng mới được (tham chiếu dòng, trang khác hoặc hàm ngoài danh mục); ô cũ"
                " giữ kết quả."
            ),
            "moved-filter": "Bộ lọc theo màu, theo hạng hoặc theo ngày chỉ Excel đặt lại được; đề nghị lọc lại.",
            "moved-object": "Hình, biểu đồ, bảng (Table, Pivot) không chuyển được; có trong bản lưu của tệp trước.",
            "moved-told-over": "đã ghi “{typed}”, nay ghi “{ours}”",
            "moved-filter-text": "(bộ lọc)",
            "moved-object-text": "(hình, biểu đồ hoặc bảng)",
            "cut": " … [đã cắt, còn {n} ký tự; xem tệp gốc]",
            "prepared": "NGƯỜI LẬP BIỂU",
            "signed": "THỦ TRƯỞNG ĐƠN VỊ",
            "sign-here": "(Ký, ghi rõ họ tên)",
            "page": "Trang &P/&N",
        },
        "en": {
            "nation": "SOCIALIST REPUBLIC OF VIET NAM",
            "motto": "Independence - Freedom - Happiness",
            "title": "CONSOLIDATION: {heading}",
            "period": "Reporting period: {period} (data from {start} to {end})",
            "no-period": "Reporting period: not stated in the reports",
            "several-periods": (
                "Several reporting periods in one table ({periods}): totals are for reference only; one period must be"
                " chosen"
            ),
            "expected": "Must report",
            "received": "Received",
            "unusable": "Sent, not usable yet",
            "valid": "Valid",
            "warned": "With warnings",
            "attention": "To be settled",
            "absent": "Not received",
            "no-roster": "no roster given",
            "values": "Values: {read} read = {used} added + {aside} set aside.",
            "files": "Files: {found} found = {merged} merged + {aside} set aside + {skipped} skipped.",
            "outside-roster": "Not in the roster",
            "tt": "No.",
            "indicator": "Indicator",
            "measure": "Unit of measure",
            "quantity": "Quantity",
            "reporting": "Units\nreporting",
            "aside": "Set aside",
            "note": "Note",
            "note-aside": "values of {n} units not added",
            "note-unread": " (of which {n} cells hold no readable number)",
            "note-estimate": "contains estimates ({n} units)",
            "note-missing": "{n} units without a value",
            "note-stock": "at the cut-off date",
            "note-ratio": "worked out from the sums of {parts}",
            "note-none": "not added up: see each unit",
            "legend-aside": (
                "“Set aside” is the sum of the numbers that were read but not added to “Quantity”, because of an error"
                " or awaiting confirmation; each is listed on the sheet “Vấn đề”. A blank cell is never counted as 0."
            ),
            "texts": "{tt}. {label} — what the units wrote:",
            "text": "{text} ({n} units)",
            "more-texts": "and {n} more (see the sheet “Theo đơn vị”)",
            "appendix-legend": "Red: figures are still set aside; grey: nothing is asked. Details on Tổng hợp.",
            "units-title": "FIGURES BY UNIT",
            "units-legend": (
                "Red: not added, an error or awaiting confirmation. Yellow: added, wants an explanation. Italic: an"
                " estimate. Blue: decided by the consolidator. Grey: the unit's form lacks this indicator."
            ),
            "sum-shown": "Sum of the rows shown",
            "unit-code": "Unit code",
            "unit": "Unit",
            "level": "Level",
            "words-of": "{tt} - text",
            "status": "Status",
            "issues": "Findings",
            "status-valid": "Valid",
            "status-warnings": "With warnings",
            "status-errors": "To be settled",
            "status-aside": "Sent, not usable yet",
            "status-outside": "Not in the roster",
            "late": "Days late",
            "undated": "no day of receipt",
            "no-day": "Day of receipt unknown",
            "undated-units": "no day of receipt of {n} units",
            "key": "Key",
            "comment-raw": "The unit wrote: {raw}",
            "comment-blank": "The unit left this blank",
            "comment-aside": "Not added.",
            "comment-used": "Added: {number}.",
            "comment-decided": "Decided: {number}. {reason}",
            "unknown-unit": "(unit unknown)",
            "missing-names": "Not received ({n} units): {names}.",
            "unusable-names": "Sent, not usable yet ({n} units; see the sheet “Chưa nộp”): {names}.",
            "missing-more": "and {n} more",
            "missing-title": "UNITS WITHOUT A USABLE REPORT",
            "missing-count": (
                "Of {all} units that must report, {n} have not, and {m} have sent something that is not usable yet"
            ),
            "contact": "Contact",
            "state": "State",
            "came": "Files received",
            "wrong": "Why not usable yet",
            "phone": "Phone",
            "email": "E-mail",
            "deadline": "Deadline",
            "findings-title": "FINDINGS",
            "findings-help": (
                "Choose in the column “Action” (with “Nhập giá trị”, enter the number in the column “Value”), save, and"
                " merge again: decisions are kept. Units that have not reported are on the sheet “Chưa nộp”."
            ),
            "no": "No.",
            "severity": "Severity",
            "error": "Error",
            "warning": "Warning",
            "note-severity": "Note",
            "units": "{n} units",
            "notes": "{title}: {times} times. Units: {names}",
            "no-repair": "Nothing to do; see each unit with the command validate.",
            "by": "Decided by",
            "at": "Time",
            "effect": "Effect",
            "why-old": "Why without effect",
            "code": "Code",
            "field": "Indicator",
            "file": "File",
            "sheet": "Sheet",
            "cell": "Cell",
            "raw": "Raw value",
            "proposed": "Proposed",
            "problem": "Problem",
            "repair": "Repair",
            "action": "Action",
            "value": "Value",
            "reason": "Reason",
            "fingerprint": "Fingerprint",
            "choose": "Choose an action",
            "choose-unit": "Choose the unit",
            "help-accept": "Chấp nhận đề xuất: use the proposed number.",
            "help-accept-unit": "Chấp nhận đề xuất: the file is the proposed unit's.",
            "help-value": "Nhập giá trị: use the number in the column Value.",
            "help-keep": "Giữ nguyên: use the numbers as read.",
            "help-keep-unit": "Giữ nguyên: by the name in the file.",
            "help-use": "Dùng tệp này: count this file and none of the unit's others.",
            "help-use-period": "Dùng tệp này: take the file as a report of this period.",
            "help-none": "Không phải báo cáo: the file is no report and is passed over.",
            "help-ignore": "Bỏ qua cảnh báo: do not ask again.",
            "help-ask": "Hỏi lại đơn vị: ask in the reminder.",
            "help-unit": "The name of a unit: the file is that unit's at the next merge.",
            "bad-choice": "Please choose from the list.",
            "bad-value": "Please enter a whole number that is not negative, without thousands separators.",
            "base-title": "FIGURES OF EVERY UNIT",
            "base-help": "What was added up for each unit in the consolidations received.",
            "sent-by": "Consolidated by",
            "levels-sheet": "FIGURES BY LEVEL",
            "levels-help": "Sums over the sheet “Đơn vị cơ sở”.",
            "units-count": "Units",
            "list-help": (
                "{n} lines ({line}) of {units} units under each other. A coloured cell was not read for sure: it shows"
                " what the unit wrote and is not added up."
            ),
            "issues-of-line": "Problems of the line",
            "told-title": "PROPOSALS FROM REPORTS IN PROSE",
            "told-help": (
                "Figures told by reports that have no table; none is added up. Decide on the sheet “Vấn đề”."
            ),
            "told-kind": "Kind",
            "told-number": "Number told",
            "told-quote": "Quote",
            "told-sure": "Proposal",
            "told-question": "Question",
            "opinions-title": "DIFFICULTIES AND PROPOSALS OF THE UNITS",
            "opinions-help": "Their narrative word for word; the summary (command report) takes what stands here.",
            "opinion-section": "Section",
            "opinion-text": "Text",
            "changes-title": "CHANGES BETWEEN SUBMISSIONS",
            "changes-help": (
                "Each row is one difference between two successive files of one unit and period. Files without a day of"
                " receipt stand in the order of their names."
            ),
            "change": "Change",
            "before": "Before",
            "after": "After",
            "earlier-file": "Earlier file",
            "later-file": "Later file",
            "file-used": "Used",
            "change-value": "Value",
            "change-new": "New finding",
            "change-solved": "Solved",
            "change-still": "Remains",
            "used-later": "Later file",
            "used-earlier": "Earlier file",
            "used-other": "Another file",
            "used-none": "None chosen",
            "rates": "Reporting rate: {reporting}; on time: {on_time}",
            "levels-title": "Reports received by level",
            "late-units": "Late",
            "reporting-rate": "Reporting rate",
            "on-time-rate": "On time",
            "all-levels": "All",
            "stale-title": "PAST DECISIONS",
            "stale-help": (
                "Decisions about findings that this merge does not have; each row says why. They are kept, and hold"
                " again if the finding returns."
            ),
            "note-decided": "{n} values decided by {by}",
            "no-name": "the consolidating office",
            "sources-title": "SOURCES",
            "sha256": "SHA-256",
            "format": "Format",
            "form": "Form",
            "received-on": "Received on",
            "received-help": (
                "Received: by the register; where it is silent, by the mail (a forwarded mail: when that mail came),"
                " then by the report's own date where the operator chose so."
            ),
            "used-values": "Values added",
            "aside-values": "Values set aside",
            "outcome": "Outcome",
            "why": "Why",
            "merged": "Merged",
            "set-aside": "Set aside",
            "skipped": "Skipped",
            "why-duplicate": "Exact copy of another file of the same unit",
            "why-F13": "Another file of the unit is used: {file}",
            "why-undecided": "The unit sent different files and none is chosen yet: choose on the sheet “Vấn đề”",
            "why-unreadable": "No table of figures could be read",
            "charts-title": "CHARTS",
            "chart-received": "Reports received",
            "chart-totals": "Totals by indicator",
            "chart-small": "Totals by indicator (small numbers)",
            "chart-large": "Totals by indicator (large numbers)",
            "chart-issues": "Units with most findings",
            "chart-data": "Data of the charts",
            "moved-sheet-title": "ADDED ENTRIES WITHOUT A PLACE",
            "moved-help": (
                "What you added to the earlier workbook and this merge could not put back where it stood. Delete a row"
                " that is settled; where a row or unit returns, its entries return with it. What you change in"
                " “Content” is kept."
            ),
            "moved-sheet": "On sheet",
            "moved-cell": "Former cell",
            "moved-about": "Row about",
            "moved-title": "Column",
            "moved-what": "Kind",
            "moved-content": "Content",
            "moved-ours": "Says now",
            "moved-why": "Why it is here",
            "moved-data": "Data key",
            "moved-is-cell": "Cell",
            "moved-is-note": "Note",
            "moved-is-formula": "Formula",
            "moved-is-other": "Other",
            "moved-gone": "This merge has no such row or sheet; the entry returns with it.",
            "moved-taken": "Its place is a cell of the program or one that is added up; it returns when that is free.",
            "moved-over": (
                "Typed over a cell of the program, which does not use it. To change a number, choose “Nhập giá trị”"
                " on the sheet “Vấn đề”, or have the unit send its report again."
            ),
            "moved-formula": (
                "The formula cannot be written into the new table (it names other rows or sheets, or functions that are"
                " not on the list); the cell keeps its result."
            ),
            "moved-filter": "A filter by colour, rank or date can only be set by Excel; please set it again.",
            "moved-object": "Pictures, charts and tables are not brought along; the kept copy of the file has them.",
            "moved-told-over": "you typed “{typed}”, it says “{ours}” now",
            "moved-filter-text": "(filter)",
            "moved-object-text": "(picture, chart or table)",
            "cut": " … [cut, {n} more characters; see the original file]",
            "prepared": "PREPARED BY",
            "signed": "HEAD OF OFFICE",
            "sign-here": "(Signature and full name)",
            "page": "Page &P/&N",
        },
    }
)


def word(key: str, lang: str, **params: object) -> str:
    """The words for ``key``.

    Raises ``KeyError`` for a key or a language that there is none for, a mistake of the program.
    """
    text = WORDS[lang][key]
    return text.format(**params) if params else text


def in_all_languages(key: str) -> tuple[str, ...]:
    """What may stand in an earlier workbook for ``key``, whatever its language was."""
    return tuple(dict.fromkeys(words[key] for words in WORDS.values()))


def titles_of(*keys: str) -> dict[str, tuple[str, ...]]:
    """Key of a column -> the titles that it may have, whatever the workbook's language was."""
    return {key: in_all_languages(key) for key in keys}
