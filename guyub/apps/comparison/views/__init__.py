"""Pages below /kemajuan/."""

from guyub.apps.comparison.views.history import form, history
from guyub.apps.comparison.views.national import as_csv, as_xlsx, national
from guyub.apps.comparison.views.progress import own, region

__all__ = ["as_csv", "as_xlsx", "form", "history", "national", "own", "region"]
