"""What the components promise: labels tied to inputs, errors tied to fields, nothing unescaped, nothing inline."""

import datetime as dt
import re

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from uhis_portal.components_page import ExampleForm, components_page
from uhis_portal.date_field import DayMonthYearField


def drawn(source, **context):
    with translation.override("en"):
        return Template("{% load portal %}" + source).render(Context(context))


class Household(forms.Form):
    national_id = forms.CharField(label="National ID number", help_text="14 digits")
    relation = forms.ChoiceField(
        label="Relation?", choices=[("s", "Spouse"), ("c", "Child")], widget=forms.RadioSelect
    )
    born_on = DayMonthYearField(label="Date of birth")
    remarks = forms.CharField(label="Remarks", required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_ties_label_hint_and_error_to_its_input():
    html = drawn("{% field form.national_id kind='digits' size='14' %}", form=Household({}))
    assert '<label class="label" for="id_national_id">National ID number</label>' in html
    assert 'aria-describedby="id_national_id_helptext id_national_id_error"' in html
    assert 'id="id_national_id_helptext"' in html
    assert 'id="id_national_id_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'inputmode="numeric"' in html
    assert 'dir="ltr"' in html
    assert "size-14" in html


def test_a_field_without_error_says_nothing_of_errors():
    html = drawn("{% field form.national_id %}", form=Household())
    assert "aria-invalid" not in html
    assert "_error" not in html


def test_only_fields_that_may_stay_empty_are_marked():
    html = drawn("{% field form.remarks %}{% field form.national_id %}", form=Household())
    assert html.count("(optional)") == 1
    assert "(optional)" not in drawn("{% field form.remarks optional=False %}", form=Household())


def test_radios_are_a_fieldset_with_hints_of_their_own():
    html = drawn(
        "{% field form.relation hints=hints %}", form=Household({"relation": "c"}), hints={"c": "Under 18"}
    )
    assert "<fieldset" in html
    assert "<legend" in html
    assert re.search(r'value="c" id="id_relation_1" checked aria-describedby="id_relation_1_hint"', html)
    assert "Under 18" in html


def test_one_question_of_a_page_is_its_heading():
    assert '<h1 class="field-title"><label' in drawn(
        "{% field form.national_id title=True %}", form=Household()
    )
    assert re.search(r"<legend[^>]*><h1", drawn("{% field form.relation title=True %}", form=Household()))


def test_a_date_is_three_labelled_inputs():
    html = drawn("{% field form.born_on %}", form=Household(initial={"born_on": dt.date(1985, 3, 27)}))
    for part, value in (("0", "27"), ("1", "3"), ("2", "1985")):
        assert f'for="id_born_on_{part}"' in html
        assert f'id="id_born_on_{part}" value="{value}"' in html


@pytest.mark.parametrize(
    ("day", "month", "year", "code"),
    [
        ("", "", "", "required"),
        ("27", "", "1985", "incomplete"),
        ("31", "2", "1985", "no_such_day"),
        ("x", "2", "1985", "invalid"),
        ("1", "2", "85", "invalid"),
        ("1", "2", "999999999999", "invalid"),
    ],
)
def test_a_wrong_date_says_what_is_wrong(day, month, year, code):
    form = Household({"born_on_0": day, "born_on_1": month, "born_on_2": year})
    assert [error.code for error in form.errors.as_data()["born_on"]] == [code]


@pytest.mark.parametrize("parts", [("27", "3", "1985"), ("٢٧", "٠٣", "١٩٨٥"), ("۲۷", "۳", " ۱۹۸۵\u200f")])
def test_a_date_is_understood_in_any_digits(parts):
    assert DayMonthYearField().clean(list(parts)) == dt.date(1985, 3, 27)


def test_the_error_summary_links_to_every_field_and_names_it():
    form = Household({"national_id": "1", "born_on_0": "31", "born_on_1": "2", "born_on_2": "1985"})
    form.add_error(None, "The family already has a head.")
    html = drawn("{% error_summary form %}", form=form)
    assert 'role="alert"' in html
    assert "<li>The family already has a head.</li>" in html
    assert 'href="#id_relation_0">Relation: ' in html
    assert 'href="#id_born_on_0"' in html


def test_a_sentence_that_stands_at_several_fields_names_each_in_the_summary():
    form = Household({})
    for name in ("national_id", "remarks"):
        form.errors.pop(name, None)
        form.add_error(name, "This is needed.")
    html = drawn("{% error_summary form %}", form=form)
    assert ">National ID number: This is needed.<" in html
    assert ">Remarks: This is needed.<" in html


def test_the_error_summary_of_several_forms_is_one_and_of_none_is_nothing():
    members = forms.formset_factory(Household, extra=0)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-remarks": "a", "form-1-remarks": "b"}
    )
    html = drawn("{% error_summary form members %}", form=Household({}), members=members)
    assert html.count('role="alert"') == 1
    assert 'href="#id_national_id"' in html
    assert 'href="#id_form-1-national_id"' in html
    assert drawn("{% error_summary form nothing %}", form=Household(), nothing=None) == ""


HOSTILE = '"><script>alert(1)</script>'


@pytest.mark.parametrize(
    "source",
    [
        "{% button text %}",
        "{% link_button text text %}",
        "{% badge text %}",
        "{% summary_row text text change_url=text %}",
        "{% summary_list title=text %}{% endsummary_list %}",
        "{% notice title=text %}{{ text }}{% endnotice %}",
        "{% answer text %}{{ text }}{% endanswer %}",
        "{% panel text reference=text %}{% endpanel %}",
        "{% empty text %}{% endempty %}",
        "{% details text %}{{ text }}{% enddetails %}",
        "{% data_table text %}{% enddata_table %}",
        "{% tile text value=text unit=text source=text note=text %}{{ text }}{% endtile %}",
        "{% facility_card name=text url=text kind=text place=text former=text %}{{ text }}{% endfacility_card %}",
        "{% search_box label=text value=text hint=text %}",
        "{% task text url=text hint=text %}",
        "{% back_link text label=text %}",
        "{{ text|code }}{{ text|isolate }}",
    ],
)
def test_nothing_from_outside_becomes_markup(source):
    html = drawn(source, text=HOSTILE)
    assert "<script" not in html
    assert "&lt;script" in html


def test_what_is_not_known_is_said_in_words():
    assert "Not known" in drawn("{% tile 'Beds' value=None %}{% endtile %}")
    assert "Not known" in drawn("{% summary_row 'Phone' '' %}")
    assert "Not known" not in drawn("{% summary_row 'Children' 0 %}")
    assert "Not known" in drawn("{% capacity title='Beds' used=None total=None icon='bed' %}")
    assert "Not known" in drawn("{% bars 'Levels' rows=rows %}", rows=[{"label": "Ambulance", "value": None}])


def test_a_bar_is_as_long_as_its_share_of_the_longest():
    rows = [{"label": "a", "value": 200}, {"label": "b", "value": 50}, {"label": "c", "value": 0}]
    html = drawn("{% bars 'Levels' rows=rows %}", rows=rows)
    assert re.findall(r'class="bar" width="([^"]+)"', html) == ["100.0%", "25.0%", "0.0%"]


@pytest.mark.parametrize(
    ("used", "total", "taken", "words"),
    [
        (0, 100, 0, "Free: 100 of 100"),
        (1, 100, 1, "Free: 99 of 100"),
        (99, 100, 9, "Free: 1 of 100"),
        (100, 100, 10, "Full: all 100 are taken"),
        (130, 100, 10, "Full: 130 taken, planned for 100"),
    ],
)
def test_capacity_never_looks_full_or_empty_when_it_is_not(used, total, taken, words):
    html = drawn("{% capacity title='Places' used=used total=total %}", used=used, total=total)
    assert html.count("symbol--taken") == taken
    assert words in html


def test_a_list_without_pages_has_no_navigation():
    assert drawn("{% pagination %}").strip() == ""
    assert "1 result<" in drawn("{% pagination count=1 %}")
    assert "1,210 results" in drawn("{% pagination count=1210 %}")


def test_an_exact_position_needs_no_words_and_an_approximate_one_has_them():
    assert drawn("{% approximate_location precision='point' %}").strip() == ""
    assert "village" in drawn("{% approximate_location precision='village' %}")
    card = "{% facility_card name='Unit' distance_km=km approximate=True %}{% endfacility_card %}"
    assert "within about 3 km" in drawn(card, km=0.2)


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_the_living_page_shows_everything_and_keeps_the_content_security_policy(language, direction):
    request = RequestFactory().get(f"/{language}/components/")
    with translation.override(language):
        html = components_page(request).content.decode()
    assert f'<html lang="{language}" dir="{direction}">' in html
    assert "<style" not in html
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r'<[a-z][^>]*\s(style|on[a-z]+)="', html)
    identities = re.findall(r'\sid="([^"]+)"', html)
    assert len(identities) == len(set(identities))


def test_the_example_form_is_the_one_that_is_shown():
    assert set(ExampleForm().fields) >= {"name", "national_id", "birth_date", "relation"}
