"""Who speaks French sees no English word that the app or its stand-in has translated."""

import re
from collections.abc import Iterator

import pytest
from desk import DISPATCHER, JULIE, TECHNICIAN, Desk
from frappe.gettext import translate
from language import speak
from playwright.sync_api import Frame, Page, expect
from thumb import begin_work, end_work

TEXTS = """() => {
	const texts = new Set();
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	const isSeen = (element) => element?.checkVisibility({ visibilityProperty: true, opacityProperty: true });
	while (walker.nextNode()) {
		const { parentElement, textContent } = walker.currentNode;
		// Frappe tells former and present values as they are stored.
		if (!parentElement?.closest(".new-timeline, script, style") && isSeen(parentElement)) {
			texts.add(textContent.trim());
		}
	}
	for (const field of document.querySelectorAll("input[placeholder], textarea[placeholder]")) {
		if (isSeen(field)) texts.add(field.placeholder);
	}
	for (const option of document.querySelectorAll("select option")) {
		if (isSeen(option.closest("select"))) texts.add(option.label.trim());
	}
	return [...texts].filter(Boolean);
}"""
# Beside a form stands the document's name, and that of a form without records is its DocType
UNTRANSLATED = {"Maintenance Visit Settings"}
REPORTS = {
	"Visits Due": ("Sans visite", "Jours de retard"),
	"Visit Register": ("Non programmé", "État d'achèvement"),
	"Technician Performance": ("Résolu d'emblée", "Incidents"),
	"Equipment History": ("MTBF (jours)", "Pièces les plus utilisées"),
	"Service Cost": ("Marge", "Coût main-d'œuvre"),
	"Planning Quality": ("Promesses tenues", "Heures de trajet"),
}
PLACEHOLDER = re.compile(r"\\{\d\\}")

MOST_ATTEMPTS = 20


@pytest.fixture
def french(desk: Desk) -> Iterator[Desk]:
	"""Desk, in which the dispatcher and the technician speak French."""
	speak(desk, "fr")
	yield desk
	speak(desk, "en")


def find_english(desk: Desk) -> list[str]:
	desk.wait()
	return pick_english(desk.page)


def pick_english(page: Page | Frame) -> list[str]:
	return [text for text in page.evaluate(TEXTS) if text not in UNTRANSLATED and ENGLISH.fullmatch(text)]


def get_english() -> re.Pattern:
	"""Match every text that is said otherwise in French, whatever stands in its placeholders."""
	french = [
		message
		for app in ("erpnext", "maintenance_visit_app")
		for message in translate.get_catalog(app, "fr")
	]
	texts = {message.id for message in french if message.id and message.id != message.string}
	patterns = [PLACEHOLDER.sub(".+", re.escape(text)) for text in texts if re.search(r"\w{3}", text)]
	return re.compile("|".join(patterns), re.DOTALL)


ENGLISH = get_english()


def open_visit(desk: Desk, **filters) -> None:
	desk.open("maintenance-visit", desk.get_value("Maintenance Visit", filters, "name")["name"])


def plain(text: str) -> str:
	"""With the spaces that a keyboard has."""
	return text.replace("\u00a0", " ")


def assert_french_in_every_tab(desk: Desk) -> None:
	tabs = desk.page.locator(".form-tabs .nav-link").locator("visible=true")
	expect(tabs.first).to_be_visible()
	for number in range(tabs.count()):
		tabs.nth(number).click()
		assert find_english(desk) == []


def test_english_would_be_found(desk: Desk):
	desk.log_in(DISPATCHER)
	desk.open("maintenance-visit", "view", "list?docstatus=1")

	assert {"Customer Name", "Maintenance Type", "Fully Completed"} <= set(find_english(desk))


def test_workspace_and_dashboard_are_french(french: Desk):
	french.log_in(DISPATCHER)
	french.open("maintenance-visits")
	expect(french.page.locator(".number-widget-box .number")).to_have_count(6)
	expect(french.page.locator(".dashboard-widget-box").first).to_contain_text("Non programmé")
	expect(french.page.locator(".links-widget-box").last).to_contain_text("Liste de contrôle d'entretien")
	expect(french.page.locator(".body-sidebar .header-subtitle")).to_have_text("Visites d'entretien")
	assert find_english(french) == []

	french.open("dashboard-view", "Maintenance Visits")
	expect(french.page.locator(".number-widget-box").first).to_contain_text("Visites du jour")
	expect(french.page.locator(".dashboard-widget-box").first).to_contain_text("Non programmé")
	assert find_english(french) == []


def test_every_first_step_is_french(french: Desk):
	french.log_in(DISPATCHER)
	french.open("maintenance-visits")
	steps = french.page.locator(".onboarding-step")
	expect(steps).to_have_count(5)
	for number in range(5):
		steps.nth(number).click()
		assert find_english(french) == []

	french.press("Ouvrir le rapport")
	expect(french.dialog()).to_contain_text("personne n'a prévu de visite")
	assert find_english(french) == []


def test_tour_of_the_form_is_french(french: Desk):
	french.log_in(DISPATCHER)
	french.open("maintenance-visits")
	french.page.locator(".onboarding-step", has_text="Prévoir une première visite").click()
	french.press("Me montrer la visite")
	tour = french.page.locator("#driver-popover-item")
	for title in ("Chez qui", "Pourquoi", "Quand", "Combien de temps", "Quoi, et qui", "Le résultat"):
		expect(tour.locator(".driver-popover-title")).to_have_text(title)
		assert find_english(french) == []
		tour.locator(".driver-next-btn").click()


def test_list_and_what_it_does_to_many_visits_are_french(french: Desk):
	french.log_in(DISPATCHER)
	french.open("maintenance-visit", "view", "list?docstatus=1")
	expect(french.page.locator(".result")).to_contain_text("Entièrement terminée")
	assert find_english(french) == []

	french.act_on_all("Attribuer à un technicien")
	expect(french.dialog()).to_contain_text("Sera affecté à toutes les lignes")
	assert find_english(french) == []
	french.page.keyboard.press("Escape")

	french.open("maintenance-visit", "view", "list?docstatus=1")
	french.act_on_all("Reprogrammer")
	french.dialog().locator("[data-fieldname=by] select").select_option(label="D'un nombre de jours")
	french.dialog().locator("[data-fieldname=days] input").fill("400")
	assert find_english(french) == []
	french.agree("Reprogrammer")
	assert find_english(french) == []
	assert "Elle a le statut Soumise : seuls les brouillons se modifient." in plain(french.message())


def test_calendar_and_gantt_are_french(french: Desk):
	french.log_in(DISPATCHER)
	french.open("maintenance-visit", "view", "calendar", "default")
	expect(french.page.locator(".fc-event").first).to_be_visible()
	expect(french.page.get_by_placeholder("Technicien")).to_be_visible()
	assert find_english(french) == []

	french.open("maintenance-visit", "view", "gantt")
	popup = french.page.locator(".gantt .popup-wrapper, .gantt-container .popup-wrapper")

	def ask_for_a_bar() -> None:
		"""Gantt draws itself once more when it is shown: a click on the first drawing leads nowhere."""
		french.page.locator(".gantt .bar-wrapper .bar").first.click()
		expect(popup).to_contain_text(re.compile("Brouillon|Prévue|En retard|En cours|Soumise"), timeout=3000)

	for attempt in range(MOST_ATTEMPTS):
		try:
			ask_for_a_bar()
			break
		except AssertionError:
			if attempt == MOST_ATTEMPTS - 1:
				raise
	assert find_english(french) == []


@pytest.mark.parametrize("report", REPORTS)
def test_report_is_french(french: Desk, report: str):
	french.log_in(DISPATCHER)
	french.open("query-report", report)
	figure, column = REPORTS[report]
	shown = french.page.locator(".report-wrapper, .report-summary, .chart-wrapper").locator("visible=true")
	expect(shown.filter(has_text=figure).first).to_be_visible()
	labels = french.page.evaluate("frappe.query_report.columns.map((column) => column.label)")
	assert column in labels
	assert [label for label in labels if ENGLISH.fullmatch(label)] == []
	assert find_english(french) == []


def test_visits_of_a_serial_number_are_french(french: Desk):
	french.log_in(DISPATCHER)
	french.open("query-report", "Equipment History?serial_no=CH35-2021-0147")
	expect(french.page.locator(".dt-row-header")).to_contain_text("Travaux effectués")
	assert find_english(french) == []


@pytest.mark.parametrize(
	("route", "message"),
	[
		("Visits Due?until=2001-01-01", "Rien n'est à effectuer jusqu'au"),
		("Visit Register?from_date=2001-01-01&to_date=2001-02-01", "Aucune visite de cette période"),
		("Technician Performance?from_date=2001-01-01&to_date=2001-02-01", "Aucune visite soumise"),
	],
)
def test_report_without_visits_says_so_in_french(french: Desk, route: str, message: str):
	french.log_in(DISPATCHER)
	french.open("query-report", route)

	expect(french.page.get_by_text(message).locator("visible=true")).to_be_visible()
	assert find_english(french) == []


def test_printed_report_is_french(french: Desk):
	french.log_in(DISPATCHER)
	signed = {"signature_status": "Signed", "docstatus": 1}
	french.open("print", "Maintenance Visit", french.get_value("Maintenance Visit", signed, "name")["name"])
	french.take_suggestion(french.page.locator(".print-preview-sidebar [data-fieldname=language]"), "fr")
	printed = french.page.locator("iframe.print-format-container")
	expect(printed.content_frame.locator(".service-report")).to_contain_text("Signature du client")

	assert pick_english(printed.element_handle().content_frame()) == []


@pytest.mark.parametrize("status", ["In Progress", "Submitted"])
def test_every_tab_of_a_visit_is_french(french: Desk, status: str):
	french.log_in(DISPATCHER)
	open_visit(french, status=status)

	assert_french_in_every_tab(french)


def test_settings_and_checklists_are_french(french: Desk):
	french.log_in(DISPATCHER)
	french.open("maintenance-visit-settings")
	expect(french.control("notify_customers")).to_contain_text("Chacun de ces messages est une Notification")
	title = french.page.locator(".page-head", has_text="Paramètres des visites d'entretien")
	expect(title.locator("visible=true")).to_be_visible()
	assert find_english(french) == []

	french.open("maintenance-checklist", "new")
	expect(french.control("tasks")).to_contain_text("Obligatoire")
	assert find_english(french) == []


def test_what_order_and_schedule_offer_is_french(french: Desk):
	french.log_in(DISPATCHER)
	order = {"maintenance_status": "Not Visited", "docstatus": 1}
	french.open("sales-order", french.get_value("Sales Order", order, "name")["name"])
	french.group("Créer").locator("> button").click()
	expect(french.group("Créer").locator(".dropdown-menu")).to_contain_text("Visite d'entretien")
	assert find_english(french) == []

	french.open(
		"maintenance-schedule", french.get_value("Maintenance Schedule", {"docstatus": 1}, "name")["name"]
	)
	french.press_in("Créer", "Visite d'entretien")
	expect(french.dialog()).to_contain_text("Que faut-il faire pendant cette visite")
	assert find_english(french) == []


@pytest.mark.refused
def test_what_is_missing_is_told_in_french(french: Desk):
	french.log_in(TECHNICIAN)
	open_visit(french, status="Planned")
	french.press("Submit")
	french.agree("Yes")

	assert find_english(french) == []
	assert "Renseignez l'état d'achèvement de la visite" in french.message()


@pytest.mark.narrow
def test_technician_on_a_telephone_reads_french(french: Desk):
	french.log_in(TECHNICIAN)
	french.open("maintenance-visit", begin_work(french, JULIE))

	expect(french.page.get_by_role("button", name="Pointer le départ")).to_be_visible()
	assert_french_in_every_tab(french)
	assert french.width() <= 390
	end_work(french, JULIE)
