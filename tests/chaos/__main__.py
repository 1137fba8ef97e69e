"""`python -m tests.chaos [R6 …]`: each campaign prints its seed and what came of it; the exit code counts the failed."""

import argparse
import os
import random
import shutil
import subprocess
import sys

import django

from tests.benches.database import PROJECT, own_database
from tests.chaos.own_servers import own_servers

ROOM_NEEDED = 2048  # MB
NAMES = ("I1", "I2", "R1", "R6", "R7", "R9")
OWN_SERVERS = ("R1", "R9")  # which they kill


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wanted", nargs="*", help=f"{', '.join(NAMES)}; all if none is named")
    parser.add_argument("--slice", action="store_true", help="a small part of each, for every change")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    chosen = parser.parse_args()
    if not set(chosen.wanted) <= set(NAMES):
        parser.error(f"there are {', '.join(NAMES)}")
    free = shutil.disk_usage(PROJECT).free // 2**20
    if free < ROOM_NEEDED:
        print(f"The disk is full: the campaigns need {ROOM_NEEDED} MB, and {free} MB are free.")
        return 1
    if len(chosen.wanted) != 1:  # each in a process and a database of its own
        more = ["--seed", str(chosen.seed), *(["--slice"] if chosen.slice else [])]
        names = chosen.wanted or NAMES
        return sum(subprocess.call([sys.executable, "-m", "tests.chaos", name, *more]) for name in names)
    name, seed, slice_only = chosen.wanted[0], chosen.seed, chosen.slice
    if name in OWN_SERVERS:
        with own_servers() as servers:
            prepare()
            from tests.chaos import counting, killing

            killers = {"R1": counting.run, "R9": killing.run}
            return killers[name](seed, servers, slice_only=slice_only)
    with own_database():
        prepare()
        from tests.chaos import (
            importing,
            importing_services,
            registering,
            resending,
        )  # models are there only now

        campaigns = {
            "I1": importing.run,
            "I2": importing_services.run,
            "R6": registering.run,
            "R7": resending.run,
        }
        return campaigns[name](seed, slice_only=slice_only)


def prepare() -> None:
    """Django, with the addresses that the environment has now."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benches.settings"
    django.setup()


if __name__ == "__main__":
    sys.exit(main())
