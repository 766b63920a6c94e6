"""The masterplan's pages."""

from guyub.apps.masterplan.views.programme import programme, programmes
from guyub.apps.masterplan.views.sheet import empty_form, preview, sheet, upload
from guyub.apps.masterplan.views.target import set_target, withdraw_target

__all__ = ["empty_form", "preview", "programme", "programmes", "set_target", "sheet", "upload", "withdraw_target"]
