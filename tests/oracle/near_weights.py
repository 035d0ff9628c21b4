# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exits 0 if best.pth and last.pth of two runs hold the same tensors within a tolerance.

usage: near_weights.py RUN_A RUN_B TOLERANCE
"""
import sys

import torch

tolerance = float(sys.argv[3])
for name in ("best.pth", "last.pth"):
    a, b = (torch.load(f"{run}/{name}") for run in sys.argv[1:3])
    if list(a) != list(b):
        sys.exit(f"{name}: other names")
    for key in a:
        if not torch.allclose(a[key], b[key], rtol=tolerance, atol=tolerance):
            sys.exit(f"{name}: {key} differs by {(a[key] - b[key]).abs().max()}")
