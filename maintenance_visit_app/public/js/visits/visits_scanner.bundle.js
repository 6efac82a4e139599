// Reads bar codes where the browser can't. Loaded when it is needed; the library is Frappe's own.

import { Html5Qrcode } from "html5-qrcode";

const SIDE = 640;
let place = null;
let reader = null;

window.visits_scanner = { detect };

/** Return what the picture of the video says, if it says anything. */
async function detect(video) {
	reader ??= new Html5Qrcode(get_place(), { verbose: false });
	const canvas = document.createElement("canvas");
	const scale = Math.min(1, SIDE / video.videoWidth);
	canvas.width = video.videoWidth * scale;
	canvas.height = video.videoHeight * scale;
	canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
	const picture = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
	return reader.scanFile(new File([picture], "code.png", { type: "image/png" }), false).catch(() => null);
}

// The library wants an element on the page, which nobody is to see
function get_place() {
	place = Object.assign(document.createElement("div"), { id: "visits-scanner", hidden: true });
	document.body.append(place);
	return place.id;
}
