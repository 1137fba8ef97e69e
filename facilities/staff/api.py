"""Endpoints of posts and invitations: the same actions as the pages, refused at the same fields."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from facilities.staff import actions
from facilities.staff.access import APPOINTERS, HasRole
from facilities.staff.authority import Authority
from facilities.staff.filters import InvitationFilter, PostFilter
from facilities.staff.messages import link_of
from facilities.staff.models import Invitation, Post
from facilities.staff.serializers import (
    Acceptance,
    GivenEnd,
    GivenInvitation,
    GivenPost,
    InvitationRepresentation,
    InvitationWithLink,
    PostRepresentation,
)
from uhis_portal.api.idempotency import Idempotent
from uhis_portal.api.paging import Pages
from uhis_portal.api.permissions import Anyone
from uhis_portal.api.preconditions import IF_MATCH, IF_MATCH_OPTIONAL, etag, version_seen, version_seen_if_any
from uhis_portal.calendar import cairo_today


class OfPosts(GenericAPIView):
    """Posts in the area of the one who asks."""

    permission_classes = [HasRole.of(*APPOINTERS)]
    serializer_class = PostRepresentation
    filterset_class = None

    def get_queryset(self) -> QuerySet[Post]:
        authority = Authority.of(self.request.user, cairo_today())
        return Post.objects.in_area_of(authority).whole().by_name()

    def represented(self, post: Post, status: int = 200) -> Response:
        """A post read anew, with its ETag."""
        whole = Post.objects.whole().get(pk=post.pk)
        data = PostRepresentation(whole, context={"today": cairo_today()}).data
        return Response(data, status=status, headers={"ETag": etag(whole.version)})


class Posts(Idempotent, OfPosts):
    """Who works where in which role, in one's own area; by name."""

    filterset_class = PostFilter
    pagination_class = Pages

    @extend_schema(operation_id="posts_list")
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        shown = PostRepresentation(page, many=True, context={"today": cairo_today()}).data
        return self.get_paginated_response(shown)

    @extend_schema(request=GivenPost, responses={201: PostRepresentation}, filters=False)
    def post(self, request: Request) -> Response:
        """Give a post to someone who has an account as staff."""
        given = GivenPost(data=request.data)
        given.is_valid(raise_exception=True)
        post = actions.give_post(
            by=request.user, today=cairo_today(), now=timezone.now(), **given.validated_data
        )
        answer = self.represented(post, status=201)
        answer.headers["Location"] = reverse("api-post", args=[post.pk], request=request)
        return answer


class PostView(OfPosts):
    """One post, with who gave and who ended it."""

    def get(self, request: Request, pk: UUID) -> Response:
        return self.represented(get_object_or_404(self.get_queryset(), pk=pk))


class EndView(Idempotent, OfPosts):
    """End a post with effect from a day; one that has not begun is cancelled by ending it on its first day."""

    serializer_class = GivenEnd

    @extend_schema(request=GivenEnd, responses={200: PostRepresentation}, parameters=[IF_MATCH])
    def post(self, request: Request, pk: UUID) -> Response:
        post = get_object_or_404(self.get_queryset(), pk=pk)
        version = version_seen(request)
        given = GivenEnd(data=request.data)
        given.is_valid(raise_exception=True)
        actions.end_post(
            by=request.user,
            post_id=post.pk,
            version=version,
            today=cairo_today(),
            now=timezone.now(),
            **given.validated_data,
        )
        return self.represented(post)


class OfInvitations(GenericAPIView):
    """Invitations to posts in the area of the one who asks."""

    permission_classes = [HasRole.of(*APPOINTERS)]
    serializer_class = InvitationRepresentation
    filterset_class = None

    def get_queryset(self) -> QuerySet[Invitation]:
        authority = Authority.of(self.request.user, cairo_today())
        return Invitation.objects.in_area_of(authority).whole().latest_first()

    def represented(self, invitation: Invitation, status: int = 200, token: str = "") -> Response:
        """An invitation read anew, with its ETag, and with its link where there is a token."""
        whole = Invitation.objects.whole().get(pk=invitation.pk)
        context = {"now": timezone.now()}
        if token:
            context["link"] = link_of(token, portal_of(self.request))
        serializer = InvitationWithLink if token else InvitationRepresentation
        data = serializer(whole, context=context).data
        return Response(data, status=status, headers={"ETag": etag(whole.version)})


class Invitations(Idempotent, OfInvitations):
    """Who was invited to a post in one's own area, the latest first."""

    filterset_class = InvitationFilter
    pagination_class = Pages

    @extend_schema(operation_id="invitations_list")
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        shown = InvitationRepresentation(page, many=True, context={"now": timezone.now()}).data
        return self.get_paginated_response(shown)

    @extend_schema(request=GivenInvitation, responses={201: InvitationWithLink}, filters=False)
    def post(self, request: Request) -> Response:
        """Invite someone without an account. The answer holds the link, this once."""
        given = GivenInvitation(data=request.data)
        given.is_valid(raise_exception=True)
        invitation, token = actions.invite(
            by=request.user,
            portal=portal_of(request),
            today=cairo_today(),
            now=timezone.now(),
            **given.validated_data,
        )
        answer = self.represented(invitation, status=201, token=token)
        answer.headers["Location"] = reverse("api-invitation", args=[invitation.pk], request=request)
        return answer


class InvitationView(OfInvitations):
    """One invitation."""

    def get(self, request: Request, pk: UUID) -> Response:
        return self.represented(get_object_or_404(self.get_queryset(), pk=pk))


class WithdrawView(Idempotent, OfInvitations):
    """Make an invitation's link void."""

    @extend_schema(request=None, responses={200: InvitationRepresentation}, parameters=[IF_MATCH_OPTIONAL])
    def post(self, request: Request, pk: UUID) -> Response:
        invitation = get_object_or_404(self.get_queryset(), pk=pk)
        actions.withdraw_invitation(
            by=request.user,
            invitation_id=invitation.pk,
            version=version_seen_if_any(request),
            today=cairo_today(),
            now=timezone.now(),
        )
        return self.represented(invitation)


class RenewView(Idempotent, OfInvitations):
    """Make another link for an invitation that was not answered; the former one is void."""

    serializer_class = InvitationWithLink

    @extend_schema(request=None, responses={200: InvitationWithLink}, parameters=[IF_MATCH_OPTIONAL])
    def post(self, request: Request, pk: UUID) -> Response:
        invitation = get_object_or_404(self.get_queryset(), pk=pk)
        renewed, token = actions.renew_invitation(
            by=request.user,
            invitation_id=invitation.pk,
            portal=portal_of(request),
            version=version_seen_if_any(request),
            today=cairo_today(),
            now=timezone.now(),
        )
        return self.represented(renewed, token=token)


class AcceptView(APIView):
    """Accept an invitation: the account is made, and the post begins."""

    permission_classes = [Anyone]

    @extend_schema(request=Acceptance, responses={201: PostRepresentation})
    def post(self, request: Request) -> Response:
        given = Acceptance(data=request.data)
        given.is_valid(raise_exception=True)
        post = actions.accept_invitation(today=cairo_today(), now=timezone.now(), **given.validated_data)
        whole = Post.objects.whole().get(pk=post.pk)
        return Response(PostRepresentation(whole, context={"today": cairo_today()}).data, status=201)


def portal_of(request: Request) -> str:
    """The address with which the links of this portal begin."""
    return request.build_absolute_uri("/")
