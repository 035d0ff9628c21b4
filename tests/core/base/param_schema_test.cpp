// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/param_spec.h"

namespace minarai {
namespace {

ParamSchema schema() {
    return ParamSchema({
        flagParam("flag", "Flag", false).about("A flag."),
        integerParam("count", "Count", 3).atLeast(1).atMost(10).about("A count."),
        realParam("rate", "Rate", 0.1).over(0).atMost(1).in("s").about("A rate."),
        choiceParam("kind", "Kind", "a", {{"a", "A"}, {"b", "B"}}).about("A kind."),
        choiceParam("open", "Open", "a", {{"a", "A"}}).orFile(),
        textParam("text", "Text", "x"),
        integersParam("sizes", "Sizes", {1, 2}).counts(1, 2).atLeast(1),
        realsParam("parts", "Parts", {0.5}).counts(0, 3),
        realParam("only", "Only", 1).onlyIf("kind", {"b"}),
    });
}

TEST(ParamSchema, ReadsEveryTypeFromText) {
    const ParamSchema s = schema();
    Params values = s.defaults();
    ASSERT_TRUE(s.setText(values, "flag", "true"));
    ASSERT_TRUE(s.setText(values, "count", "7"));
    ASSERT_TRUE(s.setText(values, "rate", "1e-3"));
    ASSERT_TRUE(s.setText(values, "kind", "b"));
    ASSERT_TRUE(s.setText(values, "open", "/some/file.json"));
    ASSERT_TRUE(s.setText(values, "text", ""));
    ASSERT_TRUE(s.setText(values, "sizes", "224x256"));
    ASSERT_TRUE(s.setText(values, "parts", "0.25, 0.75"));
    EXPECT_TRUE(values.flag("flag"));
    EXPECT_EQ(values.integer("count"), 7);
    EXPECT_DOUBLE_EQ(values.real("rate"), 0.001);
    EXPECT_EQ(values.text("kind"), "b");
    EXPECT_EQ(values.text("open"), "/some/file.json");
    EXPECT_EQ(values.integers("sizes"), (std::vector<std::int64_t>{224, 256}));
    EXPECT_EQ(values.reals("parts"), (std::vector<double>{0.25, 0.75}));
}

TEST(ParamSchema, JsonRoundTrip) {
    const ParamSchema s = schema();
    Params values = s.defaults();
    ASSERT_TRUE(s.setText(values, "rate", "0.3"));
    const Json json = s.toJson(values);
    const auto back = s.fromJson(Json::parse(json.dump()));
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(*back, values);
}

TEST(ParamSchema, WholeNumbersAndRealsMeet) {
    const ParamSchema s = schema();
    Params values = s.defaults();
    EXPECT_TRUE(s.setJson(values, "rate", Json(1)));
    EXPECT_DOUBLE_EQ(values.real("rate"), 1.0);
    EXPECT_TRUE(s.setJson(values, "count", Json(4.0)));
    EXPECT_EQ(values.integer("count"), 4);
    EXPECT_TRUE(s.setText(values, "count", "1e1"));
    EXPECT_EQ(values.integer("count"), 10);
    EXPECT_TRUE(s.setJson(values, "sizes", Json(5)));
    EXPECT_EQ(values.integers("sizes"), (std::vector<std::int64_t>{5}));
}

struct Refused {
    const char* name;
    const char* text;
    ErrorCode code;
};

class ParamSchemaRefuses : public testing::TestWithParam<Refused> {};

TEST_P(ParamSchemaRefuses, AndKeepsTheOldValue) {
    const ParamSchema s = schema();
    Params values = s.defaults();
    const Status status = s.setText(values, GetParam().name, GetParam().text);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, GetParam().code) << status.error().message();
    EXPECT_EQ(values, s.defaults());
}

INSTANTIATE_TEST_SUITE_P(Values, ParamSchemaRefuses,
                         testing::Values(Refused{"flag", "maybe", ErrorCode::SettingType},
                                         Refused{"count", "0", ErrorCode::SettingRange},
                                         Refused{"count", "11", ErrorCode::SettingRange},
                                         Refused{"count", "2.5", ErrorCode::SettingType},
                                         Refused{"count", "3x", ErrorCode::SettingType},
                                         Refused{"count", "", ErrorCode::SettingType},
                                         Refused{"count", "99999999999999999999",
                                                 ErrorCode::SettingType},
                                         Refused{"rate", "0", ErrorCode::SettingRange},
                                         Refused{"rate", "nan", ErrorCode::SettingRange},
                                         Refused{"rate", "inf", ErrorCode::SettingRange},
                                         Refused{"rate", "-1", ErrorCode::SettingRange},
                                         Refused{"rate", "0,1", ErrorCode::SettingType},
                                         Refused{"kind", "c", ErrorCode::SettingChoice},
                                         Refused{"sizes", "1,2,3", ErrorCode::SettingRange},
                                         Refused{"sizes", "", ErrorCode::SettingRange},
                                         Refused{"sizes", "0", ErrorCode::SettingRange},
                                         Refused{"parts", "nan", ErrorCode::SettingRange},
                                         Refused{"nothing", "1", ErrorCode::UnknownSetting}));

TEST(ParamSchema, RefusesJsonOfOtherTypes) {
    const ParamSchema s = schema();
    Params values = s.defaults();
    for (const char* text : {R"("3")", "true", "null", "[]", "{}", "1e300", "18446744073709551615",
                             "[1,[2]]", "2.5"}) {
        EXPECT_FALSE(s.setJson(values, "count", Json::parse(text))) << text;
    }
    EXPECT_FALSE(s.fromJson(Json::parse("[1]")));
    EXPECT_FALSE(s.fromJson(Json::parse(R"({"unknown":1})")));
}

TEST(ParamSchema, OnlyIfFollowsTheOtherValue) {
    const ParamSchema s = schema();
    Params values = s.defaults();
    EXPECT_FALSE(s.applies(*s.find("only"), values));
    ASSERT_TRUE(s.setText(values, "kind", "b"));
    EXPECT_TRUE(s.applies(*s.find("only"), values));
}

TEST(ParamSchema, RangesInWords) {
    const ParamSchema s = schema();
    EXPECT_EQ(ParamSchema::rangeText(*s.find("count")), "at least 1 and at most 10");
    EXPECT_EQ(ParamSchema::rangeText(*s.find("rate")), "over 0 and at most 1");
    EXPECT_EQ(ParamSchema::rangeText(*s.find("open")), "one of a, or a file");
}

TEST(ParamSchema, ReferenceNamesEveryParameter) {
    const ParamSchema s = schema();
    const std::string text = s.reference();
    for (const ParamSpec& spec : s.specs()) {
        EXPECT_NE(text.find("  " + spec.name + " = "), std::string::npos);
    }
    EXPECT_EQ(s.referenceJson().size(), s.specs().size());
}

TEST(ParamSchema, RealsReadBackTheSame) {
    for (const double value :
         {0.1, 1e-8, 3.9e-4, 1.0 / 3, 123456789.125, std::numeric_limits<double>::denorm_min()}) {
        const ParamSchema s({realParam("x", "X", 0)});
        Params values = s.defaults();
        ASSERT_TRUE(s.setText(values, "x", ParamSchema::valueText(value)));
        EXPECT_EQ(values.real("x"), value);
    }
}

}  // namespace
}  // namespace minarai
