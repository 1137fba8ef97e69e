"""Every sentence that is sent as a message fits into one, in Arabic and in English, with the longest that it may hold."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from tests.messages import places_left

WINGS = ("uhis_portal", "facilities", "registry", "services")
SENDERS = {"send", "send_message", "tell", "tell_family"}
# Names by which a sentence goes to its sender.
CARRIERS = {"body", "words", "sentence", "REFUSED"}
MARKED = {"_", "gettext", "gettext_noop"}
LONGEST = {
    "code": "000000",
    "reference": "K7MP-3XQ9-TB",
    "file_number": "PTS-0000000",
    "day": "2026-12-31",
    "link": "https://",
}
GOVERNORATES = {"ar": "شمال سيناء", "en": "Kafr El Sheikh"}  # none has a longer name


def marked_in(node: ast.AST) -> Iterator[str]:
    """Translatable sentences anywhere in an expression."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKED:
            for argument in call.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def sentences_of(module: Path) -> Iterator[str]:
    """What a module sends, or hands to the function that sends."""
    text = module.read_text()
    if "notices.actions" not in text and "tell_family" not in text:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SENDERS:
            yield from marked_in(node)
        if isinstance(node, ast.Assign):
            names = {target.id for target in node.targets if isinstance(target, ast.Name)}
            if names & CARRIERS:
                yield from marked_in(node.value)


def sentences() -> list[str]:
    modules = [module for wing in WINGS for module in (settings.BASE_DIR / wing).rglob("*.py")]
    return sorted({sentence for module in modules for sentence in sentences_of(module)})


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("sentence", sentences())
def test_a_message_is_one_message(sentence: str, language: str) -> None:
    with translation.override(language):
        said = translation.gettext(sentence)
    held = LONGEST | {"governorate": GOVERNORATES[language]}
    unknown = set(re.findall(r"%\((\w+)\)", said)) - set(held)
    assert not unknown, f"say in this file how long {unknown} may be"
    assert places_left(said % held) >= 0, said % held


def test_the_messages_that_are_sent_are_found() -> None:
    found = sentences()
    assert "Your code is %(code)s. It is valid for 10 minutes." in found
    assert "Your family is registered. Family file %(file_number)s." in found
    assert "One more number reads family file %(file_number)s. Not you? Call 15344." in found


def test_a_message_of_71_arabic_signs_is_too_long_and_one_of_160_latin_signs_is_not() -> None:
    assert places_left("ا" * 70) == 0 and places_left("ا" * 71) < 0
    assert places_left("a" * 160) == 0 and places_left("a" * 161) < 0
    assert places_left("[" * 80) == 0 and places_left("é" * 160) == 0
    assert places_left("a" * 70 + "ا") < 0
