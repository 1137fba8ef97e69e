from django.urls import path

from registry.people.duplicates import api

urlpatterns = [
    path("possible-duplicates/", api.PossibleDuplicates.as_view(), name="api-possible-duplicates"),
    path("possible-duplicates/<uuid:pk>/", api.PairView.as_view(), name="api-possible-duplicate"),
    path(
        "possible-duplicates/<uuid:pk>/merge/", api.MergeView.as_view(), name="api-possible-duplicate-merge"
    ),
    path(
        "possible-duplicates/<uuid:pk>/not-the-same/",
        api.NotTheSameView.as_view(),
        name="api-possible-duplicate-not-the-same",
    ),
    path(
        "possible-duplicates/<uuid:pk>/undo/", api.UndoMergeView.as_view(), name="api-possible-duplicate-undo"
    ),
]
