"""Addresses of instruments, evidence and measures."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
