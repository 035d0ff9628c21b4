# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What torchvision's resnet18 makes of trained weights: trained_weights.py WEIGHTS CLASSES SIZE FOLDER

The file must be plain enough for weights_only and fit strictly. Writes in.npy and expected.npy into
the folder.
"""
import sys

import numpy
import torch
import torchvision

weights, classes, size, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
model = torchvision.models.resnet18(weights=None, num_classes=classes)
model.load_state_dict(torch.load(weights, weights_only=True), strict=True)
model.eval()
torch.manual_seed(3)
images = torch.randn(4, 3, size, size)
with torch.no_grad():
    expected = model(images)
numpy.save(folder + "/in.npy", images.numpy())
numpy.save(folder + "/expected.npy", expected.numpy())
