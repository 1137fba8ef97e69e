"""The table of DHIS2 units as it leaves the portal and comes in."""

from rest_framework import serializers

from uhis_portal.api.serializers import BilingualName, StrictSerializer


class Dhis2UnitOut(serializers.Serializer):
    """A facility and what DHIS2 calls it."""

    facility = serializers.CharField(source="pk")
    name = BilingualName()
    governorate = serializers.CharField(source="governorate_id")
    code = serializers.SerializerMethodField(
        help_text='its code in DHIS2; "": not known, our own stands for it'
    )
    uid = serializers.SerializerMethodField(help_text='its identifier in DHIS2; "": not known')

    def get_code(self, facility: object) -> str:
        return getattr(facility, "dhis2_code", None) or ""

    def get_uid(self, facility: object) -> str:
        return getattr(facility, "dhis2_uid", None) or ""


class Dhis2UnitIn(StrictSerializer):
    code = serializers.CharField(max_length=50, allow_blank=True, default="")
    uid = serializers.CharField(max_length=20, allow_blank=True, default="")
