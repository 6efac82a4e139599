// Asks the server, and says in one of a few words why there is no answer.

const METHODS = "/api/method/maintenance_visit_app";
const PATIENCE = 30_000;
const PATIENCE_FOR_OPERATIONS = 90_000;
const PATIENCE_FOR_PICTURES = 120_000;

/** Why the server didn't do it: `kind` is network, busy, logged_out, forbidden, token, refused or broken. */
export class ServerError extends Error {
	constructor(kind, message = "", wait = 0) {
		super(message || kind);
		Object.assign(this, { name: "ServerError", kind, told: message, wait });
	}
}

let token = null;
// Requests that are under way: a person who leaves ends them
let stopper = new AbortController();

export function stop_requests() {
	stopper.abort();
	stopper = new AbortController();
}

/** Return who is logged in, as the server knows it now; what is written next goes with this session's token. */
export async function get_session() {
	const session = await get("technician.device.get_session");
	token = session.csrf_token || null;
	return session;
}

export function get(method, values = {}) {
	const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== undefined));
	return ask(`${METHODS}.${method}?${query}`, {});
}

export function post(method, values) {
	const options = { method: "POST", body: JSON.stringify(values), headers: get_headers("application/json") };
	return ask(`${METHODS}.${method}`, options, PATIENCE_FOR_OPERATIONS);
}

/** Send a file with an operation. */
export function post_file(method, values, file, name) {
	const body = new FormData();
	for (const [key, value] of Object.entries(values))
		body.append(key, typeof value === "string" ? value : JSON.stringify(value));
	if (file) body.append("file", file, name);
	return ask(`${METHODS}.${method}`, { method: "POST", body, headers: get_headers() }, PATIENCE_FOR_PICTURES);
}

export async function log_out() {
	const headers = get_headers("application/json");
	await ask("/api/method/logout", { method: "POST", headers, body: "{}" });
}

export async function get_texts(language) {
	// Which is in the code
	if (language === "en") return {};
	const url = `/visits/messages/${encodeURIComponent(language)}.json`;
	const { response, answer } = await request(url, {}, PATIENCE);
	return response.ok ? answer : null;
}

function get_headers(type) {
	const headers = { "X-Frappe-CSRF-Token": token || "" };
	if (type) headers["Content-Type"] = type;
	return headers;
}

async function ask(url, options, patience = PATIENCE) {
	const { response, answer } = await request(url, options, patience);
	if (response.ok && answer) return answer.message;
	throw get_error(response, answer || {});
}

/** Return the response, and what is in it as JSON; null where it is none. A line may break between the two. */
async function request(url, { headers, ...options }, patience) {
	const ours = new AbortController();
	const timer = setTimeout(() => ours.abort(), patience);
	const leave = () => ours.abort();
	stopper.signal.addEventListener("abort", leave, { once: true });
	const asked = { Accept: "application/json", ...headers };
	try {
		const response = await fetch(url, {
			...options,
			headers: asked,
			cache: "no-store",
			credentials: "same-origin",
			signal: ours.signal,
		});
		return { response, answer: parse(await response.text()) };
	} catch {
		throw new ServerError("network");
	} finally {
		clearTimeout(timer);
		stopper.signal.removeEventListener("abort", leave);
	}
}

function parse(text) {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

const KINDS = {
	401: "logged_out",
	403: "forbidden",
	404: "refused",
	409: "busy",
	417: "refused",
	429: "busy",
};

const KIND_OF_EXCEPTION = { CSRFTokenError: "token", OtherUserError: "other_user" };

function get_error({ status, headers }, answer) {
	const told = get_message(answer);
	const kind = KIND_OF_EXCEPTION[answer.exc_type];
	if (kind) return new ServerError(kind, told);
	if (status >= 500) return new ServerError("broken", told);
	return new ServerError(KINDS[status] || "refused", told, Number(headers.get("Retry-After")) || 0);
}

function get_message({ _server_messages, exception }) {
	try {
		return JSON.parse(JSON.parse(_server_messages)[0]).message;
	} catch {
		return exception?.split(": ").slice(1).join(": ") || "";
	}
}
