"""
Signing in, under /masuk/: allauth's views under its own names, at Indonesian addresses, and only those that are used.

There is no self-service sign-up, e-mail management or password reset: the secretariat registers officers and sets a new
password (`guyub officers password`), since a regency's server often sends no mail. The address of sign-up exists
because allauth names it; it answers that sign-up is closed.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as socialaccount
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.urls import path

urlpatterns = [
    path("", account.login, name="account_login"),
    path("keluar/", account.logout, name="account_logout"),
    path("daftar/", account.signup, name="account_signup"),
    path("tidak-aktif/", account.account_inactive, name="account_inactive"),
    path("pastikan/", account.reauthenticate, name="account_reauthenticate"),
    path("sandi/", account.password_change, name="account_change_password"),
    path("sandi/baru/", account.password_set, name="account_set_password"),
    # A second factor
    path("dua-langkah/", mfa.index, name="mfa_index"),
    path("dua-langkah/kode/", mfa.authenticate, name="mfa_authenticate"),
    path("dua-langkah/pastikan/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("dua-langkah/aplikasi/", totp.activate_totp, name="mfa_activate_totp"),
    path("dua-langkah/aplikasi/matikan/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("dua-langkah/cadangan/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("dua-langkah/cadangan/buat/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("dua-langkah/cadangan/unduh/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("kunci/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("kunci/tambah/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("kunci/masuk/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("kunci/pastikan/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("kunci/<int:pk>/ubah/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("kunci/<int:pk>/hapus/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    # The regency's own accounts
    path("akun-daerah/", socialaccount.connections, name="socialaccount_connections"),
    path("akun-daerah/batal/", socialaccount.login_cancelled, name="socialaccount_login_cancelled"),
    path("akun-daerah/galat/", socialaccount.login_error, name="socialaccount_login_error"),
    path("akun-daerah/daftar/", socialaccount.signup, name="socialaccount_signup"),
    path("akun-daerah/<slug:provider_id>/", oidc.login, name="openid_connect_login"),
    path("akun-daerah/<slug:provider_id>/kembali/", oidc.callback, name="openid_connect_callback"),
]
