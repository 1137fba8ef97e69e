from django.urls import path

from uhis_portal.files.exports import views

urlpatterns = [
    path("exports/", views.exports, name="exports"),
    path("exports/new/<slug:kind>/", views.new, name="export-new"),
    path("exports/<uuid:pk>/", views.one_export, name="export"),
    path("exports/<uuid:pk>/file/", views.file, name="export-file"),
    path("exports/<uuid:pk>/cancel/", views.cancel, name="export-cancel"),
    path("exports/<uuid:pk>/resume/", views.resume, name="export-resume"),
    path("exports/<uuid:pk>/forget/", views.forget, name="export-forget"),
]
