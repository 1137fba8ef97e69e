"""What to do next stands on each page of an application: from a half-filled one to one that came back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from uuid_utils.compat import uuid7

from facilities.directory.models import Facility
from registry.applications import actions
from registry.applications.models import Application
from tests.cast import english, sign_in
from tests.families import ADDRESS, family_of_five, send_application, with_work
from tests.pictures import photograph
from tests.registry.applications.test_mending import child_of, give_back
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.reach import reach_of, within

pytestmark = pytest.mark.django_db


def draft_of(by: Account, home: Facility, **more: object) -> Application:
    given = {"governorate": "EG-LX", "district": home.district_id, **more}
    with within(reach_of(by)):
        return actions.begin(by=by, today=cairo_today(), given=given)


def page_of(client: Client, name: str, application: Application) -> str:
    answer = client.get(english(f"register-{name}", application.pk))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_of_steps_leads_on_to_the_first_that_is_not_done(
    client: Client, citizen: Account, luxor_unit: Facility
) -> None:
    begun = draft_of(citizen, luxor_unit)
    whole = draft_of(citizen, luxor_unit, unit=luxor_unit.pk, address=ADDRESS,
                     applicants=with_work(family_of_five(), cairo_today()))  # fmt: skip
    sign_in(client, citizen)
    assert f'class="button button--primary" href="{english("register-head", begun.pk)}"' in page_of(
        client, "tasks", begun
    )
    assert f'class="button button--primary" href="{english("register-check", whole.pk)}"' in page_of(
        client, "tasks", whole
    )


def test_without_a_head_the_page_of_the_family_leads_to_the_head(
    client: Client, citizen: Account, luxor_unit: Facility
) -> None:
    begun = draft_of(citizen, luxor_unit)
    page = page_of(sign_in(client, citizen), "family", begun)
    assert english("register-head", begun.pk) in page and "That is everyone" not in page


def test_steps_with_something_to_put_right_are_not_said_to_be_completed(
    client: Client, clerk: Account, citizen: Account, luxor_unit: Facility
) -> None:
    sent = send_application(citizen, luxor_unit, family_of_five(day=2))
    child = str(child_of(sent).pk)
    give_back(clerk, sent, {"field": "district", "person": None, "why": "Which one?"},
              {"field": "birth_date", "person": child, "why": "The certificate says otherwise."},
              {"field": "papers", "person": None, "why": "The card cannot be read."})  # fmt: skip
    page = page_of(sign_in(client, citizen), "tasks", sent)
    assert page.count("Look at it again") == 3, "where they live, the children, the photographs"
    assert page.count("Completed") == 5
    assert "The card cannot be read." in page_of(client, "papers", sent)


def test_what_a_clerk_wrote_in_the_other_language_is_kept_apart_from_the_words_around_it(
    client: Client, clerk: Account, citizen: Account, luxor_unit: Facility
) -> None:
    sent = send_application(citizen, luxor_unit, family_of_five(day=2))
    give_back(clerk, sent, {"field": "address", "person": None, "why": "رقم العقار؟"})
    assert "<bdi>رقم العقار؟</bdi>" in page_of(sign_in(client, citizen), "tasks", sent)


def test_how_many_pictures_go_along_is_said_before_sending(
    client: Client, citizen: Account, luxor_unit: Facility
) -> None:
    whole = draft_of(citizen, luxor_unit, unit=luxor_unit.pk, address=ADDRESS,
                     applicants=with_work(family_of_five(), cairo_today()))  # fmt: skip
    sign_in(client, citizen)
    assert "No pictures" in page_of(client, "check", whole)
    with within(reach_of(citizen)):
        picture = SimpleUploadedFile("card.jpg", photograph(), "image/jpeg")
        actions.add_paper(by=citizen, application_id=whole.pk, kind="id_card", file=picture, now=cairo_now())
    assert "1 picture" in page_of(client, "check", whole)


def test_the_number_that_the_code_went_to_is_shown_to_who_typed_it(client: Client, db: None) -> None:
    client.post("/en/sign-in/", {"phone": "0100 000 0033"})
    assert "01000000033" in client.get("/en/sign-in/code/").content.decode()
    assert "01000000033" not in Client().get("/en/sign-in/code/", follow=True).content.decode()


def test_all_that_is_missing_of_a_paper_is_said_at_once(
    client: Client, citizen: Account, luxor_unit: Facility
) -> None:
    begun = draft_of(citizen, luxor_unit)
    sign_in(client, citizen)
    answer = client.post(english("register-papers", begun.pk), {"key": str(uuid7())})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose what paper this is." in said and "Take or choose a picture." in said
