from dataclasses import replace
from time import process_time
from unittest import TestCase

from maintenance_visit_app.dispatch.routing.problem import Job, Planned, Problem, Shift
from maintenance_visit_app.dispatch.routing.rules import DAY
from maintenance_visit_app.dispatch.routing.slots import explain, find_slots
from maintenance_visit_app.tests.random_days import make_random_problem

KARIM, JULIE = "Karim Benali", "Julie Perrin"
# Minutes between Karim's home, Julie's, the hotel and the clinic
TRAVEL = [[0, 30, 10, 25], [30, 0, 20, 5], [10, 20, 0, 15], [25, 5, 15, 0]]
KARIMS, JULIES, HOTEL, CLINIC = range(4)
EIGHT, NOON, ONE, FIVE = 480, 720, 780, 1020


class TestSlots(TestCase):
	def test_the_nearest_comes_first_with_what_it_costs(self):
		boiler = Job("boiler", CLINIC, 60)

		slots = find_slots(get_problem([boiler]), boiler)

		self.assertEqual(
			[(slot.technicians, slot.travel) for slot in slots[:3:2]], [((JULIE,), 10), ((KARIM,), 50)]
		)
		self.assertEqual((slots[0].start, slots[0].end), (495, 555))

	def test_on_the_way_costs_the_detour_only(self):
		boiler = Job("boiler", CLINIC, 60)
		standing = Job("hotel", HOTEL, 120, planned=Planned((JULIE,), EIGHT + 90))

		slots = find_slots(get_problem([standing, boiler]), boiler)

		told = [(slot.technicians, slot.travel, slot.after, slot.before) for slot in slots[:2]]
		self.assertEqual(told, [((JULIE,), 0, None, "hotel"), ((JULIE,), 0, "hotel", None)])

	def test_skill_hours_and_lunch_are_kept(self):
		gas = Job("gas", HOTEL, 120, ((EIGHT + 180, FIVE),), skills=frozenset(["gas"]))

		slots = find_slots(get_problem([gas]), gas)

		self.assertEqual({slot.technicians for slot in slots}, {(KARIM,)})
		self.assertEqual([slot.start for slot in slots], [ONE])

	def test_visit_of_the_night_before_and_of_several_days_takes_its_hours(self):
		boiler = Job("boiler", HOTEL, 60, technicians=frozenset([JULIE]))
		night = Job("night", CLINIC, 12 * 60, planned=Planned((JULIE,), -2 * 60))
		roof = Job("roof", CLINIC, 48 * 60, planned=Planned((JULIE,), EIGHT - DAY))

		slots = find_slots(get_problem([night, boiler]), boiler)

		self.assertEqual(min(slot.start for slot in slots), 10 * 60 + 15)
		self.assertEqual({slot.after for slot in slots}, {"night"})
		self.assertEqual(find_slots(get_problem([roof, boiler]), boiler), [])
		self.assertEqual(explain(get_problem([roof, boiler]), boiler), {"technician": 1, "full": 1})

	def test_standing_work_that_is_longer_than_a_morning_goes_on_after_lunch(self):
		boiler = Job("boiler", HOTEL, 30, technicians=frozenset([JULIE]))
		roof = Job("roof", HOTEL, 360, planned=Planned((JULIE,), EIGHT + 20))
		over_lunch = Job("over lunch", HOTEL, 180, planned=Planned((JULIE,), EIGHT + 180))

		slots = find_slots(get_problem([roof, boiler]), boiler)

		self.assertEqual([slot.start for slot in slots], [15 * 60 + 30])
		self.assertIn(14 * 60, [slot.start for slot in find_slots(get_problem([over_lunch, boiler]), boiler)])

	def test_two_go_together_when_both_are_free(self):
		heavy = Job("heavy", HOTEL, 90, crew=2)
		taken = Job("taken", CLINIC, 240, planned=Planned((JULIE,), EIGHT + 5))

		slots = find_slots(get_problem([taken, heavy]), heavy)

		self.assertTrue(all(set(slot.technicians) == {KARIM, JULIE} for slot in slots))
		self.assertTrue(all(slot.start >= ONE for slot in slots))

	def test_why_there_is_none(self):
		roof = Job("roof", HOTEL, 60, skills=frozenset(["roof"]))
		night = Job("night", HOTEL, 60, ((FIVE + 60, FIVE + 120),))
		standing = [
			Job("day", CLINIC, 240, planned=Planned((name,), start))
			for name in (KARIM, JULIE)
			for start in (EIGHT, ONE)
		]
		standing = [replace(job, name=f"day {number}") for number, job in enumerate(standing)]
		late = Job("late", HOTEL, 60)

		self.assertEqual(explain(get_problem([roof]), roof), {"skill": 2})
		self.assertEqual(explain(get_problem([night]), night), {"window": 2})
		self.assertEqual(explain(get_problem([*standing, late]), late), {"full": 2})

	def test_fifty_technicians_of_a_fortnight_are_asked_at_once(self):
		problem = make_random_problem(1, technicians=50, days=14, jobs=1_500)
		job = next(job for job in problem.jobs if not job.planned and job.crew == 1)
		started = process_time()

		slots = find_slots(problem, job)

		self.assertEqual(len(slots), 5)
		# Half a second on an idle machine; this one may be anything but
		self.assertLess(process_time() - started, 2)


def get_problem(jobs: list[Job]) -> Problem:
	lunch = ((NOON, ONE),)
	shifts = [
		Shift(KARIM, EIGHT, FIVE, KARIMS, breaks=lunch, skills=frozenset(["gas"])),
		Shift(JULIE, EIGHT, FIVE, JULIES, breaks=lunch),
	]
	return Problem(shifts, jobs, TRAVEL)
