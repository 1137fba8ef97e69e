"""The made-up governorate has the shape that was reported of Luxor, agrees with a recount, and counts on as any other."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db.models import Count, Sum

from registry.people.models import Beneficiary
from services.records.models import LATE, ServiceRecord
from services.statistics.actions import fold
from services.statistics.counting.recount import differences
from services.statistics.models import PeopleReached, ServicesOfGroup
from tests.benches.database import using
from tests.benches.folding import insert, written_out
from tests.benches.luxor import Databases, NoRoom, coming, fill
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db(transaction=True)
SERVICES = 2900
REVERSED = SERVICES // 100


@pytest.fixture
def luxor() -> Iterator[str]:
    with Databases() as databases, using(databases.of(SERVICES)):
        yield databases.of(SERVICES)


def test_a_small_one_has_the_reported_shape(luxor: str) -> None:
    groups = ServicesOfGroup.objects.aggregate(Sum("records"), Sum("away"))
    assert groups["records__sum"] == SERVICES - REVERSED
    assert groups["away__sum"] > 0
    with system_reach():
        people = Beneficiary.objects.count()
        given = ServiceRecord.objects.filter(reverses=None)
        levels = {row["level"]: row["number"] for row in given.values("level").annotate(number=Count("*"))}
        late = given.filter(LATE).count()
    assert people == pytest.approx(SERVICES * 1.2 / 14.5, rel=0.05)
    assert levels["primary"] / SERVICES == pytest.approx(5.5 / 14.5, rel=0.1)
    assert 0.03 < late / SERVICES < 0.1
    examined = PeopleReached.objects.get(governorate="EG", service_type="PHC-EXAM", year=0).people
    assert examined / people == pytest.approx(0.97, abs=0.04)


def test_what_comes_next_is_noted_and_folded_as_anywhere(luxor: str) -> None:
    assert list(differences()) == []
    insert(written_out(coming(luxor, SERVICES, 0, 150)))
    assert list(differences()) == []
    with system_reach():
        assert fold() > 150
    assert list(differences()) == []
    assert ServicesOfGroup.objects.aggregate(Sum("records"))["records__sum"] == SERVICES - REVERSED + 150


def test_without_room_on_the_disk_nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: SimpleNamespace(free=2**30))
    with pytest.raises(NoRoom, match="14,500,000 services need"):
        fill("nowhere", 14_500_000)
