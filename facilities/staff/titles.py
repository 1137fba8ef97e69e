"""Who somebody was on a day: their posts in words, for histories."""

from __future__ import annotations

from collections.abc import Iterable

from facilities.staff.models import Post, Role
from uhis_portal.accounts.titles import OnDay, Titles
from uhis_portal.api.serializers import in_both_languages


def held(asked: Iterable[OnDay]) -> Titles:
    """The posts that accounts held on days: {ar, en}, each with its facility or governorate; in one query."""
    wanted = set(asked)
    if not wanted:
        return {}
    posts = Post.objects.filter(account__in={account for account, _day in wanted})
    found: dict[OnDay, list[dict[str, str]]] = {}
    for post in (
        posts.select_related("facility", "governorate").defer("governorate__outline").order_by("since", "pk")
    ):
        for account, day in wanted:
            if account == post.account_id and post.state(day) is Post.State.CURRENT:
                found.setdefault((account, day), []).append(title(post))
    return {
        at: {"ar": "؛ ".join(said["ar"] for said in titles), "en": "; ".join(said["en"] for said in titles)}
        for at, titles in found.items()
    }


def title(post: Post) -> dict[str, str]:
    role, place = in_both_languages(Role(post.role).label), post.facility or post.governorate
    if place is None:
        return role
    return {"ar": f"{role['ar']}، {place.name_ar}", "en": f"{role['en']}, {place.name_en}"}
