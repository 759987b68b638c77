"""Words: complete in both languages, filled without failing, within the lengths that Excel allows."""

from __future__ import annotations

import ast
import datetime as dt
import json
import re
import string
from pathlib import Path

import pytest

from cchc_xl import resources
from cchc_xl.check.catalogue import GROUPS, catalogue, finding, title_of
from cchc_xl.check.catalogue import texts as texts_of
from cchc_xl.errors import UserError
from cchc_xl.form.load import load
from cchc_xl.model import SEVERITIES, CellRef, Finding
from cchc_xl.text import fold, plain
from cchc_xl.words.say import (
    AUTOMATIC,
    LANGUAGES,
    LONGEST_LIST,
    LONGEST_TEXT,
    gloss,
    number,
    placeholders,
    say,
    ui,
    visible,
    words,
)
from cchc_xl.write.rulebook import message_parts, names_of, rule_list, rule_text, rulebook_markdown

FORM = load("tuyen-truyen-cchc", 1)
PARTS = ("what", "why", "repair")
KEYS = {"title", *PARTS, *(f"{part}_unknown" for part in PARTS), "live"}
AT = CellRef("Phụ lục", 14, 4)
PACKAGE = Path(__file__).resolve().parent.parent / "cchc_xl"

PEERS = {"n", "q1", "middle", "q3", "lo", "hi"}
# What an outlier is held against is said by the reason, which differs by what found it.
ONLY_IN_REASONS = {
    "C08": {*PEERS, "times", "part", "change"},
    "C15": PEERS,
    "C16": PEERS,
    "C21": {"middle"},
    "M11": {"sent", "first", "got"},
    "C22": {*PEERS, "text"},
    "C23": PEERS,
    "F13": {"time"},
    "F29": {"n"},
    "M01": {"candidates", "b", "text"},
    "M02": {"b", "text"},
    "M04": {"text"},
    "V13": {"a", "b"},
    "V14": PEERS,
    "S03": {"added", "removed", "remarks"},
    "S19": {"cols"},
    "S22": {"word"},
    "V46": {"note", "a", "b"},
    "V47": {"b"},
    "V51": {"n", "candidates"},
    "V37": {"result", "cells"},
}

by_code = pytest.mark.parametrize("code", catalogue())
by_language = pytest.mark.parametrize("lang", LANGUAGES)


def texts(code: str, lang: str) -> dict[str, str]:
    return dict(texts_of(code, lang))


def test_languages__have_the_same_sections_and_keys() -> None:
    vi, en = words("vi"), words("en")
    assert list(vi) == list(en)
    for section in vi:
        assert list(vi[section]) == list(en[section]), section


@by_language
@pytest.mark.parametrize("section", ["ui", "reasons", "repairs", "placeholders"])
def test_sections__are_sorted_so_that_additions_do_not_collide(section: str, lang: str) -> None:
    keys = list(words(lang)[section])
    assert keys == sorted(keys)


@by_code
def test_message__is_whole_in_both_languages(code: str) -> None:
    for lang in LANGUAGES:
        parts = texts(code, lang)
        assert set(parts) <= KEYS
        assert all(text.strip() == text and text for text in parts.values())
        assert title_of(code, lang) == parts["title"]
        assert {*PARTS, "title"} <= set(parts)
        assert "!" not in "".join(parts.values())
        for part in PARTS:
            assert parts[part].endswith("."), parts[part]
        for part in (key for key in parts if key.endswith("_unknown")):
            # A twin speaks of less than its part, or it would never be of use.
            assert set(placeholders(parts[part])) < set(placeholders(parts[part.removesuffix("_unknown")])), part
    assert set(texts(code, "vi")) == set(texts(code, "en"))


@by_code
def test_repair__asks_politely_or_says_that_nothing_is_needed(code: str) -> None:
    parts = texts(code, "vi")
    for part in ("repair", "repair_unknown"):
        assert re.search(r"[Đđ]ề nghị|Không cần sửa", parts.get(part, parts["repair"]))


@by_code
def test_placeholders__agree_and_are_declared(code: str) -> None:
    vi, en = texts(code, "vi"), texts(code, "en")
    declared = set(catalogue()[code]["params"])
    for part in vi:
        assert set(placeholders(vi[part])) == set(placeholders(en[part])), part
        assert set(placeholders(vi[part])) <= declared | AUTOMATIC, part
    for lang in LANGUAGES:
        assert set(placeholders(" ".join(texts(code, lang).values()))) <= set(names_of(code, lang))
    # A name of its own is of one of its params, and of none that all codes share.
    assert set(catalogue()[code].get("names", {})) <= declared - set(words("vi")["placeholders"])


def test_placeholders__of_reasons_and_ui_agree() -> None:
    for section in ("reasons", "ui"):
        vi, en = words("vi")[section], words("en")[section]
        for key in vi:
            assert set(placeholders(vi[key])) == set(placeholders(en[key])), key
            assert vi[key]
            assert en[key]
    params = {name for code in ("F07", "S10", *ONLY_IN_REASONS) for name in catalogue()[code]["params"]}
    assert {name for text in words("vi")["reasons"].values() for name in placeholders(text)} <= params | AUTOMATIC


def test_params__none_is_declared_in_vain() -> None:
    unread = {
        **ONLY_IN_REASONS,
        "F07": {"size", "limit", "found"},
        "S10": {"rows", "cols"},
    }  # the reasons' own words use these
    for code, entry in catalogue().items():
        used = set(placeholders(" ".join(texts(code, "vi").values())))
        assert set(entry["params"]) - used == unread.get(code, set()), code


@by_language
@by_code
def test_length__live_messages_fit_a_data_validation(code: str, lang: str) -> None:
    parts = texts(code, lang)
    if "live" in parts:
        assert len(parts["live"]) <= 120
        assert not placeholders(parts["live"])
        assert len(" ".join(message_parts(code, lang))) <= 255


@by_language
@by_code
def test_length__a_filled_message_stays_readable(code: str, lang: str) -> None:
    long = "rất dài " * 500
    params = dict.fromkeys(catalogue()[code]["params"], long)
    params |= {name: [long] * 9 for name in ("candidates",) if name in params}
    found = finding(
        code,
        FORM,
        unit=long,
        period=long,
        field="05.1",
        ref=AT,
        raw=long,
        proposed=10**12,
        params=params,
        source=f"a/{long}.xlsx",
    )
    message = say(found, FORM, lang)
    assert all(message)
    assert len(message.text) < 1000 + LONGEST_LIST
    typical = say(
        found._replace(source="a/bao cao.xlsx", unit="Xã A", period="2026-H1", params=dict.fromkeys(params, long[:60])),
        FORM,
        lang,
    )
    assert len(typical.text) < 1000


@by_language
@by_code
def test_say__nothing_known_still_gives_three_parts(code: str, lang: str) -> None:
    message = say(Finding(code, "error", "value"), None, lang)
    assert message.where == ""
    assert all(message[1:])
    assert "{" not in message.text
    assert "}" not in message.text


def test_say__where_what_why_repair() -> None:
    found = finding(
        "V01",
        FORM,
        field="05",
        ref=AT,
        raw="6(lồng ghép)",
        proposed=6,
        params={"note": "lồng ghép"},
        source="a/xa.xlsx",
    )
    assert say(found, FORM) == (
        "xa.xlsx, trang tính “Phụ lục”, ô D14, chỉ tiêu 05 “Số Hội nghị tập huấn tuyên truyền về công tác CCHC”",
        "Ô Số lượng ghi “6(lồng ghép)”: vừa có số, vừa có ghi chú.",
        "Cột Số lượng chỉ ghi số để cộng được; phần chữ thuộc cột Ghi chú.",
        "Đề nghị ghi 6 ở cột Số lượng và chuyển “lồng ghép” sang cột Ghi chú.",
    )
    english = say(found, FORM, "en")
    assert english.where.startswith("xa.xlsx, sheet “Phụ lục”, cell D14, indicator 05 ")
    assert english.repair == "Please enter 6 as the quantity and move “lồng ghép” to the Note column."
    assert english.text == f"{english.where}: {english.what} {english.why} {english.repair}"


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            Finding("V20", "warning", "value", raw="13 tin, 05 bài", proposed=18),
            "Nếu tổng đúng là 18, đề nghị ghi 18; chi tiết ghi ở cột Ghi chú.",
        ),
        (Finding("V20", "warning", "value", raw="02 QĐ, 3 xã"), "Đề nghị ghi tổng số; chi tiết ghi ở cột Ghi chú."),
        (Finding("V20", "warning", "value", params={"value": "…"}), "Đề nghị ghi tổng số; chi tiết ghi ở cột Ghi chú."),
        (Finding("V15", "warning", "value", raw="ko", proposed=0), "Nếu trong kỳ không phát sinh, đề nghị ghi số 0;"),
    ],
)
def test_say__an_unknown_value_has_its_own_sentence(found: Finding, expected: str) -> None:
    assert say(found, FORM).repair.startswith(expected)


@pytest.mark.parametrize(
    ("code", "raw", "expected"),
    [
        ("V09", "1.2", "Ô Số lượng có giá trị 1,2, không phải số nguyên."),
        ("V11", "-3", "Ô Số lượng có số âm -3."),
        ("V08", "1.200", "Ô Số lượng ghi “1.200”, có dấu chấm."),  # no reading is invented where none was given
        ("V11", "1e400", "Ô Số lượng có số âm."),
        ("V11", "nan", "Ô Số lượng có số âm."),
    ],
)
def test_say__the_cells_own_number_only_where_its_size_is_the_matter(code: str, raw: str, expected: str) -> None:
    assert say(finding(code, raw=raw), FORM).what == expected


def test_say__sub_row_is_named_by_its_parent() -> None:
    where = say(finding("V25", field="05.1"), FORM).where
    assert where == "chỉ tiêu 05 (dòng con) “Số người tham dự các lớp tập huấn về công tác CCHC”"


def test_say__ids_become_words() -> None:
    assert "kỳ 6 tháng đầu năm 2026" in say(finding("M12", params={"unit": "Xã A"}, period="2026-H1"), FORM).what
    assert say(finding("M05", params={"found": "2025-Y", "expected": "2026-Y"}), FORM).what.startswith(
        "Tệp ghi kỳ “Năm 2025”"
    )
    assert (
        "hạn 05/07/2026" in say(finding("M11", params={"unit": "Xã A", "days": 3, "deadline": "2026-07-05"}), FORM).what
    )
    assert (
        "chốt đến 31/10/2026"
        in say(finding("M06", params={"found": dt.date(2026, 10, 31), "expected": "2026-12-14"}), FORM).what
    )
    message = say(
        finding(
            "F13",
            params={
                "unit": "Xã A",
                "n": 2,
                "time": "2026-06-14 10:05:33",
                "file": "a.xlsx",
                "period": "2026-H1",
                "what": "file-used",
            },
        ),
        FORM,
    )
    assert message.what.endswith("đang dùng tệp “a.xlsx” (nhận 14/06/2026 10:05).")
    assert "cột Ghi chú ghi “12”" in say(finding("V34", params={"col": "note", "found": "12"}), FORM).what
    assert "cấp “Sở, ban, ngành”" in say(finding("C12", params={"level": "so"}), FORM).what
    assert "(dòng 8, 1200)" in say(finding("S01", params={"rows": (8, 1200)}), FORM).what
    assert "Xã A; Xã B" in say(finding("M02", params={"found": "A", "n": 2, "candidates": ("Xã A", "Xã B")}), FORM).what


def test_say__reasons_have_placeholders_of_their_own() -> None:
    params = {"reason": "limit-size", "found": 30_000_000, "limit": 20_000_000}
    assert (
        say(finding("F07", params=params)).what
        == "Không đọc được tệp: tệp quá lớn (30.000.000 byte, giới hạn 20.000.000 byte)."
    )
    assert (
        "({found})" in say(finding("F07", params={"reason": "({found})", "found": 1})).what
    )  # a stranger's braces are only text


def test_say__a_unit_without_a_file_is_named_once() -> None:
    message = say(finding("M12", FORM, params={"unit": "Xã A", "period": "2026-H1"}), FORM)
    assert message.where == "Xã A"
    assert message.text.startswith("Xã A chưa nộp báo cáo kỳ 6 tháng đầu năm 2026. ")


@by_language
def test_say__a_reason_may_have_its_own_remedy(lang: str) -> None:
    remedies = words(lang)["repairs"]
    assert set(remedies) <= set(words(lang)["reasons"])
    assert not any(placeholders(remedy) for remedy in remedies.values())
    assert say(finding("F07", params={"reason": "locked"}), None, lang).repair == remedies["locked"]
    assert say(finding("F07", params={"reason": "xml"}), None, lang).repair == texts("F07", lang)["repair"]


@pytest.mark.parametrize(("lang", "grouped"), [("vi", "1.200"), ("en", "1,200")])
def test_say__a_number_to_be_typed_has_no_separator(lang: str, grouped: str) -> None:
    repair = say(finding("V08", raw="1.200", proposed=1200, params={"value": 1200}), FORM, lang).repair
    assert "1200" in repair
    assert grouped not in repair
    assert grouped in say(finding("C08", params={"value": 1200, "prev": 3}), FORM, lang).what


def test_say__text_of_a_file_is_one_short_printable_line() -> None:
    assert visible("12\r\n(có phụ lục)\t\x07\u202e") == "12↵(có phụ lục) ··"
    assert visible("a" * 500) == "a" * (LONGEST_TEXT - 1) + "…"
    what = say(finding("V24", raw="{tt} {0} {" + "x" * 500)).what
    assert "“{tt} {0} {xxx" in what
    assert len(what) < LONGEST_TEXT + 60


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1200, "1.200", "1,200"),
        (-1234567, "-1.234.567", "-1,234,567"),
        (1234.5, "1.234,5", "1,234.5"),
        (6.0, "6", "6"),
    ],
)
def test_number__groups_by_language(value: float, vi: str, en: str) -> None:
    assert (number(value), number(value, "en")) == (vi, en)


def test_ui__fills_and_never_fails() -> None:
    assert ui("where-cell", cell="D8") == "ô D8"
    assert ui("disk-full") == ui("disk-full", path="…")
    assert ui("no-such-key-at-all", "en", x=1) == "no-such-key-at-all"
    assert ui("not-found", path="a\x1b[31m" + "b" * 300).count("b") >= 300  # a path is not shortened
    assert "\x1b" not in ui("not-found", path="a\x1b[31m")


def test_words__unknown_language_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="fr"):
        words("fr")


@by_language
def test_sections__cover_the_models_choices(lang: str) -> None:
    assert set(words(lang)["severity"]) == set(SEVERITIES)
    assert list(words(lang)["group"]) == list(GROUPS.values())
    assert set(words(lang)["phase"]) == {entry["phase"] for entry in catalogue().values()}
    assert set(words(lang)["fix"]) == {entry["fix"] for entry in catalogue().values()}


def calls(names: set[str]) -> set[tuple[str, str]]:
    """(first argument, file) of every call to one of ``names`` with a literal first argument, in the program."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add((first.value, path.name))
    return found


def test_keys__every_key_that_the_program_uses_has_words() -> None:
    used = calls({"ui", "UserError"})
    assert len(used) > 10
    assert {(key, file) for key, file in used if key not in words("vi")["ui"]} == set()


def test_reasons__every_reason_that_the_readers_give_has_words() -> None:
    used = calls({"ReadError"})
    assert len(used) > 10
    assert {(key, file) for key, file in used if key not in words("vi")["reasons"]} == set()


def test_templates__can_be_parsed() -> None:
    for lang in LANGUAGES:
        for section in ("ui", "reasons"):
            for template in words(lang)[section].values():
                assert list(string.Formatter().parse(template))


# --- the rulebook --------------------------------------------------------------------------------------------------


def test_rulebook__committed_is_generated() -> None:
    with open(resources.path("docs", "rules.md"), encoding="utf-8", newline="") as file:
        assert file.read() == rulebook_markdown("vi")


@by_language
def test_rulebook__every_code_once_with_all_it_needs(lang: str) -> None:
    book = rulebook_markdown(lang)
    for code, entry in catalogue().items():
        assert book.count(f'<a id="{code.lower()}"></a>') == 1
        assert book.count(f"](#{code.lower()})") == 1
        section = book.split(f'<a id="{code.lower()}"></a>')[1].split("\n### ")[0]
        for example in (*entry["examples"]["fires"], *entry["examples"]["silent"]):
            assert example in section
    assert "{" not in book.replace("`", "")


def test_rulebook__an_english_reader_is_told_what_vietnamese_words_say() -> None:
    """Every basis, and every example with a Vietnamese word in it, stands in ``words/glosses.json``; what is only data
    needs no words.
    """
    examples = [
        text for entry in catalogue().values() for kind in ("fires", "silent") for text in entry["examples"][kind]
    ]
    bases = [entry["basis"] for entry in catalogue().values()]
    spoken = {text for text in examples if plain(text) != fold(text)}
    names = {"Xã Hải Lăng", "UBND XÃ HẢI LĂNG", "Đông Hà", "TP Đông Hà", "Sá»‘ lÆ°á»£ng"}  # of places, and of no word
    assert len(spoken) > 150
    assert {text for text in (*bases, *spoken) if not gloss(text)} <= names
    with open(resources.path("cchc_xl", "words", "glosses.json"), encoding="utf-8") as file:
        assert set(json.load(file)) <= {*bases, *examples}
    for code in ("V01", "C12", "T02"):
        assert all(gloss(text) in rule_text(code, "en") for text in (*catalogue()[code]["examples"]["fires"],))
        assert catalogue()[code]["basis"] in rule_text(code, "en")
        assert " — " not in rule_text(code, "vi")


@by_language
def test_rule_text__shows_one_rule_and_refuses_an_unknown_one(lang: str) -> None:
    assert rule_text(" v24 ", lang).startswith(f"V24  {texts('V24', lang)['title']}\n")
    assert texts("V25", lang)["repair"] in rule_text("V25", lang)
    with pytest.raises(UserError) as error:
        rule_text("V99", lang)
    assert "V99" in ui(error.value.key, lang, **error.value.params)


def test_rule_list__one_line_per_code() -> None:
    assert [line.split()[0] for line in rule_list().splitlines()] == list(catalogue())
