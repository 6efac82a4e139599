// Photos as pictures, and one button to take them. The table below holds the same rows.

frappe.ui.form.on("Maintenance Visit", {
	refresh: (frm) => show_photos(frm),
});

frappe.ui.form.on("Maintenance Visit Photo", {
	image: (frm) => show_photos(frm),
	caption: (frm) => show_photos(frm),
	taken: (frm) => show_photos(frm),
	photos_remove: (frm) => show_photos(frm),
});

function show_photos(frm) {
	const panel = frm.get_field("photo_gallery").$wrapper;
	const is_open = frm.doc.docstatus === 0 && !frm.is_new() && frm.has_perm("write");
	const pictures = frm.doc.photos.filter(({ image }) => image).map(get_photo);
	maintenance_visit_app.panels.draw(
		panel,
		`${is_open ? get_cameras() : ""}<div class="row">${pictures.join("")}</div>`,
	);
	panel.find("input[type=file]").on("change", ({ currentTarget }) => take_photos(frm, currentTarget));
}

/** A label opens the camera of a telephone at once, where a button would open a dialog first. */
function get_cameras() {
	const get_camera = (taken, label, how) => `
		<label class="btn btn-md btn-default">${label}
			<input type="file" accept="image/*" ${how} class="sr-only" data-name="photo" data-taken="${taken}"></label>`;
	return `<div class="visit-choices mb-3">
		${get_camera("Before", __("Photo Before"), 'capture="environment"')}
		${get_camera("After", __("Photo After"), 'capture="environment"')}
		${get_camera("After", __("From Gallery"), "multiple")}
	</div>`;
}

function get_photo({ image, caption, taken }) {
	const escape = frappe.utils.escape_html;
	const text = escape([taken && __(taken), caption].filter(Boolean).join(" · "));
	return `
		<figure class="col-6 col-md-3">
			<a href="${escape(image)}" target="_blank" rel="noopener">
				<img src="${escape(image)}" alt="${text || __("Photo")}" class="img-fluid rounded" loading="lazy">
			</a>
			<figcaption class="text-muted small mt-1">${text}</figcaption>
		</figure>`;
}

async function take_photos(frm, { files, dataset: { taken } }) {
	const { name } = frm.doc;
	for (const file of [...files].filter(is_picture)) {
		const image = await upload(frm, await reduce(file));
		if (!image || frm.doc.name !== name) return;
		frm.add_child("photos", { image, taken });
		frm.refresh_field("photos");
		show_photos(frm);
		frm.dirty();
	}
}

/** Some browsers offer every file, whatever is asked for; some have no type for a telephone's HEIC. */
function is_picture({ name, type }) {
	if (!type || type.startsWith("image/")) return true;
	frappe.msgprint({
		title: __("Photos"),
		message: __("{0} is not a picture. Choose a photo.", [frappe.utils.escape_html(name).bold()]),
		indicator: "orange",
	});
	return false;
}

// As many as are kept, see photos.py
const LONGEST_SIDE = 2560;

/** A cellar has a weak network: what isn't kept isn't sent. What the browser can't read goes as it is. */
async function reduce(file) {
	try {
		const picture = await window.createImageBitmap(file);
		const scale = LONGEST_SIDE / Math.max(picture.width, picture.height);
		if (scale >= 1) return file;
		const canvas = document.createElement("canvas");
		canvas.width = Math.round(picture.width * scale);
		canvas.height = Math.round(picture.height * scale);
		canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
		const reduced = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
		return new window.File([reduced], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" });
	} catch {
		return file;
	}
}

/** As Desk's uploader sends a file, without its dialog; the address it got, or nothing where it was refused. */
async function upload({ doctype, docname }, file) {
	const form = new window.FormData();
	const values = { doctype, docname, is_private: 1, folder: "Home/Attachments" };
	for (const [key, value] of Object.entries(values)) form.append(key, value);
	form.append("file", file, file.name);
	frappe.show_alert({ message: __("Sending the photo …"), indicator: "blue" }, 2);
	try {
		const answer = await window.fetch("/api/method/upload_file", {
			method: "POST",
			headers: { Accept: "application/json", "X-Frappe-CSRF-Token": frappe.csrf_token },
			body: form,
		});
		const { message, _server_messages } = await answer.json();
		if (answer.ok) return message.file_url;
		if (_server_messages)
			frappe.msgprint(JSON.parse(_server_messages).map((text) => JSON.parse(text).message));
		else tell_not_sent();
	} catch {
		tell_not_sent();
	}
	return null;
}

function tell_not_sent() {
	frappe.msgprint({
		title: __("Photos"),
		message: __("The photo could not be sent. Try again when there is a connection."),
		indicator: "orange",
	});
}
