"""Officers, offices and rights, under /akun/. Signing in has its own addresses in `sign_in`."""

from django.urls import path

from guyub.apps.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.account, name="account"),
    path("hak/", views.matrix, name="matrix"),
    path("petugas/", views.officers, name="officers"),
    path("petugas/baru/", views.register, name="register"),
    path("jabatan/<int:office_id>/", views.office, name="office"),
    path("jabatan/<int:office_id>/angkat/", views.appoint, name="appoint"),
    path("pengangkatan/<int:appointment_id>/akhiri/", views.dismiss, name="dismiss"),
    path("pengangkatan/<int:appointment_id>/serahkan/", views.hand_over, name="hand-over"),
]
