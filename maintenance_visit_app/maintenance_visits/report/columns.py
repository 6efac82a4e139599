"""The columns of the reports, as Desk wants them."""

DECIMALS = 2


def get_column(
	fieldname: str,
	label: str,
	fieldtype: str,
	width: int,
	options: str | None = None,
	precision: int = DECIMALS,
) -> dict:
	"""Return a column; a Float has its own precision, whatever the site's is."""
	column = {
		"fieldname": fieldname,
		"label": label,
		"fieldtype": fieldtype,
		"width": width,
		"options": options,
	}
	if fieldtype == "Float":
		return {**column, "precision": precision}
	# Where the first row's cell is empty, Desk takes it for a number
	return {**column, "align": "left"} if fieldtype == "Data" else column
