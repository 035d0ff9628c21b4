# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Losses of python3-torch and their gradients with respect to the logits.

usage: losses.py FOLDER
FOLDER/cases.json is a list of {"loss", "gamma", "smoothing", "weighted", "soft"}; FOLDER/input.pth
holds logits, labels, shares and weights. Writes FOLDER/output.pth: "loss0", "gradient0", ...
"""
import json
import sys

import torch
from torch.nn import functional


def focal(logits, case, labels, shares, weights):
    """Lin et al. 2017, image by image and class by class."""
    classes = logits.shape[1]
    probabilities = functional.softmax(logits, dim=1)
    total = 0
    divisor = 0
    for i in range(logits.shape[0]):
        wanted = shares[i] if case["soft"] else functional.one_hot(labels[i], classes).to(logits)
        for c in range(classes):
            q = wanted[c] * (1 - case["smoothing"]) + case["smoothing"] / classes
            p = probabilities[i, c]
            alpha = weights[c] if case["weighted"] else 1
            total = total - alpha * q * (1 - p) ** case["gamma"] * torch.log(p)
        divisor = divisor + (weights[labels[i]] if case["weighted"] and not case["soft"] else 1)
    return total / divisor


def main():
    folder = sys.argv[1]
    tensors = torch.load(folder + "/input.pth")
    with open(folder + "/cases.json") as file:
        cases = json.load(file)
    output = {}
    for number, case in enumerate(cases):
        logits = tensors["logits"].double().requires_grad_()
        labels, shares = tensors["labels"], tensors["shares"].double()
        weights = tensors["weights"].double()
        if case["loss"] == "focal":
            loss = focal(logits, case, labels, shares, weights)
        else:
            criterion = torch.nn.CrossEntropyLoss(weight=weights if case["weighted"] else None,
                                                  label_smoothing=case["smoothing"])
            loss = criterion(logits, shares if case["soft"] else labels)
        loss.backward()
        output[f"loss{number}"] = loss.detach()
        output[f"gradient{number}"] = logits.grad
    torch.save(output, folder + "/output.pth")


main()
