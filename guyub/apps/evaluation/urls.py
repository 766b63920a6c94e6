"""Addresses of evaluation, below /evaluasi/: the office's cycles, the assessor's desk, the region's own pages."""

from django.urls import URLPattern, path, re_path

from guyub.apps.evaluation import views

ENTRY = "evaluasi/peserta/<int:entry_id>/"
RESULT = "evaluasi/hasil/<int:result_id>/"

app_name = "evaluation"
urlpatterns: list[URLPattern] = [
    path("evaluasi/", views.home, name="home"),
    path("evaluasi/siklus/", views.cycles, name="cycles"),
    path("evaluasi/siklus/baru/", views.new_cycle, name="new-cycle"),
    path("evaluasi/siklus/<int:cycle_id>/", views.board, name="board"),
    path("evaluasi/siklus/<int:cycle_id>/tutup/", views.close, name="close"),
    path("evaluasi/siklus/<int:cycle_id>/mulai/", views.start_all, name="start-all"),
    path("evaluasi/siklus/<int:cycle_id>/panel/", views.panels, name="panels"),
    path("evaluasi/siklus/<int:cycle_id>/panel/<int:panel_id>/", views.panel, name="panel"),
    path("evaluasi/siklus/<int:cycle_id>/panel/<int:panel_id>/daerah/", views.assign, name="assign"),
    path("evaluasi/benturan/", views.exclusions, name="exclusions"),
    path("evaluasi/benturan/<int:exclusion_id>/akhiri/", views.end_exclusion, name="end-exclusion"),
    path("evaluasi/meja/", views.desk, name="desk"),
    path(ENTRY, views.entry, name="entry"),
    path(f"{ENTRY}mulai/", views.start, name="start"),
    path(f"{ENTRY}buka-nilai/", views.open_scores, name="open-scores"),
    path(f"{ENTRY}perbaikan/", views.correction, name="correction"),
    path(f"{ENTRY}catatan-hasil/", views.remark, name="remark"),
    path(f"{ENTRY}catatan-hasil/<int:remark_id>/hapus/", views.remove_remark, name="remove-remark"),
    path(f"{ENTRY}lembar/", views.sheet, name="sheet"),
    path(f"{ENTRY}lembar/serahkan/", views.submit, name="submit"),
    path(f"{ENTRY}lembar/catatan/", views.note, name="note"),
    path(f"{ENTRY}butir/<str:code>/", views.item, name="item"),
    re_path(
        r"^evaluasi/peserta/(?P<entry_id>\d+)/butir/(?P<code>[^/]+)/bukti/(?P<digest>[0-9a-f]{64})/$",
        views.proof,
        name="proof",
    ),
    path(f"{ENTRY}beda/", views.differences, name="differences"),
    path(f"{ENTRY}beda/kaidah/", views.settle_by_rule, name="settle-by-rule"),
    path(f"{ENTRY}terbit/", views.publish, name="publish"),
    path(f"{ENTRY}keberatan/<int:objection_id>/", views.answer, name="answer"),
    path(RESULT, views.result, name="result"),
    path(f"{RESULT}surat.pdf", views.letter_file, {"suffix": "pdf"}, name="letter-pdf"),
    path(f"{RESULT}surat.docx", views.letter_file, {"suffix": "docx"}, name="letter-docx"),
    path("evaluasi/daerah/", views.own, name="own"),
    path("evaluasi/daerah/<int:entry_id>/", views.own_entry, name="own-entry"),
    path("evaluasi/daerah/<int:entry_id>/keberatan/", views.object_to, name="object"),
]
