"""Addresses of the lists."""

from django.urls import path

from guyub.apps.services import views

app_name = "services"
urlpatterns = [
    path("daftar/", views.lists, name="lists"),
    path("daftar/<slug:key>/", views.people, name="list"),
    path("daftar/<slug:key>/buka/", views.open_names, name="open"),
    path("daftar/<slug:key>/berkas/", views.take_along, name="file"),
]
