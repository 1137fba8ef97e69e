from typing import Any

from django.conf import settings
from django.db import migrations

from registry.people.duplicates.keys import keys_of

# An index of array elements is closed to whoever is under row-level security, since && is not leakproof. So this
# function asks as its owner, answers with ids alone, and to nobody but who has everything in reach. Nothing is known
# of how rare a key is, so the planner would read everyone; and rows that wait to be put into the index would be read
# one by one, so none wait.
SHARING = f"""
CREATE FUNCTION people_sharing_keys(asked text[]) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
  SELECT id FROM people_beneficiary
   WHERE search_keys && asked AND (SELECT current_setting('portal.everything', true)) = 'on'
   ORDER BY (SELECT count(*) FROM unnest(search_keys) AS key WHERE key = ANY (asked)) DESC, id
   LIMIT 200
$$;
REVOKE ALL ON FUNCTION people_sharing_keys(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_sharing_keys(text[]) TO "{settings.SERVING_ROLE}";
ALTER INDEX beneficiaries_by_search_key SET (fastupdate = off);
"""
NOT_SHARING = """
DROP FUNCTION people_sharing_keys(text[]);
ALTER INDEX beneficiaries_by_search_key RESET (fastupdate);
"""


def give_keys(apps: Any, schema_editor: Any) -> None:
    """Everyone registered before there were keys gets them."""
    people = apps.get_model("people", "Beneficiary").objects
    without = people.filter(search_keys=[]).only("id", "full_name", "birth_date", "sex")
    batch: list[Any] = []
    for person in without.iterator(chunk_size=1000):
        person.search_keys = keys_of(person.full_name, person.birth_date, person.sex)
        batch.append(person)
        if len(batch) == 1000:
            people.bulk_update(batch, ["search_keys"])
            batch.clear()
    people.bulk_update(batch, ["search_keys"])


class Migration(migrations.Migration):
    # The history triggers call a function of pghistory's own migrations.
    dependencies = [("people", "0005_guards_of_the_new"), ("pghistory", "0007_auto_20250421_0444")]

    operations = [
        migrations.RunSQL(SHARING, NOT_SHARING),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
    ]
