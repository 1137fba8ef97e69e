from django.urls import URLPattern, path

from registry.applications.following import views as following
from registry.applications.naming import views as naming
from registry.applications.papers import views as papers
from registry.applications.reviewing import views as review
from registry.applications.views import living, people, sending, starting
from registry.applications.views.ways import COUNTER, HOTLINE, REGISTER, View, Way
from uhis_portal.files.uploads import takes_a_picture


def steps(base: str, way: Way) -> list[URLPattern]:
    """The addresses of one way in, below `base`."""
    one, someone = f"{base}<uuid:pk>/", f"{base}<uuid:pk>/family/<uuid:person_pk>/"
    views: dict[str, tuple[str, View]] = {
        "tasks": (one, starting.tasks),
        "governorate": (f"{one}governorate/", living.governorate),
        "district": (f"{one}district/", living.district),
        "head": (f"{one}head/", people.head),
        "spouses": (f"{one}spouses/", people.spouses),
        "family": (f"{one}family/", people.family),
        "person-add": (f"{one}family/add/", people.person),
        "person": (someone, people.person),
        "person-remove": (f"{someone}remove/", people.remove_person),
        "person-work": (f"{someone}work/", people.person_work),
        "work": (f"{one}work/", people.work),
        "address": (f"{one}address/", living.address),
        "unit": (f"{one}unit/", living.unit),
        "check": (f"{one}check/", sending.check),
        "withdraw": (f"{one}withdraw/", sending.withdraw),
        "sent": (f"{one}sent/", sending.sent),
        "paper": (f"{one}papers/<uuid:paper_pk>/", papers.paper),
        "paper-remove": (f"{one}papers/<uuid:paper_pk>/remove/", papers.remove_paper),
    }
    if way.at_counter:
        views["phone"] = (f"{one}phone/", living.phone)
    return [
        path(
            f"{one}papers/", takes_a_picture(way.open(papers.papers)), {"way": way}, name=f"{way.name}-papers"
        ),
        *(
            path(route, way.open(view), {"way": way}, name=f"{way.name}-{name}")
            for name, (route, view) in views.items()
        ),
    ]


urlpatterns = [
    path("register/", starting.register, name="register"),
    path("register/turn/", starting.turn, name="register-turn"),
    path("register/when/", starting.when, name="register-when"),
    *steps("register/", REGISTER),
    path("desk/register/", starting.counter, name="counter"),
    *steps("desk/register/", COUNTER),
    path("desk/hotline/", starting.hotline, name="hotline"),
    *steps("desk/hotline/", HOTLINE),
    path("desk/applications/", review.queue, name="applications"),
    path("desk/applications/<uuid:pk>/", review.review, name="application-review"),
    path("desk/applications/<uuid:pk>/approve/", review.approve, name="application-approve"),
    path("desk/applications/<uuid:pk>/refuse/", review.refuse, name="application-refuse"),
    path("desk/applications/<uuid:pk>/return/", review.return_for_mending, name="application-return"),
    path(
        "desk/applications/<uuid:pk>/people/<uuid:person_pk>/settle/",
        review.settle,
        name="application-settle",
    ),
    path(
        "desk/applications/<uuid:pk>/papers/<uuid:paper_pk>/", papers.reviewed_paper, name="application-paper"
    ),
    path("desk/dispute/", naming.dispute_at_counter, name="counter-dispute"),
    path("my-file/named/", naming.naming, name="naming"),
    path("my-file/named/<uuid:person_pk>/dispute/", naming.dispute, name="naming-dispute"),
    path("follow/", following.follow, name="follow"),
]
