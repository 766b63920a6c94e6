"""Addresses of assessments, their items and follow-ups."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
