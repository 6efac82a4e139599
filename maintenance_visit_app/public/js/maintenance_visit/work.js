// The first thing a technician sees of a visit: where it is, whom to call, and the button to begin or end work.

frappe.ui.form.on("Maintenance Visit", {
	refresh(frm) {
		if (frm.is_new() || frm.doc.docstatus !== 0) return;
		const panel = frm.get_field("work_panel").$wrapper.html(get_work_panel(frm.doc));
		panel.find("[data-action]").on("click", ({ currentTarget }) => {
			record_time(frm, currentTarget.dataset.action);
		});
	},
});

function get_work_panel(visit) {
	const escape = frappe.utils.escape_html;
	const open = visit.time_logs.filter((log) => !log.to_time);
	const since = open.map(({ service_person, from_time }) => {
		const time = frappe.datetime.str_to_user(from_time);
		return `<p class="mb-2">${__("{0} at work since {1}", [escape(service_person), escape(time)])}</p>`;
	});
	const technicians = new Set(visit.purposes.map((row) => row.service_person).filter(Boolean));
	const buttons = [];
	if (open.length)
		buttons.push(get_button("check_out", __("Check Out", null, "Maintenance Visit"), "btn-primary"));
	if (open.length < Math.max(technicians.size, 1)) {
		buttons.push(
			get_button(
				"check_in",
				__("Check In", null, "Maintenance Visit"),
				open.length ? "btn-default" : "btn-primary",
			),
		);
	}
	return `${since.join("")}
		<div class="d-flex flex-wrap mb-3" style="gap: var(--padding-sm)">
			${buttons.join("")} ${get_contact_links(visit)}
		</div>`;
}

function get_button(action, label, look) {
	return `<button class="btn btn-md ${look} flex-fill" data-action="${action}">${label}</button>`;
}

function get_contact_links({ contact_mobile, address_display }) {
	const link = (href, label) =>
		`<a class="btn btn-md btn-default" href="${href}" target="_blank" rel="noopener">${label}</a>`;
	const links = [];
	if (contact_mobile) links.push(link(`tel:${contact_mobile.replace(/[^\d+]/g, "")}`, __("Call")));
	if (address_display) {
		const address = encodeURIComponent(get_lines(address_display).join(", "));
		links.push(link(`https://www.openstreetmap.org/search?query=${address}`, __("Map")));
	}
	return links.join("");
}

/** Parsed, not shown: what is in the address can't run. */
function get_lines(html) {
	const { body } = new window.DOMParser().parseFromString(html.replace(/<br\s*\/?>/gi, "\n"), "text/html");
	return body.textContent
		.split("\n")
		.map((line) => line.trim())
		.filter(Boolean);
}

async function record_time(frm, action) {
	if (frm.is_dirty()) await frm.save();
	const position = await get_position();
	try {
		await frappe.xcall(
			`maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.time_logs.${action}`,
			{ visit: frm.doc.name, ...position },
		);
	} catch {
		return; // The server has told why
	}
	await frm.reload_doc();
}

/** Where the user is, if he has allowed this site to know; nobody is kept waiting for it. */
async function get_position() {
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
