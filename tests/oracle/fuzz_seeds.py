# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""fuzz_seeds.py [FOLDER]: writes the seeds of tests/fuzz, small files as PyTorch, Pillow and
torchvision's users write them. They are kept in the repository; this says where they are from."""
import collections
import io
import json
import os
import pickle
import struct
import sys
import zipfile

import torch
from PIL import Image


def state():
    torch.manual_seed(1)
    base = torch.randn(2, 3)
    out = collections.OrderedDict()
    out["a.weight"] = base
    out["tied"] = base
    out["view"] = base[:, ::2]
    out["half"] = torch.randn(2).half()
    out["bfloat16"] = torch.randn(2).bfloat16()
    out["double"] = torch.randn(1).double()
    out["count"] = torch.tensor(7)
    out["flag"] = torch.tensor([True, False])
    return out


def saved(what, **more):
    out = io.BytesIO()
    torch.save(what, out, **more)
    return out.getvalue()


def safetensors(entries, data=b"\0" * 64):
    text = json.dumps(entries).encode()
    return struct.pack("<Q", len(text)) + text + data


def conv(id_, inputs, **params):
    return {"id": id_, "op": "Conv2d", "inputs": inputs, "params": params}


def model(nodes, output):
    return json.dumps({"version": 1, "name": "seed", "input": [3, 32, 32], "nodes": nodes,
                       "output": output}).encode()


def images():
    picture = Image.new("RGB", (5, 3), (200, 100, 50))
    exif = Image.Exif()
    exif[0x0112] = 6
    for name, kind, more in (("jpeg", "JPEG", {"exif": exif}), ("progressive", "JPEG",
                             {"progressive": True}), ("png", "PNG", {"exif": exif}),
                             ("gif", "GIF", {}), ("webp", "WEBP", {"exif": exif}),
                             ("lossless", "WEBP", {"lossless": True}), ("bmp", "BMP", {}),
                             ("tiff", "TIFF", {}), ("ppm", "PPM", {})):
        out = io.BytesIO()
        picture.save(out, kind, **more)
        yield name, out.getvalue()


def seeds():
    plain, nested = state(), {"epoch": 1, "loss": 0.5, "state_dict": state(), "tags": {"a"}}
    parallel = collections.OrderedDict(("module." + k, v) for k, v in state().items())
    files = {"zip": {}, "unpickler": {}, "legacy": {}, "safetensors": {}, "model_spec": {},
             "image_header": dict(images())}
    for name, what in (("plain", plain), ("nested", nested), ("parallel", parallel)):
        files["zip"][name] = saved(what)
        for protocol in (2, 4):
            legacy = saved(what, _use_new_zipfile_serialization=False, pickle_protocol=protocol)
            files["legacy"]["%s%d" % (name, protocol)] = legacy
            with zipfile.ZipFile(io.BytesIO(saved(what, pickle_protocol=protocol))) as archive:
                files["unpickler"]["%s%d" % (name, protocol)] = archive.read("archive/data.pkl")
    files["unpickler"]["refused"] = pickle.dumps({"w": print}, 2)
    files["unpickler"]["numbers"] = pickle.dumps([1, -1, 1 << 40, -(1 << 80), 1.5, None, True], 4)
    files["safetensors"] = {
        "two": safetensors({"__metadata__": {"format": "pt"},
                            "w": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]},
                            "b": {"dtype": "BF16", "shape": [2], "data_offsets": [16, 20]}}),
        "scalar": safetensors({"n": {"dtype": "I64", "shape": [], "data_offsets": [0, 8]}}),
        "empty": safetensors({"e": {"dtype": "F16", "shape": [0, 3], "data_offsets": [0, 0]}})}
    block = [conv("conv", ["input"], out_channels=8, kernel_size=[3, 3], padding=[1, 1]),
             {"id": "bn", "op": "BatchNorm2d", "inputs": ["conv"], "params": {}},
             {"id": "relu", "op": "ReLU", "inputs": ["bn"], "params": {}},
             conv("again", ["relu"], out_channels=8, kernel_size=[1, 1]),
             {"id": "sum", "op": "Add", "inputs": ["again", "relu"], "params": {}},
             {"id": "pool", "op": "AdaptiveAvgPool2d", "inputs": ["sum"],
              "params": {"output_size": [1, 1]}},
             {"id": "flat", "op": "Flatten", "inputs": ["pool"], "params": {}},
             {"id": "fc", "op": "Linear", "inputs": ["flat"], "params": {"out_features": 5}}]
    files["model_spec"] = {"small": model(block, "fc"), "one": model(block[:1], "conv")}
    return files


folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__),
                                                            "../fuzz/seeds")
for target, contents in seeds().items():
    os.makedirs(os.path.join(folder, target), exist_ok=True)
    for name, data in contents.items():
        with open(os.path.join(folder, target, name), "wb") as f:
            f.write(data)
