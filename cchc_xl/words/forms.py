"""What ``forms check`` says of a form definition: for each key what is wrong and how to repair it, in both
languages.
"""

from __future__ import annotations

from collections.abc import Mapping

from cchc_xl.records import NamedTuple


class ProblemWords(NamedTuple):
    """Templates; their placeholders are the parameters of ``form.contradictions.problem``."""

    vi: str
    en: str
    repair_vi: str
    repair_en: str


PROBLEMS: Mapping[str, ProblemWords] = {
    "shared-title": ProblemWords(
        "Tiêu đề “{name}” vừa là của cột {other} vừa là của cột {id}.",
        "The title “{name}” belongs to column {other} and to column {id}.",
        "Ghi tiêu đề khác nhau, hoặc xếp hai cột dưới hai tiêu đề chung (group) khác nhau.",
        "Give them different titles, or put them below different groups.",
    ),
    "lists-alike": ProblemWords(
        "Danh sách {id} có các cột giống hệt danh sách {other}.",
        "List {id} has the same columns as list {other}.",
        "Đặt tiêu đề cột khác nhau, hoặc gộp thành một danh sách có thêm một cột để phân biệt.",
        "Give the columns different titles, or make one list with a further column that tells them apart.",
    ),
    "list-is-a-row": ProblemWords(
        "Mã “{id}” vừa là của một danh sách vừa là của một chỉ tiêu.",
        "“{id}” is the id of a list and of an indicator.",
        "Đặt mã khác cho danh sách.",
        "Give the list another id.",
    ),
    "drawn-twice": ProblemWords(
        "Chỉ tiêu {id} và {other} cùng lấy một số từ danh sách.",
        "{id} and {other} are the same figure of a list.",
        "Giữ một chỉ tiêu; chỉ tiêu kia lấy từ cột khác hoặc bỏ from.",
        "Keep one of them; let the other be from another column, or leave from out.",
    ),
    "column-not-added": ProblemWords(
        "Cột “{name}” thuộc loại {type}, không cộng được.",
        "The column “{name}” is of kind {type}, which is not added up.",
        "Chọn cột số liệu (count, decimal, money), hoặc bỏ column để đếm số dòng.",
        "Name a column of figures (count, decimal, money), or leave column out to count the lines.",
    ),
    "unit-of-column": ProblemWords(
        "Chỉ tiêu {id} tính bằng “{unit}”, cột được cộng tính bằng “{other}”.",
        "{id} is in “{unit}”, the column that it sums up in “{other}”.",
        "Ghi cùng một đơn vị tính ở chỉ tiêu và ở cột.",
        "Write the same unit at the indicator and at the column.",
    ),
    "group-in-pieces": ProblemWords(
        "Các cột dưới tiêu đề chung “{name}” không đứng liền nhau.",
        "The columns below the group “{name}” do not stand beside each other.",
        "Xếp các cột cùng group liền nhau.",
        "Put the columns of a group beside each other.",
    ),
    "column-not-asked": ProblemWords(
        "Không dòng nào phải ghi cột {id}.",
        "No row asks for column {id}.",
        "Bỏ cột này, hoặc bỏ null trong cells của một dòng.",
        "Remove the column, or the null in the cells of some row.",
    ),
    "mixed-selectors": ProblemWords(
        "Một quy tắc vừa nói về cả cột (column) vừa nói về cả dòng (row).",
        "A rule speaks of a whole column and of a whole row at once.",
        "Trong một quy tắc chỉ dùng column hoặc chỉ dùng row; tách thành hai quy tắc nếu cần.",
        "Use only column or only row in one rule; make two rules where both are meant.",
    ),
    "never-blocks": ProblemWords(
        "Quy tắc “{id}” có mức chuyển thành lỗi (blocks_above) nhưng mức đó không bao giờ có tác dụng.",
        "The limit blocks_above of rule “{id}” can never have an effect.",
        "Ghi severity là warning hoặc note, và bỏ status beta; hoặc bỏ blocks_above.",
        "Write severity warning or note, and no status beta; or remove blocks_above.",
    ),
    "no-json": ProblemWords(
        "Tệp không phải JSON đúng: {detail}.",
        "The file is no valid JSON: {detail}.",
        "Sửa lỗi cú pháp.",
        "Correct the syntax.",
    ),
    "structure": ProblemWords(
        "Không đúng cấu trúc: {vi}.",
        "Wrong structure: {en}.",
        "Đối chiếu với schemas/form.schema.json.",
        "Compare with schemas/form.schema.json.",
    ),
    "unknown-base": ProblemWords(
        "Không có biểu mẫu “{base}” để kế thừa.",
        "There is no form “{base}” to extend.",
        'Ghi extends dạng "mã/phiên bản" của một biểu mẫu có sẵn hoặc của tệp trong cùng thư mục.',
        'Write extends as "id/version" of a form that ships or of a file in the same folder.',
    ),
    "endless-base": ProblemWords(
        "Các biểu mẫu kế thừa lẫn nhau, không có điểm đầu (“{base}”).",
        "The forms extend each other without an end (“{base}”).",
        "Để phiên bản đầu tiên ghi đầy đủ, không kế thừa.",
        "Let the first version say everything and extend nothing.",
    ),
    "unknown-part": ProblemWords(
        "Không có “{name}” trong biểu mẫu được kế thừa.",
        "There is no “{name}” in the form that is extended.",
        "Dùng một trong: {known}.",
        "Use one of: {known}.",
    ),
    "needed-header": ProblemWords(
        "Phần trên bảng phải có đúng một mục loại {kind}, mã “{kind}” (hiện có: {found}).",
        "Above the table there must be exactly one entry of kind {kind}, with the id “{kind}” (there is: {found}).",
        "Bỏ mục header để dùng phần mặc định, hoặc ghi đủ ba mục unit, period, year.",
        "Leave header out to have the default, or state all three of unit, period, year.",
    ),
    "section-is-a-field": ProblemWords(
        "Đề mục “{name}” trùng tên một chỉ tiêu.",
        "The section “{name}” has the name of an indicator.",
        "Đặt tên khác cho đề mục, để dòng đề mục không bị hiểu là dòng số liệu.",
        "Give the section another name, so that its row is not taken for a row of figures.",
    ),
    "no-such-day": ProblemWords(
        "Không có ngày {day} (tháng-ngày) trong năm nào.",
        "No year has the day {day} (month-day).",
        "Ghi ngày có thật; 02-29 được hiểu là ngày cuối tháng 2.",
        "Write a real day; 02-29 means the last day of February.",
    ),
    "ends-before-it-begins": ProblemWords(
        "Kỳ “{id}” kết thúc trước khi bắt đầu.",
        "The period “{id}” ends before it begins.",
        "Sửa from hoặc to; kỳ bắt đầu từ năm trước thì ghi year là -1.",
        "Correct from or to; where it begins in the year before, write year -1.",
    ),
    "repeated-id": ProblemWords(
        "Mã “{id}” dùng {n} lần.", "Id “{id}” is used {n} times.", "Mỗi mã chỉ dùng một lần.", "Use each id once."
    ),
    "parent-not-above": ProblemWords(
        "Dòng con “{id}” thuộc chỉ tiêu “{parent}” không có ở phía trên.",
        "Sub-row “{id}” belongs to “{parent}”, which is not above it.",
        "Ghi mã của một chỉ tiêu đứng trước.",
        "Name a field that stands before it.",
    ),
    "shared-name": ProblemWords(
        "Tên “{name}” dùng cho cả chỉ tiêu {other} và {id}.",
        "“{name}” names both {other} and {id}.",
        "Đặt tên khác nhau cho từng chỉ tiêu; chỉ dòng con của các chỉ tiêu khác nhau (“parent”) mới được trùng tên.",
        "Give each field names of its own; only sub-rows of different parents may share one.",
    ),
    "too-long": ProblemWords(
        "Dài {length} ký tự; Excel chỉ nhận {limit} ký tự trong lời nhắc nhập liệu.",
        "{length} characters; Excel takes {limit} in an input prompt.",
        "Rút gọn còn {limit} ký tự.",
        "Shorten it to {limit} characters.",
    ),
    "unknown-id": ProblemWords(
        "Không có mã “{name}”.", "There is no “{name}”.", "Dùng một trong: {known}.", "Use one of: {known}."
    ),
    "unknown-code": ProblemWords(
        "Mã lỗi “{code}” không có trong danh mục.",
        "Code “{code}” is not in the catalogue.",
        "Dùng mã trong schemas/catalogue.",
        "Use a code of schemas/catalogue.",
    ),
    "no-live-words": ProblemWords(
        "Mã {code} không có lời ngắn cho cột Kiểm tra của mẫu, mà quy tắc loại {kind} kiểm tra ngay khi nhập.",
        "Code {code} has no short words for the template's check column, and rules of the kind {kind} check there.",
        "Ghi mục message, hoặc dùng mã khác (ví dụ V27 cho ngưỡng).",
        "Write a message, or use another code (such as V27 for limits).",
    ),
    "equation-of-itself": ProblemWords(
        "Chỉ tiêu {name} đứng ở cả hai vế của phép tính.",
        "Field {name} stands on both sides of the equation.",
        "Để chỉ tiêu này ở một vế.",
        "Name the field on one side only.",
    ),
    "no-unit-of-money": ProblemWords(
        "Đơn vị tính “{unit}” không phải là đơn vị tiền.",
        "The unit of measure “{unit}” is none of money.",
        "Ghi Đồng, Nghìn đồng, Triệu đồng hoặc Tỷ đồng.",
        "Write Đồng, Nghìn đồng, Triệu đồng or Tỷ đồng.",
    ),
    "no-choices": ProblemWords(
        "Chỉ tiêu {id} loại choice chưa có danh sách câu trả lời dùng được trong Excel.",
        "The choice {id} has no list of answers that Excel can take.",
        "Ghi mục choices từ hai câu trả lời, không có dấu phẩy, tất cả không quá 255 ký tự.",
        "Write choices: two answers or more, without commas, 255 characters at most in all.",
    ),
    "wrong-aggregation": ProblemWords(
        "Chỉ tiêu loại {type} không tổng hợp theo cách này.",
        "Fields of the type {type} are not aggregated in this way.",
        "Dùng một trong: {known}.",
        "Use one of: {known}.",
    ),
    "ratio-of-nothing": ProblemWords(
        "Tỷ lệ {id} chưa nói là của chỉ tiêu nào trên chỉ tiêu nào, nên không tính được cho toàn tỉnh.",
        "The percentage {id} does not say what it is a percentage of, so that it cannot be worked out for all units.",
        'Ghi "of": {{"numerator": "…", "denominator": "…"}}, hoặc bỏ aggregation.',
        'Write "of": {{"numerator": "…", "denominator": "…"}}, or leave aggregation out.',
    ),
    "part-not-added": ProblemWords(
        "Chỉ tiêu {name} không cộng được, nên không thể là tử số hay mẫu số.",
        "Field {name} is not added up and cannot be a part of a percentage.",
        "Chọn chỉ tiêu có số cộng được (số đếm, số thập phân).",
        "Name a field whose values are added up.",
    ),
    "rule-of-another-type": ProblemWords(
        "Chỉ tiêu {id} thuộc loại {type}, không dùng được quy tắc loại {kind}.",
        "Field {id} is of the type {type}, which has no rule of the kind {kind}.",
        "Bỏ chỉ tiêu này khỏi quy tắc, hoặc sửa mục kind của chỉ tiêu.",
        "Leave the field out of the rule, or correct the field's kind.",
    ),
    "bounds-exchanged": ProblemWords(
        "Cận dưới {low} lớn hơn cận trên {high}.",
        "low {low} is above high {high}.",
        "Đổi lại hai cận.",
        "Exchange the bounds.",
    ),
    "repeated-rule": ProblemWords(
        "Trùng với quy tắc “{other}”.", "Repeats the rule “{other}”.", "Bỏ một trong hai.", "Remove one of them."
    ),
    "laxer-limit": ProblemWords(
        "Ngưỡng {limit} không bao giờ nói thêm điều gì: quy tắc “{other}” đã hỏi từ {strictest}.",
        "The limit {limit} never says anything new: the rule “{other}” asks above {strictest}.",
        "Bỏ một trong hai.",
        "Remove one of them.",
    ),
    "demand-forbidden": ProblemWords(
        "Đòi hỏi chỉ tiêu {needed} lớn hơn 0, trong khi quy tắc “{other}” không cho lớn hơn 0.",
        "Demands {needed} above 0, which the rule “{other}” forbids.",
        "Bỏ hoặc sửa một trong hai.",
        "Remove or correct one of them.",
    ),
    "demand-not-asked": ProblemWords(
        "Đòi hỏi chỉ tiêu {needed} ở cấp ({levels}) mà chỉ tiêu ấy không áp dụng.",
        "Demands {needed} at levels ({levels}) where that field does not apply.",
        "Giới hạn quy tắc hoặc sửa cấp của chỉ tiêu.",
        "Limit the rule or correct the field's levels.",
    ),
    "bands-exclude": ProblemWords(
        "Không có số liệu nào thỏa mãn đồng thời quy tắc này và quy tắc “{other}”.",
        "No figures satisfy both this rule and “{other}”.",
        "Sửa khoảng hoặc ngưỡng của một trong hai.",
        "Correct the band or the limit of one of them.",
    ),
    "word-silences-itself": ProblemWords(
        "Từ “{word}” có cả ở {fires} và {silences}, nên quy tắc không bao giờ nhắc vì từ này.",
        "“{word}” is in both {fires} and {silences}: it never makes the rule speak.",
        "Bỏ từ này ở một trong hai.",
        "Remove the word from one of them.",
    ),
    "threshold-too-high": ProblemWords(
        "Ngưỡng {threshold} quá cao: từ {asked} trở lên quy tắc này không nhắc hoặc quy tắc khác đã hỏi.",
        "The threshold {threshold} is too high: from {asked} on the rule never speaks, or another one asks already.",
        "Ghi ngưỡng nhỏ hơn {asked}.",
        "Put a threshold below {asked}.",
    ),
    "unknown-section": ProblemWords(
        "Không có mục thuyết minh “{name}”.", "There is no section “{name}”.", "Dùng: {known}.", "Use: {known}."
    ),
    "rows-not-in-order": ProblemWords(
        "Quy tắc lệch dòng cần ít nhất bốn dòng liền nhau, theo thứ tự của biểu.",
        "A shift of rows needs at least four rows that follow each other, in the form's order.",
        "Ghi theo thứ tự: {rows}.",
        "Name them in order: {rows}.",
    ),
    "levels-not-asked": ProblemWords(
        "Không chỉ tiêu nào của quy tắc áp dụng ở cấp ({levels}).",
        "None of the rule's fields applies at ({levels}).",
        "Dùng cấp: {known}.",
        "Use: {known}.",
    ),
}

# What ``forms draft`` and ``forms suggest`` rest a guess on: (vi, en). ``what``: the words or figures that were seen.
GUESSES: Mapping[str, tuple[str, str]] = {
    "title": (
        "Mã và tên biểu mẫu lấy theo “{what}”; tên riêng cần viết hoa lại.",
        "Id and title were made of “{what}”.",
    ),
    "periods": ("Kỳ báo cáo lấy theo chữ “{what}”.", "The periods were told by “{what}”."),
    "periods-usual": (
        "Tệp không nói kỳ báo cáo; đang dùng 6 tháng đầu năm, 6 tháng cuối năm và năm.",
        "The file names no period; both half-years and the year are used.",
    ),
    "flow": (
        "Không ghi kind là số đếm, không ghi measure là số phát sinh trong kỳ; số có đến cuối kỳ thì ghi stock.",
        "Without kind a figure is a count, without measure one of the period; write stock where it is of its end.",
    ),
    "levels": (
        "Mọi cấp dưới tỉnh đều được coi là phải báo cáo; nếu khác thì ghi levels.",
        "All levels below the province are taken to report; write levels where they do not.",
    ),
    "no-titles": (
        "Bảng không có dòng tiêu đề; tên các cột là tạm.",
        "The table has no titles; those given are makeshift.",
    ),
    "dropped": ("Cột “{what}” không được đưa vào biểu mẫu.", "The column “{what}” was left out."),
    "other-table": ("Trang “{what}” còn một bảng khác, chưa đưa vào biểu mẫu.", "Sheet “{what}” has another table."),
    "list-table": (
        "Trang “{what}” có bảng không có dòng chỉ tiêu; nếu là danh sách để đơn vị tự thêm dòng thì ghi vào lists.",
        "Sheet “{what}” has a table without rows; write it as one of lists where the units add lines.",
    ),
    "dated-title": (
        "Tiêu đề cột “{what}” có ghi năm; sang kỳ sau sẽ không còn đúng.",
        "The title “{what}” names a year and will be wrong next time.",
    ),
    "section": ("Coi “{what}” là dòng đề mục, không có số liệu.", "“{what}” is taken for a heading without figures."),
    "parent": ("Coi là dòng con của {what}.", "Taken for a part of {what}."),
    "renamed": (
        "Tên “{what}” có ở nhiều dòng nên được ghi thêm để phân biệt.",
        "“{what}” stands in several rows, so that words were added to tell them apart.",
    ),
    "unit-in-label": ("Đơn vị tính lấy trong ngoặc ở tên.", "The unit of measure stands in brackets in the label."),
    "unit-in-title": ("Đơn vị tính “{what}” lấy theo tiêu đề cột.", "The unit “{what}” is the title's."),
    "unit-above": ("Đơn vị tính lấy ở dòng phía trên bảng.", "The unit of measure stands above the table."),
    "unit-counted": ("Đơn vị tính “{what}” lấy theo tên.", "The unit “{what}” is what the name counts."),
    "unit-of-parent": ("Đơn vị tính lấy theo dòng mà nó thuộc về.", "The unit of measure is its parent's."),
    "unit-of-rows": ("Đơn vị tính lấy theo dòng phía trên.", "The unit of measure is that of the row above."),
    "unit-of-words": (
        "Dòng này không có đơn vị tính; tạm ghi “{what}”.",
        "This row has no unit of measure; “{what}” is makeshift.",
    ),
    "unit-unknown": ("Không thấy đơn vị tính; cần ghi vào unit.", "No unit of measure was found; write it as unit."),
    "kind-unit": ("Loại số liệu lấy theo đơn vị tính “{what}”.", "The kind follows from the unit “{what}”."),
    "kind-format": (
        "Loại số liệu lấy theo định dạng ô: {what} chữ số thập phân.",
        "The kind follows from the format of the cell: {what} places.",
    ),
    "kind-figures": (
        "Loại số liệu lấy theo số đang có trong tệp: {what} chữ số thập phân.",
        "The kind follows from the figures in the file: {what} places.",
    ),
    "kind-measured": (
        "Coi là số thập phân vì đơn vị tính là “{what}”; số chữ số thập phân chưa rõ.",
        "Taken for a decimal because it is measured in “{what}”; the places are a guess.",
    ),
    "kind-answers": ("Coi là câu trả lời để chọn: {what}.", "Taken for a choice of {what}."),
    "kind-date": ("Coi là ngày, tháng, năm.", "Taken for a date."),
    "kind-text": ("Coi là nội dung bằng chữ (“{what}”).", "Taken for text (“{what}”)."),
    "stock": (
        "Coi là số có đến cuối kỳ (stock) theo tên.",
        "Taken for a figure of the period's end (stock) by its name.",
    ),
    "not-asked": (
        "Coi ô ở cột {what} là không phải ghi (ô tô xám hoặc ghi x).",
        "The cells in {what} are taken not to be asked for (grey, or crossed out).",
    ),
    "share-apart": (
        "Ô ở cột {what} của dòng này không tính từ hai cột như các dòng khác.",
        "The cell in {what} is not worked out of two columns as in the other rows.",
    ),
    "no-sum": (
        "Tên là tổng nhưng số liệu trong tệp không bằng tổng các dòng; chưa lập phép tính.",
        "Called a total, but the figures in the file are not the sum of the rows; no rule was made.",
    ),
    "sum-formula": ("Lấy theo công thức của tệp: {what}", "From the file's formula: {what}"),
    "sum-numbering": ("Lấy theo dòng đánh số cột: {what}", "From the numbering of the columns: {what}"),
    "sum-figures": ("Đúng với mọi số liệu đang có trong tệp.", "Holds for all figures in the file."),
    "sum-words": (
        "Đoán theo chữ “{what}”; tệp chưa có số liệu để đối chiếu.",
        "Guessed from “{what}”; the file has no figures to tell it by.",
    ),
    "past": ("Đề xuất theo {what}; xem từng quy tắc rồi xóa mục review.", "Proposed from {what}; look at each rule."),
    "books": (
        "{n} tệp tổng hợp ({books}), {units} đơn vị",
        "{n} provincial workbooks ({books}), {units} units",
    ),
    "evidence": (
        "{n} số liệu của {units} đơn vị trong {books}: nhỏ nhất {smallest}, trung vị {middle}, lớn nhất {largest}.",
        "{n} figures of {units} units in {books}: least {smallest}, median {middle}, most {largest}.",
    ),
    "apart": (
        " {n} số liệu khác hẳn các đơn vị còn lại nên không tính vào ngưỡng: {named}.",
        " {n} figures stood apart and do not count: {named}.",
    ),
    "now": ("Ngưỡng hiện nay: {limit}.", "The limit is {limit} now."),
}

# What the rules that ``forms suggest`` proposes say: words of the form's own, in Vietnamese as all of a form.
SUGGESTED: Mapping[str, str] = {
    "nought": "Các kỳ trước đơn vị nào cũng có số; ghi 0 là khác thường.",
    "nought-repair": "Đề nghị kiểm tra lại; nếu đúng là không phát sinh thì giải trình ở cột Ghi chú.",
    "ratio": "Tỷ số “{top}” trên “{bottom}” ngoài khoảng thường gặp ({low} đến {high}).",
    "ratio-repair": "Đề nghị kiểm tra cả hai số; nếu đúng thì giải trình ở cột Ghi chú.",
}
