"""Addresses of packages and keys, and of the API."""

from django.urls import path

from guyub.apps.packages.views import api, hand_in, key, package, receive

app_name = "packages"
urlpatterns = [
    path("paket/", package.packages, name="packages"),
    path("paket/serah/<int:assessment_id>/", hand_in.hand_in, name="hand-in"),
    path("paket/terima/", receive.receive, name="receive"),
    path("paket/kunci/", key.keys, name="keys"),
    path("paket/kunci/baru/", key.make, name="key-make"),
    path("paket/kunci/percaya/", key.trust, name="key-trust"),
    path("paket/kunci/<int:key_id>/cabut/", key.revoke, name="key-revoke"),
    path("paket/<int:package_id>/", package.package, name="package"),
    path("paket/<int:package_id>/berkas/", package.file, name="file"),
    path("api/paket/", api.receive, name="api-receive"),
]
