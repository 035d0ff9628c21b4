# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""pretrained_oracle.py write FILE: the table of torchvision's published ImageNet weights
(resources/pretrained_weights.json), derived from the metadata of torchvision 0.14.

pretrained_oracle.py check FILE: fails and says where FILE differs from what this torchvision's
get_weight() says of each entry, or lacks one of its models.

`bytes` is the size of the state dict's tensors: torchvision 0.14 publishes no file sizes, and a
file is larger by its container alone (under 1 %).
"""
import json
import math
import re
import sys
import warnings
from unittest import mock

import torch
import torchvision.models as models
from torchvision.models import get_weight
from torchvision.models._api import _get_enum_from_fn
from torchvision.transforms import InterpolationMode

warnings.simplefilter("ignore")
BASE = "https://download.pytorch.org/models/"

# The names that torchvision 0.14 has for these files carry hashes of other files; the files
# themselves were given their right names later (pytorch/vision issues 7744 and 8034).
RENAMED = {
    "efficientnet_b0_rwightman-3dd342df.pth": "efficientnet_b0_rwightman-7f5810bc.pth",
    "efficientnet_b1_rwightman-533bc792.pth": "efficientnet_b1_rwightman-bac287d4.pth",
    "efficientnet_b2_rwightman-bcdf34b7.pth": "efficientnet_b2_rwightman-c35c1473.pth",
    "efficientnet_b3_rwightman-cf984f9c.pth": "efficientnet_b3_rwightman-b3899882.pth",
    "efficientnet_b4_rwightman-7eb33cd5.pth": "efficientnet_b4_rwightman-23ab8bcd.pth",
    "efficientnet_b5_lukemelas-b6417697.pth": "efficientnet_b5_lukemelas-1a07897c.pth",
    "efficientnet_b6_lukemelas-c76e70fd.pth": "efficientnet_b6_lukemelas-24a108a5.pth",
    "efficientnet_b7_lukemelas-dcc49843.pth": "efficientnet_b7_lukemelas-c5b4e57e.pth",
}

# With these weights torchvision sets transform_input, by which the model itself turns ImageNet's
# normalisation into this one.
TRANSFORM_INPUT = {"googlenet", "inception_v3"}


def classifiers():
    return [name for name, value in models.__dict__.items()
            if callable(value) and name[0].islower() and hasattr(value, "__wrapped__")]


def tensor_bytes(name, weights):
    """Of the state dict; the same architecture may be published for a larger picture."""
    real = torch.empty
    torch.empty = lambda *shape, **more: real(*shape, **{**more, "device": "meta"})
    with mock.patch.multiple(torch.nn.init, **{
            each: lambda tensor, *_, **__: tensor for each in dir(torch.nn.init)
            if each.endswith("_") and not each.startswith("_")}):
        model = getattr(models, name)()
    torch.empty = real
    state = sum(t.numel() * t.element_size() for t in model.state_dict().values())
    here = sum(p.numel() for p in model.parameters())
    if name in TRANSFORM_INPUT:
        return state
    return state + 4 * (weights.meta["num_params"] - here)


def entry(arch, weights):
    transform = weights.transforms()
    file = weights.url[len(BASE):]
    assert weights.url == BASE + file and "/" not in file, weights.url
    mean, std = list(transform.mean), list(transform.std)
    if arch in TRANSFORM_INPUT:
        mean, std = [0.5] * 3, [0.5] * 3
    accuracy = weights.meta["_metrics"]["ImageNet-1K"]
    row = {"arch": arch, "name": str(weights),
           "default": weights == _get_enum_from_fn(getattr(models, arch)).DEFAULT,
           "file": RENAMED.get(file, file)}
    if file in RENAMED:
        row["former"] = file
    row["sha256"] = re.search(r"-([a-f0-9]{8,64})\.pth$", row["file"])[1]
    row.update(bytes=tensor_bytes(arch, weights), parameters=weights.meta["num_params"],
               top1=accuracy["acc@1"], top5=accuracy["acc@5"],
               resize=transform.resize_size[0], crop=transform.crop_size[0],
               interpolation=InterpolationMode(transform.interpolation).value, mean=mean, std=std)
    return row


def table():
    rows = []
    for arch in classifiers():
        for weights in _get_enum_from_fn(getattr(models, arch)):
            if weights.meta["categories"] is not None:  # VGG-16's features are for detection
                rows.append(entry(arch, weights))
    return rows


def write(path):
    with open(path, "w") as f:
        f.write('{"version": 1,\n "source": "torchvision 0.14, BSD-3-Clause",\n')
        f.write(' "base": %s,\n "weights": [\n' % json.dumps(BASE))
        f.write(",\n".join("  " + json.dumps(row) for row in table()))
        f.write("\n ]}\n")


def check(path):
    with open(path) as f:
        found = {row["name"]: row for row in json.load(f)["weights"]}
    problems = []
    for row in table():
        other = found.pop(row["name"], None)
        if other is None:
            problems.append("missing: " + row["name"])
        else:
            problems += ["%s: %s is %r, not %r" % (row["name"], key, other.get(key), value)
                         for key, value in row.items() if other.get(key) != value]
        address = get_weight(row["name"]).url
        if address != BASE + row["file"] and address != BASE + row.get("former", ""):
            problems.append("%s: another address: %s" % (row["name"], address))
    problems += ["not in torchvision: " + name for name in found]
    # The normalisation that replaces transform_input is the same function.
    pixels = torch.rand(2, 3, 4, 4)
    mean, std = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    seen = (pixels - mean.view(3, 1, 1)) / std.view(3, 1, 1)
    for cls in (models.GoogLeNet, models.Inception3):
        switch = type("Switch", (), {"transform_input": True})()
        if not torch.allclose(cls._transform_input(switch, seen), (pixels - 0.5) / 0.5, atol=1e-5):
            problems.append(cls.__name__ + ": transform_input is another function")
    assert not any(math.isnan(row["top1"]) for row in table())
    print("\n".join(problems) or "the table is torchvision's")
    sys.exit(1 if problems else 0)


{"write": write, "check": check}[sys.argv[1]](sys.argv[2])
