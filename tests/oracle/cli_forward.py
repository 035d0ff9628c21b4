# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""torchvision's resnet18 with random weights: cli_forward.py FOLDER CLASSES.

Writes weights.pth, in.npy and expected.npy into the folder. Running statistics are drawn too, so
that batch normalisation is not the identity.
"""
import sys

import numpy
import torch
import torchvision

folder, classes = sys.argv[1], int(sys.argv[2])
torch.manual_seed(11)
model = torchvision.models.resnet18(weights=None, num_classes=classes)
for module in model.modules():
    if isinstance(module, torch.nn.BatchNorm2d):
        module.running_mean.uniform_(-0.2, 0.2)
        module.running_var.uniform_(0.5, 1.5)
        torch.nn.init.uniform_(module.weight, 0.5, 1.5)
        torch.nn.init.uniform_(module.bias, -0.2, 0.2)
model.eval()
images = torch.randn(3, 3, 96, 64)
with torch.no_grad():
    expected = model(images)
torch.save(model.state_dict(), folder + "/weights.pth")
numpy.save(folder + "/in.npy", images.numpy())
numpy.save(folder + "/expected.npy", expected.numpy())
