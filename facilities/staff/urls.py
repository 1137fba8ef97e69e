from django.urls import path

from facilities.staff import views

urlpatterns = [
    path("staff/", views.staff, name="staff"),
    path("staff/give/", views.give, name="staff-give"),
    path("staff/invite/", views.invite, name="staff-invite"),
    path("staff/mine/", views.my_posts, name="my-posts"),
    path("staff/posts/<uuid:pk>/", views.post, name="staff-post"),
    path("staff/posts/<uuid:pk>/end/", views.end, name="staff-post-end"),
    path("staff/invitations/", views.invitations, name="staff-invitations"),
    path("staff/invitations/<uuid:pk>/", views.invitation, name="staff-invitation"),
    path("staff/invitations/<uuid:pk>/withdraw/", views.withdraw, name="staff-invitation-withdraw"),
    path("staff/invitations/<uuid:pk>/renew/", views.renew, name="staff-invitation-renew"),
    path("join/<str:token>/", views.join, name="join"),
]
