"""What holds for every text and every name."""

from itertools import pairwise
from time import thread_time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilities.directory.finder.entries import Entry
from facilities.directory.finder.reading import LONGEST_WORD, MOST_WORDS, name_words, plain, question_words
from facilities.directory.finder.search import WordIndex
from facilities.directory.finder.sounds import skeleton_of, sound_of

ARABIC = st.text(st.characters(min_codepoint=0x600, max_codepoint=0x6FF), max_size=60)
LATIN = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz 0123456789'-"), max_size=60)
ANY = st.one_of(st.text(max_size=300), ARABIC, LATIN)
SECONDS = 0.5  # far above what a question takes; an endless one would take more

same_index = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@same_index
@given(text=ANY)
def test_any_text_is_answered_soon(index: WordIndex, text: str) -> None:
    started = thread_time()
    found = index.best(text, 100)
    index.suggest(text)
    assert thread_time() - started < SECONDS
    assert len(found.matches) <= 100
    scores = [match.score for match in found.matches]
    assert scores == sorted(scores, reverse=True)
    for match in found.matches[:3]:
        assert match.reason is None or match.reason.text["ar"] or match.reason.text["en"]


@same_index
@given(
    word=st.sampled_from(["مستشفى ", "ا", "a", "الاقصر", "لا", "x y ", "abu ", "\u064b", "ز"]),
    times=st.integers(1, 5000),
)
def test_a_long_text_takes_no_longer(index: WordIndex, word: str, times: int) -> None:
    started = thread_time()
    index.best(word * times)
    assert thread_time() - started < SECONDS


@given(text=ANY)
def test_making_plain_twice_changes_nothing(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(text=ANY)
def test_a_question_has_few_and_short_words(text: str) -> None:
    words = question_words(text * 20)
    assert len(words) <= MOST_WORDS and all(len(word) <= LONGEST_WORD for word in words)
    assert len(set(words)) == len(words)


@given(text=ANY)
def test_a_sound_has_no_letter_twice_in_a_row(text: str) -> None:
    for word in name_words(text):
        sound = sound_of(word)
        if not word.isdecimal():
            assert all(first != second for first, second in pairwise(sound))
        assert len(skeleton_of(sound)) != 1


def found_first(index: WordIndex, text: str, entry: Entry) -> bool:
    matches = index.best(text).matches
    best = [match for match in matches if match.score >= matches[0].score - 1e-6]
    return any(match.document.entry.code == entry.code for match in best)


def test_the_exact_name_finds_its_facility_first(index: WordIndex, listed: list[Entry]) -> None:
    for entry in listed:
        for name in (entry.names[0].ar, entry.names[0].en):
            assert found_first(index, name, entry), name


def test_so_it_does_among_made_up_ones(made_up: list[Entry]) -> None:
    index = WordIndex(made_up)
    for entry in made_up:
        for name in (entry.names[0].ar, entry.names[0].en):
            assert found_first(index, name, entry), name
