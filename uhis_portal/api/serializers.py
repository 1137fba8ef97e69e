"""Shapes that endpoints share."""

from typing import Any

from django.db.models import Choices
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


class BilingualName(serializers.Serializer):
    """A name in both languages: `{ar, en}`, read from `<source>_ar` and `<source>_en` of the object."""

    ar = serializers.CharField()
    en = serializers.CharField()

    def __init__(self, *args: Any, attribute: str = "name", **kwargs: Any) -> None:
        self.attribute = attribute
        kwargs.setdefault("source", "*")
        kwargs.setdefault("read_only", True)
        super().__init__(*args, **kwargs)

    def to_representation(self, instance: Any) -> dict[str, str]:
        return {
            "ar": getattr(instance, f"{self.attribute}_ar"),
            "en": getattr(instance, f"{self.attribute}_en"),
        }


class Named(serializers.Serializer):
    """A name in both languages, from a mapping `{ar, en}`."""

    ar = serializers.CharField()
    en = serializers.CharField()


class CodeAndName(serializers.Serializer):
    """A thing named from elsewhere: its official code and its name in both languages."""

    code = serializers.CharField(read_only=True)
    name = BilingualName()


@extend_schema_field(CodeAndName)
class Choice(serializers.Field):
    """One of a fixed list as `{code, name}`, the name in both languages; null where the field is empty."""

    def __init__(self, choices: type[Choices], **kwargs: Any) -> None:
        self.choices = choices
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: str) -> dict[str, Any] | None:
        return {"code": str(value), "name": in_both_languages(self.choices(value).label)} if value else None


def in_both_languages(text: Any) -> dict[str, str]:
    """A translatable text in Arabic and in English."""
    said = {}
    for language in ("ar", "en"):
        with translation.override(language):
            said[language] = str(text)
    return said


class StrictSerializer(serializers.Serializer):
    """Input: a name that is not declared is refused, so that a slip of the pen is not silently dropped."""

    default_error_messages = {"invalid": gettext_lazy("Send an object with named fields.")}

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            writable = {name for name, field in self.fields.items() if not field.read_only}
            unknown = [name for name in data if name not in writable]
            if unknown:
                raise serializers.ValidationError({name: [_("There is no such field.")] for name in unknown})
        return super().to_internal_value(data)
