// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A whole `minarai train` against a page of python3-torch: files, settings, order and updates.
#include <filesystem>
#include <string>

#include "cli/program.h"
#include "support/places.h"

namespace minarai::cli {
namespace {

namespace fs = std::filesystem;

TEST(TrainParity, TwentyStepsFromTheFilesOnAreThoseOfPython) {
    const TemporaryFolder folder;
    // The shared flower photos where they are, the program's own pictures elsewhere: 20 batches.
    std::string data = tests::sourceFolder() + "/../shared/data/flowers";
    std::string batch = "batch=22";
    if (!fs::exists(data)) {
        data = folder / "data";
        batch = "batch=8";
        ASSERT_EQ(run({"data", "sample", data, "--per-class", "25", "--quiet"}).exitCode, 0);
    }
    ASSERT_EQ(run({"train", data, "--out", folder / "first", "--arch", "lite_cnn", "--set",
                   "epochs=1", "size=40", "augment=none", "--quiet"})
                  .exitCode,
              0);
    fs::copy_file(folder / "first/model.json", folder / "model.json");
    ASSERT_EQ(run({"data", "split", data, "--out", folder / "parts.json", "--quiet"}).exitCode, 0);
    ASSERT_EQ(runOracle("train_program.py", {"prepare", folder.path().string()}), 0);
    const Outcome trained = run({"train",
                                 data,
                                 "--out",
                                 folder / "run",
                                 "--spec",
                                 folder / "plain.json",
                                 "--weights",
                                 folder / "initial.pth",
                                 "--set",
                                 "epochs=1",
                                 "size=40",
                                 batch,
                                 "augment=none",
                                 "shuffle=false",
                                 "split=" + (folder / "parts.json"),
                                 "optimizer=sgd",
                                 "nesterov=true",
                                 "learning_rate=0.01",
                                 "precision=fp32",
                                 "--quiet"});
    ASSERT_EQ(trained.exitCode, 0) << trained.err;
    EXPECT_EQ(runOracle("train_program.py", {"compare", folder.path().string()}), 0);
}

}  // namespace
}  // namespace minarai::cli
