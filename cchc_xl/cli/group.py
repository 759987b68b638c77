"""The command line: one module per command, imported when it is called (its libraries cost more than its work)."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping

import click

COMMANDS: Mapping[str, tuple[str, str]] = {
    "template": ("cchc_xl.cli.template", "Tạo mẫu Excel để gửi các đơn vị. / Write template workbooks."),
    "receive": ("cchc_xl.cli.receive", "Lập, cập nhật sổ nhận báo cáo. / Keep the register of receipt."),
    "validate": ("cchc_xl.cli.validate", "Kiểm tra một hay nhiều tệp. / Check workbooks."),
    "merge": ("cchc_xl.cli.merge", "Tổng hợp một thư mục thành bảng của tỉnh. / Consolidate a folder."),
    "report": ("cchc_xl.cli.report", "Lập báo cáo (.docx) từ biểu đã điền. / Write the official report."),
    "mark": ("cchc_xl.cli.mark", "Trả lại bản sao có đánh dấu chỗ sai. / Give back marked copies."),
    "fix": ("cchc_xl.cli.fix", "Sửa các lỗi an toàn vào một bản sao. / Apply safe fixes to a copy."),
    "migrate": ("cchc_xl.cli.migrate", "Chuyển số liệu sang mẫu mới. / Move data into a fresh template."),
    "forms": ("cchc_xl.cli.forms", "Kiểm tra định nghĩa biểu mẫu. / Check form definitions."),
    "rules": ("cchc_xl.cli.rules", "Tra cứu quy tắc kiểm tra. / Look up the rules."),
    "units": ("cchc_xl.cli.units", "Danh mục đơn vị. / Rosters of units."),
    "remind": ("cchc_xl.cli.remind", "Soạn công văn đôn đốc. / Write reminders."),
    "page": ("cchc_xl.cli.page", "Trang ngoài mạng cho máy không được cài phần mềm. / The offline page."),
    "addin": ("cchc_xl.cli.addin", "Cài tiện ích Excel. / Install the Excel add-in."),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return [name for name in COMMANDS if importlib.util.find_spec(COMMANDS[name][0])]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Lệnh / Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cchc-xl", prog_name="cchc-xl")
def cli() -> None:
    """cchc-xl: thu thập, kiểm tra và tổng hợp báo cáo tuyên truyền cải cách hành chính bằng Excel.

    Collect, check and consolidate an indicator table from many offices.
    """
