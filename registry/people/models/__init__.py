"""Who is covered: beneficiaries, their households, who belonged to which when, and all that changes it."""

from registry.people.models.access import FileHolder, JoinCode
from registry.people.models.duplicates import Merge, PossibleDuplicate
from registry.people.models.life import DependantRule, LifeEvent
from registry.people.models.registered import Beneficiary, Household, Membership, Reason, Relation, Sex
from registry.people.models.units import Handover, HandoverFamily, UnitRequest

__all__ = [
    "Beneficiary", "DependantRule", "FileHolder", "Handover", "HandoverFamily", "Household", "JoinCode", "LifeEvent",
    "Membership", "Merge", "PossibleDuplicate", "Reason", "Relation", "Sex", "UnitRequest",
]  # fmt: skip
