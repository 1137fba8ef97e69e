from modeltranslation.translator import TranslationOptions, register

from facilities.catalogue.models import ServiceType
from uhis_portal.audit.history import tracked


@register(ServiceType)
class ServiceTypeTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("ar", "en")


tracked()(ServiceType)
