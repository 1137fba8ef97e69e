from django.urls import path

from facilities.directory.keeping.views import editing, exports, open_data, proposals

urlpatterns = [
    path("open-data/", open_data.open_data, name="open-data"),
    path("facilities/export.csv", exports.as_csv, name="facilities-csv"),
    path("facilities/export.xlsx", exports.as_xlsx, name="facilities-xlsx"),
    path("facilities/new/", editing.new_facility, name="facility-new"),
    path("facilities/<slug:code>/edit/", editing.edit, name="facility-edit"),
    path("facilities/<slug:code>/edit/<slug:section>/", editing.edit_section, name="facility-edit-section"),
    path("facilities/<slug:code>/history/", editing.history, name="facility-history"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<uuid:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<uuid:pk>/approve/", proposals.approve, name="proposal-approve"),
    path("proposals/<uuid:pk>/return/", proposals.return_proposal, name="proposal-return"),
    path("proposals/<uuid:pk>/withdraw/", proposals.withdraw, name="proposal-withdraw"),
]
