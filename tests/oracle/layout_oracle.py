# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""layout_oracle.py OUT.json NAME...: torchvision's state dicts as [[name, shape, trainable], ...],
without drawing the random weights."""
import json
import sys

import torch
import torchvision

for name in ("normal_", "uniform_", "zero_", "fill_"):
    setattr(torch.Tensor, name, lambda self, *args, **kwargs: self)

layouts = {}
for name in sys.argv[2:]:
    model = getattr(torchvision.models, name)()
    trainable = {key for key, _ in model.named_parameters()}
    layouts[name] = [[key, list(tensor.shape), key in trainable]
                     for key, tensor in model.state_dict().items()]
with open(sys.argv[1], "w") as f:
    json.dump(layouts, f)
