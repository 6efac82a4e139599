"""What a technician finds on a telephone: the own visits, the way there, what is missing, and what was typed in a cellar."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from desk import DISPATCHER, OTHER_TECHNICIAN, TECHNICIAN, Desk, today
from playwright.sync_api import expect
from test_technicians_day import JULIE, PART, plan
from thumb import Thumb, end_work

KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('maintenance_visit_app.kept_changes'))"

pytestmark = pytest.mark.narrow


@pytest.fixture
def thumb(desk: Desk) -> Iterator[Thumb]:
	yield Thumb(desk)
	end_work(desk, JULIE)


def open_visit(desk: Desk, visit: str, user: str = TECHNICIAN) -> None:
	desk.log_in(user)
	desk.open("maintenance-visit", visit)


def work_done(thumb: Thumb):
	return thumb.card("purposes_panel").locator("textarea")


def type_work(thumb: Thumb, text: str) -> None:
	"""As a thumb that hasn't left the field yet."""
	thumb.desk.tab("Work")
	work_done(thumb).fill(text)
	thumb.page.wait_for_function(f"{KEPT}.length === 1")


class TestList:
	def test_technician_finds_today_first_with_time_and_address(self, desk: Desk):
		names = {
			time: plan(desk, mntc_time=time, mntc_date=str(today())) for time in ("16:40:00", "06:05:00")
		}
		desk.log_in(TECHNICIAN)
		desk.open("maintenance-visit")
		desk.show_many()

		rows = desk.page.locator(".list-row")
		early, late = (
			rows.filter(has=desk.page.locator(f'a[data-name="{names[time]}"]'))
			for time in ("06:05:00", "16:40:00")
		)
		expect(early).to_contain_text("06:05 · Hôtel Belledonne")
		expect(early).to_contain_text("12 place Victor Hugo")
		assert desk.box_at_rest(early)["y"] < desk.box_at_rest(late)["y"]
		assert desk.width() <= 390
		technicians = desk.page.evaluate("cur_list.filter_area.get().map((filter) => filter.slice(1, 4))")
		assert ["service_person", "=", JULIE] in technicians

	def test_my_visits_on_the_workspace_are_those_where_she_is_in_a_row(self, desk: Desk):
		visit = plan(desk)
		desk.log_in(TECHNICIAN)
		assignment = {"doctype": "Maintenance Visit", "name": visit, "assign_to": TECHNICIAN}
		desk.call("frappe.desk.form.assign_to.remove", **assignment)
		desk.open("maintenance-visits")
		desk.page.locator(".shortcut-widget-box", has_text="My Visits").tap()
		desk.wait()
		desk.show_many()

		expect(desk.page.locator(f'.list-row a[data-name="{visit}"]')).to_be_visible()


def test_first_screen_says_when_and_for_what_and_leads_there(desk: Desk):
	open_visit(desk, plan(desk))
	briefing = desk.page.locator(".visit-steps strong")
	expect(briefing).to_contain_text(re.compile(r"^Today · \d\d:\d\d · Chaudière gaz"))
	expect(briefing).to_be_in_viewport()
	way = desk.page.locator(".visit-links a", has_text="Map")
	expect(way).to_be_visible()

	assert unquote(way.get_attribute("href")).startswith("geo:0,0?q=12 place Victor Hugo, ")
	expect(desk.page.locator(".visit-links a", has_text="Call")).to_have_attribute("href", "tel:+33639981201")


def test_targets_are_large_enough_for_a_thumb(thumb: Thumb):
	open_visit(thumb.desk, plan(thumb.desk))
	thumb.take_step("check_in", then="check_out")

	buttons = thumb.page.locator(
		".form-tabs .nav-link, .visit-steps .btn, .visit-card .btn, [data-fieldname=checklist_panel] .btn, .visit-choices .btn"
	).locator("visible=true")
	expect(buttons.first).to_be_visible()
	assert [box for box in (button.bounding_box() for button in buttons.all()) if box["height"] < 44] == []


def test_complete_says_what_is_missing_and_leads_there(thumb: Thumb):
	open_visit(thumb.desk, plan(thumb.desk))
	thumb.take_step("check_in", then="check_out")
	thumb.take_step("check_out", then="complete")
	thumb.desk.tab("Details")
	thumb.take_step("complete")

	missing = thumb.desk.dialog().locator(".visit-missing button")
	expect(missing.filter(has_text="Work Done")).to_be_visible()
	expect(missing.filter(has_text="Filtres F7 remplacés")).to_be_visible()
	thumb.tap(missing.filter(has_text="Work Done"))

	expect(work_done(thumb)).to_be_focused()
	expect(work_done(thumb)).to_be_in_viewport()


def test_field_of_the_form_offers_to_check_out_too(thumb: Thumb):
	desk = thumb.desk
	open_visit(desk, plan(desk, maintenance_checklist=None))
	thumb.take_step("check_in", then="check_out")
	thumb.type(work_done(thumb), "Gaskets replaced.")
	thumb.tap(thumb.card("purposes_panel").locator('[data-status="Fully Completed"]'))
	desk.sign("Mme Garnier")
	desk.page.keyboard.press("Control+s")
	expect(desk.dialog()).to_contain_text("Mme Garnier")
	thumb.agree()

	expect(thumb.step("complete")).to_be_visible()
	assert desk.values("time_logs")["time_logs"][0]["to_time"]


def test_part_is_counted_and_says_what_its_warehouse_has(thumb: Thumb):
	desk = thumb.desk
	open_visit(desk, plan(desk, parts=[{"item_code": PART, "qty": 1, "warehouse": "Stores - ATS"}]))
	desk.tab("Work")
	card = thumb.card("parts_panel")
	expect(card).to_contain_text("Stores - ATS")
	thumb.type(card.locator("[data-fieldname=qty]"), "2")
	thumb.tap(card.locator("[data-change=more]"))
	thumb.tap(card.locator("[data-change=less]"))
	expect(card.locator("[data-fieldname=qty]")).to_have_value("2")
	desk.save()
	desk.page.wait_for_function("!cur_frm.is_dirty()")

	assert desk.values("parts")["parts"][0]["qty"] == 2


class TestLostNetwork:
	def test_what_was_typed_comes_back_after_the_page_is_lost_and_goes_with_the_save(self, thumb: Thumb):
		desk = thumb.desk
		visit = plan(desk)
		open_visit(desk, visit)
		type_work(thumb, "Burner dismantled.")
		desk.open("maintenance-visit", visit)

		expect(desk.dialog()).to_contain_text("Purposes")
		thumb.agree()
		desk.tab("Work")
		expect(work_done(thumb)).to_have_value("Burner dismantled.")
		desk.save()
		desk.page.wait_for_function(f"{KEPT}.length === 0 && !cur_frm.is_dirty()")
		desk.open("maintenance-visit", visit)
		expect(desk.page.locator(".modal.show")).to_have_count(0)

	def test_nobody_else_on_this_telephone_is_shown_it(self, thumb: Thumb):
		desk = thumb.desk
		visit = plan(desk)
		open_visit(desk, visit)
		type_work(thumb, "Burner dismantled.")
		desk.log_out()
		open_visit(desk, visit, OTHER_TECHNICIAN)
		desk.tab("Work")

		expect(work_done(thumb)).to_have_value("")
		expect(desk.page.locator(".modal.show")).to_have_count(0)

	def test_what_another_saved_meanwhile_is_replaced_only_where_it_is_wanted(self, thumb: Thumb):
		desk = thumb.desk
		visit = plan(desk)
		open_visit(desk, visit)
		type_work(thumb, "Burner dismantled.")
		desk.log_out()
		desk.log_in(DISPATCHER)
		desk.call(
			"frappe.client.set_value",
			doctype="Maintenance Visit",
			name=visit,
			fieldname="customer_feedback",
			value="By the office",
		)
		desk.log_out()
		open_visit(desk, visit)

		expect(desk.dialog()).to_contain_text("Claire Dubois")
		thumb.tap(desk.dialog().locator(".btn-modal-secondary"))
		assert desk.values("customer_feedback") == {"customer_feedback": "By the office"}
		desk.tab("Work")
		expect(work_done(thumb)).to_have_value("")
		assert desk.page.evaluate(KEPT) == []
