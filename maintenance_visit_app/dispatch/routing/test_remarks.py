from unittest import TestCase

from maintenance_visit_app.dispatch.routing.problem import Job, Planned, Problem, Shift
from maintenance_visit_app.dispatch.routing.remarks import Remark, get_remarks

KARIM = "Karim Benali"
EIGHT, NOON, ONE, FIVE = 480, 720, 780, 1020
TOMORROW = 24 * 60


class TestRemarks(TestCase):
	def test_a_good_plan_is_left_alone(self):
		jobs = [plan("first", 1, EIGHT), plan("second", 2, EIGHT + 80), plan("third", 1, ONE)]

		self.assertEqual(tell(*jobs), [])

	def test_visits_at_once_and_too_near_each_other(self):
		self.assertEqual(
			tell(plan("first", 1, EIGHT), plan("second", 2, EIGHT + 45), plan("third", 1, EIGHT + 110)),
			[
				Remark("second", KARIM, "overlap", "first", 15),
				Remark("third", KARIM, "reach", "second", 15),
			],
		)

	def test_what_is_missing_and_when_it_is_not_wanted(self):
		roof = plan("roof", 1, EIGHT, skills=frozenset(["roof"]), windows=((ONE, FIVE),))

		self.assertEqual(tell(roof), [Remark("roof", KARIM, "window"), Remark("roof", KARIM, "skill")])

	def test_lunch_evening_and_a_day_off(self):
		self.assertEqual(
			tell(
				plan("lunch", 1, NOON - 30), plan("evening", 1, FIVE - 30), plan("off", 1, TOMORROW + EIGHT)
			),
			[
				Remark("lunch", KARIM, "break"),
				Remark("evening", KARIM, "hours"),
				Remark("off", KARIM, "hours"),
			],
		)

	def test_a_visit_longer_than_any_morning_goes_on_after_lunch(self):
		self.assertEqual(tell(Job("long", 1, 300, planned=Planned((KARIM,), EIGHT + 30))), [])


def plan(name: str, place: int, start: float, **facts) -> Job:
	return Job(name, place, 60, planned=Planned((KARIM,), start), **facts)


def tell(*jobs: Job) -> list[Remark]:
	"""Return the remarks on the plan of one technician who has twenty minutes between any two places."""
	travel = [[20 * (place != other) for other in range(3)] for place in range(3)]
	return get_remarks(Problem([Shift(KARIM, EIGHT, FIVE, 0, breaks=((NOON, ONE),))], jobs, travel))
