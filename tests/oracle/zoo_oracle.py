# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""zoo_oracle.py write DIR NAME:SIZE:BATCH...: for each of torchvision's models NAME.pth, a state
dict with random weights and batch-norm statistics, and NAME_data.pth with pictures and logits.
With NAME:SIZE:BATCH:train also what one training pass without dropout does, in double precision:
logits, auxiliary logits, gradients (long ones thinned out) and how the weights began.

zoo_oracle.py check DIR NAME...: fails unless DIR/NAME_ours.pth loads strictly into torchvision's
model and gives the logits of DIR/NAME_ours_data.pth."""
import os
import sys

import torch
import torchvision
from torch import nn
from torchvision.ops import StochasticDepth

CLASSES = 10
MOST = 20000


def make(name, size):
    kwargs = {"num_classes": CLASSES}
    if name.startswith("vit"):
        kwargs["image_size"] = size
    if name.startswith("maxvit"):
        kwargs["input_size"] = (size, size)
    if name in ("googlenet", "inception_v3"):
        kwargs["init_weights"] = True
    # Our Inception has its auxiliary head only where the picture is large enough to train it.
    if name == "inception_v3" and size < 299:
        kwargs["aux_logits"] = False
    return getattr(torchvision.models, name)(**kwargs)


def thinned(tensor):
    flat = tensor.detach().flatten()
    return flat[::flat.numel() // MOST + 1].clone()


def randomise(net):
    """Nothing stays at a value that would hide a mistake."""
    with torch.no_grad():
        for name, p in net.named_parameters():
            if p.numel() > 1 and p.min() == p.max():
                p.copy_(torch.empty_like(p).uniform_(0.5, 1.5) if name.endswith("weight") and p.dim() == 1
                        or "layer_scale" in name else p + 0.1 * torch.randn_like(p))
        for module in net.modules():
            if isinstance(module, nn.BatchNorm2d):
                nn.init.normal_(module.running_mean, 0, 0.1)
                nn.init.uniform_(module.running_var, 0.5, 2)


def train_pass(net, data):
    net.double().train()
    for module in net.modules():
        if isinstance(module, (nn.Dropout, StochasticDepth)):
            module.p = 0.0
    out = net(data["x"].double())
    # googlenet answers (logits, aux1, aux2) under swapped names.
    answers = [out] if torch.is_tensor(out) else list(out)
    loss = sum(nn.functional.cross_entropy(a, data["labels"]) for a in answers)
    loss.backward()
    for i, answer in enumerate(answers):
        data["train_logits.%d" % i] = answer.detach()
    data.update(("grad." + key, thinned(p.grad)) for key, p in net.named_parameters())
    data.update(("after." + key, t) for key, t in net.named_buffers() if "running" in key)


def write(folder, jobs):
    for seed, job in enumerate(jobs):
        name, size, batch, *rest = job.split(":")
        size, batch = int(size), int(batch)
        torch.manual_seed(seed)
        net = make(name, size)
        data = {}
        if rest:
            data = {"init." + key: torch.stack([p.mean(), p.std(unbiased=False), p.abs().max()])
                    for key, p in net.named_parameters() if p.numel() > 1}
        randomise(net)
        torch.save(net.state_dict(), os.path.join(folder, name + ".pth"))
        data["x"] = torch.randn(batch, 3, size, size)
        data["labels"] = torch.arange(batch) % CLASSES
        net.eval()
        with torch.no_grad():
            data["logits"] = net(data["x"])
        if rest:
            train_pass(net, data)
        torch.save(data, os.path.join(folder, name + "_data.pth"))


def check(folder, names):
    for name in names:
        data = torch.load(os.path.join(folder, name + "_ours_data.pth"))
        net = make(name, data["x"].shape[2])
        state = torch.load(os.path.join(folder, name + "_ours.pth"), weights_only=True)
        assert list(state) == list(net.state_dict()), name
        net.load_state_dict(state, strict=True)
        net.eval()
        with torch.no_grad():
            logits = net(data["x"])
        difference = (logits - data["logits"]).abs().max() / logits.abs().max()
        assert difference < 1e-4, (name, difference)


{"write": write, "check": check}[sys.argv[1]](sys.argv[2], sys.argv[3:])
