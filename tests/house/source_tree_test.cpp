// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The rules must find what they forbid: each is shown a small tree that breaks it.
#include "house/source_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace minarai::house {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Rules : public testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "minarai_house_XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        m_root = pattern;
        write("core/base/error.h", "#include <string>\n");
    }
    void TearDown() override { fs::remove_all(m_root); }

    void write(const std::string& path, const std::string& text) const {
        fs::create_directories((m_root / path).parent_path());
        std::ofstream(m_root / path) << text;
    }
    [[nodiscard]] SourceTree tree() const { return {m_root, {"app", "core", "widgets", "tests"}}; }

  private:
    fs::path m_root;
};

TEST_F(Rules, FollowIncludesToTheirEnd) {
    write("core/nn/module_torch.h", "#include <torch/torch.h>\n");
    write("core/train/trainer.h", "#include \"nn/module_torch.h\"\n");
    write("app/studio/page.h", "#include \"train/trainer.h\"\n");
    write("app/studio/page.cpp", "#include \"page.h\"\n");
    EXPECT_THAT(tree().torchSeenByScreen(),
                ElementsAre(HasSubstr("app/studio/page.cpp"), HasSubstr("app/studio/page.h")));
    EXPECT_THAT(tree().torchInPlainHeaders(), ElementsAre(HasSubstr("core/train/trainer.h")));
    EXPECT_THAT(tree().torchOutsideItsRooms(), IsEmpty());
}

TEST_F(Rules, SurviveACircleOfIncludes) {
    write("core/base/a.h", "#include \"base/b.h\"\n");
    write("core/base/b.h", "#include \"base/a.h\"\n");
    EXPECT_THAT(tree().closure("core/base/a.h"), ElementsAre("core/base/a.h", "core/base/b.h"));
}

TEST_F(Rules, FindTorchOutsideItsRooms) {
    write("core/nn/module_torch.h", "#include <ATen/ATen.h>\n");
    write("core/metrics/loss.cpp", "#include <c10/util/Half.h>\n");
    write("core/runs/run.cpp", "#include \"nn/module_torch.h\"\n");
    EXPECT_THAT(tree().torchOutsideItsRooms(), ElementsAre(HasSubstr("core/metrics/loss.cpp:1"),
                                                           HasSubstr("core/runs/run.cpp:1")));
}

TEST_F(Rules, FindOpenCvAndQt) {
    write("core/image/mat.h", "\n#include <opencv2/core.hpp>\n");
    write("core/image/mat.cpp", "#include <opencv2/core.hpp>\n");
    write("core/runs/run.cpp", "#include <QString>\n#include <QtCore/QtGlobal>\n");
    EXPECT_THAT(tree().openCvInHeaders(), ElementsAre(HasSubstr("core/image/mat.h:2")));
    EXPECT_THAT(tree().qtInCore(), testing::SizeIs(2));
}

TEST_F(Rules, FindRoomsAndLayersOutOfOrder) {
    write("core/dataset/catalog.h", "#include \"base/error.h\"\n");
    write("core/base/files.cpp", "#include \"dataset/catalog.h\"\n");
    write("core/augment/op.h", "#include \"dataset/catalog.h\"\n");
    write("core/cellar/wine.h", "\n");
    write("app/studio/page.h", "\n");
    write("widgets/charts/chart.cpp", "#include \"app/studio/page.h\"\n");
    write("app/cli/main.cpp", "#include \"widgets/charts/chart.h\"\n");
    write("widgets/charts/chart.h", "\n");
    EXPECT_THAT(tree().roomsOutOfOrder(),
                ElementsAre(HasSubstr("sibling"), HasSubstr("above it"), HasSubstr("cellar")));
    EXPECT_THAT(tree().layersOutOfOrder(), ElementsAre(HasSubstr("app/cli/main.cpp:1"),
                                                       HasSubstr("widgets/charts/chart.cpp")));
}

TEST_F(Rules, FindIncludesOfNothing) {
    write("core/spec/op.cpp", "#include \"base/error.h\"\n#include \"base/gone.h\"\n");
    EXPECT_THAT(tree().missingIncludes(), ElementsAre(HasSubstr("core/spec/op.cpp:2")));
}

TEST_F(Rules, ReadWordsInCodeButNotInComments) {
    write("core/base/a.cpp",
          "// never detach()\n/* sleep_for\n */\nint b = 1'000;  // sleep_for\n"
          "const char* url = \"http://x\"; sleep_for(b);\n");
    const std::regex word("sleep_for");
    EXPECT_THAT(tree().matches(word, {"core/"}, {".cpp"}),
                ElementsAre(HasSubstr("core/base/a.cpp:5")));
    EXPECT_THAT(tree().matches(word, {"core/"}, {".cpp"}, true), testing::SizeIs(3));
    EXPECT_THAT(tree().matches(word, {"app/"}, {".cpp"}), IsEmpty());
}

TEST_F(Rules, DoNotTakeACommentedIncludeForOne) {
    write("core/image/a.h", "// #include <opencv2/core.hpp>\n/*\n#include <QString>\n*/\n");
    EXPECT_THAT(tree().openCvInHeaders(), IsEmpty());
    EXPECT_THAT(tree().qtInCore(), IsEmpty());
}

}  // namespace
}  // namespace minarai::house
