// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace minarai {
namespace {

Result<int> half(int value) {
    if (value % 2 != 0) {
        return fail(ErrorCode::SettingRange, "value", std::to_string(value), "even");
    }
    return value / 2;
}

Result<int> quarter(int value) {
    MN_ASSIGN(const int once, half(value));
    return half(once);
}

TEST(Error, MessageFillsItsArguments) {
    const Error error = fail(ErrorCode::SettingRange, "batch", "0", "at least 1");
    EXPECT_EQ(error.message(), "“batch” is 0, but it must be at least 1.");
    EXPECT_EQ(errorId(error.code), "setting_range");
}

TEST(Error, ArgumentsWithPercentSignsAreNotFilledAgain) {
    const Error error = fail(ErrorCode::FileMissing, "100%2.jpg");
    EXPECT_EQ(error.message(), "The file “100%2.jpg” does not exist. Check the path.");
}

TEST(Error, MissingArgumentsLeaveNoMarks) {
    EXPECT_EQ(Error(ErrorCode::FileMissing).message().find('%'), std::string::npos);
}

TEST(Error, EveryCodeHasItsOwnIdAndASentence) {
    std::set<std::string_view> ids;
    for (int i = 0; i <= static_cast<int>(ErrorCode::Internal); ++i) {
        const auto code = static_cast<ErrorCode>(i);
        EXPECT_TRUE(ids.insert(errorId(code)).second) << errorId(code);
        const std::string_view text = errorTemplate(code);
        ASSERT_FALSE(text.empty());
        const bool ends = text.back() == '.' || text[text.size() - 2] == '%';
        EXPECT_TRUE(ends) << text;
    }
}

TEST(Result, TryAndAssignPassErrorsOn) {
    EXPECT_EQ(quarter(8).value(), 2);
    const auto odd = quarter(6);
    ASSERT_FALSE(odd);
    EXPECT_EQ(odd.error().args[1], "3");
}

}  // namespace
}  // namespace minarai
