"""Shapes that endpoints share."""

from typing import Any

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
        return {"ar": getattr(instance, f"{self.attribute}_ar"), "en": getattr(instance, f"{self.attribute}_en")}


class CodeAndName(serializers.Serializer):
    """A thing named from elsewhere: its official code and its name in both languages."""

    code = serializers.CharField(read_only=True)
    name = BilingualName()


class StrictSerializer(serializers.Serializer):
    """Input: a name that is not declared is refused, so that a slip of the pen is not silently dropped."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            writable = {name for name, field in self.fields.items() if not field.read_only}
            unknown = [name for name in data if name not in writable]
            if unknown:
                from django.utils.translation import gettext as _

                raise serializers.ValidationError({name: [_("There is no such field.")] for name in unknown})
        return super().to_internal_value(data)
