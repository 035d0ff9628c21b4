# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gradient clipping, accumulation and weight averaging as a script with python3-torch does them.

usage: train_technique.py FOLDER STEPS ACCUMULATE CLIP DECAY
FOLDER holds initial.pth and batches.pth ({"x0", "y0", ...}, ACCUMULATE of equal size for each
step); writes weights.pth, average.pth and norms.json (before clipping).
"""
import json
import sys

import torch
from torch import nn


def network(channels, classes):
    return nn.Sequential(
        nn.Conv2d(channels, 6, 3, padding=1), nn.BatchNorm2d(6), nn.ReLU(), nn.AdaptiveAvgPool2d(2),
        nn.Flatten(), nn.Linear(24, classes))


def save(model, path):
    torch.save(dict(model.state_dict()), path)


def main():
    folder = sys.argv[1]
    steps, accumulate = int(sys.argv[2]), int(sys.argv[3])
    clip, decay = float(sys.argv[4]), float(sys.argv[5])
    torch.set_num_threads(1)
    state = torch.load(folder + "/initial.pth")
    batches = torch.load(folder + "/batches.pth")
    model = network(3, 4)
    model.load_state_dict(dict(zip(model.state_dict().keys(), state.values())), strict=True)
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    average = torch.optim.swa_utils.AveragedModel(
        model, avg_fn=lambda old, new, count: decay * old + (1 - decay) * new, use_buffers=True)
    norms = []
    for step in range(steps):
        optimizer.zero_grad()
        for part in range(accumulate):
            number = step * accumulate + part
            loss = nn.functional.cross_entropy(model(batches[f"x{number}"]), batches[f"y{number}"])
            (loss / accumulate).backward()
        norms.append(float(nn.utils.clip_grad_norm_(model.parameters(), clip)))
        optimizer.step()
        average.update_parameters(model)
    save(model, folder + "/weights.pth")
    save(average.module, folder + "/average.pth")
    with open(folder + "/norms.json", "w") as file:
        json.dump(norms, file)


main()
