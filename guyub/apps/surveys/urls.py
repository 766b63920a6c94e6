"""Addresses of surveys."""

from django.urls import path

from guyub.apps.surveys.views import response, survey

app_name = "surveys"
urlpatterns = [
    path("", survey.surveys, name="surveys"),
    path("buka/", survey.open_survey, name="open"),
    path("<int:survey_id>/", survey.survey, name="survey"),
    path("<int:survey_id>/catat/", response.record, name="record"),
    path("<int:survey_id>/unggah/", response.upload, name="upload"),
    path("<int:survey_id>/lembar/", response.sheet, name="sheet"),
    path("<int:survey_id>/tutup/", survey.close_survey, name="close"),
]
