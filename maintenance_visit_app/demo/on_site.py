"""What a technician of the demo company brings back from a visit: times, photos, what the customer says."""

from datetime import datetime

import frappe
from frappe.model.document import Document
from frappe.utils import add_to_date, get_datetime

from maintenance_visit_app.demo import pictures

# order reference of a visit: (hours, photos as (picture, taken, caption), who signed, rating, feedback)
ON_SITE = {
	"ATS-DEMO-02": (
		2.75,
		[
			("clogged_filter", "Before", "Filtres F7 encrassés"),
			("new_filter", "After", "Filtres F7 neufs"),
			("gauge", "After", "Pression différentielle : 120 Pa"),
			("belt", "Before", "Courroie usée, à remplacer"),
		],
		"Hélène Vidal",
		0.9,
		"Intervention rapide et soignée. Merci de prévenir l'accueil avant la prochaine visite.",
	),
}


def record_work(visit: Document, reference: str | None) -> None:
	"""Fill in a visit that is inserted; the caller saves it."""
	if reference not in ON_SITE:
		return
	hours, photos, signed_by, rating, feedback = ON_SITE[reference]
	arrival = f"{visit.mntc_date} {visit.mntc_time}"
	visit.append("time_logs", new_time_log(visit.purposes[0].service_person, arrival, hours))
	for picture, taken, caption in photos:
		visit.append("photos", {"image": upload_photo(visit, picture), "taken": taken, "caption": caption})
	visit.update({"rating": rating, "customer_feedback": feedback})
	visit.update({"customer_signature": pictures.get_signature(), "signed_by": signed_by})


def new_time_log(service_person: str, from_time: str | datetime, hours: float) -> dict:
	start = get_datetime(from_time)
	end = add_to_date(start, hours=hours, as_datetime=True)
	return {"service_person": service_person, "from_time": start, "to_time": end, "hours": hours}


def date_signature(visit: Document) -> None:
	"""The customer signed when the work was over, and not while the demo is made."""
	if visit.customer_signature:
		visit.db_set("signed_on", visit.time_logs[-1].to_time, update_modified=False)


def upload_photo(visit: Document, picture: str) -> str:
	"""Attach a picture to the visit as Desk does, where only its readers find it, and return its address."""
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"{picture}.jpg",
			"attached_to_doctype": visit.doctype,
			"attached_to_name": visit.name,
			"is_private": 1,
			"content": pictures.get_photo(getattr(pictures, f"draw_{picture}")),
		}
	)
	return file.insert().file_url
