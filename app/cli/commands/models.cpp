// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "command.h"
#include "spec/summary.h"
#include "table.h"
#include "zoo/zoo.h"

namespace minarai::cli {
namespace {

class Models : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "models"; }
    [[nodiscard]] std::string_view summary() const override {
        return "List the known architectures with their size and cost";
    }

    void define(Arguments& arguments) override {
        arguments.describe(
            "Parameters and multiply-adds are those of the published model: its usual input "
            "(channels, height, width) and number of classes.");
        arguments.example("minarai models", "Name, family, input, parameters, multiply-adds.");
    }

    Result<int> run(Context& context) override {
        Json list = Json::array();
        Table table({"name", "family", "input", ">parameters", ">multiply-adds", "source"});
        for (const zoo::Architecture& architecture : zoo::architectures()) {
            MN_ASSIGN(const spec::ModelSpec model, zoo::build(architecture.name));
            MN_ASSIGN(const spec::Summary sums, spec::summarize(model));
            list.push_back({{"name", architecture.name},
                            {"family", architecture.family},
                            {"parameters", sums.parameters},
                            {"macs", sums.macs},
                            {"input", model.input},
                            {"classes", architecture.classes},
                            {"source", architecture.source}});
            table.row({architecture.name, architecture.family,
                       spec::shapeText({model.input.begin(), model.input.end()}),
                       groupedNumber(sums.parameters), groupedNumber(sums.macs),
                       architecture.source});
        }
        if (context.json()) {
            context.printJson(list);
        } else {
            context.print(table.text());
        }
        return kExitSuccess;
    }
};

}  // namespace

std::unique_ptr<Command> makeModels() {
    return std::make_unique<Models>();
}

}  // namespace minarai::cli
