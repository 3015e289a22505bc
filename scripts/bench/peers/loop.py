"""Segment Anything over a video with ONNX Runtime and OpenCV, as a user of Python writes it.

  plain  one frame after another with the default options; the decoder's full-size masks
  best   as many frames at once as there are processors, one thread each; the decoder's
         small masks, enlarged by OpenCV

Prints one JSON object: seconds from the loaded models to the written file, frames, masks,
and the area of all masks together.
"""
import argparse
import glob
import json
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import onnxruntime as ort
from pycocotools import mask as rle

SIDE = 1024
MEAN = np.array([123.675, 116.28, 103.53], np.float32)
STD = np.array([58.395, 57.12, 57.375], np.float32)


class Model:
    def __init__(self, encoder, decoder, threads):
        options = ort.SessionOptions()
        if threads:
            options.intra_op_num_threads = threads
        self.encoder = ort.InferenceSession(encoder, options, providers=["CPUExecutionProvider"])
        self.decoder = ort.InferenceSession(decoder, options, providers=["CPUExecutionProvider"])
        self.small = bool(threads)

    def encode(self, frame):
        h, w = frame.shape[:2]
        scale = SIDE / max(h, w)
        sw, sh = round(w * scale), round(h * scale)
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        rgb = cv2.cvtColor(cv2.resize(frame, (sw, sh), interpolation=how), cv2.COLOR_BGR2RGB)
        picture = np.zeros((1, 3, SIDE, SIDE), np.float32)
        picture[0, :, :sh, :sw] = ((rgb - MEAN) / STD).transpose(2, 0, 1)
        return self.encoder.run(None, {"input": picture})[0], scale, (sw, sh)

    def masks(self, frame, boxes):
        embedding, scale, (sw, sh) = self.encode(frame)
        h, w = frame.shape[:2]
        found = []
        for x1, y1, x2, y2 in boxes:
            points = np.array([[[x1, y1], [x2, y2], [0, 0]]], np.float32) * np.float32(scale)
            given = {
                "image_embeddings": embedding,
                "point_coords": points,
                "point_labels": np.array([[2, 3, -1]], np.float32),
                "mask_input": np.zeros((1, 1, 256, 256), np.float32),
                "has_mask_input": np.zeros(1, np.float32),
                "orig_im_size": np.array([8, 8] if self.small else [h, w], np.float32),
            }
            if self.small:
                logits = self.decoder.run(["low_res_masks"], given)[0][0, 0]
                valid = logits[: -(-sh * 256 // SIDE), : -(-sw * 256 // SIDE)]
                mask = cv2.resize(valid, (w, h), interpolation=cv2.INTER_LINEAR) > 0
            else:
                mask = self.decoder.run(["masks"], given)[0][0, 0] > 0
            code = rle.encode(np.asfortranarray(mask, np.uint8))
            found.append({"box": [x1, y1, x2, y2], "area": int(rle.area(code)),
                          "segmentation": {"size": code["size"], "counts": code["counts"].decode()}})
        return found


def frames_of(source, most):
    if os.path.isdir(source):
        for path in sorted(glob.glob(os.path.join(source, "*.jpg")))[:most]:
            yield cv2.imread(path)
        return
    video = cv2.VideoCapture(source)
    for _ in range(most):
        ok, frame = video.read()
        if not ok:
            return
        yield frame


def run(model, args, boxes):
    frames = frames_of(args.source, args.frames)
    if args.form == "plain":
        return [model.masks(frame, boxes[i]) for i, frame in enumerate(frames)]
    workers = os.cpu_count()
    room = threading.Semaphore(2 * workers)  # frames that wait stay few
    answers = []
    with ThreadPoolExecutor(workers) as pool:
        for i, frame in enumerate(frames):
            room.acquire()
            answer = pool.submit(model.masks, frame, boxes[i])
            answer.add_done_callback(lambda _: room.release())
            answers.append(answer)
    return [a.result() for a in answers]


def live(model, args, boxes):
    """Works on the newest frame of a stream; what is not taken in time is gone."""
    video = cv2.VideoCapture(args.source)
    newest, changed, over = [None], threading.Event(), time.time() + args.live
    read = [0]

    def watch():
        while time.time() < over:
            ok, frame = video.read()
            if not ok:
                break
            newest[0] = (frame, time.time())
            read[0] += 1
            changed.set()

    reader = threading.Thread(target=watch, daemon=True)
    reader.start()
    ages, masks = [], 0
    while time.time() < over:
        if not changed.wait(0.5):
            continue
        changed.clear()
        frame, at = newest[0]
        masks += len(model.masks(frame, boxes[0]))
        ages.append(time.time() - at)
    ages.sort()
    return {"seconds": args.live, "frames": len(ages), "read": read[0], "masks": masks,
            "p50": ages[len(ages) // 2], "p99": ages[len(ages) * 99 // 100]}


def main():
    p = argparse.ArgumentParser()
    for name in ("encoder", "decoder", "source", "boxes", "out"):
        p.add_argument("--" + name, required=True)
    p.add_argument("--form", choices=["plain", "best"], required=True)
    p.add_argument("--frames", type=int, default=1 << 30)
    p.add_argument("--live", type=float, default=0)
    args = p.parse_args()
    with open(args.boxes) as f:
        boxes = json.load(f)
    best = args.form == "best"
    if best:
        cv2.setNumThreads(1)
    # a live frame wants all processors at once
    model = Model(args.encoder, args.decoder, 0 if not best else os.cpu_count() if args.live else 1)
    if args.live:
        print(json.dumps(live(model, args, boxes)))
        return
    start = time.perf_counter()
    found = run(model, args, boxes)
    with open(args.out, "w") as f:
        json.dump(found, f)
    print(json.dumps({
        "seconds": time.perf_counter() - start, "frames": len(found), "masks": sum(map(len, found)),
        "area": sum(m["area"] for frame in found for m in frame),
    }))


main()
