"""The rule kinds, by name. A new kind is its module, one line here, its cases and its messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from cchc_xl.check.kind import Kind
from cchc_xl.check.kinds import (
    activity,
    all_zero,
    at_most,
    date_serial,
    extra_zero,
    foreign_documents,
    implies,
    mentions,
    narrative_figure,
    not_at_level,
    not_negative,
    note_says,
    number,
    ocr_noise,
    ratio,
    required,
    row_shift,
    whole,
)

KINDS: Mapping[str, Kind] = {
    module.KIND: cast(Kind, module)
    for module in (
        required,
        number,
        not_negative,
        whole,
        at_most,
        implies,
        ratio,
        mentions,
        not_at_level,
        all_zero,
        date_serial,
        extra_zero,
        row_shift,
        foreign_documents,
        note_says,
        narrative_figure,
        activity,
        ocr_noise,
    )
}
