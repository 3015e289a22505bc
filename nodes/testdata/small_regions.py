"""Writes small_regions.json: masks cleaned by the rules of segment_anything's
remove_small_regions (utils/amg.py), restated here on OpenCV's labels, with masks
as COCO's compressed counts.

    pip install pycocotools==2.0.11 opencv-python-headless && python small_regions.py > small_regions.json
"""

import json

import cv2
import numpy as np
from pycocotools import mask

rng = np.random.default_rng(4)


def counts(bits):
    return mask.encode(np.asfortranarray(bits.astype(np.uint8)))["counts"].decode()


def labelled(bits):
    _, labels, stats, _ = cv2.connectedComponentsWithStats(bits.astype(np.uint8), connectivity=8)
    return labels, stats[:, cv2.CC_STAT_AREA]


def fill_holes(bits, least):
    labels, areas = labelled(~bits)
    return bits | ((labels > 0) & (areas < least)[labels])


def remove_islands(bits, least):
    labels, areas = labelled(bits)
    areas[0] = -1
    if areas.max() < least:
        assert (areas == areas.max()).sum() == 1 or areas.max() < 0, "which of two stays is not the same everywhere"
        least = areas.max()
    return (labels > 0) & (areas >= least)[labels]


def vector(name, bits, least):
    filled = fill_holes(bits, least)
    return {"name": name, "width": bits.shape[1], "height": bits.shape[0], "minArea": least, "mask": counts(bits),
            "filled": counts(filled), "cleaned": counts(remove_islands(filled, least)),
            "pruned": counts(remove_islands(bits, least))}


def rings(width, height, n):
    bits = np.zeros((height, width), np.uint8)
    for _ in range(n):
        centre = int(rng.integers(width)), int(rng.integers(height))
        size = int(rng.integers(1, 9)), int(rng.integers(1, 9))
        cv2.ellipse(bits, centre, size, int(rng.integers(180)), 0, 360, 1, int(rng.integers(1, 4)))
    return bits.astype(bool)


nothing = np.zeros((6, 8), bool)
speck = nothing.copy()
speck[2, 3] = True
strip = nothing.copy()
strip[range(5, -1, -1), range(6)] = True
strip[range(4, -1, -1), range(5)] = True
vectors = [
    vector("nothing", nothing, 5),
    vector("all of a small frame is a hole", nothing, 49),
    vector("a speck is the largest", speck, 5),
    vector("a corner cut off", strip, 12),
    vector("two corners cut off", strip, 30),
]
for least in (2, 8, 20, 60):
    vectors.append(vector(f"rings, at least {least}", rings(61, 47, 25), least))
    vectors.append(vector(f"noise, at least {least}", rng.random((29, 33)) < 0.45, least))
print(json.dumps(vectors, indent=1))
