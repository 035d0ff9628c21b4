# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""shapes_oracle.py CASES.json SHAPES.json: what torch says of single layers' shapes.

A case is {"op", "params", "inputs": [shape without batch, ...]}; the answer a shape or null where
torch refuses."""
import json
import sys

import torch
from torch import nn


def value(param):
    return param[0] if isinstance(param, list) and len(param) == 1 else param


def answer(case):
    op, inputs = case["op"], [torch.zeros(1, *shape) for shape in case["inputs"]]
    params = {k: tuple(v) if isinstance(v, list) else v
              for k, v in ((k, value(v)) for k, v in case["params"].items())}
    for name in ("init", "init_std", "in_channels", "in_features", "num_features"):
        params.pop(name, None)
    if params.get("stride") == ():
        del params["stride"]
    try:
        if op == "Add":
            return torch.add(*inputs)
        if op == "Concat":
            return torch.cat(inputs, 1)
        if op in ("Conv2d", "Linear", "BatchNorm2d"):
            params = dict(params)
            first = inputs[0].shape[1]
            return getattr(nn, op)(first, **params).eval()(*inputs)
        return getattr(nn, op)(**params).eval()(*inputs)
    except (RuntimeError, ValueError, IndexError):
        return None


with open(sys.argv[1]) as f:
    cases = json.load(f)
with torch.no_grad():
    answers = [answer(case) for case in cases]
with open(sys.argv[2], "w") as f:
    json.dump([None if a is None else list(a.shape[1:]) for a in answers], f)
