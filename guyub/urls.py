"""Every page's address. Paths are Indonesian, since officers read them; each capability owns its own."""

from django.urls import URLPattern, URLResolver, include, path

from guyub.menu import ACCOUNT, MENU, SEARCH, VISITORS, WHO

__all__ = [
    "ACCOUNT",
    "MENU",
    "SEARCH",
    "VISITORS",
    "WHO",
    "handler400",
    "handler403",
    "handler404",
    "handler500",
    "urlpatterns",
]

handler400 = "guyub.web.errors.bad_request"
handler403 = "guyub.web.errors.forbidden"
handler404 = "guyub.web.errors.not_found"
handler500 = "guyub.web.errors.broken"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("guyub.web.urls")),
    path("masuk/", include("guyub.apps.accounts.urls.sign_in")),
    path("akun/", include("guyub.apps.accounts.urls")),
    path("wilayah/", include("guyub.apps.areas.urls")),
    path("", include("guyub.apps.exchange.urls")),
    path("", include("guyub.apps.registry.urls")),
    path("", include("guyub.apps.indicators.urls")),
    path("", include("guyub.apps.services.urls")),
    path("", include("guyub.apps.assessment.urls")),
    path("program/", include("guyub.apps.masterplan.urls")),
    path("survei/", include("guyub.apps.surveys.urls")),
    path("", include("guyub.apps.improvement.urls")),
    path("", include("guyub.apps.packages.urls")),
    path("", include("guyub.apps.evaluation.urls")),
    path("", include("guyub.apps.selection.urls")),
    path("", include("guyub.apps.comparison.urls")),
    path("publik/", include("guyub.apps.portal.urls")),
    path("", include("guyub.apps.monitoring.urls")),
]
