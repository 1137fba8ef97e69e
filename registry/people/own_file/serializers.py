"""Who opened a family's file, as the family reads it."""

from __future__ import annotations

from rest_framework import serializers

from uhis_portal.api.serializers import CodeAndName, Named


class WhatWasRead(serializers.Serializer):
    """What somebody did who opened a file."""

    code = serializers.CharField()
    name = Named()


class Reading(serializers.Serializer):
    """One time that a member of staff opened something of a family."""

    at = serializers.DateTimeField()
    what = WhatWasRead()
    who = Named(
        allow_null=True, help_text="role and place of the post held on that day; null when none is known"
    )
    facility = CodeAndName(allow_null=True)
    about = serializers.CharField(
        allow_null=True, help_text="the person whose file it was; null: the family's"
    )
    reason = serializers.CharField(help_text="as the member of staff gave it; may be empty")
