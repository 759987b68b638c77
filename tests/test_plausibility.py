"""Plausibility: robust statistics against published vectors, figures among their peers, units formed from others, prose
against figures.

The rule kinds' own cases are tables in ``tests/cases``; here stands what needs a group of reports, a period or a whole
form.
"""

from __future__ import annotations

import datetime as dt
import pathlib
import random
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.check.catalogue import entry, live
from cchc_xl.check.grounds.figures import FigureShape, figures
from cchc_xl.check.grounds.wording import affirmed, comparable, pattern, sentences
from cchc_xl.check.kinds.date_serial import FIRST, LAST, as_date
from cchc_xl.check.kinds.ocr_noise import is_syllable, noise
from cchc_xl.check.localise import localise
from cchc_xl.check.merged_unit import former_units, repeated_counts
from cchc_xl.check.run import run
from cchc_xl.consolidation.beside.statistics import (
    THRESHOLD,
    hidiroglou_berthelot,
    highest,
    median,
    modified_z,
    quantile,
    shown,
)
from cchc_xl.consolidation.consolidate import consolidate
from cchc_xl.form.load import load
from cchc_xl.form.period import period
from cchc_xl.model import (
    CellRef,
    Consolidation,
    Decision,
    Finding,
    Reading,
    Report,
    Source,
    Submission,
    Succession,
    Unit,
)
from cchc_xl.text import fold
from cchc_xl.validate import settings, validate_file
from cchc_xl.words.say import say

ROOT = pathlib.Path(__file__).resolve().parent.parent
FORM = load("tuyen-truyen-cchc", 2)
IDS = tuple(field.id for field in FORM.fields)
PERIOD = period(FORM, "H1", 2026)
Values = Mapping[str, int | None]
REAL: Values = {
    "01": 12,
    "02": 0,
    "03": 0,
    "04": 18,
    "05": 6,
    "05.1": 600,
    "06": 2,
    "07": 3,
    "08": 4,
    "09": 27,
    "10": 3,
}

# --- statistics ----------------------------------------------------------------------------------------------------

# Published with DHIS2's outlier detection: four figures were planted.
A = (50, 51, 53, 59, 58, 55, 55, 52, 51, 58, 12, 91)
B = (41, 48, 45, 46, 49, 41, 41, 49, 42, 47, 11, 87)


@pytest.mark.parametrize(("values", "planted"), [(A, {12, 91}), (B, {11, 87}), ((31, 34, 38, 81, 39, 33), {81})])
def test_modified_z__finds_the_planted_figures_and_no_others(values: tuple[int, ...], planted: set[int]) -> None:
    scores = modified_z(values)
    assert {
        value for value, score in zip(values, scores, strict=True) if score is not None and abs(score) > THRESHOLD
    } == planted


def test_modified_z__published_score() -> None:
    values = (31, 34, 38, 81, 39, 33)
    assert median(values) == 36
    score = modified_z(values)[3]
    assert score == pytest.approx(10.117, abs=0.001)


def test_modified_z__more_than_half_equal() -> None:
    scores = modified_z([2, 2, 2, 2, 2, 2, 9])
    assert scores[0] == 0
    assert scores[6] == pytest.approx(7 / (1.253314 * 1))
    assert modified_z([5, 5, 5]) == [None, None, None]
    assert modified_z([]) == []
    assert modified_z([7]) == [None]


@given(st.lists(st.integers(0, 10**6), min_size=3, max_size=40), st.integers(1, 1000), st.integers(0, 1000))
def test_modified_z__does_not_depend_on_scale_and_origin(values: list[int], scale: int, shift: int) -> None:
    for one, other in zip(modified_z(values), modified_z([value * scale + shift for value in values]), strict=True):
        assert (one is None) == (other is None)
        assert one is None or one == pytest.approx(other)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=40))
def test_highest__only_what_is_above_it_scores_more(values: list[int]) -> None:
    top = highest(values)
    for value, score in zip(values, modified_z(values), strict=True):
        if value != pytest.approx(top):
            assert (value > top) == (score is not None and score > THRESHOLD)


@pytest.mark.parametrize(
    ("number", "expected"),
    [(3.0, 3), (2.5, 2.5), (1.0476190, 1.05), (0.012345, 0.0123), (123.456, 123.5), (44012.5, 44012.5)],
)
def test_shown__as_a_person_reads_it(number: float, expected: float) -> None:
    assert shown(number) == expected
    assert isinstance(shown(number), type(expected))


def test_quantile__as_excel_percentile_inc() -> None:
    assert [quantile([1, 2, 3, 4], share) for share in (0, 0.25, 0.5, 0.75, 1)] == [1, 1.75, 2.5, 3.25, 4]
    with pytest.raises(ValueError, match="no values"):
        median([])


def test_hidiroglou_berthelot__the_one_that_jumped() -> None:
    pairs = [(100, 104), (80, 78), (120, 130), (60, 63), (90, 88), (110, 115), (70, 72), (100, 1000), (50, 0), (0, 40)]
    changes = hidiroglou_berthelot(pairs)
    assert [index for index, change in enumerate(changes) if change and change.is_outlier] == [7]
    assert changes[8] is None
    assert changes[9] is None
    assert hidiroglou_berthelot([(0, 1)]) == [None]


def test_hidiroglou_berthelot__up_and_down_weigh_the_same() -> None:
    steady = [(100.0, 100.0)] * 9
    up, down = (hidiroglou_berthelot([*steady, pair])[-1] for pair in ((100, 400), (400, 100)))
    assert up is not None
    assert down is not None
    assert up.effect == pytest.approx(-down.effect)
    assert up.is_outlier
    assert down.is_outlier


@given(
    st.lists(st.tuples(st.integers(1, 10**5), st.integers(1, 10**5)), min_size=3, max_size=30), st.integers(1, 10**5)
)
def test_hidiroglou_berthelot__the_bounds_as_figures_are_those_that_judge(
    pairs: list[tuple[int, int]], earlier: int
) -> None:
    change, *_ = hidiroglou_berthelot(pairs)
    assert change is not None
    crowd = change.crowd
    low, high = crowd.usual(earlier)
    assert crowd.units == len(pairs)
    assert crowd.effect(earlier, low) >= crowd.low
    assert low == 1 or crowd.effect(earlier, low - 1) < crowd.low
    assert crowd.effect(earlier, high + 1) > crowd.high
    assert high == 0 or crowd.effect(earlier, high) <= crowd.high


def test_hidiroglou_berthelot__large_units_are_watched_more_closely() -> None:
    pairs = [(10, 12), (1000, 1200), (50, 50), (50, 51), (50, 49), (50, 50)]
    small, large = hidiroglou_berthelot(pairs)[:2]
    assert small is not None
    assert large is not None
    assert large.effect > small.effect
    flat = hidiroglou_berthelot(pairs, size=0)
    assert flat[0] == flat[1]


# --- among units of the same level ---------------------------------------------------------------------------------


def submission(values: Values, key: str = "U0", level: str = "xa", **more: Any) -> Submission:
    readings = (
        Reading(
            field_id,
            "blank" if values.get(field_id) is None else "number",
            values.get(field_id),
            raw=values.get(field_id),
            ref=CellRef("Phụ lục", row, 4),
            how="exact",
        )
        for row, field_id in enumerate(IDS, 8)
    )
    return Submission(
        Source(f"{key}.xlsx", sha256=key),
        FORM.id,
        FORM.version,
        "Phụ lục",
        tuple(readings),
        Unit(key, f"Xã {key}", level),
        period=PERIOD,
        **more,
    )


def report(values: Values, key: str = "U0", level: str = "xa") -> Report:
    one = submission(values, key, level)
    return Report(one.source, one, localise(FORM, one, run(one, FORM).findings))


def commune(chance: random.Random) -> dict[str, int | None]:
    """A plausible report: skewed counts, many zeros, the occasional large one."""
    conferences = chance.choice([0, 1, 1, 2, 2, 3, 4, 6])
    return {
        "01": chance.randint(1, 15), "02": chance.choice([0, 0, 0, 1]), "03": chance.choice([0, 0, 1, 3, 5, 12, 20]), "04": chance.randint(2, 90),
        "05": conferences, "05.1": conferences * chance.randint(20, 120), "06": chance.choice([0, 1, 1, 2, 3]), "07": int(chance.lognormvariate(5.3, 0.7)),
        "08": chance.randint(0, 12), "09": chance.randint(0, 80), "10": int(chance.lognormvariate(3, 0.8)),
    }  # fmt: skip


def merged(first: Values, count: int = 40, seed: int = 1, decisions: Sequence[Decision] = ()) -> Consolidation:
    chance = random.Random(seed)
    reports = [report(first), *(report(commune(chance), f"V{n:03d}") for n in range(count - 1))]
    return consolidate(FORM, reports, decisions=decisions, period=PERIOD)


def soft(found: Sequence[Finding], unit: str = "U0") -> list[tuple[str, str]]:
    return [(one.code, one.field) for one in found if one.unit == unit and one.severity != "note"]


USUAL = {"01": 6, "02": 0, "03": 3, "04": 40, "05": 2, "05.1": 130, "06": 1, "07": 180, "08": 5, "09": 30, "10": 18}


def test_peers__nothing_is_said_of_plausible_reports() -> None:
    for seed in range(12):
        found = merged(USUAL, 100, seed).findings
        assert [(one.code, one.field, one.raw) for one in found if one.severity != "note"] == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"01": 60}, ("C15", "01")),
        ({"07": 40000}, ("C16", "07")),
        ({"07": 44012}, ("C16", "07")),
        ({"04": 500}, ("C22", "04")),
        ({"10": 713}, ("C23", "10")),
        ({"08": 413}, ("C23", "08")),
        ({"04": 44012}, ("V14", "04")),
    ],
)
def test_peers__a_figure_far_from_its_peers(change: Values, expected: tuple[str, str]) -> None:
    found = merged({**USUAL, **change}).findings
    assert soft(found) == [expected]
    (one,) = [one for one in found if one.unit == "U0" and one.code == expected[0]]
    assert str(one.params["value"])[:2] in say(one, FORM).what  # each says why, with the numbers
    assert one.ref == CellRef("Phụ lục", 8 + IDS.index(expected[1]), 4)


EIGHT = (2, 3, 3, 4, 5, 5, 6, 8)  # median of nine with an odd one above: 5; quartiles 3 and 6


@pytest.mark.parametrize(
    ("field", "figure", "code", "reason"),
    [
        (
            "10",
            413,
            "C23",
            "mức giữa của 9 đơn vị cùng cấp là 5, một nửa số đơn vị ghi từ 3 đến 6; mức thường là từ 0 đến 99",
        ),
        (
            "01",
            43,
            "C15",
            "mức giữa của 9 đơn vị cùng cấp là 5, một nửa số đơn vị ghi từ 3 đến 6; mức thường là từ 0 đến 19",
        ),
        (
            "07",
            3000,
            "C16",
            "mức giữa của 9 đơn vị cùng cấp là 5, một nửa số đơn vị ghi từ 3 đến 6; mức thường là từ 0 đến 499",
        ),
        (
            "04",
            500,
            "C22",
            "mức giữa của 9 đơn vị cùng cấp là 5, một nửa số đơn vị ghi từ 3 đến 6; mức thường là từ 0 đến 99",
        ),
        (
            "10",
            44012,
            "V14",
            "mức giữa của 9 đơn vị cùng cấp là 5, một nửa số đơn vị ghi từ 3 đến 6; mức thường là từ 0 đến 49",
        ),
    ],
)
def test_peers__each_flag_shows_the_middle_the_bound_and_the_others(
    field: str, figure: int, code: str, reason: str
) -> None:
    """One unit far above eight: whoever reads the message can check it with the figures that it names."""

    def found(odd: int) -> list[Finding]:
        reports = [report({**USUAL, field: value}, f"V{n}") for n, value in enumerate(EIGHT)]
        judged = [
            one._replace(findings=()) for one in (report({**USUAL, field: odd}), *reports)
        ]  # by their peers alone
        return [one for one in consolidate(FORM, judged, period=PERIOD).findings if one.code == code]

    (one,) = found(figure)
    assert f"({reason})" in say(one, FORM).what
    assert "…" not in say(one, FORM).text + say(one, FORM, "en").text
    assert found(int(one.params["hi"])) == []  # the bound that is shown is the one that judges


def test_peers__fewer_than_eight_say_nothing() -> None:
    assert soft(merged({**USUAL, "01": 60}, 7).findings) == []
    assert soft(merged({**USUAL, "01": 60}, 8, 3).findings) == [("C15", "01")]


def test_peers__levels_are_compared_with_themselves() -> None:
    departments = [report({**USUAL, "01": 60 + n, "04": 0}, f"S{n}", "so") for n in range(9)]
    communes = [report({**USUAL, "01": 5, "04": 30 + n}, f"V{n}") for n in range(30)]
    found = consolidate(FORM, [*departments, *communes], period=PERIOD).findings
    assert [one for one in found if one.code == "C15"] == []


def test_peers__where_many_count_copies_the_instructions_are_at_fault() -> None:
    reports = [report({**USUAL, "07": 3 if n % 2 else 4000 + n, "04": 30 + n}, f"V{n}") for n in range(40)]
    assert [
        one
        for one in consolidate(FORM, reports, period=PERIOD).findings
        if one.code == "C16" and one.severity == "warning"
    ] == []


@pytest.mark.parametrize("first", [0, 2, 3])
@pytest.mark.parametrize("lower", [True, False])
def test_peers__one_row_shift(first: int, lower: bool) -> None:
    values = [USUAL[field_id] for field_id in IDS]
    shifted: list[int | None] = (
        [*values[:first], None, *values[first:-1]] if lower else [*values[:first], *values[first + 1 :], None]
    )
    found = merged(dict(zip(IDS, shifted, strict=True))).findings
    (one,) = [one for one in found if one.code == "C21"]
    assert one.unit == "U0"
    assert one.params["what"] == ("shift-up" if lower else "shift-down")
    assert ("lên trên" if lower else "xuống dưới") in say(one, FORM).what


def test_peers__a_row_shift_that_breaks_no_relation_shows_the_usual_figures() -> None:
    """The figures of 07 to 10 stand one row too high: 180 web sections where others have one."""
    found = merged({**USUAL, "06": 180, "07": 5, "08": 30, "09": 18, "10": 0}).findings
    (one,) = [one for one in found if one.code == "C21"]
    usual = one.params["middle"]
    assert (one.params["fields"], one.params["what"]) == (("06", "07", "08", "09"), "shift-down")
    assert (
        "(06: 180; 07: 5; 08: 30; 09: 18; mức giữa của các đơn vị cùng cấp ở các chỉ tiêu này: 1, "
        in say(one, FORM).what
    )
    assert len(usual) == 4
    assert usual[1] > 100


def test_peers__the_order_of_the_reports_does_not_matter() -> None:
    chance = random.Random(5)
    reports = [report({**USUAL, "01": 60}), *(report(commune(chance), f"V{n:03d}") for n in range(30))]
    first = consolidate(FORM, reports, period=PERIOD).findings
    chance.shuffle(reports)
    assert consolidate(FORM, reports, period=PERIOD).findings == first


def test_peers__a_decision_about_it_is_followed() -> None:
    plain = merged({**USUAL, "10": 707})
    (one,) = [one for one in plain.findings if one.code == "C23"]
    decided = merged(
        {**USUAL, "10": 707}, decisions=[Decision(one.fingerprint, "value", 7, "gõ nhầm", "A", "2026-07-01")]
    )
    used = [next(total.used for total in of.totals if total.field == "10") for of in (plain, decided)]
    assert used[0] - used[1] == 700
    flags = [
        entry.flag
        for of in (plain, decided)
        for result in of.units
        if result.key == "U0"
        for entry in result.entries
        if entry.field == "10"
    ]
    assert flags == ["warning", ""]


# --- within one report ---------------------------------------------------------------------------------------------


def found(values: Values, **more: Any) -> list[Finding]:
    one = submission(values, **more)
    return list(localise(FORM, one, run(one, FORM).findings))


def test_one_report__the_real_figures_are_plausible() -> None:
    assert found(REAL) == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "examples" / "nam-bao-cao-that").glob("*.xlsx")), ids=lambda path: path.stem[:2]
)
def test_one_report__no_soft_rule_speaks_on_the_real_reports(path: pathlib.Path) -> None:
    one = validate_file(str(path), settings())
    assert [
        x.code for x in one.findings if x.code in {"C11", "C15", "C16", "C20", "C21", "C22", "C23", "T07", "V14", "C18"}
    ] == []


def test_one_report__a_zero_too_many_is_suggested_beside_the_question() -> None:
    (one,) = found({**REAL, "05.1": 6000})
    assert (one.code, one.params["guess"]) == ("C03", 600)
    assert "600" in say(one, FORM).repair
    (two,) = found({**REAL, "05.1": 6001})
    assert "guess" not in two.params


def test_one_report__a_note_that_disagrees_by_a_zero_is_proposed() -> None:
    one = submission({**REAL, "07": 300})
    noted = one._replace(readings=tuple(r._replace(note="30 tài liệu") if r.field == "07" else r for r in one.readings))
    (finding,) = localise(FORM, noted, run(noted, FORM).findings)
    assert (finding.code, finding.field, finding.proposed, finding.severity) == ("C22", "07", 30, "warning")
    assert "“30 tài liệu”" in say(finding, FORM).what


def test_one_report__another_year_in_the_narrative_is_not_this_report() -> None:
    sentence = "Năm {} đã phát 30 bài trên loa truyền thanh."
    assert soft(found(REAL, narrative={"figures": sentence.format(2025)})) == []
    assert soft(found(REAL, narrative={"figures": sentence.format(2026)})) == [("C11", "04")]


def test_one_report__a_figure_in_prose_is_quoted_and_never_taken() -> None:
    (one,) = found(REAL, narrative={"figures": "Đã phát 30 bài trên loa truyền thanh xã."})
    assert one.proposed is None
    assert "18" in say(one, FORM).what
    assert "30" in say(one, FORM).what
    assert "“Đã phát 30 bài trên loa truyền thanh xã”" in say(one, FORM).what


def test_one_report__a_level_and_a_general_rule_say_it_once() -> None:
    one = submission({**REAL, "02": 1})
    noted = one._replace(
        readings=tuple(
            r._replace(note="tham gia cuộc thi do huyện tổ chức") if r.field == "02" else r for r in one.readings
        )
    )
    assert soft(localise(FORM, noted, run(noted, FORM).findings)) == [("C14", "02")]
    own = one._replace(
        unit=Unit("U0", "Sở Nội vụ", "so"),
        readings=tuple(r._replace(note="do Sở tổ chức") if r.field == "02" else r for r in one.readings),
    )
    assert "C14" not in {finding.code for finding in run(own, FORM).findings}


# --- words and prose -----------------------------------------------------------------------------------------------

PORTAL = pattern(("cổng ttđt", "trang thông tin điện tử"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đăng trên Cổng TTĐT", True),
        ("chưa có trên Cổng TTĐT", False),
        ("không có tin, bài trên Cổng TTĐT", False),
        ("đã trừ tin trên Cổng TTĐT", False),
        ("chưa trừ tin trên Cổng TTĐT", True),
        ("không chỉ trên báo mà trên Cổng TTĐT", True),
        ("Cổng TTĐT: không", False),
        ("trên Cổng TTĐT chưa có.", False),
        ("không đăng báo; đăng Trang thông tin điện tử", True),
        ("Cổng TTĐTX", False),
    ],
)
def test_said__negations_take_it_back(text: str, expected: bool) -> None:
    assert (affirmed(PORTAL, comparable(text)) is not None) is expected


PRESS = FigureShape(("tin, bài", "tin bài", "bài"), ("loa truyền thanh",), ("zalo",))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Phát 1.200 bài trên loa truyền thanh", [1200]),
        ("Phát 18 tin, bài trên loa truyền thanh", [18]),
        ("Phát 13 bài và 05 bài trên loa truyền thanh", [13, 5]),
        ("Phát 18 bài trên Zalo và loa truyền thanh", []),
        ("Ngày 18 bài phát trên loa truyền thanh", []),
        ("Kế hoạch số 18 bài phát trên loa truyền thanh", []),
        ("Quyết định 18/QĐ bài trên loa truyền thanh", []),
        ("Phát trên 18 bài trên loa truyền thanh", []),
        ("Phát 18-20 bài trên loa truyền thanh", []),
        ("Phát 18 bài/tháng trên loa truyền thanh", []),
        ("Phát 18 bài", []),
    ],
)
def test_figures__strict_patterns_only(text: str, numbers: list[int]) -> None:
    (sentence,) = sentences(text)
    assert [figure.number for figure in figures(sentence, PRESS, 2026)] == numbers


@given(st.text(max_size=200))
def test_prose__no_text_is_too_odd(text: str) -> None:
    noise((text,))
    for sentence in sentences(text):
        list(figures(sentence, PRESS, 2026))
        affirmed(PORTAL, sentence.text)


def test_syllables__vietnamese_words_are_and_scans_are_not() -> None:
    text = (
        "tuyên truyền cải cách hành chính giấy quyết nghiêng khuỷu xoong thuở quýnh ngoằn nghiễm uỷ ủy quờ giếng gì"
        " yến ưỡn"
    )
    words = text.split()
    assert [word for word in words if not is_syllable(fold(word))] == []
    assert [word for word in ("tuyén", "trién", "béo-cdo", "chirc", "nuée") if is_syllable(fold(word))] == []


def test_as_date__bounds() -> None:
    assert as_date(FIRST) == dt.date(2000, 1, 1)
    assert as_date(LAST) == dt.date(2050, 12, 31)
    assert as_date(44012) == dt.date(2020, 6, 30)
    assert as_date(FIRST - 1) is None
    assert as_date(LAST + 1) is None
    assert as_date(44012.5) is None


# --- units formed from others --------------------------------------------------------------------------------------


def edges(n: int, date: str = "2025-07-01", to: str = "U0") -> list[Succession]:
    return [Succession(f"O{i}", to, date, "toàn bộ") for i in range(n)]


@pytest.mark.parametrize(
    ("values", "successions", "n"),
    [
        ({"04": 18}, edges(3), 3),
        ({"04": 17}, edges(3), None),
        ({"04": 18}, edges(1), None),
        ({"04": 18}, edges(3, "2024-06-13"), None),  # more than 24 months before 14 June 2026
        ({"04": 18}, edges(3, "2024-06-14"), 3),
        ({"04": 18}, edges(3, "2026-07-01"), None),  # after the cut-off
        ({"04": 18}, edges(3, to="U1"), None),
        ({"04": 18, "01": 5, "03": 7}, edges(3), None),  # one of three by chance
        ({"06": 18}, edges(3), None),  # a stock is no activity
    ],
)
def test_merged_unit__counts_that_the_number_of_former_units_divides(
    values: Values, successions: list[Succession], n: int | None
) -> None:
    findings = repeated_counts(FORM, submission(values), successions)
    assert [one.params["n"] for one in findings] == ([] if n is None else [n])
    for one in findings:
        assert (one.code, one.severity, one.field) == ("C18", "note", "04")
        assert say(one, FORM).what == "Đơn vị hình thành từ 3 đơn vị cũ; số liệu chia hết cho 3: 18."


def test_merged_unit__without_a_unit_or_a_period_nothing_is_said() -> None:
    assert repeated_counts(FORM, submission({"04": 18})._replace(unit=None), edges(3)) == ()
    assert repeated_counts(FORM, submission({"04": 18})._replace(period=None), edges(3)) == ()
    assert former_units("U0", [Succession("U0", "U0", "2025-07-01", "toàn bộ"), *edges(2)], dt.date(2026, 6, 14)) == 2


# --- the catalogue -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["C21", "C22", "C23"])
def test_own_codes__are_marked_as_such(code: str) -> None:
    assert entry(code)["own"] is True
    assert not live(code)
