# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""torchvision_imagefolder.py ROOT: the classes and files which torchvision's ImageFolder finds.

One line "class NAME" per class in its order, then one line "LABEL<tab>RELATIVE PATH" per file.
"""
import os
import sys

from torchvision.datasets import ImageFolder

root = sys.argv[1]
folder = ImageFolder(root)
for name in folder.classes:
    print("class", name)
for path, label in folder.samples:
    print(f"{label}\t{os.path.relpath(path, root)}")
