# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""layers_oracle.py CASES.json SHAPES.json [VALUES.pth]: what torch says of single layers.

A case is {"op", "params", "inputs": [shape without batch, ...]}; the answer is the output's shape,
or null where torch refuses. VALUES.pth holds for case i the inputs "i.x0", "i.x1", the layer's
parameters "i.weight", "i.bias" and its output in evaluation mode "i.y"."""
import json
import sys

import torch
from torch import nn

values = {}


def value(param):
    return param[0] if isinstance(param, list) and len(param) == 1 else param


def answer(i, case):
    op, inputs = case["op"], [torch.randn(2, *shape) for shape in case["inputs"]]
    params = {k: tuple(v) if isinstance(v, list) else v
              for k, v in ((k, value(v)) for k, v in case["params"].items())}
    try:
        if op == "Add":
            y = torch.add(*inputs)
        elif op == "Concat":
            y = torch.cat(inputs, 1)
        else:
            if op in ("Conv2d", "BatchNorm2d"):
                layer = getattr(nn, op)(inputs[0].shape[1], **params)
            elif op == "ConvTranspose2d":
                layer = nn.ConvTranspose2d(inputs[0].shape[1], **params)
            elif op == "GroupNorm":
                layer = nn.GroupNorm(params["num_groups"], inputs[0].shape[1],
                                     affine=params["affine"])
            elif op == "Upsample":
                if params["mode"] == "nearest":
                    del params["align_corners"]
                layer = nn.Upsample(**params)
            elif op == "Softmax":
                layer = nn.Softmax(dim=1)
            else:
                layer = getattr(nn, op)(**params)
            y = layer.eval()(*inputs)
            values.update(("%d.%s" % (i, k), t) for k, t in layer.state_dict().items())
    except (RuntimeError, ValueError, IndexError):
        return None
    values.update(("%d.x%d" % (i, j), x) for j, x in enumerate(inputs))
    values["%d.y" % i] = y
    return list(y.shape[1:])


torch.manual_seed(0)
with open(sys.argv[1]) as f:
    cases = json.load(f)
with torch.no_grad():
    answers = [answer(i, case) for i, case in enumerate(cases)]
with open(sys.argv[2], "w") as f:
    json.dump(answers, f)
if len(sys.argv) > 3:
    torch.save(values, sys.argv[3])
