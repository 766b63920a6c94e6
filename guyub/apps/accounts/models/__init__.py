"""Officers, and the offices they hold from a day to a day."""

from guyub.apps.accounts.models.appointment import Appointment
from guyub.apps.accounts.models.officer import Officer, system_username

__all__ = ["Appointment", "Officer", "system_username"]
