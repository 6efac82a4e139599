"""Who speaks French sees no English word that the app or its stand-in has translated."""

import re
from collections.abc import Iterator

import pytest
from desk import DISPATCHER, TECHNICIAN, Desk
from frappe.gettext import translate
from playwright.sync_api import expect

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
	return [...texts].filter(Boolean);
}"""
# Frappe shows these untranslated.
UNTRANSLATED = {
	"Maintenance Visit Settings",  # the title of a form without records is its name
	"Maintenance Visits",  # the subtitle of the sidebar is the app's title
}
REPORTS = ("Visits Due", "Visit Register", "Technician Performance", "Equipment History", "Service Cost")
PLACEHOLDER = re.compile(r"\\{\d\\}")


@pytest.fixture
def french(desk: Desk) -> Iterator[Desk]:
	"""Desk, in which the dispatcher and the technician speak French."""
	speak(desk, "fr")
	yield desk
	speak(desk, "en")


def speak(desk: Desk, language: str) -> None:
	desk.log_out()
	request = desk.page.request
	request.post(f"{desk.address}/api/method/login", form={"usr": "Administrator", "pwd": "admin"})
	for user in (DISPATCHER, TECHNICIAN):
		answer = request.put(f"{desk.address}/api/resource/User/{user}", data={"language": language})
		assert answer.ok, answer.text()
	desk.log_out()


def find_english(desk: Desk) -> list[str]:
	desk.wait()
	return get_english_texts(desk)


def get_english_texts(desk: Desk) -> list[str]:
	return [
		text for text in desk.page.evaluate(TEXTS) if text not in UNTRANSLATED and ENGLISH.fullmatch(text)
	]


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


def assert_french_in_every_tab(desk: Desk) -> None:
	tabs = desk.page.locator(".form-tabs .nav-link").locator("visible=true")
	expect(tabs.first).to_be_visible()
	for number in range(tabs.count()):
		tabs.nth(number).click()
		assert find_english(desk) == []


def test_english_would_be_found(desk: Desk):
	desk.log_in(DISPATCHER)
	desk.open("maintenance-visit")

	assert {"Customer Name", "Maintenance Type", "Fully Completed"} <= set(find_english(desk))


def test_list_calendar_and_gantt_are_french(french: Desk):
	french.log_in(DISPATCHER)
	french.open("maintenance-visit")
	expect(french.page.locator(".result")).to_contain_text("Entièrement terminé")
	assert find_english(french) == []

	french.open("maintenance-visit", "view", "calendar", "default")
	expect(french.page.locator(".fc-event").first).to_be_visible()
	assert find_english(french) == []

	french.open("maintenance-visit", "view", "gantt")
	expect(french.page.locator(".bar-wrapper").first).to_be_visible()
	assert find_english(french) == []


def test_many_visits_at_once_are_french(french: Desk):
	french.log_in(DISPATCHER)
	for action in ("Attribuer à un technicien", "Reprogrammer"):
		french.open("maintenance-visit")
		french.act_on_all(action)
		expect(french.dialog()).to_be_visible()
		assert find_english(french) == []


def test_workspace_is_french(french: Desk):
	french.log_in(DISPATCHER)
	french.open("maintenance-visits")
	expect(french.page.locator(".number-widget-box .number").first).to_be_visible()
	expect(french.page.locator(".body-sidebar")).to_contain_text("Visites d'entretien")

	assert find_english(french) == []


@pytest.mark.parametrize("report", REPORTS)
def test_reports_are_french(french: Desk, report: str):
	french.log_in(DISPATCHER)
	french.open("query-report", report)
	expect(french.page.locator(".dt-row-header")).to_be_visible()

	assert find_english(french) == []


def test_print_is_in_the_customers_language(french: Desk):
	french.log_in(DISPATCHER)
	visit = french.get_value("Maintenance Visit", {"docstatus": 1}, "name")["name"]
	french.page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
	page = f"/printview?doctype=Maintenance Visit&name={visit}&format=Service Report&_lang=fr"
	french.page.goto(french.address + page)

	expect(french.page.locator("h1")).to_have_text("Rapport d'intervention")
	assert get_english_texts(french) == []


@pytest.mark.parametrize("status", ["In Progress", "Submitted"])
def test_every_tab_of_a_visit_is_french(french: Desk, status: str):
	french.log_in(DISPATCHER)
	open_visit(french, status=status)

	assert_french_in_every_tab(french)


def test_settings_and_checklists_are_french(french: Desk):
	french.log_in(DISPATCHER)
	french.open("maintenance-visit-settings")
	expect(french.control("notify_customers")).to_contain_text("Informer les clients")
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
	open_visit(french, status="In Progress")

	expect(french.page.get_by_role("button", name="Pointer le départ")).to_be_visible()
	assert_french_in_every_tab(french)
	assert french.width() <= 390
