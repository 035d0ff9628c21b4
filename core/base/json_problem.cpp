// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json_problem.h"

#include <cstddef>
#include <string_view>

#include <nlohmann/json.hpp>

namespace minarai {

std::string jsonProblem(const std::exception& exception) {
    std::string_view text = exception.what();
    if (dynamic_cast<const nlohmann::json::parse_error*>(&exception) == nullptr) {
        // "[json.exception.out_of_range.403] key 'classes' not found"
        const std::size_t end = text.find("] ");
        if (text.starts_with("[json.exception.") && end != std::string_view::npos) {
            text.remove_prefix(end + 2);
        }
        return std::string(text);
    }
    // "[json.exception.parse_error.101] parse error at line 2, column 1: syntax error while
    // parsing object key - unexpected end of input; expected string literal"
    std::string place;
    const std::size_t line = text.find("line ");
    const std::size_t colon = text.find(": ");
    if (line != std::string_view::npos && colon != std::string_view::npos && line < colon) {
        place = std::string(text.substr(line, colon - line + 2));
    }
    if (colon != std::string_view::npos) {
        text.remove_prefix(colon + 2);
    }
    if (const std::size_t dash = text.find(" - "); dash != std::string_view::npos) {
        text.remove_prefix(dash + 3);
    }
    return place + std::string(text.substr(0, text.find(';')));
}

bool isNestedDeeply(std::string_view json) {
    constexpr int kMostLevels = 100;
    int level = 0;
    bool isString = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (isString) {
            i += c == '\\' ? 1U : 0U;
            isString = c != '"';
        } else if (c == '"') {
            isString = true;
        } else if (c == '[' || c == '{') {
            if (++level > kMostLevels) {
                return true;
            }
        } else if (c == ']' || c == '}') {
            --level;
        }
    }
    return false;
}

Json jsonOrDiscarded(std::string_view text) {
    return isNestedDeeply(text) ? Json(Json::value_t::discarded)
                                : Json::parse(text, nullptr, false);
}

std::string jsonText(const Json& json, int indent) {
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace minarai
