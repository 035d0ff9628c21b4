// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Expected failures as values: what failed, on which file, what to do.
//
// An Error is a code with arguments. The code owns one English sentence (error_codes.inc) with
// %1, %2, ... for the arguments; the studio translates the sentence by its code.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace minarai {

enum class ErrorCode {
#define MN_ERROR(name, id, text) name,
#include "base/error_codes.inc"
#undef MN_ERROR
};

/// The stable name of a code in JSON output, such as "folder_missing".
std::string_view errorId(ErrorCode code);

/// The English sentence of a code with %1, %2, ... in place of its arguments.
std::string_view errorTemplate(ErrorCode code);

/// One expected failure. A plain value: copy it, send it across threads.
struct Error {
    ErrorCode code{};
    std::vector<std::string> args;

    Error() = default;
    explicit Error(ErrorCode c, std::vector<std::string> a = {}) : code(c), args(std::move(a)) {}

    /// The whole English sentence, without a line break at its end.
    [[nodiscard]] std::string message() const;

    bool operator==(const Error&) const = default;
};

/// Either a value or an Error. Never ignore one.
template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
  public:
    using tl::expected<T, Error>::expected;
    using tl::expected<T, Error>::operator=;
    Result(const Error& error) : tl::expected<T, Error>(tl::unexpect, error) {}
    Result(Error&& error) : tl::expected<T, Error>(tl::unexpect, std::move(error)) {}
};

/// Success without a value, or an Error.
using Status = Result<void>;

/// `return fail(ErrorCode::FolderMissing, path);`
template <typename... Args>
[[nodiscard]] Error fail(ErrorCode code, Args&&... args) {
    return Error(code, std::vector<std::string>{std::string(std::forward<Args>(args))...});
}

}  // namespace minarai

/// Returns the error of a Status or Result expression from the enclosing function.
#define MN_TRY(expression)                                        \
    do {                                                          \
        if (auto mnStatus = (expression); !mnStatus) {            \
            return ::minarai::Error(std::move(mnStatus.error())); \
        }                                                         \
    } while (false)

#define MN_CONCAT_INNER(a, b) a##b
#define MN_CONCAT(a, b) MN_CONCAT_INNER(a, b)

/// `MN_ASSIGN(auto catalog, scan(root));` declares catalog or returns the error.
#define MN_ASSIGN(declaration, expression) \
    MN_ASSIGN_IMPL(MN_CONCAT(mnResult, __LINE__), declaration, expression)
#define MN_ASSIGN_IMPL(temporary, declaration, expression)     \
    auto temporary = (expression);                             \
    if (!temporary) {                                          \
        return ::minarai::Error(std::move(temporary.error())); \
    }                                                          \
    declaration = std::move(*temporary)
