// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/unpickler.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace minarai::weights {

namespace {

using Kind = Value::Kind;

/// Real state dicts need some twenty-five values a tensor; this bounds what a hostile one takes.
constexpr std::size_t kMaxValues = 1'000'000;
constexpr std::size_t kMaxStack = 4'000'000;
}  // namespace

Unpickler::Unpickler(std::span<const std::uint8_t> data, std::string file)
    : m_data(data), m_file(std::move(file)) {}

Error Unpickler::damaged() const {
    return fail(ErrorCode::WeightsUnreadable, m_file,
                MN_TEXT("Weights", "its list of tensors is damaged; copy or download it again"));
}

Error Unpickler::excessive() const {
    return fail(ErrorCode::WeightsUnreadable, m_file,
                MN_TEXT("Weights", "it contains far more values than weights need"));
}

Result<const Value*> Unpickler::load() {
    m_stack.clear();
    m_marks.clear();
    m_memo.clear();
    for (bool done = false; !done;) {
        MN_ASSIGN(const std::uint64_t code, readNumber(1));
        MN_TRY(step(static_cast<std::uint8_t>(code), done));
        if (m_stack.size() > kMaxStack || m_marks.size() > kMaxStack ||
            m_memo.size() > kMaxValues || m_copied > kMaxStack) {
            return excessive();
        }
    }
    return pop();
}

Result<std::uint64_t> Unpickler::readNumber(std::size_t bytes) {
    if (bytes > m_data.size() - m_position) {
        return damaged();
    }
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) {
        value |= std::uint64_t{m_data[m_position++]} << (8 * i);
    }
    return value;
}

Result<std::string> Unpickler::readBytes(std::uint64_t count) {
    if (count > m_data.size() - m_position) {
        return damaged();
    }
    const auto part = m_data.subspan(m_position, count);
    m_position += count;
    return std::string(part.begin(), part.end());
}

Result<std::string> Unpickler::readLine() {
    const auto rest = m_data.subspan(m_position);
    const auto end = std::find(rest.begin(), rest.end(), '\n');
    if (end == rest.end()) {
        return damaged();
    }
    std::string line(rest.begin(), end);
    m_position += line.size() + 1;
    return line;
}

Result<Value*> Unpickler::make(Kind kind) {
    if (m_arena.size() >= kMaxValues) {
        return excessive();
    }
    m_arena.emplace_back().kind = kind;
    return &m_arena.back();
}

Status Unpickler::push(Kind kind, std::int64_t integer, std::string text) {
    MN_ASSIGN(Value * value, make(kind));
    value->integer = integer;
    value->text = std::move(text);
    m_stack.push_back(value);
    return {};
}

Result<const Value*> Unpickler::pop() {
    if (m_stack.empty() || (!m_marks.empty() && m_marks.back() == m_stack.size())) {
        return damaged();
    }
    const Value* value = m_stack.back();
    m_stack.pop_back();
    return value;
}

Result<std::vector<const Value*>> Unpickler::popMark() {
    if (m_marks.empty()) {
        return damaged();
    }
    const auto begin = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    std::vector<const Value*> items(begin, m_stack.end());
    m_stack.erase(begin, m_stack.end());
    m_marks.pop_back();
    return items;
}

Result<Value*> Unpickler::top(Kind kind) {
    if (m_stack.empty() || m_stack.back()->kind != kind) {
        return damaged();
    }
    // The stack points to const because only the container on its top may still grow.
    return const_cast<Value*>(m_stack.back());
}

Status Unpickler::pushCollection(Kind kind, std::vector<const Value*> items) {
    MN_ASSIGN(Value * value, make(kind));
    value->items = std::move(items);
    m_stack.push_back(value);
    return {};
}

Status Unpickler::remember(std::uint64_t key) {
    if (m_stack.empty()) {
        return damaged();
    }
    m_memo[key] = m_stack.back();
    return {};
}

Status Unpickler::recall(std::uint64_t key) {
    const auto found = m_memo.find(key);
    if (found == m_memo.end()) {
        return damaged();
    }
    m_stack.push_back(found->second);
    return {};
}

Status Unpickler::step(std::uint8_t code, bool& done) {
    switch (code) {
        case '.':
            done = true;
            return {};
        case 0x80: {  // PROTO
            MN_ASSIGN(const std::uint64_t protocol, readNumber(1));
            return protocol >= 2 && protocol <= 5 ? Status{} : Status(damaged());
        }
        case 0x95: {  // FRAME
            MN_ASSIGN(const std::uint64_t length, readNumber(8));
            return length <= m_data.size() - m_position ? Status{} : Status(damaged());
        }
        case 'X':
        case 0x8c:
        case 0x8d:
        case 'T':
        case 'U':
        case 'B':
        case 'C':
        case 0x8e:
            return stepText(code);
        case 'J':
        case 'K':
        case 'M':
        case 0x8a:
        case 0x8b:
        case 'G':
        case 'N':
        case 0x88:
        case 0x89:
            return stepNumber(code);
        case 'q':
        case 'r':
        case 'h':
        case 'j':
        case 0x94:
            return stepMemo(code);
        case 'c':
        case 0x93:
        case 'R':
        case 0x81:
        case 'b':
        case 'Q':
            return stepCall(code);
        default:
            return stepContainer(code);
    }
}

Status Unpickler::stepText(std::uint8_t code) {
    const bool isByte = code == 0x8c || code == 'U' || code == 'C';
    const bool isLong = code == 0x8d || code == 0x8e;
    MN_ASSIGN(const std::uint64_t length, readNumber(isByte ? 1 : isLong ? 8 : 4));
    MN_ASSIGN(std::string text, readBytes(length));
    return push(Kind::Text, 0, std::move(text));
}

Status Unpickler::stepNumber(std::uint8_t code) {
    switch (code) {
        case 'N':
            return push(Kind::None, 0);
        case 0x88:
            return push(Kind::Flag, 1);
        case 0x89:
            return push(Kind::Flag, 0);
        case 'G':
            // Reals stand beside weights (a loss, a rate); nothing here reads them.
            m_position += std::min<std::size_t>(8, m_data.size() - m_position);
            return push(Kind::Real, 0);
        case 'J': {
            MN_ASSIGN(const std::uint64_t value, readNumber(4));
            return push(Kind::Integer, static_cast<std::int32_t>(value));
        }
        case 'K':
        case 'M': {
            MN_ASSIGN(const std::uint64_t value, readNumber(code == 'K' ? 1 : 2));
            return push(Kind::Integer, static_cast<std::int64_t>(value));
        }
        default: {  // LONG1, LONG4
            MN_ASSIGN(const std::uint64_t length, readNumber(code == 0x8a ? 1 : 4));
            MN_ASSIGN(std::string bytes, readBytes(length));
            if (bytes.size() > 8) {
                return push(Kind::BigInteger, 0, std::move(bytes));
            }
            const bool negative = !bytes.empty() && (bytes.back() & 0x80) != 0;
            std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
            for (std::size_t i = bytes.size(); i-- > 0;) {
                value = (value << 8) | static_cast<std::uint8_t>(bytes[i]);
            }
            return push(Kind::Integer, static_cast<std::int64_t>(value));
        }
    }
}

Status Unpickler::stepMemo(std::uint8_t code) {
    if (code == 0x94) {
        return remember(m_memo.size());
    }
    MN_ASSIGN(const std::uint64_t key, readNumber(code == 'q' || code == 'h' ? 1 : 4));
    return code == 'q' || code == 'r' ? remember(key) : recall(key);
}

Status Unpickler::stepContainer(std::uint8_t code) {
    switch (code) {
        case '(':
            m_marks.push_back(m_stack.size());
            return {};
        case '}':
            return push(Kind::Dict, 0);
        case ']':
        case 0x8f:  // EMPTY_SET
            return push(Kind::List, 0);
        case ')':
            return push(Kind::Tuple, 0);
        case 't':
        case 'l':
        case 0x91: {  // TUPLE, LIST, FROZENSET
            MN_ASSIGN(auto items, popMark());
            return pushCollection(code == 't' ? Kind::Tuple : Kind::List, std::move(items));
        }
        case 'd': {
            MN_ASSIGN(auto items, popMark());
            return items.size() % 2 == 0 ? pushCollection(Kind::Dict, std::move(items))
                                         : Status(damaged());
        }
        case 0x85:
        case 0x86:
        case 0x87: {  // TUPLE1 ... TUPLE3
            std::vector<const Value*> items(code - 0x84U);
            for (auto item = items.rbegin(); item != items.rend(); ++item) {
                MN_ASSIGN(*item, pop());
            }
            return pushCollection(Kind::Tuple, std::move(items));
        }
        case 'a': {
            MN_ASSIGN(const Value* item, pop());
            MN_ASSIGN(Value * list, top(Kind::List));
            list->items.push_back(item);
            return {};
        }
        case 'e':
        case 0x90: {  // APPENDS, ADDITEMS
            MN_ASSIGN(const auto items, popMark());
            MN_ASSIGN(Value * list, top(Kind::List));
            list->items.insert(list->items.end(), items.begin(), items.end());
            return {};
        }
        case 's': {
            MN_ASSIGN(const Value* value, pop());
            MN_ASSIGN(const Value* key, pop());
            MN_ASSIGN(Value * dict, top(Kind::Dict));
            dict->items.push_back(key);
            dict->items.push_back(value);
            return {};
        }
        case 'u': {
            MN_ASSIGN(const auto items, popMark());
            MN_ASSIGN(Value * dict, top(Kind::Dict));
            if (items.size() % 2 != 0) {
                return damaged();
            }
            dict->items.insert(dict->items.end(), items.begin(), items.end());
            return {};
        }
        case '0': {
            MN_TRY(pop());
            return {};
        }
        case '1': {
            MN_TRY(popMark());
            return {};
        }
        case '2': {
            MN_ASSIGN(const Value* value, pop());
            m_stack.push_back(value);
            m_stack.push_back(value);
            return {};
        }
        default:
            return damaged();
    }
}

Status Unpickler::stepCall(std::uint8_t code) {
    switch (code) {
        case 'c': {
            MN_ASSIGN(const std::string module, readLine());
            MN_ASSIGN(const std::string name, readLine());
            return pushGlobal(module, name);
        }
        case 0x93: {  // STACK_GLOBAL
            MN_ASSIGN(const Value* name, pop());
            MN_ASSIGN(const Value* module, pop());
            if (name->kind != Kind::Text || module->kind != Kind::Text) {
                return damaged();
            }
            return pushGlobal(module->text, name->text);
        }
        case 'R':
        case 0x81: {  // REDUCE, NEWOBJ
            MN_ASSIGN(const Value* arguments, pop());
            MN_ASSIGN(const Value* function, pop());
            if (function->kind != Kind::Global || arguments->kind != Kind::Tuple) {
                return damaged();
            }
            return call(*function, *arguments);
        }
        case 'b':  // BUILD: the attributes of a dictionary, "_metadata", mean nothing here
            MN_TRY(pop());
            return m_stack.empty() ? Status(damaged()) : Status{};
        default: {  // BINPERSID
            MN_ASSIGN(const Value* id, pop());
            return pushStorage(*id);
        }
    }
}

}  // namespace minarai::weights
