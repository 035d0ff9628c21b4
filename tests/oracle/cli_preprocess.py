# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What torchvision feeds a network: cli_preprocess.py IMAGE OUT.npy SIZE NORMALIZE(0|1)."""
import sys

import numpy
from PIL import Image
from torchvision import transforms

source, target, size, normalize = sys.argv[1:5]
steps = [transforms.Resize((int(size), int(size))), transforms.ToTensor()]
if normalize == "1":
    steps.append(transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]))
picture = Image.open(source).convert("RGB")
numpy.save(target, transforms.Compose(steps)(picture).numpy())
