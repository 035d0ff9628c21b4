// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json_problem.h"

#include <cstddef>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace minarai {
namespace {

std::string nested(std::size_t levels) {
    return std::string(levels, '[') + std::string(levels, ']');
}

TEST(JsonOrDiscarded, ReadsWhatIsNoDeeperThanWhatIsWritten) {
    std::string siblings = "[";
    for (int i = 0; i < 10'000; ++i) {
        siblings += R"({"a":[1]},)";
    }
    siblings += "0]";
    for (const std::string& text : {std::string(R"({"a":[1,{"b":null}]})"), nested(100), siblings,
                                    "{\"a\":\"" + std::string(500, '[') + "\"}",
                                    "[\"\\\"" + std::string(500, '{') + "\\\\\",1]"}) {
        const Json json = jsonOrDiscarded(text);
        EXPECT_FALSE(json.is_discarded()) << text.substr(0, 80);
        EXPECT_EQ(json, Json::parse(text));
    }
    EXPECT_TRUE(jsonOrDiscarded("{\"a\":").is_discarded());
    EXPECT_TRUE(jsonOrDiscarded("").is_discarded());
}

/// The library would read it, and fill the stack when it is copied or printed.
TEST(JsonOrDiscarded, RefusesWhatIsNestedDeeply) {
    for (const std::string& text : {nested(101), nested(1'000'000), std::string(1'000'000, '['),
                                    "{\"a\\\"b\":[\"]]]]\\\\\"," + nested(101) + "]}"}) {
        EXPECT_TRUE(isNestedDeeply(text)) << text.substr(0, 80);
        EXPECT_TRUE(jsonOrDiscarded(text).is_discarded()) << text.substr(0, 80);
    }
}

TEST(JsonText, HoldsNamesThatAreNoUtf8) {
    const Json json{{"path",
                     "b\xE4"
                     "der/\xE7\x8C\xAB"}};
    EXPECT_EQ(jsonText(json), "{\"path\":\"b\uFFFDder/\u732B\"}");
    EXPECT_EQ(jsonText(json, 1), "{\n \"path\": \"b\uFFFDder/\u732B\"\n}");
    EXPECT_EQ(Json::parse(jsonText(json)).at("path"), "b\uFFFDder/\u732B");
}

}  // namespace
}  // namespace minarai
