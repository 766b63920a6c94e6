"""Addresses of data, submissions and releases."""

from django.urls import path

from guyub.apps.exchange import views

app_name = "exchange"
urlpatterns = [
    path("data/", views.datasets, name="datasets"),
    path("data/<slug:key>/", views.dataset, name="dataset"),
    path("data/<slug:key>/pada/", views.as_of, name="as-of"),
    path("kiriman/", views.submissions, name="submissions"),
    path("kiriman/baru/<slug:key>/", views.submit, name="submit"),
    path("kiriman/<int:submission_id>/", views.submission, name="submission"),
    path("kiriman/<int:submission_id>/kemajuan/", views.progress, name="progress"),
    path("kiriman/<int:submission_id>/hentikan/", views.stop, name="stop"),
    path("kiriman/<int:submission_id>/coba-lagi/", views.try_again, name="try-again"),
    path("kiriman/<int:submission_id>/temuan/<slug:rule>/", views.finding, name="finding"),
    path("kiriman/<int:submission_id>/usul/", views.accept, name="accept"),
    path("kiriman/<int:submission_id>/temuan.csv", views.findings_csv, name="findings-csv"),
    path("kiriman/<int:submission_id>/berkas-bertanda/", views.annotated, name="annotated"),
    path("kiriman/<int:submission_id>/berkas-bertanda/kemajuan/", views.marking, name="marking"),
    path("kiriman/<int:submission_id>/rilis/", views.publish, name="publish"),
    path("kiriman/<int:submission_id>/buang/", views.discard, name="discard"),
    path("rilis/<int:release_id>/", views.release, name="release"),
    path("rilis/<int:release_id>/tarik/", views.withdraw, name="withdraw"),
]
