"""What the clock asks of the directory: to forget notes that no process needs any more."""

from celery import shared_task

from facilities.directory import changes


@shared_task(name="directory.forget_changes")
def forget_changes() -> None:
    """Delete the notes of changes that are older than a day."""
    changes.forget_old()
