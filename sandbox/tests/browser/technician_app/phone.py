"""A technician's telephone with the app on it: opened, tapped, without network, closed and opened again."""

import base64
import random
import re
from io import BytesIO
from pathlib import Path

from desk import PASSWORD, PATIENCE, TIME_ZONE
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Playwright, expect

SIZE = {"width": 390, "height": 844}
# Nothing is asked of a user, and the camera shows what Chromium draws
ARGUMENTS = ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
COUNT_TAPS = """addEventListener("click", ({ isTrusted, target }) => {
	const is_typing = target.closest("textarea, canvas, input");
	if (isTrusted && !is_typing) sessionStorage.taps = Number(sessionStorage.taps ?? 0) + 1;
}, true)"""


class Phone:
	"""Chromium with a profile in a folder, which is all that stays of it while it is closed."""

	def __init__(self, playwright: Playwright, path: str, folder: Path, address: str, **options):
		self.playwright, self.path, self.folder, self.address = playwright, path, folder, address
		self.options = {"locale": "en-GB", "color_scheme": "light", **options}
		# A film (.y4m) of what stands before the camera
		self.film: Path | None = None
		self.context: BrowserContext | None = None
		self.errors: list[str] = []

	def open(self, offline: bool = False) -> "Phone":
		"""Take the telephone in hand, and open the app, with or without network."""
		self.context = self.playwright.chromium.launch_persistent_context(
			self.folder,
			executable_path=self.path,
			args=[*ARGUMENTS, *([f"--use-file-for-fake-video-capture={self.film}"] if self.film else [])],
			viewport=SIZE,
			has_touch=True,
			is_mobile=True,
			timezone_id=TIME_ZONE,
			offline=offline,
			**self.options,
		)
		self.context.set_default_timeout(PATIENCE)
		expect.set_options(timeout=PATIENCE)
		self.context.add_init_script(COUNT_TAPS)
		self.page = self.context.pages[0]
		self.page.on("pageerror", lambda error: self.errors.append(str(error)))
		return self

	def close(self) -> None:
		if self.context:
			self.context.close()
		self.context = None

	def log_in(self, user: str) -> "Phone":
		answer = self.context.request.post(
			f"{self.address}/api/method/login", form={"usr": user, "pwd": PASSWORD}
		)
		assert answer.ok, answer.text()
		return self

	def start(self, path: str = "") -> "Phone":
		self.page.goto(f"{self.address}/visits{path}")
		expect(self.page.locator("h1").first).to_be_visible()
		return self

	def sync(self) -> None:
		"""All that can be sent is sent, and what is new is here."""
		self.bar.get_by_role("button", name="Sync Now").tap()
		expect(self.bar).to_contain_text("All is sent")
		self.wait_until_quiet()

	def wait_until_quiet(self) -> None:
		"""Until no request is under way, whose answer could still bring a session back."""
		expect(self.bar.get_by_role("button", name="Sync Now")).to_be_enabled()

	def wait_until_kept(self) -> None:
		"""Until the worker controls the page, and keeps what it needs without network."""
		self.page.wait_for_function("navigator.serviceWorker.controller")

	@property
	def bar(self) -> Locator:
		return self.page.get_by_test_id("sync-bar")

	@property
	def taps(self) -> int:
		return int(self.page.evaluate("sessionStorage.taps ?? 0"))

	def forget_taps(self) -> None:
		self.page.evaluate("() => (sessionStorage.taps = 0)")

	def button(self, name: str, exact: bool = False) -> Locator:
		return self.page.get_by_role("button", name=name, exact=exact)

	def step(self, name: str | re.Pattern) -> Locator:
		"""The next step, which is always under the thumb."""
		return self.page.locator("[data-step-button]", has_text=name)

	def card(self, customer: str) -> Locator:
		return self.page.locator(".visit-card", has_text=customer)

	def section(self, name: str) -> Locator:
		return self.page.locator(f'[data-section="{name}"]')

	def open_visit(self, name: str) -> None:
		self.page.goto(f"{self.address}/visits/visit/{name}")
		expect(self.page.locator(".screen-head")).to_contain_text(name)

	def take_photo(self, place: Locator, number: int = 1) -> None:
		"""Through the camera's button; each picture is another one."""
		files = [
			{"name": f"{index}.jpg", "mimeType": "image/jpeg", "buffer": get_picture()}
			for index in range(number)
		]
		place.locator("input[type=file]").set_input_files(files)

	def draw_signature(self) -> None:
		box = self.page.get_by_test_id("signature").bounding_box()
		x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 4
		self.page.mouse.move(x, y)
		self.page.mouse.down()
		for step in range(1, 12):
			self.page.mouse.move(x + (30 if step % 2 else -30), y + 30 * step)
		self.page.mouse.up()

	def go_offline(self) -> None:
		"""Once the app can do without network, which takes a moment after its first start."""
		self.wait_until_kept()
		self.context.set_offline(True)

	def go_online(self) -> None:
		self.context.set_offline(False)


def get_picture() -> bytes:
	"""A photo as a camera takes it, with a note of where that was."""
	picture = Image.new("RGB", (1760, 1320), tuple(random.randrange(256) for _ in range(3)))
	exif = Image.Exif()
	exif[0x8825] = {1: "N", 2: (45.0, 11.0, 0.0), 3: "E", 4: (5.0, 43.0, 0.0)}
	written = BytesIO()
	picture.save(written, "JPEG", exif=exif)
	return written.getvalue()


class Office:
	"""Somebody at the office, by the requests that Desk sends."""

	def __init__(self, playwright: Playwright, address: str, user: str, password: str = PASSWORD):
		self.requests = playwright.request.new_context(base_url=address)
		self.call("login", usr=user, pwd=password)

	def call(self, method: str, **arguments):
		answer = self.requests.post(f"/api/method/{method}", data=arguments)
		assert answer.ok, answer.text()
		return answer.json().get("message")

	def insert(self, doctype: str, **values) -> str:
		return self.call("frappe.client.insert", doc={"doctype": doctype, **values})["name"]

	def get(self, doctype: str, name: str) -> dict:
		return self.call("frappe.client.get", doctype=doctype, name=name)

	def change(self, doctype: str, name: str, **values) -> None:
		self.call("frappe.client.set_value", doctype=doctype, name=name, fieldname=values)

	def get_comments(self, doctype: str, name: str) -> str:
		"""What is written on a document, one after the other: for who may read all comments."""
		filters = {"reference_doctype": doctype, "reference_name": name, "comment_type": "Comment"}
		found = self.call("frappe.client.get_list", doctype="Comment", filters=filters, fields=["content"])
		return " ".join(comment["content"] for comment in found)

	def read_picture(self, url: str) -> Image.Image:
		return Image.open(BytesIO(self.requests.get(url).body()))


def get_image(data_url: str) -> Image.Image:
	return Image.open(BytesIO(base64.b64decode(data_url.split(",", 1)[1])))
