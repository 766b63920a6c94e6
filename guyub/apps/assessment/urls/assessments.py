"""Addresses of assessments, their items and follow-ups."""

from django.urls import path

from guyub.apps.assessment.views import assessment, follow_up, item

urlpatterns = [
    path("penilaian/", assessment.assessments, name="assessments"),
    path("penilaian/baru/", assessment.new, name="assessment-new"),
    path("penilaian/<int:assessment_id>/", assessment.assessment, name="assessment"),
    path("penilaian/<int:assessment_id>/bagi/", assessment.share, name="share"),
    path("penilaian/<int:assessment_id>/kertas-kerja.xlsx", assessment.worksheet, name="worksheet"),
    path("penilaian/<int:assessment_id>/kirim-bukti/", assessment.send_all, name="assessment-send"),
    path("penilaian/<int:assessment_id>/ulang/<str:part>/", assessment.repeat, name="assessment-repeat"),
    path("penilaian/<int:assessment_id>/nilai-resmi/", assessment.official, name="assessment-official"),
    path("penilaian/<int:assessment_id>/tutup/", assessment.close, name="assessment-close"),
    path("penilaian/butir/<int:item_id>/", item.item, name="item"),
    path("penilaian/butir/<int:item_id>/jawab/", item.answer, name="item-answer"),
    path("penilaian/butir/<int:item_id>/lampirkan/", item.attach, name="item-attach"),
    path("penilaian/butir/<int:item_id>/kirim/", item.send, name="item-send"),
    path("penilaian/butir/<int:item_id>/komentar/", item.comment, name="item-comment"),
    path("penilaian/lampiran/<int:attachment_id>/lepas/", item.detach, name="attachment-detach"),
    path("penilaian/lampiran/<int:attachment_id>/putusan/", item.decide, name="attachment-decide"),
    path("penilaian/komentar/<int:comment_id>/selesai/", item.settle, name="comment-settle"),
    path("tindak-lanjut/", follow_up.follow_ups, name="follow-ups"),
    path("tindak-lanjut/<int:follow_up_id>/beri/", follow_up.give, name="follow-up-give"),
    path("tindak-lanjut/<int:follow_up_id>/selesai/", follow_up.finish, name="follow-up-finish"),
]
