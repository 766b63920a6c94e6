"""Addresses of comparison, below /kemajuan/."""

from django.urls import path

from guyub.apps.comparison import views

app_name = "comparison"
urlpatterns = [
    path("kemajuan/", views.own, name="own"),
    path("kemajuan/daerah/<str:area>/", views.region, name="region"),
    path("kemajuan/nasional/", views.national, name="national"),
    path("kemajuan/nasional/daerah.csv", views.as_csv, name="national-csv"),
    path("kemajuan/nasional/daerah.xlsx", views.as_xlsx, name="national-xlsx"),
    path("kemajuan/riwayat/", views.history, name="history"),
    path("kemajuan/riwayat/<slug:code>.csv", views.form, name="history-form"),
]
