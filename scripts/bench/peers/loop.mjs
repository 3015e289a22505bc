// Segment Anything over a video with onnxruntime-node, sharp and ffmpeg, as a user of
// Node.js writes it.
//
//   plain  one frame after another with the default options; the decoder's full-size masks
//   best   as many frames at once as there are processors, one thread each; the decoder's
//          small masks, enlarged here
//
// Prints one JSON object: seconds from the loaded models to the written file, frames, masks,
// and the area of all masks together.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const text = { type: 'string' };
const { values: args } = parseArgs({
	options: { modules: text, encoder: text, decoder: text, source: text, boxes: text, out: text, form: text, frames: text, live: text, width: text, height: text },
});
const require = createRequire(path.join(args.modules, 'x.js'));
const ort = require('onnxruntime-node');
const sharp = require('sharp');

const side = 1024;
const mean = [123.675, 116.28, 103.53];
const std = [58.395, 57.12, 57.375];
const best = args.form === 'best';
const live = Number(args.live ?? 0);
const most = Number(args.frames ?? 1e9);
const boxes = JSON.parse(fs.readFileSync(args.boxes));
const cores = os.availableParallelism();
if (best) sharp.concurrency(1);

const options = best ? { intraOpNumThreads: live ? cores : 1, interOpNumThreads: 1 } : {};
const encoder = await ort.InferenceSession.create(args.encoder, options);
const decoder = await ort.InferenceSession.create(args.decoder, options);
const tensor = (data, dims) => new ort.Tensor('float32', Float32Array.from(data), dims);
const noMask = new ort.Tensor('float32', new Float32Array(256 * 256), [1, 1, 256, 256]);
const has = tensor([0], [1]);

// picture is a frame scaled to the square's width or height, normalised, in planes.
async function picture(frame) {
	const scale = side / Math.max(frame.width, frame.height);
	const w = Math.round(frame.width * scale);
	const h = Math.round(frame.height * scale);
	const from = frame.file ? sharp(frame.file) : sharp(frame.data, { raw: { width: frame.width, height: frame.height, channels: 3 } });
	const rgb = await from.removeAlpha().resize(w, h, { fit: 'fill', kernel: 'linear' }).raw().toBuffer();
	const data = new Float32Array(3 * side * side);
	for (let y = 0; y < h; y++) {
		for (let x = 0; x < w; x++) {
			const at = 3 * (y * w + x);
			const to = y * side + x;
			data[to] = (rgb[at] - mean[0]) / std[0];
			data[to + side * side] = (rgb[at + 1] - mean[1]) / std[1];
			data[to + 2 * side * side] = (rgb[at + 2] - mean[2]) / std[2];
		}
	}
	return { input: new ort.Tensor('float32', data, [1, 3, side, side]), scale, w, h };
}

async function masksOf(frame, prompts) {
	const p = await picture(frame);
	const { output } = await encoder.run({ input: p.input });
	const found = [];
	for (const [x1, y1, x2, y2] of prompts) {
		const answer = await decoder.run({
			image_embeddings: output,
			point_coords: tensor([x1 * p.scale, y1 * p.scale, x2 * p.scale, y2 * p.scale, 0, 0], [1, 3, 2]),
			point_labels: tensor([2, 3, -1], [1, 3]),
			mask_input: noMask,
			has_mask_input: has,
			orig_im_size: tensor(best ? [8, 8] : [frame.height, frame.width], [2]),
		}, best ? ['low_res_masks'] : ['masks']);
		const logits = best
			? enlarged(answer.low_res_masks.data, Math.ceil((p.w * 256) / side), Math.ceil((p.h * 256) / side), frame.width, frame.height)
			: answer.masks.data;
		found.push({ box: [x1, y1, x2, y2], ...runs(logits, frame.width, frame.height) });
	}
	return found;
}

// enlarged resizes the first cols x rows cells of 256x256 bilinearly.
function enlarged(cells, cols, rows, width, height) {
	const out = new Float32Array(width * height);
	const xs = taps(width, cols);
	const ys = taps(height, rows);
	const row = new Float32Array(cols);
	for (let y = 0; y < height; y++) {
		const { lo, hi, frac } = ys[y];
		for (let x = 0; x < cols; x++) row[x] = cells[lo * 256 + x] * (1 - frac) + cells[hi * 256 + x] * frac;
		for (let x = 0; x < width; x++) {
			const t = xs[x];
			out[y * width + x] = row[t.lo] * (1 - t.frac) + row[t.hi] * t.frac;
		}
	}
	return out;
}

function taps(to, from) {
	return Array.from({ length: to }, (_, i) => {
		const at = Math.max(0, ((i + 0.5) * from) / to - 0.5);
		const lo = Math.min(Math.floor(at), from - 1);
		return { lo, hi: Math.min(lo + 1, from - 1), frac: at - lo };
	});
}

// runs is COCO's run-length code, column by column, of what is above 0.
function runs(logits, width, height) {
	const counts = [];
	let inside = false;
	let run = 0;
	let area = 0;
	for (let x = 0; x < width; x++) {
		for (let at = x; at < width * height; at += width) {
			const now = logits[at] > 0;
			if (now !== inside) {
				counts.push(run);
				run = 0;
				inside = now;
			}
			run++;
			if (now) area++;
		}
	}
	counts.push(run);
	return { area, segmentation: { size: [height, width], counts } };
}

async function* frames() {
	if (fs.statSync(args.source, { throwIfNoEntry: false })?.isDirectory()) {
		const files = fs.readdirSync(args.source).filter((f) => f.endsWith('.jpg')).sort().slice(0, most);
		for (const name of files) {
			const file = path.join(args.source, name);
			const { width, height } = await sharp(file).metadata();
			yield { file, width, height };
		}
		return;
	}
	yield* pipe(['-frames:v', String(most)]);
}

// pipe lets ffmpeg decode: Node.js has nothing of its own for videos.
async function* pipe(more) {
	const width = Number(args.width);
	const height = Number(args.height);
	const size = 3 * width * height;
	const ffmpeg = spawn('ffmpeg', ['-v', 'error', '-i', args.source, ...more, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'], { stdio: ['ignore', 'pipe', 'inherit'] });
	let parts = [];
	let have = 0;
	try {
		for await (const chunk of ffmpeg.stdout) {
			parts.push(chunk);
			have += chunk.length;
			if (have < size) continue;
			const all = Buffer.concat(parts);
			let at = 0;
			for (; at + size <= all.length; at += size) yield { data: all.subarray(at, at + size), width, height };
			parts = [all.subarray(at)];
			have = all.length - at;
		}
	} finally {
		ffmpeg.kill();
	}
}

async function run() {
	const found = [];
	const busy = new Set();
	let i = 0;
	for await (const frame of frames()) {
		const at = i++;
		const work = masksOf(frame, boxes[at]).then((masks) => {
			found[at] = masks;
			busy.delete(work);
		});
		busy.add(work);
		while (busy.size >= (best ? cores : 1)) await Promise.race(busy);
	}
	await Promise.all(busy);
	return found;
}

// runLive works on the newest frame of a stream; what is not taken in time is gone.
async function runLive() {
	const over = Date.now() + 1000 * live;
	let newest = null;
	let read = 0;
	(async () => {
		for await (const frame of pipe([])) {
			newest = { frame, at: Date.now() };
			read++;
			if (Date.now() > over) return;
		}
	})();
	const ages = [];
	let masks = 0;
	while (Date.now() < over) {
		if (!newest) {
			await new Promise((done) => setTimeout(done, 1));
			continue;
		}
		const { frame, at } = newest;
		newest = null;
		masks += (await masksOf(frame, boxes[0])).length;
		ages.push((Date.now() - at) / 1000);
	}
	ages.sort((a, b) => a - b);
	return { seconds: live, frames: ages.length, read, masks, p50: ages[ages.length >> 1], p99: ages[Math.floor(ages.length * 0.99)] };
}

if (live) {
	console.log(JSON.stringify(await runLive()));
} else {
	const start = performance.now();
	const found = await run();
	fs.writeFileSync(args.out, JSON.stringify(found));
	const all = found.flat();
	console.log(JSON.stringify({
		seconds: (performance.now() - start) / 1000, frames: found.length, masks: all.length,
		area: all.reduce((sum, m) => sum + m.area, 0),
	}));
}
process.exit(0);
