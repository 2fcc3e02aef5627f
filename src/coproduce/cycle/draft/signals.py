"""What this stage tells the later ones."""

from django.dispatch import Signal

version_published = Signal()  # version: Version; sent inside the transaction that publishes it
