"""Writes coco_masks.json: masks and what pycocotools makes of them.

    pip install pycocotools==2.0.11 && python coco_masks.py > coco_masks.json
"""

import itertools
import json

import numpy as np
from pycocotools import mask

rng = np.random.default_rng(1)


def vector(name, width, height, rects):
    bits = np.zeros((height, width), np.uint8, order="F")
    for x1, y1, x2, y2 in rects:
        bits[y1:y2, x1:x2] = 1
    runs = [] if bits[0, 0] == 0 else [0]
    runs += [len(list(g)) for _, g in itertools.groupby(bits.flatten(order="F"))]
    counts = mask.encode(bits)["counts"]
    again = mask.frPyObjects({"size": [height, width], "counts": runs}, height, width)
    assert again["counts"] == counts
    return {"name": name, "width": width, "height": height, "rects": rects, "area": int(bits.sum()),
            "runs": runs, "counts": counts.decode()}


def noise(width, height, density):
    ys, xs = np.nonzero(rng.random((height, width)) < density)
    return [[int(x), int(y), int(x) + 1, int(y) + 1] for y, x in zip(ys, xs)]


def blobs(width, height, n):
    rects = []
    for _ in range(n):
        x, y = int(rng.integers(width)), int(rng.integers(height))
        w, h = int(rng.integers(1, width // 4)), int(rng.integers(1, height // 4))
        rects.append([x, y, min(width, x + w), min(height, y + h)])
    return rects


vectors = [
    vector("empty", 7, 5, []),
    vector("full", 7, 5, [[0, 0, 7, 5]]),
    vector("one pixel in one", 1, 1, [[0, 0, 1, 1]]),
    vector("first pixel", 6, 4, [[0, 0, 1, 1]]),
    vector("last pixel", 6, 4, [[5, 3, 6, 4]]),
    vector("one row", 9, 1, [[2, 0, 5, 1], [7, 0, 8, 1]]),
    vector("one column", 1, 9, [[0, 2, 1, 5], [0, 7, 1, 8]]),
    vector("frame around a hole", 8, 6, [[0, 0, 8, 1], [0, 5, 8, 6], [0, 0, 1, 6], [7, 0, 8, 6]]),
    vector("touches every border", 8, 6, [[3, 0, 5, 6], [0, 2, 8, 4]]),
    vector("whole columns", 8, 6, [[2, 0, 5, 6]]),
    vector("two components", 12, 10, [[1, 1, 4, 4], [6, 5, 11, 9]]),
    vector("chessboard", 5, 5, [[x, y, x + 1, y + 1] for x in range(5) for y in range(5) if (x + y) % 2]),
    vector("thin noise", 16, 12, noise(16, 12, 0.1)),
    vector("thick noise", 16, 12, noise(16, 12, 0.9)),
    vector("full 640x480", 640, 480, [[0, 0, 640, 480]]),
    vector("last pixel of 1080p", 1920, 1080, [[1919, 1079, 1920, 1080]]),
    vector("blobs 640x480", 640, 480, blobs(640, 480, 5)),
    vector("blobs 1920x1080", 1920, 1080, blobs(1920, 1080, 3)),
]
for v in vectors:  # long lists of runs of large masks say nothing that counts do not
    if len(v["runs"]) > 300:
        del v["runs"]
print("[\n " + ",\n ".join(json.dumps(v) for v in vectors) + "\n]")
