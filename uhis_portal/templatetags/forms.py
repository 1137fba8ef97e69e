"""The components of forms: fields with label, hint and error tied together, and what stands around them."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import (
    BaseForm,
    BaseFormSet,
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    Field,
    MultiWidget,
    RadioSelect,
    Select,
)
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from uhis_portal.templatetags.portal import drawn

register = template.Library()

KINDS: Mapping[str, Mapping[str, str]] = {
    "": {},
    "digits": {"inputmode": "numeric", "dir": "ltr", "spellcheck": "false", "autocomplete": "off"},
    "code": {"dir": "ltr", "spellcheck": "false", "autocapitalize": "none", "autocomplete": "off"},
    "phone": {"inputmode": "tel", "dir": "ltr", "autocomplete": "tel"},
    "email": {"inputmode": "email", "dir": "ltr", "spellcheck": "false", "autocomplete": "email"},
}


@register.simple_tag
def field(
    bound: BoundField,
    *,
    label: str | None = None,
    hint: str | None = None,
    kind: str = "",
    size: str = "",
    prefix: str = "",
    suffix: str = "",
    title: bool = False,
    optional: bool = True,
    hints: Mapping[str, str] | None = None,
    inline: bool = False,
    quiet: bool = False,
    autocomplete: str = "",
    autofocus: bool = False,
) -> SafeString:
    """Label, hint, error and input of a bound form field, tied together for screen readers."""
    widget = bound.field.widget
    identity = bound.auto_id
    shown_hint = bound.help_text if hint is None else hint
    described_by = " ".join(
        part
        for part in (
            f"{identity}_helptext" if shown_hint else "",
            f"{identity}_error" if bound.errors else "",
        )
        if part
    )
    arguments: dict[str, Any] = {
        "field": bound,
        "id": identity,
        "label": bound.label if label is None else label,
        "hint": shown_hint,
        "described_by": described_by,
        "title": title,
        "quiet": quiet,
        "optional": optional and not bound.field.required and not isinstance(widget, CheckboxInput),
        "inline": inline,
        "prefix": prefix,
        "suffix": suffix,
    }
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        chosen_hints = {str(value): text for value, text in (hints or {}).items()}
        options = [
            (option.data, chosen_hints.get(str(option.data["value"]), "")) for option in bound.subwidgets
        ]
        return drawn("field_choices", options=options, **arguments)
    if isinstance(widget, MultiWidget):
        context = widget.get_context(bound.html_name, bound.value(), {"id": identity})["widget"]
        parts = zip(
            context["subwidgets"],
            getattr(widget, "part_labels", ()),
            getattr(widget, "part_sizes", ()),
            strict=True,
        )
        return drawn("field_parts", parts=list(parts), **arguments)

    attributes: dict[str, Any] = {**widget.attrs, **KINDS[kind]}
    if described_by:
        attributes["aria-describedby"] = described_by
    if bound.errors:
        attributes["aria-invalid"] = "true"
    if autocomplete:
        attributes["autocomplete"] = autocomplete
    if autofocus:
        attributes["autofocus"] = True
    if isinstance(widget, CheckboxInput):
        return drawn("field_checkbox", control=bound.as_widget(attrs=attributes), **arguments)
    looks = ["select" if isinstance(widget, Select) else "input", f"size-{size}" if size else ""]
    attributes["class"] = " ".join(name for name in (widget.attrs.get("class", ""), *looks) if name)
    return drawn("field", control=bound.as_widget(attrs=attributes), **arguments)


@register.simple_block_tag
def fieldset(content: str, *, legend: str, hint: str = "", title: bool = False) -> SafeString:
    """Fields that belong together under one legend."""
    return drawn("fieldset", content=content, legend=legend, hint=hint, title=title)


@register.simple_tag
def error_summary(*forms: BaseForm | BaseFormSet | None, focus: bool = True) -> SafeString:
    """What is wrong, on top of the page, each line a link to its field. Nothing when nothing is wrong."""
    problems = [problem for form in forms if form is not None for problem in problems_of(form)]
    return drawn("error_summary", problems=problems, focus=focus) if problems else SafeString("")


def problems_of(form: BaseForm | BaseFormSet) -> list[tuple[str, str]]:
    """(id of the input or "", message) of every error, in the order of the page."""
    if isinstance(form, BaseFormSet):
        if not form.is_bound:
            return []
        problems = [("", str(message)) for message in form.non_form_errors()]
        return problems + [problem for one in form.forms for problem in problems_of(one)]
    problems = [("", str(message)) for message in form.non_field_errors()]
    said = Counter(message for name in form.fields for message in form[name].errors)
    for name in form.fields:
        bound = form[name]
        several_inputs = isinstance(bound.field.widget, RadioSelect | CheckboxSelectMultiple | MultiWidget)
        target = f"{bound.auto_id}_0" if several_inputs else bound.auto_id
        for message in bound.errors:
            # Django's own sentence, or one that stands at several fields, does not say which of them it means.
            if message == Field.default_error_messages["required"] or said[message] > 1:
                message = f"{str(bound.label).rstrip('؟?:')}: {message}"
            problems.append(("" if bound.is_hidden else target, str(message)))
    return problems


@register.inclusion_tag("components/button.html")
def button(
    label: str,
    *,
    kind: str = "primary",
    type: str = "submit",
    name: str = "",
    value: str = "",
    form: str = "",
    formaction: str = "",
    icon: str = "",
    shortcut: str = "",
) -> dict[str, Any]:
    """A button that does something. kind: primary, secondary, warning, quiet."""
    return locals()


@register.inclusion_tag("components/link_button.html")
def link_button(label: str, url: str, *, kind: str = "primary", icon: str = "") -> dict[str, Any]:
    """A link that starts something and looks like a button."""
    return locals()


@register.inclusion_tag("components/search_box.html")
def search_box(
    *, label: str, name: str = "q", value: str = "", hint: str = "", button: str = "", autofocus: bool = False
) -> dict[str, Any]:
    """The words and the button of a search form; the form around it is the page's."""
    return {**locals(), "button": button or gettext("Search")}


@register.simple_block_tag
def filter_panel(content: str, *, active: int = 0, clear_url: str = "", folded: bool = False) -> SafeString:
    """Fields that narrow a list: folded on a phone, open on a desk; `active` says how many are set.

    Those that are set open it, unless it is to stay `folded` since the page names them elsewhere.
    """
    opened = bool(active) and not folded
    return drawn("filter_panel", content=content, active=active, opened=opened, clear_url=clear_url)
