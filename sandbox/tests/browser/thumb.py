"""A thumb on a telephone: it taps, and counts what it has tapped."""

import base64

from desk import Desk
from playwright.sync_api import Locator, expect

# What is typed and what is drawn is no tap; a label that opens the camera is one, not two
COUNT = """addEventListener("click", ({ isTrusted, target }) => {
	const is_typing = target.closest("textarea, canvas, input");
	if (isTrusted && !is_typing) sessionStorage.taps = Number(sessionStorage.taps ?? 0) + 1;
}, true)"""
PIXEL = base64.b64decode(
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PHOTO = {"name": "boiler.png", "mimeType": "image/png", "buffer": PIXEL}


VISITS = "maintenance_visit_app.maintenance_visits.doctype.maintenance_visit"
LOGS = "Maintenance Visit Time Log"


def end_work(desk: Desk, technician: str) -> None:
	"""Whoever is checked in at a visit can't check in at the next one. Asked for by who is logged in."""
	filters = [[LOGS, "service_person", "=", technician], [LOGS, "to_time", "is", "not set"]]
	for visit in desk.call("frappe.client.get_list", doctype="Maintenance Visit", filters=filters):
		desk.call(f"{VISITS}.time_logs.check_out", visit=visit["name"], service_person=technician)


def begin_work(desk: Desk, technician: str, **values) -> str:
	"""Make a breakdown at which the technician is checked in, and nowhere else; its name."""
	end_work(desk, technician)
	purposes = [{"item_code": "CHAUD-35", "service_person": technician}]
	visit = desk.insert_visit(**{"maintenance_type": "Breakdown", "purposes": purposes, **values})
	desk.call(f"{VISITS}.time_logs.check_in", visit=visit, service_person=technician)
	return visit


class Thumb:
	def __init__(self, desk: Desk):
		self.desk, self.page = desk, desk.page
		self.page.add_init_script(COUNT)

	def start_counting(self) -> None:
		if self.page.url == "about:blank":
			self.desk.open()
		self.page.evaluate("() => (sessionStorage.taps = 0)")

	@property
	def taps(self) -> int:
		return int(self.page.evaluate("sessionStorage.taps ?? 0"))

	def tap(self, place: Locator) -> None:
		place.tap()
		self.desk.wait()

	def step(self, name: str) -> Locator:
		"""A step of the bar under the thumb."""
		return self.page.locator(f'.visit-steps [data-step="{name}"]').locator("visible=true").first

	def take_step(self, name: str, then: str | None = None) -> None:
		"""Take a step, until the bar offers the one that comes then."""
		self.tap(self.step(name))
		if then:
			expect(self.step(then)).to_be_visible()

	def card(self, panel: str, number: int = 1) -> Locator:
		return self.desk.control(panel).locator("[data-row]").nth(number - 1)

	def type(self, place: Locator, text: str) -> None:
		place.fill(text)
		place.blur()

	def take_photo(self, taken: str) -> None:
		cameras = self.desk.control("photo_gallery").locator("label")
		camera = cameras.filter(has=self.page.locator(f"[data-taken='{taken}']")).first
		pictures = self.desk.control("photo_gallery").locator("img")
		before = pictures.count()
		with self.page.expect_file_chooser() as chooser:
			camera.tap()
		chooser.value.set_files(PHOTO)
		expect(pictures).to_have_count(before + 1)

	def add_part(self, text: str, quantity: str) -> None:
		"""Look for an item by a part of its name; type how many."""
		panel = self.desk.control("parts_panel")
		field = panel.locator(".visit-new-part input")
		field.fill(text)
		self.tap(panel.locator(".visit-new-part [role=option]").filter(has_text=text).first)
		self.type(self.card("parts_panel").locator("[data-fieldname=qty]"), quantity)

	def answer_checks(self, reading: str) -> None:
		"""Those that must be answered."""
		checks = self.desk.control("checklist_panel").locator("[data-check]:has(.text-danger)")
		expect(checks.first).to_be_visible()
		for number in range(checks.count()):
			self.tap(checks.nth(number).locator('[data-result="OK"]'))
			readings = checks.nth(number).locator("[data-fieldname=reading]")
			if readings.count():
				self.type(readings, reading)

	def draw_signature(self, name: str) -> None:
		dialog = self.desk.dialog()
		pad = dialog.locator("canvas")
		box = pad.bounding_box()
		mouse = self.page.mouse
		mouse.move(box["x"] + 40, box["y"] + 40)
		mouse.down()
		mouse.move(box["x"] + 120, box["y"] + 80, steps=8)
		mouse.move(box["x"] + 200, box["y"] + 40, steps=8)
		mouse.up()
		self.type(dialog.locator("[data-fieldname=signed_by] input"), name)

	def agree(self) -> None:
		"""The main button of the dialog in front."""
		self.tap(self.desk.dialog().locator(".modal-footer .btn-primary").locator("visible=true"))
