"""`python -m tests.benches.luxor [--services 145000]`: a database of such a governorate, to look at; `--drop` drops it.

It stays until it is dropped: the portal is served on it with its name in DATABASE_URL and DATABASE_OWNER_URL.
"""

import argparse
import os
import sys

import django

from tests.benches.luxor import WHOLE, NoRoom, fill, room_needed
from tests.benches.luxor.filling import check_room
from tests.template import address, copy, owner_connection, template

NAME = "uhis_luxor"


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.benches.luxor", description=__doc__)
    asked.add_argument("--services", type=int, default=WHOLE)
    asked.add_argument("--drop", action="store_true", help="drop the database and make none")
    options = asked.parse_args()
    admin = owner_connection("postgres")
    with admin.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{NAME}"')
    admin.close()
    if options.drop:
        return 0
    try:
        check_room(options.services)
    except NoRoom as error:
        print(error)
        return 1
    print(
        f"{options.services:,} services in the database {NAME}; up to {room_needed(options.services):,} MB of disk."
    )
    copy(template(), NAME)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benches.settings")
    django.setup()
    fill(NAME, options.services)
    print(f"      DATABASE_URL={address('DATABASE_URL', NAME)}")
    print(f"      DATABASE_OWNER_URL={address('DATABASE_OWNER_URL', NAME)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
