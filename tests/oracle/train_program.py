# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains LiteCNN as the program did, from the same weights and images in the same order.

usage: train_program.py prepare|compare FOLDER
prepare: of FOLDER/model.json makes FOLDER/plain.json, which drops nothing out (the two programs
draw different masks), and FOLDER/initial.pth; mixes the order of FOLDER/parts.json.
compare: exits 0 if the losses of the steps that FOLDER/run tells of and its last weights agree with
those of python3-torch.
"""
import json
import os
import random
import sys

import torch
import torchvision.transforms as T
from PIL import Image, ImageOps
from torch import nn

STEPS = 20


class LiteCnn(nn.Module):
    def __init__(self, classes, size):
        super().__init__()
        side = size
        for _ in range(3):
            side = (side - 4) // 2
        self.features = nn.Sequential(
            nn.Conv2d(3, 32, 5), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(32, 64, 5), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(64, 128, 5), nn.ReLU(), nn.MaxPool2d(2))
        self.classifier = nn.Sequential(
            nn.Linear(128 * side ** 2, 2048), nn.ReLU(), nn.Identity(), nn.Linear(2048, classes))

    def forward(self, x):
        return self.classifier(torch.flatten(self.features(x), 1))


def prepare(folder):
    with open(folder + "/model.json") as file:
        model = json.load(file)
    model["name"] = "plain"
    dropouts = [node for node in model["nodes"] if node["op"] == "Dropout"]
    assert dropouts
    for node in dropouts:
        node["params"] = {"p": 0.0}
    with open(folder + "/plain.json", "w") as file:
        json.dump(model, file)

    with open(folder + "/parts.json") as file:
        parts = json.load(file)
    random.Random(1).shuffle(parts["split"]["train"])
    with open(folder + "/parts.json", "w") as file:
        json.dump(parts, file)
    torch.manual_seed(1)
    torch.save(LiteCnn(len(parts["classes"]), model["input"][1]).state_dict(),
               folder + "/initial.pth")


def picture(path):
    return ImageOps.exif_transpose(Image.open(path)).convert("RGB")


def compare(folder):
    torch.set_num_threads(1)
    with open(folder + "/run/run.json") as file:
        run = json.load(file)
    with open(folder + "/run/events.jsonl") as file:
        events = [json.loads(line) for line in file]
    ours = [event["loss"] for event in events if event["type"] == "step_finished"]
    settings = run["settings"]
    data = os.path.join(folder, "run", run["dataset"]["path"])
    assert len(ours) == STEPS, len(ours)
    size, batch = settings["size"], settings["batch"]
    see = T.Compose([T.Resize((size, size)), T.ToTensor(),
                     T.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))])

    model = LiteCnn(len(run["classes"]), size)
    model.load_state_dict(torch.load(folder + "/initial.pth"))
    begin = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    model = model.to(memory_format=torch.channels_last)
    optimizer = torch.optim.SGD(model.parameters(), lr=settings["learning_rate"],
                                momentum=settings["momentum"], nesterov=settings["nesterov"],
                                weight_decay=settings["weight_decay"])
    worst = 0
    for step in range(STEPS):
        part = run["split"]["train"][step * batch:(step + 1) * batch]
        images = torch.stack([see(picture(os.path.join(data, path))) for path, _ in part])
        labels = torch.tensor([label for _, label in part])
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(
            model(images.contiguous(memory_format=torch.channels_last)), labels)
        loss.backward()
        optimizer.step()
        worst = max(worst, abs(ours[step] - loss.item()) / loss.item())
    print(f"largest relative difference of {STEPS} losses: {worst:.1e}")
    if worst > 1e-4:
        sys.exit("the losses differ")

    last = torch.load(folder + "/run/last.pth")
    for name, tensor in model.state_dict().items():
        moved = (tensor - begin[name]).abs().max().item()
        differs = (tensor - last[name]).abs().max().item()
        if moved == 0 or differs > 1e-2 * moved:
            sys.exit(f"{name} moved by {moved} and differs by {differs}")


{"prepare": prepare, "compare": compare}[sys.argv[1]](sys.argv[2])
