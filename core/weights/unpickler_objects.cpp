// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a pickle may name and call: the few constructors of plain weights.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "weights/unpickler.h"

namespace minarai::weights {

namespace {

using Kind = Value::Kind;

constexpr std::size_t kMaxRank = 16;

constexpr std::string_view kOrderedDict = "collections.OrderedDict";

bool isKnownGlobal(std::string_view name) {
    static constexpr std::array<std::string_view, 20> kKnown{
        kOrderedDict,
        "collections.Counter",
        "torch._utils._rebuild_tensor",
        "torch._utils._rebuild_tensor_v2",
        "torch._utils._rebuild_parameter",
        "torch._utils._rebuild_parameter_with_state",
        "torch.Size",
        "torch.device",
        "torch.float32",
        "torch.float16",
        "torch.bfloat16",
        "torch.float64",
        "torch.int64",
        "torch.int32",
        "torch.int16",
        "torch.int8",
        "torch.uint8",
        "torch.bool",
        "builtins.set",
        "__builtin__.set"};
    if (std::find(kKnown.begin(), kKnown.end(), name) != kKnown.end()) {
        return true;
    }
    return std::any_of(std::begin(kElementNames), std::end(kElementNames),
                       [&](const ElementName& element) {
                           return name.starts_with("torch.") && name.substr(6) == element.storage;
                       });
}

/// A name from a hostile file, fit to be shown.
std::string shown(std::string_view name) {
    std::string text(name.substr(0, 120));
    for (char& c : text) {
        if (c < ' ' || c > '~') {
            c = '?';
        }
    }
    return text;
}

bool readSizes(const Value& tuple, std::vector<std::int64_t>& out) {
    if ((tuple.kind != Kind::Tuple && tuple.kind != Kind::List) || tuple.items.size() > kMaxRank) {
        return false;
    }
    for (const Value* item : tuple.items) {
        if (item->kind != Kind::Integer || item->integer < 0) {
            return false;
        }
        out.push_back(item->integer);
    }
    return true;
}

/// Whether every element of the tensor lies in its storage, and there are no more than fit there.
bool fitsStorage(const TensorRef& tensor, std::int64_t count) {
    std::int64_t elements = 1;
    std::int64_t last = tensor.offset;
    const bool empty = std::find(tensor.sizes.begin(), tensor.sizes.end(), 0) != tensor.sizes.end();
    if (empty) {
        return tensor.offset <= count;
    }
    for (std::size_t i = 0; i < tensor.sizes.size(); ++i) {
        std::int64_t reach = 0;
        if (__builtin_mul_overflow(elements, tensor.sizes[i], &elements) || elements > count ||
            __builtin_mul_overflow(tensor.sizes[i] - 1, tensor.strides[i], &reach) ||
            __builtin_add_overflow(last, reach, &last) || last >= count) {
            return false;
        }
    }
    return last < count;
}

}  // namespace

Status Unpickler::pushGlobal(const std::string& module, const std::string& name) {
    std::string whole = module + "." + name;
    if (!isKnownGlobal(whole)) {
        return fail(ErrorCode::WeightsRefused, m_file, shown(whole));
    }
    return push(Kind::Global, 0, std::move(whole));
}

Status Unpickler::call(const Value& function, const Value& arguments) {
    const std::string_view name = function.text;
    if (name.starts_with("torch._utils._rebuild_tensor")) {
        return callTensor(arguments);
    }
    if (name.starts_with("torch._utils._rebuild_parameter")) {
        if (arguments.items.empty() || arguments.items[0]->kind != Kind::Tensor) {
            return damaged();
        }
        m_stack.push_back(arguments.items[0]);
        return {};
    }
    if (name == kOrderedDict || name == "collections.Counter") {
        MN_ASSIGN(Value * dict, make(Kind::Dict));
        if (!arguments.items.empty() && arguments.items[0]->kind == Kind::List) {
            for (const Value* pair : arguments.items[0]->items) {
                if ((pair->kind != Kind::Tuple && pair->kind != Kind::List) ||
                    pair->items.size() != 2) {
                    return damaged();
                }
                dict->items.insert(dict->items.end(), pair->items.begin(), pair->items.end());
            }
            m_copied += dict->items.size();
        }
        const bool isCopy = !arguments.items.empty() && arguments.items[0]->kind == Kind::Dict;
        m_stack.push_back(isCopy ? arguments.items[0] : dict);
        return {};
    }
    if (name == "torch.Size" || name.ends_with(".set")) {
        if (arguments.items.size() != 1) {
            return damaged();
        }
        m_stack.push_back(arguments.items[0]);
        return {};
    }
    return name == "torch.device" ? push(Kind::None, 0) : Status(damaged());
}

Status Unpickler::callTensor(const Value& arguments) {
    TensorRef tensor;
    const auto& items = arguments.items;
    if (items.size() < 4 || items[0]->kind != Kind::Storage || items[1]->kind != Kind::Integer ||
        items[1]->integer < 0 || !readSizes(*items[2], tensor.sizes) ||
        !readSizes(*items[3], tensor.strides) || tensor.sizes.size() != tensor.strides.size()) {
        return damaged();
    }
    tensor.storage = static_cast<std::size_t>(items[0]->integer);
    tensor.offset = items[1]->integer;
    if (!fitsStorage(tensor, m_storages[tensor.storage].count)) {
        return fail(ErrorCode::WeightsUnreadable, m_file,
                    MN_TEXT("Weights", "a tensor claims to be larger than its data"));
    }
    m_tensors.push_back(std::move(tensor));
    return push(Kind::Tensor, static_cast<std::int64_t>(m_tensors.size()) - 1);
}

Status Unpickler::pushStorage(const Value& id) {
    const auto& items = id.items;
    if (id.kind != Kind::Tuple || items.size() < 5 || items[0]->kind != Kind::Text ||
        items[0]->text != "storage" || items[1]->kind != Kind::Global ||
        items[2]->kind != Kind::Text || items[4]->kind != Kind::Integer || items[4]->integer < 0) {
        return damaged();
    }
    if (items.size() > 5 && items[5]->kind != Kind::None) {
        return fail(ErrorCode::WeightsUnreadable, m_file,
                    MN_TEXT("Weights",
                            "it was written by a version of PyTorch before 0.4; load "
                            "it in PyTorch and save it again"));
    }
    const auto* element = std::find_if(
        std::begin(kElementNames), std::end(kElementNames),
        [&](const auto& one) { return items[1]->text == "torch." + std::string(one.storage); });
    if (element == std::end(kElementNames)) {
        return damaged();
    }
    const StorageRef storage{items[2]->text, element->type, items[4]->integer};
    const auto [known, isNew] = m_storageByKey.emplace(storage.key, m_storages.size());
    if (isNew) {
        m_storages.push_back(storage);
    } else if (m_storages[known->second].type != storage.type ||
               m_storages[known->second].count != storage.count) {
        return damaged();
    }
    return push(Kind::Storage, static_cast<std::int64_t>(known->second));
}

}  // namespace minarai::weights
