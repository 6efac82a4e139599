// Reads bar codes where the browser can't. Loaded when it is needed.
// The readers one by one: the library's index brings those of codes that no label of equipment has, and its writers.

import { HTMLCanvasElementLuminanceSource } from "@zxing/library/es2015/browser/HTMLCanvasElementLuminanceSource";
import BarcodeFormat from "@zxing/library/es2015/core/BarcodeFormat";
import BinaryBitmap from "@zxing/library/es2015/core/BinaryBitmap";
import HybridBinarizer from "@zxing/library/es2015/core/common/HybridBinarizer";
import DataMatrixReader from "@zxing/library/es2015/core/datamatrix/DataMatrixReader";
import DecodeHintType from "@zxing/library/es2015/core/DecodeHintType";
import MultiFormatOneDReader from "@zxing/library/es2015/core/oned/MultiFormatOneDReader";
import QRCodeReader from "@zxing/library/es2015/core/qrcode/QRCodeReader";
import { FORMATS } from "./core/scanning.js";

const SIDE = 640;
// Not the library's TRY_HARDER: lines then take half a second, in which no finger is heard
const HINTS = new Map([
	[DecodeHintType.POSSIBLE_FORMATS, FORMATS.map((name) => BarcodeFormat[name.toUpperCase()])],
]);
const READERS = [new QRCodeReader(), new DataMatrixReader(), new MultiFormatOneDReader(HINTS)];

const canvas = document.createElement("canvas");
const context = canvas.getContext("2d", { willReadFrequently: true });
let is_turned = true;

window.visits_scanner = { detect };

/** Return what the picture of the video says, if it says anything. Each second time, lines are read from the side. */
function detect(video) {
	is_turned = !is_turned;
	draw(video);
	const picture = new BinaryBitmap(new HybridBinarizer(new HTMLCanvasElementLuminanceSource(canvas)));
	for (const reader of READERS) {
		try {
			return reader.decode(picture, HINTS).getText();
		} catch {
			// Each throws where it finds nothing of its kind
		}
	}
	return null;
}

function draw(video) {
	const scale = Math.min(1, SIDE / Math.max(video.videoWidth, video.videoHeight));
	const [width, height] = [video.videoWidth * scale, video.videoHeight * scale].map(Math.round);
	[canvas.width, canvas.height] = is_turned ? [height, width] : [width, height];
	if (is_turned) context.transform(0, 1, -1, 0, height, 0);
	context.drawImage(video, 0, 0, width, height);
}
