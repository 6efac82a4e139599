"""Drives as a routing service knows them: OSRM's table, of the address in **Maintenance Visit Settings**, and cached."""

import math
import time
from collections.abc import Sequence
from typing import Any

import frappe
import requests

from maintenance_visit_app.dispatch.routing.travel import Matrix, Position, Row, Speed

# OSRM answers for a hundred places at most unless it is told otherwise: half of them from, half to
BLOCK = 50
SECONDS_TO_ANSWER = 5
# A slow service that answers is asked no more for the same plan
SECONDS_FOR_ALL = 10
CACHED_FOR = 30 * 24 * 3600
LEFT_ALONE_FOR = 300
NO_ROAD = -1
DOWN = "maintenance_visit_routing_is_down"


def get_matrix(positions: Sequence[Position | None], speed: Speed) -> Matrix:
	"""Return the minutes between places: by road where a service is set and answers, else as the crow flies."""
	url = frappe.get_cached_doc("Maintenance Visit Settings").get("routing_url")
	return RoadMatrix(positions, speed, url.rstrip("/")) if url else Matrix(positions, speed)


class RoadMatrix(Matrix):
	"""Asks the service for fifty times fifty drives when the first of them is wanted."""

	def __init__(self, positions: Sequence[Position | None], speed: Speed, url: str) -> None:
		self.url, self.positions, self.waited = url, positions, 0.0
		self.rows = [RoadRow(number, positions, speed, self) for number in range(len(positions))]

	def load(self, number: int, other: int) -> None:
		"""Have the cache hold the drives of the block in which this one is; on failure it is left as it is."""
		sources, destinations = self.get_block(number), self.get_block(other)
		if self.waited > SECONDS_FOR_ALL or frappe.cache.get_value(DOWN, expires=True):
			return
		asked_at = time.monotonic()
		try:
			durations = get_durations(self.ask(sources, destinations), len(sources), len(destinations))
		except (requests.RequestException, ValueError, KeyError, TypeError):
			frappe.cache.set_value(DOWN, 1, expires_in_sec=LEFT_ALONE_FOR)
			frappe.log_error(title=f"No routes from {self.url}", message=frappe.get_traceback())
			return
		finally:
			self.waited += time.monotonic() - asked_at
		for source, row in zip(sources, durations, strict=True):
			self.rows[source].remember(dict(zip(destinations, row, strict=True)))

	def get_block(self, number: int) -> list[int]:
		first = number - number % BLOCK
		block = range(first, min(first + BLOCK, len(self.positions)))
		return [each for each in block if self.positions[each]]

	def ask(self, sources: list[int], destinations: list[int]) -> Any:
		"""Return the service's answer, whatever it is."""
		places = list(dict.fromkeys(sources + destinations))
		points = ";".join(
			f"{longitude:.5f},{latitude:.5f}"
			for latitude, longitude in map(self.positions.__getitem__, places)
		)
		chosen = {
			"sources": ";".join(str(places.index(each)) for each in sources),
			"destinations": ";".join(str(places.index(each)) for each in destinations),
		}
		answer = requests.get(
			f"{self.url}/table/v1/driving/{points}", params=chosen, timeout=SECONDS_TO_ANSWER
		)
		answer.raise_for_status()
		return answer.json()


def get_durations(answer: Any, sources: int, destinations: int) -> list[list[float | None]]:
	"""Return the seconds of each drive, None where no road leads. ValueError, KeyError or TypeError: it is no such answer."""
	durations = answer["durations"]
	if [len(row) for row in durations] != [destinations] * sources:
		raise ValueError(f"asked for {sources} times {destinations} drives")
	if not all(each is None or 0 <= each < math.inf for row in durations for each in row):
		raise ValueError("a drive takes no time that there is")
	return durations


class RoadRow(Row):
	"""The drives from one place, which the cache keeps by its position."""

	def __init__(
		self, number: int, positions: Sequence[Position | None], speed: Speed, matrix: RoadMatrix
	) -> None:
		super().__init__(number, positions, speed)
		self.number, self.matrix = number, matrix
		self.cached: dict[str, int] | None = None

	def __missing__(self, number: int) -> float:
		minutes = self.get_by_road(number)
		self[number] = super().__missing__(number) if minutes is None else minutes
		return self[number]

	def get_by_road(self, number: int) -> float | None:
		if self.position is None or self.positions[number] is None:
			return None
		name = get_name(self.positions[number])
		if name not in self.get_cached():
			self.matrix.load(self.number, number)
		minutes = self.get_cached().get(name)
		return None if minutes == NO_ROAD else minutes

	def get_cached(self) -> dict[str, int]:
		if self.cached is None:
			self.cached = frappe.cache.get_value(self.get_key(), expires=True) or {}
		return self.cached

	def remember(self, seconds: dict[int, float | None]) -> None:
		known = {
			get_name(self.positions[number]): NO_ROAD if each is None else math.ceil(each / 60)
			for number, each in seconds.items()
		}
		self.cached = self.get_cached() | known
		frappe.cache.set_value(self.get_key(), self.cached, expires_in_sec=CACHED_FOR)

	def get_key(self) -> str:
		return f"maintenance_visit_drives|{self.matrix.url}|{get_name(self.position)}"


def get_name(position: Position) -> str:
	"""Return a position to ten metres: two check-ins at a gate are one place."""
	latitude, longitude = position
	return f"{latitude:.4f},{longitude:.4f}"
