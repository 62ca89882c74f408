"""Named contacts of a group: for facilitators and leads only; observers and managers never see them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ...access import requires_role
from ...forms import post_or_none
from ...http import Request
from ...models import Initiative, Role, Stakeholder, StakeholderContact, StaleError
from ..forms.contacts import AddContactForm, EditContactForm


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.FACILITATOR)
def add(request: Request, initiative: Initiative, stakeholder_id: UUID) -> HttpResponse:
    stakeholder = get_object_or_404(initiative.stakeholders, pk=stakeholder_id)
    form = AddContactForm(post_or_none(request), stakeholder=stakeholder)
    if request.method == "POST" and form.is_valid():

        def create() -> str:
            StakeholderContact.add(stakeholder, by=request.user, **form.particulars())
            return stakeholder.get_absolute_url()

        return redirect(form.run_once(by=request.user, route="projects:contact-add", create=create))
    if form.is_bound and (earlier := form.already_done(by=request.user)):
        return redirect(earlier)
    context = {"initiative": initiative, "stakeholder": stakeholder, "form": form, "part": "stakeholders"}
    status = 422 if form.is_bound else 200
    return render(request, "projects/initiatives/contact_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.FACILITATOR)
def edit(request: Request, initiative: Initiative, stakeholder_id: UUID, contact_id: UUID) -> HttpResponse:
    contact = _found(initiative, stakeholder_id, contact_id)
    form = EditContactForm(post_or_none(request), contact=contact)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            contact.revise(by=request.user, based_on=form.cleaned_data["version"], **form.particulars())
        except StaleError:
            now = StakeholderContact.objects.select_related("updated_by").get(pk=contact.pk)
            form.add_stale_error(now)
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect(contact.stakeholder)
    context = {
        "initiative": initiative,
        "stakeholder": contact.stakeholder,
        "contact": contact,
        "form": form,
        "part": "stakeholders",
    }
    return render(request, "projects/initiatives/contact_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.FACILITATOR, when_archived=True)
def remove(request: Request, initiative: Initiative, stakeholder_id: UUID, contact_id: UUID) -> HttpResponse:
    """Ask whether it is meant, and let the data of a contact go; also in an archive: the person may ask for it."""
    contact = _found(initiative, stakeholder_id, contact_id)
    if request.method != "POST":
        context = {"initiative": initiative, "part": "stakeholders", "contact": contact}
        return render(request, "projects/initiatives/contact_removal.html", context)
    contact.remove(by=request.user)
    messages.success(request, _("The contact is removed."))
    return redirect(contact.stakeholder)


def _found(initiative: Initiative, stakeholder_id: UUID, contact_id: UUID) -> StakeholderContact:
    stakeholder: Stakeholder = get_object_or_404(initiative.stakeholders, pk=stakeholder_id)
    contact: StakeholderContact = get_object_or_404(stakeholder.contacts, pk=contact_id)
    contact.stakeholder = stakeholder
    return contact
