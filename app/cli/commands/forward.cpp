// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/npy.h"
#include "command.h"
#include "model_source.h"
#include "weights_source.h"

namespace minarai::cli {
namespace {

class Forward : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "forward"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Compute a network's logits for a tensor";
    }

    void define(Arguments& arguments) override {
        arguments.describe(
            "Both files are NumPy arrays of float32: IN with the axes image, channel, row, column, "
            "OUT with the axes image, class. The weights must fit the model exactly.");
        arguments.positional("IN.npy", m_in, "The images, preprocessed.");
        arguments.positional("OUT.npy", m_out, "The file to write.");
        m_model.define(arguments, true);
        arguments.text("--weights", m_weights, "FILE|NAME", kWeightsHelp);
        arguments.choice("--precision", m_precision, {"fp32", "bf16"},
                         "Numbers to compute with (default fp32).");
        arguments.example(
            "minarai forward --arch resnet18 --weights resnet18.pth --classes 1000 in.npy out.npy",
            "The same logits as torchvision's model.");
    }

    Result<int> run(Context& context) override {
        m_model.check();
        if (!m_weights) {
            throw UsageError("“minarai forward” needs “--weights FILE”.");
        }
        MN_ASSIGN(NpyArray array, readNpy(fromUtf8(m_in)));
        if (array.shape.size() != 4) {
            return fail(
                ErrorCode::FileFormat, m_in,
                fmt::format("it needs the 4 axes image, channel, row and column, but has {}",
                            array.shape.size()));
        }
        if (array.data.empty()) {
            return fail(ErrorCode::FileFormat, m_in, "it holds no images");
        }
        MN_ASSIGN(const spec::ModelSpec model,
                  m_model.build(array.shape[1], std::pair(array.shape[2], array.shape[3])));
        const WeightsTarget target =
            m_model.arch ? WeightsTarget{*m_model.arch} : weightsTarget(model);
        MN_ASSIGN(const std::filesystem::path weights, resolveWeights(context, *m_weights, target));
        MN_ASSIGN(const auto engine, context.engine());
        engine::ForwardOptions options;
        options.precision = m_precision;
        options.device = context.device();
        options.threads = context.threads();
        MN_ASSIGN(const engine::FloatTensor logits,
                  engine->forward(model, weights, {std::move(array.shape), std::move(array.data)},
                                  options));
        MN_TRY(writeNpy(fromUtf8(m_out), {logits.shape, logits.values}));
        if (context.json()) {
            context.printJson({{"file", m_out}, {"shape", logits.shape}});
        }
        return kExitSuccess;
    }

  private:
    std::string m_in;
    std::string m_out;
    ModelSource m_model;
    std::optional<std::string> m_weights;
    std::string m_precision = "fp32";
};

}  // namespace

std::unique_ptr<Command> makeForward() {
    return std::make_unique<Forward>();
}

}  // namespace minarai::cli
