"""The words of official reports, in Vietnamese whatever the language of the program, as documents of offices are.

What was not written down is left to be filled in, as dots. {about}: 'tuyên truyền CCHC 6 tháng đầu năm 2026', inside a
sentence; {unit}: who reports; {n}: a count as documents have it (``write.word.counts``).
"""

from __future__ import annotations

from cchc_xl.words.letters import DOTS

KIND = "BÁO CÁO"
COMMITTEE = "ỦY BAN NHÂN DÂN"
PROVINCE = "UBND TỈNH " + DOTS
TO = "Kính gửi: {office}"
NUMBER_OF_COMMITTEE, NUMBER_OF_OFFICE = "……/BC-UBND", "……/BC-……"
DAY = "ngày {day:02d} tháng {month} năm {year}"
DOTTED_LINE = "…" * 28  # where a section was left empty

OPENING = (
    "Thực hiện " + 2 * DOTS + ", {unit} báo cáo {about}{until} như sau (số liệu chi tiết của từng chỉ tiêu tại Phụ lục"
    " kèm theo):"
)
UNTIL = ", số liệu tính đến ngày {day},"
CLOSING = "Trên đây là báo cáo {about} của {unit}./."
ARCHIVE = "- Lưu: VT."
RECIPIENT = "- " + DOTS + ";"
AUTHORITY = (DOTS, DOTS)  # TM., KT. or TL., and the office of who signs

APPENDIX = "PHỤ LỤC"
NOTHING = "Không có"  # in a list of a unit that has nothing to list
ATTACHED = "(Kèm theo Báo cáo số {number} {date} của {unit})"
ENTRY = "{label}: {value}"

DRAFT = "DỰ THẢO"
DRAFT_OF = "Còn {n:02d} nội dung phải sửa trước khi trình ký; danh mục ở cuối văn bản."
DRAFT_LIST = "DANH MỤC NỘI DUNG PHẢI SỬA TRƯỚC KHI TRÌNH KÝ"
DRAFT_NOTE = "(Trang này không ban hành cùng báo cáo)"

FILE_NAME = "{title} - {unit} - {period}"
