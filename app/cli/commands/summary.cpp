// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec/summary.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "command.h"
#include "model_source.h"
#include "table.h"
#include "train/settings.h"
#include "train/training_plan.h"

namespace minarai::cli {
namespace {

class SummaryCommand : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "summary"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Show a model's layers: output shapes, parameters, multiply-adds, memory";
    }

    void define(Arguments& arguments) override {
        m_source.define(arguments, true);
        arguments.text("--size", m_size, "N|HxW",
                       "Size of the input in pixels, one edge or height x width (default: the "
                       "model's usual input).");
        arguments.integer("--channels", m_channels, 1, 1024, "C",
                          "Channels of the input: 3 for colour, 1 for grey.");
        arguments.text(
            "--freeze", m_freeze, "POLICY",
            "Count what would be trained: auto (as none), none, early, most, all_but_head or "
            "upto:NAME (a layer or group of the model).");
        arguments.example("minarai summary --arch resnet18", "The published model.");
        arguments.example("minarai summary --arch lite_cnn --classes 6 --size 64",
                          "As it would be trained on six classes at 64 x 64 pixels.");
    }

    Result<int> run(Context& context) override {
        m_source.check();
        std::optional<std::pair<std::int64_t, std::int64_t>> size;
        if (m_size) {
            size = parseSize("--size", *m_size);
        }
        Params settings = train::settingsSchema().defaults();
        if (m_freeze) {
            const Status set = train::settingsSchema().setText(settings, "freeze", *m_freeze);
            if (!set) {
                throw UsageError(set.error().message());
            }
        }
        MN_ASSIGN(const spec::ModelSpec model, m_source.build(m_channels, size));
        MN_ASSIGN(spec::Summary sums, spec::summarize(model));
        train::TrainingPlan plan;
        plan.nodes.resize(sums.layers.size());
        if (m_freeze) {  // a model that could learn nothing has a summary, too
            auto planned = train::planTraining(model, settings);
            if (!planned) {
                throw UsageError(planned.error().message());
            }
            plan = *std::move(planned);
            sums.trainable = plan.trainable;
        }
        if (context.json()) {
            context.printJson(document(model, sums, plan));
        } else {
            context.print(table(model, sums, plan));
        }
        return kExitSuccess;
    }

  private:
    static Json document(const spec::ModelSpec& model, const spec::Summary& sums,
                         const train::TrainingPlan& plan) {
        Json json;
        json["name"] = model.name;
        if (!model.origin.empty()) {
            json["origin"] = model.origin;
        }
        json["input"] = model.input;
        json["layers"] = Json::array();
        for (std::size_t i = 0; i < sums.layers.size(); ++i) {
            const spec::LayerRow& layer = sums.layers[i];
            json["layers"].push_back({{"id", layer.id},
                                      {"type", layer.op},
                                      {"output", layer.output},
                                      {"parameters", layer.parameters},
                                      {"macs", layer.macs},
                                      {"frozen", plan.nodes[i].frozen}});
        }
        json["parameters"] = sums.parameters;
        json["trainable"] = sums.trainable;
        json["macs"] = sums.macs;
        json["input_bytes"] = sums.inputBytes;
        json["parameter_bytes"] = sums.parameterBytes;
        json["activation_bytes"] = sums.activationBytes;
        json["total_bytes"] = sums.totalBytes();
        return json;
    }

    std::string table(const spec::ModelSpec& model, const spec::Summary& sums,
                      const train::TrainingPlan& plan) const {
        std::vector<std::string> headings{"layer", "type", "output", ">parameters",
                                          ">multiply-adds"};
        std::vector<std::string> input{std::string(spec::kInputId), "",
                                       spec::shapeText({model.input.begin(), model.input.end()}),
                                       "", ""};
        if (m_freeze) {
            headings.emplace_back("frozen");
            input.emplace_back();
        }
        Table table(headings);
        table.row(input);
        for (std::size_t i = 0; i < sums.layers.size(); ++i) {
            const spec::LayerRow& layer = sums.layers[i];
            std::vector<std::string> row{
                layer.id, layer.op, spec::shapeText(layer.output),
                layer.parameters == 0 ? "-" : groupedNumber(layer.parameters),
                layer.macs == 0 ? "-" : groupedNumber(layer.macs)};
            if (m_freeze) {
                row.emplace_back(plan.nodes[i].frozen && layer.parameters > 0 ? "yes" : "");
            }
            table.row(row);
        }
        Table totals({"total", ">"});
        totals.row({"parameters", groupedNumber(sums.parameters)});
        totals.row({"trainable", groupedNumber(sums.trainable)});
        totals.row({"not trainable", groupedNumber(sums.parameters - sums.trainable)});
        totals.row({"multiply-adds", groupedNumber(sums.macs)});
        totals.row({"memory of the input, one image", bytesText(sums.inputBytes)});
        totals.row({"memory of the parameters", bytesText(sums.parameterBytes)});
        totals.row({"memory of the layers' outputs", bytesText(sums.activationBytes)});
        totals.row({"estimated total memory", bytesText(sums.totalBytes())});
        const std::string origin =
            model.origin.empty() ? std::string() : fmt::format(" (from {})", model.origin);
        return fmt::format("{}{}\n{}\n{}", model.name, origin, table.text(), totals.text());
    }

    ModelSource m_source;
    std::optional<std::string> m_freeze;
    std::optional<std::string> m_size;
    std::optional<std::int64_t> m_channels;
};

}  // namespace

std::unique_ptr<Command> makeSummary() {
    return std::make_unique<SummaryCommand>();
}

}  // namespace minarai::cli
