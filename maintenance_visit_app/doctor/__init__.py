"""The doctor: examines a site's maintenance visits, tells what is wrong and what to do, and mends what it can.

It never deletes a visit, a row or a link. An admin calls it by `bench --site S maintenance-visit-doctor`.
"""

import frappe

from maintenance_visit_app.doctor.check import Check, Result
from maintenance_visit_app.doctor.fact_checks import FACT_CHECKS
from maintenance_visit_app.doctor.link_checks import LINK_CHECKS
from maintenance_visit_app.doctor.setup_checks import SETUP_CHECKS

# The facts can only be read once the DocTypes are ours.
CHECKS = (*SETUP_CHECKS, *LINK_CHECKS, *FACT_CHECKS)


def examine(fix: bool = False) -> list[Result]:
	"""Make all checks on the connected site; with `fix` mend what can be mended. The caller commits."""
	results = [get_result(check, fix) for check in CHECKS]
	if any(result.mended for result in results):
		frappe.clear_cache()
	return results


def get_result(check: Check, fix: bool) -> Result:
	"""Make one check. An error in it is a problem of its own: the other checks are still worth making."""
	found = {}
	try:
		found = left = check.find()
		if fix and found and check.mend:
			check.mend(list(found))
			left = check.find()
		state = check.tell() if check.tell else ""
	except Exception as error:
		failure = f"The check could not be made to its end: {type(error).__name__}: {error}"
		return Result(check, "", [*found.values(), failure], [])
	mended = [problem for subject, problem in found.items() if subject not in left]
	return Result(check, state, list(left.values()), mended)
