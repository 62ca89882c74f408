"""One person who does everything that one can do, so that there is a row of every kind about them."""

import uuid
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialApp, SocialToken
from django.test import Client
from django.utils import timezone

from phases.models import (
    Answer,
    ChecklistItem,
    GateDecision,
    ItemCompletion,
    ItemState,
    MethodSheet,
    Outcome,
    ParticipantPage,
    Phase,
    Question,
    Report,
    Workshop,
)
from projects.models import (
    AuditHead,
    Erasure,
    IdempotencyKey,
    Initiative,
    Invitation,
    OrganisationRole,
    RightsReview,
    Role,
    Stakeholder,
    StakeholderContact,
    User,
)
from tests import factories

PROVIDER_SECRET = "a-secret-of-the-provider"  # noqa: S105 - of a provider that is not there
SECRET = "JBSWY3DPEHPK3PXP"  # noqa: S105 - of an app that nobody has


def do_everything(person: User, beside: User, initiative: Initiative) -> None:
    """Make a row in every way in which one can point to `person`, who leads `initiative` with `beside`.

    The road is laid already; of the content there is at least one question and one line of the checklist.
    """
    organisation = initiative.organisation
    _walk_the_road(person, initiative)
    _meet_people(person, initiative)
    _have_an_account(person)
    factories.dress(organisation, by=person)
    own = factories.make_own_method(organisation, "Soepgesprek")
    own.retire(by=person)
    own.offer_again(by=person)
    RightsReview.sign(organisation, digest="0" * 64, people=2, by=person)
    provider = factories.make_identity_provider(organisation, by=person, secret=PROVIDER_SECRET)
    account = provider.link(person, "subject-of-the-person", by=person)
    app = SocialApp.objects.create(provider="openid_connect", name="An app", client_id="client")
    SocialToken.objects.create(app=app, account=account, token="a-token")
    _let_people_in(person, beside, initiative)
    elsewhere = factories.make_initiative(organisation, lead=beside)
    elsewhere.archive(by=person)
    Erasure.record(Erasure.OUTCOME, uuid.uuid4())
    AuditHead.chain()


def _walk_the_road(person: User, initiative: Initiative) -> None:
    phase = Phase.objects.get(number=1)
    question, item = Question.objects.filter(phase=phase)[0], ChecklistItem.objects.filter(phase=phase)[0]
    recorded = Answer.record(initiative, question, "Wij\n\tluisterden eerst.  ", by=person, version=0)
    recorded.answer.finish(by=person)
    ItemCompletion.settle(initiative, item, ItemState.DONE, "A note", by=person)
    decision: dict[str, Any] = {
        "kind": "go-with-conditions",
        "reason": "A reason",
        "conditions": "A condition",
        "decided_by": "The board",
        "users_voice": "The panel",
        "decided_on": timezone.now().date(),
    }
    GateDecision.decide(initiative, phase, by=person, **decision)
    factories.make_promise(initiative, by=person)
    factories.make_phase_plan(initiative, phase, by=person)
    Report.ask(initiative, None, language="nl", by=person)


def _meet_people(person: User, initiative: Initiative) -> None:
    group: dict[str, Any] = {"name": "Tenants", "kind": "group", "influence": 2, "interest": 5}
    stakeholder = Stakeholder.add(initiative, by=person, **group)
    contact = {"name": "Conny Contact", "email": "conny@contact.example", "reason": "Asked for it"}
    StakeholderContact.add(stakeholder, by=person, **contact)
    now = timezone.now()
    workshop = Workshop.plan(
        initiative,
        by=person,
        phase=Phase.objects.get(number=1),
        title="An evening",
        starts_at=now - timedelta(hours=3),
        ends_at=now - timedelta(hours=1),
    )
    workshop.count_people({stakeholder: 7}, by=person)
    quote = {"kind": "quote", "text": "Listen first.", "consent": "with-name", "speaker": "Sem Speaker"}
    said = Outcome.add(workshop, by=person, stakeholder=stakeholder, **quote)
    confirmed = {"confirmed_by": "Eight tenants", "confirmed_on": timezone.localdate()}
    theme = factories.make_theme(initiative, said, by=person, **confirmed)
    passed: dict[str, Any] = {"kind": "not-ours", "passed_to": "The province"}
    factories.make_feedback(theme, by=person, note="A note", **passed)
    factories.make_feedback(said, by=person, **passed)
    ParticipantPage.switch_on(initiative, workshop, by=person)
    telling = factories.make_telling(workshop, by=person, groups=[stakeholder])
    factories.make_report_back_sheet(telling, by=person)
    workshop.close_log(by=person)


def _have_an_account(person: User) -> None:
    Client().force_login(person)
    IdempotencyKey.objects.create(by=person, route="phases:report")
    data = {"secret": get_adapter().encrypt(SECRET)}
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data=data)
    new = EmailAddress.objects.create(user=person, email="new@example.org", verified=False)
    EmailConfirmation.create(new)


def _let_people_in(person: User, beside: User, initiative: Initiative) -> None:
    organisation, role = initiative.organisation, OrganisationRole.MEMBER
    organisation.members.filter(user=beside).update(role=OrganisationRole.ADMINISTRATOR)
    accepted, _token = Invitation.invite(organisation, person.email, by=beside, organisation_role=role)
    accepted.accept(person)
    Invitation.invite(initiative.organisation, person.email, by=beside, initiative=initiative, role=Role.LEAD)
    Invitation.invite(organisation, "somebody@example.org", by=person, organisation_role=role)
    factories.make_hand_over(initiative, person, beside, "A note of a hand-over")
    factories.make_hand_over(initiative, beside, person, "A note of somebody else")
    method = initiative.organisation.own_methods.get().method
    MethodSheet.ask(method, language="nl", paper="a4")
