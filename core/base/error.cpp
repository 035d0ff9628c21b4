// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"

#include <array>

#include "base/text.h"

namespace minarai {
namespace {

struct Entry {
    std::string_view id;
    std::string_view text;
};

constexpr auto kEntries = std::to_array<Entry>({
#define MN_ERROR(name, id, text) Entry{id, text},
#include "base/error_codes.inc"
#undef MN_ERROR
});

const Entry& entry(ErrorCode code) {
    return kEntries.at(static_cast<std::size_t>(code));
}

}  // namespace

std::string_view errorId(ErrorCode code) {
    return entry(code).id;
}

std::string_view errorTemplate(ErrorCode code) {
    return entry(code).text;
}

std::string Error::message() const {
    const std::string_view text = errorTemplate(code);
    std::string out;
    out.reserve(text.size() + 64);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 1 < text.size() && text[i + 1] >= '1' && text[i + 1] <= '9') {
            const auto index = static_cast<std::size_t>(text[i + 1] - '1');
            if (index < args.size()) {
                out += args[index];
            }
            ++i;
        } else {
            out += text[i];
        }
    }
    return out;
}

}  // namespace minarai
