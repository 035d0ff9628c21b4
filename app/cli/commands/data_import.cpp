// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "command.h"
#include "dataset/importers.h"
#include "table.h"

namespace minarai::cli {
namespace {

class DataImport : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "data import"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Write the official files of MNIST, Fashion-MNIST or CIFAR as a folder of images";
    }

    void define(Arguments& arguments) override {
        arguments.describe(
            "FORMAT is mnist, fashion_mnist, cifar10 or cifar100. SRC is the folder of the "
            "official files: IDX files for the first two (compressed with gzip or not), the binary "
            "version for CIFAR (unpacked, or its .tar.gz). Images go to "
            "DIR/train/CLASS/00001.png and DIR/test/CLASS/00001.png; the number is the image's "
            "place in the official part. Nothing is written unless every file that is there is "
            "whole; official files that "
            "are not there are named.");
        arguments.positional("FORMAT", m_format, "mnist, fashion_mnist, cifar10 or cifar100.");
        arguments.positional("SRC", m_source, "The folder or archive of the official files.");
        arguments.positional("DIR", m_target, "The folder to write; new or empty.");
        arguments.example("minarai data import cifar10 cifar-10-binary.tar.gz cifar10",
                          "60,000 images in 10 classes.");
        arguments.example("minarai data import mnist downloads/mnist digits",
                          "From train-images-idx3-ubyte.gz and its companions.");
    }

    Result<int> run(Context& context) override {
        const auto format = dataset::importFormatFromName(m_format);
        if (!format) {
            throw UsageError(fmt::format("“{}” cannot be imported; FORMAT is one of: {}.", m_format,
                                         fmt::join(dataset::kImportFormats, ", ")));
        }
        MN_ASSIGN(const dataset::Imported imported,
                  dataset::importDataset(*format, fromUtf8(m_source), fromUtf8(m_target),
                                         context.report().progress("Importing"),
                                         context.stopToken(), context.threads()));
        for (const std::string& file : imported.missing) {
            context.report().line(
                fmt::format("“{}” is not there: its images are not imported.", printable(file)));
        }
        if (context.json()) {
            context.printJson({{"folder", m_target},
                               {"format", m_format},
                               {"classes", imported.classes},
                               {"images", imported.train + imported.test},
                               {"train", imported.train},
                               {"test", imported.test},
                               {"missing", imported.missing}});
        } else {
            context.print(
                fmt::format("{} for training and {} for testing in {} classes are in “{}”.\n",
                            counted(static_cast<std::int64_t>(imported.train), "image", "images"),
                            groupedNumber(static_cast<std::int64_t>(imported.test)),
                            imported.classes.size(), printable(m_target)));
        }
        return kExitSuccess;
    }

  private:
    std::string m_format;
    std::string m_source;
    std::string m_target;
};

}  // namespace

std::unique_ptr<Command> makeDataImport() {
    return std::make_unique<DataImport>();
}

}  // namespace minarai::cli
