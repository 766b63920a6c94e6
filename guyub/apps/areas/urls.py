"""Areas, agencies and bodies, under /wilayah/."""

from django.urls import path

from guyub.apps.areas import views

app_name = "areas"
urlpatterns = [
    path("", views.search, name="search"),
    path("opd/", views.agencies, name="agencies"),
    path("lembaga/", views.bodies, name="bodies"),
]
