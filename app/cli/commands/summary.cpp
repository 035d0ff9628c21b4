// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec/summary.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "command.h"
#include "model_source.h"
#include "table.h"

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
        MN_ASSIGN(const spec::ModelSpec model, m_source.build(m_channels, size));
        MN_ASSIGN(const spec::Summary sums, spec::summarize(model));
        if (context.json()) {
            context.printJson(document(model, sums));
        } else {
            context.print(table(model, sums));
        }
        return kExitSuccess;
    }

  private:
    static Json document(const spec::ModelSpec& model, const spec::Summary& sums) {
        Json json;
        json["name"] = model.name;
        json["input"] = model.input;
        json["layers"] = Json::array();
        for (const spec::LayerRow& layer : sums.layers) {
            json["layers"].push_back({{"id", layer.id},
                                      {"type", layer.op},
                                      {"output", layer.output},
                                      {"parameters", layer.parameters},
                                      {"macs", layer.macs}});
        }
        json["parameters"] = sums.parameters;
        json["trainable"] = sums.trainable;
        json["macs"] = sums.macs;
        json["parameter_bytes"] = sums.parameterBytes;
        json["activation_bytes"] = sums.activationBytes;
        return json;
    }

    static std::string table(const spec::ModelSpec& model, const spec::Summary& sums) {
        Table table({"layer", "type", "output", ">parameters", ">multiply-adds"});
        table.row({std::string(spec::kInputId), "",
                   spec::shapeText({model.input.begin(), model.input.end()}), "", ""});
        for (const spec::LayerRow& layer : sums.layers) {
            table.row({layer.id, layer.op, spec::shapeText(layer.output),
                       layer.parameters == 0 ? "-" : groupedNumber(layer.parameters),
                       layer.macs == 0 ? "-" : groupedNumber(layer.macs)});
        }
        Table totals({"total", ">"});
        totals.row({"parameters", groupedNumber(sums.parameters)});
        totals.row({"trainable", groupedNumber(sums.trainable)});
        totals.row({"not trainable", groupedNumber(sums.parameters - sums.trainable)});
        totals.row({"multiply-adds", groupedNumber(sums.macs)});
        totals.row({"memory of the parameters", bytesText(sums.parameterBytes)});
        totals.row({"memory of the layers' outputs", bytesText(sums.activationBytes)});
        return fmt::format("{}\n{}\n{}", model.name, table.text(), totals.text());
    }

    ModelSource m_source;
    std::optional<std::string> m_size;
    std::optional<std::int64_t> m_channels;
};

}  // namespace

std::unique_ptr<Command> makeSummary() {
    return std::make_unique<SummaryCommand>();
}

}  // namespace minarai::cli
