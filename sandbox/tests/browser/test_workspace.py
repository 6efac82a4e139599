"""The workspace as a dispatcher and a technician find it, and the way from there to the visits."""

import re

import pytest
from desk import DISPATCHER, TECHNICIAN, Desk
from playwright.sync_api import Locator, expect

CARDS = (
	"Visits Today",
	"Overdue Visits",
	"Visits Planned This Week",
	"Visits Without Technician",
	"Visits to Bill",
	"First-Time-Fix Rate",
)


def open_workspace(desk: Desk, user: str) -> None:
	desk.log_in(user)
	desk.open("maintenance-visits")


def shortcut(desk: Desk, label: str) -> Locator:
	return desk.page.get_by_role("link", name=label, exact=True)


def shown(desk: Desk) -> list[str]:
	"""The statuses in the list of visits."""
	desk.page.wait_for_function("window.cur_list?.data?.length")
	return desk.page.evaluate("cur_list.data.map((visit) => visit.status)")


def test_dispatcher_gets_from_a_shortcut_to_the_visits_it_counts(desk: Desk):
	open_workspace(desk, DISPATCHER)
	overdue = shortcut(desk, "Overdue")
	count = int(overdue.locator(".indicator-pill").inner_text())
	overdue.click()
	desk.wait()

	assert shown(desk) == ["Overdue"] * count


def test_number_card_leads_to_the_visits_it_counts(desk: Desk):
	open_workspace(desk, DISPATCHER)
	card = desk.page.locator(".number-widget-box", has_text="Visits to Bill").locator(".number")
	count = int(card.inner_text())
	card.click()
	desk.wait()

	assert count > 0
	assert shown(desk) == ["Submitted"] * count


@pytest.mark.narrow
def test_technician_sees_cards_and_his_own_visits_on_a_telephone(desk: Desk):
	open_workspace(desk, TECHNICIAN)
	for card in CARDS:
		number = desk.page.locator(".number-widget-box", has_text=card).locator(".number")
		expect(number).to_have_text(re.compile(r"\d"))
	expect(desk.page.locator(".onboarding-widget-box")).to_have_count(0)
	assert desk.width() == 390

	shortcut(desk, "My Visits").click()
	desk.wait()
	assert shown(desk)
	assert "Cancelled" not in shown(desk)
	filters = desk.page.evaluate("cur_list.filter_area.get().map((filter) => filter.slice(0, 4))")
	assert ["Maintenance Visit Purpose", "service_person", "=", "Julie Perrin"] in filters


def test_first_step_takes_the_dispatcher_through_the_form(desk: Desk):
	open_workspace(desk, DISPATCHER)
	desk.page.locator(".onboarding-step", has_text="Plan a First Visit").click()
	desk.press("Show me the visit")

	expect(desk.page.locator("#driver-popover-item")).to_contain_text("Who is visited")


def test_serial_no_leads_to_its_visits_and_to_a_new_one(desk: Desk):
	desk.log_in(DISPATCHER)
	desk.open("serial-no", "CH35-2023-0012")
	link = desk.page.locator('.document-link[data-doctype="Maintenance Visit"]')
	expect(link.locator(".count")).to_have_text(re.compile(r"^\d+$"))
	link.locator(".btn-new").click()
	desk.page.wait_for_url("**/maintenance-visit/new-*")
	desk.wait()

	rows = desk.values("purposes")["purposes"]
	assert [(row["item_code"], row["serial_no"]) for row in rows] == [("CHAUD-35", "CH35-2023-0012")]


def test_claim_gets_a_visit_that_knows_it(desk: Desk):
	desk.log_in(DISPATCHER)
	claim = desk.get_value("Warranty Claim", {"customer": "Hôtel Belledonne"}, "name")["name"]
	desk.open("warranty-claim", claim)
	desk.page.locator('.document-link[data-doctype="Maintenance Visit"] .btn-new').click()
	desk.page.wait_for_url("**/maintenance-visit/new-*")
	desk.wait()

	assert [row["prevdoc_docname"] for row in desk.values("purposes")["purposes"]] == [claim]


def test_plus_sign_of_a_partly_completed_visit_makes_its_follow_up(desk: Desk):
	desk.log_in(DISPATCHER)
	filters = {"customer": "Boulangerie Marchand", "completion_status": "Partially Completed", "docstatus": 1}
	visit = desk.get_value("Maintenance Visit", filters, "name")["name"]
	desk.open("maintenance-visit", visit)
	desk.tab("Connections")
	desk.page.locator('.document-link[data-doctype="Maintenance Visit"] .btn-new').click()
	desk.page.wait_for_url("**/maintenance-visit/new-*")
	desk.wait()

	assert desk.values("follow_up_of", "amended_from") == {"follow_up_of": visit, "amended_from": None}


def test_erpnexts_way_to_the_visits_leads_there_too(desk: Desk):
	"""As its manual says: Support > Maintenance > Maintenance Visit. ERPNext 16 has no icon for Support on the Desktop."""
	open_workspace(desk, TECHNICIAN)
	desk.page.locator(".body-sidebar .sidebar-item-label", has_text="Support").click()
	card = desk.page.locator(".links-widget-box", has_text="Maintenance").first
	card.locator(".link-item", has_text="Maintenance Visit").click()
	desk.wait()

	assert shown(desk)
