// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/model_store.h"

#include <gtest/gtest.h>

#include "base/files.h"
#include "spec/templates.h"
#include "studio/recipe.h"

namespace minarai::studio {
namespace {

spec::ModelSpec named(const std::string& name, std::int64_t classes = 5) {
    spec::ModelSpec model = spec::templateSpec("cnn", 3, 32, classes);
    model.name = name;
    return model;
}

TEST(ModelStore, FilesKeepTheLettersOfANameAndNothingElse) {
    EXPECT_EQ(modelFileName("犬"), "犬");
    EXPECT_EQ(modelFileName("猫 2.1-b"), "猫 2.1-b");
    EXPECT_EQ(modelFileName("../a\\b"), "_._a_b");
    EXPECT_EQ(modelFileName(".hidden"), "_hidden");
    EXPECT_EQ(modelFileName("a\nb\x7f"
                            "c\u0085d\u00e9"),
              "a_b_c_d\u00e9");
    EXPECT_EQ(modelFileName(std::string(1, '\0')), "_");
    EXPECT_EQ(modelFileName(""), "model");
    // 40 times three bytes: 33 of them fit into a hundred.
    std::string many;
    std::string fitting;
    for (int i = 0; i < 40; ++i) {
        many += "犬";
        fitting += i < 33 ? "犬" : "";
    }
    EXPECT_EQ(modelFileName(many), fitting);
    EXPECT_EQ(modelFileName(std::string(100, 'a')).size(), 100U);
}

TEST(ModelStore, APathMeansOneNetworkForEver) {
    const auto first = keepModel(named("net"));
    const auto second = keepModel(named("net", 7));
    ASSERT_TRUE(first && second);
    EXPECT_NE(*first, *second);
    for (const auto& file : {*first, *second}) {
        EXPECT_TRUE(isModelFile(toUtf8(file)));
        EXPECT_EQ(modelName(toUtf8(file)), "net");
    }
    EXPECT_EQ(spec::readModelSpec(*first).value(), named("net"));
    EXPECT_EQ(spec::readModelSpec(*second).value(), named("net", 7));
    // Names which the same file name stands for are other models, too.
    EXPECT_NE(keepModel(named("a/b")).value(), keepModel(named("a_b")).value());
    EXPECT_NE(keepModel(named("犬")).value().filename(), keepModel(named("猫")).value().filename());

    const auto written = std::filesystem::last_write_time(*first);
    EXPECT_EQ(keepModel(named("net")).value(), *first);
    EXPECT_EQ(std::filesystem::last_write_time(*first), written) << "an equal file is left alone";
    ASSERT_TRUE(writeFileAtomically(*first, std::string("changed by hand")));
    EXPECT_EQ(keepModel(named("net")).value(), *first);
    EXPECT_EQ(spec::readModelSpec(*first).value(), named("net"));
}

TEST(ModelStore, AFileThatMayChangeIsCopied) {
    const auto kept = keepModel(named("first")).value();
    EXPECT_EQ(keepModelFile(kept).value(), kept);
    const auto own = kept.parent_path().parent_path().parent_path() / "own.json";
    ASSERT_TRUE(spec::writeModelSpec(own, named("first")));
    EXPECT_EQ(keepModelFile(own).value(), kept);
    EXPECT_FALSE(keepModelFile(own.parent_path() / "none.json"));
}

}  // namespace
}  // namespace minarai::studio
