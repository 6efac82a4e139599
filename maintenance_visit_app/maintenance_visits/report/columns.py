"""The columns of the reports, as Desk wants them."""

DECIMALS = 2
DECIMALS_OF_PERCENT = 1


def get_column(
	fieldname: str,
	label: str,
	fieldtype: str,
	width: int,
	options: str | None = None,
	precision: int = DECIMALS,
) -> dict:
	"""Return a column; a Float and a Percent have their own precision, whatever the site's is."""
	column = {
		"fieldname": fieldname,
		"label": label,
		"fieldtype": fieldtype,
		"width": width,
		"options": options,
	}
	if fieldtype in ("Float", "Percent"):
		return {**column, "precision": precision if fieldtype == "Float" else DECIMALS_OF_PERCENT}
	# Where the first row's cell is empty, Desk takes it for a number
	return {**column, "align": "left"} if fieldtype == "Data" else column
