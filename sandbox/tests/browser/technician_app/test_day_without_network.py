"""A whole day without network: the app opens, a visit is done, the telephone is switched off, and nothing is lost."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from desk import KARIM, TECHNICIAN, TIME_ZONE, today
from phone import Office, Phone
from playwright.sync_api import expect
from proxy import Proxy
from visits import make_checklist, plan

CHECKS, PHOTOS, PARTS = 20, 10, 5
PASCAL = "Pascal"
STATE = "/api/method/maintenance_visit_app.technician.device.get_state"


def test_before_the_first_visits_have_come_nothing_says_that_there_are_none(
	get_phone: Callable[..., Phone], proxy: Proxy, office: Office
):
	visit = plan(office)
	# As a hotel's network answers until its terms are accepted
	proxy.answers[STATE] = ("text/html", "<p>Welcome to our network</p>")
	phone = get_phone(address=proxy.address).open().log_in(TECHNICIAN).start()
	expect(phone.page.get_by_text("Your visits have not come yet")).to_be_visible()
	phone.wait_until_kept()
	phone.close()

	phone.open(offline=True).start()
	expect(phone.page.get_by_text("Your visits have not come yet")).to_be_visible()

	proxy.answers.clear()
	phone.go_online()
	expect(phone.page.locator(f"[data-visit='{visit}']")).to_be_visible()


def test_visit_that_is_done_without_network_arrives_once_with_the_times_of_the_taps(
	phone: Phone, office: Office
):
	tasks = [(f"Task {number}", PASCAL if number == 3 else None) for number in range(1, CHECKS + 1)]
	checklist = make_checklist(office, "All of a boiler", tasks)
	visit = plan(office, maintenance_checklist=checklist)
	phone.open().log_in(TECHNICIAN).start()
	expect(phone.page.locator(f"[data-visit='{visit}']")).to_be_visible()
	phone.wait_until_kept()
	phone.close()

	two_days_ago = datetime.now(ZoneInfo(TIME_ZONE)).replace(microsecond=0) - timedelta(days=2)
	phone.open(offline=True)
	phone.page.clock.set_fixed_time(two_days_ago)
	phone.start()
	do_visit(phone, visit, two_days_ago)
	phone.close()

	phone.open(offline=True).start(f"/visit/{visit}")
	expect(phone.step("Back to My Day")).to_be_visible()
	expect(phone.section("photos").locator("img")).to_have_count(PHOTOS)
	phone.go_online()
	phone.sync()

	assert_arrived(office, visit, two_days_ago)
	assert_same_again(phone, office, visit)


def do_visit(phone: Phone, visit: str, now: datetime) -> None:
	phone.page.locator(f"[data-visit='{visit}'] .visit-card-open").tap()
	expect(phone.bar).to_contain_text("No network")
	phone.step("Check In").tap()
	phone.step(f"Checklist: {CHECKS} to go").tap()
	reading = phone.page.get_by_label("Reading: Task 3")
	reading.fill("12,5")
	reading.blur()
	phone.button(f"The other {CHECKS - 1} are OK").tap()
	expect(phone.section("checks")).to_contain_text(f"{CHECKS}/{CHECKS}")
	phone.page.get_by_label("Work Done").fill("Burner cleaned.\nNo more leak.")
	take_photos(phone)
	for number in range(1, PARTS + 1):
		add_part(phone, number)
	phone.page.clock.set_fixed_time(now + timedelta(minutes=40))
	sign_and_rate(phone)
	phone.step(re.compile("^ ?Complete$")).tap()
	expect(phone.step("Back to My Day")).to_be_visible()
	phone.step("Back to My Day").tap()
	expect(phone.bar).to_contain_text("changes wait")


def take_photos(phone: Phone) -> None:
	for number in range(1, PHOTOS + 1):
		place = phone.section("photos").locator(".camera", has_text="Before" if number % 2 else "After")
		phone.take_photo(place)
		expect(phone.section("photos").locator("img")).to_have_count(number)


def add_part(phone: Phone, number: int) -> None:
	"""Part by part; the same one again is a row of its own."""
	phone.button("Add a Part").tap()
	phone.page.locator(".pick", has_text="JOINT-CH35").tap()
	expect(phone.section("parts").locator(".part")).to_have_count(number)


def sign_and_rate(phone: Phone) -> None:
	phone.step("Customer Signs").tap()
	phone.button("4 of 5 stars").tap()
	phone.button("Sign", exact=True).tap()
	phone.draw_signature()
	phone.page.locator(".pad").get_by_role("button", name="Keep Signature").tap()
	expect(phone.section("sign")).to_contain_text("Signed by Sophie Garnier")


def assert_arrived(office: Office, visit: str, began: datetime) -> None:
	document = office.get("Maintenance Visit", visit)
	assert document["docstatus"] == 1
	assert (document["rating"], document["signed_by"]) == (0.8, "Sophie Garnier")
	assert [check["result"] for check in document["checks"]] == ["OK"] * CHECKS
	assert document["checks"][2]["reading"] == "12.5"
	(row,) = document["purposes"]
	assert row["work_done"] == "Burner cleaned.\nNo more leak."
	assert [part["item_code"] for part in document["parts"]] == ["JOINT-CH35"] * PARTS
	(log,) = document["time_logs"]
	ended = began + timedelta(minutes=40)
	assert (log["from_time"], log["to_time"]) == (f"{began:%Y-%m-%d %H:%M:%S}", f"{ended:%Y-%m-%d %H:%M:%S}")
	assert document["signed_on"] == f"{ended:%Y-%m-%d %H:%M:%S}"
	assert_photos(office, document["photos"])


def assert_photos(office: Office, photos: list[dict]) -> None:
	"""Each once, small, and without the place where it was taken."""
	assert [photo["taken"] for photo in photos] == ["Before", "After"] * (PHOTOS // 2)
	assert len({photo["image"] for photo in photos}) == PHOTOS
	picture = office.read_picture(photos[0]["image"])
	assert max(picture.size) <= 1600
	assert not picture.getexif()


def assert_same_again(phone: Phone, office: Office, visit: str) -> None:
	"""Whatever is asked for again, nothing is there twice."""
	before = office.get("Maintenance Visit", visit)
	phone.sync()
	assert office.get("Maintenance Visit", visit)["modified"] == before["modified"]


def test_routine_visit_takes_ten_taps_at_most(phone: Phone, office: Office):
	checklist = make_checklist(office, "A boiler in short", [(f"Look {number}", None) for number in range(6)])
	visit = plan(office, maintenance_checklist=checklist)
	phone.open().log_in(TECHNICIAN).start()
	phone.forget_taps()

	phone.page.locator(f"[data-visit='{visit}'] .visit-card-open").tap()
	phone.step("Check In").tap()
	phone.button("The other 6 are OK").tap()
	phone.section("work").locator(".phrase").first.tap()
	sign_and_rate(phone)
	phone.step(re.compile("^ ?Complete$")).tap()
	expect(phone.step("Back to My Day")).to_be_visible()

	assert phone.taps <= 10
	phone.page.goto(f"{phone.address}/visits")
	phone.sync()
	assert office.get("Maintenance Visit", visit)["docstatus"] == 1


def test_nobody_is_at_work_at_two_places(phone: Phone, office: Office):
	first, second = plan(office), plan(office, mntc_time="17:00:00")
	phone.open().log_in(TECHNICIAN).start()
	expect(phone.page.locator(f"[data-visit='{second}']")).to_be_visible()
	for visit in (first, second):
		phone.open_visit(visit)
		phone.step("Check In").tap()
		expect(phone.button("Pause")).to_be_visible()

	expect(phone.page.locator(".toast")).to_contain_text("You are checked out at Hôtel Belledonne.")
	phone.button("Pause").tap()
	phone.sync()
	for visit in (first, second):
		(log,) = office.get("Maintenance Visit", visit)["time_logs"]
		assert log["to_time"]


def test_day_shows_what_is_next_and_finds_the_rest(phone: Phone, office: Office):

	late = plan(office, mntc_date=str(today() - timedelta(days=3)))
	later = plan(office, mntc_date=str(today() + timedelta(days=2)), customer="Résidence Les Cimes")
	not_hers = plan(office, technician=KARIM)
	phone.open().log_in(TECHNICIAN).start()

	page = phone.page
	expect(page.get_by_test_id("overdue").locator(f"[data-visit='{late}']")).to_be_visible()
	coming = page.get_by_test_id("coming").locator(f"[data-visit='{later}']")
	expect(coming).to_contain_text("Résidence Les Cimes")
	assert not page.locator(f"[data-visit='{not_hers}']").count()
	page.get_by_label("Search").fill("residence cimes")
	expect(page.locator(f"[data-visit='{later}']")).to_be_visible()
	expect(page.locator(f"[data-visit='{late}']")).to_have_count(0)
	assert page.evaluate("document.documentElement.scrollWidth") <= 390
