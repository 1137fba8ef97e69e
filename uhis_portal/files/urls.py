from django.urls import include, path

from uhis_portal.files import views

urlpatterns = [
    path("", include("uhis_portal.files.exports.urls")),
    path("files/", views.imports, name="imports"),
    path("files/new/<slug:kind>/", views.new, name="import-new"),
    path("files/new/<slug:kind>/template.<slug:form>", views.template, name="import-template"),
    path("files/<uuid:pk>/", views.one_import, name="import"),
    path("files/new/<slug:kind>/forget-headings/", views.forget_headings, name="import-forget-headings"),
    path("files/<uuid:pk>/headings/", views.say_headings, name="import-headings"),
    path("files/<uuid:pk>/save/", views.save, name="import-save"),
    path("files/<uuid:pk>/cancel/", views.cancel, name="import-cancel"),
    path("files/<uuid:pk>/resume/", views.resume, name="import-resume"),
    path("files/<uuid:pk>/wrong-rows.<slug:form>", views.wrong_rows, name="import-wrong-rows"),
]
