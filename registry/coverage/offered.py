"""What other rooms offer to choose from, by the settings that name it."""

from registry.coverage.models import ContributionCategory
from uhis_portal.display import bilingual


def work_categories() -> list[tuple[str, str]]:
    """(code, name in the active language) of the groups whose contribution is reckoned alike, in their order."""
    return [
        (category.pk, bilingual(category)) for category in ContributionCategory.objects.order_by("position")
    ]
