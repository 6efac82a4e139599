"""The kinds of operations, and who does each: on a visit that is locked, through its controller."""

from collections.abc import Callable

from frappe.model.document import Document

from maintenance_visit_app.api import planning, work
from maintenance_visit_app.api.operation import Operation

# On a draft only; what comes later is kept beside it
WORK: dict[str, Callable[[Document, Operation], bool]] = {
	"check_in": work.check_in,
	"check_out": work.check_out,
	"answer": work.answer,
	"reading": work.reading,
	"work_done": work.work_done,
	"part": work.part,
	"photo": work.photo,
	"rate": work.rate,
	"sign": work.sign,
	"complete": planning.complete,
}
ANY_TIME: dict[str, Callable[[Document, Operation], bool]] = {
	"plan": planning.plan,
	"cancel": planning.cancel,
	"note": work.note,
}
VERBS = {**WORK, **ANY_TIME}
KINDS = ("create", *VERBS)
# Nobody signs for, or submits, what is not all there
LAST = ("sign", "complete")
