"""The face of this app's forms."""

from .adviser import AdviserForm
from .answers import AnswerForm, ItemForm, NoteForm
from .attendance import AttendanceForm
from .gates import GateForm
from .methods import AddOwnMethodForm, EditOwnMethodForm
from .outcomes import AddOutcomeForm, EditOutcomeForm
from .reports import PreviewForm, ReportForm
from .workshops import EditWorkshopForm, PlanWorkshopForm

__all__ = [
    "AddOutcomeForm",
    "AddOwnMethodForm",
    "AdviserForm",
    "AnswerForm",
    "AttendanceForm",
    "EditOutcomeForm",
    "EditOwnMethodForm",
    "EditWorkshopForm",
    "GateForm",
    "ItemForm",
    "NoteForm",
    "PlanWorkshopForm",
    "PreviewForm",
    "ReportForm",
]
