"""Reporting units and what became of them."""

from cchc_xl.records import NamedTuple


class Unit(NamedTuple):
    """A reporting unit, valid from ``valid_from`` up to and including ``valid_to`` (ISO dates, '' = open)."""

    id: str
    name: str
    level: str = "xa"  # tinh | huyen | xa | so | don-vi
    kind: str = "hanh-chinh"  # hanh-chinh | so | don-vi
    short: str = ""
    aliases: tuple[str, ...] = ()
    admin_code: str = ""
    province: str = ""
    parent: str = ""
    valid_from: str = ""
    valid_to: str = ""
    source: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    deadline: str = ""


class Succession(NamedTuple):
    from_unit: str
    to_unit: str
    date: str
    share: str  # toàn bộ | một phần
    basis: str = ""
