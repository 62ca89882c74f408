"""The pack: what every form is made of. The forms themselves stand in the rooms."""

from .base import MAX_VERSION, DryRunForm, IdempotentForm, SnapshotForm, VersionedForm, post_or_none

__all__ = ["MAX_VERSION", "DryRunForm", "IdempotentForm", "SnapshotForm", "VersionedForm", "post_or_none"]
