"""Which regions are guided next: invitations, questionnaires, presentations, a choice with its reasons."""
