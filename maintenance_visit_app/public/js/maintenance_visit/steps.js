// What is next: the button to begin work, to have it signed and to complete it, above the tabs or under the thumb.

frappe.ui.form.on("Maintenance Visit", {
	refresh(frm) {
		show_steps(frm);
		open_work_once(frm);
	},

	customer_signature(frm) {
		frm.is_newly_signed = Boolean(frm.doc.customer_signature);
		show_steps(frm);
	},

	async after_save(frm) {
		const { is_newly_signed } = frm;
		frm.is_newly_signed = false;
		const log = is_newly_signed && frm.doc.docstatus === 0 && get_own_log(frm.doc);
		if (!log) return;
		frappe.confirm(
			__("{0} signed. Check {1} out now?", [frm.doc.signed_by, log.service_person].map(escape_text)),
			() => record_time(frm, "check_out", log.service_person),
		);
	},
});

const escape_text = (text) => frappe.utils.escape_html(text || "");

/** Who the user is among those who do the work. */
const get_own_names = () => frappe.boot.maintenance_visits.service_persons;

const get_open_logs = (visit) => visit.time_logs.filter((log) => !log.to_time);

/** The open stretch of work that the user may end: an own one, or of whoever does no work anybody's. */
function get_own_log(visit) {
	const own = get_own_names();
	return get_open_logs(visit).find((log) => !own.length || own.includes(log.service_person));
}

/** Whom the button checks in: the user, or for one who does no work the first who is named. */
function get_person({ purposes }) {
	return get_own_names()[0] || purposes.find((row) => row.service_person)?.service_person;
}

function show_steps(frm) {
	const panel = get_steps_panel(frm);
	const is_shown = !frm.is_new() && frm.doc.docstatus === 0;
	panel.toggleClass("hidden", !is_shown);
	frm.layout.wrapper.toggleClass("visit-has-steps", is_shown);
	if (!is_shown) return;
	maintenance_visit_app.panels.draw(panel, get_steps_html(frm));
	panel.find("button[data-step]").on("click", ({ currentTarget }) => take_step(frm, currentTarget));
}

/** Above the tabs, as it is wanted in each of them. */
function get_steps_panel(frm) {
	const { wrapper } = frm.layout;
	if (!wrapper.find(".visit-steps").length) {
		wrapper.find(".form-tabs-list").first().before('<div class="visit-steps"></div>');
	}
	return wrapper.find(".visit-steps");
}

function get_steps_html(frm) {
	const since = get_open_logs(frm.doc).map((log) => get_since(frm, log));
	const steps = frm.has_perm("write") ? get_steps(frm) : [];
	const again = steps.includes("complete") && !steps.includes("check_in") && !frm.doc.customer_signature;
	return `${since.join("")}
		<p class="visit-since d-md-none">${get_briefing_html(frm.doc)}</p>
		${steps.includes("check_in") ? get_stranger_html(frm.doc) : ""}
		<div class="visit-links">
			${maintenance_visit_app.panels.get_contact_links(frm.doc)}
			${again ? get_step_button("check_in", "default") : ""}
		</div>
		<div class="visit-bar">
			${steps.map((step, index) => get_step_button(step, get_look(step, index))).join("")}
		</div>`;
}

/** What a telephone's first screen has no fields for. */
function get_briefing_html(visit) {
	const { get_errand, get_way } = maintenance_visit_app.panels;
	return [`<strong>${escape_text(get_errand(visit))}</strong>`, escape_text(get_way(visit))].join("<br>");
}

/** A technician who opens somebody else's visit is told so before he begins. */
function get_stranger_html({ technicians, purposes }) {
	const own = get_own_names();
	const is_named = purposes.some((row) => own.includes(row.service_person));
	if (!own.length || is_named || !technicians) return "";
	const told = __("You are not named in this visit: {0} does it.", [escape_text(technicians)]);
	return `<p class="visit-since text-muted">${told}</p>`;
}

/** To check in somebody else isn't what a user comes for. */
const get_look = (step, index) =>
	index || (step === "check_in" && !get_own_names().length) ? "default" : "primary";

function get_since(frm, { service_person, from_time }) {
	const person = escape_text(service_person);
	const [day, ...hour] = frappe.datetime.str_to_user(from_time).split(" ");
	const is_today = day === frappe.datetime.str_to_user(frappe.datetime.nowdate());
	const time = escape_text([...(is_today ? [] : [day]), ...hour].join(" "));
	const others = get_own_log(frm.doc)?.service_person !== service_person && frm.has_perm("write");
	const check_out = `<button class="btn btn-md btn-default" data-step="check_out" data-person="${person}">
		${__("Check {0} Out", [person])}</button>`;
	const { modified, of } = frm.checked_in || {};
	const undo =
		of === service_person && modified === frm.doc.modified
			? `<button class="btn btn-md btn-default" data-step="undo_check_in" data-person="${person}">
				${__("Undo Check In")}</button>`
			: "";
	return `<p class="visit-since">${__("{0} at work since {1}", [person, time])} ${others ? check_out : ""} ${undo}</p>`;
}

/** The steps that can be taken now, the next one first. A signature shuts the time: nobody comes any more. */
function get_steps({ doc, perm }) {
	const [come, sign] = doc.customer_signature ? [[], []] : [["check_in"], ["sign"]];
	const complete = perm[0].submit ? ["complete"] : [];
	if (get_own_log(doc)) return [...sign, "check_out"];
	if (get_open_logs(doc).length) return come;
	if (doc.time_logs.length || doc.customer_signature) return [...sign, ...complete];
	// What was done is entered afterwards
	return [...come, ...(doc.purposes.every((row) => row.completion_status) ? complete : [])];
}

function get_step_button(step, look) {
	return `<button class="btn btn-md btn-${look}" data-name="step" data-step="${step}">${get_step_label(step)}</button>`;
}

function get_step_label(step) {
	return {
		check_in: __("Check In", null, "Maintenance Visit"),
		check_out: __("Check Out", null, "Maintenance Visit"),
		sign: __("Sign", null, "Maintenance Visit"),
		complete: __("Complete", null, "Maintenance Visit"),
	}[step];
}

/** Each is taken once, however often the button is pressed. */
async function take_step(frm, button) {
	const { step, person } = button.dataset;
	button.disabled = true;
	try {
		if (step === "sign") await maintenance_visit_app.panels.sign(frm, get_own_log(frm.doc));
		else if (step === "complete") await maintenance_visit_app.panels.complete(frm);
		else if (step === "check_in") await check_in(frm);
		else await record_time(frm, step, person || get_own_log(frm.doc)?.service_person);
	} finally {
		button.disabled = false;
	}
}

/** The time of somebody else is recorded only when the user says so. */
async function check_in(frm) {
	const person = get_person(frm.doc);
	if (person && !get_own_names().includes(person) && !(await confirm_other(person))) return;
	await record_time(frm, "check_in", person);
}

function confirm_other(person) {
	const question = `${__("Check in {0}?", [escape_text(person)])} ${__(
		"The time is recorded as that of {0}: your user is no technician.",
		[escape_text(person)],
	)}`;
	return new Promise((resolve) => {
		frappe.confirm(
			question,
			() => resolve(true),
			() => resolve(false),
		);
	});
}

async function record_time(frm, action, service_person) {
	if (!(await maintenance_visit_app.panels.save(frm))) return;
	const position = action === "undo_check_in" ? {} : await get_position();
	try {
		await frappe.xcall(
			`maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.time_logs.${action}`,
			{ visit: frm.doc.name, service_person, ...position },
		);
	} catch {
		return; // The server has told why
	}
	await frm.reload_doc();
	if (action !== "check_in") return;
	frm.checked_in = { of: service_person, modified: frm.doc.modified };
	show_steps(frm);
	open_work(frm);
}

maintenance_visit_app.panels.check_out = (frm, { service_person }) =>
	record_time(frm, "check_out", service_person);

/** Where the user is, if settings and browser let this site know; nobody is kept waiting for it. */
async function get_position() {
	if (!frappe.boot.maintenance_visits.ask_positions) return {};
	const permission = await navigator.permissions?.query({ name: "geolocation" }).catch(() => null);
	if (permission?.state === "denied" || !navigator.geolocation) return {};
	return new Promise((resolve) => {
		navigator.geolocation.getCurrentPosition(
			({ coords: { latitude, longitude } }) => resolve({ latitude, longitude }),
			() => resolve({}),
			{ timeout: 5000, maximumAge: 60000 },
		);
	});
}

/** Who is at work needs this tab; who opens another one then is left there. */
function open_work_once(frm) {
	if (frm.opened_work_of === frm.docname) return;
	frm.opened_work_of = frm.docname;
	const log = frm.doc.docstatus === 0 && !window.location.hash && get_own_log(frm.doc);
	if (log && get_own_names().includes(log.service_person)) open_work(frm);
}

function open_work(frm) {
	frm.get_field("purposes_panel").tab.set_active();
}
