"""The letters of a campaign: to whom they go, and the names of their files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from cchc_xl.campaign import Campaign
from cchc_xl.text import escaped, plain
from cchc_xl.write.province.outstanding import Account
from cchc_xl.write.word.letter import Letter, mail
from cchc_xl.write.word.reminder import reminder_docx

ALL = "cong-van-don-doc"


def letters_of(account: Account, campaign: Campaign, one: bool) -> list[Letter]:
    """One to each unit that owes something, or (``one``) a single one to all of them."""
    limit = campaign.deadlines.get("")  # of units of which nothing better is known
    owing = tuple(unit._replace(deadline=unit.deadline or limit) for unit in account.owing)
    groups = [owing] if one else [(unit,) for unit in owing]
    return [Letter(campaign.office, account.form.title, account.period, units, one) for units in groups if units]


def files_of(letters: Sequence[Letter]) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Of each letter the document and the mail: the file's name, and what makes it."""
    for place, letter in enumerate(letters, 1):
        name = _name(letter, place)
        yield f"{name}.docx", partial(reminder_docx, letter)
        yield f"{name}.txt", partial(_mail, letter)


def _name(letter: Letter, place: int) -> str:
    """Numbered, because two units may have one name."""
    words = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in plain(letter.unit.name)).split()
    return ALL if letter.one else "-".join([f"{place:03d}", *words])[:80]


def _mail(letter: Letter) -> bytes:
    return "\r\n".join(map(escaped, mail(letter).split("\r\n"))).encode("utf-8")
