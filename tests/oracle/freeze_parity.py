# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains a partly frozen resnet18 with rates by layer on given batches with python3-torch.

usage: freeze_parity.py FOLDER OPTIMIZER
FOLDER holds initial.pth and batches.pth ({"x0", "y0", "x1", ...}); writes after.pth, the state dict
after all steps. Frozen are conv1, bn1 and layer1 in evaluation mode; fc learns ten times faster,
layer2 ten times slower.
"""
import sys

import torch
import torchvision
from torch import nn


def main():
    folder, optimizer_name = sys.argv[1:3]
    torch.set_num_threads(2)
    batches = torch.load(folder + "/batches.pth")
    steps = sum(1 for key in batches if key.startswith("x"))
    model = torchvision.models.resnet18(weights=None, num_classes=int(batches["classes"]))
    model.load_state_dict(torch.load(folder + "/initial.pth"), strict=True)
    model = model.to(memory_format=torch.channels_last)
    model.train()
    for module in (model.conv1, model.bn1, model.layer1):
        module.eval()
        module.requires_grad_(False)
    rate = 0.01 if optimizer_name == "sgd" else 0.001
    groups = [
        {"params": [*model.layer3.parameters(), *model.layer4.parameters()], "lr": rate},
        {"params": model.layer2.parameters(), "lr": rate * 0.1},
        {"params": model.fc.parameters(), "lr": rate * 10},
    ]
    if optimizer_name == "sgd":
        optimizer = torch.optim.SGD(groups, lr=rate, momentum=0.9, weight_decay=1e-4)
    else:
        optimizer = torch.optim.AdamW(groups, lr=rate, weight_decay=1e-2)
    loss_function = nn.CrossEntropyLoss()
    # The schedule multiplies the rate of every group alike.
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 - step / (2 * steps))
    for step in range(steps):
        optimizer.zero_grad()
        x = batches[f"x{step}"].contiguous(memory_format=torch.channels_last)
        loss_function(model(x), batches[f"y{step}"]).backward()
        optimizer.step()
        schedule.step()
    torch.save({key: value.contiguous() for key, value in model.state_dict().items()}, folder + "/after.pth")


main()
