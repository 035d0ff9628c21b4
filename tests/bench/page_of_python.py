# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user would write instead: a page of PyTorch and torchvision, with their defaults.

usage: page_of_python.py train DATA ARCH [--epochs N] [--freeze] [--weights FILE] [--until ACCURACY]
                               [--size N] [--cosine] [--split RUN.JSON]
       page_of_python.py evaluate DATA ARCH

ImageFolder and a DataLoader with two workers, float32, PyTorch's own memory format; the transforms
are those of loader_bench, and --cosine changes the rate after each epoch, as PyTorch's examples and
Minarai do. --size stretches the validation images instead of cropping their middle,
as Minarai does for networks without published weights. --split takes the parts of a run of Minarai,
so that both sides are asked the same. Prints one JSON object: images per second of
each epoch, accuracy, seconds from the program's start.
"""
import time
START = time.perf_counter()

import argparse
import json
import os
import resource

import torch
import torchvision
from torch import nn
from torchvision import transforms

NORMALIZE = transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])


def pipelines(size):
    edge = size or 224
    varied = [transforms.RandomResizedCrop(edge), transforms.RandomHorizontalFlip(),
              transforms.RandomRotation(15), transforms.ColorJitter(0.2, 0.2, 0.2)]
    plain = ([transforms.Resize((edge, edge))] if size else
             [transforms.Resize(256), transforms.CenterCrop(224)])
    return [transforms.Compose(steps + [transforms.ToTensor(), NORMALIZE])
            for steps in (varied, plain)]


def make_model(arguments, classes):
    model = getattr(torchvision.models, arguments.arch)(weights=None)
    if arguments.weights:
        state = torch.load(arguments.weights, map_location="cpu")
        model.load_state_dict({k: v.float() if v.is_floating_point() else v
                               for k, v in state.items()})
    if arguments.freeze:
        for parameter in model.parameters():
            parameter.requires_grad = False
    if hasattr(model, "fc"):
        model.fc = nn.Linear(model.fc.in_features, classes)
    else:
        model.classifier[-1] = nn.Linear(model.classifier[-1].in_features, classes)
    return model


def loaders(arguments):
    varied, plain = (torchvision.datasets.ImageFolder(arguments.data, pipeline)
                     for pipeline in pipelines(arguments.size))
    if arguments.split:
        with open(arguments.split) as file:
            parts = json.load(file)["split"]
        number = {os.path.relpath(path, arguments.data): i
                  for i, (path, _) in enumerate(plain.samples)}
        train, val = ([number[path] for path, _ in parts[name]] for name in ("train", "val"))
    else:
        order = torch.randperm(len(varied), generator=torch.Generator().manual_seed(arguments.seed))
        held = len(varied) // 5
        train, val = order[held:].tolist(), order[:held].tolist()
    train = torch.utils.data.Subset(varied, train)
    val = torch.utils.data.Subset(plain, val)
    make = torch.utils.data.DataLoader
    return (make(train, batch_size=32, shuffle=True, num_workers=2),
            make(val, batch_size=32, num_workers=2),
            make(plain, batch_size=32, num_workers=2), len(varied.classes))


def evaluate(model, loader):
    model.eval()
    correct = seen = 0
    begin = time.perf_counter()
    with torch.no_grad():
        for images, labels in loader:
            correct += (model(images).argmax(1) == labels).sum().item()
            seen += len(labels)
    return correct / seen, seen / (time.perf_counter() - begin)


def train_epoch(model, loader, optimizer):
    model.train()
    seen = 0
    begin = time.perf_counter()
    for images, labels in loader:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        seen += len(labels)
    return seen / (time.perf_counter() - begin)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["train", "evaluate"])
    parser.add_argument("data")
    parser.add_argument("arch")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--rate", type=float, default=0.001)
    parser.add_argument("--freeze", action="store_true")
    parser.add_argument("--weights")
    parser.add_argument("--until", type=float, default=2.0)
    parser.add_argument("--size", type=int)
    parser.add_argument("--split")
    parser.add_argument("--cosine", action="store_true")
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    # Debian's torch computes with one thread unless it is told; others take all cores.
    torch.set_num_threads(os.cpu_count())
    torch.manual_seed(arguments.seed)
    train, val, everything, classes = loaders(arguments)
    model = make_model(arguments, classes)
    result = {}
    if arguments.what == "evaluate":
        result["accuracy"], result["images_per_s"] = evaluate(model, everything)
    else:
        optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad],
                                      lr=arguments.rate, weight_decay=1e-4)
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(
            optimizer, arguments.epochs) if arguments.cosine else None
        result = {"images_per_s": [], "accuracy": []}
        for _ in range(arguments.epochs):
            result["images_per_s"].append(train_epoch(model, train, optimizer))
            if schedule:
                schedule.step()
            result["accuracy"].append(evaluate(model, val)[0])
            if result["accuracy"][-1] >= arguments.until:
                break
    result["seconds"] = time.perf_counter() - START
    usage = [resource.getrusage(who).ru_maxrss for who in
             (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    result["peak_mb"] = usage[0] / 1024
    result["peak_mb_worker"] = usage[1] / 1024
    print(json.dumps(result))


main()
