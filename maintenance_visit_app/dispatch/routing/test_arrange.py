from dataclasses import replace
from unittest import TestCase

from maintenance_visit_app.dispatch.routing.arrange import Unplaced, arrange
from maintenance_visit_app.dispatch.routing.days import make_days
from maintenance_visit_app.dispatch.routing.problem import Job, Planned, Problem, Shift
from maintenance_visit_app.dispatch.routing.search import Cancelled, Limits, Search, make_empty_plan
from maintenance_visit_app.tests.random_days import make_random_problem

KARIM, JULIE = "Karim Benali", "Julie Perrin"
# Minutes between Karim's home, Julie's, the hotel near Karim and the clinic near Julie
TRAVEL = [[0, 60, 10, 50], [60, 0, 50, 10], [10, 50, 0, 40], [50, 10, 40, 0]]
KARIMS, JULIES, HOTEL, CLINIC = range(4)
EIGHT, NOON, ONE, FIVE = 480, 720, 780, 1020
QUICK = Limits(rounds=100)
# A search that isn't exhaustive may miss a little of what one more technician is worth
TOLERANCE = 1.05


class TestArrange(TestCase):
	def test_who_lives_near_goes_and_it_is_told_what_that_saves(self):
		crossed = [
			Job("hotel", HOTEL, 60, planned=Planned((JULIE,), EIGHT + 60)),
			Job("clinic", CLINIC, 60, planned=Planned((KARIM,), EIGHT + 60)),
		]

		proposal = arrange(get_problem(crossed), QUICK)

		self.assertEqual(
			[
				(change.job, change.before.technicians, change.after.technicians)
				for change in proposal.changes
			],
			[("hotel", (JULIE,), (KARIM,)), ("clinic", (KARIM,), (JULIE,))],
		)
		self.assertEqual((proposal.before.travel, proposal.after.travel), (200, 40))
		self.assertEqual(proposal.technicians[KARIM][1].travel, 20)

	def test_nothing_moves_for_less_than_moving_costs(self):
		near = [Job("hotel", HOTEL, 60, planned=Planned((KARIM,), EIGHT + 135))]

		proposal = arrange(get_problem(near), QUICK)

		self.assertEqual((proposal.changes, proposal.kept), ([], ["hotel"]))

	def test_fixed_visits_stay_even_where_they_are_wrong(self):
		wrong = [
			Job("hotel", HOTEL, 60, planned=Planned((JULIE,), EIGHT + 60), fixed=True),
			Job("clinic", CLINIC, 60, planned=Planned((JULIE,), EIGHT + 90), fixed=True),
			Job("new", CLINIC, 60, technicians=frozenset([JULIE])),
		]

		proposal = arrange(get_problem(wrong), QUICK)

		self.assertEqual(proposal.kept, ["hotel", "clinic"])
		[change] = proposal.changes
		self.assertEqual((change.job, change.before), ("new", None))
		# After the one that overlaps ends, with the drive from the hotel, and not during lunch
		self.assertGreaterEqual(change.after.start, EIGHT + 150)

	def test_what_found_no_place_is_told_with_the_reason(self):
		jobs = [
			Job("roof", HOTEL, 60, skills=frozenset(["roof"])),
			Job("long", HOTEL, 600),
			Job(
				"gas",
				HOTEL,
				60,
				skills=frozenset(["gas"]),
				planned=Planned((JULIE,), EIGHT + 60),
				technicians=frozenset([JULIE]),
			),
		]

		proposal = arrange(get_problem(jobs), QUICK)

		self.assertCountEqual(
			proposal.unplaced,
			[
				Unplaced("roof", {"skill": 2}),
				Unplaced("long", {"hours": 2}),
				Unplaced("gas", {"technician": 1, "skill": 1}),
			],
		)
		self.assertEqual((proposal.changes, proposal.kept), ([], ["gas"]))

	def test_the_most_urgent_is_left_out_last(self):
		jobs = [Job(f"visit {priority}", HOTEL, 230, priority=priority % 4) for priority in range(8)]

		proposal = arrange(get_problem(jobs), QUICK)

		self.assertEqual({change.job for change in proposal.changes}, {"visit 3", "visit 7"})
		self.assertEqual(len(proposal.unplaced), 6)

	def test_what_was_promised_does_not_give_way_to_what_is_urgent(self):
		promised = Job("promised", HOTEL, 230, planned=Planned((KARIM,), EIGHT + 10))
		urgent = [Job(f"urgent {number}", HOTEL, 230, priority=3) for number in range(2)]

		proposal = arrange(get_problem([promised, *urgent]), QUICK)

		self.assertEqual((proposal.kept, len(proposal.changes), len(proposal.unplaced)), (["promised"], 1, 1))

	def test_a_visit_for_two_has_its_time_first(self):
		jobs = [Job("two", CLINIC, 60, crew=2), Job("one", HOTEL, 60)]

		changes = {change.job: change.after for change in arrange(get_problem(jobs), QUICK).changes}

		self.assertEqual(set(changes["two"].technicians), {KARIM, JULIE})
		self.assertEqual(len(changes["one"].technicians), 1)

	def test_it_can_be_cancelled_and_tells_how_far_it_is(self):
		told = []

		def keep_going(share: float) -> bool:
			told.append(share)
			return share < 0.5

		with self.assertRaises(Cancelled):
			arrange(make_random_problem(1), Limits(rounds=1000), keep_going=keep_going)

		self.assertEqual(told[:2], [0, 0.05])
		self.assertEqual(told[-1], 0.5)

	def test_it_says_when_time_was_up(self):
		endless = Limits(rounds=10**9, effort=10**9, seconds=0.1)

		self.assertEqual(arrange(make_random_problem(1), endless).stopped, "seconds")

	def test_one_more_technician_never_makes_the_plan_worse(self):
		for seed in range(8):
			with self.subTest(seed=seed):
				problem = make_random_problem(seed, technicians=3, days=1, jobs=14)
				helper = replace(problem.shifts[0], technician="helper")

				alone, helped = (
					get_cost(replace(problem, shifts=shifts))
					for shifts in (problem.shifts, [*problem.shifts, helper])
				)

				self.assertLessEqual(helped, alone * TOLERANCE)


def get_cost(problem: Problem) -> float:
	days = make_days(problem)
	search = Search(problem, days, make_empty_plan(problem, days), Limits(rounds=200))
	search.run()
	return search.best_cost


def get_problem(jobs: list[Job]) -> Problem:
	lunch = ((NOON, ONE),)
	shifts = [
		Shift(KARIM, EIGHT, FIVE, KARIMS, breaks=lunch, skills=frozenset(["gas"])),
		Shift(JULIE, EIGHT, FIVE, JULIES, breaks=lunch),
	]
	return Problem(shifts, jobs, TRAVEL)
