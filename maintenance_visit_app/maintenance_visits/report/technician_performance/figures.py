"""The sums that the figures of a technician, a month or the whole period are made of."""

from datetime import datetime

from frappe.utils import flt

from maintenance_visit_app.maintenance_visits.report.technician_performance.performed_visits import Visit
from maintenance_visit_app.maintenance_visits.report.visits import get_percentage, get_share


class Figures:
	def __init__(self) -> None:
		self.visits = self.arrivals = self.arrivals_on_time = self.issues = self.fixed = self.ratings = 0
		self.hours = self.stars = 0.0

	def add(self, visit: Visit, people: set[str], latest_arrival: datetime) -> None:
		"""Count a visit once, as what those people did there."""
		for person in people & visit.work.keys():
			check_in, hours = visit.work[person]
			self.hours += hours
			self.arrivals += 1
			self.arrivals_on_time += check_in <= latest_arrival
		if people.isdisjoint(visit.technicians):
			return
		self.visits += 1
		if visit.is_issue:
			self.issues += 1
			self.fixed += visit.is_fixed
		if visit.rating:
			self.ratings += 1
			self.stars += visit.rating

	def include(self, other: "Figures") -> None:
		for name, value in vars(other).items():
			setattr(self, name, getattr(self, name) + value)

	def has_shares(self) -> bool:
		return bool(self.issues or self.arrivals)

	@property
	def on_time(self) -> float | None:
		return get_percentage(self.arrivals_on_time, self.arrivals)

	@property
	def first_time_fix(self) -> float | None:
		return get_percentage(self.fixed, self.issues)

	@property
	def rating(self) -> float | None:
		return get_share(self.stars, self.ratings)

	def as_row(self) -> dict:
		return {
			"visits": self.visits,
			"hours": flt(self.hours, 2),
			"arrivals": self.arrivals,
			"on_time": self.on_time,
			"issues": self.issues,
			"first_time_fix": self.first_time_fix,
			"ratings": self.ratings,
			"rating": self.rating,
		}
