# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Learning rates and momenta of torch.optim.lr_scheduler, one for each optimiser step.

usage: schedules.py CASES.json RATES.json
CASES is a list of {"schedule", "rate", "epochs", "steps" (of an epoch), "warmup" (epochs),
"kwargs" (of PyTorch's class), "metrics" (for ReduceLROnPlateau: one an epoch), "optimizer" ("sgd" or
"adam")}. RATES is a list of {"rates", "momenta"}.
"""
import json
import sys

import torch
from torch.optim import lr_scheduler

CLASSES = {
    "step": lr_scheduler.StepLR,
    "multistep": lr_scheduler.MultiStepLR,
    "exponential": lr_scheduler.ExponentialLR,
    "cosine": lr_scheduler.CosineAnnealingLR,
    "cosine_restarts": lr_scheduler.CosineAnnealingWarmRestarts,
    "one_cycle": lr_scheduler.OneCycleLR,
    "plateau": lr_scheduler.ReduceLROnPlateau,
}


def optimizer_of(rate, name="sgd"):
    kind = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[name]
    return kind([torch.nn.Parameter(torch.zeros(1))], lr=rate)


def momentum_of(optimizer):
    group = optimizer.param_groups[0]
    return group["betas"][0] if "betas" in group else group["momentum"]


def advance(optimizer, scheduler, *arguments):
    optimizer.step()
    if scheduler is not None:
        scheduler.step(*arguments)


def warm_up(target, steps):
    """LinearLR from 1/steps of the target to the whole of it, one step a batch."""
    optimizer = optimizer_of(target)
    scheduler = None
    if steps > 1:
        scheduler = lr_scheduler.LinearLR(optimizer, start_factor=1 / steps, total_iters=steps - 1)
    rates = []
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        advance(optimizer, scheduler)
    return rates


def rates_of(case):
    optimizer = optimizer_of(case["rate"], case["optimizer"])
    scheduler = None
    if case["schedule"] != "constant":
        scheduler = CLASSES[case["schedule"]](optimizer, **case["kwargs"])
    by_step = case["schedule"] == "one_cycle"
    rates = []
    if case["warmup"]:
        rates += warm_up(optimizer.param_groups[0]["lr"], case["warmup"] * case["steps"])
    momenta = [momentum_of(optimizer)] * len(rates)
    epochs = range(case["warmup"], case["epochs"])
    for epoch in epochs:
        for step in range(case["steps"]):
            rates.append(optimizer.param_groups[0]["lr"])
            momenta.append(momentum_of(optimizer))
            if by_step and not (epoch == epochs[-1] and step == case["steps"] - 1):
                advance(optimizer, scheduler)
        if not by_step:
            metric = [case["metrics"][epoch]] if case["schedule"] == "plateau" else []
            advance(optimizer, scheduler, *metric)
    return {"rates": rates, "momenta": momenta}


def main():
    with open(sys.argv[1]) as file:
        cases = json.load(file)
    with open(sys.argv[2], "w") as file:
        json.dump([rates_of(case) for case in cases], file)


main()
