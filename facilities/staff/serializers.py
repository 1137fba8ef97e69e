"""Posts and invitations as the portal shows and sends them, and what is sent to it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from facilities.staff.models import Invitation, Post, Role
from uhis_portal.api.serializers import (
    BilingualName,
    Choice,
    CodeAndName,
    StrictSerializer,
    in_both_languages,
)

FIRST_DAY_WITHOUT = "The first day without the post; null: no end is known."


class Colleague(serializers.Serializer):
    """A member of staff."""

    username = serializers.CharField(allow_null=True)
    name = BilingualName()


class PostRepresentation(serializers.Serializer):
    """Who works where in which role. Give `today` in the context."""

    id = serializers.UUIDField()
    account = Colleague()
    role = Choice(Role)
    facility = CodeAndName(allow_null=True)
    governorate = CodeAndName(source="place", allow_null=True)
    since = serializers.DateField()
    until = serializers.DateField(allow_null=True, help_text=FIRST_DAY_WITHOUT)
    state = serializers.SerializerMethodField()
    given_by = Colleague(allow_null=True)
    given_at = serializers.DateTimeField(allow_null=True)
    ended_by = Colleague(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True, help_text="When its end was decided.")
    version = serializers.IntegerField(help_text="Send it back as If-Match.")

    @extend_schema_field(CodeAndName)
    def get_state(self, post: Post) -> dict[str, Any]:
        state = post.state(self.context["today"])
        return {"code": state.value, "name": in_both_languages(state.label)}


class InvitationRepresentation(serializers.Serializer):
    """Someone is asked to take a post. Give `now` in the context."""

    id = serializers.UUIDField()
    name = BilingualName()
    role = Choice(Role)
    facility = CodeAndName(allow_null=True)
    governorate = CodeAndName(allow_null=True)
    since = serializers.DateField()
    until = serializers.DateField(allow_null=True, help_text=FIRST_DAY_WITHOUT)
    mobile = serializers.CharField(allow_null=True, help_text="Null where none was given, or once answered.")
    state = serializers.SerializerMethodField()
    made_by = Colleague()
    made_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    post = serializers.UUIDField(source="post_id", allow_null=True)
    withdrawn_by = Colleague(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField(help_text="Send it back as If-Match.")

    @extend_schema_field(CodeAndName)
    def get_state(self, invitation: Invitation) -> dict[str, Any]:
        state = invitation.state(self.context["now"])
        return {"code": state.value, "name": in_both_languages(state.label)}


class InvitationWithLink(InvitationRepresentation):
    """An invitation and, this once, the link to hand over."""

    link = serializers.SerializerMethodField(help_text="Valid for seven days. It is not shown again.")

    def get_link(self, invitation: Invitation) -> str:
        return self.context["link"]


class GivenAppointment(StrictSerializer):
    role = serializers.CharField(default="", allow_blank=True, help_text=", ".join(Role.values))
    facility = serializers.CharField(
        default="", allow_blank=True, help_text="Code of the facility, for clerks and managers."
    )
    governorate = serializers.CharField(
        default="", allow_blank=True, help_text="Code of the governorate, for its administrator."
    )
    since = serializers.DateField(default=None, allow_null=True)
    until = serializers.DateField(default=None, allow_null=True, help_text=FIRST_DAY_WITHOUT)


class GivenPost(GivenAppointment):
    """A post for someone who has an account."""

    username = serializers.CharField(default="", allow_blank=True)


class GivenInvitation(GivenAppointment):
    """A post for someone who has no account yet."""

    name_ar = serializers.CharField(default="", allow_blank=True)
    name_en = serializers.CharField(default="", allow_blank=True)
    mobile = serializers.CharField(
        default="", allow_blank=True, help_text="Egyptian mobile number; the link is sent there."
    )


class GivenEnd(StrictSerializer):
    until = serializers.DateField(
        default=None, allow_null=True, help_text="The first day without the post; its first day cancels it."
    )


class Acceptance(StrictSerializer):
    token = serializers.CharField(help_text="The last part of the invitation's link.")
    username = serializers.CharField(default="", allow_blank=True)
    password = serializers.CharField(default="", allow_blank=True, trim_whitespace=False, write_only=True)
