"""Addresses of this capability."""

from django.urls import URLPattern

app_name = "selection"
urlpatterns: list[URLPattern] = []
