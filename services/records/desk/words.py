"""The words of the desk's scripts in the language of the page; counted ones in each of its plural forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from services.records.models import OtherPatient

# One number for each plural form of CLDR; languages with fewer forms never ask for the others.
EXAMPLES = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}


def counted(said: Callable[[int], str]) -> dict[str, str]:
    """The forms of a counted text, by name."""
    return {form: said(number) for form, number in EXAMPLES.items()}


def words_of_desk() -> dict[str, Any]:
    """What the desk's scripts say."""
    return {
        **words_of_a_line(),
        **words_of_people(),
        **words_of_an_entry(),
        **words_of_the_queue(),
        **words_of_the_day(),
    }


def words_of_a_line() -> dict[str, Any]:
    return {
        "line_online": _("Connected"),
        "line_offline": _("No network"),
        "line_ended": _("Signed out"),
        "line_unknown": _("Connecting …"),
    }


def words_of_people() -> dict[str, Any]:
    return {
        "unregistered": str(OtherPatient.Kind.UNREGISTERED.label),
        "visitor": str(OtherPatient.Kind.VISITOR.label),
        "born": _("born %(day)s"),
        "registered_since": _("registered since %(day)s"),
        "family_file": _("family file %(number)s"),
        "services_before": _("What was given before"),
        "died": _("According to the file this person died on %(day)s."),
        "looking_up": _("looking up …"),
        "not_checked": _("not checked"),
        "not_checked_why": _("Without a network it is not known whether this person is covered."),
        "number_only": _("Without a network only a whole national ID number can be taken."),
        "choose": _("Who is it? Press the number."),
        "choose_more": _("Who is it? Press the number, or type more of the name: there are more."),
        "type_who": _("Type a national ID, a file number, a code or a name."),
        "none_by_national_id": _("No one is registered with this number. Compare it with the card."),
        "none_by_code": _("No beneficiary has this code. Compare it with the card."),
        "none_by_file_number": _("Your unit has no family file with this number. Use the national ID."),
        "none_by_name": _("No one in your unit has this name. Use the national ID."),
        "or_unregistered": _("Not registered? Press F8, or F9 for a visitor."),
    }


def words_of_an_entry() -> dict[str, Any]:
    return {
        "choose_kind": _("Choose a kind of service."),
        "no_kind": _("No kind of service here fits this. Choose one from the list."),
        "quantity_of": _("Quantity: %(kind)s"),
        "diagnosis_of": _("Diagnosis (ICD-10): %(kind)s"),
        "remove_kind": _("Remove: %(kind)s"),
        "quantity_range": _("The quantity is from 1 to 100."),
        "diagnosis_shape": _("Write an ICD-10 code, such as J45 or J45.9."),
        "year_shape": _("Write the year of birth with four digits, or leave it empty."),
        "day_unreadable": _("Write the day as 17, 17/3 or 17/3/2026, or -1 for yesterday."),
        "day_to_come": _("This day is still to come."),
        "day_too_late": counted(
            lambda n: ngettext(
                "Services can be logged up to %(number)s day after they were given.",
                "Services can be logged up to %(number)s days after they were given.",
                n,
            )
        ),
        "clock_changed": _("The clock of this device was changed. Say on which day it was."),
        "late_entry": _("late entry"),
        "logged": counted(
            lambda n: ngettext("%(number)s service is logged.", "%(number)s services are logged.", n)
        ),
        "kept": counted(
            lambda n: ngettext("%(number)s service is kept.", "%(number)s services are kept.", n)
        ),
        "not_kept": _("The device is full and there is no network: nothing was saved. Leave this page open."),
        "not_saved": _("There is no network: nothing was saved. Press Enter again in a moment."),
    }


def words_of_the_queue() -> dict[str, Any]:
    return {
        "nothing_waits": _("everything is sent"),
        "pending": counted(lambda n: ngettext("%(number)s entry waits", "%(number)s entries wait", n)),
        "refused": counted(lambda n: ngettext("%(number)s entry refused", "%(number)s entries refused", n)),
        "sent": counted(lambda n: ngettext("%(number)s entry sent", "%(number)s entries sent", n)),
        "is_pending": _("waits"),
        "is_refused": _("refused"),
        "mend": _("Mend"),
        "discard": _("Discard"),
        "discard_sure": _("Really discard?"),
        "left_locked": counted(
            lambda n: ngettext(
                "%(number)s entry is kept locked on this device. Sign in again, and it is sent.",
                "%(number)s entries are kept locked on this device. Sign in again, and they are sent.",
                n,
            )
        ),
        "others_wait": counted(
            lambda n: ngettext(
                "%(number)s entry of another clerk (%(name)s) is kept locked on this device.",
                "%(number)s entries of another clerk (%(name)s) are kept locked on this device.",
                n,
            )
        ),
        "trouble_no_storage": _(
            "This browser keeps nothing on the device (a private window?): entries are saved only while there is a network."
        ),
        "trouble_full": _(
            "The device is full: new entries are saved only while there is a network. Make room."
        ),
        "trouble_outdated": _(
            "There is a newer version of this page. Finish what you are typing, then load it again."
        ),
        "trouble_no_key": _("The entries kept on this device cannot be opened. Tell the administrators."),
    }


def words_of_the_day() -> dict[str, Any]:
    return {
        "other_unit": _("registered at another unit"),
        "undone": _("undone"),
        "undo": _("Undo"),
        "undo_this": _("Undo: %(kind)s"),
        "undo_it": _("Undo the record"),
        "why_undone": _("Why is it undone?"),
        "undo_needs_line": _("There is no network: nothing is undone yet."),
        "is_undone": _("The record is undone."),
        "late": _("late entry"),
        "late_today": counted(
            lambda n: ngettext("%(number)s late entry among them", "%(number)s late entries among them", n)
        ),
        "nothing_today": _("Nothing is logged today"),
        "day_needs_line": _("What is logged today is shown as soon as there is a network."),
        "people": counted(lambda n: ngettext("for %(number)s person", "for %(number)s people", n)),
    }


def words_of_release() -> dict[str, Any]:
    """What the script of releasing says."""
    return {
        **words_of_a_line(),
        "entries": counted(lambda n: ngettext("%(number)s entry", "%(number)s entries", n)),
        "release": _("Release"),
        "released": counted(
            lambda n: ngettext("%(number)s entry is logged.", "%(number)s entries are logged.", n)
        ),
        "still_refused": counted(
            lambda n: ngettext(
                "%(number)s entry was refused and stays on this device:",
                "%(number)s entries were refused and stay on this device:",
                n,
            )
        ),
        "who_mends": _("The clerk who entered them mends or discards them after signing in on this device."),
        "not_released": _("There is no network: nothing was released."),
        "nothing_locked": _("No entries are locked on this device."),
        "trouble_no_storage": _("This browser keeps nothing on the device."),
    }
