"""Addresses of assessments, of instruments and of evidence."""

from guyub.apps.assessment.urls import assessments, instruments

app_name = "assessment"
urlpatterns = [*instruments.urlpatterns, *assessments.urlpatterns]
