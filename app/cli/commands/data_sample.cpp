// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "command.h"
#include "dataset/sample_set.h"
#include "table.h"

namespace minarai::cli {
namespace {

class DataSample : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "data sample"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Write the embedded sample set, which the program draws itself";
    }

    void define(Arguments& arguments) override {
        arguments.describe(
            "The pictures are the same on every machine; “--seed” draws others in their place.");
        arguments.positional("DIR", m_folder, "The folder to write; new or empty.");
        arguments.integer(
            "--per-class", m_perClass, 1, 100000, "N",
            fmt::format("Images in each class (default {}).", dataset::kSamplesPerClass));
        arguments.example("minarai data sample shapes",
                          "A small data set for the first training run.");
    }

    Result<int> run(Context& context) override {
        const auto perClass = static_cast<int>(m_perClass.value_or(dataset::kSamplesPerClass));
        std::optional<std::uint64_t> seed;
        if (context.seed()) {
            seed = static_cast<std::uint64_t>(*context.seed());
        }
        MN_TRY(dataset::writeSampleSet(fromUtf8(m_folder), perClass,
                                       context.report().progress("Drawing"), context.stopToken(),
                                       seed, context.threads()));
        const std::size_t classes = dataset::sampleClasses().size();
        const std::size_t images = classes * static_cast<std::size_t>(perClass);
        if (context.json()) {
            context.printJson(
                {{"folder", m_folder}, {"classes", dataset::sampleClasses()}, {"images", images}});
        } else {
            context.print(fmt::format("{} images in {} classes are in “{}”.\n", images, classes,
                                      printable(m_folder)));
        }
        return kExitSuccess;
    }

  private:
    std::string m_folder;
    std::optional<std::int64_t> m_perClass;
};

}  // namespace

std::unique_ptr<Command> makeDataSample() {
    return std::make_unique<DataSample>();
}

}  // namespace minarai::cli
