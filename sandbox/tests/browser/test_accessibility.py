"""The pages of visits, for those who use a keyboard, a screen reader or the dark theme: axe finds nothing of ours.

Frappe's Desk has faults of its own, on every page of every DocType: each is left out by its rule and its place.
"""

from collections.abc import Iterator

import pytest
from desk import DISPATCHER, JULIE, TECHNICIAN, Desk
from playwright.sync_api import expect
from thumb import Thumb, begin_work, end_work

from runtime import boot

AXE = boot.STATE / "axe" / "node_modules" / "axe-core" / "axe.min.js"

# What Desk puts beside and below every document, and the calendar that every date field has
NOT_OF_THE_PAGE = [".body-sidebar-container", ".datepicker", ".form-sidebar", ".form-footer"]
# (rule of axe, selector of what Frappe draws, why it isn't ours to mend)
FRAPPES = [
	("aria-required-children", ".form-tabs", "tabs in list items"),
	("aria-required-parent", ".form-tabs .nav-link", "tabs in list items"),
	("listitem", ".form-tabs .nav-item", "tabs in list items"),
	("button-name", ".page-head button", "icons of the page's head have a tooltip at best"),
	("button-name", ".match-type-dropdown-btn", "the icon in a standard filter"),
	("button-name", ".scroll-to-top", "the icon below every form"),
	("color-contrast", ".page-head *, .form-tabs *", "gray of Desk's frame"),
	("color-contrast", ".placeholder *", "placeholder of a select"),
	("color-contrast", ".like-disabled-input, .help-box", "read-only values and descriptions of fields"),
	("color-contrast", ".form-grid *", "gray of tables in forms"),
	(
		"color-contrast",
		".fc-col-header-cell a, .fc-daygrid-day-number, .fc-list-day a",
		"days of every calendar",
	),
	(
		"color-contrast",
		".indicator-pill, .indicator-pill *, .avatar-frame",
		"gray and blue of pills and avatars",
	),
	("color-contrast", ".frappe-timestamp", "times in lists"),
	(
		"color-contrast",
		".summary-value, .dt-cell .text-danger *",
		"green, blue and red of figures in reports",
	),
	("aria-allowed-attr", ".card-actions a", "the menu of every number card"),
	("button-name", ".chart-menu", "the menu of every chart"),
	("label", ".dt-filter, .dt-paste-target", "filters of every report's columns"),
	("label", ".dt-cell input[type=checkbox]", "checkboxes of every report's rows"),
	("label", ".list-row-checkbox, .grid-row-check", "checkboxes of lists and tables"),
	("label", ".frappe-control [data-fieldtype]:not(.form-layout *)", "labels of filters name no field"),
	("label-content-name-mismatch", ".fc-daygrid-day", "FullCalendar names a day by its date"),
	("label-content-name-mismatch", ".shortcut-widget-box", "shortcuts are named without their count"),
	("label-title-only", ".list-check-all", "the checkbox in the head of lists"),
	("label-title-only", ".dt-filter", "filters of every report's columns"),
	("link-name", ".page-head a", "the icon that leads to the Desktop"),
	("role-img-alt", ".fc-toolbar span", "arrows of every calendar"),
	("scrollable-region-focusable", ".gantt-container", "every Gantt"),
	("select-name", ".frappe-control select:not(.form-layout *)", "labels of filters name no field"),
	("tabindex", ".list-row-container", "rows of every list"),
	("tabindex", ".dt-filter", "filters of every report's columns"),
]
# What is serious or critical and not Frappe's, as a line each. The drawings of all icons, which nobody sees
# where they stand, are most of a page, and most of axe's time.
FAULTS = """async ({ exclude, frappes, rules }) => {
	const options = { resultTypes: ["violations"], ...(rules && { runOnly: rules }) };
	const drawings = document.getElementById("all-symbols");
	drawings.remove();
	const { violations } = await axe.run({ exclude }, options);
	document.body.prepend(drawings);
	const is_frappes = (rule, element) =>
		frappes.some(([of, selector]) => of === rule && element.matches(selector));
	return violations
		.filter(({ impact }) => ["serious", "critical"].includes(impact))
		.flatMap(({ id, nodes }) => nodes.map((node) => ({ id, ...node })))
		.filter(({ id, target }) => !is_frappes(id, document.querySelector(target.at(-1))))
		.map(({ id, target, html }) => `${id}: ${target.at(-1)} ${html.slice(0, 200)}`);
}"""


# The themes differ by their colors only; what is on the way from one to the other has less contrast
WEAR = """(theme) => {
	document.documentElement.dataset.theme = theme;
	document.getAnimations().forEach((animation) => animation.finish());
}"""


@pytest.fixture
def dispatcher(desk: Desk) -> Desk:
	desk.log_in(DISPATCHER)
	return desk


@pytest.fixture(autouse=True)
def she_leaves(desk: Desk) -> Iterator[None]:
	yield
	end_work(desk, JULIE)


@pytest.mark.parametrize("view", ["list", "calendar", "gantt"])
def test_views_of_visits(dispatcher: Desk, view: str):
	dispatcher.open("maintenance-visit", "view", view)
	expect(dispatcher.page.locator(".list-row, .fc-event, .bar-wrapper").first).to_be_visible()
	assert find_faults(dispatcher) == []


def test_workspace(dispatcher: Desk):
	dispatcher.open("maintenance-visits")
	expect(dispatcher.page.locator(".number-widget-box .number").first).to_be_visible()
	dispatcher.wait()
	assert find_faults(dispatcher) == []


@pytest.mark.parametrize("report", ["Visits Due", "Equipment History"])
def test_reports(dispatcher: Desk, report: str):
	dispatcher.open("query-report", report)
	expect(dispatcher.page.locator(".dt-scrollable .dt-row").first).to_be_visible()
	assert find_faults(dispatcher) == []


def test_every_tab_of_a_visit_with_checks_photos_and_parts(dispatcher: Desk):
	dispatcher.open("maintenance-visit", make_visit(dispatcher))
	answer_each_way(dispatcher)
	tabs = dispatcher.page.locator(".form-tabs .nav-link").locator("visible=true")
	for label in tabs.all_inner_texts():
		dispatcher.tab(label)
		dispatcher.page.wait_for_timeout(300)  # tabs fade in, and what fades has less contrast
		assert find_faults(dispatcher) == [], label


@pytest.mark.narrow
def test_week_and_form_on_a_telephone(dispatcher: Desk):
	dispatcher.open("maintenance-visit", "view", "calendar", "default")
	expect(dispatcher.page.locator(".fc-list-event").first).to_be_visible()
	assert find_faults(dispatcher) == []
	dispatcher.open("maintenance-visit", make_visit(dispatcher))
	assert find_faults(dispatcher) == []


@pytest.mark.narrow
def test_board_on_a_telephone_begins_with_today(dispatcher: Desk):
	planned = dispatcher.insert_visit(
		mntc_time="09:00:00", purposes=[{"item_code": "ENT-CLIM", "service_person": JULIE}]
	)
	dispatcher.open("dispatch-board", "?view=week")
	expect(dispatcher.page.locator(".dispatch-head .is-today")).to_be_in_viewport()
	expect(dispatcher.page.locator(f'.is-blue[data-visit="{planned}"]')).to_be_visible()
	assert find_faults(dispatcher) == []


@pytest.mark.narrow
def test_cards_and_signature_under_a_thumb(dispatcher: Desk):
	thumb = Thumb(dispatcher)
	dispatcher.open("maintenance-visit", make_visit(dispatcher))
	dispatcher.tab("Work")
	for status in ("Fully Completed", "Partially Completed", "Pending"):
		thumb.tap(thumb.card("purposes_panel").locator(f'[data-status="{status}"]'))
		assert find_faults(dispatcher) == [], status
	thumb.take_step("sign")
	assert find_faults(dispatcher) == []
	thumb.tap(dispatcher.dialog().locator(".btn-modal-secondary"))
	expect(dispatcher.dialog().locator("canvas")).to_be_visible()
	assert find_faults(dispatcher) == []


def test_checklist_is_answered_by_keyboard(desk: Desk):
	desk.log_in(TECHNICIAN)
	desk.open("maintenance-visit", make_visit(desk))
	desk.tab("Work")
	panel = desk.control("checklist_panel")
	buttons = panel.locator("[data-check='1'] button")

	buttons.first.focus()
	for _step in range(2):
		desk.page.keyboard.press("Tab")
	desk.page.keyboard.press("Space")

	expect(buttons.nth(2)).to_have_attribute("aria-pressed", "true")
	expect(buttons.nth(2)).to_be_focused()
	desk.page.keyboard.press("Shift+Tab")
	desk.page.keyboard.press("Enter")
	expect(buttons.nth(1)).to_have_attribute("aria-pressed", "true")
	expect(buttons.nth(1)).to_be_focused()
	assert desk.values("checks")["checks"][0]["result"] == "Not OK"


def find_faults(desk: Desk) -> list[str]:
	"""By all rules in the light theme, and in the dark one what its colors hide."""
	if not desk.page.evaluate("Boolean(window.axe)"):
		desk.page.add_script_tag(path=AXE)
	frappes = [[rule, selector] for rule, selector, _why in FRAPPES]
	faults = []
	for theme, rules in (("dark", ["color-contrast"]), ("light", None)):
		desk.page.evaluate(WEAR, theme)
		asked = {"exclude": NOT_OF_THE_PAGE, "frappes": frappes, "rules": rules}
		faults += [f"{theme}: {fault}" for fault in desk.page.evaluate(FAULTS, asked)]
	return faults


def make_visit(desk: Desk) -> str:
	"""Make a visit of today that a technician is at, with a checklist, a photo and a part; its name."""
	return begin_work(
		desk,
		JULIE,
		maintenance_checklist="Centrale de traitement d'air",
		parts=[{"item_code": "JOINT-CH35", "qty": 1, "warehouse": "Stores - ATS"}],
	)


def answer_each_way(desk: Desk) -> None:
	desk.tab("Work")
	checks = desk.control("checklist_panel").locator("[data-check]")
	expect(checks.first).to_be_visible()
	for number, result in enumerate(("OK", "Not OK", "Not Applicable")):
		checks.nth(number).get_by_role("button", name=result, exact=True).click()
	desk.page.evaluate(
		"""() => {
			cur_frm.add_child("photos", { image: "/assets/frappe/images/frappe-favicon.svg", taken: "Before" });
			cur_frm.trigger("refresh");
		}"""
	)
	expect(desk.control("photo_gallery").locator("img")).to_have_attribute("alt", "Before")
