"""`python -m tests.benches [P1 …]`: each bench prints its figures beside its baseline; the exit code counts the missed."""

import logging
import os
import shutil
import sys
from contextlib import ExitStack

import django

from tests.benches.database import PROJECT, anew, own_database

ROOM_NEEDED = 2048  # MB


def main(wanted: list[str]) -> int:
    free = shutil.disk_usage(PROJECT).free // 2**20
    if free < ROOM_NEEDED:
        print(f"The disk is full: the benches need {ROOM_NEEDED} MB, and {free} MB are free.")
        return 1
    with own_database(), ExitStack() as kept:
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benches.settings"
        django.setup()
        logging.disable(logging.INFO)  # a line for each request that is made in this process
        from tests.benches import (  # models are there only now
            dashboard,
            duplicates,
            finder,
            finder_hits,
            folding,
            importing_services,
            logging_services,
            luxor,
            registering,
            sameness,
        )

        databases = kept.enter_context(luxor.Databases())
        benches = {
            "C1": finder_hits.main,
            "C2": duplicates.main,
            "P1": finder.run,
            "P2": logging_services.run,
            "P3": importing_services.run,
            "P4": lambda: dashboard.run(databases),
            "P5": lambda: folding.run(databases),
            "P6": registering.run,
            "S6": sameness.run,
        }
        missed = 0
        for number, name in enumerate(wanted or benches):
            if number:
                anew()  # what one bench wrote is not in the way of the next
            try:
                missed += benches[name]()
            except luxor.NoRoom as error:
                print(f"{name}  {error}")
                missed += 1
        return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
