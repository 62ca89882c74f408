"""The face of this app's forms."""

from .answers import AnswerForm, ItemForm
from .gates import GateForm

__all__ = ["AnswerForm", "GateForm", "ItemForm"]
