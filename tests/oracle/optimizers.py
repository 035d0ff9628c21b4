# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps of python3-torch's optimisers with given gradients.

usage: optimizers.py FOLDER
FOLDER holds cases.json ([{"name", "optimizer", "steps", "rate", and the optimiser's own names}]) and
given.pth: parameters "p0", "p1", ... and gradients "g<step>.<parameter>". Writes <name>.pth: the
parameters after the steps, and the state of the first as "<parameter>.<entry>". The rate of step i
is rate / (1 + i / 10); where "cycles" is set, the momentum or beta 1 is 0.85 + 0.02 (i mod 5).
"""
import json
import sys

import torch


def make(case, parameters):
    rate, decay = case["rate"], case.get("weight_decay", 0.0)
    if case["optimizer"] == "sgd":
        return torch.optim.SGD(parameters, rate, momentum=case["momentum"], weight_decay=decay,
                               nesterov=case.get("nesterov", False))
    if case["optimizer"] == "rmsprop":
        return torch.optim.RMSprop(parameters, rate, alpha=case["alpha"], eps=case["eps"],
                                   weight_decay=decay, momentum=case["momentum"],
                                   centered=case.get("centered", False))
    kind = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[case["optimizer"]]
    return kind(parameters, rate, betas=(case["beta1"], case["beta2"]), eps=case["eps"],
                weight_decay=decay)


def main():
    folder = sys.argv[1]
    given = torch.load(folder + "/given.pth")
    count = sum(1 for name in given if name.startswith("p"))
    with open(folder + "/cases.json") as file:
        cases = json.load(file)
    for case in cases:
        parameters = [given[f"p{i}"].clone().requires_grad_() for i in range(count)]
        optimizer = make(case, parameters)
        for step in range(case["steps"]):
            for group in optimizer.param_groups:
                group["lr"] = case["rate"] / (1 + step / 10)
                if case.get("cycles") and "betas" in group:
                    group["betas"] = (0.85 + 0.02 * (step % 5), group["betas"][1])
                elif case.get("cycles"):
                    group["momentum"] = 0.85 + 0.02 * (step % 5)
            for i, parameter in enumerate(parameters):
                parameter.grad = given[f"g{step}.p{i}"].clone()
            optimizer.step()
        result = {}
        for i, parameter in enumerate(parameters):
            result[f"p{i}"] = parameter.detach()
            for name, value in optimizer.state[parameter].items():
                if torch.is_tensor(value) and value.dim() > 0:
                    result[f"p{i}.{name}"] = value
        torch.save(result, f"{folder}/{case['name']}.pth")


main()
