from django.urls import path

from facilities.staff import api

urlpatterns = [
    path("posts/", api.Posts.as_view(), name="api-posts"),
    path("posts/<uuid:pk>/", api.PostView.as_view(), name="api-post"),
    path("posts/<uuid:pk>/end/", api.EndView.as_view(), name="api-post-end"),
    path("invitations/", api.Invitations.as_view(), name="api-invitations"),
    path("invitations/accept/", api.AcceptView.as_view(), name="api-invitation-accept"),
    path("invitations/<uuid:pk>/", api.InvitationView.as_view(), name="api-invitation"),
    path("invitations/<uuid:pk>/withdraw/", api.WithdrawView.as_view(), name="api-invitation-withdraw"),
    path("invitations/<uuid:pk>/renew/", api.RenewView.as_view(), name="api-invitation-renew"),
]
