"""What a reminder says, in Vietnamese as documents of offices are.

What the program cannot know is left to be filled in, as dots.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cchc_xl.campaign import Office
from cchc_xl.model import Period
from cchc_xl.write.province.outstanding import OpenProblem, OwingUnit

DOTS = "……………"
DATE = "ngày …… tháng …… năm ………"
COMMUNES = ("Xã ", "Phường ", "Đặc khu ", "Thị trấn ", "Huyện ", "Quận ", "Thị xã ", "Thành phố ", "Tỉnh ")
NAMED = 6  # units named after "Kính gửi"; more are in the list


class Letter(NamedTuple):
    """A letter to one unit, or (``one``) to all that owe something. ``report``: the form's title."""

    office: Office
    report: str
    period: Period | None
    owing: tuple[OwingUnit, ...]
    one: bool = False

    @property
    def unit(self) -> OwingUnit:
        return self.owing[0]


def subject(letter: Letter) -> str:
    """The trích yếu, without "V/v"."""
    if not letter.one and letter.unit.problems:
        return f"đề nghị chỉnh sửa, bổ sung {about(letter)}"
    return f"đôn đốc gửi {about(letter)}"


def about(letter: Letter) -> str:
    """'báo cáo tuyên truyền CCHC 6 tháng đầu năm 2026', inside a sentence."""
    return " ".join(_inside(part) for part in (letter.report, letter.period.label if letter.period else "") if part)


def _inside(text: str) -> str:
    return text[:1].lower() + text[1:]


def named(unit: OwingUnit) -> str:
    """Who is written to: of an administrative unit its People's Committee, 'UBND phường Trần Phú'."""
    return f"UBND {_inside(unit.name)}" if unit.name.startswith(COMMUNES) else unit.name


def number(office: Office) -> str:
    """'……/SNV-CCHC': the number itself is the clerk's."""
    return (office.number or "{so}/" + DOTS).replace("{so}", "……")


def addressees(letter: Letter) -> tuple[str, ...]:
    """Who stands after "Kính gửi": up to six units by name."""
    if len(letter.owing) <= NAMED:
        return tuple(map(named, letter.owing))
    return ("Các cơ quan, đơn vị, địa phương có tên trong danh sách kèm theo",)


def body(letter: Letter) -> Iterator[str]:
    """The paragraphs before the table of problems."""
    office = letter.office.name or DOTS
    yield (
        f"Thực hiện chế độ báo cáo theo quy định, tính đến {DATE}, {office} tổng hợp tình hình gửi {about(letter)} như"
        " sau:"
    )
    if letter.one:
        yield from _to_all(letter)
    elif letter.unit.problems:
        yield (
            f"{office} đã nhận được báo cáo của {named(letter.unit)}. Qua kiểm tra, báo cáo còn"
            f" {len(letter.unit.problems):02d} nội dung cần chỉnh sửa, bổ sung dưới đây; các số liệu này chưa được tính"
            " vào kết quả tổng hợp."
        )
    else:
        yield (
            f"{office} chưa nhận được báo cáo của {named(letter.unit)}{_limit(letter.unit.deadline)}. Số liệu của đơn"
            " vị vì vậy chưa có trong kết quả tổng hợp."
        )


def _to_all(letter: Letter) -> Iterator[str]:
    missing, faulty = sum(not unit.problems for unit in letter.owing), sum(bool(unit.problems) for unit in letter.owing)
    if missing:
        yield f"Còn {missing:02d} đơn vị chưa gửi báo cáo (danh sách tại Phụ lục kèm theo)."
    if faulty:
        yield (
            f"Có {faulty:02d} đơn vị đã gửi báo cáo nhưng còn nội dung cần chỉnh sửa, bổ sung (chi tiết tại Phụ lục kèm"
            " theo); các số liệu này chưa được tính vào kết quả tổng hợp."
        )


def request(letter: Letter) -> Iterator[str]:
    """The paragraphs after the table; the last ends with "./."."""
    office = letter.office.name or DOTS
    who = "các đơn vị có tên trong danh sách" if letter.one else named(letter.unit)
    to = f"{office} ({letter.office.receive_at})" if letter.office.receive_at else office
    if letter.one:
        what = (
            "gửi báo cáo, hoặc chỉnh sửa, bổ sung báo cáo đã gửi,"
            if any(unit.problems for unit in letter.owing)
            else "gửi báo cáo"
        )
    else:
        what = "chỉnh sửa, bổ sung và gửi lại báo cáo" if letter.unit.problems else "gửi báo cáo"
    yield f"Đề nghị {who} {what} về {to} trước {DATE}. Chỉ tiêu không phát sinh trong kỳ thì ghi số 0, không để trống."
    contact = (
        f" Trong quá trình thực hiện, nếu có vướng mắc, đề nghị liên hệ {letter.office.contact}."
        if letter.office.contact
        else ""
    )
    yield f"{office} đề nghị {who} quan tâm, phối hợp thực hiện.{contact}"[:-1] + "./."


def _limit(deadline: dt.date | None) -> str:
    return f" (hạn gửi báo cáo: ngày {when(deadline)})" if deadline else ""


def when(deadline: dt.date | None) -> str:
    """18/6/2026, 05/01/2026: days below 10, January and February have a 0 before them (Nghị định 30/2020/NĐ-CP)."""
    if deadline is None:
        return ""
    month = f"{deadline.month:02d}" if deadline.month < 3 else str(deadline.month)
    return f"{deadline.day:02d}/{month}/{deadline.year}"


def place_of(problem: OpenProblem) -> str:
    """The indicator and the cell, as one text."""
    return "; ".join(part for part in (problem.field, problem.where) if part) or "Báo cáo"


def mail(letter: Letter) -> str:
    """The same as a text for a mail, with lines that end as on Windows."""
    return "\r\n".join(_mail(letter)) + "\r\n"


def _mail(letter: Letter) -> Iterator[str]:
    to = [unit.email for unit in letter.owing if unit.email]
    if to:
        yield f"Người nhận: {'; '.join(dict.fromkeys(to))}"
    yield f"Tiêu đề: {subject(letter)[:1].upper()}{subject(letter)[1:]}"
    yield ""
    yield f"Kính gửi: {'; '.join(addressees(letter))}"
    yield ""
    yield from body(letter)
    yield from _listed(letter.owing, to_all=letter.one)
    yield ""
    yield from request(letter)
    yield ""
    yield "Trân trọng."
    yield letter.office.name or DOTS


def _listed(units: Sequence[OwingUnit], to_all: bool) -> Iterator[str]:
    missing = [unit for unit in units if not unit.problems]
    if to_all and missing:
        yield ""
        yield "Đơn vị chưa gửi báo cáo:"
        yield from (f"{place}. {named(unit)}{_limit(unit.deadline)}" for place, unit in enumerate(missing, 1))
    for unit in units:
        if unit.problems:
            yield ""
            if to_all:
                yield f"{named(unit)}:"
            yield from (
                f"{place}) {place_of(problem)}: {problem.what} {problem.repair}".rstrip()
                for place, problem in enumerate(unit.problems, 1)
            )
