"""Writes truth/*.png, result/*.png and want.json: made-up things that move, and J
and F of them by the definitions of the DAVIS benchmark, worked out the slow way.

    pip install numpy opencv-python-headless && python davis.py
"""

import itertools
import json
import math
import os

import cv2
import numpy as np

W, H, FRAMES = 150, 110, 6
rng = np.random.default_rng(3)


def picture(things, void):
    out = np.zeros((H, W), np.uint8)
    for label, (x, y, a, b, turn) in things:
        cv2.ellipse(out, (int(x), int(y)), (int(a), int(b)), turn, 0, 360, label, -1)
    if void:
        out[5:30, 60:80] = 255
    return out


def boundary(mask):
    b = np.zeros((H, W), bool)
    for y, x in itertools.product(range(H), range(W)):
        right, below = min(x + 1, W - 1), min(y + 1, H - 1)
        b[y, x] = len({mask[y, x], mask[y, right], mask[below, x], mask[below, right]}) > 1
    return b


def f_of(found, true):
    a, b = np.argwhere(boundary(found)), np.argwhere(boundary(true))
    if not len(a) or not len(b):
        return float(len(a) == len(b))
    reach = math.ceil(0.008 * math.hypot(W, H))
    near = ((a[:, None] - b[None]) ** 2).sum(2) <= reach * reach
    p, r = near.any(1).mean(), near.any(0).mean()
    return 2 * p * r / (p + r) if p + r else 0.0


def j_of(found, true):
    union = (found | true).sum()
    return (found & true).sum() / union if union else 1.0


def save(folder, name, picture):
    os.makedirs(folder, exist_ok=True)
    cv2.imwrite(os.path.join(folder, name), picture)


def score(truth, result, frames, pairs):
    out = []
    for true_id, found_id in pairs:
        js, fs = [], []
        for i in frames:
            t = truth[i] == true_id
            r = (result[i] == found_id) & (truth[i] != 255) if found_id else np.zeros((H, W), bool)
            js.append(j_of(r, t))
            fs.append(f_of(r, t))
        out.append({"ID": true_id, "Found": found_id, "J": np.mean(js), "F": np.mean(fs)})
    return out


truth, result = [], []
for i in range(FRAMES):
    things = [(1, (30 + 9 * i, 40, 22, 14, 20)), (2, (110 - 5 * i, 70, 16, 30, 0)), (4, (148, 108, 9, 20, 45))]
    if i == 3:
        things = things[:2]
    truth.append(picture(things, i % 2))
    ids = {1: 5, 2: 1, 4: 2}
    seen = [(ids[k], (x + rng.integers(-3, 4), y + rng.integers(-3, 4), a, b + rng.integers(-2, 3), t)) for k, (x, y, a, b, t) in things]
    if i == 4:
        seen = seen[1:]
    result.append(picture(seen + [(7, (70, 15, 12, 6, 0))], False))
    save("truth", "%05d.png" % i, truth[-1])
    save("result", "%06d.png" % i, result[-1])

found = [0] + sorted({int(v) for r in result for v in np.unique(r)} - {0})
every = range(FRAMES)
best = max(
    (score(truth, result, every, zip((1, 2, 4), p)) for p in itertools.permutations(found[1:], 3)),
    key=lambda s: sum(o["J"] + o["F"] for o in s),
)
prompted = score(truth, result, range(1, FRAMES - 1), [(k, k if k in found else 0) for k in (1, 2, 4)])
json.dump({"unprompted": best, "prompted": prompted}, open("want.json", "w"), indent=1)
print(best, prompted)
