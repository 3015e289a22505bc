"""BrightRegions, a node for Maskgraph in Python: it finds what is bright.

It needs grpcio, numpy and the two modules that build.sh makes from node.proto, and
nothing of Maskgraph's. The host starts it; a graph file names it under plugins.
"""

import itertools
import json
import math
import mmap
import os
import sys
import threading
from concurrent import futures

import grpc
import numpy as np

import node_pb2 as pb
import node_pb2_grpc

# What a graph file may say: the default, the least, the most, and what it means.
SETTINGS = {
    "min_brightness": (200, 1, 255, "A pixel counts when it is as bright as this, 1 to 255."),
    "min_size": (16, 1, 65536, "Regions with a shorter side are left out, in pixels."),
}

BRIGHT_REGIONS = pb.NodeType(
    type="BrightRegions",
    doc="Finds bright regions, such as lamps and sheets of paper.",
    out=[pb.Port(name="boxes", type="boxes", doc="A box for each region, the largest first.")],
    fields=[
        pb.Field(name=name, type="int", doc=doc, default_json=json.dumps(default))
        for name, (default, _, _, doc) in SETTINGS.items()
    ],
)
getattr(BRIGHT_REGIONS, "in").add(name="frame", type="frame", doc="The picture.")  # in is a keyword


def read_settings(text):
    """The settings that a graph file gives, and what is wrong with them."""
    settings = {name: default for name, (default, *_) in SETTINGS.items()}
    given = json.loads(text or "{}")
    if not isinstance(given, dict):
        return settings, [pb.Problem(message=f"want settings (name: value), got {json.dumps(given)}")]
    problems = []
    for name, value in given.items():
        _, least, most, _ = SETTINGS.get(name, (None,) * 4)
        if name not in SETTINGS:
            wrong = f"unknown setting (have {', '.join(sorted(SETTINGS))})"
        elif type(value) is not int:
            wrong = f"want a whole number, got {json.dumps(value)}"
        elif not least <= value <= most:
            wrong = f"must be in [{least}, {most}], got {value}"
        else:
            settings[name] = value
            continue
        problems.append(pb.Problem(path=name, message=wrong))
    return settings, problems


CELL = 8  # pixels; regions with a smaller gap between them may count as one


def find(pixels, min_brightness, min_size):
    """Instances around the bright regions of a picture: height x width x channels."""
    if pixels.shape[2] == 3:
        blue, green, red = (pixels[:, :, i].astype(np.uint16) for i in range(3))
        light = (29 * blue + 150 * green + 77 * red) >> 8
    else:
        light = pixels[:, :, 0]
    bright = light >= min_brightness
    height, width = bright.shape
    padded = np.pad(bright, ((0, -height % CELL), (0, -width % CELL)))
    cells = padded.reshape(len(padded) // CELL, CELL, -1, CELL).any(axis=(1, 3))
    found = []
    for region in touching(cells):
        (top, left), (bottom, right) = region.min(axis=0) * CELL, (region.max(axis=0) + 1) * CELL
        part = bright[top:bottom, left:right]
        rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
        x1, x2, y1, y2 = left + columns[0], left + columns[-1] + 1, top + rows[0], top + rows[-1] + 1
        if min(x2 - x1, y2 - y1) >= min_size:
            score = light[y1:y2, x1:x2].mean() / 255
            found.append(pb.Instance(x1=x1, y1=y1, x2=x2, y2=y2, score=score, label="bright"))
    return sorted(found, key=lambda i: (i.x1 - i.x2) * (i.y2 - i.y1))


def touching(cells):
    """Groups of cells that touch, each as rows of (row, column)."""
    left = set(map(tuple, np.argwhere(cells).tolist()))
    while left:
        region = [left.pop()]
        for y, x in region:  # which grows on the way
            near = left.intersection(itertools.product((y - 1, y, y + 1), (x - 1, x, x + 1)))
            left -= near
            region += near
        yield np.array(region)


class Nodes(node_pb2_grpc.NodeHostServicer):
    """The four calls of the protocol. An exception is an error of the node in the host."""

    def __init__(self):
        self.memory = None  # the host's pixels
        self.numbers = itertools.count(1)
        self.settings = {}  # of each open node, by its number

    def Describe(self, request, context):
        common = []
        if "shm" in request.capabilities:
            self.memory = mmap.mmap(3, 0, access=mmap.ACCESS_READ)
            common = ["shm"]
        return pb.DescribeResponse(capabilities=common, types=[BRIGHT_REGIONS])

    def Open(self, request, context):
        settings, problems = read_settings(request.settings_json)
        if problems or request.check_only:
            return pb.OpenResponse(problems=problems)
        number = next(self.numbers)
        self.settings[number] = settings
        return pb.OpenResponse(node=number)

    def Process(self, request, context):
        frame = request.packet.ports[0].frame
        found = pb.Instances(width=frame.width, height=frame.height)
        found.items.extend(find(self.pixels(frame), **self.settings[request.node]))
        return pb.ProcessResponse(packet=pb.Packet(ports=[pb.PortPayload(port="boxes", instances=found)]))

    def Close(self, request, context):
        self.settings.pop(request.node, None)
        return pb.CloseResponse()

    def pixels(self, frame):
        """A frame's pixels where they lie, for the length of the call."""
        shape = (frame.height, frame.width, frame.channels)
        if frame.WhichOneof("pixels") == "inline":
            return np.frombuffer(frame.inline, np.uint8).reshape(shape)
        return np.frombuffer(self.memory, np.uint8, math.prod(shape), frame.slot.offset).reshape(shape)


def serve(nodes):
    """Shakes hands with the host and runs until it is done, or gone. See go-plugin."""
    if os.environ.get("MASKGRAPH_PLUGIN") != "c2fb13b1-nodes":
        sys.exit("This program serves nodes to maskgraph, which starts it: name it under plugins in a graph file.")
    stdout = os.dup(1)
    os.dup2(2, 1)  # whatever prints goes to the host's log, as standard error does
    done = threading.Event()

    def shut_down(request, context):
        done.set()
        return b""

    def watch_host():  # it holds the other end of our standard input
        while os.read(0, 4096):
            pass
        os._exit(1)

    def call(service, method, answer):  # one with plain bytes
        handler = grpc.unary_unary_rpc_method_handler(answer)
        return grpc.method_handlers_generic_handler(service, {method: handler})

    size = 64 << 20  # of a message: a 4K frame where there is no shared memory
    limits = [("grpc.max_receive_message_length", size), ("grpc.max_send_message_length", size)]
    server = grpc.server(futures.ThreadPoolExecutor(), options=limits)
    node_pb2_grpc.add_NodeHostServicer_to_server(nodes, server)
    server.add_generic_rpc_handlers([
        call("grpc.health.v1.Health", "Check", lambda request, context: b"\x08\x01"),  # serving
        call("plugin.GRPCController", "Shutdown", shut_down),
    ])
    socket = os.path.join(os.environ["PLUGIN_UNIX_SOCKET_DIR"], "nodes.sock")
    server.add_insecure_port("unix:" + socket)  # in a directory that only this user can enter
    server.start()
    os.write(stdout, f"1|1|unix|{socket}|grpc|\n".encode())
    threading.Thread(target=watch_host, daemon=True).start()
    done.wait()
    server.stop(grace=1).wait()


if __name__ == "__main__":
    serve(Nodes())
