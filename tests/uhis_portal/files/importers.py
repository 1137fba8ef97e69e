"""Importers of the tests' own: staff accounts row by row, by one statement for a whole chunk, and by several at once."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from uhis_portal.accounts.models import Account
from uhis_portal.files.cells import Cells
from uhis_portal.files.columns import Column, Kind
from uhis_portal.files.importing import (
    Effect,
    Importer,
    Outcome,
    Row,
    Run,
    WrongCells,
    each_row,
    fault,
    wrong,
)
from uhis_portal.reach import Reach


class AccountImporter(Importer):
    """Accounts by user name; staff of the portal's tests may, citizens may not."""

    title = _("Staff")
    columns = (
        Column("username", ar="اسم المستخدم", en="User name", required=True, kind=Kind.CODE, example="mona"),
        Column(
            "name_ar", ar="الاسم بالعربية", en="Name in Arabic", also=("الاسم",), required=True, example="منى"
        ),
        Column("name_en", ar="الاسم بالإنجليزية", en="Name in English", example="Mona"),
        Column("seats", ar="عدد المقاعد", en="Seats", kind=Kind.WHOLE),
    )
    chunk_size = 20

    @classmethod
    def may_import(cls, account: Account, reach: Reach) -> bool:
        return account.kind == Account.Kind.STAFF

    def identity(self, row: Row) -> str:
        return row["username"].casefold()

    def take(self, rows: Sequence[Row], run: Run) -> Iterable[Outcome]:
        return each_row(rows, self.one, columns={"name": "name_ar"})

    def one(self, row: Row) -> Effect:
        cells = Cells(row)
        cells.whole("seats", most=10)
        if cells.faults:
            raise WrongCells(cells.faults)
        if row["name_ar"] == "مرفوض":
            raise ValidationError(
                {"name": ValidationError(gettext("At most %(longest)s characters."), params={"longest": 3})}
            )
        account = Account.objects.filter(username=row["username"]).first()
        wanted = {"name_ar": row["name_ar"], "name_en": row["name_en"]}
        if account is None:
            Account.objects.create(kind=Account.Kind.STAFF, username=row["username"], password="!", **wanted)
            return Effect.NEW
        if all(getattr(account, name) == value for name, value in wanted.items()):
            return Effect.UNCHANGED
        Account.objects.filter(pk=account.pk).update(**wanted)
        return Effect.CHANGED


TAKE_CHUNK = """
WITH given AS (
    SELECT * FROM unnest(%s::int[], %s::text[], %s::text[]) AS given (number, username, name)
), made AS (
    INSERT INTO accounts_account (id, kind, username, name_ar, name_en, password, is_active, created_at)
    SELECT gen_random_uuid(), 'staff', username, name, '', '!', true, now() FROM given WHERE name <> 'مرفوض'
    ON CONFLICT (username) DO UPDATE SET name_ar = excluded.name_ar
     WHERE accounts_account.name_ar <> excluded.name_ar
    RETURNING username, (xmax = 0) AS new
)
SELECT number, CASE WHEN name = 'مرفوض' THEN 'refused' WHEN new THEN 'new' WHEN new IS NULL THEN 'unchanged'
               ELSE 'changed' END
  FROM given LEFT JOIN made USING (username)
"""


class ManyAccountsImporter(AccountImporter):
    """The same, set-based: one statement for a chunk."""

    chunk_size = 5000

    def identity(self, row: Row) -> str | None:  # type: ignore[override]
        return None

    def take(self, rows: Sequence[Row], run: Run) -> Iterable[Outcome]:
        by_number = {row.number: row for row in rows}
        with connection.cursor() as cursor:
            cursor.execute(
                TAKE_CHUNK,
                [list(by_number), [row["username"] for row in rows], [row["name_ar"] for row in rows]],
            )
            for number, effect in cursor.fetchall():
                if effect == "refused":
                    yield wrong(by_number[number], [fault("name_ar", _("Write yes or no."), code="refused")])
                else:
                    yield Outcome(number, Effect(effect))


class BrokenImporter(AccountImporter):
    """Fails at every chunk that holds the row of a user named `trouble`."""

    def one(self, row: Row) -> Effect:
        if row["username"] == "trouble":
            raise ZeroDivisionError
        return super().one(row)


class SideBySideImporter(ManyAccountsImporter):
    """The same, some chunks at once."""

    chunk_size = 5
    side_by_side = True
