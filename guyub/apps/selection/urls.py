"""Addresses of selection, below /seleksi/."""

from django.urls import path

from guyub.apps.selection import views

app_name = "selection"
urlpatterns = [
    path("seleksi/", views.rounds, name="rounds"),
    path("seleksi/baru/", views.new_round, name="new"),
    path("seleksi/<int:round_id>/", views.round_page, name="round"),
    path("seleksi/<int:round_id>/undang/", views.invite, name="invite"),
    path("seleksi/<int:round_id>/jadwal/", views.calendar, name="calendar"),
    path("seleksi/<int:round_id>/asesor/", views.assessors, name="assessors"),
    path("seleksi/<int:round_id>/umumkan/", views.announce, name="announce"),
    path("seleksi/daerah/<int:invitation_id>/", views.region, name="region"),
    path("seleksi/daerah/<int:invitation_id>/data/<slug:key>/", views.fact, name="fact"),
    path("seleksi/daerah/<int:invitation_id>/unsur/<str:code>/", views.answer, name="answer"),
    path("seleksi/daerah/<int:invitation_id>/serah/", views.submit, name="submit"),
    path("seleksi/daerah/<int:invitation_id>/jadwal/", views.book, name="book"),
    path("seleksi/daerah/<int:invitation_id>/konfirmasi/<str:code>/", views.confirm, name="confirm"),
    path("seleksi/daerah/<int:invitation_id>/asesor/<int:officer_id>/lepas/", views.hand_back, name="hand-back"),
    path("seleksi/daerah/<int:invitation_id>/putusan/", views.choose, name="choose"),
    path("seleksi/daerah/<int:invitation_id>/surat.docx", views.letter_docx, name="letter-docx"),
    path("seleksi/daerah/<int:invitation_id>/surat.pdf", views.letter_pdf, name="letter-pdf"),
]
