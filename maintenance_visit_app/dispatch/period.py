"""The days of a period."""

from datetime import date, timedelta


def list_days(first: date, last: date) -> list[date]:
	"""Return the days from `first` to `last`, both included: none where the last one is before the first."""
	return [first + timedelta(days=number) for number in range((last - first).days + 1)]
