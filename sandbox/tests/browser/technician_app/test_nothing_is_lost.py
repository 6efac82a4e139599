"""What may happen to a telephone, and to a visit meanwhile: each time a sentence, and nothing is lost."""

from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

import pytest
from desk import KARIM, OTHER_TECHNICIAN, TECHNICIAN
from phone import Office, Phone
from playwright.sync_api import Page, expect
from proxy import Proxy
from visits import make_checklist, plan

MOST_ATTEMPTS = 60
# As a telephone does whose memory is used up: a real one would have to be filled
FILL = """() => {
	navigator.storage.estimate = async () => ({ usage: 999, quota: 1000 });
	IDBObjectStore.prototype.add = () => { throw new DOMException("", "QuotaExceededError"); };
}"""
# As of a browser whose store can't be opened until it is started again
BREAK = """
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...given) {
	if (sessionStorage.isBroken) throw new DOMException("Internal error", "UnknownError");
	return open.apply(this, given);
};
"""
SESSION = """async () => (await (await fetch(
	"/api/method/maintenance_visit_app.technician.device.get_session"
)).json()).message.user"""
# As of a telephone without room, while it is told so
FULL = """
const put = Cache.prototype.put;
self.addEventListener("message", ({ data }) => {
	if (data === "full") Cache.prototype.put = async () => { throw new DOMException("", "QuotaExceededError"); };
	if (data === "room again") Cache.prototype.put = put;
});
"""
NEW_SHELL = {
	"/visits": lambda text: text.replace('"visits-version" content="', '"visits-version" content="9-')
}
NEW_VERSION = {
	**NEW_SHELL,
	"/visits/worker.js": lambda text: text.replace('{"version": "', '{"version": "9-'),
}
KEPT_SHELLS = """async () => {
	const kept = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).match("/visits")));
	return Promise.all(kept.filter(Boolean).map((response) => response.text()));
}"""
KEPT_FILES = """async () => {
	const kept = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
	return kept.flat().map(({ url }) => new URL(url).pathname).sort();
}"""
# A minute takes a second
HURRY = """const wait = setTimeout;
window.setTimeout = (told, time, ...given) => wait(told, time === 60_000 ? 1_000 : time, ...given);"""
DELETE_CACHES = "async () => { for (const name of await caches.keys()) await caches.delete(name); }"
HOSTILE_WORKER = """
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (happened) => happened.waitUntil((async () => {
	for (const name of await caches.keys()) await caches.delete(name);
	await clients.claim();
})()));
"""
IS_HOSTILE_ACTIVE = """async () =>
	(await navigator.serviceWorker.getRegistration("/"))?.active?.state === "activated"
"""
# Milliseconds
WRITTEN_AFTER = 2_000


@pytest.fixture
def visit(office: Office) -> str:
	return plan(office)


@pytest.fixture
def at_work(phone: Phone, visit: str) -> Phone:
	"""Julie's telephone with the visit open."""
	phone.open().log_in(TECHNICIAN).start()
	phone.wait_until_kept()
	expect(phone.page.locator(f"[data-visit='{visit}']")).to_be_visible()
	phone.open_visit(visit)
	expect(phone.step("Check In")).to_be_visible()
	phone.wait_until_quiet()
	return phone


def write_note(phone: Phone, text: str) -> None:
	phone.page.get_by_label("Note", exact=True).fill(text)
	phone.button("Keep Note").tap()
	# It stands below until it is sent, which may be at once
	expect(phone.page.get_by_label("Note", exact=True)).to_have_value("")


def wait_for_comment(phone: Phone, get_comments: Callable[[str], str], visit: str, text: str) -> None:
	"""What is sent beside what was refused may arrive after the refusal is told."""
	wait_until(phone, lambda: text in get_comments(visit))
	assert text in get_comments(visit)


def wait_until(phone: Phone, is_so: Callable[[], bool]) -> None:
	"""Until that is so, or has taken too long: the page goes on meanwhile."""
	for _attempt in range(MOST_ATTEMPTS):
		if is_so():
			return
		phone.page.wait_for_timeout(500)


@pytest.fixture
def get_comments(administrator: Office) -> Callable[[str], str]:
	"""What is written on a visit, one after the other."""

	return partial(administrator.get_comments, "Maintenance Visit")


def test_session_that_ended_keeps_the_work_until_the_user_logs_in_again(
	at_work: Phone, visit: str, get_comments: Callable[[str], str]
):
	at_work.context.clear_cookies()
	write_note(at_work, "The key is with the caretaker.")

	expect(at_work.bar).to_contain_text("Log in again")
	expect(at_work.bar).to_contain_text("1 change waits")
	assert "caretaker" not in get_comments(visit)
	link = at_work.bar.get_by_role("link", name="Log In").get_attribute("href")
	assert link == "/login?redirect-to=/visits"

	at_work.log_in(TECHNICIAN).start()
	expect(at_work.bar).to_contain_text("All is sent")
	assert "caretaker" in get_comments(visit)


def test_nothing_is_sent_as_somebody_else(at_work: Phone, visit: str, get_comments: Callable[[str], str]):
	at_work.go_offline()
	write_note(at_work, "Julie was here.")
	at_work.context.clear_cookies()
	at_work.log_in(OTHER_TECHNICIAN)
	at_work.go_online()

	dialog = at_work.page.get_by_role("dialog")
	expect(dialog).to_contain_text("Karim Benali is logged in on this telephone")
	expect(dialog).to_contain_text(
		"What Julie Perrin has not sent (1) waits until Julie Perrin logs in again"
	)
	dialog.get_by_role("button", name="Show the Visits of Karim Benali").tap()
	expect(at_work.bar).to_contain_text("All is sent")
	assert not at_work.page.locator(f"[data-visit='{visit}']").count()
	assert "Julie was here" not in get_comments(visit)

	at_work.context.clear_cookies()
	at_work.log_in(TECHNICIAN).start()
	at_work.button("Show the Visits of Julie Perrin").tap()
	expect(at_work.bar).to_contain_text("All is sent")
	assert get_comments(visit).count("Julie was here") == 1


def test_leaving_with_work_that_waits_asks_first(at_work: Phone, visit: str):
	at_work.go_offline()
	write_note(at_work, "Not sent yet.")
	other_tab = at_work.context.new_page()
	other_tab.goto(f"{at_work.address}/visits")
	expect(other_tab.locator("h1")).to_have_text("My Day")
	at_work.page.goto(f"{at_work.address}/visits/me")

	at_work.button("Remove from This Telephone").tap()
	dialog = at_work.page.get_by_role("dialog")
	expect(dialog).to_contain_text("Not with the office yet: 1")
	with at_work.page.expect_navigation():
		dialog.get_by_role("button", name="Remove, and Lose Them").tap()

	for page in (at_work.page, other_tab):
		expect(page.locator("h1")).to_have_text("Your visits, with or without network")
	kept = at_work.page.evaluate("async () => (await indexedDB.databases()).map(({ name }) => name)")
	assert not [name for name in kept if "julie" in name]
	at_work.go_online()
	at_work.start()
	expect(at_work.page.get_by_role("link", name="Log In")).to_be_visible()
	assert at_work.page.evaluate(SESSION) is None


def test_new_version_waits_until_the_user_is_ready(
	get_phone: Callable[..., Phone], proxy: Proxy, visit: str, get_comments: Callable[[str], str]
):
	phone = get_phone(address=proxy.address).open().log_in(TECHNICIAN).start()
	phone.wait_until_kept()
	expect(phone.page.locator(f"[data-visit='{visit}']")).to_be_visible()
	phone.open_visit(visit)
	phone.go_offline()
	write_note(phone, "Written with the old version.")
	proxy.changes.update(NEW_VERSION)
	phone.go_online()

	phone.page.evaluate("async () => (await navigator.serviceWorker.getRegistration('/visits')).update()")
	news = "New version: restart when you are ready."
	expect(phone.page.get_by_text(news)).to_be_visible()
	other_tab = phone.context.new_page()
	other_tab.goto(f"{phone.address}/visits")
	expect(other_tab.get_by_text(news)).to_be_visible()
	load_past_the_worker(phone, other_tab)
	expect(other_tab.get_by_text(news)).to_be_visible()
	for page in (phone.page, other_tab):
		with page.expect_navigation():
			page.get_by_role("button", name="Restart").tap()
		expect(page.get_by_text(news)).to_have_count(0)
	other_tab.close()

	expect(phone.bar).to_contain_text("All is sent")
	wait_for_comment(phone, get_comments, visit, "Written with the old version.")
	# The new worker drops what the old one kept
	phone.page.wait_for_function("""async () => {
		const names = await caches.keys();
		const kept = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length));
		return names.every((name, index) => name.startsWith("maintenance-visits-9-") === kept[index] > 0);
	}""")


def test_shell_of_another_version_is_shown_and_not_kept_beside_the_files_of_this_one(
	get_phone: Callable[..., Phone], proxy: Proxy, visit: str
):
	phone = get_phone(address=proxy.address).open().log_in(TECHNICIAN).start()
	phone.wait_until_kept()
	expect(phone.page.locator(f"[data-visit='{visit}']")).to_be_visible()
	proxy.changes.update(NEW_SHELL)
	phone.page.evaluate(DELETE_CACHES)

	phone.start()
	assert phone.page.locator("meta[name=visits-version]").get_attribute("content").startswith("9-")
	phone.page.wait_for_function(f"async () => (await caches.match('{script(phone)}')) !== undefined")
	assert phone.page.evaluate(KEPT_SHELLS) == []

	proxy.changes.clear()
	phone.start()
	phone.page.wait_for_function(f"async () => (await ({KEPT_SHELLS})()).length")
	(shell,) = phone.page.evaluate(KEPT_SHELLS)
	assert '"9-' not in shell


def test_shell_is_kept_once_all_that_it_names_is_kept(get_phone: Callable[..., Phone], proxy: Proxy):
	phone = get_phone(address=proxy.address).open().log_in(TECHNICIAN).start()
	phone.wait_until_kept()
	phone.wait_until_quiet()
	kept, lost = phone.page.evaluate(KEPT_FILES), urlsplit(script(phone)).path
	phone.page.evaluate(DELETE_CACHES)
	proxy.lost.add(lost)

	phone.page.goto(f"{proxy.address}/visits")
	without = [file for file in kept if file not in ("/visits", lost)]
	wait_until_these_are_kept(phone, without)
	phone.context.set_offline(True)
	assert phone.page.goto(f"{proxy.address}/visits").status == 503

	proxy.lost.clear()
	phone.go_online()
	phone.start()
	wait_until_these_are_kept(phone, kept)
	phone.context.set_offline(True)
	phone.start()


def test_page_that_was_loaded_past_the_worker_is_the_workers_too(at_work: Phone):
	load_past_the_worker(at_work, at_work.page)
	at_work.go_offline()
	at_work.page.reload()
	expect(at_work.step("Check In")).to_be_visible()


@pytest.mark.parametrize(
	"broken_off",
	[lambda text: "{", lambda text: text.replace('"/visits"', '"/assets/lost-on-the-way.js"', 1)],
	ids=["itself", "one of its files"],
)
def test_worker_that_did_not_arrive_whole_is_fetched_again(
	get_phone: Callable[..., Phone], proxy: Proxy, broken_off: Callable[[str], str]
):
	asked = []
	proxy.changes["/visits/worker.js"] = lambda text: asked.append(text) or broken_off(text)
	phone = get_phone(address=proxy.address).open().log_in(TECHNICIAN)
	phone.page.add_init_script(HURRY)
	phone.start()
	expect(phone.bar).to_contain_text("All is sent")
	wait_until(phone, lambda: len(asked) > 1)
	assert len(asked) > 1

	proxy.changes.clear()
	phone.go_offline()
	phone.start()


def test_page_that_can_neither_be_kept_nor_fetched_says_so_and_is_no_fault_of_the_worker(
	get_phone: Callable[..., Phone], proxy: Proxy, visit: str
):
	phone = get_phone(address=proxy.address).open().log_in(TECHNICIAN).start()
	phone.open_visit(visit)
	phone.go_offline()
	write_note(phone, "Written before the room was gone.")
	phone.page.evaluate(DELETE_CACHES)

	for _attempt in range(4):
		answer = phone.page.goto(f"{proxy.address}/visits")
		assert (answer.status, answer.from_service_worker) == (503, True)
	expect(phone.page.locator("body")).to_contain_text("Nothing of your work was deleted")
	expect(phone.page.locator("body")).to_contain_text("réessayez quand il y a du réseau")

	phone.go_online()
	phone.page.get_by_role("link", name="Try again").tap()
	expect(phone.bar).to_contain_text("All is sent")


def wait_until_these_are_kept(phone: Phone, files: list[str]) -> None:
	phone.page.wait_for_function(
		f"async (files) => `${{await ({KEPT_FILES})()}}` === `${{files}}`", arg=files
	)


def load_past_the_worker(phone: Phone, page: Page) -> None:
	"""As where the worker took over while the page was on its way: it has no worker, until it asks for it."""
	with page.expect_navigation():
		phone.context.new_cdp_session(page).send("Page.reload", {"ignoreCache": True})


def script(phone: Phone) -> str:
	return phone.page.locator("script[src*=visits]").get_attribute("src")


def test_worker_of_another_app_that_deletes_all_caches_does_no_harm(
	get_phone: Callable[..., Phone], proxy: Proxy, visit: str
):
	proxy.changes["/visits/worker.js"] = lambda text: text + FULL
	proxy.answers["/sw.js"] = ("text/javascript", HOSTILE_WORKER)
	phone = get_phone(address=proxy.address).open().log_in(TECHNICIAN).start()
	phone.wait_until_kept()
	expect(phone.page.locator(f"[data-visit='{visit}']")).to_be_visible()
	phone.page.wait_for_function(f"async () => (await ({KEPT_FILES})()).includes('/visits')")
	kept = phone.page.evaluate(KEPT_FILES)
	phone.page.evaluate("navigator.serviceWorker.register('/sw.js')")
	phone.page.wait_for_function("async () => !(await caches.keys()).length")
	# Otherwise it deletes once more when the browser is started again
	phone.page.wait_for_function(IS_HOSTILE_ACTIVE)
	# Without room for what was deleted
	phone.page.evaluate("""async () => {
		const { active } = await navigator.serviceWorker.getRegistration("/visits");
		active.postMessage("full");
	}""")
	phone.start()
	phone.page.evaluate("""async () => {
		const { active } = await navigator.serviceWorker.getRegistration("/visits");
		active.postMessage("room again");
	}""")

	phone.start()
	wait_until_these_are_kept(phone, kept)
	# Chromium answers before it has written down what was put last
	phone.page.wait_for_timeout(WRITTEN_AFTER)
	phone.close()
	phone.open(offline=True).start()
	expect(phone.page.locator(f"[data-visit='{visit}']")).to_be_visible()


def test_full_telephone_says_so_and_keeps_what_it_has(at_work: Phone, visit: str):
	write_note(at_work, "Before it was full.")
	at_work.page.evaluate(FILL)

	at_work.take_photo(at_work.section("photos").locator(".camera", has_text="After"))
	expect(at_work.page.locator(".toast")).to_contain_text("There is no room for more photos.")
	at_work.step("Check In").tap()
	expect(at_work.page.locator(".toast", has_text="The telephone's memory is full")).to_be_visible()

	at_work.button("Show the Report to the Customer").tap()
	at_work.button("Sign", exact=True).tap()
	at_work.draw_signature()
	at_work.button("Keep Signature").tap()
	# On top of both dialogs, where a finger reaches it; and the customer needn't sign again
	told = at_work.page.locator(".pad .toast", has_text="The telephone's memory is full")
	expect(told).to_be_visible()
	for button in ("Back", "Clear", "Keep Signature"):
		at_work.button(button).last.click(trial=True)
	told.get_by_role("button", name="Close").tap()
	expect(at_work.button("Keep Signature")).to_be_enabled()
	at_work.page.locator(".pad").get_by_role("button", name="Back").tap()
	expect(at_work.page.locator("dialog.sheet-whole .toasts")).to_have_count(1)
	at_work.page.get_by_role("dialog").get_by_role("button", name="Close").first.tap()
	expect(at_work.page.locator("body > .toasts")).to_have_count(1)

	at_work.page.reload()
	expect(at_work.section("photos").locator("img")).to_have_count(0)
	at_work.step("Check In").tap()
	at_work.button("Pause").tap()
	expect(at_work.button("Go On")).to_be_visible()
	at_work.sync()


def test_what_the_telephone_could_not_keep_is_no_fault_of_the_office(
	at_work: Phone, office: Office, visit: str
):
	"""Firefox has other errors than Chromium where its memory is full."""
	at_work.page.evaluate(
		"""() => (IDBObjectStore.prototype.put = () => {
			throw new DOMException("A mutation operation was not allowed.", "UnknownError");
		})"""
	)
	office.change("Maintenance Visit", visit, mntc_time="07:15:00")
	at_work.bar.get_by_role("button", name="Sync Now").tap()

	expect(at_work.bar).to_contain_text("What is new was not kept")
	expect(at_work.bar).to_contain_text("What you entered is.")
	at_work.start()
	at_work.sync()
	expect(at_work.page.locator(f"[data-visit='{visit}']")).to_contain_text("7:15")


def test_memory_that_cannot_be_read_is_told_of_and_what_is_typed_comes_back(at_work: Phone, visit: str):
	at_work.start()
	at_work.page.locator(f"[data-visit='{visit}']").tap()
	at_work.page.get_by_label("Note", exact=True).fill("The gate is")
	at_work.button("Show the Report to the Customer").tap()
	at_work.page.get_by_label("What the Customer Says").fill("Quick and clean.")
	at_work.page.go_back()
	expect(at_work.page.locator("h1")).to_have_text("My Day")

	at_work.page.add_init_script(BREAK)
	at_work.page.evaluate("() => (sessionStorage.isBroken = true)")
	at_work.page.reload()
	expect(at_work.page.get_by_role("alert")).to_contain_text("Nothing of your work was deleted.")
	at_work.page.evaluate("() => delete sessionStorage.isBroken")
	at_work.button("Try Again").tap()

	at_work.page.locator(f"[data-visit='{visit}']").tap()
	expect(at_work.page.get_by_label("Note", exact=True)).to_have_value("The gate is")
	expect(at_work.section("sign")).to_contain_text("Quick and clean.")
	write_note(at_work, "The gate is locked.")
	at_work.page.reload()
	expect(at_work.section("notes")).to_contain_text("The gate is locked.")
	expect(at_work.page.get_by_label("Note", exact=True)).to_have_value("")


def test_what_a_customer_says_is_kept_while_he_says_it(at_work: Phone):
	at_work.go_offline()
	at_work.button("Show the Report to the Customer").tap()
	at_work.button("4 of 5 stars").tap()
	at_work.page.get_by_label("What the Customer Says").fill("Quick and clean.")
	expect(at_work.bar).to_contain_text("1 change waits")
	expect(at_work.section("sign")).to_contain_text("Quick and clean.")

	at_work.page.reload()
	expect(at_work.section("sign")).to_contain_text("Quick and clean.")
	expect(at_work.section("sign").get_by_role("img", name="4 of 5 stars")).to_be_visible()


TAP_TWICE = "(button) => { button.click(); button.click(); }"


def test_tap_that_trembles_is_one(at_work: Phone, office: Office, visit: str):
	at_work.go_offline()
	at_work.step("Check In").evaluate(TAP_TWICE)
	expect(at_work.button("Pause")).to_be_visible()
	at_work.page.get_by_label("Note", exact=True).fill("Written once.")
	at_work.button("Keep Note").evaluate(TAP_TWICE)
	expect(at_work.page.get_by_label("Note", exact=True)).to_have_value("")
	at_work.page.get_by_label("Work Done").fill("Burner cleaned.")
	at_work.page.get_by_label("Work Done").blur()
	at_work.button("Complete Unsigned").evaluate(TAP_TWICE)
	expect(at_work.step("Back to My Day")).to_be_visible()
	expect(at_work.bar).to_contain_text("5 changes wait")

	at_work.page.goto(f"{at_work.address}/visits/ask/CH35-2021-0147")
	at_work.page.get_by_label("What is to be done?").fill("Asked for once.")
	at_work.button("Ask the Office").evaluate(TAP_TWICE)
	expect(at_work.page.locator("h1")).to_have_text("My Day")
	expect(at_work.bar).to_contain_text("6 changes wait")
	at_work.go_online()
	at_work.sync()
	assert len(office.get("Maintenance Visit", visit)["time_logs"]) == 1


def test_who_logs_out_is_asked_about_what_he_typed(at_work: Phone):
	at_work.page.get_by_label("Note", exact=True).fill("The gate is")
	at_work.button("Back", exact=True).tap()
	at_work.page.locator(".tabs").get_by_role("button", name="Me").tap()
	at_work.button("Log Out").tap()
	dialog = at_work.page.get_by_role("dialog")
	expect(dialog).to_contain_text("Typed and not sent: 1")
	with at_work.page.expect_navigation():
		dialog.get_by_role("button", name="Log Out, Keep Them Here for Me").tap()
	kept = at_work.page.evaluate("async () => (await indexedDB.databases()).map(({ name }) => name)")
	assert [name for name in kept if "julie" in name]


def test_first_screen_waits_for_no_texts(get_phone: Callable[..., Phone]):
	phone = get_phone(locale="fr-FR").open()
	phone.page.route("**/visits/messages/**", lambda _route: None)
	phone.page.goto(f"{phone.address}/visits")
	expect(phone.page.locator("h1")).to_be_visible(timeout=10_000)


def test_what_the_office_refuses_is_mended_or_handed_over_and_holds_nothing_up(
	at_work: Phone, office: Office, get_comments: Callable[[str], str]
):
	checklist = make_checklist(office, "One reading", [("Pressure", "Pascal")])
	visit = plan(office, maintenance_checklist=checklist)
	at_work.sync()
	at_work.open_visit(visit)
	reading = at_work.page.get_by_label("Reading: Pressure")
	reading.fill("much")
	reading.blur()
	write_note(at_work, "The gauge is new.")

	refused = at_work.page.get_by_test_id("refused")
	expect(refused).to_contain_text("Row #1: the reading much of Pressure is not a number.")
	wait_for_comment(at_work, get_comments, visit, "The gauge is new.")
	refused.get_by_role("button", name="Hand to the Office").tap()
	expect(refused).to_have_count(0)
	wait_for_comment(at_work, get_comments, visit, "much")

	reading.fill("12")
	reading.blur()
	at_work.sync()
	(check,) = office.get("Maintenance Visit", visit)["checks"]
	assert check["reading"] == "12"


def test_what_is_being_typed_stays_while_the_office_answers(at_work: Phone, office: Office):
	visit = plan(office, maintenance_checklist=make_checklist(office, "One gauge", [("Flow", "Pascal")]))
	(check,) = office.get("Maintenance Visit", visit)["checks"]
	at_work.sync()
	at_work.open_visit(visit)
	at_work.go_offline()
	at_work.page.locator(f"[data-row='{check['name']}'] [data-result='Not OK']").tap()
	remark = at_work.page.get_by_label("Remark: Flow")
	remark.press_sequentially("It leaks ")
	office.change(check["doctype"], check["name"], reading="11")

	at_work.go_online()
	expect(at_work.page.get_by_label("Reading: Flow")).to_have_value("11")
	remark.press_sequentially("badly.")
	remark.blur()
	at_work.sync()

	(check,) = office.get("Maintenance Visit", visit)["checks"]
	assert (check["result"], check["reading"], check["remark"]) == ("Not OK", "11", "It leaks badly.")


def test_visit_given_to_somebody_else_meanwhile_keeps_the_work(
	at_work: Phone, office: Office, visit: str, get_comments: Callable[[str], str]
):
	at_work.go_offline()
	at_work.step("Check In").tap()
	at_work.page.get_by_label("Work Done").fill("Valve opened.")
	at_work.page.get_by_label("Work Done").blur()
	expect(at_work.bar).to_contain_text("2 changes wait")
	(row,) = office.get("Maintenance Visit", visit)["purposes"]
	office.change("Maintenance Visit Purpose", row["name"], service_person=KARIM)

	at_work.go_online()
	at_work.start()
	expect(at_work.bar).to_contain_text("All is sent")
	expect(at_work.page.locator(f"[data-visit='{visit}']")).to_have_count(0)
	told = "The visit was given to Karim Benali meanwhile: what you entered is kept there as a comment"
	expect(at_work.page.get_by_test_id("notice").filter(has_text=told).first).to_be_visible()
	assert "Valve opened." in get_comments(visit)


def test_visit_that_the_office_moves_is_told_of_and_the_day_is_put_in_order(
	at_work: Phone, office: Office, visit: str
):
	office.change("Maintenance Visit", visit, mntc_time="07:15:00")
	at_work.sync()

	notice = at_work.page.get_by_test_id("notice")
	expect(notice).to_contain_text("The office moved the visit to")
	expect(notice).to_contain_text("7:15")
	notice.get_by_role("button", name="Read").tap()
	expect(notice).to_have_count(0)
	expect(at_work.page.locator(".screen-head")).to_contain_text("Today · 7:15")


def test_equipment_is_looked_up_by_its_number_and_a_visit_asked_for(at_work: Phone, office: Office):
	at_work.start()
	at_work.page.locator(".tabs").get_by_role("button", name="Scan").tap()
	expect(at_work.page.locator("h1")).to_be_focused()
	expect(at_work.page).to_have_title("Scan Equipment · Maintenance Visits")
	at_work.page.get_by_label("Serial No").fill("CH35-2021-0147")
	at_work.button("Open", exact=True).tap()
	expect(at_work.page.locator("h1")).to_contain_text("Chaudière gaz")
	at_work.button("Ask for a Visit").tap()
	at_work.page.get_by_label("What is to be done?").fill("The expansion tank is worn out.")
	at_work.button("Ask the Office").tap()

	expect(at_work.page.locator(".toast")).to_contain_text("The office is asked for a visit.")
	at_work.sync()
	asked = office.call(
		"frappe.client.get_list",
		doctype="Maintenance Visit",
		filters=[["Maintenance Visit Purpose", "description", "like", "%expansion tank is worn out%"]],
		fields=["name", "status", "customer"],
	)
	assert [(visit["status"], visit["customer"]) for visit in asked] == [("Draft", "Hôtel Belledonne")]


def test_app_speaks_the_sites_own_french_without_network(
	get_phone: Callable[..., Phone], administrator: Office, visit: str
):
	words = {"My Day": "Ma tournée à moi", "No network": "Réseau perdu"}
	for source, translated in words.items():
		administrator.insert("Translation", language="fr", source_text=source, translated_text=translated)
	administrator.change("User", TECHNICIAN, language="fr")
	try:
		phone = get_phone(locale="fr-FR").open().log_in(TECHNICIAN).start()
		phone.wait_until_kept()
		expect(phone.page.locator("h1")).to_have_text("Ma tournée à moi")
		phone.close()
		phone.open(offline=True).start()
		expect(phone.page.locator("h1")).to_have_text("Ma tournée à moi")
		expect(phone.bar).to_contain_text("Réseau perdu")
		assert phone.page.locator("html").get_attribute("lang") == "fr"
	finally:
		administrator.change("User", TECHNICIAN, language="en")
