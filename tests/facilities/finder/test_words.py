"""What a question finds, why, and what becomes of words that nobody knows."""

from dataclasses import replace
from time import thread_time

import pytest

from facilities.directory.finder.entries import Entry, Naming
from facilities.directory.finder.search import Match, WordIndex

UNIT = "LX-F08"


def codes(index: WordIndex, text: str) -> list[str]:
    return [match.document.entry.code for match in index.best(text)]


def first(index: WordIndex, text: str) -> Match:
    return index.best(text).matches[0]


def position_of(index: WordIndex, code: str) -> int:
    return next(
        position
        for position, document in enumerate(index.documents)
        if document and document.entry.code == code
    )


def test_the_current_name_needs_no_reason(index: WordIndex) -> None:
    match = first(index, "مستشفى حورس التخصصي")
    assert match.document.entry.code == "LX-H5" and match.reason is None


@pytest.mark.parametrize(
    ("question", "code", "field", "arabic"),
    [
        ("مستشفي ارمنت", "LX-H5", "former_name", "مستشفى أرمنت المركزي"),
        ("luxor general", "LX-H2", "former_name", "مستشفى الأقصر العام"),
        ("غسيل كلى ارمنت", "LX-H5", "service", "غسيل كلوي"),
        ("edfu hospitals", "AS-H8", "place", "إدفو"),
        ("مستشفى خاص", "LX-P2", "kind", "خاص"),
    ],
)
def test_another_name_a_place_or_a_meaning_is_told(
    index: WordIndex, question: str, code: str, field: str, arabic: str
) -> None:
    match = next(match for match in index.best(question) if match.document.entry.code == code)
    assert match.reason is not None
    assert (match.reason.field, match.reason.ar) == (field, arabic)
    assert match.reason.text["en"]


def test_a_word_that_nobody_knows_leaves_the_others_to_decide_and_is_told(index: WordIndex) -> None:
    found = index.best("مستشفى أرمنت زززز")
    assert found.matches[0].document.entry.code == "LX-H5"
    assert found.unknown_words == ["زززز"]


def test_nothing_is_found_when_only_a_kind_is_known(index: WordIndex) -> None:
    found = index.best("مستشفى زززز")
    assert not found.matches and found.unknown_words == ["زززز"]
    assert len(index.best("مستشفى").matches) > 30


@pytest.mark.parametrize("text", ["", "ـــ", "ًٌٍ", "…!؟", "\u202e\u200f", "ـً ."])
def test_marks_alone_are_no_words(index: WordIndex, text: str) -> None:
    found = index.best(text)
    assert found.words == [] and not found.matches


@pytest.mark.parametrize("text", ["قصيدة عن القمر", "qwzxkj", "12345678", "<script>", "' OR 1=1 --"])
def test_what_is_no_facility_finds_none(index: WordIndex, text: str) -> None:
    assert len(index.best(text).matches) <= 3


def test_a_code_is_found_however_it_is_written(index: WordIndex) -> None:
    for text in ("LX-H2", "lx h2", "lxh2", "مستشفى LX-H2", "ＬＸ－Ｈ２"):
        assert codes(index, text) == ["LX-H2"], text


def test_a_kind_of_service_is_found_by_equipment_and_by_kind(index: WordIndex) -> None:
    assert set(codes(index, "كلى")) >= {"LX-H2", "LX-H3", "LX-H5", "LX-H6", "IS-H3"}
    assert codes(index, "dialysis esna")[0] == "LX-H6"
    assert set(codes(index, "عيون")[:3]) == {"LX-P4", "LX-P5", "PS-H8"}


def test_a_service_that_a_facility_says_it_gives_counts_more_than_a_likely_one(
    own_index: WordIndex, listed: list[Entry]
) -> None:
    position = position_of(own_index, UNIT)
    unit = own_index.documents[position]
    assert unit is not None
    own_index.patch(position, replace(unit.entry, services=frozenset(["PHC-DENT"])))
    assert codes(own_index, "اسنان")[0] == UNIT


def test_a_place_with_its_kind_finds_all_of_that_kind_there(index: WordIndex) -> None:
    found = codes(index, "وحده طب اسره القرنة")
    assert {"LX-F35", "LX-F36", "LX-F37", "LX-F38", "LX-F39", "LX-F40"} <= set(found[:7])


def test_aswan_is_no_other_spelling_of_esna(index: WordIndex) -> None:
    assert not [code for code in codes(index, "اسنا") if code.startswith("AS-")]


def test_esna_is_no_other_spelling_of_asnan_teeth(own_index: WordIndex, listed: list[Entry]) -> None:
    for entry in listed:
        own_index.patch(position_of(own_index, entry.code), replace(entry, services=frozenset({"PHC-DENT"})))
    found = own_index.best("اسنا").matches
    assert {match.document.entry.district.code for match in found if match.document.entry.district} == {
        "3607"
    }
    assert len(own_index.best("اسنان").matches) > 100


def test_a_limit_and_a_mask_narrow_the_answer(index: WordIndex) -> None:
    import numpy as np

    every = codes(index, "مستشفى الأقصر")
    assert codes(index, "مستشفى الأقصر")[:4] == [
        match.document.entry.code for match in index.best("مستشفى الأقصر", limit=4)
    ]
    mask = np.ones(index.room, dtype=bool)
    mask[position_of(index, every[0])] = False
    assert every[0] not in [match.document.entry.code for match in index.best("مستشفى الأقصر", among=mask)]


def test_a_suggestion_is_the_nearest_known_spelling(index: WordIndex) -> None:
    assert not index.best("وحدة البيضااضيهة").matches
    assert index.suggest("عايز وحدة البيضااضيهة") == "عايز وحدة البياضية"
    assert index.suggest("مستشفى الكرنك") is None
    assert index.suggest("ـ") is None


class TestChanges:
    def test_a_new_name_is_found_and_the_old_one_no_more(self, own_index: WordIndex) -> None:
        position = position_of(own_index, UNIT)
        document = own_index.documents[position]
        assert document is not None
        renamed = Naming("current", "وحدة طب أسرة الياسمين البعيدة", "Yasmin Far Family Medicine Unit")
        own_index.patch(position, replace(document.entry, names=(renamed,)))
        assert codes(own_index, "الياسمين")[0] == UNIT and codes(own_index, "yasmine far")[0] == UNIT
        assert UNIT not in codes(own_index, "الدبابية")

    def test_a_facility_that_is_removed_is_found_no_more_and_others_stay(self, own_index: WordIndex) -> None:
        position = position_of(own_index, "LX-H5")
        own_index.remove(position)
        assert "LX-H5" not in codes(own_index, "حورس") and "LX-H5" not in codes(own_index, "LX-H5")
        assert codes(own_index, "الكرنك الدولي")[0] == "LX-H2"

    def test_more_facilities_than_there_was_room_for(self, own_index: WordIndex, listed: list[Entry]) -> None:
        for number in range(300):
            entry = replace(
                listed[0],
                code=f"ZZ-{number}",
                names=(Naming("current", f"وحدة طب أسرة الزهراء {number}", f"Zahraa {number} Unit"),),
            )
            assert own_index.add(entry) == len(listed) + number
        assert codes(own_index, "الزهراء 217")[0] == "ZZ-217"
        assert codes(own_index, "حورس")[0] == "LX-H5"

    def test_taking_all_back_leaves_nothing_behind(self, own_index: WordIndex) -> None:
        for position in range(len(own_index.documents)):
            own_index.remove(position)
        assert not any(word.weights for word in own_index.vocabulary.words.values())
        assert not own_index.strengths.any() and not own_index.have_likely.any()
        assert not own_index.best("مستشفى الأقصر").matches

    def test_a_change_costs_little(self, own_index: WordIndex, listed: list[Entry]) -> None:
        started = thread_time()
        for position, entry in enumerate(listed):
            own_index.patch(position, entry)
        assert (thread_time() - started) / len(listed) < 0.01
