"""The words of notes by what they may do to a figure, whatever stands between them.

``note_patterns`` knows whole clauses; here are the kinds of words that a clause of any shape is made of. A phrase is
of the longest kind that fits it, so that harmless phrases ('chưa có kinh phí', 'nhân dân') hide the words in them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from cchc_xl.quantity import lexicon
from cchc_xl.records import NamedTuple
from cchc_xl.text import late, unaccented

# What is counted or measured and is no indicator's unit of measure.
_MEASURES = (
    "người nghe|người xem|xem livestream|phút|giờ|giây|tiếng|h|km|m|m2|cm|kg|gam|tấn|tạ|lít|ram|thùng|hộp|kiện|bao|"
    "bó|xấp|mb|gb|đồng|vnđ|nghìn đồng|triệu đồng|triệu|tỷ|tiền|hồ sơ|lượt phát|lượt phát sóng|buổi phát|"
    "buổi phát sóng|lần phát|lần phát sóng|buổi phát thanh|lượt xem|lượt nghe|lượt truy cập|lượt đọc|"
    "lượt bình luận|lượt quan tâm|dân số|số dân|sức chứa|chỗ ngồi|ghế|lượt chia sẻ|lượt thích|lượt tiếp cận|"
    "lượt tương tác|lượt theo dõi|lượt tải|lượt gửi|lượt đăng|lượt like|lượt share|view|like|ca phát|hộ|hộ dân|"
    "hộ gia đình|nhân khẩu"
)
# What is counted besides: a word for it alone says nothing of the figure.
_THINGS = (
    "ngày|tuần|ca|kỳ phát|khung giờ|gói|thôn|xóm|tổ|tổ dân phố|khu phố|khu|ấp|cụm|cụm loa|loa|nhóm|nhóm zalo|"
    "tài khoản|bộ loa|điểm|điểm cầu|phiếu|câu hỏi|câu|ý kiến|giải|giải thưởng|tiết mục|tiểu phẩm|kịch bản|trường|"
    "trường học|đơn vị|cơ quan|phòng|xã|phường|tỉnh|địa phương|cái|chiếc|tấm|máy|xe|bảng|biển|trang giấy|dòng|chữ|"
    "ký tự|thủ tục|tthc|dịch vụ|dịch vụ công|giấy mời|người theo dõi|người xem|chương trình phát thanh|khẩu|dân|"
    "đầu sách|mặt|khổ|ảnh|bức ảnh|tiết|học phần|sáng kiến|bình luận|tin nhắn|email|cuộc gọi|phần quà|suất|"
    "tổ công nghệ số|tuyến"
)
_CLASSES: Mapping[str, str] = {
    # the figure went through a calculation, or has to
    "operation": (
        "được tính nhiều lần|được tính hai lần|được tính 2 lần|báo trùng|trùng nhau|kê trùng|chưa lọc trùng|"
        "chưa loại|tính gấp|quy đổi ra|cộng nhầm|cộng thừa|cộng dư|cộng sót|cộng thiếu|cộng trùng|cộng lặp|"
        "nhân với|cộng bù|cộng dồn bù|bù vào|nhân đôi|nhân ba|nhân lên|đã nhân|chưa nhân|nhân thêm|chia cho|"
        "chia đôi|đã chia|chưa chia|gấp đôi|gấp ba|gấp 2|gấp 3|gấp 10|gấp mười|trừ|trừ đi|trừ ra|đã trừ|chưa trừ|"
        "trừ bớt|cộng cơ học|chưa loại trùng|trừ lại|bớt|bớt đi|cộng thêm|cộng với|cộng số|cộng cả|đã cộng|"
        "chưa cộng|cộng vào|cộng gộp|gộp|đã gộp|tính gộp|gộp chung|quy đổi|quy ra|quy về|đã quy|cộng hai lần|"
        "ghi hai lần|lặp số|bị lặp|giống hệt|giống hệt nhau|cùng một nội dung|cùng nội dung|copy lại|cả hai đơn vị|"
        "hai nơi cùng|trùng người|trùng tên|tính lặp|tính hai lần|tính 2 lần|tính nhiều lần|tính lại|hai lần|"
        "của cùng|đếm lặp|đếm hai lần|lặp lại số|nhân hệ số|hệ số|làm tròn lên|tách|tách ra|chưa tách|dồn|dồn lại|"
        "tính dồn"
    ),
    # there is no figure
    "blank": (
        "để trống|bỏ trống|để trắng|bỏ trắng|không điền|chưa điền|không ghi|không nhập|chưa nhập|không báo cáo|"
        "chưa ghi|xóa ô|để ô trống|ô trống|không kê|không có số|không có số liệu|chưa có số|chưa có số liệu|"
        "không nhập số|không cập nhật|không thống kê"
    ),
    # what was counted is no longer, or was not all there
    "loss": (
        "không được nghiệm thu|không nghiệm thu|hủy bỏ|đình bản|tạm hoãn|không diễn ra|không tổ chức được|bị rớt|"
        "bị từ chối|bị trả về|không được duyệt|đóng|đã đóng|tạm đóng|giải tán|phải giải tán|hết hạn|"
        "không truy cập được|không vào được|bị tấn công|sập|mất sóng|ngưng phát|bị trả lại|bỏ dở|bỏ ngang|dang dở|"
        "bảo trì|trong kho|lưu kho|hoãn|bị hoãn|hủy|huỷ|bị hủy|đã hủy|dừng|tạm dừng|ngừng|tạm ngừng|đã dừng|"
        "đã ngừng|gỡ|đã gỡ|gỡ bỏ|bị gỡ|gỡ xuống|xóa|đã xóa|bị xóa|vắng|vắng mặt|bị trùng|trùng|trùng lặp|"
        "trùng nhau|tồn|còn tồn|tồn kho|tồn đọng|không còn|hết hiệu lực|bị lỗi|lỗi|mất|thất lạc|bị mất|trả lại|"
        "thu hồi|đã thu hồi|loại bỏ|bị loại|rút|đã rút|hỏng|bị hỏng|không đạt|không đạt yêu cầu|bỏ|bị bỏ|dư|thừa|"
        "còn dư|còn thừa|ngưng|hết hoạt động|ngừng hoạt động"
    ),
    # the figure as it really is
    "only": (
        "chỉ có mỗi|có mỗi|vẻn vẹn|chỉ|chỉ có|mới|mới có|mới chỉ|thực tế|thực|thực tế chỉ|thực ra|thật ra|đúng ra|"
        "lẽ ra|kiểm tra lại|chỉ thấy|lưu|có mặt|dự|có dự|thực hiện được|thực dự|thực nhận|thực phát|phát được|"
        "làm được|in được|đăng được|tổ chức được|được|còn|đếm được|đếm lại|xác nhận|trên hệ thống|trong sổ|theo sổ|"
        "kết quả|nhưng|đúng"
    ),
    # what may stand before a figure
    "total": (
        "tổng|tổng số|tổng cộng|cộng|tất cả|cả thảy|là|thành|bằng|có|đã có|=|số|sl|số lượng|tổng có|cộng lại|số liệu"
    ),
    # more than was asked for
    "incl": (
        "được tính như|tính như văn bản|cũng nằm trong số này|cũng nằm trong đó|cũng trong đó|đều nằm trong đó|"
        "nằm trong đó|nằm trong số này|cũng nằm trong|đã tính cả|đã gồm cả|đã bao gồm cả|đếm cả|ghi cả|cộng cả|"
        "kê cả|đưa vô hết|đưa vào hết|cũng đếm|gộp vô|gộp vào|gom|gom cả|gom số|gộp số|đếm luôn|ghi luôn|lấy luôn|"
        "kê luôn|tính kèm|kèm cả|lẫn cả|gồm cả|bao gồm cả|kể cả|tính cả|gộp cả|lấy cả|tính luôn|kể luôn|gồm luôn|"
        "có cả|bao gồm luôn|tính chung|chung với|số chung|gộp chung với|tính chung với|dùng chung|báo chung|"
        "báo cáo chung|bao gồm số|gồm số|cả số|tính thêm|kể thêm|bao hàm"
    ),
    "part": (
        "trong số liệu|trong số liệu trên|trong đó|gồm|bao gồm|gồm có|riêng|cụ thể|chia ra|chi tiết|trong số|"
        "trong số đó|bao gồm có|trong đó có|đồng thời|ngoài ra|bên cạnh đó|còn có"
    ),
    # not, or not yet
    "neg": (
        "hông|hổng có|không ai|k|hổng|hong|chả|đâu có|chưa|không|ko|chẳng|chưa được|không được|đang chờ|chờ|đang|"
        "sẽ|sắp|không phải|chưa phải|không thể|chưa thể|chưa kịp|không kịp"
    ),
    # to be done
    "plan": (
        "kh cả năm|kế hoạch cả năm|cả năm|nhu cầu|theo cam kết|theo giấy mời|theo giấy triệu tập|theo định mức|"
        "theo số mời|theo dự trù|cam kết|kế hoạch|kh năm|chỉ tiêu|mục tiêu|dự kiến|phấn đấu|được giao|giao|đề ra|"
        "đăng ký|dự tính|dự định|định mức|phải|phải tổ chức|phải làm|mời|triệu tập|được mời|dự trù|kh"
    ),
    # beside another time
    "compare": (
        "cùng kỳ|kỳ trước|năm trước|năm ngoái|so với|so|tăng|giảm|vượt|hơn|kém|cao hơn|thấp hơn|nhiều hơn|ít hơn|"
        "đạt|tăng thêm|đầu năm|nhiệm kỳ|theo dõi|truy cập|quý trước|lần trước|năm"
    ),
    "each": (
        "lớp nào cũng|thôn nào cũng|tháng nào cũng|mỗi|bình quân|trung bình|bq|tb|hằng|hàng|từng|một tháng|"
        "một tuần|một ngày|một quý|một lớp|một xã|một thôn|/"
    ),
    "this": "số này|số đó|con số đó|con số trên|số liệu này|số liệu đó|"
    "ô này|dòng này|mục này|con số này|chỉ tiêu này|cột này|bảng này|biểu này|ô ni|mục ni|số ni|cái này",
    "paper": (
        "nội dung báo cáo|phụ lục|báo cáo|hóa đơn|sổ|biên bản|danh sách|phiếu|bản giấy|bản mềm|bản cứng|"
        "bản điện tử|file|biểu|phiếu xuất kho|xuất kho|sổ công văn|phần mềm|hệ thống|trong ảnh|trên mạng|"
        "đoàn kiểm tra|nhật ký|sổ theo dõi|báo cáo lời|lời văn"
    ),
    "figures": (
        "người lập biểu|trong số liệu|trong số liệu trên|số liệu|các số|con số|các con số|mấy số|số nào|những số|"
        "bảng|biểu|bảng này|biểu này|bảng trên|biểu trên|bảng dưới đây|biểu dưới đây|cột số lượng|dữ liệu|số trên|"
        "số này|ô này|dòng này|cột này|cột 4|trong số trên|kết quả trên|các ô|một số dòng|số liệu này|số liệu trên|"
        "các số liệu|con số này|con số trên|con số đó|số đó|số liệu đó|"
    ),
    "figures-only": (
        "số lượng|phần số lượng|số liệu|các số|con số|các con số|mấy số|dữ liệu|số trên|số liệu này|số liệu trên|"
        "các số liệu|trong số trên|kết quả trên|số"
    ),
    "instruction": (
        "số nguyên|không để trống|chỉ nhập|nhập số|cách ghi|điền tổng|ghi một số|ghi số nguyên|không tự ý|"
        "không đổi|không gộp ô|không xóa|đề nghị ghi|ghi rõ|nhập tổng|định dạng|ghi số hiện có|nếu không|bấm|"
        "không thêm|không chèn|không sửa công thức|chọn|đơn vị điền|các đơn vị điền|quy định tại"
    ),
    "formal": (
        "xin liên hệ|liên hệ|em cảm ơn|kính đề nghị|kính gửi|kính mong|trân trọng|cam kết|chịu trách nhiệm|"
        "ban hành kèm|ban hành kèm theo|kèm theo|căn cứ"
    ),
    "unfinished": (
        "mới xin|mới đề xuất|mới đề nghị|mới xin chủ trương|mới lập kế hoạch|mới ký hợp đồng|mới mời|"
        "mới thống nhất|mới bàn|mới lên lịch|mới lên kế hoạch|mới duyệt|mới đặt|mới thiết kế|mới soạn|mới dự thảo|"
        "mới viết|mới đăng ký|mới nộp|mới gửi bài|mới trình|mới phác thảo|còn trên giấy|đang làm dở|làm dở|"
        "chưa xong|còn dang dở|mới có đề cương"
    ),
    "generic": (
        "công tác|kết quả|nhiệm vụ|tuyên truyền|triển khai|thực hiện|nộp|tiếp nhận|giải quyết|phục vụ|đánh giá|văn hóa"
    ),
    "descriptor": (
        "người tổng hợp|người lập biểu|cán bộ tổng hợp|người nhập|người thống kê|chi tiết|thành phần|đối tượng|"
        "nội dung|nd|địa điểm|báo cáo viên|giảng viên|phát thanh viên|biên tập|kinh phí|nguồn kinh phí|khó khăn|"
        "liên hệ|đầu mối|người lập|tác giả|phối hợp|phân công|cán bộ phụ trách"
    ),
    "social": "web|website|facebook|fanpage|zalo|tiktok|youtube|mạng xã hội|livestream|trang xã|cổng xã",
    "air": "loa|loa phát thanh|phát thanh|truyền thanh|đài",
    "site": "cổng|trang|website|trang thông tin|cổng thông tin|trên cổng|trên trang",
    "title": "phó|chủ tịch|giám đốc|lãnh đạo|bí thư|trưởng",
    "wish": (
        "được mời|mời|triệu tập|giấy triệu tập|đặt in|đặt hàng|đã đặt|đang đặt|yêu cầu|đề xuất|đề nghị|xin|ký hợp đồng"
    ),
    # not sure
    "doubt": (
        "thống kê khác nhau|số khác nhau|báo khác nhau|hai số khác nhau|chưa rà|chưa rà lại|chưa rà soát lại|"
        "chưa loại hết|chưa cập nhật lại|đúng không|được không|phải không|có đúng không|chưa biết đúng|"
        "không dám khẳng định|khó xác định|khó kiểm soát|khó thống kê|chưa kiểm chứng|không đối chiếu được|"
        "chưa đối chiếu được|không thống kê được|chưa đếm được|nhớ lại|ước lượng|đoán chừng|ước đoán|tạm đoán|"
        "nói miệng|không chứng từ|không có chứng từ|chưa có chứng từ|thiếu chứng từ|thiếu minh chứng|"
        "chưa có minh chứng|chưa đủ minh chứng|không lưu được|không còn lưu|số ảo|khai khống|kê khống|báo khống|"
        "đối phó|ghi bừa|lấy bừa|điền bừa|nhập bừa|bừa|ghi cho xong|điền cho xong|làm tròn cho|chưa ai kiểm|"
        "chưa ai đếm|không ai đếm|không ai nhớ|không ai biết|tùy sở|tùy tỉnh|nhờ sở xem|nhờ tỉnh xem|chưa biết đã|"
        "chưa biết có|chưa biết được|chưa xác định|chưa xác minh|không xác định|chưa lọc|chưa tách|chưa phân|"
        "mới đúng|không tách riêng|không tách|mới chốt|một kiểu|coi lại|dò lại|nên chưa biết|chưa biết còn|"
        "chưa biết ghi|chưa biết mấy|quên|được ít hơn|ít hơn thế|nhiều hơn thế|không có con số|không nhớ|"
        "nhớ mang máng|không chắc|chưa đối soát|chưa xác thực|chưa kiểm đếm|chưa đối chiếu|số tròn|lấy tròn|cho đủ|"
        "cho có|cho xong|cho khớp|ước khoảng|khoảng thế|không điểm danh|không đếm kịp|không đếm nổi|bịa|không rõ|"
        "chưa rõ|lấy đại|ghi đại|điền đại|áng chừng|ang áng|số chẵn|cho chẵn|làm tròn|chẵn|đoán|phỏng đoán|"
        "nghe nói|hình như|có lẽ|có thể|chắc là|chắc khoảng|khoảng chừng|cỡ|tầm|bao nhiêu|tùy|hỏi lại|xem lại|"
        "kiểm tra lại số|nhờ kiểm tra|nhờ xem|không khớp|chênh|lệch|chênh lệch|mâu thuẫn|khác với|sai lệch|"
        "không thống nhất|nghi|?|không liên quan|không dính dáng|số này thiếu|bị thiếu|còn sót|bị sót|bỏ sót|sót|"
        "cũng phải|chừng nớ|chừng đó|cỡ đó|tầm đó|từng nớ|suy ra|theo lời|ai đúng|ghi mấy|mấy cái|biết mấy|chưa dò|"
        "chưa vô coi|chưa coi|chưa xem|chưa thấy|hứa|báo giá|hẹn|còn nợ|nợ|phải hơn|thì hơn|chắc hơn|cao quá|"
        "thấp quá|nhiều quá|ít quá|chưa phân biệt|không phân biệt|chưa phân loại|chưa bóc tách|chưa tách được|"
        "khó tách|không tách được|ước tầm|độ chừng|không nắm rõ|không kiểm soát|phân vân|băn khoăn|thắc mắc|"
        "không hiểu|chưa hiểu rõ|không chắc chắn|lấy cảm tính|cảm tính|tự điền|điền tạm|tạm điền|điền thay|điền hộ|"
        "báo hộ|kê hộ|báo thay|làm cho có|có cho có|cho có số|cho bằng|bằng chị bằng em|thành tích|nâng lên|"
        "đẩy lên|cho cao|cho đạt|khảo sát ngẫu nhiên|chọn mẫu|mẫu ngẫu nhiên|virus|mất dữ liệu|lỗi định dạng|"
        "lỗi công thức|lỗi file|lỗi phần mềm|do lỗi|định dạng|không hiện đủ|ô không hiện|tràn ô|giới hạn|"
        "tối đa của biểu|mờ quá|không đọc được|đọc không ra|bị đảo|đảo dòng|lệch dòng|lệch cột|nhảy dòng|dán nhầm|"
        "dán lệch|sắp xếp lại|chatgpt|ai điền|dùng ai|gạch|bị gạch|bác bỏ|chỉ công nhận|không công nhận|"
        "chưa công nhận|chờ công nhận|không hợp lệ|chưa hợp lệ|gì đó|đâu đó|có khi|phỏng chừng|tượng trưng|lấy lệ|"
        "cho nhanh|cho gọn|cho khỏi|cho đẹp|cho tròn|cho kịp|sơ qua|sơ sơ|qua loa|đại khái|tự nhẩm|trí nhớ|"
        "không biết|ko biết|không tìm thấy|không thấy|không đếm được|không sửa được|không nhập được|không có hồ sơ|"
        "không có sổ sách|không có danh sách|không có cơ sở|không có minh chứng|không có link|không rõ còn|"
        "tự kê khai|báo miệng|không dám chắc|nghe đâu|tự ghi|thống nhất sau|chưa thống nhất|tự nhảy|tự tính|"
        "bị khóa|file khóa|có vẻ|dường như|sao lại|tại sao|chưa chắc|chưa kiểm|tự ước|nhẩm|ước chừng|"
        "không có căn cứ|không có sổ|không theo dõi|mất sổ|tạm lấy|tạm ghi|ghi tạm|lấy tạm|tạm để|để tạm|nhập tạm|"
        "không chính xác|chưa chính xác|không đúng|chưa đúng|không chuẩn|sai"
    ),
    # taken over
    "copy": (
        "chép sang|bê nguyên|bê từ|bê sang|lấy y|y nguyên|y chang|như cũ|giữ như|giữ số cũ|kéo từ|dán từ|"
        "lấy lại số|dùng lại|sử dụng lại|lấy bên|lấy nguyên|điền theo|ghi theo|sửa năm|đổi năm|chỉ đổi|lấy theo|"
        "lấy từ|lấy lại|lấy số|giữ nguyên|như|giống|giống như|như trên|copy|chép|sao chép|theo số|theo báo cáo|"
        "y như|để nguyên|vẫn là|bằng với|mặc định|có sẵn|của mẫu|theo mẫu"
    ),
    "earlier": (
        "trước|cũ|ngoái|phường bên|xã bên|bên cạnh|sửa năm|năm rồi|năm kia|hồi trước|đợt trước|kỳ trước|năm trước|"
        "lần trước|báo cáo trước|tháng trước|quý trước|năm ngoái|mẫu|gốc|ban đầu|huyện cũ|xã cũ|nhiệm kỳ trước|"
        "năm cũ|lần gần nhất|gần nhất"
    ),
    # of another indicator or another report
    "reported": (
        "cùng báo cáo|cùng kê|cùng tính|cùng báo|đều báo cáo|đều kê|nằm ở báo cáo|nằm ở|nằm bên|ở báo cáo của|"
        "đã có trong|đã đưa vào|đã nằm trong|nằm trong mục|đã ghi ở|đã nêu ở|đã kê ở|đã báo trong|đã báo ở|"
        "đã báo cáo ở|đã báo cáo tại|đã báo cáo kỳ|đã báo cáo rồi|đã báo cáo trong|đã báo cáo lần|đã báo cáo mục|"
        "đã tính|đã kê|đã cộng ở|đã thống kê|đã tổng hợp|trùng với|trùng số|cùng số|báo cáo rồi|tính rồi|đã tính ở|"
        "nhầm với|lẫn với|lẫn|nhầm|đổi chỗ|đổi chỗ với|hoán đổi|lộn với|lộn|của dòng|của mục|của chỉ tiêu|ghi sang"
    ),
    # the writer of himself, or to the reader
    "writer": (
        "e|tớ|mềnh|chúng mình|tụi em|răng mà|chị nhé|anh nhé|giúp em|cho em|để em|em|mình|tôi|tui|bọn em|chúng em|"
        "chúng tôi|anh chị|a chị"
    ),
    "person": (
        "o|dì|thầy|kế toán|thủ kho|trưởng phòng|lãnh đạo|sếp|văn thư|văn phòng|tổ trưởng|đài|anh|chị|ông|bà|cô|chú|"
        "bác|đ/c|đc|đồng chí|a|c"
    ),
    "said": (
        "kêu|công nhận|nói bỏ|yêu cầu|nói|bảo|đưa|kể|nhớ|giữ|giữ số|báo lại|báo miệng|dặn|nhắc|nghe|đợi|chờ|hỏi|"
        "bảo là|nói là|cho số|gửi số|về chốt"
    ),
    "request": "nhờ|xin|đề nghị|mong|vui lòng|cho em|cho|giúp|giúp em|hộ|khoan|yêu cầu|đừng|giùm|dùm",
    "data": (
        "kiểm tra lại|tổng hợp|cập nhật|lấy số|cho ý kiến|xem|xem xét|kiểm tra|bỏ qua|thay|ghi|nhập|tính|đối chiếu|"
        "lấy|chỉnh|sửa|rà|hỏi|ô|số|số này|số liệu|dòng|con số|không tính|không lấy|bỏ|thống nhất"
    ),
    # a word for counting behind another one says how it was done
    "so": "cũng|nên|vẫn|luôn|đành|tạm|cứ|thành ra|cho nên|kỳ này|kỳ này cũng|bèn",
    "count": "tính|ghi|kê|đếm|cộng|thống kê|để nguyên|lấy|gộp|nhập|tính vào|giữ nguyên|kể|ghi nguyên",
    "along": "luôn|chung|lẫn|dồn|gộp|thành|cho cả|cho cụm|cho hai|vào đây|cho phường|cho xã|luôn cho",
    "but": "chứ",
    "suffers": "bị",
    "intent": "dự kiến|dự định|dự tính|sẽ|định|đang định|chuẩn bị|sắp|tới|đến cuối năm|tới cuối năm|hẹn|hứa",
    "joint": (
        "thứ hai|thứ nhất|thứ ba|thứ hai này|còn lại|số còn lại|phần còn lại|phần|mấy|vài|một số|cuối|những|cũ|mới|"
        "hai bên|trong"
    ),
    "sure": (
        "đã cộng lại|cộng lại 2 lần|đã đếm lại|đếm lại đủ|đủ cả|có đủ|khớp hết|đã kiểm đếm|đã xác nhận|"
        "đã thống nhất|đã chốt|đã thẩm định|phê duyệt|được duyệt|đã duyệt|đã được duyệt|lãnh đạo duyệt|ký duyệt|"
        "đã ký duyệt|chắc chắn|đã rà|đã rà soát|đã kiểm|đã kiểm tra|đã dò|đã xem lại|đủ hết|không sót|không sai|"
        "không nhầm|kiểm rồi|kỹ rồi|đã xin ý kiến|đã hỏi|đúng rồi|đúng vậy|chuẩn rồi|khớp|thống nhất|đã đối chiếu|"
        "đối chiếu|chính thức|chính xác|đầy đủ|đủ|trùng khớp|đúng"
    ),
    "routine": (
        "họp|giao ban|họp giao ban|sinh hoạt chi bộ|sinh hoạt|chào cờ|tiếp xúc cử tri|họp thôn|họp dân|họp chi bộ|"
        "cuộc họp|họp tổ dân phố|bch|ban chấp hành|họp cơ quan|họp ubnd|giao ban tuần|hội nghị bch|tiếp công dân"
    ),
    "by": (
        "chốt theo|quy ra|tính bằng|tính theo|đếm theo|đếm bằng|thống kê theo|ghi theo|đếm|quy theo|lấy theo|"
        "đếm ra|đo bằng|đếm cả"
    ),
    "topic": (
        "cchc|thủ tục|thủ tục hành chính|tthc|dịch vụ công|dvc|dvctt|dịch vụ công trực tuyến|một cửa|chuyển đổi số|"
        "cđs|vneid|đề án|định danh|hộ tịch|chữ ký số|ký số|chỉ số|par|sipas|papi|iso|công vụ|kỷ luật|kỷ cương|"
        "chính quyền|hồ sơ|không hẹn|phí|lệ phí|hài lòng|sáng kiến|mô hình|bộ máy|sáp nhập|hành chính|công chức|"
        "căn cước|cccd|số hóa|công khai|minh bạch|tinh giản|phân cấp|ủy quyền|thanh toán|cải cách|công nghệ số|"
        "trả kết quả|đạo đức|"
    ),
    "not-yet": "chưa|chưa được|chưa kịp|chưa thể|đang chờ|chờ|đợi|đang đợi|sắp|sẽ",
    "any": "gì|nào|trái|quá|sai",
    "ago": (
        "cả hai kỳ|hai kỳ|cả 2 kỳ|sau ngày chốt|sau thời điểm chốt|sau hạn|năm ngoái|năm trước|năm cũ|kỳ trước|"
        "quý trước|tháng trước|nhiệm kỳ trước"
    ),
    "exclude": (
        "để lại kỳ sau|để lại|chưa tính vào kỳ này|nên không tính|nên chưa tính|không thống kê ở|"
        "không thống kê vào|không thống kê trong|không ghi ở|không tính lại|nêu riêng|tính riêng|thuyết minh riêng|"
        "sẽ đưa vào kỳ sau|sẽ tính vào kỳ sau|sẽ tính kỳ sau|sẽ báo cáo kỳ sau|báo cáo kỳ sau|đưa vào kỳ sau|"
        "đã được loại|đã được trừ|đã được tách|đã được tách riêng|đã loại ra|đã loại khỏi|được loại khỏi|loại khỏi|"
        "đã lọc|được tính một lần|tính là một|đã gạch|chỉ tính một lần|tính một lần|chỉ đếm một lần|đếm một lần|"
        "chỉ tính 1 lần|chưa tính vào|chưa cộng vào|không gộp|không cộng|không kê|không ghi vào|không đưa vô|"
        "không tính vô|loại trừ|đã bỏ ra|đã bỏ|đã tách riêng|đã tách|tách riêng rồi|báo cáo riêng|kê riêng|"
        "thống kê riêng|để riêng|để kỳ sau|tính kỳ sau|tính vào kỳ sau|báo kỳ sau|để sang kỳ sau|"
        "chuyển sang kỳ sau|chuyển kỳ sau|không nằm trong|không có trong|bảng này không có|"
        "riêng fanpage không tính|chỉ đếm|không đếm|không đưa vào|không nhận|không tính vào|không tính ở đây|"
        "không nhân|đã loại|loại ra|chưa kể họp|không phải của|không phải đài|không trùng|không tính|không kể|"
        "không bao gồm|không gồm|ko tính|ko kể|không lấy|đã trừ trùng|đã loại trùng"
    ),
    "evidence": "link|ảnh|hình ảnh|đường dẫn|minh chứng|file|video|danh sách|mail|email|zalo gửi|phụ lục",
    "media": "đài|báo|cổng|trang|pt|th|ptth|truyền hình|phát thanh|phóng viên|pv|tạp chí",
    "commune": "xã|phường|huyện|tỉnh|đặc khu",
    "neighbour": "bạn|bên cạnh|lân cận|khác|cũ|giáp ranh|láng giềng|kế bên|liền kề",
    "is": "là|nói|nói về|về|của|thuộc",
    # offices above
    "above": (
        "thành đoàn|tỉnh đoàn|huyện đoàn|thành ủy|tỉnh ủy|quân khu|tỉnh|huyện|sở|bộ|trung ương|cấp trên|tw|"
        "cấp tỉnh|cấp huyện|cục|tổng cục|thành phố|sở nội vụ|ubnd tỉnh|ubnd huyện|cấp bộ|ngành dọc|quận|thị xã|"
        "chính phủ"
    ),
    # offices beside
    "besides": (
        "trường thpt|trường thcs|trường tiểu học|trường mầm non|trường cao đẳng|trường đại học|bệnh viện|"
        "hợp tác xã|đảng|đảng ủy|đảng uỷ|khối đảng|mttq|mặt trận|đoàn thể|cả hệ thống chính trị|hệ thống chính trị|"
        "đơn vị khác|xã khác|phường khác|cơ quan khác|nhà trường|trường học|công an|trạm y tế|doanh nghiệp|các xã|"
        "các đơn vị|cụm|liên xã|toàn huyện|toàn tỉnh|cả huyện|cả tỉnh|xã bạn|nơi khác|đơn vị bạn|toàn ngành|"
        "quân sự|hđnd"
    ),
    # what a clause begins with that is about the figure itself
    "opener": (
        "số của|số liệu này|số liệu trên|các số liệu|các con số|mấy số|số trên|số|số liệu|con số|tính|lấy|điền|ghi|"
        "nhập|gõ|đếm|tổng của|cột này|dòng này|ô này|ở đây|gộp|được tính|số lượng này|tính theo|tính bằng|lấy tròn|"
        "làm tròn|số tròn|tính từ|lấy từ|đã tính|đã lấy|cộng dồn|số này|các số|lấy theo|lấy số|lấy lại|copy|chép|"
        "sao chép|dùng lại|số lượng|được lấy|con số này|con số trên|con số đó|số đó|số liệu đó"
    ),
    # what says nothing more of it then
    "calm": (
        "tới|tới giờ|thực phát|thực dự|đi|chốt rồi|tự|theo|trên|hệ thống|sổ|sổ theo dõi|phần mềm|danh sách|báo cáo|"
        "trong kỳ|kỳ|đến|hết|ngày|tháng|đã|do|xã|đơn vị|ubnd|ubnd xã|các|thôn|tổng hợp|thống kê|chốt|chính thức|"
        "cung cấp|kiểm tra|rà soát|đối chiếu|duyệt|được|từ|phòng|văn phòng|cán bộ|gửi|kèm|này|trong|tại|vào|là|của|"
        "cả|đầy đủ|đủ|khớp|có|và|với|bảng|biểu|phụ lục|như|nêu|trực tiếp|trực tuyến|lồng ghép|cchc|thực|thực tế|"
        "thực hiện|kết quả|hồ sơ|lưu|file|đính kèm|nguồn|xác nhận|văn thư|công chức|lãnh đạo|sổ công văn|"
        "sổ nhật ký|nhật ký|điểm danh|ký tên|ký nộp|thời điểm|năm|quý|phường|cơ sở|toàn xã|số liệu|đúng|ban hành|"
        "phát hành|đăng|phát|in|tổ chức|ghi|chú|cột|dòng|ô|cho|đảm bảo|trung thực|để|để tổng hợp|tổ|tổ dân phố|"
        "ngoài ra|không kể|không tính|không bao gồm|hàng tháng|định kỳ|mới|bộ phận|toàn bộ kỳ|đầu năm|đầu kỳ|"
        "cuối kỳ|đợt|lần|vb|văn bản|quản lý|điều hành|td office|cấp|mở"
    ),
    "row": "mục|chỉ tiêu|dòng|tt|stt|muc|tiêu chí",
    "cchc": "cchc|cải cách hành chính|công tác cchc|tuyên truyền cchc",
    "scale": "tỷ lệ|tỉ lệ|phần trăm|tỷ trọng|%|nghìn|ngàn|chục|trăm|vạn|triệu|nghìn đồng|triệu đồng|tá",
    "factor": "nghìn|ngàn|chục|trăm|vạn|triệu|tỷ|tá",
    # who says another figure
    "told": "nên|báo lại|báo|ghi|thấy|tính|tính ra|ra|nhân|còn lại|bằng|giúp|hộ|ghi nhận|báo là",
    "not-all": (
        "ngoài số trên còn|ngoài số trên|ngoài ra còn|chưa kể|chưa tính|chưa gồm|chưa bao gồm|chưa gộp|ngoài số này còn"
    ),
    "cause": "do mưa|mưa bão|do|vì|bởi",
    "correct": "lấy|sửa|sửa giúp|sửa hộ|sửa lại|chỉnh|chỉnh lại|đổi lại|đổi thành|điều chỉnh|thay bằng số",
    "mostly": "phần lớn|chủ yếu|chủ yếu là|một nửa|đa số|một phần|phần nhiều|hầu hết|chỉ một nửa|chỉ một phần|nửa",
    "source": (
        "hệ thống|phần mềm|sổ|sổ theo dõi|danh sách|hồ sơ|biên bản|nhật ký|phần mềm quản lý|sổ công văn|sổ nhật ký|"
        "trang|cổng|trên hệ thống|trong sổ|theo sổ"
    ),
    "beside": "lồng ghép|lòng ghép|kết hợp|cùng với|phối hợp|gắn với",
    "made-up": "bù|đã bù|tổ chức bù|tổ chức lại|làm bù|phát bù|thay bằng|thay thế|trực tuyến",
    "more": "thêm|tiếp|bổ sung|tiếp tục|mở rộng|nhân rộng|nâng cấp|trong năm|duy trì",
    "again": "bài phát lại|các bài phát lại|phát lại|tin phát lại|trùng lặp",
    "this-period": "trong kỳ|từ đầu kỳ|kỳ báo cáo|từ đầu năm",
    "later": (
        "cập nhật lại|cập nhật sau|gửi lại|báo lại|bổ sung sau|tính sau|báo sau|báo cáo lại|báo cáo bổ sung|"
        "gửi bổ sung|điều chỉnh sau|chốt sau|thay đổi|còn thay đổi"
    ),
    "less": "tăng|giảm|tăng thêm|giảm bớt",
    "time": "…",
    # what is done with what is counted
    "act": (
        "chủ trì|phát động|trao giải|bế mạc|chung kết|tổng kết trao giải|lập|dựng|quản trị|tổ chức|ban hành|"
        "phát hành|cấp|gửi|gửi xuống|gửi về|mở|làm|thực hiện|phát|phát sóng|tiếp sóng|tiếp âm|chuyển về|"
        "chuyển xuống|in|đăng|đăng tải|đăng lại|chia sẻ lại|cung cấp|ký|triển khai|soạn|viết|xây dựng|đưa tin|đưa|"
        "lên sóng|nhận|nghiệm thu|hoàn thành|xong|in xong|lên báo|lên trang|về|diễn ra|trình|duyệt|tính|cộng|trừ|"
        "kiểm đếm|tổng hợp|hoạt động|phát được|có hội nghị|được đăng|được phát|giao|bàn giao|trả hàng|vận hành|"
        "cấp phép|chạy"
    ),
    "relay": (
        "sao lục|sao y|sao gửi|chuyển tiếp|vb đến|cv đến|tiếp sóng|phát lại của|đăng lại của|đăng lại|dẫn lại|"
        "chia sẻ lại|chép lại|tiếp âm đài|lấy lại|văn bản đến|công văn đến|bài đăng lại|tin đăng lại"
    ),
    "join": (
        "dự|đi tập huấn|đi dự|đi học|tham gia|tham dự|dự họp|cử|hưởng ứng|dự thi|dự tập huấn|được mời dự|cử người|"
        "cử cán bộ|cán bộ dự|tham gia cùng|tham gia chung"
    ),
    "of": "của|do|thuộc|số của",
    "all": (
        "tất cả các lĩnh vực|tất cả lĩnh vực|các lĩnh vực|mọi lĩnh vực|toàn bộ lĩnh vực|nhiều lĩnh vực|"
        "tất cả nội dung|toàn bộ văn bản|toàn bộ tin|toàn bộ|tất cả văn bản|tất cả tin|mọi nội dung|mọi chủ đề|"
        "lĩnh vực khác|nội dung khác|chủ đề khác|chung các lĩnh vực|không riêng|không riêng cchc|nói chung|"
        "không phân biệt|tổng hợp chung|không chỉ cchc"
    ),
    "subject": (
        "đấu giá|trồng nấm|nấm|vận động|dạy nghề|phòng cháy|phòng cháy chữa cháy|pccc|nông thôn mới|ntm|bầu cử|"
        "an toàn giao thông|atgt|công tác dân số|y tế|bảo hiểm|bảo hiểm y tế|bảo hiểm xã hội|bhyt|bhxh|môi trường|"
        "vệ sinh môi trường|ma túy|tệ nạn|giảm nghèo|hộ nghèo|quốc phòng|an ninh|an ninh trật tự|nghĩa vụ quân sự|"
        "tuyển quân|giao quân|quân chính|dân quân|tham nhũng|phòng chống tham nhũng|lãng phí|"
        "tiết kiệm chống lãng phí|thuế|hóa đơn điện tử|thuế đất|đất đai|giải phóng mặt bằng|gpmb|giáo dục|"
        "khuyến học|thiên tai|phòng chống thiên tai|bão lũ|mưa lũ|thời tiết|dự báo thời tiết|dịch bệnh|dịch tả|"
        "tiêm chủng|tiêm phòng|sốt xuất huyết|covid|lao động|việc làm|xuất khẩu lao động|đào tạo nghề|văn nghệ|"
        "thể thao|thể dục thể thao|bóng đá|bóng chuyền|đá bóng|kéo co|lễ hội|đuối nước|bơi|trồng cây|tết trồng cây|"
        "kinh tế|nông nghiệp|chăn nuôi|trồng trọt|khuyến nông|lúa|mùa vụ|thủy lợi|thủy sản|khai thác iuu|iuu|"
        "đánh bắt|lâm nghiệp|cháy rừng|bảo vệ rừng|phòng chống cháy rừng|du lịch|biển đảo|phổ biến pháp luật|"
        "pháp luật khác|phổ biến giáo dục pháp luật|pbgdpl|hòa giải|luật đất đai|luật giao thông|luật căn cước|"
        "an sinh|an sinh xã hội|hiến máu|hiến máu nhân đạo|trẻ em|bạo lực gia đình|bình đẳng giới|người có công|"
        "thương binh|liệt sĩ|gặp mặt|cựu chiến binh gặp mặt|kỷ niệm|mừng thọ|mít tinh|hội làng|đình chùa|tôn giáo|"
        "dân tộc thiểu số chính sách|văn hóa văn nghệ|quảng cáo|rao vặt|cúp điện|mất nước|cắt điện|điện lực|"
        "cấp nước|rác thải|thu gom rác|vệ sinh|xử phạt|xử phạt vi phạm|vi phạm hành chính|đơn thư|khiếu nại tố cáo|"
        "công tác đảng|đại hội đảng|đại hội|học tập nghị quyết|nghị quyết đảng|sinh hoạt chính trị|tín dụng|"
        "vay vốn|ngân hàng chính sách|hội chợ|xúc tiến thương mại|ocop|hợp tác xã|doanh nghiệp khởi nghiệp|"
        "khởi nghiệp|xây dựng cơ bản|giao thông nông thôn|trật tự đô thị|trật tự xây dựng|vỉa hè|"
        "chỉnh trang đô thị|thi đua|thi đua khen thưởng|khen thưởng|tuyển sinh|tuyển dụng|nghỉ hưu|bổ nhiệm|"
        "nâng lương|nhân sự đại hội|công tác cán bộ|pháo nổ|buôn lậu|hàng giả|an toàn thực phẩm|vệ sinh thực phẩm|"
        "vsattp|thực phẩm|hóa chất|lừa đảo|tội phạm|bảo vệ bí mật|an toàn lao động|tai nạn|rượu bia|thuốc lá|hiv|"
        "dân vận khéo|toàn dân đoàn kết|khu dân cư văn hóa|gia đình văn hóa|nếp sống văn minh|tang lễ|cưới hỏi"
    ),
    # no figures yet
    "nodata": (
        "chưa thống kê được|không thống kê được|chưa cung cấp|chưa gửi đủ|chưa nộp đủ|chưa báo đủ|chưa cung cấp số|"
        "chưa cung cấp số liệu|chưa gom|chưa gửi số|chưa gửi về|chưa nộp về|chưa gửi báo cáo|chưa nhận số|"
        "chưa có về|chưa có số|chưa có số liệu|không có số liệu|bổ sung số liệu|bổ sung số|chưa kịp tổng hợp|"
        "chưa kịp báo cáo|chưa kịp thống kê|chưa thống kê|không thống kê|chưa tổng hợp|chưa tổng hợp được|"
        "không tổng hợp|chưa nhận được báo cáo|chưa nhận được số|chưa nhận báo cáo|chưa có báo cáo|chưa báo|"
        "chưa báo cáo|chờ báo|chờ số|báo số|do công thức|công thức|không nắm|không nắm được|không theo dõi|"
        "chưa cập nhật|tự động|chưa cập nhật được|chờ tổng hợp|chưa rà soát|mặc định|để mặc định|chưa nộp|"
        "chờ số liệu|thiếu số liệu|chưa thu thập|chưa kiểm đếm|chưa đếm"
    ),
    # where, with what, for whom
    "place": (
        "tại|ở|cho|qua|trong|trên|từ|với|theo|về|vào|đến|tới|bằng|giữa|cùng|để|dành cho|đối với|phủ|toàn|khắp|đủ|"
        "các|lúc"
    ),
    # a figure behind says which one, not how many
    "which": (
        "sheet|thứ|đợt|thôn|số|mức độ|mức|đề án|khóa|lần|lần thứ|kỳ|tầng|khu|xóm|tổ|mục|điều|khoản|chương|điểm|"
        "phụ lục|bảng|biểu|trang|tháng|năm|quý|tuần|ngày|nhóm|mô hình|chỉ thị|nghị quyết|nghị định|quyết định|xếp|"
        "hạng|phiên bản|tt|stt|khổ|a|mã|hóa đơn|biên bản|hợp đồng|nq|nđ|ct|tập|ngày thứ|mạng|nhà|phòng|hội trường|"
        "cấp|vòng|chặng|km|quốc lộ|đường|thông tư|kế hoạch số|công văn số|cuộc vận động"
    ),
}
# Phrases in which words of the kinds above say nothing of the figure.
_NOTHING = (
    "đang có|đang có tại|thống kê tự động|chưa có điều kiện|hồ sơ lưu|hồ sơ lưu tại|văn phòng hđnd|hđnd và ubnd|"
    "thường trực hđnd|xác nhận của|chữ ký xác nhận|đóng dấu|cả hai đang chạy|chữ ký|đang chạy ổn|của mình|"
    "của mình hết|tổ công nghệ số cộng đồng|giấy tờ|ý kiến|góp ý|chỉnh sửa|đã chỉnh sửa|có vướng mắc|có khó khăn|"
    "vướng mắc|khó khăn|chưa được đẹp|chưa đẹp|chưa được tốt|chưa tốt|em cảm ơn|cảm ơn|cám ơn|tự thực hiện|"
    "tự tổ chức|tự làm|tự biên tập|các số báo|số báo ngày|số nguyên|đã số hóa|bằng cùng kỳ|bằng năm trước|"
    "bằng kỳ trước|không dùng chung|để dành|không có thay đổi|không thay đổi gì|phường mình|xã mình|đơn vị mình|"
    "cơ quan mình|bạn mình|xem chi tiết|mời anh chị|mời anh chị xem|đội văn nghệ|không ảnh hưởng|không nhầm|"
    "không bỏ sót|không phải bỏ sót|không thay đổi|không có gì thay đổi|có gì thay đổi|ước nguyện|ước mơ|ước muốn|"
    "dự đủ|dự đầy đủ|dự đông|dự đông đủ|phiếu điểm danh|nhà tài trợ hỗ trợ|chi hỗ trợ|ít nhất là|nhiều nhất là|"
    "ít nhất 1|không còn tờ nào|gấp 3 lần|gấp 2 lần|đã khôi phục|khôi phục|nay truy cập tốt|nhà in giao|giao đủ|"
    "giao nhận|giao lưu|phát hành bản|tiêu chí|tập trung|đổi mới cách làm|lớp cho|lớp đầu|được giao chủ trì|"
    "chỉ đạo quyết liệt|kế toán đã|đề nghị tỉnh|đề nghị tỉnh hỗ trợ|đề nghị tỉnh cấp|tỉnh cấp thêm|cụ thể hóa|"
    "cụ thể hoá|kịp thời|không có chi|cảm ơn các anh chị|cảm ơn anh chị|cám ơn các anh chị|các anh chị|trẻ em|"
    "chị em|anh em|các em|em học sinh|bà con|loại trùng với|không trùng với|đã loại trùng với|loại trùng|"
    "ô tìm kiếm|có dự thảo|không có dự thảo|không ước|chưa tính phát lại|bị rách|cá nhân tự|tự giác|tự nguyện|"
    "giao nhiệm vụ|kết quả giải quyết|đảng viên mới|bị ảnh hưởng|không bị|ghi chú|ghi rõ|ghi sổ|số điện thoại|"
    "số hiệu|số hóa|số ký hiệu|số nhà|số ra ngày|số báo ra|số đăng ký|số văn bản|số cv|số kh|số và ký hiệu|số sách|"
    "báo in|báo điện tử|báo chí|báo nói|báo hình|báo tỉnh|ghi âm|ghi hình|tính năng|tính minh bạch|nhập liệu|"
    "ghi nhận|kê khai|khai thác|khai trương|khai báo|báo cáo đầy đủ|đang sửa|đang khắc phục|một nửa ngày|nửa ngày|"
    "nửa buổi|nhân dân|nhân viên|nhân dịp|nhân sự|nhân lực|nhân rộng|cá nhân|công nhân|nhân văn|bệnh nhân|"
    "cộng đồng|cộng tác viên|công cộng|cộng hòa|chia sẻ|chia thành|chia làm|tờ gấp|gấp rút|không tính|không kể|"
    "không bao gồm|không gồm|không thu phí|không trùng|không trùng lặp|không hẹn|không giấy tờ|không dùng tiền mặt|"
    "không sử dụng tiền mặt|không chuyên trách|không gian|không chờ|không sử dụng ngân sách|không có khó khăn|"
    "không có vướng mắc|không khói thuốc|không phát sinh kinh phí|không phát sinh|không có kinh phí|không đồng|"
    "không ngừng|không chỉ|không phải chờ|không mất phí|chưa có kinh phí|chưa bố trí kinh phí|chưa bố trí|"
    "chưa có cán bộ|chưa có phòng|chưa có hướng dẫn|chưa có biên chế|chưa có nguồn|chưa sử dụng hết|chưa quan tâm|"
    "chưa cao|chưa nhiều|chưa đồng bộ|chưa thường xuyên|chưa kịp thời|chưa đáp ứng|chưa biết|chưa hiểu|"
    "chưa phong phú|chưa đa dạng|chưa quen|chưa có chuyên trách|chưa có mạng|chưa có máy|chưa ổn định|"
    "chưa có trụ sở|chưa hiệu quả|đang hoạt động|đang duy trì|đang sử dụng|đang áp dụng|đang khai thác|"
    "đang phát huy|đang công tác|đang vận hành|đang thường trực|đang theo học|đang tiếp tục duy trì|đã trừ trùng|"
    "đã loại trùng|đã bỏ trùng|phát lại nhiều lần|trùng tu|hội nghị|đề nghị|bộ phận|bộ đội|cán bộ|một số|một cửa|"
    "bộ phận một cửa|đảm bảo|sở tại|cơ sở|sở thích|xử lý|thực trạng|thực tiễn|thực hiện|thực hiện theo|chỉ đạo|"
    "chỉ thị|chỉ số|chỉ huy|chỉ tiêu|được giao|được cấp|đạt được|được biết|được hỗ trợ|được lồng ghép|được đăng|"
    "được phát|được tổ chức|được ban hành|báo cáo viên|tuyên truyền viên|dự án|dự toán|hội trường|lưu động|"
    "lưu hành|lưu trữ|bản lưu|bảo lưu|lưu vt|có bản lưu|còn hiệu lực|còn sử dụng|mới thành lập|"
    "nông thôn mới kiểu mẫu|xây dựng mới|đổi mới|mới sáp nhập|mới hoạt động|cải tiến|giao diện mới|ngày mới|"
    "nâng cấp|cung cấp dịch vụ|cấp xã|cấp thôn|ubnd xã|một phần|một lần|một buổi|một ngày|trường thcs|trường thpt|"
    "trường tiểu học|như sau|như trên hệ thống|như kế hoạch|tặng quà|kết hợp|hằng ngày|hằng tuần|hằng tháng|"
    "hằng quý|hàng ngày|hàng tuần|hàng tháng|hàng quý|hằng năm|hàng năm|thêm tin|trung tâm|trung học|trung thực|"
    "từng nhà|từng hộ|từng thôn|giao ban|giao thông|tăng cường|tăng tính|giảm tải|bàn giao|giao diện|"
    "giao văn phòng|giao công chức|đạt hiệu quả|đạt kết quả|đạt yêu cầu|đạt giải|chuyển đổi|chuyển đổi số|quy định|"
    "quy chế|quy trình|hướng dẫn|để án|in ấn|in màu|chủ yếu|chủ đề|thuộc thẩm quyền|đảng viên|đảng bộ|chi bộ|"
    "công an xã|ban chỉ đạo|thuế quan|lồng ghép|lòng ghép|trực tiếp|trực tuyến|kèm theo|đính kèm|minh chứng|"
    "không tiếp giấy tờ|đúng quy định|đúng tiến độ|đúng thẩm quyền|đúng hạn|đúng thời gian|đúng|chính xác|đúng đủ|"
    "đúng số liệu|đã đúng|có thể tra cứu|có thể nộp|lấy ý kiến|lấy phiếu|dự thi|hội thi|cuộc thi|theo mẫu của|"
    "tổ chức bù|tổ chức lại|làm bù|phát bù|đã bù|bù|hỏng loa|mất điện|mưa bão|do mưa|hình thức|bộ thủ tục|"
    "bộ công cụ|bộ nhận diện|bộ chỉ số|chữ ký số|ký số|lịch sử|mẫu biểu|thể thao|thêm kênh|ngoài giờ|đài tỉnh|"
    "đài ptth tỉnh|cổng tỉnh|trang tỉnh|trên cổng|trên trang|trên báo|trên đài|thuộc xã|thuộc thôn|phần mềm"
)


class Token(NamedTuple):
    """A phrase of a clause with all kinds that it is of (none for words that nothing is known about), or a figure."""

    text: str
    kinds: frozenset[str]
    figure: int | None = None
    when: tuple[int, int, int] | None = None  # year, month and day of a time, 0 where it does not say


_UNKNOWN: frozenset[str] = frozenset()
NUMBERS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_A_TIME = frozenset({"time"})
TIME = "…"
_PIECE = late(r"[^\W\d_]+|…(?:[0-9]{8})?|[0-9]+|[/=×*+%?]")


_OTHER_WORDS = frozenset({"bua", "dung chung", "khong dung", "cong so", "phan van", "cho bao", "da so"})
"""Phrases that are quite others without accents: 'công sở', a name, 'cho báo', 'đã số hóa'."""
_ANY_READING = frozenset(
    {"place", "of", "calm", "nothing", "unit", "act", "part", "each", "which", "cause", "cchc", "sure", "source"}
)
"""The kinds that a syllable without accents may have although it may be another one."""


class _Phrases(NamedTuple):
    """Each phrase, its words one blank apart, with its kinds; by its first word the most words of a phrase."""

    kinds: Mapping[str, frozenset[str]]
    longest: Mapping[str, int]


@lru_cache(maxsize=2)
def _index(bare: bool) -> _Phrases:
    units = "|".join(sorted(lexicon.UNITS))
    kinds = {"nothing": _NOTHING, **_CLASSES, "unit": units, "thing": f"{_MEASURES}|{_THINGS}", "measure": _MEASURES}
    several = _several("|".join((*kinds.values(), *lexicon.HARMLESS))) | _OTHER_WORDS if bare else _UNKNOWN
    found: dict[str, frozenset[str]] = {}
    longest: dict[str, int] = {}
    for kind, phrases in kinds.items():
        one = frozenset({"unit" if kind == "thing" else kind})
        for phrase in (unaccented(phrases) if bare else phrases).split("|"):
            if not phrase.replace(" ", "").isalpha():  # 'tin, bài', 'đ/c'
                phrase = " ".join(_PIECE.findall(phrase))
            if phrase in several and kind not in _ANY_READING:
                continue
            known = found.get(phrase)
            found[phrase] = one if known is None else known | one
            first = phrase.partition(" ")[0]
            size = phrase.count(" ") + 1
            if longest.get(first, 0) < size:
                longest[first] = size
    return _Phrases(found, longest)


def _several(vocabulary: str) -> frozenset[str]:
    """Syllables without accents that may be several of the vocabulary: 'co' is 'có' and 'cỡ'."""
    readings: dict[str, set[str]] = {}
    for word in _PIECE.findall(vocabulary):
        readings.setdefault(unaccented(word), set()).add(word)
    return frozenset(bare for bare, words in readings.items() if len(words) > 1)


_ENDING = (["là"], ["còn"], ["chỉ"])  # 'thực ra là một'


def _is_counted(words: Sequence[str], kinds: Mapping[str, frozenset[str]]) -> bool:
    """Does a unit of measure stand first: 'hai | chuyên mục'?"""
    return any("unit" in kinds.get(" ".join(words[:size]), _UNKNOWN) for size in range(1, len(words) + 1))


def tokens(clause: str, bare: bool) -> tuple[Token, ...]:
    """The phrases of a folded clause, each as long as it can be. ``bare``: it is written without accents."""
    words = _PIECE.findall(clause)
    kinds, longest = _index(bare)
    found: list[Token] = []
    at = 0
    while at < len(words):
        word = words[at]
        size = 1
        if word.isdecimal():
            found.append(Token(word, _UNKNOWN, int(word)))
        elif word[0] == TIME and len(word) > 1:
            found.append(Token(TIME, _A_TIME, None, (int(word[1:5]), int(word[5:7]), int(word[7:]))))
        elif word in NUMBERS and (
            _is_counted(words[at + 1 : at + 3], kinds) or words[at - 1 : at] + words[at + 1 :] in _ENDING
        ):
            found.append(Token(word, _UNKNOWN, NUMBERS[word]))
        else:
            size = min(longest.get(word, 1), len(words) - at)
            while size > 1 and " ".join(words[at : at + size]) not in kinds:
                size -= 1
            text = word if size == 1 else " ".join(words[at : at + size])
            found.append(Token(text, kinds.get(text, _UNKNOWN)))
        at += size
    return tuple(found)
