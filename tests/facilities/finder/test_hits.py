"""The finder understands people's own words: the right answer is among the first three."""

from facilities.directory.finder.entries import Entry
from facilities.directory.finder.search import WordIndex
from tests.facilities.finder.hits import ALL, answers_of, hits
from tests.facilities.finder.questions import by_hand, kept_apart, made_from_names

WANTED = 0.95


def test_questions_made_from_the_names(listed: list[Entry], index: WordIndex) -> None:
    counted = hits(made_from_names(listed), answers_of(index))
    assert counted[ALL].asked >= 600
    assert counted[ALL].hit_at_3 >= WANTED, f"{counted[ALL]}: {counted[ALL].missed}"
    for variant, found in counted.items():
        assert found.hit_at_3 >= 0.9, f"{variant}: {found}: {found.missed}"


def test_questions_written_by_hand(index: WordIndex) -> None:
    found = hits(by_hand(), answers_of(index))[ALL]
    assert found.hit_at_3 >= WANTED, f"{found}: {found.missed}"


def test_questions_kept_apart(index: WordIndex) -> None:
    found = hits(kept_apart(), answers_of(index))[ALL]
    assert found.asked >= 200
    assert found.hit_at_3 >= WANTED, f"{found}: {found.missed}"


def test_questions_about_made_up_facilities(made_up: list[Entry]) -> None:
    found = hits(made_from_names(made_up)[::3], answers_of(WordIndex(made_up)))[ALL]
    assert found.hit_at_3 >= WANTED, f"{found}: {found.missed}"


def test_the_sets_name_facilities_that_exist_and_share_no_question(listed: list[Entry]) -> None:
    codes = {entry.code for entry in listed}
    for question in (*by_hand(), *kept_apart()):
        assert question.answers <= codes, question
    made = {question.text for question in made_from_names(listed)}
    assert len({question.text for question in kept_apart()} - made) >= 180
