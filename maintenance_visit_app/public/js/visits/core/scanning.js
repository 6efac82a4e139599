// Reads bar codes with the camera: by the browser where it can, else by what is loaded for it.

export const FORMATS = ["qr_code", "code_128", "code_39", "ean_13", "ean_8", "data_matrix", "itf", "upc_a"];
const PAUSE = 150;

export function can_scan() {
	return Boolean(navigator.mediaDevices?.getUserMedia);
}

/** Show the camera in the video and call `found` with the first code. Return what stops it. */
export async function scan(video, found) {
	const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
	let is_on = true;
	const stop = () => {
		is_on = false;
		for (const track of stream.getTracks()) track.stop();
	};
	try {
		video.srcObject = stream;
		await video.play();
		const detect = await get_detector();
		look(video, detect, () => is_on, found).finally(stop);
	} catch (error) {
		stop();
		throw error;
	}
	return stop;
}

async function look(video, detect, is_on, found) {
	while (is_on()) {
		const code = await detect(video);
		if (code && is_on()) return found(code.trim());
		await new Promise((resolve) => setTimeout(resolve, PAUSE));
	}
	return null;
}

async function get_detector() {
	const known = (await globalThis.BarcodeDetector?.getSupportedFormats?.()) || [];
	const formats = FORMATS.filter((format) => known.includes(format));
	if (!formats.length) return (await load_reader()).detect;
	const detector = new BarcodeDetector({ formats });
	return async (video) => (await detector.detect(video).catch(() => []))[0]?.rawValue;
}

let reader = null;

/** Load the reader of browsers that have none: its file is kept by the worker from the beginning. */
function load_reader() {
	reader ??= new Promise((resolve, reject) => {
		const script = document.createElement("script");
		script.src = document.querySelector('meta[name="visits-scanner"]').content;
		script.onload = () => resolve(window.visits_scanner);
		script.onerror = () => {
			reader = null;
			reject(new Error("no scanner"));
		};
		document.head.append(script);
	});
	return reader;
}
