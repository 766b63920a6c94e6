"""The officer's own file back as a workbook, each wrong cell marked and explained, and a sheet that lists them all."""

from guyub.dataplane.annotate.annotating import annotate

__all__ = ["annotate"]
