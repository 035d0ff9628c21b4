// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// `cmake --install` into an empty prefix, and the program from there.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "cli/program.h"
#include "support/places.h"

namespace minarai::cli {
namespace {

namespace fs = std::filesystem;

std::string slurp(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

Outcome runOther(const std::string& program, const std::vector<std::string>& words) {
    RunOptions options;
    options.program = program;
    return run(words, options);
}

TEST(Install, GivesAProgramThatTrainsAndWhatADesktopNeeds) {
    TemporaryFolder folder;
    const std::string prefix = folder / "prefix";
    const Outcome installed =
        runOther(CMAKE_PROGRAM, {"--install", tests::buildFolder(), "--prefix", prefix});
    ASSERT_EQ(installed.exitCode, 0) << installed.err;

    const std::string program = prefix + "/bin/minarai";
    const Outcome version = runOther(program, {"--version"});
    EXPECT_EQ(version.out.rfind("minarai ", 0), 0U) << version.err;
    EXPECT_GT(runOther(program, {"models", "--json"}).document().size(), 80U);
    ASSERT_EQ(runOther(program, {"data", "sample", folder / "set", "--per-class", "2"}).exitCode,
              0);
    // The loader of programs tells which files it opens: none of the build's.
    const Outcome trained = runOther(
        "/usr/bin/env", {"LD_DEBUG=files", program, "train", folder / "set", "--out",
                         folder / "run", "--arch", "lenet5", "--set", "epochs=1", "--json"});
    ASSERT_EQ(trained.exitCode, 0) << trained.err;
    EXPECT_EQ(trained.document().at("epochs"), 1);
    EXPECT_NE(trained.err.find("file=" + prefix + "/lib"), std::string::npos);
    EXPECT_EQ(trained.err.find("file=" + tests::buildFolder()), std::string::npos);
    // A WebP file of one pixel, which the codecs alone know: they are opened from the prefix, too.
    constexpr char kWebp[] =
        "RIFF\x1a\0\0\0WEBPVP8L\x0e\0\0\0/\0\0\0\0\x07\x10\x11\xfd\x0f"
        "DD\xff\x03";
    std::ofstream(folder / "pixel.webp", std::ios::binary).write(kWebp, 34);
    const Outcome decoded = runOther(
        program, {"preprocess", "--size", "8", folder / "pixel.webp", folder / "pixel.npy"});
    EXPECT_EQ(decoded.exitCode, 0) << decoded.err;

    EXPECT_TRUE(fs::exists(prefix + "/bin/minarai-studio"));
    const std::string share = prefix + "/share/";
    EXPECT_NE(slurp(share + "icons/hicolor/scalable/apps/org.minarai.Studio.svg").find("<svg"),
              std::string::npos);
    const std::string desktop = share + "applications/org.minarai.Studio.desktop";
    EXPECT_NE(slurp(desktop).find("\nExec=env OMP_WAIT_POLICY=passive minarai-studio %F\n"),
              std::string::npos);
    const std::string metainfo = share + "metainfo/org.minarai.Studio.metainfo.xml";
    EXPECT_NE(slurp(metainfo).find("<id>org.minarai.Studio</id>"), std::string::npos);
    for (const char* language : {"en", "ja"}) {
        const std::string texts = slurp(share + "minarai/translations/minarai_" + language + ".qm");
        EXPECT_EQ(texts.rfind("\x3C\xB8\x64\x18", 0), 0U) << language << ": no .qm file";
    }
    EXPECT_NE(slurp(share + "bash-completion/completions/minarai").find("_minarai"),
              std::string::npos);
    EXPECT_EQ(slurp(share + "zsh/site-functions/_minarai").rfind("#compdef minarai\n", 0), 0U);
    EXPECT_NE(slurp(share + "fish/vendor_completions.d/minarai.fish").find("complete -c minarai"),
              std::string::npos);
    const fs::path validate = "/usr/bin/desktop-file-validate";
    if (fs::exists(validate)) {
        const Outcome outcome = runOther(validate, {desktop});
        EXPECT_EQ(outcome.exitCode, 0) << outcome.out << outcome.err;
    }
    const fs::path appstream = "/usr/bin/appstreamcli";
    if (fs::exists(appstream)) {
        const Outcome outcome = runOther(appstream, {"validate", "--no-net", metainfo});
        EXPECT_EQ(outcome.exitCode, 0) << outcome.out << outcome.err;
    }
}

}  // namespace
}  // namespace minarai::cli
