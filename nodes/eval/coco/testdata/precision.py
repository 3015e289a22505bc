"""Writes truth.json, results.json and want.json: random things with polygons, run
lengths and crowds, and how pycocotools scores what was found of them.

    pip install pycocotools==2.0.11 && python precision.py
"""

import contextlib
import io
import json

import numpy as np
from pycocotools import mask as coder
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

rng = np.random.default_rng(7)
W, H = 64, 48


def blob():
    """A star of random reach around a random place, partly off the picture."""
    n = int(rng.integers(3, 9))
    x, y = rng.uniform(0, W), rng.uniform(0, H)
    turn = np.sort(rng.uniform(0, 2 * np.pi, n))
    reach = rng.uniform(3, 18, n)
    points = np.stack([x + reach * np.cos(turn), y + reach * np.sin(turn)], 1)
    if rng.random() < 0.3:
        points = np.round(points)
    return np.round(points, 2).reshape(-1).tolist()


def moved(polygon):
    return (np.array(polygon) + rng.uniform(-2, 2, 2).repeat(len(polygon) // 2).reshape(2, -1).T.reshape(-1)).tolist()


def encoded(polygons):
    return coder.merge(coder.frPyObjects(polygons, H, W))


images = [{"id": 3 * i + 5, "width": W, "height": H, "file_name": "street/%05d.jpg" % i} for i in range(8)]
categories = [{"id": 2 * k + 1, "name": n} for k, n in enumerate(["bird", "car", "dog"])]
truth, found = [], []
for image in images:
    for _ in range(int(rng.integers(0, 6))):
        polygons = [blob() for _ in range(int(rng.integers(1, 3)))]
        crowd = bool(rng.random() < 0.15)
        category = int(rng.choice([1, 3]))
        rle = encoded(polygons)
        segmentation = polygons
        if crowd or rng.random() < 0.2:
            bits = coder.decode(rle).reshape(-1, order="F")
            edges = np.flatnonzero(np.diff(np.concatenate([[0], bits]))).tolist()
            segmentation = {"size": [H, W], "counts": np.diff([0] + edges + [W * H]).tolist()}
        truth.append({"id": len(truth) + 1, "image_id": image["id"], "category_id": category, "iscrowd": int(crowd),
                      "bbox": coder.toBbox(rle).tolist(), "area": float(coder.area(rle)), "segmentation": segmentation})
        for _ in range(int(rng.integers(0, 3))):
            near = encoded([moved(p) for p in polygons])
            found.append((image["id"], category, near))
    for _ in range(int(rng.integers(0, 3))):
        found.append((image["id"], int(rng.choice([1, 3, 5])), encoded([blob()])))
results = [{"image_id": i, "category_id": c, "score": int(rng.integers(1, 30)) / 30, "bbox": coder.toBbox(r).tolist(),
            "segmentation": {"size": r["size"], "counts": r["counts"].decode()}} for i, c, r in found]

want = {"areas": [int(coder.area(encoded(t["segmentation"]))) for t in truth if isinstance(t["segmentation"], list)]}
for kind in ("bbox", "segm"):
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = json.loads(json.dumps({"info": {}, "images": images, "annotations": truth, "categories": categories}))
        coco.createIndex()
        e = COCOeval(coco, coco.loadRes(json.loads(json.dumps(results))), kind)
        e.evaluate()
        e.accumulate()
        e.summarize()
    want[kind] = {"AP": e.stats[0], "AP50": e.stats[1], "AP75": e.stats[2], "AR": e.stats[8]}

dump = lambda name, v: open(name, "w").write(json.dumps(v, separators=(",", ":")) + "\n")
dump("truth.json", {"images": images, "annotations": truth, "categories": categories})
dump("results.json", results)
dump("want.json", want)
print(want, len(truth), len(results))
