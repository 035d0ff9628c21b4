# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""zoo_oracle.py write DIR NAME:CxHxW:BATCH...: for each of torchvision's models NAME.pth, a state
dict with random weights and batch-norm statistics, and NAME_data.pth with pictures and logits.
With NAME:CxHxW:BATCH:train also what one training pass without dropout does, in double precision:
logits, auxiliary logits, gradients (long ones thinned out) and how the weights began. With :narrow
the hidden layers of 4096 values get 128.

zoo_oracle.py check DIR NAME:CxHxW:BATCH...: fails unless DIR/NAME_ours.pth loads strictly into
torchvision's model and gives the logits of DIR/NAME_ours_data.pth."""
import os
import sys
from unittest import mock

import torch
import torchvision
from torch import nn
from torchvision.ops import StochasticDepth

CLASSES = 10
MOST = 20000


class Job:
    def __init__(self, text):
        self.name, shape, batch, *self.options = text.split(":")
        self.shape = tuple(int(edge) for edge in shape.split("x"))
        self.batch = int(batch)


class NarrowLinear(nn.Linear):
    def __init__(self, inputs, outputs):
        super().__init__(*(128 if width == 4096 else width for width in (inputs, outputs)))


def make(job):
    kwargs = {"num_classes": CLASSES}
    if job.name.startswith("vit"):
        kwargs["image_size"] = job.shape[1]
    if job.name.startswith("maxvit"):
        kwargs["input_size"] = job.shape[1:]
    if job.name in ("googlenet", "inception_v3"):
        kwargs["init_weights"] = True
    linear = NarrowLinear if "narrow" in job.options else nn.Linear
    with mock.patch.object(nn, "Linear", linear):
        net = getattr(torchvision.models, job.name)(**kwargs)
    if job.shape[0] != 3:
        see_channels(net, job.shape[0])
    return net


def see_channels(net, channels):
    """torchvision's models see colours; another first convolution sees as many channels as wanted."""
    path, conv = next((path, m) for path, m in net.named_modules() if isinstance(m, nn.Conv2d))
    owner, _, name = path.rpartition(".")
    setattr(net.get_submodule(owner), name,
            nn.Conv2d(channels, conv.out_channels, conv.kernel_size, conv.stride, conv.padding,
                      bias=conv.bias is not None))


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
    for seed, job in enumerate(map(Job, jobs)):
        torch.manual_seed(seed)
        net = make(job)
        data = {}
        if "train" in job.options:
            data = {"init." + key: torch.stack([p.mean(), p.std(unbiased=False), p.abs().max()])
                    for key, p in net.named_parameters() if p.numel() > 1}
        randomise(net)
        torch.save(net.state_dict(), os.path.join(folder, job.name + ".pth"))
        data["x"] = torch.randn(job.batch, *job.shape)
        data["labels"] = torch.arange(job.batch) % CLASSES
        net.eval()
        with torch.no_grad():
            data["logits"] = net(data["x"])
        if "train" in job.options:
            train_pass(net, data)
        torch.save(data, os.path.join(folder, job.name + "_data.pth"))


def check(folder, jobs):
    for job in map(Job, jobs):
        data = torch.load(os.path.join(folder, job.name + "_ours_data.pth"))
        net = make(job)
        state = torch.load(os.path.join(folder, job.name + "_ours.pth"), weights_only=True)
        assert list(state) == list(net.state_dict()), job.name
        net.load_state_dict(state, strict=True)
        net.eval()
        with torch.no_grad():
            logits = net(data["x"])
        difference = (logits - data["logits"]).abs().max() / logits.abs().max()
        assert difference < 1e-4, (job.name, difference)


{"write": write, "check": check}[sys.argv[1]](sys.argv[2], sys.argv[3:])
