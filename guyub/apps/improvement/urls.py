"""Addresses of what lifts a score."""

from django.urls import path

from guyub.apps.improvement import views

app_name = "improvement"
urlpatterns = [
    path("perbaikan/", views.assessments, name="assessments"),
    path("perbaikan/<int:assessment_id>/", views.lift, name="lift"),
    path("perbaikan/<int:assessment_id>/jalan/", views.ways, name="ways"),
    path("perbaikan/<int:assessment_id>/usaha/", views.efforts, name="efforts"),
    path("perbaikan/<int:assessment_id>/celah/", views.gaps, name="gaps"),
    path("perbaikan/<int:assessment_id>/celah/taut/", views.link, name="link"),
    path("perbaikan/<int:assessment_id>/persepsi/", views.rounds, name="rounds"),
    path("perbaikan/<int:assessment_id>/hitung-ulang/", views.rescoring, name="rescoring"),
    path("perbaikan/jalan/<int:plan_id>/", views.plan, name="plan"),
    path("perbaikan/jalan/<int:plan_id>/rencana.docx", views.plan_docx, name="plan-docx"),
    path("perbaikan/jalan/<int:plan_id>/rencana.pdf", views.plan_pdf, name="plan-pdf"),
    path("perbaikan/celah/<int:link_id>/lepas/", views.unlink, name="unlink"),
    path("perbaikan/persepsi/<int:round_id>/", views.rating_round, name="round"),
    path("perbaikan/persepsi/<int:round_id>/tutup/", views.close, name="close"),
]
