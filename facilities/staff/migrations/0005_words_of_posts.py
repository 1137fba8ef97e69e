"""Posts given before they could be searched get their words."""

from typing import Any

from django.db import migrations

from uhis_portal.arabic import comparable


def fill(apps: Any, schema_editor: Any) -> None:
    """Names of the person, and of the facility or governorate, made comparable."""
    posts = apps.get_model("staff", "Post").objects.filter(comparable="")
    for post in posts.select_related("account").iterator(chunk_size=2000):
        area = named(apps, post)
        names = (post.account.name_ar, post.account.name_en, post.account.username or "", *area)
        post.comparable = " ".join(filter(None, map(comparable, names)))
        post.save(update_fields=["comparable"])


def named(apps: Any, post: Any) -> tuple[str, ...]:
    """What the area of a post is called; only these columns are read, whatever others the table has by now."""
    for room, model, code in (
        ("directory", "Facility", post.facility_id),
        ("geography", "Governorate", post.governorate_id),
    ):
        if code:
            found = apps.get_model(room, model).objects.filter(pk=code)
            name_ar, name_en = found.values_list("name_ar", "name_en").get()
            return (name_ar, name_en, code)
    return ()


class Migration(migrations.Migration):
    dependencies = [("staff", "0004_invitations_are_private")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
