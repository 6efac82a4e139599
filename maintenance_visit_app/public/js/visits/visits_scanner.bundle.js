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

const SIDE = 640;
const LINES = ["CODE_128", "CODE_39", "EAN_13", "EAN_8", "ITF", "UPC_A"];
const HINTS = new Map([
	[DecodeHintType.POSSIBLE_FORMATS, LINES.map((name) => BarcodeFormat[name])],
	[DecodeHintType.TRY_HARDER, true],
]);
const READERS = [new QRCodeReader(), new DataMatrixReader(), new MultiFormatOneDReader(HINTS)];

window.visits_scanner = { detect };

/** Return what the picture of the video says, if it says anything. */
async function detect(video) {
	const picture = new BinaryBitmap(new HybridBinarizer(new HTMLCanvasElementLuminanceSource(draw(video))));
	for (const reader of READERS) {
		try {
			return reader.decode(picture, HINTS).getText();
		} catch {
			// Each throws where it finds nothing of its kind
		}
	}
	return null;
}

/** A square, which is the only shape that the library turns right: a code may stand on its side. */
function draw(video) {
	const { videoWidth: width, videoHeight: height } = video;
	const scale = Math.min(1, SIDE / Math.max(width, height));
	const side = Math.round(Math.max(width, height) * scale);
	const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
	canvas.getContext("2d").drawImage(video, 0, 0, width * scale, height * scale);
	return canvas;
}
