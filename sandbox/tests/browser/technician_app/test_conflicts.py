"""A technician without network and a dispatcher in Desk at the same visits: whose word counts, and what each reads."""

import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from desk import DISPATCHER, JULIE, TECHNICIAN, Desk
from frappe.gettext import translate
from phone import Office, Phone
from playwright.sync_api import expect
from visits import plan

VISIT, ROW = "Maintenance Visit", "Maintenance Visit Purpose"
CUSTOMER = "Résidence Les Cimes"
KEPT = "what you entered is kept {} as a comment, and the office is told."
# Of a visit that the office decided about meanwhile: what the technician reads, and what the manager
SENTENCES = {
	"cancelled": (
		f"The visit was cancelled meanwhile: {KEPT.format('there')}",
		"{0} worked on {1}, which was cancelled meanwhile: it is kept there as a comment.",
	),
	"submitted": (
		f"The visit was submitted meanwhile: {KEPT.format('there')}",
		"{0} worked on {1}, which was submitted meanwhile: it is kept there as a comment.",
	),
	"deleted": (
		f"The visit was deleted meanwhile: {KEPT.format('on the customer')}",
		"{0} worked on {1}, which was deleted meanwhile: it is kept on the customer as a comment.",
	),
	"shortened": (
		"The row is not on the visit any more.",
		"{0} worked on a row of {1} that is gone by now: it is kept there as a comment.",
	),
}
OVERWRITTEN = "{0} wrote something else without having read this:"
# Notifications are made by a job of the queue, and shown from the browser's cache: what they say is asked for
READ = """async (visit) => {
	const filters = { subject: ["like", `%${visit}%`] };
	const found = await frappe.db.get_list("Notification Log", { filters, fields: ["subject"] });
	return found.length && found.map(({ subject }) => $("<p>").html(subject).text());
}"""


@pytest.fixture(params=["en", "fr"])
def language(request: pytest.FixtureRequest, administrator: Office) -> Iterator[str]:
	"""The language of the technician, the dispatcher and the site; English again after it."""
	if request.param == "en":
		yield "en"
		return
	speak(administrator, request.param)
	yield request.param
	speak(administrator, "en")


def speak(administrator: Office, language: str) -> None:
	administrator.change("System Settings", "System Settings", language=language)
	for user in (TECHNICIAN, DISPATCHER):
		administrator.change("User", user, language=language)


def say(text: str, language: str) -> str:
	"""What the app says in the language; English where it has no word for it."""
	if language == "en":
		return text
	catalog = translate.get_catalog("maintenance_visit_app", language)
	return next((message.string for message in catalog if message.id == text and message.string), text)


def test_what_the_office_did_meanwhile_counts_and_no_work_is_lost(
	get_phone: Callable[..., Phone], desk: Desk, office: Office, administrator: Office, language: str
):
	visits = {name: plan_visit(office, name) for name in (*SENTENCES, "overwritten")}
	phone = get_phone(locale=language).open().log_in(TECHNICIAN).start()
	expect(phone.page.locator(f"[data-visit='{visits['overwritten']}']")).to_be_visible()
	phone.go_offline()
	for visit in visits.values():
		work_on(phone, visit)
	desk.log_in(DISPATCHER)
	desk.open()
	decide(desk, visits)

	phone.go_online()
	phone.start()
	notices = phone.page.get_by_test_id("notice")
	for name, (told, _managers) in SENTENCES.items():
		expect(notices.filter(has_text=say(told, language))).to_have_count(1)
		assert_kept(administrator, name, visits[name])
	expect(phone.page.locator(".bar")).not_to_have_class(re.compile("bar-bad"))
	assert_overwritten(administrator, visits["overwritten"], language)
	assert_manager_reads(desk, visits, language)


def plan_visit(office: Office, name: str) -> str:
	"""Plan a visit of two rows, of which the office may take the second one off."""
	rows = [
		{"item_code": "CHAUD-35", "service_person": JULIE, "work_done": done, "description": f"To be {name}."}
		for done in ("Looked at by the office.", "")
	]
	return plan(
		office, customer=CUSTOMER, purposes=rows, completion_status="Fully Completed", mntc_time="18:30:00"
	)


def work_on(phone: Phone, visit: str) -> None:
	phone.open_visit(visit)
	field = phone.section("work").locator("textarea").last
	field.fill(f"Work on {visit}.")
	field.blur()
	expect(phone.section("work").locator("[aria-pressed=true]")).to_have_count(1)


def decide(desk: Desk, visits: dict[str, str]) -> None:
	"""Submit, cancel, delete and change visits, as Desk's own buttons do."""
	for name in ("cancelled", "submitted"):
		save(desk, finish(get(desk, visits[name])), "Submit")
	desk.call("frappe.desk.form.save.cancel", doctype=VISIT, name=visits["cancelled"])
	desk.call("frappe.client.delete", doctype=VISIT, name=visits["deleted"])
	visit = get(desk, visits["shortened"])
	save(desk, {**visit, "purposes": visit["purposes"][:1]})
	visit = get(desk, visits["overwritten"])
	visit["purposes"][1]["work_done"] = "Written by the office."
	save(desk, visit)


def get(desk: Desk, visit: str) -> dict:
	return desk.call("frappe.client.get", doctype=VISIT, name=visit)


def finish(visit: dict) -> dict:
	for row in visit["purposes"]:
		row["work_done"] = "Done by the office."
	return {**visit, "completion_status": "Fully Completed"}


def save(desk: Desk, visit: dict, action: str = "Save") -> None:
	desk.call("frappe.desk.form.save.savedocs", doc=visit, action=action)


def assert_kept(administrator: Office, name: str, visit: str) -> None:
	place = ("Customer", CUSTOMER) if name == "deleted" else (VISIT, visit)
	assert administrator.get_comments(*place).count(f"Work on {visit}.") == 1


def assert_overwritten(administrator: Office, visit: str, language: str) -> None:
	"""The technician knows the work: his word stands, and the office's is kept."""
	row = administrator.get(VISIT, visit)["purposes"][1]
	assert row["work_done"] == f"Work on {visit}."
	comments = unescape(administrator.get_comments(VISIT, visit))
	assert "Written by the office." in comments
	assert say(OVERWRITTEN, language).format(TECHNICIAN) in comments


def assert_manager_reads(desk: Desk, visits: dict[str, str], language: str) -> None:
	"""Once for each visit."""
	for name, (_told, sentence) in SENTENCES.items():
		told = desk.page.wait_for_function(READ, arg=visits[name]).json_value()
		assert told == [say(sentence, language).format("Julie Perrin", visits[name])]
