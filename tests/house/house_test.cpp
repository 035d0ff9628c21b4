// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The plan of the house (ARCHITECTURE.md), read from the project's own sources.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "house/source_tree.h"
#include "support/places.h"

namespace minarai::house {
namespace {

using testing::IsEmpty;

const std::vector<std::string> kCode{".h", ".cpp", ".inc"};
const std::vector<std::string> kCMake{"CMakeLists.txt", ".cmake"};
const std::vector<std::string> kProduct{"app/", "core/", "widgets/"};

class House : public testing::Test {
  protected:
    SourceTree tree{tests::sourceFolder(),
                    {"app", "core", "widgets", "tests", "cmake", "packaging"}};

    [[nodiscard]] std::vector<std::string> outsideThisTest(std::vector<std::string> found) const {
        std::erase_if(found,
                      [](const std::string& line) { return line.starts_with("tests/house/"); });
        return found;
    }

    /// Tensors have a detach() of their own: a file that knows torch may use it on them.
    [[nodiscard]] std::vector<std::string> outsideTorch(std::vector<std::string> found) const {
        std::erase_if(found, [this](const std::string& line) {
            const std::string path = line.substr(0, line.find(':'));
            for (const std::string& reached : tree.closure(path)) {
                const auto& includes = tree.files().at(reached).includes;
                if (std::any_of(includes.begin(), includes.end(), isTorch)) {
                    return true;
                }
            }
            return false;
        });
        return found;
    }
};

TEST_F(House, IsReadAtAll) {
    EXPECT_TRUE(tree.files().contains("core/base/error.h"));
    EXPECT_TRUE(tree.files().contains("tests/house/house_test.cpp"));
    EXPECT_THAT(tree.closure("core/predict/predictor.h"), testing::Contains("core/base/error.h"));
}

TEST_F(House, ScreenNeverSeesTorchOrOpenCv) {
    EXPECT_THAT(tree.torchSeenByScreen(), IsEmpty());
}

TEST_F(House, OnlyTorchHeadersNameTorch) {
    EXPECT_THAT(tree.torchInPlainHeaders(), IsEmpty());
}

TEST_F(House, OnlyItsRoomsIncludeTorch) {
    EXPECT_THAT(tree.torchOutsideItsRooms(), IsEmpty());
}

TEST_F(House, OpenCvStaysInsideSourceFiles) {
    EXPECT_THAT(tree.openCvInHeaders(), IsEmpty());
}

TEST_F(House, CoreKnowsNoQt) {
    EXPECT_THAT(tree.qtInCore(), IsEmpty());
}

TEST_F(House, RoomsStandOnLowerRoomsOnly) {
    EXPECT_THAT(tree.roomsOutOfOrder(), IsEmpty());
}

TEST_F(House, LayersStandOnLowerLayersOnly) {
    EXPECT_THAT(tree.layersOutOfOrder(), IsEmpty());
}

TEST_F(House, EveryIncludedHeaderExists) {
    EXPECT_THAT(tree.missingIncludes(), IsEmpty());
}

TEST_F(House, ProgramsAndWidgetsDoNotLinkTorch) {
    EXPECT_THAT(tree.matches(std::regex("minarai_torch|TORCH_|\\btorch(_cpu)?\\b|OpenCV"),
                             {"app/", "widgets/"}, kCMake),
                IsEmpty());
}

TEST_F(House, WidgetsAndProgramsKeepTheEventLoopSimple) {
    EXPECT_THAT(tree.matches(std::regex("processEvents|BlockingQueuedConnection|QEventLoop"),
                             kProduct, kCode),
                IsEmpty());
}

TEST_F(House, NoItemWidgetsForData) {
    EXPECT_THAT(
        tree.matches(std::regex("\\b(QTableWidget|QListWidget|QTreeWidget)"), kProduct, kCode),
        IsEmpty());
}

TEST_F(House, NothingSleeps) {
    const std::regex sleeps(
        "\\b(sleep_for|sleep_until|usleep|nanosleep|qSleep)\\b|"
        "QThread::(m|u)?sleep");
    EXPECT_THAT(
        outsideThisTest(tree.matches(sleeps, {"app/", "core/", "widgets/", "tests/"}, kCode)),
        IsEmpty());
}

TEST_F(House, ThreadsAreJoined) {
    EXPECT_THAT(outsideTorch(tree.matches(std::regex("(\\.|->)detach\\(\\)"), kProduct, kCode)),
                IsEmpty());
    EXPECT_THAT(
        tree.matches(std::regex("([Tt]hread|[Ww]orker)\\w*(\\.|->)detach\\(\\)"), kProduct, kCode),
        IsEmpty());
}

TEST_F(House, FilesAreNamedInCMake) {
    EXPECT_THAT(tree.matches(std::regex("file\\s*\\(\\s*GLOB", std::regex::icase), {""}, kCMake),
                IsEmpty());
}

TEST_F(House, NothingIsLeftForLater) {
    const std::regex later("\\b(TODO|FIXME|XXX|HACK)\\b");
    std::vector<std::string> endings = kCode;
    endings.insert(endings.end(), kCMake.begin(), kCMake.end());
    EXPECT_THAT(outsideThisTest(tree.matches(later, {""}, endings, true)), IsEmpty());
}

TEST_F(House, NoTestIsDisabled) {
    EXPECT_THAT(outsideThisTest(tree.matches(std::regex("\\bDISABLED_"), {"tests/"}, kCode)),
                IsEmpty());
}

TEST_F(House, RandomnessIsSeeded) {
    const std::regex loose("std::random_device|\\bsrand\\(|\\brand\\(\\)|manual_seed\\(time");
    EXPECT_THAT(tree.matches(loose, kProduct, kCode), IsEmpty());
}

}  // namespace
}  // namespace minarai::house
