"""The shared face's own addresses: theme, language, and the living page of components."""

from django.urls import path
from django.views.i18n import set_language

from guyub.web import views

app_name = "web"
urlpatterns = [
    path("tampilan/", views.theme, name="theme"),
    path("bahasa/", set_language, name="language"),
    path("komponen/", views.components, name="components"),
    path("komponen/kemajuan/", views.component_progress, name="component-progress"),
]
