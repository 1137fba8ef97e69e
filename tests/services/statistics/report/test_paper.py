"""The PDF says what the page says, to the letter and to the digit, in both languages; and looks as it should."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pypdfium2
import pytest
from django.test import Client
from django.utils import timezone, translation
from PIL import Image

from facilities.directory.models import Facility
from registry.people.models import Beneficiary
from services.statistics.models import Report
from services.statistics.report import pdf as paper
from services.statistics.report.document import Document, Section, table
from services.statistics.report.sentences import grown, summary
from tests.cast import sign_in
from tests.services.statistics.report.printed import VOWEL_MARKS, printed, squashed
from tests.services.statistics.report.test_report import asked, draft, last_month, published
from tests.services.visits import lines_of, person_of, visit
from uhis_portal.accounts.models import Account

pytestmark = pytest.mark.django_db


class Shown(HTMLParser):
    """The texts of a report's page: headings, paragraphs, cells, points; without what is not printed."""

    KINDS = {"h1", "h2", "caption", "p", "th", "td", "li", "dt", "dd"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.headings: list[str] = []  # of columns, which go on in a second line
        self.goes_to = self.texts
        article = html[html.index('<article class="report"') : html.index("</article>")]
        self.feed(
            re.sub(
                r'<ul class="report-files.*?</ul>|<p class="report-head.*?</p>', "", article, flags=re.DOTALL
            )
        )

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in self.KINDS:
            self.goes_to = self.headings if ("scope", "col") in attributes else self.texts
            self.goes_to.append("")

    def handle_data(self, data: str) -> None:
        if self.goes_to:
            self.goes_to[-1] += data


@pytest.fixture
def person(luxor_unit: Facility) -> Beneficiary:
    return person_of(luxor_unit)


@pytest.fixture
def code(
    client: Client, clerk: Account, governorate_admin: Account, luxor_unit: Facility, person: Beneficiary
) -> str:
    """A published report of Luxor with some services, and one more revision of it."""
    for kind, quantity in (("PHC-FM", 1234), ("PHC-LAB", 56), ("PHC-EXAM", 1), ("PHC-DENT", 789)):
        lines = [
            line for _time in range(quantity // 99 + 1) for line in lines_of(kind, quantity=min(99, quantity))
        ]
        for at in range(0, len(lines), 20):
            visit(clerk, luxor_unit.pk, person.pk, lines[at : at + 20], on=last_month())
    published(sign_in(client, governorate_admin))
    visit(
        clerk, luxor_unit.pk, person.pk, lines_of("PHC-RAD", quantity=3), on=last_month() + timedelta(days=1)
    )
    return published(client)["code"]


def test_a_paper_that_takes_too_long_is_said_to_be_busy(
    client: Client, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "WITHIN", 0.001)
    for address in (f"/ar/statistics/reports/{code}/pdf/", f"/api/v1/statistics/reports/{code}/pdf/"):
        assert client.get(address, headers={"Accept": "application/pdf"}).status_code == 503


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_paper_says_what_the_page_says_in_the_order_of_reading(
    language: str, client: Client, code: str
) -> None:
    page = client.get(f"/{language}/statistics/reports/{code}/")
    made = client.get(f"/{language}/statistics/reports/{code}/pdf/")
    assert made.headers["Content-Disposition"] == f'inline; filename="{code}-{language}.pdf"'
    assert made.headers["Content-Type"] == "application/pdf"
    said = printed(made.content, right_to_left=language == "ar")
    shown = Shown(page.content.decode())
    texts = [squashed(text) for text in shown.texts]
    assert len(texts) > 150
    place = 0
    for text in filter(None, texts):
        found = said.find(text, place)
        assert found >= 0, f"{text} is missing after {said[place : place + 80]}"
        place = found + len(text) if said.count(text) == 1 else place
    assert all(squashed(word) in said for heading in shown.headings for word in heading.split())
    headings = [text for text in texts if said.count(text) == 1]
    assert headings == sorted(headings, key=said.index)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_page_and_paper_show_the_numbers_that_the_endpoint_sends(
    language: str, client: Client, code: str
) -> None:
    numbers = client.get(f"/api/v1/statistics/reports/{code}/").json()["numbers"]
    page = client.get(f"/{language}/statistics/reports/{code}/").content.decode()
    said = printed(
        client.get(f"/{language}/statistics/reports/{code}/pdf/").content, right_to_left=language == "ar"
    )
    services = numbers["services"]
    parts = [*services["by_level"], *services["by_category"], *services["by_kind"]]
    for part in parts:
        assert f"{part['value']:,}" in page
        assert squashed(part["name"][language]).lower() + f"{part['value']}" in said.lower()
    for name in ("registered", "facilities"):
        total = numbers[name].get("total", numbers[name].get("value"))
        assert str(total) in said
    assert f"{services['value']:,}" in page and str(services["value"]) in said


def test_the_endpoint_makes_the_same_paper_as_the_page(client: Client, code: str) -> None:
    for language in ("ar", "en"):
        sent = client.get(
            f"/api/v1/statistics/reports/{code}/pdf/",
            headers={"Accept-Language": language, "Accept": "application/pdf"},
        )
        assert sent.content == client.get(f"/{language}/statistics/reports/{code}/pdf/").content


def test_the_paper_has_the_cairo_font_inside_and_says_its_language(client: Client, code: str) -> None:
    made = client.get(f"/ar/statistics/reports/{code}/pdf/").content
    document = pypdfium2.PdfDocument(made)
    assert document.get_metadata_dict()["Title"].startswith("تقرير الإنجازات: محافظة الأقصر")
    assert set(re.findall(rb"/BaseFont\s*/[A-Z]{6}\+([\w-]+)", made)) <= {
        b"Cairo-Regular",
        b"Cairo-Bold",
        b"Cairo",
    }
    assert document[0].get_size() == pytest.approx((595.28, 841.89), abs=0.1)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_paper_begins_on_the_side_of_its_language(language: str, client: Client, code: str) -> None:
    made = client.get(f"/{language}/statistics/reports/{code}/pdf/").content
    for page in pypdfium2.PdfDocument(made):
        picture = page.render(scale=1).to_pil().convert("L")
        margins = (
            ink(picture.crop((0, 0, 45, picture.height))),
            ink(picture.crop((picture.width - 45, 0, picture.width, picture.height))),
        )
        assert margins == (0, 0)
    top = pypdfium2.PdfDocument(made)[0].render(scale=1).to_pil().convert("L").crop((45, 60, 550, 140))
    left, right = ink(top.crop((0, 0, 250, 80))), ink(top.crop((255, 0, 505, 80)))
    assert (right > 3 * left) if language == "ar" else (left > 3 * right)


def ink(picture: Image.Image) -> int:
    return sum(picture.histogram()[:128])


def test_a_draft_says_on_paper_that_it_is_one(client: Client, clerk: Account) -> None:
    sign_in(client, clerk)
    made = client.get(f"/en/statistics/reports/draft/pdf/{asked()}")
    assert "Draftnotpublished" in printed(made.content, right_to_left=False)
    month = f"{last_month():%Y-%m}"
    assert made.headers["Content-Disposition"] == f'inline; filename="EG-LX-{month}-{month}-draft-en.pdf"'
    assert not Report.objects.exists()


def test_what_a_name_holds_is_text_on_paper_whatever_it_looks_like() -> None:
    names = [
        '#read("/etc/passwd")',
        "= $x$ *bold* <label> @ref `raw`",
        "\\u{41} // comment",
        "اسم #set page()",
    ]
    with translation.override("en"):
        document = Document("en", "Title", "2026", "", (), (Section("Names", (), (
            table("Names", ("Name", "Value"), [(name, "1") for name in names]),)),))  # fmt: skip
        said = printed(paper.pdf(document, timezone.now()), right_to_left=False)
    for name in names[:3]:
        assert squashed(name) in said


def test_a_table_longer_than_a_page_repeats_its_headings() -> None:
    rows = [(f"row {number}", str(number)) for number in range(120)]
    with translation.override("en"):
        document = Document("en", "Title", "2026", "", (), (Section("Long", (), (
            table("Rows", ("Heading", "Value"), rows),)),))  # fmt: skip
        said = printed(paper.pdf(document, timezone.now()), right_to_left=False)
    assert said.count("HeadingValue") > 2 and "row119119" in said


def test_when_many_are_made_at_once_the_page_says_to_try_again(
    client: Client, clerk: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, clerk)
    monkeypatch.setattr(paper, "PATIENCE", 0)
    with paper.at_once, paper.at_once:
        page = client.get(f"/en/statistics/reports/draft/pdf/{asked()}")
        assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
        assert "The portal is busy" in page.content.decode()
        assert client.get(f"/api/v1/statistics/reports/draft/pdf/{asked()}").status_code == 503
    assert client.get(f"/en/statistics/reports/draft/pdf/{asked()}").status_code == 200


@pytest.mark.parametrize(
    ("people", "said"),
    [
        (0, "لم يكن أحد مسجلا"),
        (1, "منتفع واحد مسجل"),
        (2, "منتفعان مسجلان"),
        (5, "5 منتفعين مسجلين"),
        (13, "13 منتفعا مسجلا"),
        (1_200_000, "1,200,000 منتفع مسجل"),
    ],
)
def test_the_summary_counts_as_arabic_does(people: int, said: str, client: Client, clerk: Account) -> None:
    numbers = draft(sign_in(client, clerk))["numbers"]
    numbers["registered"]["value"] = people
    with translation.override("ar"):
        assert said in VOWEL_MARKS.sub("", summary(numbers)[0])


def test_growth_is_said_in_words() -> None:
    with translation.override("en"):
        assert [grown(more) for more in (0, 1, -2)] == [
            "That is as many as before the period.",
            "That is 1 person more than before the period.",
            "That is 2 people fewer than before the period.",
        ]
