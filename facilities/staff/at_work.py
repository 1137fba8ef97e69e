"""The posts that somebody holds, as every request of staff needs them.

They are read by one statement that is written out once: making it anew for each request cost more than answering it.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

from facilities.directory.models import Facility
from facilities.geography.models import Governorate
from facilities.staff.models import Post
from uhis_portal.database.prepared import Prepared

# What a request needs of a post; whatever else is asked of it is read then.
NEEDED: dict[type[Model], frozenset[str]] = {
    Post: frozenset({"id", "account_id", "role", "since", "until", "facility_id", "governorate_id"}),
    Facility: frozenset({"code", "name_ar", "name_en", "kind", "governorate_id", "district_id",
                         "primary", "secondary", "tertiary", "diagnostic"}),
    Governorate: frozenset({"code", "name_ar", "name_en"}),
}  # fmt: skip


def statement() -> str:
    """The needed columns of the posts of an account on a day, model by model in the order of their fields."""
    columns = [
        f'"{model._meta.db_table}"."{field.column}"'
        for model, names in NEEDED.items()
        for field in model._meta.concrete_fields
        if field.attname in names
    ]
    return (
        f"SELECT {', '.join(columns)} FROM staff_post"  # noqa: S608 (names of our own columns)
        " LEFT JOIN directory_facility ON directory_facility.code = staff_post.facility_id"
        " LEFT JOIN geography_governorate ON geography_governorate.code = staff_post.governorate_id"
        " WHERE account_id = %(account)s AND since <= %(day)s AND (until IS NULL OR until > %(day)s) ORDER BY since"
    )


READ = Prepared("staff_posts", {"account": "uuid", "day": "date"}, statement)


def posts_on(account: UUID, day: date) -> list[Post]:
    """Posts in force on `day`, each with its facility or governorate."""
    with connection.cursor() as cursor:
        READ.execute(cursor, account=account, day=day)
        return [post_of(row) for row in cursor.fetchall()]


def post_of(row: tuple[Any, ...]) -> Post:
    made: list[Any] = []
    start = 0
    for model, names in NEEDED.items():
        made.append(model.from_db(connection.alias, names, row[start : start + len(names)]))
        start += len(names)
    post, facility, governorate = made
    post.facility = facility if post.facility_id else None
    post.governorate = governorate if post.governorate_id else None
    return post
