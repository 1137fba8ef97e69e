from modeltranslation.translator import TranslationOptions, register

from facilities.catalogue.models import Initiative, KindVersion, ServiceType, Specialty
from uhis_portal.audit.history import tracked


@register([ServiceType, KindVersion, Specialty])
class NamedTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("ar", "en")


@register(Initiative)
class InitiativeTranslation(TranslationOptions):
    fields = ("name", "note")
    required_languages = {"ar": ("name",), "en": ("name",)}


for model in (ServiceType, KindVersion, Initiative, Specialty):
    tracked()(model)
