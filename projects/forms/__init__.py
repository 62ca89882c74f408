"""The pack: what every form is made of. The forms themselves stand in the rooms."""

from .base import MOST_VERSIONS, DryRunForm, IdempotentForm, SnapshotForm, VersionedForm, post_or_none

__all__ = ["MOST_VERSIONS", "DryRunForm", "IdempotentForm", "SnapshotForm", "VersionedForm", "post_or_none"]
