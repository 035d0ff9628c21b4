# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs what augment::torchvisionCode wrote.

run_torchvision_code.py FOLDER reads jobs.json: [{code, image, count}], executes each code file,
opens the image as a comment in it says and gives it to its `transform` `count` times. Beside a code
file it writes the first tensor as raw float32 (.f32); results.json has
[{shape, statistics: [[mean, deviation, tilt], ...]}].
Exit code 77: torchvision is missing.
"""
import json
import runpy
import sys

try:
    import torch
    import torchvision  # noqa: F401
    from PIL import Image, ImageOps
except ImportError:
    sys.exit(77)


def opened(code, path):
    """What the comment `# image = ...` of the code makes of the file."""
    with open(code) as file:
        line = next(line for line in file if line.startswith("# image = "))
    names = {"Image": Image, "ImageOps": ImageOps, "path": path}
    return eval(line.removeprefix("# image = "), names)


folder = sys.argv[1] + "/"
torch.set_num_threads(1)
torch.manual_seed(5)
results = []
with open(folder + "jobs.json") as file:
    jobs = json.load(file)
for job in jobs:
    transform = runpy.run_path(folder + job["code"])["transform"]
    image = opened(folder + job["code"], folder + job["image"])
    statistics = []
    for n in range(job["count"]):
        tensor = transform(image)
        if n == 0:
            tensor.numpy().astype("<f4").tofile(folder + job["code"] + ".f32")
        half = tensor.shape[2] // 2
        statistics.append([tensor.mean().item(), tensor.std().item(),
                           (tensor[0, :, :half].mean() - tensor[-1, :, half:].mean()).item()])
    results.append({"shape": list(tensor.shape), "statistics": statistics})
with open(folder + "results.json", "w") as file:
    json.dump(results, file)
