"""What each row of a visit has of the visit's hours, parts and money: equal shares of the rows worked on."""

from itertools import pairwise

from maintenance_visit_app.derived.visited_rows import PENDING

# Working hours and most currencies
DECIMALS = 2


def get_worked_rows(rows: list[tuple]) -> list[tuple]:
	"""Return the rows that aren't pending, or all where none was worked on, so that nothing is lost."""
	if len(rows) == 1:
		return rows
	return [row for row in rows if row.completion_status != PENDING] or rows


def get_shares(amount: float | None, count: int, decimals: int = DECIMALS) -> list[float]:
	"""Return `count` shares of an amount; rounded as they are, they add up to all of it."""
	if not amount:
		return [0.0] * count
	if count == 1:
		return [amount]
	ends = [round(amount * number / count, decimals) for number in range(count + 1)]
	return [round(end - start, decimals) for start, end in pairwise(ends)]
