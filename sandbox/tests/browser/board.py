"""Verbs of a dispatcher in front of the board."""

import datetime

from desk import JULIE, Desk, today
from playwright.sync_api import Locator, expect

HOTEL = "Hôtel Belledonne"
# Monday to Friday of a week that other tests leave alone
MONDAY = today() + datetime.timedelta(days=70 - today().weekday())
TUESDAY, THURSDAY, FRIDAY = (MONDAY + datetime.timedelta(days=days) for days in (1, 3, 4))


class Board:
	def __init__(self, desk: Desk):
		self.desk, self.page = desk, desk.page

	def open(self, view: str = "week", day: datetime.date = MONDAY) -> None:
		self.desk.open("dispatch-board", f"?view={view}&day={day}")
		expect(self.lane(JULIE)).to_be_visible()
		self.desk.wait()

	def lane(self, technician: str) -> Locator:
		return self.page.locator(f'.dispatch-row[data-row="{technician}"]')

	def cell(self, technician: str, day: datetime.date = MONDAY) -> Locator:
		return self.page.locator(f'.dispatch-cell[data-lane="{technician}"][data-day="{day}"]').last

	def card(self, visit: str) -> Locator:
		return self.page.locator(f'.dispatch-lanes .dispatch-card[data-visit="{visit}"]')

	def waiting(self, thing: str) -> Locator:
		return self.page.locator(f'.dispatch-tray .dispatch-card[data-thing="{thing}"]')

	def drag(self, card: Locator, target: Locator, x: float | None = None) -> None:
		self.wait_until_sent()
		self.desk.box_at_rest(target)
		start, end = self.desk.box_at_rest(card), self.desk.box_at_rest(target)
		self.page.mouse.move(start["x"] + 8, start["y"] + start["height"] / 2)
		self.page.mouse.down()
		self.page.mouse.move(start["x"] + 20, start["y"] + start["height"] / 2 + 8, steps=3)
		self.page.mouse.move(end["x"] + (x if x is not None else end["width"] / 2), end["y"] + 8, steps=5)
		self.page.mouse.up()

	def make_visit(self, technician: str | None = None, day: datetime.date = MONDAY, **values) -> str:
		row = {"item_code": "ENT-CLIM", "service_person": technician}
		return self.desk.insert_visit(mntc_date=str(day), purposes=[row], **values)

	def make_claim(self) -> str:
		claim = {"doctype": "Warranty Claim", "customer": HOTEL, "complaint": "It whistles"}
		company = {"company": "Alpes Thermique Services", "complaint_date": str(today())}
		return self.desk.call("frappe.client.insert", doc={**claim, **company})["name"]

	def get_visit_of(self, claim: str) -> dict:
		return self.desk.get_value(
			"Maintenance Visit",
			[["Maintenance Visit Purpose", "prevdoc_docname", "=", claim]],
			"name",
			"mntc_time",
		)

	def move_by_another(self, visit: str, **plan) -> None:
		"""The page doesn't hear of it: she has the board as it was."""
		self.desk.call("maintenance_visit_app.dispatch.moves.place", visit=visit, plan=plan)

	def wait_for_plan(self, visit: str, day: datetime.date, time: str | None, technician: str | None) -> None:
		self.page.wait_for_function(
			"""async ([visit, day, time, technician]) => {
				const fields = ["mntc_date", "mntc_time", "technicians"];
				const { message } = await frappe.db.get_value("Maintenance Visit", visit, fields);
				return message.mntc_date === day && message.mntc_time === time && message.technicians === technician;
			}""",
			arg=[visit, str(day), time, technician],
		)

	def wait_until_sent(self) -> None:
		self.page.wait_for_function("!document.querySelector('.dispatch-board.is-sending')")
