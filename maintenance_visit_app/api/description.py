"""The description of the API, OpenAPI 3.1: made from what is there, so that it can't say anything else."""

import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Callable, Iterator
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import frappe
from werkzeug.wrappers import Response

import maintenance_visit_app
from maintenance_visit_app.api import schemas
from maintenance_visit_app.api.limits import limited

APP = maintenance_visit_app.__name__
NO_WAYS_IN = re.compile(r"\.(tests|test_\w+|commands|gettext)\b")
# Documents that programs read and write by Frappe's own REST API
DOCTYPES = (
	"Maintenance Visit",
	"Maintenance Checklist",
	"Maintenance Visit Settings",
	"Service Skill",
	"Technician Profile",
	"Visit Operation",
)
TYPES = {
	"str": {"type": "string"},
	"int": {"type": "integer"},
	"float": {"type": "number"},
	"bool": {"type": "boolean"},
	"dict": {"type": "object"},
	"list": {"type": "array", "items": {}},
	"date": {"type": "string", "format": "date"},
	"time": {"type": "string"},
	"datetime": {"type": "string", "format": "date-time"},
	"NoneType": {"type": "null"},
}
USUAL_ERRORS = (401, 403, 404, 409, 417, 429)


@frappe.whitelist(methods=["GET"])
@limited
def get_openapi() -> Response:
	"""Return this description of the API of the site's version. For everyone who is logged in."""
	return Response(json.dumps(get_description()), content_type="application/json")


def get_description() -> dict:
	return {
		"openapi": "3.1.0",
		"info": {
			"title": "Maintenance Visits",
			"version": maintenance_visit_app.__version__,
			"description": inspect.cleandoc(schemas.INTRODUCTION),
			"license": {"name": "GPL-3.0", "identifier": "GPL-3.0-only"},
		},
		"servers": [{"url": "/"}],
		"security": [{"token": []}],
		"paths": {**get_paths_of_methods(), **get_paths_of_documents()},
		"components": {
			"securitySchemes": schemas.SECURITY,
			"schemas": {**schemas.SCHEMAS, **get_schemas_of_doctypes()},
			"responses": schemas.RESPONSES,
		},
	}


@cache
def get_methods() -> dict[str, Callable]:
	"""Return {dotted name: function} of all that this app whitelists."""
	for module in pkgutil.walk_packages(maintenance_visit_app.__path__, f"{APP}."):
		if not NO_WAYS_IN.search(module.name):
			importlib.import_module(module.name)
	found = {
		f"{function.__module__}.{function.__qualname__}": function
		for function in frappe.whitelisted
		if function.__module__.startswith(f"{APP}.") and not NO_WAYS_IN.search(function.__module__)
	}
	return dict(sorted(found.items()))


def get_paths_of_methods() -> dict[str, dict]:
	return {
		f"/api/method/{name}": {
			http_method.lower(): get_operation(name, function, http_method)
			for http_method in get_http_methods(function)
		}
		for name, function in get_methods().items()
	}


def get_http_methods(function: Callable) -> list[str]:
	"""Return one that reads and one that writes: PUT and DELETE do the same as POST where nothing else is said."""
	allowed = frappe.allowed_http_methods_for_whitelisted_func[function]
	return [http_method for http_method in ("GET", "POST") if http_method in allowed]


def get_operation(name: str, function: Callable, http_method: str) -> dict:
	summary, _blank, description = (inspect.getdoc(function) or "").partition("\n")
	short = name.removeprefix(f"{APP}.")
	operation = {
		"operationId": f"{http_method.lower()}_{short.replace('.', '_')}",
		"tags": [short.split(".")[0] if short.startswith("api.") else "methods"],
		"summary": summary,
		"description": description.strip(),
		"responses": get_responses(name, function),
	}
	parameters = inspect.signature(function).parameters.values()
	if http_method == "GET":
		return {**operation, "parameters": [get_query(one) for one in parameters]}
	headers = schemas.HEADERS_OF.get(short, [])
	return {**operation, "parameters": headers, "requestBody": get_body(short, parameters)}


def get_query(parameter: inspect.Parameter) -> dict:
	return {
		"name": parameter.name,
		"in": "query",
		"required": parameter.default is parameter.empty,
		"schema": get_schema(parameter.annotation),
	}


def get_body(short: str, parameters: Any) -> dict:
	parameters = list(parameters)
	known = schemas.ARGUMENTS_OF.get(short, {})
	schema = {
		"type": "object",
		"properties": {one.name: known.get(one.name) or get_schema(one.annotation) for one in parameters},
	}
	if required := [one.name for one in parameters if one.default is one.empty]:
		schema["required"] = required
	content = {"application/json": {"schema": schema}}
	if short in schemas.FILES_OF:
		with_file = {**schema["properties"], "file": {"type": "string", "contentMediaType": "image/*"}}
		content["multipart/form-data"] = {"schema": {**schema, "properties": with_file}}
	return {"required": bool(required), "content": content}


def get_responses(name: str, function: Callable) -> dict:
	short = name.removeprefix(f"{APP}.")
	errors = sorted({*USUAL_ERRORS, *schemas.ERRORS_OF.get(short, ())})
	answered = schemas.ANSWER_OF.get(short) or get_schema(inspect.signature(function).return_annotation)
	schema = {"type": "object", "properties": {"message": answered}}
	content = {"application/json": {"schema": schema}}
	if text := schemas.TEXT_OF.get(short):
		content = {text: {"schema": {"type": "string"}}}
	return {
		"200": {"description": "Done.", "content": content},
		**{str(status): {"$ref": f"#/components/responses/{status}"} for status in errors},
	}


def get_schema(annotation: Any) -> dict:
	"""Return what an annotation says: unions as anyOf, what is unknown as anything."""
	if annotation is inspect.Parameter.empty or annotation is Any:
		return {}
	if get_origin(annotation) in (Union, UnionType):
		return {"anyOf": [get_schema(one) for one in get_args(annotation)]}
	if get_origin(annotation) is Literal:
		return {"enum": list(get_args(annotation))}
	if get_origin(annotation) is list:
		return {"type": "array", "items": get_schema(get_args(annotation)[0])}
	name = getattr(get_origin(annotation) or annotation, "__name__", "")
	return dict(TYPES.get(name, {"type": "object"} if name == "Document" else {}))


def get_schemas_of_doctypes() -> dict[str, dict]:
	return {get_key(doctype): get_schema_of_doctype(doctype) for doctype in get_doctypes()}


def get_doctypes() -> Iterator[str]:
	"""Return the documents, and behind each the rows it has."""
	for doctype in DOCTYPES:
		yield doctype
		for table in get_standard_meta(doctype)["fields"]:
			if table["fieldtype"] in frappe.model.table_fields:
				yield table["options"]


def get_standard_meta(doctype: str) -> dict:
	"""Return the DocType as its file has it: no site's own fields are in what the app ships."""
	slug = frappe.scrub(doctype)
	path = frappe.get_app_path(APP, "maintenance_visits", "doctype", slug, f"{slug}.json")
	return frappe.get_file_json(path)


def get_key(doctype: str) -> str:
	return doctype.replace(" ", "")


def get_schema_of_doctype(doctype: str) -> dict:
	meta = get_standard_meta(doctype)
	fields = [field for field in meta["fields"] if field["fieldtype"] not in frappe.model.no_value_fields]
	fields += [field for field in meta["fields"] if field["fieldtype"] in frappe.model.table_fields]
	schema = {
		"type": "object",
		"description": meta.get("description") or doctype,
		"properties": {
			**schemas.STANDARD_FIELDS,
			**{field["fieldname"]: get_schema_of_field(field) for field in fields},
		},
	}
	required = [field["fieldname"] for field in fields if is_required(field)]
	return {**schema, "required": required} if required else schema


def is_required(field: dict) -> bool:
	return bool(field.get("reqd")) and not field.get("read_only") and "default" not in field


def get_schema_of_field(field: dict) -> dict:
	schema = {"title": field.get("label") or field["fieldname"], **schemas.get_type(field)}
	if field.get("description"):
		schema["description"] = field["description"]
	if field.get("read_only"):
		schema["readOnly"] = True
	return schema


def get_paths_of_documents() -> dict[str, dict]:
	paths = {}
	for doctype in DOCTYPES:
		paths.update(schemas.get_paths_of_document(doctype, get_key(doctype)))
	return paths
