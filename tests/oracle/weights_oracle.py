# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""weights_oracle.py write DIR: state dicts as Python writes them, with their values in
expected.json, and hostile files with the expected refusal in hostile.json.

weights_oracle.py read FILE...: fails unless torch.load reads each file, also with
weights_only=True, and it holds the values of expected.json beside it."""
import collections
import json
import os
import pickle
import struct
import sys
import zipfile

import torch


def tensors():
    torch.manual_seed(1)
    base = torch.randn(4, 6)
    state = collections.OrderedDict()
    state["float"] = base
    state["tied"] = base
    state["view"] = base[1:3, ::2]
    state["transposed"] = torch.randn(3, 5).t()
    state["parameter"] = torch.nn.Parameter(torch.randn(2, 3, 1, 1))
    state["scalar"] = torch.tensor(7)
    state["empty"] = torch.zeros(0, 3)
    state["half"] = torch.randn(5).half()
    state["bfloat16"] = torch.randn(5).bfloat16()
    state["double"] = torch.randn(5).double()
    state["int"] = torch.arange(-2, 3, dtype=torch.int32)
    state["byte"] = torch.arange(5, dtype=torch.uint8)
    state["bool"] = torch.tensor([True, False, True])
    return state


def values(state):
    return {name: {"dtype": str(t.dtype)[6:], "shape": list(t.shape),
                   "values": t.detach().double().flatten().tolist()} for name, t in state.items()}


def safetensors(path, state):
    names = {"float32": "F32", "float16": "F16", "bfloat16": "BF16", "float64": "F64",
             "int64": "I64", "int32": "I32", "uint8": "U8", "bool": "BOOL"}
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, t in state.items():
        t = t.detach().contiguous()
        raw = bytes(t.view(torch.int16).numpy().tobytes() if t.dtype == torch.bfloat16
                    else t.numpy().tobytes())
        header[name] = {"dtype": names[str(t.dtype)[6:]], "shape": list(t.shape),
                        "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    with open(path, "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text + data)


REFUSED = (("builtins", "eval"), ("builtins", "getattr"), ("builtins", "__import__"),
           ("os", "system"), ("posix", "system"), ("subprocess", "Popen"), ("nt", "system"),
           ("torch", "load"), ("torch.hub", "load"), ("torch", "FloatStorage.__reduce__"),
           ("torch._utils", "_rebuild_device_tensor_from_numpy"), ("torch.nn", "Linear"),
           ("numpy.core.multiarray", "_reconstruct"), ("argparse", "Namespace"),
           ("collections", "OrderedDict.fromkeys"), ("functools", "partial"), ("", ""))


class Storage:
    def __init__(self, tensor):
        self.tensor = tensor


class OldPickler(pickle.Pickler):
    """As PyTorch wrote before 0.4: _rebuild_tensor without gradients and hooks. Many of the files
    that torchvision publishes are so."""

    def persistent_id(self, thing):
        if isinstance(thing, Storage):
            return ("storage", torch.FloatStorage, str(id(thing.tensor)), "cpu",
                    thing.tensor.numel(), None)
        return None

    def reducer_override(self, thing):
        if isinstance(thing, torch.Tensor):
            return torch._utils._rebuild_tensor, (Storage(thing), 0, tuple(thing.shape),
                                                  thing.stride())
        return NotImplemented


def save_old(path, state):
    with open(path, "wb") as f:
        system = {"protocol_version": 1001, "little_endian": True,
                  "type_sizes": {"short": 2, "int": 4, "long": 4}}
        for head in (0x1950a86a20f9469cfc6c, 1001, system):
            pickle.dump(head, f, 2)
        OldPickler(f, 2).dump(state)
        keys = {str(id(t)): t for t in state.values()}
        pickle.dump(sorted(keys), f, 2)
        for key in sorted(keys):
            f.write(struct.pack("<q", keys[key].numel()) + keys[key].numpy().tobytes())


class Evil:
    def __init__(self, function, *args):
        self.function, self.args = function, args

    def __reduce__(self):
        return self.function, self.args


def archive(path, data, storages=(), method=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", method) as z:
        z.writestr("archive/data.pkl", data)
        for key, raw in storages:
            z.writestr("archive/data/" + key, raw)
        z.writestr("archive/version", "3\n")


def uni(text):
    return b"X" + struct.pack("<I", len(text)) + text.encode()


def num(value):
    return b"\x8a\x0a" + value.to_bytes(10, "little", signed=True) if abs(value) >= 1 << 62 \
        else b"\x8a\x08" + value.to_bytes(8, "little", signed=True)


def tensor(size=(2, 2), stride=(2, 1), offset=0, count=4, kind="torch\nFloatStorage", key="0"):
    """A pickled dict {"w": tensor} with the given numbers."""
    def sizes(v):
        return b"(" + b"".join(num(x) for x in v) + b"t"
    storage = (b"(" + uni("storage") + b"c" + kind.encode() + b"\n" + uni(key) + uni("cpu") +
               num(count) + b"tQ")
    return (b"\x80\x02}" + uni("w") + b"ctorch._utils\n_rebuild_tensor_v2\n(" + storage +
            num(offset) + sizes(size) + sizes(stride) + b"\x89ccollections\nOrderedDict\n)RtRs.")


def write_hostile(folder):
    expected = {}
    four = [("0", struct.pack("<4f", 1, 2, 3, 4))]

    def put(name, answer, data, storages=(), **more):
        expected[name] = answer
        archive(os.path.join(folder, name), data, storages, **more)

    marker = os.path.join(folder, "executed")
    put("good.pth", "ok", tensor(), four)
    for name, evil in {"system": Evil(os.system, "touch " + marker),
                       "eval": Evil(eval, "open('%s','w')" % marker),
                       "exec": Evil(exec, "1")}.items():
        for protocol in (2, 4):
            put("%s%d.pth" % (name, protocol), "refused", pickle.dumps({"w": evil}, protocol))
    # Nothing but what tensors need, however harmless: the name is said, nothing is called.
    for module, name in REFUSED:
        put("global_%s.%s.pth" % (module, name), "refused",
            ("\x80\x02c%s\n%s\n)R." % (module, name)).encode("latin1"))
    put("dotted.pth", "refused", b"\x80\x04\x8c\x05torch\x8c\x0dnn.Sequential\x93.")
    put("newline.pth", "refused", b"\x80\x02ctorch\nos\x1b[31m\n.")
    put("negative_offset.pth", "unreadable", tensor(offset=-1), four)
    put("negative_size.pth", "unreadable", tensor(size=(-2, -2)), four)
    put("negative_stride.pth", "unreadable", tensor(stride=(-2, 1), offset=3), four)
    put("huge_size.pth", "unreadable", tensor(size=(1 << 40, 1 << 40)), four)
    put("bigger_number.pth", "unreadable", tensor(size=(1 << 70, 1)), four)
    put("huge_stride.pth", "unreadable", tensor(stride=(1 << 61, 1 << 61)), four)
    put("zero_stride.pth", "unreadable", tensor(size=(1 << 40, 1), stride=(0, 0)), four)
    put("wide.pth", "unreadable", tensor(size=(2, 3), stride=(2, 1)), four)
    put("huge_storage.pth", "unreadable", tensor(count=1 << 60), four)
    put("negative_storage.pth", "unreadable", tensor(count=-4), four)
    put("short_storage.pth", "unreadable", tensor(count=8), four)
    put("missing_storage.pth", "unreadable", tensor(key="../0"), four)
    put("rank.pth", "unreadable", tensor(size=(1,) * 100, stride=(1,) * 100), four)
    put("not_storage.pth", "unreadable", tensor(kind="collections\nOrderedDict"), four)
    put("compressed.pth", "unreadable", tensor(), four, method=zipfile.ZIP_DEFLATED)
    for i, data in enumerate([
            b"", b".", b"\x80\x02.", b"\x80\x02}", b"R.", b"\x80\x02R.", b"\x80\x02)R.", b"u.",
            b"\x80\x02}u.", b"\x80\x02(u.", b"\x80\x02}(Nu.", b"\x80\x02Q.", b"\x80\x02NQ.",
            b"\x80\x02h\x07.", b"\x80\x02q\x01.", b"\x80\x02(.", b"\x80\x022.", b"\x80\x020.",
            b"\x80\x021.", b"\x80\x02b.", b"\x80\x02Nb.", b"\x80\x02X\xff\xff\xff\xff.",
            b"\x80\x02\x8d" + b"\xff" * 8 + b".", b"\x80\x02\x8b\xff\xff\xff\xff.",
            b"\x80\x04\x95" + b"\xff" * 8 + b".", b"\x80\x02\x87.", b"\x80\x02e.", b"\x80\x02]e.",
            b"\x80\x02c", b"\x80\x02ctorch", b"\x80\x02\x93.", b"\x80\x02NN\x93.", b"\x80\xff.",
            b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n)R.",
            b"\x80\x02ctorch._utils\n_rebuild_parameter\n)R.",
            b"\x80\x02ccollections\nOrderedDict\n(]NatR.", b"\x80\x02}}s.", b"\x80\x02]."]):
        put("bytes%02d.pth" % i, "unreadable", data)
    put("nested_tuples.pth", "unreadable", b"\x80\x02" + b")" + b"\x85" * 900000 + b".")
    put("nested_lists.pth", "unreadable", b"\x80\x02" + b"]" * 900000 + b"a" * 899999 + b".")
    put("marks.pth", "unreadable", b"\x80\x02" + b"(" * 9000000)
    put("doubles.pth", "unreadable", b"\x80\x02N" + b"2" * 9000000)
    put("memo.pth", "unreadable", b"\x80\x04N" + b"\x94" * 9000000)
    put("cycle.pth", "unreadable", b"\x80\x02]q\x00h\x00a.")
    put("cyclic_dict.pth", "unreadable",
        b"\x80\x02}q\x00" + uni("state_dict") + b"h\x00s.")
    put("copies.pth", "unreadable",
        b"\x80\x02ccollections\nOrderedDict\nq\x00]q\x01(" + b"NN\x86" * 300000 + b"e0" +
        b"h\x00h\x01\x85R" * 5000 + b".")
    # A model saved whole.
    torch.save(torch.nn.Linear(1, 1), os.path.join(folder, "whole.pth"))
    expected["whole.pth"] = "refused"
    torch.jit.save(torch.jit.script(torch.nn.Linear(1, 1)), os.path.join(folder, "script.pt"))
    expected["script.pt"] = "unreadable"

    with open(os.path.join(folder, "../zip.pth"), "rb") as f:
        good = f.read()
    with open(os.path.join(folder, "../legacy.pth"), "rb") as f:
        legacy = f.read()
    for name, data in (("zip", good), ("legacy", legacy)):
        for i, cut in enumerate((0, 1, 8, 30, 100, len(data) // 2, len(data) - 1)):
            expected["%s_cut%d.pth" % (name, i)] = "unreadable"
            with open(os.path.join(folder, "%s_cut%d.pth" % (name, i)), "wb") as f:
                f.write(data[:cut])
    flipped = bytearray(good)
    flipped[good.index(b"data/0") + 100] ^= 1
    for name, data in (("flipped.pth", bytes(flipped)), ("text.pth", b"hello, hello, hello"),
                       ("header.safetensors", struct.pack("<Q", 1 << 60) + b"{" * 20),
                       ("deep.safetensors", struct.pack("<Q", 100000) + b'{"a":' * 20000)):
        expected[name] = "unreadable"
        with open(os.path.join(folder, name), "wb") as f:
            f.write(data)
    for i, entry in enumerate([{"dtype": "F32", "shape": [1 << 62, 8], "data_offsets": [0, 8]},
                               {"dtype": "F32", "shape": [2], "data_offsets": [8, 16]},
                               {"dtype": "F32", "shape": [-2], "data_offsets": [0, 8]},
                               {"dtype": "F32", "shape": [2], "data_offsets": [8, 0]},
                               {"dtype": "F99", "shape": [2], "data_offsets": [0, 8]},
                               {"dtype": "F32", "shape": [2.5], "data_offsets": [0, 8]},
                               {"dtype": "F32", "shape": [2]}, 5]):
        name = "entry%d.safetensors" % i
        text = json.dumps({"w": entry}).encode()
        expected[name] = "unreadable"
        with open(os.path.join(folder, name), "wb") as f:
            f.write(struct.pack("<Q", len(text)) + text + b"\0" * 8)
    with open(os.path.join(folder, "hostile.json"), "w") as f:
        json.dump(expected, f)


def write(folder):
    state = tensors()
    with open(os.path.join(folder, "expected.json"), "w") as f:
        json.dump(values(state), f)

    def save(name, what, **more):
        torch.save(what, os.path.join(folder, name), **more)
    save("zip.pth", state)
    save("legacy.pth", state, _use_new_zipfile_serialization=False)
    save("zip4.pth", state, pickle_protocol=4)
    save("legacy4.pth", state, pickle_protocol=4, _use_new_zipfile_serialization=False)
    save("plain_dict.pth", dict(state))
    save("nested.pth", {"epoch": 3, "loss": 0.5, "best": -(1 << 80), "tags": {"a", "b"},
                        "state_dict": state, "optimizer": {"state": {0: {"step": state["scalar"]}}}})
    save("parallel.pth", collections.OrderedDict(("module." + k, v) for k, v in state.items()))
    parallel = collections.OrderedDict(("module." + k, v) for k, v in state.items())
    for name in ("state_dict", "model", "model_state_dict"):
        for form, modern in (("zip", True), ("legacy", False)):
            save("%s_%s.pt" % (name, form), {"epoch": 3, name: parallel, "args": ["--lr", 0.1]},
                 _use_new_zipfile_serialization=modern)
    old = collections.OrderedDict(first=torch.randn(2, 3), second=torch.randn(4))
    save_old(os.path.join(folder, "old.pth"), old)
    assert torch.equal(torch.load(os.path.join(folder, "old.pth"))["first"], old["first"])
    with open(os.path.join(folder, "old.json"), "w") as f:
        json.dump(values(old), f)
    with_metadata = torch.nn.Sequential(torch.nn.BatchNorm2d(2)).state_dict()
    save("metadata.pth", with_metadata)
    safetensors(os.path.join(folder, "model.safetensors"), state)
    hostile = os.path.join(folder, "hostile")
    os.mkdir(hostile)
    write_hostile(hostile)


def read(path):
    with open(os.path.join(os.path.dirname(path), "expected.json")) as f:
        expected = json.load(f)
    for only in (False, True):
        state = torch.load(path, weights_only=only)
        assert isinstance(state, collections.OrderedDict), type(state)
        assert list(state) == list(expected)
        assert values(state) == expected
        assert state["float"].data_ptr() == state["tied"].data_ptr()


if sys.argv[1] == "write":
    write(sys.argv[2])
else:
    for path in sys.argv[2:]:
        read(path)
