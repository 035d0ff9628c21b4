# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user would write instead: a page of PyTorch and torchvision, with their defaults.

usage: page_of_python.py train DATA ARCH [--epochs N] [--freeze] [--weights FILE] [--until ACCURACY]
       page_of_python.py evaluate DATA ARCH

ImageFolder and a DataLoader with two workers, float32, PyTorch's own memory format. Prints one JSON
object: images per second of each epoch, accuracy, seconds from the program's start.
"""
import time
START = time.perf_counter()

import argparse
import json
import resource

import torch
import torchvision
from torch import nn
from torchvision import transforms

NORMALIZE = transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
VARIED = transforms.Compose([transforms.RandomResizedCrop(224), transforms.RandomHorizontalFlip(),
                             transforms.ToTensor(), NORMALIZE])
PLAIN = transforms.Compose([transforms.Resize(256), transforms.CenterCrop(224),
                            transforms.ToTensor(), NORMALIZE])


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
    varied = torchvision.datasets.ImageFolder(arguments.data, VARIED)
    plain = torchvision.datasets.ImageFolder(arguments.data, PLAIN)
    order = torch.randperm(len(varied), generator=torch.Generator().manual_seed(arguments.seed))
    held = len(varied) // 5
    train = torch.utils.data.Subset(varied, order[held:].tolist())
    val = torch.utils.data.Subset(plain, order[:held].tolist())
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
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    train, val, everything, classes = loaders(arguments)
    model = make_model(arguments, classes)
    result = {}
    if arguments.what == "evaluate":
        result["accuracy"], result["images_per_s"] = evaluate(model, everything)
    else:
        optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad],
                                      lr=arguments.rate, weight_decay=1e-4)
        result = {"images_per_s": [], "accuracy": []}
        for _ in range(arguments.epochs):
            result["images_per_s"].append(train_epoch(model, train, optimizer))
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
