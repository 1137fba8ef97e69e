import pytest

from tests.services.statistics.fairness.world import small_world


@pytest.fixture
def new_valley(db: None) -> None:
    """The small world."""
    small_world()
