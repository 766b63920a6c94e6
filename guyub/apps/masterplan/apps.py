from django.apps import AppConfig


class MasterplanConfig(AppConfig):
    name = "guyub.apps.masterplan"
    label = "masterplan"
    default_auto_field = "django.db.models.BigAutoField"
