// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "command.h"
#include "table.h"
#include "weights_source.h"

namespace minarai::cli {
namespace {

class WeightsFetch : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "weights fetch"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Download published weights for later use without a network";
    }

    void define(Arguments& arguments) override {
        arguments.describe(
            "Prints where the file lies. What is on this computer already is checked and not "
            "downloaded again; a download that was interrupted goes on where it was. The hash in "
            "the file's name is checked.");
        arguments.positional("NAME", m_name,
                             "An architecture, for its default weights, or a name that “minarai "
                             "weights list” shows.");
        arguments.example("minarai weights fetch resnet18", "Its ImageNet weights, 45 MiB.");
        arguments.example("minarai weights fetch ResNet50_Weights.IMAGENET1K_V1",
                          "The older ones of two sets.");
    }

    Result<int> run(Context& context) override {
        MN_TRY(zoo::pretrainedStatus());
        MN_ASSIGN(const zoo::PretrainedWeights* weights, zoo::findPretrained(m_name));
        const auto file = fetchWeights(context, *weights);
        if (!file && file.error().code == ErrorCode::Cancelled) {
            context.report().line("stopped; the part that has arrived is kept");
            return kExitInterrupted;
        }
        MN_ASSIGN(const std::filesystem::path path, file);
        if (context.json()) {
            context.printJson({{"name", weights->name},
                               {"arch", weights->arch},
                               {"path", toUtf8(path)},
                               {"url", weights->url}});
        } else {
            context.print(printable(toUtf8(path)) + "\n");
        }
        return kExitSuccess;
    }

  private:
    std::string m_name;
};

}  // namespace

std::unique_ptr<Command> makeWeightsFetch() {
    return std::make_unique<WeightsFetch>();
}

}  // namespace minarai::cli
