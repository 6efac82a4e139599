"""What was written on earlier visits of the same items: a technician taps it rather than types it again."""

from collections import Counter

import frappe
from frappe.utils import add_months, today

VISIT = "Maintenance Visit"
MONTHS = 12
MOST_ROWS = 3000
MOST_OF_AN_ITEM = 8
# Longer ones tell of one visit only
LONGEST = 160


def get_phrases(items: set[str]) -> dict[str, list[str]]:
	"""Return {item: texts} of visits of the last year that the user may read, most used first; one statement."""
	if not items:
		return {}
	found = frappe.get_list(
		VISIT,
		filters=[
			[VISIT, "docstatus", "=", 1],
			[VISIT, "mntc_date", ">=", add_months(today(), -MONTHS)],
			["Maintenance Visit Purpose", "item_code", "in", sorted(items)],
			["Maintenance Visit Purpose", "work_done", "is", "set"],
		],
		fields=["purposes.item_code as item_code", "purposes.work_done as work_done"],
		order_by="`tabMaintenance Visit`.`mntc_date` desc",
		limit=MOST_ROWS,
	)
	counts: dict[str, Counter] = {}
	for row in found:
		text = (row.work_done or "").strip()
		if text and len(text) <= LONGEST:
			counts.setdefault(row.item_code, Counter())[text] += 1
	return {item: [text for text, _n in texts.most_common(MOST_OF_AN_ITEM)] for item, texts in counts.items()}
