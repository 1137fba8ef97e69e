"""Giving and ending posts; inviting someone to one. Pages, endpoints and files of staff call these."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from facilities.directory.models import Facility
from facilities.geography.models import Governorate
from facilities.staff.authority import Appointment, Authority
from facilities.staff.messages import tell_invited
from facilities.staff.models import Invitation, Post, Role, digest_of, new_token, searchable
from facilities.staff.readings import read_appointment, read_name_in_arabic, read_name_in_english
from uhis_portal.accounts.actions import make_staff_account
from uhis_portal.accounts.models import Account
from uhis_portal.accounts.phones import mobile_number
from uhis_portal.audit.actions import note
from uhis_portal.reach import system_reach
from uhis_portal.readings import Faults
from uhis_portal.refusals import Conflict, Stale

USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{2,59}")
PASSWORD_LENGTH = 200
MOBILE_KEPT = timedelta(days=30)


class LinkNotValid(Conflict):
    """No invitation that waits has this link; the same for one that was never made (404)."""

    status = 404


def give_post(
    *,
    by: Account,
    username: str,
    role: str,
    since: date | None,
    today: date,
    now: datetime,
    until: date | None = None,
    facility: str = "",
    governorate: str = "",
) -> Post:
    """Give a role to an existing member of staff, at a facility or in a governorate (codes) where the role is at one.

    `until` is the first day without it. Raises PermissionDenied when `by` gives no such posts, ValidationError at the
    names of the arguments, and at the whole when the person has this post, or another desk, in that time.
    """
    refuse_powerless(by, today)
    with transaction.atomic():
        faults = Faults()
        account = faults.read("username", lambda: hold_staff(username, by=by))
        wish = read_wish(faults, by, today, role=role, facility=facility, governorate=governorate, since=since,
                         until=until)  # fmt: skip
        return appoint(by=by, account=account, wish=wish, now=now)


def end_post(
    *, by: Account, post_id: UUID, until: date | None, version: int, today: date, now: datetime
) -> Post:
    """End a post with effect from `until`, the first day without it; one that has not begun ends on its first day.

    A planned end may be moved. Raises PermissionDenied when `by` does not give such posts, ValidationError at `until`,
    and at the whole when the post is their own or the country would be left without an administrator; Stale for
    another version, Conflict when it has ended.
    """
    with transaction.atomic():
        post = hold_post(post_id)
        Authority.of(by, today).refuse_ending(post)
        refuse_other_version(post, version)
        if post.state(today) in (Post.State.ENDED, Post.State.CANCELLED):
            raise Conflict(_("This post has already ended."), code="ended")
        hold_account(post.account_id)
        if post.account_id == by.pk:
            raise ValidationError(
                _("Nobody ends their own post. Someone else who gives such posts can."), code="own_post"
            )
        post.until = read_end(post, until, today)
        post.ended_by, post.ended_at = by, now
        if post.role == Role.NATIONAL_ADMINISTRATOR:
            refuse_leaving_nobody(post, today)
        post.validate_constraints()
        post.version += 1
        post.save()
        note(by=by, action="staff.end_post", subject=post, facility=post.facility_id or "",
             details={"until": post.until.isoformat()})  # fmt: skip
    return post


def invite(
    *,
    by: Account,
    name_ar: str,
    name_en: str,
    role: str,
    since: date | None,
    portal: str,
    today: date,
    now: datetime,
    until: date | None = None,
    facility: str = "",
    governorate: str = "",
    mobile: str = "",
) -> tuple[Invitation, str]:
    """Invite someone without an account to a post; the invitation, and the token of its link, which is kept nowhere.

    With `mobile` the link goes there by message; `portal` is the address it begins with, such as https://uhis.example.
    Raises as `give_post` does, and ValidationError at `name_ar`, `name_en`, `mobile`.
    """
    refuse_powerless(by, today)
    with transaction.atomic():
        faults = Faults()
        arabic = faults.read("name_ar", read_name_in_arabic, name_ar)
        english = faults.read("name_en", read_name_in_english, name_en)
        number = faults.read("mobile", lambda: mobile_number(mobile) if mobile else None)
        wish = read_wish(faults, by, today, role=role, facility=facility, governorate=governorate, since=since,
                         until=until)  # fmt: skip
        token = new_token()
        invitation = Invitation.objects.create(
            name_ar=arabic,
            name_en=english,
            role=wish.role,
            facility=wish.facility,
            governorate=wish.facility.governorate if wish.facility else wish.governorate,
            since=wish.since,
            until=wish.until,
            comparable=searchable(arabic, english, *names_of(wish)),
            mobile=number,
            token_digest=digest_of(token),
            made_by=by,
            made_at=now,
            expires_at=now + Invitation.LIFETIME,
        )
        note_invitation(by, "staff.invite", invitation, role=wish.role)
        tell_invited(invitation, token, portal)
    return invitation, token


def renew_invitation(
    *, by: Account, invitation_id: UUID, portal: str, today: date, now: datetime, version: int | None = None
) -> tuple[Invitation, str]:
    """Another link for an invitation that was not answered, valid for seven days from now; the former one is void.

    From now on `by` vouches for it. Raises PermissionDenied when `by` does not give such posts, Stale for another
    version, Conflict when it was answered or the post would be over.
    """
    with transaction.atomic():
        invitation = hold_invitation(invitation_id, by, version, today)
        if invitation.is_over(today):
            raise Conflict(_("The last day of this post is past. Make a new invitation."), code="over")
        token = new_token()
        invitation.token_digest, invitation.expires_at = digest_of(token), now + Invitation.LIFETIME
        invitation.made_by = by
        keep(invitation)
        note_invitation(by, "staff.renew_invitation", invitation)
        tell_invited(invitation, token, portal)
    return invitation, token


def withdraw_invitation(
    *, by: Account, invitation_id: UUID, today: date, now: datetime, version: int | None = None
) -> Invitation:
    """Make an invitation's link void. Raises as `renew_invitation` does; withdrawn already, it is returned as it is."""
    with transaction.atomic():
        invitation = hold_invitation(invitation_id, by, version, today, withdrawn_is_right=True)
        if invitation.withdrawn_at is None:
            invitation.withdrawn_by, invitation.withdrawn_at, invitation.mobile = by, now, None
            keep(invitation)
            note_invitation(by, "staff.withdraw_invitation", invitation)
    return invitation


def find_invitation(*, token: str, now: datetime, today: date) -> Invitation:
    """The invitation that a link opens. Raises LinkNotValid (404), or Conflict (409) when it was used."""
    with system_reach():  # who opens the link is nobody yet
        return opened(Invitation.objects.whole().with_token(token).first(), now, today)


def accept_invitation(*, token: str, username: str, password: str, today: date, now: datetime) -> Post:
    """Make the account of whoever was invited, and begin the post: on its first day, or today if that is past.

    Raises LinkNotValid (404), Conflict (409) when it was used before, ValidationError at `username` and `password`.
    """
    with system_reach():  # who accepts is nobody yet: the link is the right to do it
        held = Invitation.objects.select_for_update().with_token(token).first()
        invitation = opened(held, now, today)
        account = new_account(invitation, username.strip(), password)
        wish = Appointment(
            role=Role(invitation.role),
            facility=invitation.facility,
            governorate=None if invitation.facility else invitation.governorate,
            since=max(invitation.since, today),
            until=invitation.until,
        )
        post = appoint(by=invitation.made_by, account=account, wish=wish, now=now)
        invitation.accepted_at, invitation.post, invitation.mobile = now, post, None
        keep(invitation)
        note_invitation(account, "staff.accept_invitation", invitation, post=str(post.pk))
    return post


def appoint(*, by: Account, account: Account, wish: Appointment, now: datetime) -> Post:
    """Write a post whose giving was allowed; ValidationError when its time overlaps with another's."""
    post = Post(
        account=account,
        role=wish.role,
        facility=wish.facility,
        governorate=wish.governorate,
        since=wish.since,
        until=wish.until,
        comparable=searchable(*names_of_account(account), *names_of(wish)),
        given_by=by,
        given_at=now,
    )
    post.validate_constraints()
    post.save(force_insert=True)
    note(by=by, action="staff.give_post", subject=post, facility=post.facility_id or "",
         details={"role": post.role, "account": str(account.pk)})  # fmt: skip
    return post


def follow_new_names(*, facilities: Iterable[Facility], **announced: Any) -> None:
    """Posts and invitations at facilities that were renamed are found by the new names; part of the renaming."""
    codes = [facility.pk for facility in facilities]
    with system_reach():  # whoever renames a facility need not be one who sees its invitations
        posts = list(Post.objects.filter(facility__in=codes).select_related("account", "facility"))
        for post in posts:
            post.comparable = searchable(*names_of_account(post.account), *names_of_area(post.facility))
        Post.objects.bulk_update(posts, ["comparable"])
        invitations = list(Invitation.objects.filter(facility__in=codes).select_related("facility"))
        for invitation in invitations:
            names = (invitation.name_ar, invitation.name_en)
            invitation.comparable = searchable(*names, *names_of_area(invitation.facility))
        Invitation.objects.bulk_update(invitations, ["comparable"])


def names_of_account(account: Account) -> tuple[str, ...]:
    return (account.name_ar, account.name_en, account.username or "")


def names_of(wish: Appointment) -> tuple[str, ...]:
    """What the area of a post is called, to search by."""
    return names_of_area(wish.facility or wish.governorate)


def names_of_area(area: Facility | Governorate | None) -> tuple[str, ...]:
    return (area.name_ar, area.name_en, area.pk) if area else ()


def read_wish(faults: Faults, by: Account, today: date, **given: Any) -> Appointment:
    """The post that is asked for, allowed to `by`; ValidationError with these faults and those gathered before."""
    wish = None
    try:
        wish = read_appointment(today=today, **given)
        Authority.of(by, today).refuse_giving(wish)
    except ValidationError as fault:
        faults.by_field.update({name: ValidationError(found) for name, found in fault.error_dict.items()})
    faults.refuse()
    assert wish is not None  # noqa: S101 (refused otherwise)
    return wish


def refuse_powerless(by: Account, today: date) -> None:
    """PermissionDenied for who gives no posts at all, before anything typed is looked at."""
    if not Authority.of(by, today).roles:
        raise PermissionDenied


def hold_staff(username: str, *, by: Account) -> Account:
    """The account of a member of staff, locked, so that two posts given at once see each other."""
    if not username.strip():
        raise ValidationError(_("Enter the user name."), code="required")
    staff = held_accounts().filter(kind=Account.Kind.STAFF, is_active=True)
    account = staff.filter(username=username.strip()).first()
    if account is None:
        raise ValidationError(_("No member of staff has this user name."), code="unknown_username")
    if account.pk == by.pk:
        raise ValidationError(_("Nobody gives a post to themselves."), code="own_post")
    return account


def held_accounts() -> Any:
    """Accounts, each locked when it is read. Rows that name one who acts can still be written meanwhile."""
    return Account.objects.select_for_update(no_key=True)


def hold_account(account_id: UUID) -> None:
    """Let nobody else give posts to an account, or move the ends of its posts, until the transaction ends."""
    held_accounts().get(pk=account_id)


def hold_post(post_id: UUID) -> Post:
    """The post, locked; of a national administrator with all such posts, so that two endings wait for each other."""
    role = Post.objects.values_list("role", flat=True).get(pk=post_id)
    if role == Role.NATIONAL_ADMINISTRATOR:
        list(national_posts().select_for_update().order_by("pk").values_list("pk"))
    held = Post.objects.select_for_update(of=("self",)).select_related("facility")
    return held.get(pk=post_id)


def national_posts() -> Any:
    return Post.objects.filter(role=Role.NATIONAL_ADMINISTRATOR)


def refuse_leaving_nobody(changed: Post, today: date) -> None:
    """ValidationError when, with `changed` as it is, some day from `today` on has no national administrator.

    All posts of that role are locked, so what is read here still holds when the change is written.
    """
    others = national_posts().filter(account__is_active=True).exclude(pk=changed.pk)
    periods = [*others.values_list("since", "until"), (changed.since, changed.until)]
    covered = today
    for since, until in sorted(periods, key=lambda period: period[0]):
        if since > covered:
            break
        if until is None:
            return
        covered = max(covered, until)
    raise ValidationError(
        _("Someone must always administer the whole system. Give this post to someone else first."),
        code="last_administrator",
    )


def read_end(post: Post, until: date | None, today: date) -> date:
    """The first day without the post; ValidationError at `until`."""
    if until is None:
        fault = ValidationError(_("Enter the day from which the post is over."), code="required")
    elif until < post.since:
        fault = ValidationError(_("A post cannot end before it begins."), code="before_since")
    elif until < today:
        fault = ValidationError(_("A post ends today at the earliest."), code="past")
    else:
        return until
    raise ValidationError({"until": fault})


def hold_invitation(
    invitation_id: UUID, by: Account, version: int | None, today: date, *, withdrawn_is_right: bool = False
) -> Invitation:
    """An invitation that `by` may decide about, locked and not yet answered."""
    held = Invitation.objects.select_for_update(of=("self",)).select_related("facility", "governorate")
    invitation = held.get(pk=invitation_id)
    if not Authority.of(by, today).covers(invitation.role, invitation.facility):
        raise PermissionDenied(_("It is not for you to give this post."))
    if invitation.withdrawn_at is not None and withdrawn_is_right:
        return invitation
    refuse_other_version(invitation, version)
    if invitation.accepted_at is not None:
        raise Conflict(_("This invitation was already accepted."), code="accepted")
    if invitation.withdrawn_at is not None:
        raise Conflict(_("This invitation was withdrawn."), code="withdrawn")
    return invitation


def opened(invitation: Invitation | None, now: datetime, today: date) -> Invitation:
    """The invitation if its link still opens it, and whoever made the link still gives such posts."""
    if invitation is not None and invitation.accepted_at is not None:
        raise Conflict(
            _("This invitation was already used. Sign in with the user name you chose."), code="used"
        )
    if (
        invitation is None
        or invitation.is_over(today)
        or invitation.state(now) != Invitation.State.WAITING
        or not Authority.of(invitation.made_by, today).covers(invitation.role, invitation.facility)
    ):
        raise LinkNotValid(
            _("This link is not valid. Ask whoever invited you for a new one."), code="link_not_valid"
        )
    return invitation


def new_account(invitation: Invitation, username: str, password: str) -> Account:
    """The account of whoever was invited; ValidationError at `username` and `password`."""
    faults = Faults()
    faults.read("username", refuse_username, username)
    faults.read("password", refuse_password, password)
    faults.refuse()
    taken = ValidationError(
        {"username": ValidationError(_("This user name is taken. Choose another."), code="taken")}
    )
    if Account.objects.filter(username__iexact=username).exists():
        raise taken
    try:
        with transaction.atomic():
            return make_staff_account(
                by=invitation.made_by,
                username=username,
                password=password,
                name_ar=invitation.name_ar,
                name_en=invitation.name_en,
            )
    except IntegrityError as fault:  # someone else chose it in this very moment
        raise taken from fault
    except ValidationError as fault:  # or the moment before
        if "username" in fault.error_dict:
            raise taken from fault
        raise


def refuse_username(username: str) -> None:
    """ValidationError: required, username. Signs that look like others are not taken: nobody poses as someone else."""
    if not username:
        raise ValidationError(_("Choose a user name."), code="required")
    if not USERNAME.fullmatch(username):
        raise ValidationError(
            _("Use 3 to 60 English letters, digits, dots and dashes, beginning with a letter or digit."),
            code="username",
        )


def refuse_password(password: str) -> None:
    """ValidationError for what no sign-in page would take; how strong it must be is the accounts' rule."""
    if not password:
        raise ValidationError(_("Choose a password."), code="required")
    if len(password) > PASSWORD_LENGTH:
        raise ValidationError(_("Choose a password of at most 200 characters."), code="max_length")


def refuse_other_version(seen: Post | Invitation, version: int | None) -> None:
    if version is not None and version != seen.version:
        raise Stale(_("This has changed since you opened it. Look at it again."), code="stale")


def keep(invitation: Invitation) -> None:
    """Save the row as its next version."""
    invitation.version += 1
    invitation.save()


def note_invitation(by: Account, action: str, invitation: Invitation, **details: str) -> None:
    note(by=by, action=action, subject=invitation, facility=invitation.facility_id or "", details=details)


def forget_mobiles(*, now: datetime) -> int:
    """Erase the mobile numbers of invitations that nobody answered for MOBILE_KEPT after their end; returns how many."""
    unanswered = Invitation.objects.in_state(Invitation.State.EXPIRED, now - MOBILE_KEPT)
    with system_reach():
        return unanswered.filter(mobile__isnull=False).update(mobile=None)
