from django.urls import path

from facilities.directory.keeping import api

urlpatterns = [
    path("open-data/facilities.csv", api.FacilitiesCsv.as_view(), name="api-open-facilities-csv"),
    path(
        "open-data/facilities.geojson",
        api.FacilitiesGeoJson.as_view(),
        name="api-open-facilities-geojson",
    ),
    path("facilities/<slug:code>/sheet/", api.SheetView.as_view(), name="api-facility-sheet"),
    path("facilities/<slug:code>/revisions/", api.Revisions.as_view(), name="api-facility-revisions"),
    path(
        "facilities/<slug:code>/proposals/", api.ProposalsOfFacility.as_view(), name="api-facility-proposals"
    ),
    path("proposals/", api.Proposals.as_view(), name="api-proposals"),
    path("proposals/<uuid:pk>/", api.ProposalView.as_view(), name="api-proposal"),
    path("proposals/<uuid:pk>/approve/", api.ApproveView.as_view(), name="api-proposal-approve"),
    path("proposals/<uuid:pk>/return/", api.ReturnView.as_view(), name="api-proposal-return"),
    path("proposals/<uuid:pk>/withdraw/", api.WithdrawView.as_view(), name="api-proposal-withdraw"),
]
