from modeltranslation.translator import TranslationOptions, register

from facilities.geography.models import District, Governorate, Stage
from uhis_portal.audit.history import tracked


@register(Governorate)
class GovernorateTranslation(TranslationOptions):
    fields = ("name", "region", "capital")
    required_languages = ("ar", "en")


@register(District)
class DistrictTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("ar", "en")


for model in (Governorate, Stage, District):
    tracked()(model)
