// Maps, where Maintenance Visit Settings name a server for their tiles. Leaflet is Frappe's own.

frappe.provide("maintenance_visit_app.map");

maintenance_visit_app.map.is_there = function () {
	return Boolean(frappe.boot.maintenance_visits?.map);
};

/** Show the dialog with an empty map in it, which goes with it; null where it was closed before the map was there. */
maintenance_visit_app.map.show_in = async function (dialog, selector, options) {
	const { $wrapper } = dialog;
	let map = null;
	let is_closed = false;
	$wrapper.one("hidden.bs.modal", () => {
		is_closed = true;
		map?.remove();
	});
	const shown = new Promise((resolve) => $wrapper.one("shown.bs.modal", resolve));
	dialog.show();
	await Promise.all([shown, maintenance_visit_app.map.load()]);
	if (is_closed) return null;
	map = maintenance_visit_app.map.draw($wrapper.find(selector)[0], dialog.title, options);
	return map;
};

/** Frappe 17 doesn't load Leaflet by itself; what it has as window.L is an icon of that id. */
maintenance_visit_app.map.load = async function () {
	const leaflet = "/assets/frappe/js/lib/leaflet/leaflet";
	if (!window.L?.map) await frappe.require([`${leaflet}.css`, `${leaflet}.js`]);
};

maintenance_visit_app.map.draw = function (element, label, options) {
	const { tiles, attribution } = frappe.boot.maintenance_visits.map;
	const map = L.map(element, {
		attributionControl: Boolean(attribution),
		zoomControl: false,
		zoomAnimation: false,
		...options,
	});
	$(element).attr({ role: "region", "aria-label": label });
	map.attributionControl?.setPrefix(false);
	L.control.zoom({ zoomInTitle: __("Zoom In"), zoomOutTitle: __("Zoom Out") }).addTo(map);
	L.tileLayer(tiles, { maxZoom: 19, attribution: frappe.utils.escape_html(attribution) }).addTo(map);
	return map;
};

/** Show all of the positions, [latitude, longitude] each; without any, all of the earth. */
maintenance_visit_app.map.show_all = function (map, positions) {
	if (positions.length) map.fitBounds(positions, { padding: [32, 32], maxZoom: 15 });
	else map.setView([20, 0], 2);
};

/** Return [latitude, longitude] of a text such as "45.18850, 5.72450", or null; positions.py reads the same. */
maintenance_visit_app.map.read = function (text) {
	const match = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text || "");
	return match && match.slice(1).map(Number);
};

/** Offer a map below a field that holds a position. */
maintenance_visit_app.map.add_picker = function (frm, fieldname) {
	const field = frm.fields_dict[fieldname];
	field?.$wrapper.find(".choose-on-map").remove();
	if (!maintenance_visit_app.map.is_there() || field?.get_status() !== "Write") return;
	$(`<button type="button" class="btn btn-default btn-xs choose-on-map">${__("Choose on a Map")}</button>`)
		.css("margin", "-8px 0 12px")
		.appendTo(field.$wrapper)
		.on("click", () => maintenance_visit_app.map.pick(frm, fieldname));
};

/** The middle of the map is the place: so a finger, a mouse and the arrow keys can all choose it. */
maintenance_visit_app.map.pick = async function (frm, fieldname) {
	const hint = __("Move the map until the place is in its middle, or click on the place.");
	let map = null;
	const dialog = new frappe.ui.Dialog({
		title: __("Choose on a Map"),
		size: "large",
		fields: [
			{
				fieldtype: "HTML",
				options: `<p class="text-muted">${hint}</p><div style="position: relative">
				<div class="choose-on-map-area" style="height: 60vh; z-index: 0"></div><div aria-hidden="true" style="position: absolute;
				left: 50%; top: 50%; width: 22px; height: 22px; margin: -11px; border: 3px solid var(--red-500, #e24c4c);
				border-radius: 50%; pointer-events: none; background: rgb(255 255 255 / 45%)"></div></div>`,
			},
		],
		primary_action_label: __("Use This Place"),
		primary_action: () => {
			if (!map) return;
			const { lat, lng } = map.getCenter().wrap();
			frm.set_value(fieldname, `${lat.toFixed(5)}, ${lng.toFixed(5)}`);
			dialog.hide();
		},
	});
	const position = maintenance_visit_app.map.read(frm.doc[fieldname]);
	const neighbours = position ? [] : await maintenance_visit_app.map.get_neighbours().catch(() => []);
	// Whatever is done to the map, its middle stays where it is
	const steady = { scrollWheelZoom: "center", touchZoom: "center", doubleClickZoom: false };
	map = await maintenance_visit_app.map.show_in(dialog, ".choose-on-map-area", steady);
	if (!map) return;
	map.on("click", ({ latlng }) => map.panTo(latlng, { animate: false }));
	if (position) map.setView(position, 16);
	else maintenance_visit_app.map.show_all(map, neighbours);
};

/** Where the site's other addresses are: the one that is looked for will not be far. */
maintenance_visit_app.map.get_neighbours = async function () {
	const addresses = await frappe.db.get_list("Address", {
		fields: ["service_position"],
		filters: { service_position: ["is", "set"] },
		limit: 50,
	});
	return addresses
		.map(({ service_position }) => maintenance_visit_app.map.read(service_position))
		.filter(Boolean);
};
