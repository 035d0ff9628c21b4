// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A pickle interpreter for plain weights: it builds values and executes nothing.
//
// Protocols 2 to 4 as far as state dicts use them. Objects lie in an arena, so cycles don't leak
// and deep nesting doesn't recurse. A global name that is not of plain weights is refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "weights/element_type.h"

namespace minarai::weights {

struct Value {
    enum class Kind : std::uint8_t {
        None,
        Flag,
        Integer,
        BigInteger,
        Real,
        Text,
        Tuple,
        List,
        Dict,
        Global,
        Storage,
        Tensor
    };
    Kind kind = Kind::None;
    std::int64_t integer = 0;         ///< Flag, Integer; Storage, Tensor: index
    std::string text;                 ///< Text, Global ("module name"), BigInteger (its bytes)
    std::vector<const Value*> items;  ///< Tuple, List; Dict: key, value, key, value, ...
};

struct StorageRef {
    std::string key;
    ElementType type = ElementType::Float32;
    std::int64_t count = 0;  ///< elements
};

struct TensorRef {
    std::size_t storage = 0;
    std::int64_t offset = 0;
    std::vector<std::int64_t> sizes;
    std::vector<std::int64_t> strides;
};

class Unpickler {
  public:
    /// `data` must outlive it; `file` is for error texts.
    Unpickler(std::span<const std::uint8_t> data, std::string file);

    /// Reads the next pickle up to its STOP. The value lives as long as the Unpickler.
    /// WeightsUnreadable, WeightsRefused.
    Result<const Value*> load();

    [[nodiscard]] std::size_t position() const { return m_position; }
    [[nodiscard]] const std::vector<StorageRef>& storages() const { return m_storages; }
    [[nodiscard]] const std::vector<TensorRef>& tensors() const { return m_tensors; }

  private:
    Status step(std::uint8_t code, bool& done);
    Status stepText(std::uint8_t code);
    Status stepNumber(std::uint8_t code);
    Status stepContainer(std::uint8_t code);
    Status stepMemo(std::uint8_t code);
    Status stepCall(std::uint8_t code);

    Result<std::uint64_t> readNumber(std::size_t bytes);
    Result<std::string> readBytes(std::uint64_t count);
    Result<std::string> readLine();

    Result<Value*> make(Value::Kind kind);
    Status push(Value::Kind kind, std::int64_t integer, std::string text = {});
    Result<const Value*> pop();
    Result<std::vector<const Value*>> popMark();
    Result<Value*> top(Value::Kind kind);
    Status pushCollection(Value::Kind kind, std::vector<const Value*> items);
    Status remember(std::uint64_t key);
    Status recall(std::uint64_t key);

    Status pushGlobal(const std::string& module, const std::string& name);
    Status call(const Value& function, const Value& arguments);
    Status callTensor(const Value& arguments);
    Status pushStorage(const Value& id);

    [[nodiscard]] Error damaged() const;
    [[nodiscard]] Error excessive() const;

    std::span<const std::uint8_t> m_data;
    std::string m_file;
    std::size_t m_position = 0;
    std::deque<Value> m_arena;
    std::vector<const Value*> m_stack;
    std::vector<std::size_t> m_marks;
    std::map<std::uint64_t, const Value*> m_memo;
    std::vector<StorageRef> m_storages;
    std::map<std::string, std::size_t, std::less<>> m_storageByKey;
    std::vector<TensorRef> m_tensors;
    std::size_t m_copied = 0;  ///< items copied from one container to another
};

}  // namespace minarai::weights
