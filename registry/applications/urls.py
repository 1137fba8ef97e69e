from django.urls import URLPattern, path

from registry.applications.views import entry, review
from registry.applications.views.ways import COUNTER, REGISTER, View, Way


def steps(base: str, way: Way) -> list[URLPattern]:
    """The addresses of one way in, below `base`."""
    one, someone = f"{base}<uuid:pk>/", f"{base}<uuid:pk>/family/<uuid:person_pk>/"
    views: dict[str, tuple[str, View]] = {
        "tasks": (one, entry.tasks),
        "head": (f"{one}head/", entry.head),
        "family": (f"{one}family/", entry.family),
        "person-add": (f"{one}family/add/", entry.person),
        "person": (someone, entry.person),
        "person-remove": (f"{someone}remove/", entry.remove_person),
        "governorate": (f"{one}governorate/", entry.governorate),
        "district": (f"{one}district/", entry.district),
        "unit": (f"{one}unit/", entry.unit),
        "check": (f"{one}check/", entry.check),
        "sent": (f"{one}sent/", entry.sent),
    }
    if way.at_counter:
        views["phone"] = (f"{one}phone/", entry.phone)
    return [
        path(route, way.open(view), {"way": way}, name=f"{way.name}-{name}")
        for name, (route, view) in views.items()
    ]


urlpatterns = [
    path("register/", entry.register, name="register"),
    *steps("register/", REGISTER),
    path("desk/register/", entry.counter, name="counter"),
    *steps("desk/register/", COUNTER),
    path("desk/applications/", review.queue, name="applications"),
    path("desk/applications/<uuid:pk>/", review.review, name="application-review"),
    path("desk/applications/<uuid:pk>/approve/", review.approve, name="application-approve"),
    path("desk/applications/<uuid:pk>/refuse/", review.refuse, name="application-refuse"),
]
