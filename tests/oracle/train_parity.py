# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the same network on the same batches with python3-torch.

usage: train_parity.py FOLDER ARCH OPTIMIZER LEARNING_RATE
FOLDER holds initial.pth and batches.pth ({"x0", "y0", "x1", ...}); writes losses.json and
gradients.pth (of the first batch, before any step).
"""
import json
import sys

import torch
import torchvision
from torch import nn


def lite_cnn(classes, size):
    def side(n):
        for _ in range(3):
            n = (n - 4) // 2
        return n
    # Dropout is off on both sides: the two programs draw different masks.
    features = nn.Sequential(
        nn.Conv2d(3, 32, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(64, 128, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten())
    classifier = nn.Sequential(
        nn.Linear(128 * side(size) ** 2, 2048), nn.ReLU(), nn.Dropout(0.0), nn.Linear(2048, classes))
    return nn.Sequential(features, classifier)


def face_cnn(classes, size):
    features = nn.Sequential(
        nn.Conv2d(3, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten())
    classifier = nn.Sequential(
        nn.Linear(64 * (size // 4) ** 2, 128), nn.ReLU(), nn.Dropout(0.0), nn.Linear(128, classes))
    return nn.Sequential(features, classifier)


def main():
    folder, arch, optimizer_name = sys.argv[1:4]
    rate = float(sys.argv[4])
    torch.set_num_threads(2)
    batches = torch.load(folder + "/batches.pth")
    state = torch.load(folder + "/initial.pth")
    classes = int(batches["classes"])
    steps = sum(1 for key in batches if key.startswith("x"))
    if arch == "resnet18":
        model = torchvision.models.resnet18(weights=None, num_classes=classes)
        model.load_state_dict(state, strict=True)
    else:
        build = {"lite_cnn": lite_cnn, "face_cnn": face_cnn}[arch]
        model = build(classes, batches["x0"].shape[2])
        # Same tensors in the same order; the names of the containers are ours.
        own = model.state_dict()
        assert len(own) == len(state)
        model.load_state_dict(dict(zip(own.keys(), state.values())), strict=True)
    # The memory format decides the order of sums in the kernels; with another one the rounding
    # differs, and twenty steps of training magnify any rounding.
    model = model.to(memory_format=torch.channels_last)
    model.train()
    if optimizer_name == "sgd":
        optimizer = torch.optim.SGD(model.parameters(), lr=rate, momentum=0.9, nesterov=True,
                                    weight_decay=1e-4)
    else:
        optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=1e-4)
    loss_function = nn.CrossEntropyLoss(label_smoothing=0.1)

    losses = []
    for step in range(steps):
        optimizer.zero_grad()
        loss = loss_function(model(batches[f"x{step}"].contiguous(memory_format=torch.channels_last)), batches[f"y{step}"])
        loss.backward()
        if step == 0:
            gradients = {f"{i}": p.grad.clone() for i, p in enumerate(model.parameters())}
            torch.save(gradients, folder + "/gradients.pth")
        optimizer.step()
        losses.append(loss.item())
    with open(folder + "/losses.json", "w") as file:
        json.dump(losses, file)


main()
