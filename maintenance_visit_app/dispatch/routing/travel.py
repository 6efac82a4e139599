"""How long a drive takes, without a routing service: the distance as the crow flies, and what the site's own drives say."""

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Position = tuple[float, float]  # latitude, longitude
Leg = tuple[Position, Position, float]  # from, to, minutes between check-out and check-in

EARTH_RADIUS_IN_KM = 6371.0
FEWEST_LEGS = 20
# A check-in at the same street or by another's telephone says nothing of the roads
SHORTEST_IN_KM, FASTEST_IN_KMH = 1, 130


@dataclass(frozen=True)
class Speed:
	"""`kmh` on roads that are `detour` times as long as the crow's way. `legs` tells how many drives it was learned from.

	`low` and `high` hold the middle half of these drives' speeds; `typical` is a drive's median, for places nobody knows.
	"""

	kmh: float = 50
	detour: float = 1.3
	typical: float = 20
	legs: int = 0
	low: float | None = None
	high: float | None = None

	def get_minutes(self, origin: Position | None, destination: Position | None) -> float:
		"""Return whole minutes, so that the hours of visits are whole, too."""
		if origin is None or destination is None:
			return self.typical
		return math.ceil(get_distance(origin, destination) * self.detour / self.kmh * 60)


def get_distance(origin: Position, destination: Position) -> float:
	"""Return the kilometres of the great circle between two positions (haversine)."""
	latitude, longitude = (math.radians(degrees) for degrees in origin)
	other_latitude, other_longitude = (math.radians(degrees) for degrees in destination)
	chord = (
		math.sin((other_latitude - latitude) / 2) ** 2
		+ math.cos(latitude) * math.cos(other_latitude) * math.sin((other_longitude - longitude) / 2) ** 2
	)
	return 2 * EARTH_RADIUS_IN_KM * math.asin(math.sqrt(min(chord, 1)))


def learn(legs: Iterable[Leg], default: Speed = Speed()) -> Speed:
	"""Return the speed of the median drive; the default where too few can be used.

	Check-ins tell minutes and positions, not roads: speed and detour can't be told apart, so the detour stays the default's.
	"""
	drives = [
		(speed * default.detour, minutes)
		for origin, destination, minutes in legs
		if (speed := get_speed_over_ground(origin, destination, minutes))
	]
	if len(drives) < FEWEST_LEGS:
		return default
	low, kmh, high = statistics.quantiles((speed for speed, _minutes in drives), n=4)
	typical = statistics.median(minutes for _speed, minutes in drives)
	return Speed(round(kmh, 1), default.detour, typical, len(drives), round(low, 1), round(high, 1))


def get_speed_over_ground(origin: Position, destination: Position, minutes: float) -> float | None:
	distance = get_distance(origin, destination)
	if distance < SHORTEST_IN_KM or minutes <= 0:
		return None
	speed = distance / minutes * 60
	return speed if speed <= FASTEST_IN_KMH else None


class Matrix:
	"""Minutes between places by their numbers, worked out when first asked for: `matrix[2][5]`."""

	def __init__(self, positions: Sequence[Position | None], speed: Speed = Speed()) -> None:
		self.rows = [Row(number, positions, speed) for number in range(len(positions))]

	def __getitem__(self, number: int) -> "Row":
		return self.rows[number]


class Row(dict):
	def __init__(self, number: int, positions: Sequence[Position | None], speed: Speed) -> None:
		self[number] = 0.0
		self.position, self.positions, self.speed = positions[number], positions, speed

	def __missing__(self, number: int) -> float:
		minutes = self.speed.get_minutes(self.position, self.positions[number])
		self[number] = minutes
		return minutes
