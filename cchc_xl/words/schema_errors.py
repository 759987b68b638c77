"""What JSON Schema finds wrong with a file that people write (a campaign, a form definition), in words: its place, what
is wrong there and what to write instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from cchc_xl.records import NamedTuple

LONGEST_VALUE = 80
_REPAIRS: Mapping[str, tuple[str, str]] = {
    "additionalProperties": (
        "không có mục này; các mục dùng được: {known}",
        "there is no such entry; known are: {known}",
    ),
    "dependentRequired": ("cần ghi cả mục {needed}", "{needed} is needed too"),
    "required": ("thiếu mục {needed}", "{needed} is missing"),
}
_WRONG = ("giá trị {value} chưa đúng; cần {hint}", "{value} is not possible; wanted is {hint}")
# What is wanted, by the keyword that was not met. "const" and "format" only stand beside a description.
_WANTED: Mapping[str, tuple[str, str]] = {
    "enum": ("một trong: {wanted}", "one of: {wanted}"),
    "pattern": ("chuỗi chữ theo mẫu {wanted}", "a text of the pattern {wanted}"),
    "minimum": ("số từ {wanted} trở lên", "a number of {wanted} or more"),
    "maximum": ("số từ {wanted} trở xuống", "a number of {wanted} or less"),
    "minLength": ("chuỗi có ít nhất {wanted} ký tự", "a text of at least {wanted} characters"),
    "maxLength": ("chuỗi có nhiều nhất {wanted} ký tự", "a text of at most {wanted} characters"),
    "minItems": ("danh sách có ít nhất {wanted} phần tử", "a list of at least {wanted} entries"),
    "minProperties": ("nhóm có ít nhất {wanted} mục", "a group of at least {wanted} entries"),
    "maxProperties": ("nhóm có nhiều nhất {wanted} mục", "a group of at most {wanted} entries"),
    "uniqueItems": ("các phần tử khác nhau", "entries that differ from each other"),
}
# Of these, what is wanted is said as well as what the entry is; a pattern or a list is said by the description alone.
_BESIDE = frozenset(
    {"type", "minItems", "minProperties", "maxProperties", "uniqueItems", "minimum", "maximum", "maxLength"}
)
_TYPES: Mapping[str, tuple[str, str]] = {
    "object": ("một nhóm mục trong dấu {}", "entries between {}"),
    "array": ("một danh sách trong dấu []", "a list between []"),
    "string": ("một chuỗi chữ trong dấu ngoặc kép", "a text between quotation marks"),
    "integer": ("một số nguyên", "a whole number"),
    "number": ("một số", "a number"),
    "boolean": ("true hoặc false", "true or false"),
    "null": ("null", "null"),
}


class SchemaFault(NamedTuple):
    """``path``: keys and positions (from 0) that lead to the place; ``vi``, ``en``: a clause without a full stop."""

    path: tuple[str | int, ...]
    vi: str
    en: str

    def words(self, lang: str) -> str:
        """The place and the clause, as one line of a list."""
        return f"  {'/'.join(map(str, self.path))}: {self.en if lang == 'en' else self.vi}"


def schema_faults(validator: Any, data: object) -> tuple[SchemaFault, ...]:
    """All faults that a ``jsonschema`` validator finds, by place, each once."""
    errors = sorted(validator.iter_errors(data), key=lambda error: [str(part) for part in error.absolute_path])
    return tuple(dict.fromkeys(fault for error in errors for fault in _faults(error)))


def _faults(error: Any) -> Iterator[SchemaFault]:
    """Several where one error is about several entries."""
    path = tuple(error.absolute_path)
    keyword, wanted = str(error.validator), error.validator_value
    if keyword == "additionalProperties":
        known = ", ".join(sorted(name for name in error.schema["properties"] if not name.startswith("$")))
        for name in error.instance:
            if name not in error.schema["properties"]:
                yield _fault((*path, name), _REPAIRS[keyword], known=known)
    elif keyword == "dependentRequired":
        given = [key for key in wanted if key in error.instance]
        needed = sorted(name for key in given for name in wanted[key] if name not in error.instance)
        yield _fault((*path, *given), _REPAIRS[keyword], needed=", ".join(needed))
    elif keyword == "required":
        needed = [name for name in wanted if name not in error.instance]
        yield _fault(path, _REPAIRS[keyword], needed=", ".join(needed))
    else:
        value = json.dumps(error.instance, ensure_ascii=False)[:LONGEST_VALUE]
        vi, en = _hint(error)
        yield SchemaFault(path, _WRONG[0].format(value=value, hint=vi), _WRONG[1].format(value=value, hint=en))


def _hint(error: Any) -> tuple[str, str]:
    """What the schema says in words about this place ('vi / en'), or what can be said of the keyword; jsonschema's own
    words where there is nothing else.
    """
    described = isinstance(error.schema, Mapping) and "description" in error.schema and error.absolute_path
    if not described:
        return _generic(error)
    vi, _, en = str(error.schema["description"]).partition(" / ")
    if error.validator not in _BESIDE:
        return vi, en or vi
    return tuple(f"{wanted} ({what})" for wanted, what in zip(_generic(error), (vi, en or vi), strict=True))  # type: ignore[return-value]


def _generic(error: Any) -> tuple[str, str]:
    wanted = error.validator_value
    if error.validator in _WANTED:
        listed = ", ".join(map(str, wanted)) if isinstance(wanted, list) else str(wanted)
        return _both(_WANTED[error.validator], wanted=listed)
    if error.validator == "type":
        known = [_TYPES[name] for name in ([wanted] if isinstance(wanted, str) else wanted) if name in _TYPES]
        return " hoặc ".join(vi for vi, _ in known), " or ".join(en for _, en in known)
    return error.message, error.message


def _fault(path: tuple[str | int, ...], template: tuple[str, str], **values: str) -> SchemaFault:
    return SchemaFault(path, *_both(template, **values))


def _both(template: tuple[str, str], **values: str) -> tuple[str, str]:
    vi, en = (text.format(**values) for text in template)
    return vi, en
