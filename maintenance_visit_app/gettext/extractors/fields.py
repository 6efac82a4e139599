"""Labels, descriptions and options of fields, whether a DocType's JSON or a table in Python has them."""

from collections.abc import Iterator

# Our own words for what other apps' screens call something else: only in these DocTypes.
MEANT_HERE: dict[str, set[str]] = {
	"Maintenance Visit": {"Work"},
	"Maintenance Visit Check": {"Not Applicable", "Not OK", "OK"},
	"Maintenance Visit Time Log": {"Check In", "Check Out"},
}
# What agrees with its DocType in gender; Frappe asks for it with the DocType and without
AGREES: dict[str, set[str]] = {"Maintenance Visit": {"Cancelled", "Submitted"}}
NO_WORDS = {"naming_series"}

Message = tuple[None, str, str | tuple[str, str], list[str]]


def get_messages_of_field(doctype: str, field: dict) -> Iterator[Message]:
	name, kind = field.get("label") or field["fieldname"], field["fieldtype"]
	if label := field.get("label"):
		told = f"Label of the {field['fieldname']} ({kind}) field in DocType '{doctype}'"
		yield get_message(doctype, label, told)
	if description := field.get("description"):
		yield get_message(
			doctype, description, f"Description of the '{name}' ({kind}) field in DocType '{doctype}'"
		)
	if kind == "Select" and field["fieldname"] not in NO_WORDS:
		for option in filter(None, (field.get("options") or "").split("\n")):
			told = f"Option for the '{name}' ({kind}) field in DocType '{doctype}'"
			yield get_message(doctype, option, told)
			if option in AGREES.get(doctype, ()):
				yield None, "pgettext", (doctype, option), [told]


def get_message(doctype: str, text: str, told: str) -> Message:
	"""With the DocType as its context where the text means something of its own there."""
	if text in MEANT_HERE.get(doctype, ()):
		return None, "pgettext", (doctype, text), [told]
	return None, "_", text, [told]
