// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "command.h"
#include "dataset/statistics.h"
#include "decisions_source.h"
#include "statistics_text.h"
#include "table.h"

namespace minarai::cli {
namespace {

class DataStatistics : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "data statistics"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Measure the mean and standard deviation of each colour over a folder of images";
    }

    void define(Arguments& arguments) override {
        arguments.describe(
            "Over every pixel of every image at its own size, with values from 0 to 1, as "
            "normalisation takes them. Of a folder with “train”, “val” and “test” the training "
            "part is measured by itself as well.");
        arguments.positional("DIR", m_folder, "The folder of images.");
        m_decisions.define(arguments);
        arguments.example("minarai data statistics cifar10", "Three means, three deviations.");
    }

    Result<int> run(Context& context) override {
        const std::stop_token stop = context.stopToken();
        MN_ASSIGN(dataset::Catalog catalog,
                  dataset::scan(fromUtf8(m_folder), context.report().progress("Scanning"), stop));
        if (m_decisions.isGiven()) {
            MN_ASSIGN(dataset::DecidedCatalog decided,
                      m_decisions.obey(context, std::move(catalog)));
            catalog = std::move(decided.catalog);
        }
        MN_ASSIGN(const dataset::DataStatistics statistics,
                  dataset::measureStatistics(catalog, static_cast<unsigned>(context.threads()),
                                             context.report().progress("Opening images"), stop));
        const std::uint64_t readable = statistics.all.images;
        if (readable == 0 && !catalog.samples.empty()) {
            return fail(ErrorCode::FolderHasNoImages, m_folder);
        }
        if (const std::uint64_t lost = catalog.samples.size() - readable; lost > 0) {
            context.report().line(
                fmt::format("{} cannot be read and {} left out.",
                            counted(static_cast<std::int64_t>(lost), "image", "images"),
                            lost == 1 ? "is" : "are"));
        }
        if (context.json()) {
            context.printJson(statisticsDocument(statistics, catalog.hasParts));
        } else {
            context.print(statisticsText(statistics, catalog.hasParts));
        }
        return kExitSuccess;
    }

  private:
    std::string m_folder;
    DecisionsSource m_decisions;
};

}  // namespace

std::unique_ptr<Command> makeDataStatistics() {
    return std::make_unique<DataStatistics>();
}

}  // namespace minarai::cli
