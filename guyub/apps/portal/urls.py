"""What everybody may read, under /publik/."""

from django.urls import path

from guyub.apps.portal import views

app_name = "portal"

urlpatterns = [path("", views.open_indicators, name="open")]
