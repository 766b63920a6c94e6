"""The ledger's two tables: the events, and the head that tells how many there must be."""

from django.db import models


class Event(models.Model):
    """
    One thing that happened, chained to the one before it. Never changed, never deleted: database triggers refuse both.

    facts hold ids, counts and hashes, never personal data.
    """

    sequence = models.BigIntegerField(primary_key=True)  # 1, 2, 3 … without gaps
    name = models.CharField(max_length=64)  # "release.published"; each one is in flows/table.py
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)  # the officer; no foreign key, the ledger knows no people
    actor_office = models.CharField(max_length=200)  # the office in which the officer acted, as it was called then
    area = models.CharField(max_length=13)
    subject_type = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    facts = models.JSONField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hash"], name="one_event_per_hash")]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="events_of_a_subject"),
            models.Index(fields=["name", "area"], name="events_of_a_kind"),
        ]


class Head(models.Model):
    """How far the chain reaches: without it, cutting off the newest events would go unnoticed."""

    sequence = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_ledger_head")]
