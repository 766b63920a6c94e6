"""Addresses of the masterplan, below /program/."""

from django.urls import path, re_path

from guyub.apps.masterplan import views

app_name = "masterplan"

urlpatterns = [
    path("", views.programmes, name="programmes"),
    path("<int:programme_id>/", views.programme, name="programme"),
    path("<int:programme_id>/target/", views.set_target, name="set_target"),
    path("target/<int:target_id>/cabut/", views.withdraw_target, name="withdraw_target"),
    path("impor/", views.upload, name="import"),
    path("impor/formulir.xlsx", views.empty_form, name="empty_form"),
    path("impor/berkas/<int:sheet_id>/", views.sheet, name="sheet"),
    re_path(r"^impor/(?P<digest>[0-9a-f]{64})/$", views.preview, name="preview"),
]
