from modeltranslation.translator import TranslationOptions, register

from facilities.directory.models import Accreditation, Capacity, Facility
from uhis_portal.audit.history import tracked


@register(Facility)
class FacilityTranslation(TranslationOptions):
    fields = ("name", "former_name")
    required_languages = {"ar": ("name",), "en": ("name",)}


for model in (Facility, Capacity, Accreditation):
    tracked()(model)
