// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// `minarai bench loader`: what it counts and says.
#include <fstream>
#include <set>

#include "cli/program.h"

namespace minarai::cli {
namespace {

class BenchLoader : public testing::Test {
  protected:
    void SetUp() override { writeTwoClasses(m_folder / "data", 6); }
    TemporaryFolder m_folder;
};

TEST_F(BenchLoader, CountsPassesPartsAndTheCache) {
    const Outcome outcome =
        run({"bench", "loader", m_folder / "data", "--size", "32", "--batch", "5", "--workers", "2",
             "--augment", "standard", "--epochs", "3", "--cache", "50", "--json"});
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    const json document = outcome.document();
    EXPECT_EQ(document.at("images"), 12);
    EXPECT_EQ(document.at("unreadable"), 0);
    EXPECT_EQ(document.at("workers"), 2);
    ASSERT_EQ(document.at("passes").size(), 3U);
    double seconds = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        const json& pass = document.at("passes").at(i);
        EXPECT_EQ(pass.at("images"), 12);
        const double rate = pass.at("images_per_s").get<double>();
        EXPECT_NEAR(rate * pass.at("seconds").get<double>(), 12, 1e-6);
        EXPECT_NEAR(rate * pass.at("ms").get<double>(), 1000, 1e-6);
        seconds += i > 0 ? pass.at("seconds").get<double>() : 0;
    }
    EXPECT_EQ(document.at("first_images_per_s"), document.at("passes").at(0).at("images_per_s"));
    EXPECT_NEAR(document.at("later_images_per_s").get<double>(), 24 / seconds, 1e-6 * 24 / seconds);
    EXPECT_EQ(document.at("cache").at("images"), 12);
    EXPECT_GT(document.at("cache").at("bytes").get<double>(), 0);
    EXPECT_EQ(document.at("cache").at("budget_bytes"), 50 << 20);
    std::set<std::string> parts;
    for (const json& part : document.at("parts")) {
        parts.insert(part.at("name").get<std::string>());
        EXPECT_GE(part.at("ms").get<double>(), 0);
    }
    EXPECT_EQ(parts,
              (std::set<std::string>{"read", "decode", "RandomResizedCrop", "RandomHorizontalFlip",
                                     "RandomRotation", "ColorJitter", "fit", "tensor"}));
}

TEST_F(BenchLoader, SaysItInWordsToo) {
    std::ofstream(m_folder / "data/dark/broken.png") << "no picture";
    const Outcome outcome = run({"bench", "loader", m_folder / "data", "--size", "32", "--cache",
                                 "0", "--epochs", "1", "--augment", "none", "--quiet"});
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    EXPECT_TRUE(outcome.err.empty()) << outcome.err;
    for (const char* part :
         {"images/s", "cache: 0 images", "1 image could not be read", "Resize"}) {
        EXPECT_NE(outcome.out.find(part), std::string::npos) << part << "\n" << outcome.out;
    }
}

TEST_F(BenchLoader, SaysWhatIsWrong) {
    EXPECT_EQ(run({"bench", "loader"}).exitCode, 2);
    EXPECT_EQ(run({"bench", "loader", m_folder / "data", "--workers", "0"}).exitCode, 2);
    expectOneSentence(run({"bench", "loader", m_folder / "nothing", "--quiet"}), 1,
                      "does not exist");
    expectOneSentence(run({"bench", "loader", m_folder / "data", "--augment", "odd", "--quiet"}), 2,
                      "augment");
}

}  // namespace
}  // namespace minarai::cli
