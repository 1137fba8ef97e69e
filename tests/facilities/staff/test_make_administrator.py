"""The first administrator, who needs no one to be given the post."""

import pytest
from django.core.management import CommandError, call_command

from facilities.staff.models import Post
from uhis_portal.accounts.models import Account

pytestmark = pytest.mark.django_db


def test_the_first_administrator_is_made_by_command_and_others_only_on_purpose(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def make(username: str, *more: str) -> None:
        call_command("make_administrator", username, "--name-ar", "طارق", "--name-en", "Tarek", *more)

    monkeypatch.setenv("ADMINISTRATOR_PASSWORD", "password1234")
    with pytest.raises(CommandError):
        make("weak")
    monkeypatch.setenv("ADMINISTRATOR_PASSWORD", "nile-reed-stone-44")
    make("first")
    post = Post.objects.get()
    assert (post.role, post.account.username, post.given_by) == (
        "national_administrator", "first", Account.system(),
    )  # fmt: skip
    with pytest.raises(CommandError, match="There is a national administrator already: first"):
        make("second")
    make("second", "--another")
    with pytest.raises(CommandError):
        make("second", "--another")
    assert Account.objects.filter(kind="staff").count() == 2
