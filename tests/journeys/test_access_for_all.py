"""axe-core finds nothing on any page, desk and phone, Dutch and English; and it does find what is wrong."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as of_the_site
from playwright.sync_api import Page

from cocreation.operations.mail_preview import BACKEND
from phases.demo import make_demonstration
from phases.models import ParticipantPage, Report
from projects.mail import send
from projects.models import Initiative, Invitation, OrganisationRole, Role, User
from tests import factories
from tests.journeys.conftest import Site, Watched, sign_in
from tests.journeys.judging import overflow, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Watched]

PUBLIC = (
    "/",
    "/roadmap/",
    "/roadmap/co-design/",
    "/roadmap/troubleshooting/",
    "/troubleshooting/",
    "/troubleshooting/?q=zzz",
    "/troubleshooting/drop-out/",
    "/toolkit/",
    "/toolkit/?q=zzz",
    "/toolkit/?q=verhalen&family=narrative",
    "/toolkit/?page=3",
    "/toolkit/snapshot-story/",
    "/toolkit/world-cafe/",
    "/toolkit/snapshot-story/print/",
    "/toolkit/glossary/",
    "/search/?q=verhalen",
    "/search/?q=intervieuwtje",
    "/account/sign-in/",
    "/account/sign-up/",
    "/account/password/reset/",
    "/account/password/reset/sent/",
    f"/account/invitations/{'A' * 43}/",
    "/accessibility/",
    "/privacy/",
    "/nowhere/",
)
OF_AN_INITIATIVE = (
    "",
    "edit/",
    "team/",
    "team/new/",
    "team/invite/",
    "team/departure/",
    "hand-over/",
    "history/",
    "stakeholders/",
    "stakeholders/new/",
    "phases/needs-analysis/",
    "phases/co-production/",
    "phases/troubleshooting/",
    "phases/co-production/gate/",
    "phases/co-production/plan/",
    "promise/",
    "feedback/",
    "feedback/?words=zzz",
    "participants-page/",
    "phases/needs-analysis/adviser/?question=analyse-needs&people=8",
    "phases/co-design/adviser/?minutes=5&people=9000",
    "questions/right-conditions/",
    "workshops/",
    "workshops/new/",
    "reports/",
    "reports/preview/",
)
SETTINGS = (
    "/settings/",
    "/settings/general/",
    "/settings/house-style/",
    "/settings/terms/",
    "/rights/",
)
IDENTITY_PROVIDER = (
    "/identity-provider/",
    "/identity-provider/new/",
    "/identity-provider/{provider}/",
    "/identity-provider/{provider}/removal/",
)
SIGNED_IN = (
    "/",
    "/initiatives/",
    "/initiatives/new/",
    "/organisation/methods/",
    "/toolkit/snapshot-story/",
    "/account/password/",
    "/account/second-factor/",
    "/account/second-factor/on/",
    "/account/data/",
    "/account/links/",
    "/account/sign-out/",
    "/account/",
    "/account/email/",
    "/account/sessions/",
    "/account/history/",
    "/account/second-factor/passkeys/new/",
    "/account/again/",
    "/account/email/no-such-key/",
)

FAULTS = {
    "image-alt": '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
    "label": '<input type="text">',
    "button-name": "<button></button>",
    "link-name": '<a href="/x"></a>',
    "color-contrast": '<p style="color:#bbb;background:#fff">Hardly to be read</p>',
    "select-name": "<select><option>One</option></select>",
    "list": "<ul><div>No item</div></ul>",
    "aria-required-attr": '<div role="checkbox" tabindex="0">Box</div>',
    "aria-hidden-focus": '<div aria-hidden="true"><button>Hidden</button></div>',
    "frame-title": '<iframe src="about:blank"></iframe>',
    "svg-img-alt": '<svg role="img" width="9" height="9"></svg>',
    "aria-valid-attr-value": '<button aria-expanded="perhaps">Open</button>',
}


def test_the_harness_finds_twelve_known_faults(visit: Visit) -> None:
    page = visit().page
    page.set_content(
        f'<html lang="en"><title>Faults</title><main><h1>x</h1>{"".join(FAULTS.values())}</main></html>'
    )
    found = {rule["id"] for rule in Axe().run(page).response["violations"]}
    assert set(FAULTS) <= found


@pytest.mark.parametrize(
    ("width", "language"),
    [
        (1280, "nl"),
        (390, "en"),
        pytest.param(1280, "en", marks=pytest.mark.night),
        pytest.param(390, "nl", marks=pytest.mark.night),
        pytest.param(320, "nl", marks=pytest.mark.night),
    ],
)
def test_no_page_has_a_fault_that_axe_can_see(  # noqa: PLR0917 - fixtures
    site: Site, visit: Visit, width: int, language: str, settings: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    passwords = {
        "lead": factories.PASSWORD,
        "facilitator": "x" * 20,
        "manager": "x" * 20,
        "administrator": "x" * 20,
    }
    site.organisation.name = "Elsewhere"
    site.organisation.save()
    demo = make_demonstration(of_the_site.BASE_DIR / "fixtures" / "demo.yaml", passwords)
    assert demo is not None
    lead = User.objects.get(email="projectleider@voorbeeld.example")
    lead.language = language
    lead.save()
    if language == "en":  # in a colour of which white words are only just readable
        factories.dress(demo.organisation, by=lead, accent="#767676")
    factories.make_identity_provider(demo.organisation, by=lead, name="Gemeente " + "Voorbeeld" * 5)
    page = visit(width=width, language=language).page
    found = []
    for path in PUBLIC:
        page.goto(site.url + path)
        assert page.locator("html").get_attribute("lang") == language
        found += violations(page)
    sign_in(page, site, lead)
    for path in [*SIGNED_IN, *inside(demo, lead)]:
        page.goto(site.url + path)
        found += violations(page)
        found += overflow(page)
    found += wrong_forms(page, site, demo)
    settings.EMBEDDED, settings.EMAIL_BACKEND = True, BACKEND
    monkeypatch.setattr("cocreation.operations.mail_preview.folder", lambda: tmp_path)
    found += mails(page, site)
    found += participants(visit(width=width, language=language).page, site, demo, language)
    found += organisation(visit(width=width, language=language).page, site, demo)
    assert found == []


def participants(page: Page, site: Site, demo: Initiative, language: str) -> list[str]:
    """Look at the page of those who took part: filled, before anything was said, and where an address opens nothing."""
    lead, empty = demo.team.get(role=Role.LEAD).user, Initiative.objects.exclude(pk=demo.pk).get()
    filled = [ParticipantPage.switch_on(demo, each, by=lead) for each in (None, *demo.workshops.all())]
    tokens = [each.token for each in (*filled, ParticipantPage.switch_on(empty, None, by=lead))]
    found = []
    for token in (*tokens, "x" * 43):
        page.goto(f"{site.url}/p/{token}/?lang={language}")
        found += violations(page) + overflow(page)
    return found


def organisation(page: Page, site: Site, demo: Initiative) -> list[str]:
    """Look at what an administrator sees, and at an invitation as its receiver sees it."""
    administrator = factories.make_member(demo.organisation, OrganisationRole.ADMINISTRATOR, name="Ada")
    purpose: dict[str, Any] = {"organisation_role": OrganisationRole.MANAGER}
    _kept, token = Invitation.invite(demo.organisation, "nina@example.org", by=administrator, **purpose)
    base, found = f"{site.url}/organisation/{demo.organisation.pk}", []
    page.goto(f"{site.url}/account/invitations/{token}/")
    found += violations(page) + overflow(page)
    sign_in(page, site, administrator)
    member = administrator.memberships.get()
    for path in (
        "/people/",
        "/people/invite/",
        f"/people/{member.pk}/",
        f"/people/{member.pk}/removal/",
        "/history/",
        "/methods/new/",
        "/departure/",
        *IDENTITY_PROVIDER,
        *SETTINGS,
    ):
        page.goto(base + path.format(provider=demo.organisation.identity_providers.get().pk))
        found += violations(page) + overflow(page)
    for part, field, wrong in (
        ("general", "name", ""),
        ("house-style", "accent", "#ff0"),
        ("terms", "retention_raw_notes_months", "0"),
    ):
        page.goto(f"{base}/settings/{part}/")
        page.fill(f"[name={field}]", wrong)
        page.locator("main .formpage button[type=submit]").click()
        page.locator("[data-focus-on-load]").wait_for()
        found += violations(page) + overflow(page)
    page.goto(f"{base}/identity-provider/new/")
    page.locator("main .formpage button[type=submit]").click()
    page.locator("[data-focus-on-load]").wait_for()
    found += violations(page) + overflow(page)
    page.goto(f"{base}/rights/")
    page.locator("main .formpage button[type=submit]").click()
    page.locator(".message").wait_for()
    return found + violations(page) + overflow(page)


def mails(page: Page, site: Site) -> list[str]:
    """Look at the page of mails of the embedded mode, empty and filled."""
    found = []
    for _time in range(2):
        page.goto(f"{site.url}/mails/")
        found += violations(page) + overflow(page)
        send("account-ending", "nina@example.org", language="nl", link=f"{site.url}/{'a' * 200}")
    assert page.locator("main h1").count() == 1
    return found


def inside(demo: Initiative, lead: User) -> list[str]:
    """Return the addresses of the filled initiative and of an empty one."""
    base = demo.get_absolute_url()
    workshop = demo.workshops.first()
    outcome = workshop.outcomes.first()
    report = Report.ask(demo, None, language="nl", by=lead)
    theme = demo.themes.first()
    assert theme is not None
    ParticipantPage.switch_on(demo, None, by=lead)
    targets: tuple[Any, ...] = (workshop, theme, demo.tellings.get())
    for target in targets:
        for language in ("nl", "en"):
            factories.make_report_back_sheet(target, language=language, by=lead)
    member = demo.team.first()
    group = demo.stakeholders.first()
    assert group is not None
    contact = factories.make_contact(
        group, "Arbeidsongeschiktheid" * 4, email="a@b.example", phone="06 12345678"
    )
    factories.make_hand_over(demo, lead, lead, "Arbeidsongeschiktheidsverzekering" * 9)
    more = [
        workshop.get_absolute_url(),
        f"{workshop.get_absolute_url()}log/",
        f"{workshop.get_absolute_url()}edit/",
        f"{workshop.get_absolute_url()}outcomes/{outcome.pk}/",
        f"{workshop.get_absolute_url()}outcomes/{outcome.pk}/removal/",
        f"{workshop.get_absolute_url()}outcomes/{outcome.pk}/feedback/",
        f"{workshop.get_absolute_url()}report-back/",
        f"{workshop.get_absolute_url()}report-back/pdf/",
        f"{workshop.get_absolute_url()}participants-page/",
        theme.get_absolute_url(),
        f"{theme.get_absolute_url()}edit/",
        f"{theme.get_absolute_url()}removal/",
        f"{theme.get_absolute_url()}report-back/",
        f"{theme.get_absolute_url()}report-back/pdf/",
        demo.tellings.get().get_absolute_url(),
        f"{demo.tellings.get().get_absolute_url()}pdf/",
        report.get_absolute_url(),
        group.get_absolute_url(),
        f"{group.get_absolute_url()}removal/",
        f"{group.get_absolute_url()}contacts/new/",
        contact.get_absolute_url(),
        f"{contact.get_absolute_url()}removal/",
        f"{base}team/{member.pk}/",
        f"{base}team/{member.pk}/removal/",
    ]
    empty = factories.make_initiative(
        demo.organisation, lead=lead, title="Arbeidsongeschiktheidsverzekering" * 3
    )
    filled = [base + path for path in OF_AN_INITIATIVE]
    return [*filled, *more, *(empty.get_absolute_url() + path for path in OF_AN_INITIATIVE)]


def wrong_forms(page: Page, site: Site, demo: Initiative) -> list[str]:
    """Send forms empty; the page says what is wrong, with the focus on the summary."""
    found = []
    base, theme = site.url + demo.get_absolute_url(), demo.themes.last()
    assert theme is not None
    empty = Initiative.objects.exclude(pk=demo.pk).get().get_absolute_url()
    for url in (
        f"{site.url}/initiatives/new/",
        f"{base}stakeholders/new/",
        f"{base}workshops/new/",
        f"{base}phases/co-production/gate/",
        f"{base}team/new/",
        f"{base}hand-over/",
        f"{base}team/departure/",
        f"{site.url}{demo.stakeholders.first().get_absolute_url()}contacts/new/",
        f"{site.url}{empty}promise/",
        f"{site.url}{theme.get_absolute_url()}",
        f"{site.url}{theme.get_absolute_url()}report-back/",
        f"{site.url}{demo.workshops.first().get_absolute_url()}report-back/",
    ):
        page.goto(url)
        page.locator("main form button[type=submit]").last.click()
        page.locator("[data-focus-on-load]").wait_for()
        found += violations(page)
        if not page.evaluate("document.activeElement.matches('[data-focus-on-load]')"):
            found.append(f"{url}: the summary has no focus")
    return found
