"""Where a visit is, whom to ask for there, and how to get in."""

from collections.abc import Iterable

from maintenance_visit_app.maintenance_visits.positions import read_position
from maintenance_visit_app.technician.reading import drop_empty, get_readable

LINES = ("address_line1", "address_line2", "city", "state", "country")
ADDRESS_FIELDS = ("address_title", "pincode", "phone", "access_notes", "service_position", *LINES)
CONTACT_FIELDS = ("full_name", "first_name", "last_name", "mobile_no", "phone", "email_id")


def get_sites(visits: Iterable[dict]) -> dict[str, dict]:
	addresses = get_readable("Address", (visit.get("customer_address") for visit in visits), ADDRESS_FIELDS)
	return {name: describe_address(address) for name, address in addresses.items()}


def describe_address(address: dict) -> dict:
	city = " ".join(filter(None, (address.pincode, address.city)))
	lines = (address.address_line1, address.address_line2, city, address.state, address.country)
	latitude, longitude = read_position(address.get("service_position")) or (None, None)
	return drop_empty(
		{
			"title": address.address_title,
			"lines": [line for line in lines if line],
			"phone": address.phone,
			"latitude": latitude,
			"longitude": longitude,
			"access_notes": address.get("access_notes"),
		}
	)


def get_contacts(visits: Iterable[dict]) -> dict[str, dict]:
	contacts = get_readable("Contact", (visit.get("contact_person") for visit in visits), CONTACT_FIELDS)
	return {name: describe_contact(contact) for name, contact in contacts.items()}


def describe_contact(contact: dict) -> dict:
	full_name = contact.get("full_name") or " ".join(filter(None, (contact.first_name, contact.last_name)))
	told = {fieldname: contact[fieldname] for fieldname in ("mobile_no", "phone", "email_id")}
	return drop_empty({"full_name": full_name, **told})
