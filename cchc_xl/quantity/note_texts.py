"""Words of notes that a rule looks for by themselves, whatever kinds they are of; some also without their accents.

They are no kinds of ``note_words``: a kind makes one phrase of the words that it has and hides what is in them, and a
rule here and there asks whether a word is of no kind at all.
"""

from __future__ import annotations


def _words(texts: str) -> frozenset[str]:
    return frozenset(texts.split("|"))


# that something is not, or not yet
NO = _words("không|ko|khong|chẳng|hổng")
NOT = NO | _words("không bị|không có|chả|hông|hong|hổng có|không ai|hong co|khong ai|khong co")
NOT_YET = _words("chưa|chua|chưa được|chưa kịp")
IS_NOT = _words("không phải|không phải là|ko phải|khong phai|chẳng phải")
IS_NOT_OF = _words("không phải|không phải là|chưa phải|khong phai|ngoài")  # 'ngoài CCHC'
NONE_AT_ALL = _words("nào|nao")
NONE_BUT = _words("nào|trái|quá|sai|nao")  # 'chưa có văn bản nào quá hạn'
NOT_HERE = _words("không thống kê ở|không ghi ở|không tính ở đây|không nằm trong|không có trong")
UNDER_WAY = _words("đang|chờ|sắp|sẽ|đang chờ|dang|cho|sap|se")
DEFERRED = _words("để|sang|chuyển|chuyển sang|dời|dời sang|de|chuyen|chuyen sang|doi")  # 'còn 2 để cuối tháng 6'
NOBODY = _words("ai|ai cả|đơn vị nào|bộ phận nào")
LOOKED_AT = _words(
    "rà soát|kiểm tra|xác nhận|cập nhật|báo|gửi|nộp|tổng hợp|thống kê|ra soat|kiem tra|xac nhan|cap nhat|bao"
)
WHETHER = _words("hay|không|mấy|bao nhiêu|đã|có|khong|may|bao nhieu|da|co")
UNKNOWN = _words("chưa biết|không biết|chưa rõ|chua biet|khong biet|chua ro")
WHOLE = _words("cả|trọn|ca|tron")
INTO = _words("thành|thanh")
TWICE = _words("bị trùng|ghi trùng|tính trùng|trùng nhau|bi trung|ghi trung")
PUT_OFF = _words("hoãn|lùi|dời|bị hoãn|tạm hoãn|hoan")
WAITING = _words("chờ|đang chờ|đợi|đang đợi|dang cho")

# what joins clauses, or turns against what was said
BREAKS = _words("nên|vì|mà|nhưng|thì|để|nen|vi|ma|nhung")
BREAKS_OFF = _words("nhưng|mà|song|nhung")
YET = _words("nhưng|vẫn|mà|chờ|nhung|van")
STILL = _words("vẫn|cũng|van|cung")
BECAUSE = _words("vì|bởi|nhờ|sáp nhập|vi|boi|nho|sap nhap")
OR = _words("hay|hoặc|hoac")

# how a figure comes about
IS = _words("là|la")
HAVE = _words("có|co")
LEFT = _words("còn|con")  # 'còn 4 sẽ tổ chức quý III' is beside what was done
COMES_TO = _words("là|thành|=|còn|la|thanh")
SUMS = _words("tổng|tổng số|tổng cộng|cộng|=|tong|tong so|tong cong|cong")
TIMES = _words("x|×|*")
FACTORS = _words("x|×|*|/")
TIMES_SO = _words("nhân|nhan")
SUBTRACTED = _words("trừ|đã trừ|tru|da tru")
TAKEN_OUT = SUBTRACTED | _words("đã loại|loại")
UNDONE = _words("trừ|tách|chia|bớt|lọc|tru|tach")  # 'chưa trừ', 'không tách'
COUNTED = _words(
    "tính theo|tính bằng|tinh theo|tinh bang|đơn vị|đvt|đơn vị tính|don vi|dvt|don vi tinh|số|số lượng|tổng số|"
    "tính|đếm|so|so luong|tong so|tinh|dem"
)
LEADS = COUNTED | _words("là|theo|bằng|đây|này|la|bang|day|nay|các|cac|được|duoc")
GATHERED = _words("tổng hợp|thống kê|cập nhật|thu|nhận|tong hop|thong ke")

# how sure it is, and how much of it there is
MORE_OR_LESS = _words("hơn|gần|trên|dưới|ngót|non")
AS_GOOD_AS = _words("chừng|chung chung|tương đương|coi như|xem như|tuong duong|coi nhu|xem nhu")
REALLY = _words("thực ra|chỉ có|thực chất|thực tế chỉ|chỉ còn|thuc ra|chi co")
ONLY_NOW = _words("mới|chỉ mới|mới chỉ|chi moi")
ONLY_HAVE = _words("mới|mới có|chỉ mới có|mới chỉ có|chỉ có|mới là|moi co|chi co|moi la")
OF_FIGURES = _words("số|số của|số liệu|số liệu của|con số|so|so cua|so lieu|so lieu cua")
ALL_OF_IT = _words("toàn|đều|toan|deu")
FAULTS = _words("sai|sót|nhầm|lệch|chênh|trùng|nhớ mang máng|bị sót|cộng|sot|nham")
MAKESHIFT = _words("tạm|nên|đành|cứ|tam|nen")

# what was done, is to be done, or is compared
DID = _words("đã|có|thực tế|thực ra|da|co|thuc te|thuc ra")
GIVEN = _words("phát|ra|gửi|đã|dự|tham gia|tham dự|phát sóng|phat|gui|da|du")
CARRIED_OUT = _words("thực hiện|triển khai|theo|căn cứ|thuc hien|trien khai|can cu")
PROVIDED = _words("cung cấp|xác nhận|gửi|báo|tổng hợp|trả lời|phản hồi|cung cap|xac nhan")
HELP = _words("giúp|hộ|giùm|dùm|giup|ho|gium")
AIMS = _words("kh cả năm|kế hoạch cả năm|nhu cầu|nhu cau|chỉ tiêu|mục tiêu|định mức|dự trù|phấn đấu|chi tieu|muc tieu")
COMPARED = _words("đạt|vượt|hoàn thành|so|so với|theo|trong|cho thấy|số")

# when
AT_FIRST = _words("lúc|ban đầu|giấy mời|mời|luc|đầu")
THIS_TIME = _words("kỳ này|nay|hiện|ky nay")
SAME_TIME = _words("cùng kỳ|so với|cung ky|so voi")
FREE_DAYS = _words("chủ|lễ|tết|nghỉ|chu|le|tet")  # 'trừ chủ nhật'
ENDS = _words("nay|đầu|cuối|hết|dau|cuoi|het")

# who and where
OFFICES = ("xã", "phường", "cơ quan", "phòng", "xa", "phuong")
OF_WHOM = _words("phòng|đơn vị|thôn|tổ|khu phố|tdp|bộ phận|trung tâm|tháng|quý|ban")
BY_OTHERS = _words("mời|có|báo cáo viên|giảng viên")
WAVES = _words("sóng|đài|truyền hình|loa|song|dai|truyen hinh")  # 'sóng đài huyện'
AWAY = _words("đi tập huấn|đi dự|đi học|di tap huan|di du|di hoc")
AT = _words("tại|ở|dịp|nhân|đội|tai|o|hội|ban")

# about what, and of which things
ABOUT = _words("về|nội dung|lĩnh vực|tập huấn|ve|noi dung|linh vuc|tap huan|tuyên truyền")
OF_THE_WORK = _words("tuyên truyền|phổ biến|tập huấn|nội dung|lĩnh vực|tuyen truyen|tap huan")
BESIDE_REFORM = _words("chuyển đổi số|đề án|chuyen doi so")
OF_ITS_OWN = _words("riêng|rieng|chuyên đề|độc lập")
KINDS_OF = _words("loại|đầu|mẫu|bản|đầu sách|loai|dau|mau|ban")  # titles or copies, which the form asks for
SIGNED = _words("chữ ký|tên|chữ|người")

# words that say nothing by themselves
SMALL_WORDS = _words(
    "đã|có|các|những|nào|cũng|kia|này|đó|nay|một|mấy|của|cả|là|trong|hiện|da|co|cac|nhung|mot|may|cua|ca|la|hien"
)
LITTLE_WORDS = _words("đã|bị|các|có|còn|mới|này|…|da|bi|cac|co|con|moi|nay|cũng")
FINAL = _words("nhé|ạ|thôi|nha|đấy|nhe|thoi")
PARTICLES = _words("nhé|ạ|thôi|đó|nhe|a|thoi|do|/|=|đúng|dung")

# of lines beside a table
UNTIL = _words("đến|hết|tới|den|het")
GIVEN_BY = _words("theo|lấy theo|là|giao|số")
TO_BE_RIGHT = _words("chính thức|đúng|chính xác|chuẩn|hoàn chỉnh|chinh thuc|chinh xac")
MISSING = _words("thiếu|còn thiếu|thieu")
TAKEN = _words("cộng|tổng hợp|được|cong|tong hop|duoc")
DONE = _words("đã|da")
SUMMED_UP = _words("tổng hợp|số liệu|kết quả|tong hop|so lieu|ket qua")
