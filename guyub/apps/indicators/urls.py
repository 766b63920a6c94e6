"""Addresses of the indicators."""

from django.urls import path, re_path

from guyub.apps.indicators import views

app_name = "indicators"
urlpatterns = [
    path("indikator/", views.indicators, name="list"),
    path("indikator/<slug:code>/", views.indicator, name="indicator"),
    path("indikator/<slug:code>/aturan/", views.rule, name="rule"),
    path("indikator/<slug:code>/baris/", views.rows, name="rows"),
    re_path(r"^indikator/(?P<code>[-\w]+)/unduh\.(?P<kind>xlsx|csv)$", views.download, name="download"),
]
