"""Writes box_ap.json: random boxes and how pycocotools scores them.

    pip install pycocotools==2.0.11 && python box_ap.py > box_ap.json

Coordinates are small whole numbers and scores have two digits, so that overlaps
lie exactly on thresholds and scores are equal, now and then.
"""

import contextlib
import io
import json

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

LABELS = ["bird", "car", "dog", "person", "tree"]


def random_box(rng):
    x, y = rng.integers(0, 60, 2)
    w, h = rng.integers(4, 30, 2)
    return [int(x), int(y), int(x + w), int(y + h)]


def near(rng, box):
    moved = (np.array(box) + rng.integers(-3, 4, 4)).tolist()
    return [moved[0], moved[1], max(moved[2], moved[0] + 1), max(moved[3], moved[1] + 1)]


def picture(rng, many):
    truth = [{"label": LABELS[int(rng.integers(4))], "box": random_box(rng), "crowd": bool(rng.random() < 0.15)}
             for _ in range(int(rng.integers(0, 9)))]
    found = [{"label": t["label"], "box": near(rng, t["box"])} for t in truth for _ in range(int(rng.integers(0, 4)))]
    found += [{"label": LABELS[int(rng.integers(5))], "box": random_box(rng)} for _ in range(int(rng.integers(0, 5)))]
    if many:
        found += [{"label": "bird", "box": random_box(rng)} for _ in range(130)]
        truth += [{"label": "bird", "box": random_box(rng), "crowd": False} for _ in range(20)]
    for f in found:
        f["score"] = int(rng.integers(1, 100)) / 100
    return {"truth": truth, "found": found}


def score(pictures):
    to_xywh = lambda b: [b[0], b[1], b[2] - b[0], b[3] - b[1]]
    anns = [{"id": 0, "image_id": i, "category_id": LABELS.index(t["label"]) + 1, "bbox": to_xywh(t["box"]),
             "area": 1000, "iscrowd": int(t["crowd"])} for i, p in enumerate(pictures) for t in p["truth"]]
    for i, a in enumerate(anns):
        a["id"] = i + 1
    dets = [{"image_id": i, "category_id": LABELS.index(f["label"]) + 1, "bbox": to_xywh(f["box"]), "score": f["score"]}
            for i, p in enumerate(pictures) for f in p["found"]]
    coco = COCO()
    coco.dataset = {"info": {}, "images": [{"id": i} for i in range(len(pictures))], "annotations": anns,
                    "categories": [{"id": i + 1, "name": n} for i, n in enumerate(LABELS)]}
    coco.createIndex()
    e = COCOeval(coco, coco.loadRes(dets), "bbox")
    e.evaluate()
    e.accumulate()
    p = e.eval["precision"][:, :, :, 0, 2]  # IoU, recall, class; all areas, 100 detections
    mean = lambda q: float(q[q > -1].mean())
    classes = lambda i: {n: mean(p[i, :, k]) for k, n in enumerate(LABELS) if (p[i, :, k] > -1).any()}
    return {"ap50": mean(p[0]), "ap75": mean(p[5]), "ap5095": mean(p), "classes50": classes(0), "classes75": classes(5)}


sets = []
for seed, many in [(1, False), (2, True), (3, False)]:
    rng = np.random.default_rng(seed)
    pictures = [picture(rng, many and i == 2) for i in range(8)]
    with contextlib.redirect_stdout(io.StringIO()):
        want = score(pictures)
    sets.append({"images": pictures, "want": want})
print("[\n" + ",\n".join(json.dumps(s, separators=(",", ":")) for s in sets) + "\n]")
