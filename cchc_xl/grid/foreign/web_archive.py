"""A web page with its parts in one file (.mht): Excel's 'Single File Web Page', whose sheets are pages of their own."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

from cchc_xl.grid.foreign.webpage import read_page
from cchc_xl.grid.openxml.package import Content, ReadError
from cchc_xl.model import Grid, Sheet

MOST_PARTS = 500


def read_grid(content: Content) -> Grid:
    """A sheet for each page. Raises ReadError: not-zip, limit-members and what reading a page raises."""
    message = message_from_bytes(content.data, policy=policy.default)
    sheets: list[Sheet] = []
    for at, part in enumerate(message.walk()):
        if at == MOST_PARTS:
            raise ReadError("limit-members", limit=MOST_PARTS, found=at)
        if part.get_content_type() == "text/html" and isinstance(part, EmailMessage):
            data = part.get_payload(decode=True)
            if isinstance(data, bytes):
                sheets.append(Sheet(f"Sheet{len(sheets) + 1}", load=read_page(data, content.limits).done()))
    if not sheets:
        raise ReadError("not-zip")
    content = content.noted("F19", ext=".mht", reason="lost-in-pages")
    return Grid(content.source, tuple(sheets), findings=content.findings)
