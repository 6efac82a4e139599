"""What holds for every proposal and every slot, tried on problems that were made up."""

from dataclasses import replace
from unittest import TestCase

from maintenance_visit_app.dispatch.routing.arrange import Change, Proposal, arrange
from maintenance_visit_app.dispatch.routing.problem import Planned, Problem
from maintenance_visit_app.dispatch.routing.search import Limits
from maintenance_visit_app.dispatch.routing.slots import find_slots
from maintenance_visit_app.dispatch.routing.totals import Totals
from maintenance_visit_app.tests.plan_checker import get_faults
from maintenance_visit_app.tests.random_days import make_long, make_random_problem

SEEDS = range(20)
QUICK = Limits(rounds=60)


class TestProperties(TestCase):
	def test_no_proposal_breaks_a_rule_moves_what_is_fixed_or_loses_a_visit(self):
		for seed in SEEDS:
			with self.subTest(seed=seed):
				problem = make_random_problem(seed)

				self.assertEqual(get_faults(problem, arrange(problem, QUICK)), [])

	def test_visits_over_midnight_and_of_several_days_are_kept_clear_of(self):
		for seed in SEEDS:
			with self.subTest(seed=seed):
				problem = make_long(make_random_problem(seed, days=3))

				self.assertEqual(get_faults(problem, arrange(problem, QUICK)), [])
				self.assertEqual(get_faults_of_slots(problem), [])

	def test_same_problem_same_proposal(self):
		for seed in SEEDS:
			with self.subTest(seed=seed):
				first, second = (arrange(make_random_problem(seed), QUICK) for _run in range(2))

				self.assertEqual(first, second)

	def test_slots_keep_the_rules_and_leave_all_others_where_they_stand(self):
		for seed in SEEDS:
			with self.subTest(seed=seed):
				self.assertEqual(get_faults_of_slots(make_random_problem(seed)), [])


def get_faults_of_slots(problem: Problem) -> list[str]:
	"""Return what would be wrong if one of the first visits was put into one of the slots that are offered for it."""
	faults = []
	for job in problem.jobs[:4]:
		asked = replace(job, planned=None, fixed=False)
		others = [each for each in problem.jobs if each is not job]
		around = replace(problem, jobs=[*others, asked])
		for slot in find_slots(around, asked):
			change = Change(asked.name, None, Planned(slot.technicians, slot.start))
			kept = [each.name for each in others if each.planned]
			told = Proposal([change], kept, [], Totals(), Totals(), {}, "rounds")
			faults += [fault for fault in get_faults(around, told) if "told of" not in fault]
	return faults
