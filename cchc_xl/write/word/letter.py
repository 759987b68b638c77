"""What a reminder says: the words of ``words.letters`` put together for one unit, or for all that owe something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from cchc_xl.campaign import Office
from cchc_xl.model import Period
from cchc_xl.records import NamedTuple
from cchc_xl.words import letters as words
from cchc_xl.write.province.outstanding import OpenProblem, OwingUnit, parted

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

    @property
    def sender(self) -> str:
        """The office's name, dots where it is not known."""
        return self.office.name or words.DOTS


def subject(letter: Letter) -> str:
    """The trích yếu, without "V/v"."""
    said = words.SUBJECT_SEND
    if not letter.one and letter.unit.problems:
        said = words.SUBJECT_RESEND if letter.unit.files else words.SUBJECT_CORRECT
    return said.format(report=about(letter))


def about(letter: Letter) -> str:
    """'báo cáo tuyên truyền CCHC 6 tháng đầu năm 2026', inside a sentence."""
    return " ".join(_inside(part) for part in (letter.report, letter.period.label if letter.period else "") if part)


def _inside(text: str) -> str:
    return text[:1].lower() + text[1:]


def named(unit: OwingUnit) -> str:
    """Who is written to: of an administrative unit its People's Committee, 'UBND phường Trần Phú'."""
    return words.COMMITTEE.format(unit=_inside(unit.name)) if unit.name.startswith(words.WITH_COMMITTEE) else unit.name


def number(office: Office) -> str:
    """'……/SNV-CCHC': the number itself is the clerk's."""
    return (office.number or "{so}/" + words.DOTS).replace("{so}", words.NUMBER)


def addressees(letter: Letter) -> tuple[str, ...]:
    """Who stands after "Kính gửi": up to six units by name."""
    return tuple(map(named, letter.owing)) if len(letter.owing) <= NAMED else (words.TO_ALL_LISTED,)


def body(letter: Letter) -> Iterator[str]:
    """The paragraphs before the table of problems."""
    office = letter.sender
    yield words.OPENING.format(date=words.DATE, office=office, report=about(letter))
    if letter.one:
        yield from _to_all(letter)
    elif letter.unit.files:
        yield words.TO_RESEND.format(office=office, unit=named(letter.unit), files=_files(letter.unit))
    elif letter.unit.problems:
        yield words.TO_CORRECT.format(office=office, unit=named(letter.unit), n=len(letter.unit.problems))
    else:
        yield words.TO_SEND.format(office=office, unit=named(letter.unit), limit=_limit(letter.unit.deadline))


def _to_all(letter: Letter) -> Iterator[str]:
    for units, said in zip(
        parted(letter.owing), (words.SOME_TO_SEND, words.SOME_TO_RESEND, words.SOME_TO_CORRECT), strict=True
    ):
        if units:
            yield said.format(n=len(units))


def _files(unit: OwingUnit) -> str:
    """'tệp “a.xlsx”, “b.xlsx”'."""
    return words.FILES.format(names=", ".join(words.ONE_FILE.format(name=name) for name in unit.files))


def request(letter: Letter) -> Iterator[str]:
    """The paragraphs after the table; the last ends with "./."."""
    office, address, contact = letter.sender, letter.office.receive_at, letter.office.contact
    units = words.ALL_LISTED if letter.one else named(letter.unit)
    to = words.OFFICE_AT.format(office=office, address=address) if address else office
    yield words.REQUEST.format(units=units, what=_asked(letter), office=to, date=words.DATE)
    more = words.CONTACT.format(contact=contact) if contact else ""
    yield words.CLOSING.format(office=office, units=units, contact=more)[:-1] + words.END


def _asked(letter: Letter) -> str:
    """What the unit, or all units, shall do."""
    if not letter.one:
        return words.RESEND if letter.unit.files else words.CORRECT if letter.unit.problems else words.SEND
    return words.SEND_OR_CORRECT if any(unit.problems for unit in letter.owing) else words.SEND


def _limit(deadline: dt.date | None) -> str:
    return words.LIMIT.format(day=when(deadline)) if deadline else ""


def when(deadline: dt.date | None) -> str:
    """18/6/2026, 05/01/2026: days below 10, January and February have a 0 before them (Nghị định 30/2020/NĐ-CP)."""
    if deadline is None:
        return ""
    month = f"{deadline.month:02d}" if deadline.month < 3 else str(deadline.month)
    return f"{deadline.day:02d}/{month}/{deadline.year}"


def place_of(problem: OpenProblem) -> str:
    """The indicator and the cell, as one text."""
    return "; ".join(part for part in (problem.field, problem.where) if part) or words.WHOLE_REPORT


def mail(letter: Letter) -> str:
    """The same as a text for a mail, with lines that end as on Windows."""
    return "\r\n".join(_mail(letter)) + "\r\n"


def _mail(letter: Letter) -> Iterator[str]:
    to = [unit.email for unit in letter.owing if unit.email]
    if to:
        yield words.MAIL_TO.format(to="; ".join(dict.fromkeys(to)))
    yield words.MAIL_SUBJECT.format(subject=subject(letter)[:1].upper() + subject(letter)[1:])
    yield ""
    yield words.TO_ONE.format(unit="; ".join(addressees(letter)))
    yield ""
    yield from body(letter)
    yield from _listed(letter.owing, to_all=letter.one)
    yield ""
    yield from request(letter)
    yield ""
    yield words.MAIL_END
    yield letter.sender


def _listed(units: Sequence[OwingUnit], to_all: bool) -> Iterator[str]:
    missing, *_ = parted(units)
    if to_all and missing:
        yield ""
        yield words.MAIL_MISSING
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
