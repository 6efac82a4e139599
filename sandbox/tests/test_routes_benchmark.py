"""The benchmark's checker and readers, on a little problem whose routes can be followed with a pencil."""

from pathlib import Path

import pytest
from benchmarks.routes.checker import get_faults, get_value
from benchmarks.routes.instances import Instance, Request, Technician, read_solomon, read_technicians
from benchmarks.routes.solvers import solve

STORE, HOME, NEAR, FAR = range(4)
SOLOMON = """R1

VEHICLE
NUMBER     CAPACITY
  2         20

CUSTOMER
CUST NO.  XCOORD.  YCOORD.  DEMAND  READY TIME  DUE DATE  SERVICE TIME

    0      0         0         0          0       200          0
    1      3         4        12         10       100          5
    2      6         8        12          0        90          5
"""
TECHNICIANS = """<instance>
<network><nodes>
<node id="0"><cx>0.0</cx><cy>0.0</cy></node><node id="1"><cx>6.0</cx><cy>0.0</cy></node>
<node id="2"><cx>3.0</cx><cy>4.0</cy></node><node id="3"><cx>6.0</cx><cy>8.0</cy></node>
</nodes></network>
<fleet><vehicle_profile type="0"><departure_node>1</departure_node>
<resource id="0"><max>1.0</max></resource><resource id="1"><start>2.0</start></resource></vehicle_profile></fleet>
<requests>
<request id="0" node="2"><skill>4</skill><resource id="0">1.0</resource></request>
<request id="1" node="3"><skill>4</skill><resource id="1">1.0</resource></request>
</requests>
<resources><resource id="0" renewable="true"/><resource id="1" renewable="false"/></resources>
<drivers><driver_profile type="0"><compatible_vehicle_type>0</compatible_vehicle_type><skill id="4"/></driver_profile></drivers>
</instance>
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
	for name, text in {
		"vrptw-solomon/R1.txt": SOLOMON,
		"vrptw-solomon/R1.sol": "Route #1: 1\nRoute #2: 2\nCost 30.0\n",
		"trsp-pillac/R1.100_1.xml": TECHNICIANS,
		"trsp-pillac/pillac-et-al-2013-report.xml": '<r><solution instance="R1.100_1">34.0</solution></r>',
	}.items():
		(tmp_path / name).parent.mkdir(exist_ok=True)
		(tmp_path / name).write_text(text)
	return tmp_path


def get_instance(**facts) -> Instance:
	"""A technician six north of the store; one visit that opens at 20, and one that wants a tool he lacks."""
	told = {
		"name": "little",
		"positions": [(0, 0), (0, 6), (8, 6), (8, 0)],
		"closes": 100,
		"technicians": [Technician(HOME, frozenset("s"))],
		"requests": [
			Request(NEAR, 20, 50, 10, skills=frozenset("s")),
			Request(FAR, 0, 90, 10, tools=frozenset("t")),
		],
		"published": 1,
		"counts": "duration",
		"store": STORE,
	}
	return Instance(**(told | facts))


def test_a_right_route_has_no_fault_and_its_duration_leaves_out_what_can_be_slept():
	"""Each is two drives to the store and on, three in a square of six by eight, and ten minutes of work at two places.

	He leaves home as late as 4 to be at the near one when it opens: there is nothing to wait for.
	"""
	instance = get_instance()

	assert get_faults(instance, [[STORE, NEAR, FAR]]) == []
	assert get_value(instance, [[STORE, NEAR, FAR]]) == 6 + 10 + 10 + 6 + 10 + 10
	assert get_value(instance, [[STORE, FAR, NEAR]]) == 6 + 8 + 10 + 6 + 10 + 8


@pytest.mark.parametrize(
	"route, facts, fault",
	[
		([NEAR, FAR], {}, "route 0: 3 asks for a tool that he lacks"),
		([STORE, NEAR], {}, "3 is visited 0 times"),
		([STORE, NEAR, FAR, FAR], {}, "3 is visited 2 times"),
		([STORE, NEAR, FAR, 9], {}, "route 0: no node 9"),
		(
			[STORE, NEAR, FAR],
			{"technicians": [Technician(HOME)]},
			"route 0: 2 asks for a skill that he lacks",
		),
		([STORE, NEAR, FAR], {"closes": 50}, "route 0: late"),
		(
			[NEAR, FAR],
			{"requests": [Request(NEAR, 20, 50, 10, needs={"p": 1}), Request(FAR, 0, 90, 10)]},
			"route 0: too little of part p",
		),
		([FAR, NEAR], {"requests": [Request(NEAR, 0, 12, 10), Request(FAR, 0, 90, 10)]}, "route 0: late"),
	],
)
def test_whatever_is_wrong_is_told(route: list[int], facts: dict, fault: str):
	positions = [(0, 0), (0, 6), (8, 6), (8, 0), *[(9, 9)] * 6]

	assert fault in get_faults(get_instance(positions=positions, **facts), [route])


def test_ours_is_the_best_of_so_few():
	instance = get_instance()

	routes = solve(instance, rounds=20, with_vroom=False)

	assert get_faults(instance, routes) == []
	assert get_value(instance, routes) == 48


def test_the_files_are_read_as_they_are_published(folder: Path):
	[solomon] = read_solomon(folder)
	[crew] = read_technicians(folder)

	assert (solomon.published, len(solomon.technicians), solomon.technicians[0].stock) == (
		30.0,
		2,
		{"load": 20},
	)
	assert solomon.requests[0] == Request(1, 10, 100, 5, needs={"load": 12})
	assert solomon.get_distance(0, 2) == 10
	assert (crew.published, crew.store, crew.closes) == (34.0, 0, 200)
	assert crew.technicians == [Technician(1, frozenset("4"), frozenset("0"), {"1": 2.0})]
	# Hours come from Solomon's file of the same name
	assert crew.requests[1] == Request(3, 0, 90, 5, frozenset("4"), frozenset(), {"1": 1.0})
