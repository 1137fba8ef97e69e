from modeltranslation.translator import TranslationOptions, register

from facilities.directory import models
from uhis_portal.audit.history import tracked

BOTH: dict[str, list[str] | tuple[str, ...]] = {"ar": ("name",), "en": ("name",)}


@register(models.Facility)
class FacilityTranslation(TranslationOptions):
    fields = ("name", "address")
    required_languages = BOTH


@register(models.OtherName)
class OtherNameTranslation(TranslationOptions):
    fields = ("name",)


@register([models.Department, models.Building, models.Programme])
class NameTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = BOTH


@register(models.HoursException)
class HoursExceptionTranslation(TranslationOptions):
    fields = ("reason",)
    required_languages = {"ar": ("reason",), "en": ("reason",)}


for model in (
    models.Accreditation,
    models.Building,
    models.Capacity,
    models.Contact,
    models.Department,
    models.Facility,
    models.HoursException,
    models.OpeningHours,
    models.OtherName,
    models.Programme,
    models.Proposal,
    models.RolePeriod,
    models.Season,
    models.ServiceOffered,
    models.StatusPeriod,
):
    tracked()(model)
