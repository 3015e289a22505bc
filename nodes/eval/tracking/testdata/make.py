"""Writes boxes/, masks/, their results and want.json: made-up things that move, with
everything that the benchmarks' rules ask for, and the scores of another scorer.

    pip install numpy pycocotools && python make.py SCORE.py

SCORE.py is the scorer that lies beside the shared tracking data.
"""

import json
import os
import subprocess
import sys

import numpy as np
from pycocotools import mask as coder

rng = np.random.default_rng(11)


def write(path, lines):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write("\n".join(lines) + "\n")


def walks(n, frames):
    place, speed = rng.uniform(0, 180, (n, 2)), rng.normal(0, 4, (n, 2))
    size = rng.uniform(15, 50, (n, 2))
    born, gone = rng.integers(1, frames // 2, n), rng.integers(frames // 2, frames + 1, n)
    for f in range(1, frames + 1):
        for i in range(n):
            if born[i] <= f <= gone[i]:
                yield f, i, place[i] + speed[i] * f, size[i]


def boxes(name, columns, frames=14):
    classes = rng.choice([1, 1, 1, 2, 7, 8, 5], 12)
    truth, found = [], []
    swap = int(rng.integers(4, 10))
    for f, i, p, s in walks(12, frames):
        box = ",".join("%.2f" % v for v in (*p, *s))
        counts = int(rng.random() < 0.9)
        tail = "%d,-1,-1,-1" % counts if columns == 10 else "%d,%d,1" % (counts, classes[i])
        truth.append("%d,%d,%s,%s" % (f, i + 1, box, tail))
        if rng.random() < 0.8:
            near = ",".join("%.3f" % v for v in (*(p + rng.normal(0, 2.5, 2)), *(s * rng.uniform(0.85, 1.15, 2))))
            found.append("%d,%d,%s,%.2f,-1,-1,-1" % (f, 40 + (i + (f > swap)) % 12, near, rng.random()))
    for f in range(1, frames + 1):
        if f % 5:
            truth.append("%d,-1,150,0,90,90,%s" % (f, "1,-1,-1,-1" if columns == 10 else "1,1,1"))
        for k in range(int(rng.integers(0, 3))):
            x, y, h = rng.uniform(0, 180), rng.uniform(0, 180), rng.uniform(4, 40)
            found.append("%d,%d,%.1f,%.1f,20,%.1f,0.5,-1,-1,-1" % (f, 90 + k, x, y, h))
    write("boxes/%s/gt.txt" % name, truth)
    write("boxes-result/%s.txt" % name, found)


def masks(name, frames=10, w=80, h=60):
    truth, found = [], []

    def line(f, i, cls, p, s, taken):
        m = np.zeros((h, w), np.uint8, order="F")
        y, x = np.mgrid[:h, :w]
        m[((x - p[0] / 2.5) / s[0] * 3) ** 2 + ((y - p[1] / 3) / s[1] * 3) ** 2 < 1] = 1
        m[taken > 0] = 0
        taken += m
        return "%d %d %d %d %d %s" % (f - 1, cls * 1000 + i, cls, h, w, coder.encode(m)["counts"].decode())

    layers = {}
    for f, i, p, s in walks(9, frames):
        t, r = layers.setdefault(f, (np.zeros((h, w), np.uint8), np.zeros((h, w), np.uint8)))
        cls = 10 if i == 8 else 1 + i % 2
        truth.append(line(f, i, cls, p, s, t))
        if rng.random() < 0.85:
            found.append(line(f, i + (f > 6), 1 + i % 2, p + rng.normal(0, 3, 2), s, r))
    write("masks/%s/gt.txt" % name, truth)
    write("masks/%s/seqinfo.ini" % name, ["[Score]", "firstFrame=0", "classes=1,2"])
    write("masks-result/%s.txt" % name, found)


boxes("ten-columns", 10)
boxes("nine-columns", 9)
write("boxes/nine-columns/seqinfo.ini", ["[Sequence]", "frameRate=10", "[Score]", "minHeight=12.5"])
masks("ovals")
want = []
for kind, more in (("boxes", []), ("masks", ["--mask"])):
    for stride in (1, 3):
        text = subprocess.check_output(["python3", sys.argv[1], "suite", kind, kind + "-result", "--json", "--stride", str(stride)] + more)
        want.append({"kind": kind, "stride": stride, "scores": json.loads(text)})
with open("want.json", "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(w) for w in want) + "\n]\n")
