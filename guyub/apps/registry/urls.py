"""Addresses of the registry."""

from django.urls import path, register_converter

from guyub.apps.registry import views


class PersonToken:
    """An opaque person id: 20 hexadecimal digits, never a NIK."""

    regex = "[0-9a-f]{20}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PersonToken, "person")

app_name = "registry"
urlpatterns = [
    path("registri/", views.overview, name="overview"),
    path("registri/cari/", views.search, name="search"),
    path("registri/orang/<person:token>/", views.person, name="person"),
]
