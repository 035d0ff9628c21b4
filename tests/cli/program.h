// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the built `minarai` as a user would and collects what it printed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace minarai::cli {

using nlohmann::json;

struct Outcome {
    int exitCode = -1;  ///< -1: ended by a signal
    int signal = 0;
    std::string out;
    std::string err;

    /// stdout as one document; a discarded one if it is not exactly that.
    [[nodiscard]] json document() const { return json::parse(out, nullptr, false); }
    /// Lines of stderr.
    [[nodiscard]] std::vector<std::string> errorLines() const;
};

/// Something that happens to the program once this text stood on stderr.
struct Moment {
    std::string text;
    std::function<void(pid_t)> act;  ///< may be empty: the moment is only awaited
};

struct RunOptions {
    std::filesystem::path workingFolder;        ///< empty: the test's own
    std::optional<std::uint64_t> maxFileBytes;  ///< RLIMIT_FSIZE
    std::string interruptAfter;                 ///< SIGINT once this text stood on stderr
    std::vector<Moment> moments;                ///< one after another, as their texts come
    int pendingSignal = 0;                      ///< sent before the program begins to run
    std::string stdoutFile;                     ///< a file in place of the pipe
    bool closeStdout = false;                   ///< nobody reads the pipe
    bool terminal = false;                      ///< stderr is a terminal of 160 columns
    std::filesystem::path program;              ///< empty: the built minarai
};

Outcome run(const std::vector<std::string>& arguments, const RunOptions& options = {});

/// A folder that goes with the test.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    /// A path below it as text.
    [[nodiscard]] std::string operator/(const std::string& name) const {
        return (m_path / name).string();
    }

  private:
    std::filesystem::path m_path;
};

void writeText(const std::filesystem::path& path, const std::string& text);

/// A PPM picture whose colours depend on `shade`, with some structure.
void writePicture(const std::filesystem::path& path, int width, int height, unsigned shade);

/// `<folder>/dark/0.ppm` and so on: `perClass` pictures in each of two classes that differ in
/// brightness.
void writeTwoClasses(const std::filesystem::path& folder, int perClass, int edge = 32);

/// From now on no file of that program grows over so many bytes; without a number it has all the
/// room again.
void limitFiles(pid_t program, std::optional<std::uint64_t> bytes);

/// Debian's Python with torch runs a script of tests/oracle.
int runOracle(const std::string& script, const std::vector<std::string>& arguments);

/// A float32 .npy as Python and minarai write it.
struct Array {
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};
Array readArray(const std::filesystem::path& path);

/// Fails the test unless the outcome is one sentence on stderr, nothing on stdout, and this code.
void expectOneSentence(const Outcome& outcome, int exitCode, const std::string& about);

}  // namespace minarai::cli
