from modeltranslation.translator import TranslationOptions, register

from registry.coverage.models import (
    ContributionCategory,
    ContributionRate,
    CopaymentCap,
    CopaymentExemption,
    CopaymentRule,
)
from uhis_portal.audit.history import tracked


@register(ContributionCategory)
class ContributionCategoryTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("ar", "en")


@register(ContributionRate)
class ContributionRateTranslation(TranslationOptions):
    fields = ("base", "source", "note")
    required_languages = {"ar": ("source",), "en": ("source",)}


@register([CopaymentRule, CopaymentCap])
class CopaymentTranslation(TranslationOptions):
    fields = ("source", "note")
    required_languages = {"ar": ("source",), "en": ("source",)}


@register(CopaymentExemption)
class CopaymentExemptionTranslation(TranslationOptions):
    fields = ("name", "source", "note")
    required_languages = {"ar": ("name", "source"), "en": ("name", "source")}


for model in (ContributionCategory, ContributionRate, CopaymentRule, CopaymentCap, CopaymentExemption):
    tracked()(model)
