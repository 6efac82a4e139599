"""Maps, in Desk: none without a tile server, and nothing is asked of anybody then."""

import base64
import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from board import FRIDAY, MONDAY, TUESDAY, Board
from desk import DISPATCHER, JULIE, KARIM, Desk
from playwright.sync_api import Locator, Route, expect

# Of a week that no other test plans in
MONDAY, TUESDAY, FRIDAY = (day + timedelta(days=28) for day in (MONDAY, TUESDAY, FRIDAY))
TILES = "https://tiles.example.com/{z}/{x}/{y}.png"
TILE = base64.b64decode(
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
HOTEL, BAKERY = "Hôtel Belledonne", "Boulangerie Marchand"
SHOP = f"{BAKERY} Magasin"
POSITIONS = {f"{HOTEL} Siège": "45.18850, 5.72500", SHOP: "45.26700, 5.86500"}

# No Leaflet, and an icon whose id makes it window.L
AS_IN_17 = """() => {
	delete window.L;
	document.body.insertAdjacentHTML("beforeend", '<svg><symbol id="L"></symbol></svg>');
}"""


@pytest.fixture
def board(desk: Desk) -> Iterator[Board]:
	desk.log_in("Administrator", "admin")
	set_tiles(desk, TILES)
	for title, position in POSITIONS.items():
		locate(desk, title, position)
	desk.log_in(DISPATCHER)
	desk.page.route("https://tiles.example.com/**", answer_tile)
	yield Board(desk)
	desk.log_out()
	desk.log_in("Administrator", "admin")
	for title in POSITIONS:
		locate(desk, title, "")
	set_tiles(desk, "")


@pytest.fixture
def home(board: Board) -> Iterator[str]:
	profile = {"doctype": "Technician Profile", "service_person": JULIE, "home_position": "45.20000, 5.70000"}
	name = board.desk.call("frappe.client.insert", doc=profile)["name"]
	yield name
	board.desk.call("frappe.client.delete", doctype="Technician Profile", name=name)


def answer_tile(route: Route) -> None:
	route.fulfill(body=TILE, content_type="image/png")


def set_tiles(desk: Desk, tiles: str) -> None:
	settings = desk.call(
		"frappe.client.get", doctype="Maintenance Visit Settings", name="Maintenance Visit Settings"
	)
	settings.update({"map_tiles": tiles, "map_attribution": tiles and "© Everybody & Nobody"})
	desk.call("frappe.client.save", doc=settings)


def get_address(desk: Desk, title: str) -> str:
	return desk.get_value("Address", {"address_title": title}, "name")["name"]


def locate(desk: Desk, title: str, position: str) -> None:
	found = desk.call("frappe.client.get", doctype="Address", name=get_address(desk, title))
	desk.call("frappe.client.save", doc={**found, "service_position": position})


def open_map(board: Board) -> Locator:
	board.page.get_by_role("button", name="Map", exact=True).click()
	board.desk.dialog()
	return board.page.locator(".modal.show .dispatch-map")


def test_dispatcher_sees_a_day_on_the_map_and_opens_a_visit_from_it(board: Board):
	first = board.make_visit(JULIE, MONDAY, mntc_time="08:00:00")
	board.make_visit(JULIE, MONDAY, customer=BAKERY, mntc_time="10:00:00")
	board.make_visit(KARIM, MONDAY, customer="Résidence Les Cimes", mntc_time="09:00:00")
	board.make_visit(KARIM, TUESDAY, customer=BAKERY, mntc_time="09:00:00")
	board.make_visit(None, MONDAY, customer="Résidence Les Cimes", mntc_time="11:00:00")
	board.open(day=MONDAY)

	map_ = open_map(board)

	# The week begins with a day that has visits
	expect(board.desk.dialog().locator("select")).to_have_value(str(MONDAY))
	stops = map_.locator(".dispatch-stop")
	expect(stops).to_have_count(2)
	assert {stop.inner_text(): stop.get_attribute("aria-label") for stop in stops.all()} == {
		"1": f"08:00, {HOTEL}, Grenoble, {JULIE}",
		"2": f"10:00, {BAKERY}, Bernin, {JULIE}",
	}
	expect(map_.locator("path.leaflet-interactive")).to_have_count(1)
	expect(map_.locator(".leaflet-control-attribution")).to_have_text("© Everybody & Nobody")
	legend = board.page.locator(".modal.show .dispatch-map-legend")
	expect(legend).to_contain_text(re.compile(f"{JULIE}\\s*2"))
	expect(legend.locator("summary")).to_have_text("Nobody knows where they are: 2")
	legend.locator("summary").click()
	unknown = ("09:00, Résidence Les Cimes.*Karim Benali", "11:00, Résidence Les Cimes.*Nobody")
	expect(legend.locator("li")).to_have_text([re.compile(text) for text in unknown])

	map_.get_by_role("button", name=re.compile("08:00, Hôtel Belledonne.*Julie Perrin")).press("Enter")
	map_.locator(f'[data-visit="{first}"]').click()
	expect(board.desk.dialog().locator(".modal-title")).to_have_text(HOTEL)
	board.page.keyboard.press("Escape")

	open_map(board)
	board.desk.dialog().locator("select").select_option(str(TUESDAY))
	expect(stops).to_have_text(["1"])
	expect(legend).to_contain_text(KARIM)


def test_day_begins_at_home_a_place_is_one_mark_and_what_others_plan_appears(board: Board, home: str):
	crew = [{"item_code": "ENT-CLIM", "service_person": person} for person in (JULIE, KARIM)]
	board.make_visit(JULIE, FRIDAY, mntc_time="08:00:00")
	board.desk.insert_visit(purposes=crew, mntc_date=str(FRIDAY), mntc_time="10:00:00")
	board.open("day", FRIDAY)
	board.page.evaluate(AS_IN_17)

	map_ = open_map(board)

	stops = map_.locator(".dispatch-stop")
	expect(stops).to_have_text(["1·2·1"])
	both = f"08:00, {HOTEL}, Grenoble, {JULIE}\n10:00, {HOTEL}, Grenoble, {JULIE}, {KARIM}"
	assert stops.get_attribute("aria-label") == both
	expect(map_.locator(".dispatch-home")).to_have_attribute("title", f"{JULIE} begins here")
	# There and back; Karim has one place only
	expect(map_.locator("path.leaflet-interactive")).to_have_count(1)
	stops.press("Space")
	expect(map_.locator(".leaflet-popup li")).to_have_text(both.split("\n"))

	board.make_visit(KARIM, FRIDAY, customer=BAKERY, mntc_time="14:00:00")
	board.page.evaluate("frappe.pages['dispatch-board'].board.load(true)")

	expect(stops).to_have_text(["1·2·1", "2"])
	expect(map_.locator("path.leaflet-interactive")).to_have_count(2)


def test_position_of_an_address_is_chosen_on_a_map(board: Board):
	desk = board.desk
	address = get_address(desk, SHOP)
	desk.open("address", address)

	desk.page.get_by_role("button", name="Choose on a Map").click()
	area = desk.dialog().locator(".choose-on-map-area")
	expect(area.locator(".leaflet-tile-loaded").first).to_be_visible()
	for _press in range(2):
		area.focus()
		desk.page.keyboard.press("ArrowUp")
		desk.page.wait_for_timeout(400)
	box = desk.box_at_rest(area)
	desk.page.mouse.click(box["x"] + box["width"] / 2 + 100, box["y"] + box["height"] / 2)
	desk.page.get_by_role("button", name="Use This Place").click()
	desk.save()

	position = desk.get_value("Address", address, "service_position")["service_position"]
	latitude, longitude = map(float, position.split(", "))
	# Two steps to the north, and 100 pixels to the east
	east = 100 * 360 / (256 * 2**16)
	assert 45.269 < latitude < 45.27 and abs(longitude - 5.865 - east) < 0.00004, position


def test_without_a_tile_server_there_is_no_map_and_nobody_is_asked(desk: Desk):
	asked = set()
	desk.page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
	desk.log_in(DISPATCHER)
	board = Board(desk)
	board.open()

	expect(desk.page.get_by_role("button", name="Print", exact=True)).to_be_visible()
	expect(desk.page.get_by_role("button", name="Map", exact=True)).to_have_count(0)
	address = get_address(desk, SHOP)
	desk.open("address", address)
	expect(desk.control("service_position")).to_be_visible()
	expect(desk.page.get_by_role("button", name="Choose on a Map")).to_have_count(0)
	assert asked - {""} == {urlsplit(desk.address).netloc}
