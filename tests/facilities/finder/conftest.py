"""The directory of the reference data as the finder sees it, and a made-up one beside it."""

from datetime import date

import pytest

from facilities.directory.finder.entries import Entry, read_entries, read_frame
from facilities.directory.finder.search import WordIndex
from tests.facilities.finder.made_up import directory, districts_of

DAY = date(2026, 4, 1)


@pytest.fixture(scope="session")
def listed(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> list[Entry]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        return list(read_entries(read_frame(), DAY))


@pytest.fixture(scope="session")
def made_up(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> list[Entry]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        return directory(1500, districts_of(read_frame()))


@pytest.fixture(scope="session")
def index(listed: list[Entry]) -> WordIndex:
    """Not to be changed by a test."""
    return WordIndex(listed)


@pytest.fixture
def own_index(listed: list[Entry]) -> WordIndex:
    return WordIndex(listed)
