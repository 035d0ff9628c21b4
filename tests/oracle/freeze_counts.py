# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""freeze_counts.py OUT.json ARCH=PREFIX,PREFIX ...: how many parameters of torchvision's models are
left to train when those with the prefixes are frozen."""
import json
import sys

import torchvision

counts = []
for word in sys.argv[2:]:
    name, prefixes = word.split("=")
    frozen = tuple(prefix + "." for prefix in prefixes.split(",") if prefix)
    model = torchvision.models.get_model(name, weights=None)
    counts.append(sum(p.numel() for key, p in model.named_parameters() if not key.startswith(frozen)))
with open(sys.argv[1], "w") as file:
    json.dump(counts, file)
