"""The face of this app's forms."""

from .answers import AnswerForm, ItemForm
from .gates import GateForm
from .outcomes import AddOutcomeForm, EditOutcomeForm
from .reports import PreviewForm, ReportForm
from .workshops import AttendanceForm, EditWorkshopForm, PlanWorkshopForm

__all__ = [
    "AddOutcomeForm",
    "AnswerForm",
    "AttendanceForm",
    "EditOutcomeForm",
    "EditWorkshopForm",
    "GateForm",
    "ItemForm",
    "PlanWorkshopForm",
    "PreviewForm",
    "ReportForm",
]
