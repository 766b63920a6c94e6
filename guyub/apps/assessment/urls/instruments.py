"""Addresses of instruments, evidence and measures."""

from django.urls import URLPattern, path, re_path

from guyub.apps.assessment import views

urlpatterns: list[URLPattern] = [
    path("instrumen/", views.instruments, name="instruments"),
    path("instrumen/<int:instrument_id>/", views.instrument, name="instrument"),
    path("instrumen/<int:instrument_id>/beda/", views.instrument_changes, name="instrument-changes"),
    re_path(
        r"^instrumen/(?P<instrument_id>[0-9]+)/berkas\.(?P<form>yaml|xlsx)$",
        views.instrument_file,
        name="instrument-file",
    ),
    path("instrumen/formulir.xlsx", views.instrument_form, name="instrument-form"),
    path("instrumen/unggah/", views.instrument_upload, name="instrument-upload"),
    re_path(r"^instrumen/unggah/(?P<digest>[0-9a-f]{64})/$", views.instrument_preview, name="instrument-preview"),
    re_path(
        r"^instrumen/unggah/(?P<digest>[0-9a-f]{64})/bertanda\.xlsx$",
        views.instrument_marked,
        name="instrument-marked",
    ),
    path("bukti/", views.evidence_list, name="evidence-list"),
    path("bukti/baru/", views.evidence_new, name="evidence-new"),
    path("bukti/<int:evidence_id>/", views.evidence, name="evidence"),
    path("bukti/<int:evidence_id>/perbarui/", views.evidence_update, name="evidence-update"),
    path("bukti/<int:evidence_id>/cabut/", views.evidence_withdraw, name="evidence-withdraw"),
    path("bukti/<int:evidence_id>/versi/<int:number>/", views.evidence_file, name="evidence-file"),
    path("ukuran/", views.measures, name="measures"),
    path("ukuran/ambil/", views.take_in, name="measures-take-in"),
    re_path(r"^ukuran/standar/(?P<code>[-\w]+)\.(?P<form>xlsx|csv)$", views.standard_table, name="measures-standard"),
    path("ukuran/<slug:code>/", views.measure, name="measure"),
]
