"""Signing in through the API: the same actions as the pages, the same session cookie."""

from typing import Any

from django.contrib.auth import logout, update_session_auth_hash
from django.core.exceptions import ValidationError
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from uhis_portal.accounts import actions
from uhis_portal.accounts.devices import device_of, remember
from uhis_portal.accounts.views import citizen_of, enter, staff_with
from uhis_portal.api.permissions import Anyone
from uhis_portal.api.serializers import StrictSerializer


class CodeRequest(StrictSerializer):
    phone = serializers.CharField(max_length=40)


class CodeSent(serializers.Serializer):
    code_id = serializers.UUIDField(source="pk")
    sent_at = serializers.DateTimeField()


class Credentials(StrictSerializer):
    """Either `code_id` and `code` (citizens), or `username` and `password` (staff)."""

    code_id = serializers.UUIDField(required=False)
    code = serializers.CharField(max_length=20, required=False)
    username = serializers.CharField(max_length=60, required=False)
    password = serializers.CharField(max_length=200, trim_whitespace=False, required=False)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if set(data) not in ({"code_id", "code"}, {"username", "password"}):
            raise serializers.ValidationError(_("Send code_id and code, or username and password."))
        return data


class SignedInAccount(serializers.Serializer):
    account = serializers.UUIDField(source="pk")
    kind = serializers.CharField()
    csrf_token = serializers.SerializerMethodField(help_text="Send it as X-CSRFToken with every change.")

    def get_csrf_token(self, account: Any) -> str:
        return get_token(self.context["request"])


class CodeView(APIView):
    """Send a one-time code to a mobile number."""

    permission_classes = [Anyone]

    @extend_schema(request=CodeRequest, responses={201: CodeSent})
    def post(self, request: Request) -> Response:
        given = CodeRequest(data=request.data)
        given.is_valid(raise_exception=True)
        sent = actions.request_code(
            phone=given.validated_data["phone"], now=timezone.now(), device=device_of(request._request)
        )
        return Response(CodeSent(sent).data, status=201)


class BothCodes(StrictSerializer):
    """Codes sent by `session/codes/` to the present number and to the new one."""

    old_code_id = serializers.UUIDField()
    old_code = serializers.CharField(max_length=20)
    new_code_id = serializers.UUIDField()
    new_code = serializers.CharField(max_length=20)


class NumberView(APIView):
    """The citizen's own mobile number: another one, with a code sent to each. All other sessions end."""

    @extend_schema(request=BothCodes, responses={204: None})
    def post(self, request: Request) -> Response:
        account = citizen_of(request)
        given = BothCodes(data=request.data)
        given.is_valid(raise_exception=True)
        changed = actions.change_own_number(by=account, now=timezone.now(), **given.validated_data)
        update_session_auth_hash(request._request, changed)
        return Response(status=204)


class SessionView(APIView):
    """The session: who is signed in, signing in, signing out."""

    permission_classes = [Anyone]

    @extend_schema(request=Credentials, responses={201: SignedInAccount})
    def post(self, request: Request) -> Response:
        given = Credentials(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        if "code" in data:
            account = actions.confirm_code(code_id=data["code_id"], typed=data["code"], now=timezone.now())
        else:
            try:
                account = staff_with(request._request, data["username"], data["password"])
            except ValidationError as fault:
                raise ValidationError({"password": fault}) from fault
        enter(request._request, account)
        answer = Response(SignedInAccount(account, context={"request": request}).data, status=201)
        if account.is_citizen:
            remember(request._request, answer, account)
        return answer

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        logout(request._request)
        return Response(status=204)
