"""Published instances as they are written, and the values to compare with.

A folder has `trsp-pillac/`, `vrptw-solomon/` and `vrptw-homberger-1000/`, or some of them.
"""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True)
class Technician:
	home: int
	skills: frozenset[str] = frozenset()
	tools: frozenset[str] = frozenset()
	stock: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
	node: int
	opens: float
	closes: float
	service: float
	skills: frozenset[str] = frozenset()
	tools: frozenset[str] = frozenset()
	needs: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Instance:
	"""`store` is the node where tools and parts can be had on the way; `counts` tells what is compared."""

	name: str
	positions: list[tuple[float, float]]
	closes: float
	technicians: list[Technician]
	requests: list[Request]
	published: float
	counts: str  # "duration" or "distance"
	store: int | None = None
	decimals: int | None = None  # distances are cut after so many; None: not at all

	def get_distance(self, node: int, other: int) -> float:
		distance = math.dist(self.positions[node], self.positions[other])
		if self.decimals is None:
			return distance
		return math.floor(distance * 10**self.decimals) / 10**self.decimals


def read_solomon(folder: Path) -> Iterator[Instance]:
	for path in sorted((folder / "vrptw-solomon").glob("*.txt")):
		rows = read_customers(path)
		vehicles, capacity = map(int, re.search(r"CAPACITY\s+(\d+)\s+(\d+)", path.read_text()).groups())
		yield make_vehicle_instance(path, rows, vehicles, capacity, read_cost(path), 1)


def read_customers(path: Path) -> list[list[float]]:
	"""Return Solomon's rows: number, x, y, demand, ready, due, service; the first is the depot."""
	rows = (line.split() for line in path.read_text().splitlines())
	return [[float(word) for word in row] for row in rows if len(row) == 7 and row[0].isdecimal()]


def read_homberger(folder: Path) -> Iterator[Instance]:
	for path in sorted((folder / "vrptw-homberger-1000").glob("*.vrp")):
		text = path.read_text()
		vehicles, capacity, service = (
			int(re.search(rf"{word}\s*:\s*(\d+)", text)[1])
			for word in ("VEHICLES", "CAPACITY", "SERVICE_TIME")
		)
		places, demands, windows = (
			read_section(text, name) for name in ("NODE_COORD", "DEMAND", "TIME_WINDOW")
		)
		rows = [
			[number, *places[number], *demands[number], *windows[number], service if number > 1 else 0]
			for number in sorted(places)
		]
		# DIMACS cuts distances after one decimal
		yield make_vehicle_instance(path, rows, vehicles, capacity, read_cost(path), 1)


def read_section(text: str, name: str) -> dict[int, list[float]]:
	body = re.search(rf"{name}_SECTION\n(.*?)\n[A-Z]", text, re.DOTALL)[1]
	rows = (line.split() for line in body.splitlines())
	return {int(row[0]): [float(word) for word in row[1:]] for row in rows}


def read_cost(path: Path) -> float:
	return float(re.search(r"Cost\s+([\d.]+)", path.with_suffix(".sol").read_text())[1])


def make_vehicle_instance(
	path: Path, rows: list[list[float]], vehicles: int, capacity: float, published: float, decimals: int
) -> Instance:
	requests = [
		Request(node, opens, closes, service, needs={"load": demand})
		for node, (_number, _x, _y, demand, opens, closes, service) in enumerate(rows)
	]
	return Instance(
		path.stem,
		[(row[1], row[2]) for row in rows],
		rows[0][5],
		[Technician(0, stock={"load": capacity})] * vehicles,
		requests[1:],
		published,
		"distance",
		decimals=decimals,
	)


def read_technicians(folder: Path) -> Iterator[Instance]:
	"""Yield the TRSP. Its files have no hours: those are Solomon's, of the instance with the same name."""
	report = ElementTree.parse(folder / "trsp-pillac" / "pillac-et-al-2013-report.xml")
	published = {each.get("instance"): float(each.text) for each in report.iter("solution")}
	for path in sorted((folder / "trsp-pillac").glob("*.100_*.xml")):
		root = ElementTree.parse(path).getroot()
		hours = read_customers(folder / "vrptw-solomon" / f"{path.name.split('.')[0]}.txt")
		nodes = {int(node.get("id")): node for node in root.iter("node")}
		yield Instance(
			path.stem.split(".")[0],
			[
				(float(nodes[number].find("cx").text), float(nodes[number].find("cy").text))
				for number in sorted(nodes)
			],
			hours[0][5],
			list(read_crew(root)),
			list(read_requests(root, hours)),
			published[path.stem],
			"duration",
			store=0,
		)


def read_tools(root: ElementTree.Element) -> set[str]:
	return {each.get("id") for each in root.find("resources") if each.get("renewable") == "true"}


def read_crew(root: ElementTree.Element) -> Iterator[Technician]:
	tools = read_tools(root)
	skills = {
		profile.find("compatible_vehicle_type").text: frozenset(
			each.get("id") for each in profile.iter("skill")
		)
		for profile in root.iter("driver_profile")
	}
	for profile in root.iter("vehicle_profile"):
		carried = {each.get("id"): each for each in profile.iter("resource")}
		yield Technician(
			int(profile.find("departure_node").text),
			skills[profile.get("type")],
			frozenset(carried.keys() & tools),
			{name: float(carried[name].find("start").text) for name in carried.keys() - tools},
		)


def read_requests(root: ElementTree.Element, hours: list[list[float]]) -> Iterator[Request]:
	tools = read_tools(root)
	for request in root.iter("request"):
		_number, _x, _y, _demand, opens, closes, service = hours[int(request.get("id")) + 1]
		asked = {each.get("id"): float(each.text) for each in request.iter("resource")}
		yield Request(
			int(request.get("node")),
			opens,
			closes,
			service,
			frozenset(each.text for each in request.iter("skill")),
			frozenset(asked.keys() & tools),
			{name: asked[name] for name in asked.keys() - tools},
		)


READERS: dict[str, tuple[str, Callable[[Path], Iterator[Instance]]]] = {
	"trsp": ("TRSP, Pillac et al. 2013", read_technicians),
	"solomon": ("VRPTW, Solomon 1987", read_solomon),
	"homberger": ("VRPTW, Gehring & Homberger, 1,000", read_homberger),
}
