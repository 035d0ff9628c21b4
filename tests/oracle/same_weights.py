# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exits 0 if best.pth and last.pth of two runs hold equal tensors, bit for bit.

usage: same_weights.py RUN_A RUN_B
"""
import sys

import torch

for name in ("best.pth", "last.pth"):
    a, b = (torch.load(f"{run}/{name}") for run in sys.argv[1:3])
    if list(a) != list(b):
        sys.exit(f"{name}: other names")
    for key in a:
        if not torch.equal(a[key], b[key]):
            sys.exit(f"{name}: {key} differs by {(a[key] - b[key]).abs().max()}")
