# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""imagenet_oracle.py OUT WEIGHTS FILE FOLDER: what torchvision's model answers for each photo of
FOLDER with the state dict FILE and the transforms of its published WEIGHTS
("MobileNet_V2_Weights.IMAGENET1K_V1"). A line for each: index of the class, how far its logit is
before the next one's, name of the photo."""
import os
import sys

import torch
from PIL import Image
from torchvision import models

out, published, file, folder = sys.argv[1:]
weights = models.get_weight(published)
net = getattr(models, published.split("_Weights")[0].lower())()
net.load_state_dict(torch.load(file), strict=True)
net.eval()
transform = weights.transforms()
names = sorted(os.listdir(folder))
with torch.no_grad(), open(out, "w") as lines:
    for begin in range(0, len(names), 16):
        part = names[begin:begin + 16]
        pictures = [transform(Image.open(os.path.join(folder, name)).convert("RGB"))
                    for name in part]
        best = net(torch.stack(pictures)).topk(2)
        for name, values, indices in zip(part, best.values, best.indices):
            print(int(indices[0]), float(values[0] - values[1]), name, file=lines)
