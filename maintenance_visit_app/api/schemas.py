"""What the description of the API says that no annotation does: shapes, errors, headers."""

INTRODUCTION = """
	Visits to customers, for programs. `apply` takes what people do as operations that are done once however often they
	are sent; `get_changes` tells what has changed and misses nothing; `upsert_visits` brings many. Frappe's own REST
	API reads and writes documents besides: there, the last writer wins unless he sends `modified`.

	Log in by a user's API key and secret, best one with the role *Maintenance API User*: `Authorization: token
	KEY:SECRET`.
	"""
SECURITY = {
	"token": {
		"type": "apiKey",
		"in": "header",
		"name": "Authorization",
		"description": "token KEY:SECRET, of a user's API access",
	}
}
KINDS = ("create", "plan", "check_in", "check_out", "answer", "reading", "work_done", "part")
KINDS += ("photo", "note", "rate", "sign", "complete", "cancel")
TEXT, NUMBER, FLAG = {"type": "string"}, {"type": "number"}, {"type": "integer", "enum": [0, 1]}
UUID = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
NULL = {"type": "null"}


def ref(name: str) -> dict:
	return {"$ref": f"#/components/schemas/{name}"}


def a_list_of(schema: dict) -> dict:
	return {"type": "array", "items": schema}


def an_object(required: tuple[str, ...] = (), **properties: dict) -> dict:
	return {"type": "object", "properties": properties, **({"required": list(required)} if required else {})}


SCHEMAS = {
	"Operation": {
		**an_object(
			("id", "operation"),
			id={**UUID, "description": "Made by the client; the same one is done once."},
			operation={"type": "string", "enum": list(KINDS)},
			visit={"type": "string", "description": "Its name, or the id of the operation that creates it."},
			at={"type": "string", "description": "When it was done, ISO 8601."},
			payload={"type": "object"},
			was={"type": "object", "description": "{field: value} as the client had read them."},
			after=a_list_of(UUID),
		),
		"additionalProperties": False,
	},
	"Result": an_object(
		("id", "outcome", "visit", "now"),
		id={"anyOf": [UUID, NULL]},
		operation=TEXT,
		outcome={"enum": ["applied", "already", "superseded", "refused"]},
		visit={"anyOf": [TEXT, NULL]},
		now={"anyOf": [ref("State"), NULL]},
		row=an_object(table=TEXT, name=TEXT, idx={"type": "integer"}),
		told=TEXT,
		error=ref("Refusal"),
	),
	"Refusal": an_object(
		("type", "message"),
		type={"type": "string", "description": "The class of the error."},
		title={"anyOf": [TEXT, NULL]},
		message={"type": "string", "description": "As Desk shows it, in the user's language."},
		field=TEXT,
		row=an_object(table=TEXT, name={"anyOf": [TEXT, NULL]}, idx={"type": "integer"}),
		is_busy={"type": "boolean", "description": "Others were at the same documents: send it again."},
	),
	"State": an_object(
		name=TEXT,
		docstatus={"enum": [0, 1, 2]},
		status=TEXT,
		modified=TEXT,
		technicians=a_list_of(TEXT),
	),
	"Error": an_object(
		exc_type={"type": "string", "description": "The class of the error."},
		exception=TEXT,
		_server_messages={
			"type": "string",
			"description": "JSON: a list of JSON texts with message and title.",
		},
		errors=a_list_of(an_object(type=TEXT, message=TEXT, title=TEXT)),
	),
	"Changes": an_object(
		("visits", "deleted", "cancelled", "unreadable", "cursor", "more", "restart"),
		visits=a_list_of(ref("MaintenanceVisit")),
		deleted=a_list_of(TEXT),
		cancelled=a_list_of(TEXT),
		unreadable=a_list_of(TEXT),
		cursor={"anyOf": [TEXT, NULL]},
		more={"type": "boolean"},
		restart={"type": "boolean"},
	),
	"UpsertResult": an_object(
		("index", "visit", "outcome"),
		index={"type": "integer"},
		visit={"anyOf": [TEXT, NULL]},
		outcome={"enum": ["created", "updated", "unchanged", "refused"]},
		error=ref("Refusal"),
	),
}
UPSERTED = an_object(results=a_list_of(ref("UpsertResult")), counts={"type": "object"}, job=TEXT)
APPLIED = an_object(("results", "server_time"), results=a_list_of(ref("Result")), server_time=TEXT)
ANSWER_OF = {
	"api.operations.apply": APPLIED,
	"api.operations.apply_photo": APPLIED,
	"technician.queue.send": APPLIED,
	"technician.queue.send_photo": APPLIED,
	"technician.queue.hand_to_office": ref("Result"),
	"api.changes.get_changes": ref("Changes"),
	"api.bulk.upsert_visits": UPSERTED,
	"api.calendar_feed.subscribe": {
		"type": "object",
		"properties": {"name": {"type": "string"}, "url": {"type": "string", "format": "uri"}},
	},
	"api.visits.create_visit": ref("MaintenanceVisit"),
	"api.visits.update_visit": ref("MaintenanceVisit"),
	"api.visits.get_visit": ref("MaintenanceVisit"),
}
# What no JSON is answered by
TEXT_OF = {"api.calendar_feed.read": "text/calendar"}
VISITS_TO_UPSERT = a_list_of({"type": "object"})
ARGUMENTS_OF = {
	"api.operations.apply": {"operations": {**a_list_of(ref("Operation")), "maxItems": 500}},
	"api.operations.apply_photo": {"operation": ref("Operation")},
	"technician.queue.send": {"operations": {**a_list_of(ref("Operation")), "maxItems": 500}},
	"technician.queue.send_photo": {"operation": ref("Operation")},
	"technician.queue.hand_to_office": {"operation": ref("Operation")},
	"api.bulk.upsert_visits": {"visits": {**VISITS_TO_UPSERT, "maxItems": 10_000}},
}
FILES_OF = ("api.operations.apply_photo", "technician.queue.send_photo", "technician.queue.hand_to_office")
KEY = {
	"name": "Idempotency-Key",
	"in": "header",
	"schema": {"type": "string", "minLength": 1, "maxLength": 255},
	"description": "The same request with the same key is done once, and answered the same.",
}
IF_MATCH = {
	"name": "If-Match",
	"in": "header",
	"schema": TEXT,
	"description": "The ETag of the visit as it was read: it is changed only if it is still so.",
}
HEADERS_OF = {
	"api.visits.create_visit": [KEY],
	"api.visits.update_visit": [KEY, IF_MATCH],
	"api.bulk.upsert_visits": [KEY],
}
ERRORS_OF = {
	"api.visits.create_visit": (400, 422),
	"api.visits.update_visit": (400, 412, 422),
	"api.bulk.upsert_visits": (400, 422),
	"api.changes.get_changes": (400,),
}
ERRORS = {
	400: "The request can't be read: a malformed key or cursor.",
	401: "Nobody is logged in, or the key is wrong.",
	403: "The user may not do that.",
	404: "There is no such document.",
	409: "It is there already, somebody else has saved it, or the first request with this key still runs.",
	412: "It is not as If-Match says.",
	417: "A rule refuses it: the message says what is wrong and how to mend it.",
	422: "The Idempotency-Key came with something else before.",
	429: "Too many requests: come again after Retry-After seconds.",
}
RESPONSES = {
	str(status): {"description": text, "content": {"application/json": {"schema": ref("Error")}}}
	for status, text in ERRORS.items()
}
RESPONSES["429"]["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
STANDARD_FIELDS = {
	"name": {**TEXT, "readOnly": True},
	"owner": {**TEXT, "readOnly": True},
	"creation": {**TEXT, "readOnly": True},
	"modified": {
		**TEXT,
		"description": "Send it back, and a change is refused if somebody else has saved meanwhile.",
	},
	"modified_by": {**TEXT, "readOnly": True},
	"docstatus": {"type": "integer", "enum": [0, 1, 2], "description": "0 draft, 1 submitted, 2 cancelled"},
}
TYPES = {
	"Check": FLAG,
	"Int": {"type": "integer"},
	"Long Int": {"type": "integer"},
	"Duration": {"type": "integer", "minimum": 0, "description": "seconds"},
	"Float": NUMBER,
	"Currency": NUMBER,
	"Percent": NUMBER,
	"Rating": {"type": "number", "minimum": 0, "maximum": 1},
	"Date": {"type": "string", "format": "date"},
	"Datetime": {"type": "string", "description": "in the site's time"},
	"Time": {"type": "string"},
	"JSON": {},
}


def get_type(field: dict) -> dict:
	"""Return the schema of a DocType's field; empty ones are null."""
	fieldtype = field["fieldtype"]
	if fieldtype in ("Table", "Table MultiSelect"):
		return a_list_of(ref(field["options"].replace(" ", "")))
	if fieldtype == "Select":
		options = (field.get("options") or "").split("\n")
		return {"enum": [*dict.fromkeys(["", *options]), None]}
	schema = TYPES.get(fieldtype, TEXT)
	return (
		{**schema, "type": [schema["type"], "null"]} if fieldtype != "Check" and "type" in schema else schema
	)


def get_paths_of_document(doctype: str, key: str) -> dict[str, dict]:
	"""Return what version 2 of Frappe's own API does with a DocType."""
	path = f"/api/v2/document/{doctype}".replace(" ", "%20")
	name = {"name": "name", "in": "path", "required": True, "schema": TEXT}
	fields = {"name": "fields", "in": "query", "schema": TEXT, "description": "JSON: a list of fieldnames"}
	filters = {"name": "filters", "in": "query", "schema": TEXT, "description": "JSON: {field: value}"}
	limits = [{"name": one, "in": "query", "schema": {"type": "integer"}} for one in ("start", "limit")]
	body = {"required": True, "content": {"application/json": {"schema": ref(key)}}}
	one = get_answer(ref(key))
	return {
		path: {
			"get": {
				**get_head("list", key, f"List: {doctype}"),
				"parameters": [fields, filters, *limits],
				"responses": get_answer(a_list_of({"type": "object"})),
			},
			"post": {**get_head("create", key, f"Create: {doctype}"), "requestBody": body, "responses": one},
		},
		f"{path}/{{name}}": {
			"parameters": [name],
			"get": {**get_head("read", key, f"Read: {doctype}"), "responses": one},
			"patch": {**get_head("update", key, f"Update: {doctype}"), "requestBody": body, "responses": one},
			"delete": {
				**get_head("delete", key, f"Delete: {doctype}"),
				"responses": {**get_answer({}), "202": {"description": "Deleted."}},
			},
		},
	}


def get_head(verb: str, key: str, summary: str) -> dict:
	return {"operationId": f"{verb}_{key}", "tags": ["documents"], "summary": summary}


def get_answer(schema: dict) -> dict:
	data = {"type": "object", "properties": {"data": schema}}
	return {
		"200": {"description": "Done.", "content": {"application/json": {"schema": data}}},
		**{str(status): {"$ref": f"#/components/responses/{status}"} for status in (401, 403, 404, 409, 417)},
	}
