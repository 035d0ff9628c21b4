# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The other side of loader_bench: torchvision's ImageFolder with PyTorch's DataLoader.

torchvision_loader.py DIR SIZE BATCH WORKERS EPOCHS

Prints one JSON document: the seconds and images of each pass. Worker processes are kept from pass
to pass and are up before the first pass is timed; each of them computes with one thread, as
DataLoader sets it. That is the fastest of the usual ways of feeding photos to torch.
"""
import json
import sys
import time

import torch
from torch.utils.data import DataLoader
from torchvision import datasets, transforms


def main():
    folder, size, batch, workers, epochs = sys.argv[1], *map(int, sys.argv[2:6])
    pipeline = transforms.Compose([
        transforms.RandomResizedCrop(size),
        transforms.RandomHorizontalFlip(),
        transforms.RandomRotation(15),
        transforms.ColorJitter(0.2, 0.2, 0.2),
        transforms.ToTensor(),
        transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
    ])
    torch.manual_seed(0)
    dataset = datasets.ImageFolder(folder, pipeline)
    loader = DataLoader(dataset, batch_size=batch, shuffle=True, num_workers=workers,
                        persistent_workers=True)
    # Starts the workers; what they have loaded ahead belongs to a pass that is given up.
    next(iter(loader))
    passes = []
    for _ in range(epochs):
        begin = time.perf_counter()
        images = 0
        for batch_images, _ in loader:
            images += batch_images.shape[0]
        passes.append({"seconds": time.perf_counter() - begin, "images": images})
    print(json.dumps({"passes": passes}))


if __name__ == "__main__":
    main()
