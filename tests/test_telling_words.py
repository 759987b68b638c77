"""Words that are looked for before a pattern is compiled: whatever the pattern matches has one of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.quantity import standing
from cchc_xl.quantity.note_patterns import CHANGES, CORRECTIONS, ESTIMATES, Family
from cchc_xl.text import fold, holds, unaccented


@pytest.mark.parametrize("why", standing.PHRASES)
@given(data=st.data())
def test_standing__every_phrase_has_a_telling_word(why, data):
    phrase = data.draw(st.from_regex(standing.PHRASES[why], fullmatch=True))
    assert standing.tells(why, standing.words_of(phrase))
    assert standing.tells(why, standing.words_of(unaccented(phrase)))


@pytest.mark.parametrize("family", [*CORRECTIONS, *CHANGES, *ESTIMATES], ids=lambda one: f"{one.does}-{one.why}")
@given(data=st.data())
def test_notes__every_clause_of_a_family_has_a_telling_word(family: Family, data):
    clause = fold(data.draw(st.from_regex(family.pattern._pattern, fullmatch=True)))
    assert holds(clause, family.words)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Số liệu cả tỉnh", "others"),
        ("Số liệu báo cáo sau", ">="),
        ("Số liệu bổ sung thêm", ">="),
        ("Số cũ", "mistake"),
    ],
)
def test_standing__says_what_its_phrases_say(text, why):
    assert standing.says(text) == why
