"""Imports run one way: ways in → rules of a visit → what is derived → records."""

import re
from pathlib import Path
from unittest import TestCase

APP = "maintenance_visit_app"
ROOT = Path(__file__).resolve().parent.parent
# From the ground up; who stands on one floor may call each other and what is below
FLOORS = (
	(
		"arguments",
		"asked_once",
		"bundles",
		"changes",
		"frappe_version",
		"records",
		"retry",
		"messages",
		"rich_text",
	),
	("derived",),
	("maintenance_visits",),
	("overrides", "api", "dispatch", "setup", "technician"),
	("doctor", "demo"),
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
REPORTS = ("report", "print_format", "number_card", "dashboard_chart", "notification")
MOST_FILES_OF_A_VISIT = 23


class TestRooms(TestCase):
	def test_no_import_runs_back_up(self):
		climbing = [
			f"{path.relative_to(ROOT)} imports {room}"
			for path in get_sources()
			for room in get_imported_rooms(path)
			if FLOOR_OF.get(room, -1) > FLOOR_OF.get(get_room(path), len(FLOORS))
		]

		self.assertEqual(climbing, [])

	def test_rules_know_nothing_of_what_shows_them(self):
		"""The module has reports and prints beside its rules; they call the rules, never the other way round."""
		shown = re.compile(rf"from {APP}\.maintenance_visits\.({'|'.join(REPORTS)})\b")
		knowing = [
			str(path.relative_to(ROOT))
			for room in ("doctype", "mappers", "parts")
			for path in (ROOT / "maintenance_visits" / room).rglob("*.py")
			if not is_test(path) and shown.search(path.read_text())
		]

		self.assertEqual(knowing, [])

	def test_what_plans_routes_knows_plain_data_only(self):
		"""It can be tried, measured and understood without a site."""
		sources = [path for path in (ROOT / "dispatch" / "routing").glob("*.py") if not is_test(path)]
		knowing = [path.name for path in sources if re.search(rf"\bfrappe\b|from {APP}", path.read_text())]

		self.assertIn("search.py", [path.name for path in sources])
		self.assertEqual(knowing, [])

	def test_a_visits_folder_holds_controller_rules_and_scripts(self):
		folder = ROOT / "maintenance_visits" / "doctype" / "maintenance_visit"
		rules = [path.name for path in folder.glob("*.py") if not is_test(path)]

		self.assertLessEqual(len(rules), MOST_FILES_OF_A_VISIT)
		self.assertEqual([name for name in rules if name.startswith(("from_", "to_", "part"))], [])


def get_sources() -> list[Path]:
	return [path for path in ROOT.rglob("*.py") if not is_test(path)]


def is_test(path: Path) -> bool:
	return path.name.startswith("test_") or "tests" in path.relative_to(ROOT).parts


def get_room(path: Path) -> str:
	return path.relative_to(ROOT).parts[0].removesuffix(".py")


def get_imported_rooms(path: Path) -> list[str]:
	text = path.read_text()
	rooms = re.findall(rf"^\s*from {APP}\.(\w+)", text, re.MULTILINE)
	for names in re.findall(rf"^\s*from {APP} import (.+)$", text, re.MULTILINE):
		rooms += re.findall(r"\w+", names)
	return rooms
