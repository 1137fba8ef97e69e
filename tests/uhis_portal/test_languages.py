"""Which language an answer is in."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_start_is_arabic_unless_another_language_was_chosen_before(client: Client) -> None:
    assert client.get("/", headers={"Accept-Language": "en"}).headers["Location"] == "/ar/"
    client.get("/en/sign-in/")
    assert client.get("/").headers["Location"] == "/en/"
    client.get("/ar/sign-in/")
    assert client.get("/").headers["Location"] == "/ar/"


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_a_page_says_its_language_and_direction(client: Client, language: str, direction: str) -> None:
    page = client.get(f"/{language}/sign-in/").content.decode()
    assert f'lang="{language}"' in page and f'dir="{direction}"' in page


def test_the_language_switch_keeps_the_place_and_the_question(client: Client) -> None:
    page = client.get("/ar/facilities/?q=esna&governorate=EG-LX").content.decode()
    assert 'href="/en/facilities/?q=esna&amp;governorate=EG-LX"' in page


def test_a_page_without_a_language_goes_to_its_own(client: Client) -> None:
    assert client.get("/sign-in/?next=%2Far%2F").headers["Location"] == "/ar/sign-in/?next=%2Far%2F"
    assert client.get("/nowhere/").status_code == 404


@pytest.mark.parametrize(("asked", "sentence"), [
    ("en", "There is nothing at this address."), ("ar", "لا يوجد شيء"), ("fr, en;q=0.5", "There is nothing"), ("", "لا يوجد شيء"),
])  # fmt: skip
def test_the_api_answers_in_the_asked_language(client: Client, asked: str, sentence: str) -> None:
    answer = client.get("/api/v1/nothing/", headers={"Accept-Language": asked})
    assert answer.status_code == 404
    assert answer.json()["title"].startswith(sentence)
    assert answer.headers["Content-Type"] == "application/problem+json"
