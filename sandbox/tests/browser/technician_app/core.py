"""The app's own modules in a browser, with its own store: no site, and an office that answers what a test says."""

import json
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route

from provision.desk import ensure_app_modules, ensure_modules
from provision.steps import REPOSITORY

ADDRESS = "http://localhost/"
MODULES = REPOSITORY / "maintenance_visit_app" / "public" / "js" / "visits"
IMPORTS = {"imports": {"dexie": "/dexie.js", "vue": "/vue.js"}}
PAGE = f'<script type="importmap">{json.dumps(IMPORTS)}</script>'
# What each test has at hand: a person's database, and the modules that know what to do with it
BEGIN = """async () => {
	const names = ["outbox", "sync", "server", "view", "database", "pictures"];
	for (const name of names) window[name] = await import(`/core/${name}.js`);
	window.person = database.open_person("julie.perrin@example.com");
	window.queue = () => person.operations.orderBy("number").toArray();
	window.add = (operation, values) => outbox.add(person, { operation, visit: "MV-1", ...values });
	window.refuse = ({ id }) =>
		outbox.note_results(person, [{ id, outcome: "refused", error: { message: "No." } }]);
	window.keep_visit = () => person.visits.put({ name: "MV-1" });
}"""
PREFIX = "/api/method/maintenance_visit_app."
BROKEN = {"broken": True}


class Core:
	"""`answers` has {method: function of the request}, which returns what the office answers; BROKEN is an error of its own."""

	def __init__(self, page: Page):
		self.page = page
		self.answers: dict[str, Callable] = {}
		self.files = {
			"/dexie.js": ensure_app_modules() / "dexie" / "dist" / "dexie.mjs",
			"/vue.js": ensure_modules() / "vue" / "dist" / "vue.runtime.esm-browser.prod.js",
		}
		page.route(f"{ADDRESS}**", self.answer)
		page.goto(ADDRESS)
		page.evaluate(BEGIN)

	def run(self, script: str, argument: object = None):
		"""Run statements that may wait, and return what they return."""
		return self.page.evaluate(f"async (given) => {{ {script} }}", argument)

	def answer(self, route: Route) -> None:
		path = urlsplit(route.request.url).path
		if path.startswith(PREFIX):
			message = self.answers[path.removeprefix(PREFIX)](route.request)
			route.fulfill(json={"message": message}, status=500 if message is BROKEN else 200)
		elif path == "/":
			route.fulfill(body=PAGE, content_type="text/html")
		else:
			file = self.files.get(path) or MODULES / path[1:]
			route.fulfill(body=file.read_text(), content_type="text/javascript")
