"""A page and an endpoint that do the same thing leave the same rows, and refuse the same at the same field."""

import json
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import BinaryField
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import reverse

from facilities.directory.models import Facility
from registry.applications.forms import PersonForm
from registry.applications.models import Applicant, Application
from tests.cast import sign_in
from tests.conftest import problem
from tests.families import ADDRESS, family_of_five, national_id, with_work
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_today
from uhis_portal.reach import system_reach

pytestmark = pytest.mark.django_db
NEWBORN = {
    "relation": "child",
    "full_name": "مريم أحمد محمود عبد الله",
    "known_by": "certificate",
    "certificate_number": "123456",
    "guardian": 1,
    "birth_date": (cairo_today() - timedelta(days=20)).isoformat(),
    "sex": "female",
}
FOREIGNER = {
    "relation": "dependant",
    "full_name": "Amina Yusuf Ali",
    "known_by": "passport",
    "nationality": "SD",
    "passport_number": "P 0012345",
    "birth_date": "1960-02-03",
    "sex": "female",
}


def as_typed(person: dict[str, Any]) -> dict[str, Any]:
    """A person as the fields of the page: a date in three parts."""
    fields = {name: value for name, value in person.items() if name != "birth_date"}
    for part, digits in enumerate(reversed(person.get("birth_date", "").split("-"))):
        fields[f"birth_date_{part}"] = digits
    return fields


class Pages:
    """A citizen's way through the pages."""

    def __init__(self, client: Client, language: str = "en") -> None:
        self.client = client
        self.language = language
        answer = client.post(f"/{language}/register/", {"key": str(uuid.uuid4())})
        assert answer.status_code == 302
        self.base = answer.headers["Location"].removesuffix("governorate/")
        self.pk = self.base.rstrip("/").rsplit("/", 1)[1]

    @property
    def version(self) -> int:
        with system_reach():
            return Application.objects.get(pk=self.pk).version

    def post(self, step: str, **given: Any) -> Any:
        return self.client.post(
            f"{self.base}{step}", {"key": str(uuid.uuid4()), "version": self.version, **given}
        )

    def person(self, place: int) -> Any:
        """The id of the person at a place."""
        with system_reach():
            return Applicant.objects.filter(application=self.pk).order_by("position")[place].pk

    def done(self, step: str, **given: Any) -> None:
        answer = self.post(step, **given)
        assert answer.status_code == 302, answer.context["form"].errors


def api(client: Client, method: str, address: str, given: dict[str, Any], **headers: str) -> Any:
    return client.generic(
        method, address, json.dumps(given), content_type="application/json",
        headers={"Accept-Language": "en", **headers},
    )  # fmt: skip


def rows(application: Application) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What stands in the tables, but for what differs by nature: ids, references, moments, versions."""
    with system_reach():
        left_out = ("id", "reference", "version", "sent_at", "touched_at", "application")
        one = model_to_dict(Application.objects.get(pk=application.pk), exclude=left_out)
        people = [
            {**model_to_dict(row, exclude=(*left_out, "guardian")), **sealed(row)}
            for row in Applicant.objects.filter(application=application).order_by("position")
        ]  # fmt: skip
        return {**one, **sealed(application)}, people


def sealed(row: Application | Applicant) -> dict[str, Any]:
    """What stands sealed in a row, and the indexes; a guardian by the place in the application."""
    found: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if isinstance(field, BinaryField):
            value = getattr(row, field.attname)
            found[field.name] = bytes(value) if isinstance(value, memoryview) else value
    if isinstance(row, Applicant):
        found["guardian"] = row.guardian.position if row.guardian else None
    return found


def test_both_leave_the_same_rows(client: Client, citizen: Account, luxor_unit: Facility) -> None:
    sign_in(client, citizen)
    people = with_work([*family_of_five(), NEWBORN, FOREIGNER], cairo_today())
    people[-1]["work"] = "not_sure"
    pages = Pages(client)
    pages.done("governorate/", governorate="EG-LX")
    pages.done("district/", district=luxor_unit.district_id)
    pages.done("head/", **people[0])
    for one in people[1:]:
        pages.done("family/add/", **as_typed(one))
    for place, one in enumerate(people):
        if "work" in one:
            pages.done(f"family/{pages.person(place)}/work/", work=one["work"], monthly_income="٧٬٠٠٠")
            one["monthly_income"] = "7000"
    pages.done("address/", address=f"  {ADDRESS} ")
    pages.done("unit/", unit=luxor_unit.pk)
    pages.done("check/", declared="on")
    given = {
        "governorate": "EG-LX",
        "district": luxor_unit.district_id,
        "unit": luxor_unit.pk,
        "address": ADDRESS,
        "applicants": people,
    }
    made = api(client, "POST", reverse("api-applications"), given)
    assert made.status_code == 201
    assert api(client, "POST", f"{made.headers['Location']}send/", {"declared": True}).status_code == 200
    with system_reach():
        by_page, by_api = Application.objects.get(pk=pages.pk), Application.objects.get(pk=made.json()["id"])
    assert rows(by_page) == rows(by_api)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    "wrong",
    [
        {"full_name": "", "national_id": ""},
        {"full_name": "Ahmed"},
        {"full_name": "Ahmed M2"},
        {"national_id": "2850301290001"},
        {"national_id": "2850301290001x"},
        {"national_id": "28513012900012"},
        {"national_id": "39912310300029"},
        {"national_id": "29912310500029"},
        {"national_id": "19912310300029"},
    ],
)
def test_both_refuse_a_person_with_the_same_words(
    client: Client, citizen: Account, wrong: dict[str, str], language: str
) -> None:
    sign_in(client, citizen)
    given = {**family_of_five()[0], **wrong}
    pages = Pages(client, language)
    page = pages.post("head/", **given)
    assert page.status_code == 422
    answer = api(
        client, "POST", reverse("api-applications"), {"applicants": [given]}, **{"Accept-Language": language}
    )
    said = {error["field"]: error["message"] for error in problem(answer)["errors"]}
    assert {
        f"applicants.0.{name}": messages[0] for name, messages in page.context["form"].errors.items()
    } == said
    assert problem(answer)["status"] == 422


def test_a_rule_planted_in_a_form_alone_is_found(
    client: Client, citizen: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def planted(form: PersonForm) -> None:
        form.add_error("full_name", "A rule of the page alone.")

    monkeypatch.setattr(PersonForm, "clean", planted)
    with pytest.raises(AssertionError, match=r"A rule of the page alone\."):
        test_both_refuse_a_person_with_the_same_words(client, citizen, {"national_id": "1"}, "en")


@pytest.mark.parametrize(
    ("step", "field", "value"),
    [
        ("governorate", "governorate", ""),
        ("governorate", "governorate", "EG-C"),
        ("governorate", "governorate", "EG-XX"),
        ("district", "district", ""),
        ("district", "district", "0301"),
        ("unit", "unit", ""),
        ("unit", "unit", "LX-H2"),
        ("unit", "unit", "PS-F1"),
        ("address", "address", ""),
        ("address", "address", "١٢٣ - 4"),
        ("address", "address", "شارع " * 80),
    ],
)
def test_both_refuse_a_place_with_the_same_words(
    client: Client, citizen: Account, step: str, field: str, value: str
) -> None:
    sign_in(client, citizen)
    pages = Pages(client)
    pages.done("governorate/", governorate="EG-LX")
    page = pages.post(f"{step}/", **{field: value})
    assert page.status_code == 422
    given = {"governorate": "EG-LX", field: value}
    said = problem(api(client, "POST", reverse("api-applications"), given))["errors"]
    assert [{"field": name, "message": found[0]} for name, found in page.context["form"].errors.items()] == [
        {"field": error["field"], "message": error["message"]} for error in said
    ]


def test_a_relative_is_refused_alike(client: Client, citizen: Account) -> None:
    sign_in(client, citizen)
    head, spouse = family_of_five()[:2]
    pages = Pages(client)
    pages.done("head/", **head)
    same = {**spouse, "national_id": head["national_id"]}
    page = pages.post("family/add/", **same)
    said = problem(api(client, "POST", reverse("api-applications"), {"applicants": [head, same]}))["errors"]
    assert page.context["form"].errors["national_id"] == [said[0]["message"]]
    second_head = {**spouse, "relation": "head"}
    page = pages.post("family/add/", **second_head)
    said = problem(api(client, "POST", reverse("api-applications"), {"applicants": [head, second_head]}))[
        "errors"
    ]
    assert page.context["form"].errors["relation"] == [said[0]["message"]]


FAULTS_OF_OTHERS: list[dict[str, Any]] = [
    {**NEWBORN, "certificate_number": "", "sex": ""},
    {**NEWBORN, "certificate_number": "رقم"},
    {**NEWBORN, "birth_date": "2015-01-01"},
    {**NEWBORN, "birth_date": "2999-01-01"},
    {**NEWBORN, "guardian": None},
    {**NEWBORN, "guardian": 9},
    {**NEWBORN, "guardian": 2},
    {**FOREIGNER, "nationality": "", "passport_number": ""},
    {**FOREIGNER, "nationality": "EG"},
    {**FOREIGNER, "nationality": "XX", "passport_number": "ج"},
    {**FOREIGNER, "relation": "child", "birth_date": "1950-01-01"},
]


@pytest.mark.parametrize("person", FAULTS_OF_OTHERS)
def test_both_refuse_a_newborn_and_a_foreigner_with_the_same_words(
    client: Client, citizen: Account, person: dict[str, Any]
) -> None:
    sign_in(client, citizen)
    family = family_of_five()[:3]
    pages = Pages(client)
    pages.done("head/", **family[0])
    for one in family[1:]:
        pages.done("family/add/", **one)
    page = pages.post("family/add/", **{name: "" if v is None else v for name, v in as_typed(person).items()})
    assert page.status_code == 422
    said = problem(api(client, "POST", reverse("api-applications"), {"applicants": [*family, person]}))[
        "errors"
    ]
    by_page = {f"applicants.3.{name}": found[0] for name, found in page.context["form"].errors.items()}
    assert by_page == {error["field"]: error["message"] for error in said}
    looked = api(client, "POST", reverse("api-application-look", args=[pages.pk]), {"person": person}).json()
    assert {f"applicants.3.{error['field']}": error["message"] for error in looked["errors"]} == by_page
    version = {"If-Match": f'"{pages.version}"'}
    one = api(client, "POST", reverse("api-applicants", args=[pages.pk]), person, **version)
    assert {f"applicants.3.{error['field']}": error["message"] for error in problem(one)["errors"]} == by_page


@pytest.mark.parametrize(
    "given",
    [
        {"work": ""},
        {"work": "king"},
        {"work": "employee", "monthly_income": "a lot"},
        {"work": "", "monthly_income": "99999999999999"},
        {"work": "employee", "monthly_income": "-5"},
    ],
)
def test_both_refuse_work_with_the_same_words(
    client: Client, citizen: Account, given: dict[str, str]
) -> None:
    sign_in(client, citizen)
    pages = Pages(client)
    pages.done("head/", **family_of_five()[0])
    page = pages.post(f"family/{pages.person(0)}/work/", **given)
    assert page.status_code == 422
    address = reverse("api-applicant-work", args=[pages.pk, pages.person(0)])
    said = problem(api(client, "PUT", address, given, **{"If-Match": '"2"'}))["errors"]
    assert {name: found[0] for name, found in page.context["form"].errors.items()} == {
        error["field"]: error["message"] for error in said
    }


def test_a_form_sent_twice_is_done_once(client: Client, citizen: Account) -> None:
    sign_in(client, citizen)
    pages = Pages(client)
    given = {**family_of_five()[0], "key": str(uuid.uuid4()), "version": 1}
    first, second = (client.post(f"{pages.base}head/", given) for _time in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    assert pages.version == 2
    key = str(uuid.uuid4())
    for _time in range(2):
        client.post("/en/register/", {"key": key})
    with system_reach():
        assert Application.objects.filter(account=citizen).count() == 2


@pytest.mark.parametrize("key", [None, ""])
def test_a_form_without_its_key_begins_nothing(client: Client, citizen: Account, key: str | None) -> None:
    sign_in(client, citizen)
    sent = {} if key is None else {"key": key}
    assert client.post("/en/register/", sent).status_code == 400
    with system_reach():
        assert not Application.objects.exists()


def test_a_stale_page_and_a_stale_endpoint_answer_412(client: Client, citizen: Account) -> None:
    sign_in(client, citizen)
    pages = Pages(client)
    pages.done("governorate/", governorate="EG-LX")
    page = client.post(f"{pages.base}head/", {**family_of_five()[0], "version": 1, "key": str(uuid.uuid4())})
    assert page.status_code == 412
    assert 'name="version" value="2"' in page.content.decode()
    assert family_of_five()[0]["full_name"] in page.content.decode(), "nothing typed is lost"
    address = reverse("api-application", args=[pages.pk])
    assert problem(api(client, "PUT", address, {}))["status"] == 428
    assert problem(api(client, "PUT", address, {}, **{"If-Match": '"1"'}))["status"] == 412
    assert problem(api(client, "PUT", address, {}, **{"If-Match": "x"}))["status"] == 412
    kept = api(client, "PUT", address, {"applicants": family_of_five()}, **{"If-Match": '"2"'})
    assert (kept.status_code, kept.headers["ETag"]) == (200, '"3"')


def test_what_was_sent_is_409_on_both(
    client: Client, citizen: Account, sent_application: Application
) -> None:
    sign_in(client, citizen)
    page = client.post(
        f"/en/register/{sent_application.pk}/governorate/",
        {"governorate": "EG-LX", "version": sent_application.version, "key": str(uuid.uuid4())},
    )
    assert page.status_code == 409
    address = reverse("api-application", args=[sent_application.pk])
    answer = api(client, "PUT", address, {}, **{"If-Match": f'"{sent_application.version}"'})
    assert problem(answer)["status"] == 409
    assert client.get(f"/en/register/{sent_application.pk}/head/").headers["Location"].endswith("/sent/")


def test_a_draft_goes_on_where_it_stopped_on_another_phone(client: Client, citizen: Account) -> None:
    sign_in(client, citizen)
    pages = Pages(client)
    pages.done("head/", **family_of_five()[0])
    other_phone = sign_in(Client(), citizen)
    listed = other_phone.get("/ar/register/").content.decode()
    assert f"/ar/register/{pages.pk}/" in listed
    family = other_phone.get(f"/ar/register/{pages.pk}/family/").content.decode()
    assert family_of_five()[0]["full_name"] in family
    assert "1 مارس 1985" in family


def test_a_foreign_draft_does_not_exist(
    client: Client, citizen: Account, other_citizen: Account, clerk: Account
) -> None:
    draft = Pages(sign_in(client, citizen))
    for stranger in (other_citizen, clerk):
        other = sign_in(Client(), stranger)
        assert problem(other.get(reverse("api-application", args=[draft.pk])))["status"] == 404
    assert sign_in(Client(), other_citizen).get(f"{draft.base}head/").status_code == 404
    assert client.get(f"/en/register/{draft.pk}/family/{uuid.uuid4()}/").status_code == 404


def test_people_are_changed_and_removed_one_at_a_time(client: Client, citizen: Account) -> None:
    pages = Pages(sign_in(client, citizen))
    head, spouse, child = family_of_five()[:3]
    pages.done("head/", **head)
    pages.done("family/add/", **spouse)
    pages.done("family/add/", **child)
    with system_reach():
        ids = dict(Applicant.objects.filter(application=pages.pk).values_list("relation", "pk"))
    assert client.get(f"{pages.base}family/{ids['child']}/").status_code == 200
    corrected = {**child, "national_id": national_id(date(2013, 1, 1), 4)}
    pages.done(f"family/{ids['child']}/", **corrected)
    assert spouse["full_name"] in client.get(f"{pages.base}family/{ids['spouse']}/remove/").content.decode()
    pages.done(f"family/{ids['spouse']}/remove/")
    with system_reach():
        left = Applicant.objects.filter(application=pages.pk).order_by("position")
        assert [(row.relation, row.birth_date, row.sex) for row in left] == [
            ("head", date(1985, 3, 1), "male"), ("child", date(2013, 1, 1), "female"),
        ]  # fmt: skip
    # The one removed can be added again, and the order is kept.
    pages.done("family/add/", **spouse)


def test_a_doubtful_number_is_taken_with_a_warning(client: Client, citizen: Account) -> None:
    pages = Pages(sign_in(client, citizen))
    head = family_of_five()[0]
    wrong_check_digit = head["national_id"][:-1] + str((int(head["national_id"][-1]) + 5) % 10)
    pages.done("head/", **{**head, "national_id": wrong_check_digit})
    assert "its last digit is unusual" in client.get(f"{pages.base}family/").content.decode()
    shown = client.get(reverse("api-application", args=[pages.pk])).json()
    assert shown["applicants"][0]["doubtful"] is True


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b'{"applicants": 3}', b'{"applicants": [3]}', b'{"unit": ["x"]}', b'{"uncle": 1}', b"\xff",
             b'{"applicants": [{"national_id": {"a": 1}}]}', b'{"unit": "\\u0000"}'],
)  # fmt: skip
def test_a_broken_body_is_refused_and_saves_nothing(client: Client, citizen: Account, body: bytes) -> None:
    sign_in(client, citizen)
    answer = client.generic("POST", reverse("api-applications"), body, content_type="application/json")
    assert problem(answer)["status"] in (400, 422)
    with system_reach():
        assert not Application.objects.exists()


@pytest.mark.parametrize("step", ["head", "family/add", "governorate", "district", "address", "unit"])
@pytest.mark.parametrize(
    "value", ["a\x00b", "x" * 5000, "\u202e\ufeff", "'; DROP TABLE people_household; --"]
)
def test_hostile_values_are_refused_on_every_page(
    client: Client, citizen: Account, step: str, value: str
) -> None:
    pages = Pages(sign_in(client, citizen))
    pages.done("governorate/", governorate="EG-LX")
    names = ("relation", "full_name", "national_id", "governorate", "district", "address", "unit")
    if step == "address" and "TABLE" in value:
        return  # words, and harmless ones: an address is nothing but text
    assert pages.post(f"{step}/", **dict.fromkeys(names, value)).status_code == 422
    assert client.post(f"{pages.base}{step}/", {"version": value}).status_code == 412
    assert client.post(f"{pages.base}{step}/").status_code == 412


def test_a_body_sent_twice_with_one_key_begins_one_draft(client: Client, citizen: Account) -> None:
    sign_in(client, citizen)
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first, second = (
        api(client, "POST", reverse("api-applications"), {"applicants": family_of_five()}, **key)
        for _time in range(2)
    )
    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert second.headers["ETag"] == '"1"'
    with system_reach():
        assert Application.objects.count() == 1
    other = api(client, "POST", reverse("api-applications"), {"applicants": []}, **key)
    assert problem(other)["status"] == 409
