// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "augment/transform.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "augment/pipeline.h"
#include "base/files.h"
#include "command.h"
#include "image/decode.h"
#include "table.h"

namespace minarai::cli {
namespace {

class TransformCommand : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "transform"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Apply a pipeline or one transform to an image";
    }

    void define(Arguments& arguments) override {
        arguments.describe(
            "With “--pipeline” the values are drawn at random from the seed. With “--op” they are "
            "given: names and meanings are those of the arguments of "
            "torchvision.transforms.functional. ToTensor and Normalize of a pipeline do not act "
            "on pictures and are passed over.");
        arguments.positional("IN", m_in, "The image.");
        arguments.positional("OUT.png", m_out, "The PNG file to write.");
        arguments.text("--pipeline", m_pipeline, "FILE",
                       "A pipeline file, or none, standard or strong (for 224 pixels).");
        arguments.text("--op", m_op, "NAME", "One transform by its name in torchvision.");
        arguments.text("--params", m_params, "JSON", "With --op: the values, as an object.");
        arguments.example("minarai transform --pipeline standard photo.jpg out.png --seed 3",
                          "One of the variants that training would see.");
        arguments.example(
            "minarai transform --op RandomRotation --params '{\"angle\":15}' "
            "photo.jpg out.png",
            "Turned by 15 degrees.");
    }

    Result<int> run(Context& context) override {
        if (m_pipeline.has_value() == m_op.has_value()) {
            throw UsageError("Exactly one of “--pipeline FILE” and “--op NAME” is needed.");
        }
        if (m_params && !m_op) {
            throw UsageError("“--params” goes with “--op”.");
        }
        MN_ASSIGN(const image::Image picture, image::decodeFile(fromUtf8(m_in)));
        MN_ASSIGN(const image::Image changed,
                  m_op ? applyOp(picture) : applyPipeline(picture, context));
        if (changed.empty()) {
            return fail(ErrorCode::OutOfMemory, "an image of this size");
        }
        MN_TRY(writeFileAtomically(fromUtf8(m_out), image::encodePng(changed)));
        if (context.json()) {
            context.printJson(
                {{"file", m_out}, {"width", changed.width}, {"height", changed.height}});
        }
        return kExitSuccess;
    }

  private:
    [[nodiscard]] Result<image::Image> applyPipeline(const image::Image& picture,
                                                     const Context& context) const {
        augment::PreprocessSpec preprocess;
        MN_ASSIGN(const augment::Pipeline pipeline, augment::pipelineFor(*m_pipeline, preprocess));
        return augment::applySteps(pipeline, picture,
                                   static_cast<std::uint64_t>(context.seed().value_or(0)));
    }

    [[nodiscard]] Result<image::Image> applyOp(const image::Image& picture) const {
        const augment::Transform* transform = augment::findTransform(*m_op);
        if (transform == nullptr) {
            std::string known;
            for (const augment::Transform* each : augment::allTransforms()) {
                known += fmt::format("{}{}", known.empty() ? "" : ", ", each->name());
            }
            throw UsageError(fail(ErrorCode::UnknownTransform, *m_op, known).message());
        }
        const Json json = Json::parse(m_params.value_or("{}"), nullptr, false);
        if (!json.is_object()) {
            throw UsageError(fmt::format(
                "“--params” takes a JSON object such as {{\"angle\":15}}, not “{}”.", *m_params));
        }
        const Params params = transform->schema().defaults();
        const auto drawn = augment::drawnFromJson(*transform, params, json);
        if (!drawn) {
            throw UsageError(drawn.error().message());
        }
        auto changed = augment::applyDrawn(*transform, params, *drawn, picture);
        if (!changed && isAboutSettings(changed.error().code)) {
            throw UsageError(changed.error().message());
        }
        return changed;
    }

    std::string m_in;
    std::string m_out;
    std::optional<std::string> m_pipeline;
    std::optional<std::string> m_op;
    std::optional<std::string> m_params;
};

}  // namespace

std::unique_ptr<Command> makeTransform() {
    return std::make_unique<TransformCommand>();
}

}  // namespace minarai::cli
