"""Row history: every insert, update and delete of a tracked table leaves its row in an event table.

Written by database triggers (django-pghistory), so that no way of writing escapes it. A translated model is tracked
after its translation is registered, otherwise its `_ar` and `_en` columns would be missing from the history.
"""

from collections.abc import Callable, Sequence

import pghistory
from django.db import models


def tracked(*, without: Sequence[str] = ()) -> Callable[[type[models.Model]], type[models.Model]]:
    """Class decorator: keep the history of this table; `without` names sealed columns, which history never holds."""
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(without),
        context_field=pghistory.ContextJSONField(),
        obj_field=pghistory.ObjForeignKey(related_name="history", db_index=True),
    )
