from django.urls import path

from uhis_portal.accounts import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/code/", views.sign_in_code, name="sign-in-code"),
    path("staff/sign-in/", views.staff_sign_in, name="staff-sign-in"),
    path("my-number/", views.change_number, name="change-number"),
    path("my-number/codes/", views.change_number_codes, name="change-number-codes"),
    path("sign-out/", views.sign_out, name="sign-out"),
]
