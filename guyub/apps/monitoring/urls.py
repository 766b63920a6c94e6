"""The front page, and the ledger."""

from django.urls import path

from guyub.apps.monitoring import views

app_name = "monitoring"

urlpatterns = [
    path("", views.front, name="front"),
    path("jejak/", views.ledger, name="ledger"),
]
