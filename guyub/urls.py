"""Every page's address. Paths are Indonesian, since officers read them; each capability owns its own."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
