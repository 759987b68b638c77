"""What can be wrong with a roster file, in words.

Rosters are the operator's files: their faults are no findings of a form.
"""

from __future__ import annotations

from collections.abc import Mapping

from cchc_xl.records import NamedTuple


class RosterProblem(NamedTuple):
    """A fault of a roster file. ``line`` is 1-based (0: the file as a whole); ``key`` is one of ``WORDS``."""

    line: int
    key: str
    value: str = ""

    def words(self, lang: str = "vi") -> str:
        where = {"vi": "Dòng", "en": "Line"}[lang]
        text = WORDS[self.key][lang == "en"].format(value=self.value)
        return f"{where} {self.line}: {text}" if self.line else text


WORDS: Mapping[str, tuple[str, str]] = {
    "not-utf8": (
        'Tệp không dùng bảng mã UTF-8 (Unicode). Đề nghị lưu lại dạng "CSV UTF-8" hoặc .xlsx',
        'The file is not UTF-8. Save it as "CSV UTF-8" or .xlsx',
    ),
    "unreadable": ("Không đọc được tệp ({value})", "The file cannot be read ({value})"),
    "no-headings": ('Không có dòng tiêu đề với cột "Tên đơn vị"', 'No heading row with a column "Tên đơn vị" (name)'),
    "repeated-heading": ('Cột "{value}" xuất hiện hai lần', 'Column "{value}" appears twice'),
    "no-units": ("Danh mục không có đơn vị nào", "The roster has no unit"),
    "no-name": ("Thiếu tên đơn vị", "The unit's name is missing"),
    "repeated-id": ('Mã đơn vị "{value}" trùng với một dòng trên', 'Unit id "{value}" repeats an earlier line'),
    "repeated-name": ('Đơn vị "{value}" trùng với một dòng trên', 'Unit "{value}" repeats an earlier line'),
    "unknown-level": (
        'Cấp "{value}" không rõ; đề nghị ghi Tỉnh, Huyện, Xã, Sở hoặc Đơn vị khác',
        'Unknown level "{value}"; use Tỉnh, Huyện, Xã, Sở or Đơn vị khác',
    ),
    "unknown-kind": ('Loại "{value}" không rõ; đề nghị ghi Hành chính, Sở hoặc Đơn vị khác', 'Unknown kind "{value}"'),
    "bad-date": (
        'Ngày "{value}" không đúng; đề nghị ghi như 01/07/2025',
        'Bad date "{value}"; write 01/07/2025 or 2025-07-01',
    ),
    "ends-before-start": ("Ngày hết hiệu lực {value} trước ngày bắt đầu", "The last day {value} is before the first"),
    "unknown-successor": ('Không có đơn vị với mã "{value}"', 'There is no unit with the id "{value}"'),
}
