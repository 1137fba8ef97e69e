from django.urls import path

from registry.applications.api import deciding, entering, interest
from registry.applications.following.api import FollowView
from registry.applications.naming.api import CounterDisputeView, DisputeView, Namings
from registry.applications.papers.api import OnePaper, Papers
from registry.applications.reviewing.api import Queue, ReturnView, ReviewView, SettleView

APPLICATION = "applications/<uuid:pk>/"
PERSON = f"{APPLICATION}applicants/<uuid:person_pk>/"

urlpatterns = [
    path("applications/", entering.Applications.as_view(), name="api-applications"),
    path(APPLICATION, entering.ApplicationView.as_view(), name="api-application"),
    path(f"{APPLICATION}look/", entering.LookView.as_view(), name="api-application-look"),
    path(f"{APPLICATION}units/", entering.OffersView.as_view(), name="api-application-units"),
    path(f"{APPLICATION}send/", entering.SendView.as_view(), name="api-application-send"),
    path(f"{APPLICATION}withdraw/", entering.WithdrawView.as_view(), name="api-application-withdraw"),
    path(f"{APPLICATION}applicants/", entering.People.as_view(), name="api-applicants"),
    path(PERSON, entering.Person.as_view(), name="api-applicant"),
    path(f"{PERSON}work/", entering.WorkOf.as_view(), name="api-applicant-work"),
    path("work-categories/", entering.WorkCategories.as_view(), name="api-work-categories"),
    path("interests/", interest.Interests.as_view(), name="api-interests"),
    path("interests/<str:code>/", interest.InterestView.as_view(), name="api-interest"),
    path(f"{APPLICATION}approve/", deciding.ApproveView.as_view(), name="api-application-approve"),
    path(f"{APPLICATION}refuse/", deciding.RefuseView.as_view(), name="api-application-refuse"),
    path(f"{APPLICATION}return/", ReturnView.as_view(), name="api-application-return"),
    path(f"{APPLICATION}review/", ReviewView.as_view(), name="api-application-review"),
    path(f"{PERSON}settle/", SettleView.as_view(), name="api-application-settle"),
    path("applications/queue/", Queue.as_view(), name="api-applications-queue"),
    path("applications/follow/", FollowView.as_view(), name="api-applications-follow"),
    path(f"{APPLICATION}papers/", Papers.as_view(), name="api-application-papers"),
    path(f"{APPLICATION}papers/<uuid:paper_pk>/", OnePaper.as_view(), name="api-application-paper"),
    path("namings/", Namings.as_view(), name="api-namings"),
    path("namings/<uuid:person_pk>/dispute/", DisputeView.as_view(), name="api-naming-dispute"),
    path("disputes/", CounterDisputeView.as_view(), name="api-disputes"),
]
