"""Pages of signing in and out."""

from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from uhis_portal.accounts import actions
from uhis_portal.accounts.devices import device_of, remember
from uhis_portal.accounts.forms import BothCodesForm, CodeForm, NewNumberForm, PasswordForm, PhoneForm
from uhis_portal.accounts.models import Account, OneTimeCode
from uhis_portal.api.errors import plain_answer
from uhis_portal.page import submit

BACKEND = "uhis_portal.accounts.backends.Accounts"
PENDING = "code_id"
CHANGING = "changing_number"


@cache
def first_page_source() -> Any:
    return import_string(settings.FIRST_PAGE_SOURCE)


def next_page(request: HttpRequest) -> str:
    """Where to go after signing in: the page that asked for it, else the first page of this kind of person."""
    wanted = request.POST.get("next") or request.GET.get("next") or request.session.pop("next", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, request.is_secure()
    ):
        return wanted
    return first_page_source()(request.user)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """A citizen types a mobile number; a code goes to it, whoever owns it."""
    form = PhoneForm(request.POST or None)

    def refused(status: int) -> HttpResponse:
        return render(
            request,
            "accounts/sign_in.html",
            {"form": form, "next": request.POST.get("next", "")},
            status=status,
        )

    def perform(data: dict[str, Any]) -> HttpResponse:
        sent = actions.request_code(phone=data["phone"], now=timezone.now(), device=device_of(request))
        request.session[PENDING] = str(sent.pk)
        request.session["next"] = request.POST.get("next", "")
        return redirect("sign-in-code")

    if request.method == "POST":
        return submit(request, form, perform, refused)
    return render(request, "accounts/sign_in.html", {"form": form, "next": request.GET.get("next", "")})


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The citizen types the code that was sent."""
    pending = request.session.get(PENDING)
    if pending is None:
        return redirect("sign-in")
    form = CodeForm(request.POST or None)

    def refused(status: int) -> HttpResponse:
        typed = OneTimeCode.objects.filter(pk=pending).values_list("phone", flat=True).first()
        return render(request, "accounts/sign_in_code.html", {"form": form, "phone": typed}, status=status)

    def perform(data: dict[str, Any]) -> HttpResponse:
        account = actions.confirm_code(code_id=UUID(pending), typed=data["code"], now=timezone.now())
        wanted = request.session.get("next", "")
        enter(request, account)
        request.session["next"] = wanted
        request.session.pop(PENDING, None)
        answer = HttpResponseRedirect(next_page(request))
        remember(request, answer, account)
        return answer

    if request.method == "POST":
        return submit(request, form, perform, refused)
    return refused(200)


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def staff_sign_in(request: HttpRequest) -> HttpResponse:
    """Staff sign in with user name and password; ten failures lock the account for a quarter of an hour."""
    form = PasswordForm(request.POST or None)

    def refused(status: int) -> HttpResponse:
        context = {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
        return render(request, "accounts/staff_sign_in.html", context, status=status)

    def perform(data: dict[str, Any]) -> HttpResponse:
        account = staff_with(request, data["username"], data["password"])
        enter(request, account)
        return HttpResponseRedirect(next_page(request))

    if request.method == "POST":
        return submit(request, form, perform, refused)
    return refused(200)


def staff_with(request: HttpRequest, username: str, password: str) -> Account:
    """The member of staff with this name and password; ValidationError, the same for an unknown name."""
    account = authenticate(request, username=username, password=password)
    if account is None:
        raise ValidationError(_("User name and password do not belong together."), code="wrong_password")
    return account


def enter(request: HttpRequest, account: Account) -> None:
    """Begin the session of `account`; the session's key is changed."""
    login(request, account, backend=BACKEND)


def citizen_of(request: HttpRequest) -> Account:
    """The citizen who is signed in; PermissionDenied for staff."""
    account: Account = request.user
    if not account.is_citizen:
        raise PermissionDenied
    return account


@never_cache
@require_http_methods(["GET", "POST"])
def change_number(request: HttpRequest) -> HttpResponse:
    """A citizen types another mobile number; a code goes to it, and one to the present number."""
    account = citizen_of(request)
    form = NewNumberForm(request.POST if request.method == "POST" else None)

    def refused(status: int) -> HttpResponse:
        return render(request, "accounts/change_number.html", {"form": form}, status=status)

    def perform(data: dict[str, Any]) -> HttpResponse:
        sent = actions.request_change(by=account, phone=data["phone"], now=timezone.now())
        request.session[CHANGING] = [str(code.pk) for code in sent]
        return redirect("change-number-codes")

    return submit(request, form, perform, refused) if request.method == "POST" else refused(200)


@never_cache
@require_http_methods(["GET", "POST"])
def change_number_codes(request: HttpRequest) -> HttpResponse:
    """The citizen types both codes; from then on the other number is the account's."""
    account = citizen_of(request)
    pending = request.session.get(CHANGING)
    if pending is None:
        return redirect("change-number")
    form = BothCodesForm(request.POST if request.method == "POST" else None)

    def refused(status: int) -> HttpResponse:
        return render(request, "accounts/change_number_codes.html", {"form": form}, status=status)

    def perform(data: dict[str, Any]) -> HttpResponse:
        old, new = map(UUID, pending)
        changed = actions.change_own_number(
            by=account, old_code_id=old, new_code_id=new, now=timezone.now(), **data
        )
        request.session.pop(CHANGING, None)
        update_session_auth_hash(request, changed)  # this session goes on, all others end
        messages.success(request, _("Your mobile number is changed."))
        return HttpResponseRedirect(first_page_source()(changed))

    return submit(request, form, perform, refused) if request.method == "POST" else refused(200)


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect(reverse("home"))


def locked_out(
    request: HttpRequest, original: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """What an account gets that failed ten times: wait a quarter of an hour."""
    sentence = _("Too many failed attempts. Wait 15 minutes and try again.")
    if request.path_info.startswith("/api/"):
        answer: HttpResponse = plain_answer(request, 429, sentence)
    else:
        form = PasswordForm(request.POST)
        form.add_error(None, sentence)
        answer = render(request, "accounts/staff_sign_in.html", {"form": form, "next": ""}, status=429)
    answer.headers["Retry-After"] = "900"
    return answer
