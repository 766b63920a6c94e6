"""The progress of regions, first one's own: by cohort, province and size, by the year."""
