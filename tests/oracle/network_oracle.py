# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""network_oracle.py write DIR: for each network NAME.pth, a state dict with random weights and
batch-norm statistics, and NAME_data.pth with pictures, logits, and what one training pass does.

network_oracle.py check DIR: fails unless DIR/ours.pth loads strictly into torchvision's resnet18
and gives the logits of DIR/ours_data.pth."""
import os
import sys

import torch
import torchvision
from torch import nn

CLASSES = 10


def lenet5():
    """LeNet-5 on 1x28x28: conv 6@5, avg-pool 2, conv 16@5, avg-pool 2, 120, 84, classes; ReLU."""
    net = nn.Sequential()
    net.features = nn.Sequential(nn.Conv2d(1, 6, 5), nn.ReLU(), nn.AvgPool2d(2),
                                 nn.Conv2d(6, 16, 5), nn.ReLU(), nn.AvgPool2d(2))
    net.flatten = nn.Flatten()
    net.classifier = nn.Sequential(nn.Linear(256, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(),
                                   nn.Linear(84, CLASSES))
    return net


def lite_cnn():
    """conv 32@5, 64@5, 128@5, each with ReLU and max-pool 2; 2048, ReLU, dropout 0.5, classes."""
    net = nn.Sequential()
    net.features = nn.Sequential(*(layer for i, o in ((3, 32), (32, 64), (64, 128))
                                   for layer in (nn.Conv2d(i, o, 5), nn.ReLU(), nn.MaxPool2d(2))))
    net.flatten = nn.Flatten()
    net.classifier = nn.Sequential(nn.Linear(128 * 4 * 4, 2048), nn.ReLU(), nn.Dropout(0.5),
                                   nn.Linear(2048, CLASSES))
    return net


def face_cnn():
    """conv 32@3, 64@3, each padded by 1, with ReLU and max-pool 2; 128, ReLU, dropout 0.5, classes."""
    net = nn.Sequential()
    net.features = nn.Sequential(*(layer for i, o in ((3, 32), (32, 64))
                                   for layer in (nn.Conv2d(i, o, 3, padding=1), nn.ReLU(),
                                                 nn.MaxPool2d(2))))
    net.flatten = nn.Flatten()
    net.classifier = nn.Sequential(nn.Linear(64 * 12 * 8, 128), nn.ReLU(), nn.Dropout(0.5),
                                   nn.Linear(128, CLASSES))
    return net


def alexnet_original():
    """Krizhevsky 2012 as one column, 96@11/4, 256@5, 384@3, 384@3, 256@3, overlapping max-pools 3/2;
    two hidden layers (128 here, for the paper's 4096) with dropout after each, classes."""
    net = nn.Sequential()
    net.features = nn.Sequential(
        nn.Conv2d(3, 96, 11, stride=4, padding=2), nn.ReLU(), nn.MaxPool2d(3, 2),
        nn.Conv2d(96, 256, 5, padding=2), nn.ReLU(), nn.MaxPool2d(3, 2),
        nn.Conv2d(256, 384, 3, padding=1), nn.ReLU(), nn.Conv2d(384, 384, 3, padding=1), nn.ReLU(),
        nn.Conv2d(384, 256, 3, padding=1), nn.ReLU(), nn.MaxPool2d(3, 2))
    net.flatten = nn.Flatten()
    net.classifier = nn.Sequential(nn.Linear(256 * 3 * 2, 128), nn.ReLU(), nn.Dropout(0.5),
                                   nn.Linear(128, 128), nn.ReLU(), nn.Dropout(0.5),
                                   nn.Linear(128, CLASSES))
    return net


def make(name):
    ours = {"lenet5": lenet5, "lite_cnn": lite_cnn, "face_cnn": face_cnn,
            "alexnet_original": alexnet_original}
    return ours[name]() if name in ours else getattr(torchvision.models, name)(num_classes=CLASSES)


def write(folder):
    for seed, (name, shape) in enumerate((("resnet18", (3, 64, 64)), ("lenet5", (1, 28, 28)),
                                          ("lite_cnn", (3, 64, 64)), ("squeezenet1_1", (3, 64, 64)),
                                          ("mobilenet_v2", (3, 64, 64)), ("face_cnn", (3, 48, 32)),
                                          ("alexnet_original", (3, 128, 99)))):
        torch.manual_seed(seed)
        net = make(name)
        data = {"init." + key: torch.stack([p.mean(), p.std(unbiased=False), p.abs().max()])
                for key, p in net.named_parameters() if p.numel() > 1}
        for module in net.modules():
            if isinstance(module, nn.BatchNorm2d):
                nn.init.uniform_(module.weight, 0.5, 1.5)
                nn.init.normal_(module.bias, 0, 0.1)
                nn.init.normal_(module.running_mean, 0, 0.1)
                nn.init.uniform_(module.running_var, 0.5, 2)
        torch.save(net.state_dict(), os.path.join(folder, name + ".pth"))
        data["x"] = torch.randn(4, *shape)
        data["labels"] = torch.tensor([1, 0, 7, 3])
        net.eval()
        with torch.no_grad():
            data["logits"] = net(data["x"])
        # In double precision, so that rounding doesn't hide or make a difference.
        net.double().train()
        torch.manual_seed(5)
        logits = net(data["x"].double())
        data["train_logits"] = logits.detach()
        nn.functional.cross_entropy(logits, data["labels"]).backward()
        data.update(("grad." + key, p.grad) for key, p in net.named_parameters())
        data.update(("after." + key, t) for key, t in net.named_buffers())
        torch.save(data, os.path.join(folder, name + "_data.pth"))


def check(folder):
    net = make("resnet18")
    net.load_state_dict(torch.load(os.path.join(folder, "ours.pth"), weights_only=True), strict=True)
    data = torch.load(os.path.join(folder, "ours_data.pth"))
    net.eval()
    with torch.no_grad():
        logits = net(data["x"])
    difference = (logits - data["logits"]).abs().max() / logits.abs().max()
    assert difference < 1e-4, difference


{"write": write, "check": check}[sys.argv[1]](sys.argv[2])
