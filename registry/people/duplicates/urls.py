from django.urls import path

from registry.people.duplicates import views

urlpatterns = [
    path("desk/duplicates/", views.queue, name="possible-duplicates"),
    path("desk/duplicates/<uuid:pk>/", views.pair, name="possible-duplicate"),
    path("desk/duplicates/<uuid:pk>/merge/", views.merge, name="possible-duplicate-merge"),
    path(
        "desk/duplicates/<uuid:pk>/not-the-same/", views.not_the_same, name="possible-duplicate-not-the-same"
    ),
    path("desk/duplicates/<uuid:pk>/undo/", views.undo, name="possible-duplicate-undo"),
]
