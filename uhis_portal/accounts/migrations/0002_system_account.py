from django.db import migrations

MAKE = """
INSERT INTO accounts_account (id, kind, password, username, name_ar, name_en, is_active, created_at)
VALUES ('00000000-0000-4000-8000-000000000000', 'system', '!', 'system', 'النظام', 'The system', false, now())
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunSQL(MAKE, "DELETE FROM accounts_account WHERE kind = 'system'")]
