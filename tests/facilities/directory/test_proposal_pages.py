"""Proposals by page and endpoint: made, read in words, approved, returned, taken back; who did it, and in which post."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from facilities.directory.models import Facility, Proposal
from facilities.staff.models import Role
from tests.cast import sign_in
from tests.conftest import problem
from tests.facilities.directory.browsing import edit, fill, send, visible
from uhis_portal.accounts.models import Account

pytestmark = pytest.mark.django_db


class TestProposals:
    @pytest.fixture
    def proposed(self, clerk: Account, luxor_unit: Facility) -> Proposal:
        client = sign_in(Client(), clerk)
        answer = fill(client, edit(luxor_unit.pk, "kind"), emergency="yes", explanation="rooms opened")
        assert answer.status_code == 302
        proposal = Proposal.objects.get()
        assert answer.headers["Location"] == f"/en/proposals/{proposal.pk}/"
        return proposal

    def test_it_is_read_field_by_field_in_words_and_in_arabic(
        self, client: Client, proposed: Proposal, governorate_admin: Account
    ) -> None:
        sign_in(client, governorate_admin)
        english = client.get(f"/en/proposals/{proposed.pk}/").content.decode()
        assert "Receives emergencies" in english and "rooms opened" in english and "{" not in visible(english)
        arabic = visible(client.get(f"/ar/proposals/{proposed.pk}/").content.decode())
        assert "نعم" in arabic and "True" not in arabic

    def test_approve_one_and_return_another(
        self,
        client: Client,
        proposed: Proposal,
        clerk: Account,
        governorate_admin: Account,
        luxor_unit: Facility,
    ) -> None:
        fill(sign_in(Client(), clerk), edit(luxor_unit.pk, "sources"), note="made up")
        other = Proposal.objects.exclude(pk=proposed.pk).get()
        sign_in(client, governorate_admin)
        assert decide(client, proposed, "approve").status_code == 302
        refused = decide(client, other, "return")
        assert refused.status_code == 422 and list(refused.context["form"].errors) == ["reason"]
        assert decide(client, other, "return", reason="no source").status_code == 302
        facility = Facility.objects.get(pk=luxor_unit.pk)
        assert (facility.emergency, facility.note) == (True, luxor_unit.note)
        mine = sign_in(Client(), clerk)
        assert "no source" in mine.get(f"/en/proposals/{other.pk}/").content.decode()
        listed = mine.get("/en/proposals/?state=decided").content.decode()
        assert "returned" in listed and "Your proposal was returned" in listed

    def test_the_history_says_who_proposed_and_who_approved_in_arabic_too(
        self, client: Client, proposed: Proposal, governorate_admin: Account, luxor_unit: Facility
    ) -> None:
        sign_in(client, governorate_admin)
        decide(client, proposed, "approve")
        english = visible(client.get(f"/en/facilities/{luxor_unit.pk}/history/").content.decode())
        assert f"Proposed by clerk ( registration and records clerk, {luxor_unit.name_en} )" in english
        assert "approved by governorate-admin ( governorate administrator, Luxor )" in english
        arabic = visible(client.get(f"/ar/facilities/{luxor_unit.pk}/history/").content.decode())
        with translation.override("ar"):
            role = str(Role.GOVERNORATE_ADMINISTRATOR.label)
        assert "نعم" in arabic and f"موظف ( {role}، الأقصر )" in arabic

    def test_the_history_tells_the_post_that_was_held_on_that_day(
        self,
        client: Client,
        proposed: Proposal,
        clerk: Account,
        governorate_admin: Account,
        luxor_unit: Facility,
    ) -> None:
        sign_in(client, governorate_admin)
        decide(client, proposed, "approve")
        Proposal.objects.update(proposed_at=proposed.proposed_at - timedelta(days=30))
        clerk.posts.update(until=timezone.localdate() - timedelta(days=10))
        made = client.get(f"/api/v1/facilities/{luxor_unit.pk}/revisions/").json()["results"][0]
        assert made["proposed_by"]["post"]["en"] == f"registration and records clerk, {luxor_unit.name_en}"
        Proposal.objects.update(proposed_at=timezone.now())
        made = client.get(f"/api/v1/facilities/{luxor_unit.pk}/revisions/").json()["results"][0]
        assert made["proposed_by"]["name"]["en"] == "clerk" and made["proposed_by"]["post"] is None

    def test_who_left_is_not_led_to_a_proposal_that_is_no_longer_theirs_to_see(
        self,
        client: Client,
        proposed: Proposal,
        clerk: Account,
        governorate_admin: Account,
        port_said_unit: Facility,
    ) -> None:
        decide(sign_in(Client(), governorate_admin), proposed, "approve")
        clerk.posts.update(facility=port_said_unit)
        sign_in(client, clerk)
        assert client.get(f"/en/proposals/{proposed.pk}/").status_code == 404
        assert f"/en/proposals/{proposed.pk}/" not in client.get("/en/proposals/").content.decode()

    def test_what_was_proposed_by_who_left_is_still_decided_on(
        self,
        client: Client,
        proposed: Proposal,
        clerk: Account,
        governorate_admin: Account,
        luxor_unit: Facility,
    ) -> None:
        clerk.posts.update(until=timezone.localdate())
        assert decide(sign_in(Client(), clerk), proposed, "withdraw").status_code == 403
        assert decide(sign_in(client, governorate_admin), proposed, "approve").status_code == 302
        assert Facility.objects.get(pk=luxor_unit.pk).emergency is True

    def test_the_same_is_not_proposed_twice_while_it_waits(
        self, client: Client, proposed: Proposal, other_clerk: Account, luxor_unit: Facility
    ) -> None:
        sign_in(client, other_clerk)
        again = fill(client, edit(luxor_unit.pk, "kind"), emergency="yes")
        assert again.status_code == 422 and "proposed already" in again.content.decode()
        address = f"/api/v1/facilities/{luxor_unit.pk}/proposals/"
        refused = problem(send(client, "POST", address, {"emergency": True}, **{"If-Match": '"1"'}))
        assert [(one["field"], one["code"]) for one in refused["errors"]] == [("", "proposed_already")]
        decide(client, proposed, "withdraw")
        decide(sign_in(Client(), Proposal.objects.get().proposed_by), proposed, "withdraw")
        assert fill(client, edit(luxor_unit.pk, "kind"), emergency="yes").status_code == 302

    @pytest.mark.parametrize("page", ["odd", "-1", "0", "9" * 5000, "0" * 7 + "9" * 30, "٣"])
    def test_any_page_number_gives_a_page(
        self, client: Client, proposed: Proposal, governorate_admin: Account, luxor_unit: Facility, page: str
    ) -> None:
        sign_in(client, governorate_admin)
        for address in ("proposals", f"facilities/{luxor_unit.pk}/history", "files"):
            assert client.get(f"/en/{address}/", {"page": page}).status_code == 200

    def test_a_proposal_is_hidden_from_another_governorate(
        self, client: Client, proposed: Proposal, foreign_clerk: Account, citizen: Account
    ) -> None:
        sign_in(client, foreign_clerk)
        for address in (f"/en/proposals/{proposed.pk}/", f"/api/v1/proposals/{proposed.pk}/"):
            assert client.get(address).status_code == 404
        assert decide(client, proposed, "approve").status_code == 404
        assert client.get("/api/v1/proposals/").json()["results"] == []
        assert sign_in(Client(), citizen).get("/api/v1/proposals/").status_code == 403

    def test_it_is_taken_back_by_who_made_it(
        self, client: Client, proposed: Proposal, clerk: Account, other_clerk: Account
    ) -> None:
        assert decide(sign_in(Client(), other_clerk), proposed, "withdraw").status_code == 403
        assert decide(sign_in(client, clerk), proposed, "withdraw").status_code == 302
        assert Proposal.objects.get().state == "withdrawn"

    def test_the_panel_says_what_waits(
        self, client: Client, proposed: Proposal, governorate_admin: Account
    ) -> None:
        sign_in(client, governorate_admin)
        assert "1 proposed change waits for a decision" in client.get("/en/proposals/").content.decode()


def decide(client: Client, proposal: Proposal, how: str, **typed: str) -> Any:
    version = Proposal.objects.values_list("version", flat=True).get(pk=proposal.pk)
    return client.post(f"/en/proposals/{proposal.pk}/{how}/", {"version": version, **typed})
