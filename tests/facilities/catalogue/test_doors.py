"""Pages and endpoints of the catalogue: what they show, and that both change and refuse alike."""

import json
import re
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from facilities.catalogue.models import KindVersion, ServiceType
from tests.cast import english, sign_in
from tests.conftest import problem
from tests.facilities.catalogue.kinds import DECREE, MONTH, NEW, TODAY, TOMORROW, periods, revise, withdraw
from tests.facilities.test_endpoints import TRANSACTION, listed
from uhis_portal.accounts.models import Account

pytestmark = pytest.mark.django_db
KINDS = "/api/v1/service-types/"
LAB = f"{KINDS}PHC-LAB/"
CHANGED = {**{name: NEW[name] for name in KindVersion.ATTRIBUTES}, "since": MONTH, "source": DECREE}


@pytest.fixture
def national(client: Client, national_admin: Account) -> Client:
    return sign_in(client, national_admin)


def of_page(given: dict[str, Any], version: int = 0) -> dict[str, str]:
    """Values as a form sends them: a day in three parts."""
    sent = {"key": str(uuid.uuid4()), "version": str(version)}
    for name, value in given.items():
        if isinstance(value, date):
            sent |= {f"{name}_0": str(value.day), f"{name}_1": str(value.month), f"{name}_2": str(value.year)}
        elif value is not None:
            sent[name] = value
    return sent


def post(client: Client, address: str, given: dict[str, Any], language: str = "en", **headers: str) -> Any:
    body = json.dumps(given, default=str)
    headers = {"Accept-Language": language, **headers}
    return client.post(address, body, content_type="application/json", headers=headers)


def told(answer: HttpResponse) -> dict[str, str]:
    assert answer.status_code == 422, answer.content
    return {error["field"]: error["message"] for error in problem(answer)["errors"]}


def told_on_page(answer: HttpResponse) -> dict[str, str]:
    assert answer.status_code == 422, answer.content.decode()
    faults = answer.context["form"].errors
    assert all(len(of_field) == 1 for of_field in faults.values())
    return {name.replace("__all__", ""): of_field[0] for name, of_field in faults.items()}


class TestReading:
    def test_a_kind_tells_its_versions_and_its_initiative(self, client: Client) -> None:
        answer = client.get(f"{KINDS}INI-MOTHER/")
        assert answer.headers["ETag"] == '"1"'
        kind = answer.json()
        assert kind["initiative"]["code"] == "MOTHER"
        assert kind["initiative"]["standing"]["code"] == "named"
        (version,) = kind["versions"]
        assert (version["since"], version["until"], version["name"]) == (None, None, kind["name"])
        assert kind["state"]["code"] == "given"

    @pytest.mark.parametrize(
        ("question", "codes"),
        [
            ("q=PHC-LAB", ["PHC-LAB"]),
            ("q=phc-lab", ["PHC-LAB"]),
            ("q=قسطره", ["TER-BCATH", "TER-CATH"]),
            ("q=catheterisation cerebral", ["TER-BCATH"]),
            ("q=!!", []),
            ("initiative=HEAR", ["INI-HEAR"]),
            ("state=withdrawn", ["PHC-LAB"]),
            ("state=planned", []),
        ],
    )
    def test_the_list_is_searched_and_narrowed(
        self, client: Client, national_admin: Account, question: str, codes: list[str]
    ) -> None:
        withdraw(national_admin)
        assert [kind["code"] for kind in listed(client, f"{KINDS}?{question}")] == codes

    @pytest.mark.parametrize("question", ["level=top", "initiative=MOON", "state=old", "q=%00", "colour=red"])
    def test_what_cannot_be_asked_is_refused(self, client: Client, question: str) -> None:
        answer = client.get(f"{KINDS}?{question}")
        assert problem(answer)["status"] == 400
        if not question.startswith("colour"):
            assert client.get(f"/en/services/?{question}").status_code == 400

    def test_initiatives_and_specialties(self, client: Client) -> None:
        initiatives = {one["code"]: one for one in listed(client, "/api/v1/initiatives/")}
        assert len(initiatives) == 10
        assert initiatives["ELDER"]["standing"]["code"] == "to_be_confirmed"
        assert initiatives["ELDER"]["since"] is None and initiatives["ELDER"]["note"] is None
        assert [kind["code"] for kind in initiatives["NCD"]["service_types"]] == ["INI-NCD"]
        assert "apart" in client.get("/api/v1/initiatives/NCD/").json()["note"]["en"]
        assert len(listed(client, "/api/v1/specialties/")) == 27
        assert [one["code"] for one in listed(client, "/api/v1/specialties/?q=اطفال")] == ["PED", "PEDSURG"]
        assert client.get("/api/v1/specialties/PED/").json()["source"].startswith("article on Luxor")
        assert client.get("/api/v1/specialties/XX/").status_code == 404

    def test_lists_ask_the_same_number_of_questions_whatever_they_show(
        self, client: Client, django_assert_num_queries: Any
    ) -> None:
        for address in (f"{KINDS}?q=PHC-LAB", KINDS):
            with django_assert_num_queries(TRANSACTION + 2):
                client.get(address)
        with django_assert_num_queries(TRANSACTION + 2):
            client.get("/api/v1/initiatives/")

    @pytest.mark.parametrize("language", ["ar", "en"])
    def test_the_page_shows_all_kinds_given_today_under_their_level(
        self, client: Client, language: str
    ) -> None:
        answer = client.get(f"/{language}/services/")
        page = answer.content.decode()
        assert answer.status_code == 200 and answer.headers["Offline"] == "keep"
        codes = re.findall(rf'href="/{language}/services/([A-Z]{{3}}-[A-Z]+)/"', page)
        assert len(codes) == len(set(codes)) == 89
        named = "100 مليون صحة" if language == "ar" else "100 Million Health"
        assert page.count(f"{named}</span>") == 4

    def test_the_page_leaves_out_what_was_withdrawn_until_it_is_asked_for(
        self, client: Client, national_admin: Account
    ) -> None:
        withdraw(national_admin)
        link = 'href="/en/services/PHC-LAB/"'
        assert link not in client.get("/en/services/").content.decode()
        assert link in client.get("/en/services/?state=withdrawn").content.decode()
        page = client.get("/en/services/PHC-LAB/").content.decode()
        assert "No longer given" in page and DECREE in page

    def test_a_kind_that_is_to_be_confirmed_says_so(self, client: Client) -> None:
        assert "is to be confirmed" in client.get("/en/services/INI-ELDER/").content.decode()
        page = client.get("/en/services/INI-NCD/").content.decode()
        assert "Named in the source below." in page and "kidney disease apart" in page
        assert "Since when is not known." in page

    def test_an_unknown_kind_is_not_there(self, client: Client) -> None:
        for address in ("/en/services/XXX-X/", f"{KINDS}XXX-X/", "/en/services/%00/"):
            assert client.get(address).status_code == 404

    def test_only_who_keeps_the_catalogue_sees_the_ways_to_change_it(
        self, client: Client, governorate_admin: Account, national_admin: Account
    ) -> None:
        for account, sees in ((None, False), (governorate_admin, False), (national_admin, True)):
            if account:
                sign_in(client, account)
            assert ("/en/services/new/" in client.get("/en/services/").content.decode()) is sees
            assert ("/PHC-LAB/revise/" in client.get("/en/services/PHC-LAB/").content.decode()) is sees


class TestBothDoAlike:
    def test_both_add_the_same_kind(self, national: Client) -> None:
        page = national.post(english("service-new"), of_page({**NEW, "initiative": "ELDER"}))
        assert (page.status_code, page.headers["Location"]) == (302, "/en/services/SEC-SLEEP/")
        made = post(national, KINDS, {**NEW, "code": "SEC-SLEEP2", "initiative": "ELDER"})
        assert made.status_code == 201 and made.headers["ETag"] == '"1"'
        assert national.get(made.headers["Location"]).json() == made.json()
        one, other = (ServiceType.objects.get(pk=code) for code in ("SEC-SLEEP", "SEC-SLEEP2"))
        assert one.attributes == other.attributes and one.initiative_id == other.initiative_id == "ELDER"
        assert periods("SEC-SLEEP") == periods("SEC-SLEEP2") == [(TODAY, None, "Sleep study")]

    def test_both_revise_alike(self, national: Client) -> None:
        page = national.post(english("service-revise", "PHC-LAB"), of_page(CHANGED, version=1))
        assert page.status_code == 302, page.content.decode()
        made = post(national, f"{KINDS}PHC-RAD/versions/", CHANGED, **{"If-Match": '"1"'})
        assert (made.status_code, made.headers["ETag"]) == (201, '"2"')
        (_first, one), (_second, other) = (
            KindVersion.objects.filter(service_type=code).order_by("pk") for code in ("PHC-LAB", "PHC-RAD")
        )
        assert one.attributes == other.attributes
        assert (one.since, one.source) == (other.since, other.source) == (MONTH, DECREE)

    def test_an_endpoint_leaves_out_what_stays(self, national: Client) -> None:
        sent = {"since": TODAY, "source": DECREE, "level": "secondary"}
        made = post(national, f"{LAB}versions/", sent, **{"If-Match": '"1"'}).json()
        assert [version["level"]["code"] for version in made["versions"]] == ["primary", "secondary"]
        assert made["level"]["code"] == "secondary" and made["copayment_class"] == "lab"

    def test_both_withdraw_alike(self, national: Client) -> None:
        sent = {"until": TOMORROW, "source": DECREE}
        assert (
            national.post(english("service-withdraw", "PHC-LAB"), of_page(sent, version=1)).status_code == 302
        )
        done = post(national, f"{KINDS}PHC-RAD/withdraw/", sent, **{"If-Match": '"1"'})
        assert done.status_code == 200 and done.json()["versions"][0]["until_source"] == DECREE
        one, other = (KindVersion.objects.get(service_type=code) for code in ("PHC-LAB", "PHC-RAD"))
        assert (one.until, one.until_source) == (other.until, other.until_source) == (TOMORROW, DECREE)

    @pytest.mark.parametrize("language", ["en", "ar"])
    @pytest.mark.parametrize(
        "wrong",
        [
            {"code": ""}, {"code": "sleep"}, {"code": "PHC-LAB"}, {"since": None}, {"since": date(2001, 1, 1)},
            {"since": TODAY + timedelta(900)}, {"source": ""}, {"name_ar": "Sleep"}, {"name_en": ""},
            {"name_en": "x" * 121}, {"level": ""}, {"category": "magic"}, {"setting": ""}, {"copayment_class": "half"},
            {"encounter_class": ""}, {"icd10_reason": "zzz"}, {"loinc_document": "11502-3"}, {"initiative": "MOON"},
            {"code": "", "since": None, "source": "", "name_ar": "", "level": ""},
        ],
        ids=str,
    )  # fmt: skip
    def test_both_refuse_a_new_kind_with_the_same_words(
        self, national: Client, wrong: dict[str, Any], language: str
    ) -> None:
        given = NEW | wrong
        page = national.post(f"/{language}/services/new/", of_page(given))
        faults = told_on_page(page)
        assert faults == told(post(national, KINDS, given, language))
        assert set(faults) == set(wrong)
        assert ServiceType.objects.count() == 89

    @pytest.mark.parametrize("language", ["en", "ar"])
    @pytest.mark.parametrize(
        "wrong",
        [{"since": None}, {"since": TODAY - timedelta(1)}, {"since": TODAY + timedelta(900)}, {"source": ""},
         {"name_ar": ""}, {"name_en": "نوم"}, {"level": "top"}, {"icd10_reason": "1"}, {"loinc_document": "x"},
         {"since": None, "source": "", "setting": ""}],
        ids=str,
    )  # fmt: skip
    def test_both_refuse_a_change_with_the_same_words(
        self, national: Client, wrong: dict[str, Any], language: str
    ) -> None:
        given = CHANGED | wrong
        page = national.post(f"/{language}/services/PHC-LAB/revise/", of_page(given, version=1))
        answer = post(national, f"{LAB}versions/", given, language, **{"If-Match": '"1"'})
        assert told_on_page(page) == told(answer) and set(told(answer)) == set(wrong)
        assert len(periods()) == 1

    def test_both_refuse_a_change_of_nothing(self, national: Client) -> None:
        same = {**ServiceType.objects.get(pk="PHC-LAB").attributes, "since": MONTH, "source": DECREE}
        page = national.post(english("service-revise", "PHC-LAB"), of_page(same, version=1))
        answer = post(national, f"{LAB}versions/", same, **{"If-Match": '"1"'})
        assert told_on_page(page) == told(answer) == {"": "Nothing differs from what holds on that day."}

    @pytest.mark.parametrize("language", ["en", "ar"])
    @pytest.mark.parametrize(
        "wrong",
        [{"until": None}, {"until": TODAY - timedelta(1)}, {"source": " "}, {"until": None, "source": ""}],
        ids=str,
    )
    def test_both_refuse_a_withdrawal_with_the_same_words(
        self, national: Client, wrong: dict[str, Any], language: str
    ) -> None:
        given = {"until": MONTH, "source": DECREE} | wrong
        page = national.post(f"/{language}/services/PHC-LAB/withdraw/", of_page(given, version=1))
        answer = post(national, f"{LAB}withdraw/", given, language, **{"If-Match": '"1"'})
        assert told_on_page(page) == told(answer) and set(told(answer)) == set(wrong)

    @pytest.mark.parametrize("act", ["revise", "withdraw"])
    def test_both_say_which_version_they_saw(
        self, national: Client, national_admin: Account, act: str
    ) -> None:
        revise(national_admin, name_en="Meanwhile")
        given = CHANGED if act == "revise" else {"until": MONTH, "source": DECREE}
        address = LAB + ("versions/" if act == "revise" else "withdraw/")
        assert post(national, address, given).status_code == 428
        assert post(national, address, given, **{"If-Match": '"1"'}).status_code == 412
        page = national.post(english(f"service-{act}", "PHC-LAB"), of_page(given, version=1))
        assert page.status_code == 412 and "has changed since you opened it" in page.content.decode()
        assert 'name="version" value="2"' in page.content.decode()
        assert len(periods()) == 2

    def test_what_is_withdrawn_already_is_a_conflict(self, national: Client, national_admin: Account) -> None:
        withdraw(national_admin)
        given = {"until": MONTH, "source": DECREE}
        answer = post(national, f"{LAB}withdraw/", given, **{"If-Match": '"2"'})
        page = national.post(english("service-withdraw", "PHC-LAB"), of_page(given, version=2))
        assert answer.status_code == page.status_code == 409
        assert problem(answer)["detail"] in page.content.decode()

    def test_sent_twice_it_is_done_once(self, national: Client) -> None:
        headers = {"If-Match": '"1"', "Idempotency-Key": "one-and-the-same"}
        first, second = (post(national, f"{LAB}versions/", CHANGED, **headers) for _again in range(2))
        assert (first.status_code, first.content) == (second.status_code, second.content)
        sent = of_page(NEW)
        assert [national.post(english("service-new"), sent).status_code for _again in range(2)] == [302, 302]
        assert len(periods()) == 2 and ServiceType.objects.count() == 90

    def test_a_name_that_is_not_declared_is_refused(self, national: Client) -> None:
        for address in (KINDS, f"{LAB}versions/", f"{LAB}withdraw/"):
            assert "colour" in told(post(national, address, {"colour": "red"}, **{"If-Match": '"1"'}))


def test_an_unknown_kind_cannot_be_changed(national: Client) -> None:
    for name in ("revise", "withdraw"):
        assert national.post(english(f"service-{name}", "XXX-X"), of_page(CHANGED)).status_code == 404
    for path in ("versions/", "withdraw/"):
        assert post(national, f"{KINDS}XXX-X/{path}", {}, **{"If-Match": '"1"'}).status_code == 404


def test_others_are_refused(client: Client, governorate_admin: Account) -> None:
    assert post(client, KINDS, NEW).status_code == 401
    assert client.get("/en/services/new/").headers["Location"].startswith("/en/staff/sign-in/")
    sign_in(client, governorate_admin)
    for path in ("", "PHC-LAB/versions/", "PHC-LAB/withdraw/"):
        assert post(client, KINDS + path, NEW, **{"If-Match": '"1"'}).status_code == 403
    for name in ("revise", "withdraw"):
        assert client.post(reverse(f"service-{name}", args=["PHC-LAB"]), of_page(CHANGED)).status_code == 403
