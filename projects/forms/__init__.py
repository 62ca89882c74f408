"""The pack: what every form is made of. The forms themselves stand in the rooms."""

from .base import MOST_VERSIONS, ChangingForm, CreatingForm, DryRunForm, ShownForm, posted

__all__ = ["MOST_VERSIONS", "ChangingForm", "CreatingForm", "DryRunForm", "ShownForm", "posted"]
