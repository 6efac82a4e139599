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
	const add = (taken, label) =>
		`<button class="btn btn-md btn-default flex-fill" data-taken="${taken}">${label}</button>`;
	const buttons = frm.doc.docstatus === 0 && !frm.is_new();
	panel.html(`
		<div class="${buttons ? "d-flex" : "d-none"} mb-3" style="gap: var(--padding-sm)">
			${add("Before", __("Photo Before"))} ${add("After", __("Photo After"))}
		</div>
		<div class="row">${frm.doc.photos
			.filter(({ image }) => image)
			.map(get_photo)
			.join("")}</div>`);
	panel.find("button[data-taken]").on("click", ({ currentTarget }) => {
		take_photos(frm, currentTarget.dataset.taken);
	});
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

function take_photos(frm, taken) {
	new frappe.ui.FileUploader({
		doctype: frm.doctype,
		docname: frm.docname,
		restrictions: { allowed_file_types: ["image/*"] },
		make_attachments_public: false,
		on_success({ file_url }) {
			frm.add_child("photos", { image: file_url, taken });
			frm.refresh_field("photos");
			show_photos(frm);
			frm.dirty();
		},
	});
}
