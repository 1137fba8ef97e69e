from django.db import migrations

from uhis_portal.database.guards import OWN_ACCOUNT, append_only, private_history, row_security, within

AREA = [within("governorate_id", "governorates"), within("unit_id", "facilities"), within("governorate_id", "reviews")]
FAMILY = within("household_id", "households", "uuid")
EITHER = [within("governorate_id", "reviews"), within("other_governorate_id", "reviews")]


class Migration(migrations.Migration):
    dependencies = [("people", "0004_codes_of_members")]

    operations = [
        row_security("people_fileholder", see=[OWN_ACCOUNT, FAMILY]),
        row_security("people_joincode", see=[*AREA, FAMILY]),
        row_security("people_lifeevent", see=[*AREA, FAMILY]),
        row_security("people_unitrequest", see=[*AREA, FAMILY]),
        row_security("people_handoverfamily", see=AREA),
        row_security("people_possibleduplicate", see=EITHER),
        row_security("people_merge", see=EITHER),
        *private_history("people_fileholderevent"),
        *private_history("people_lifeeventevent"),
        *private_history("people_unitrequestevent"),
        *private_history("people_possibleduplicateevent"),
        *private_history("people_mergeevent"),
        append_only("people_handoverevent"),
        append_only("people_dependantruleevent"),
    ]
