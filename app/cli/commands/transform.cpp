// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "augment/transform.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "augment/pipeline.h"
#include "augment/torchvision_code.h"
#include "base/files.h"
#include "base/json_problem.h"
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
            "torchvision.transforms.functional. ToTensor and Normalize of a pipeline are undone "
            "again, so that the image is what the network sees. With “--code” nothing is applied: "
            "the pipeline is printed as Python source for torchvision.");
        arguments.positional("IN", m_in, "The image; not with “--code”.");
        arguments.positional("OUT.png", m_out, "The PNG file to write; not with “--code”.");
        arguments.text("--pipeline", m_pipeline, "FILE",
                       "A pipeline file, or none, standard or strong.");
        arguments.flag("--code", m_code, "Print the pipeline as Python source for torchvision.");
        arguments.flag("--explain", m_explain,
                       "Print what every transform takes; with “--op” this one, and its drawn "
                       "values.");
        arguments.text("--size", m_size, "N|HxW",
                       "Size of a preset, and of what “--code” ends with (default: the size that "
                       "the pipeline itself gives, else 224).");
        arguments.text("--op", m_op, "NAME", "One transform by its name in torchvision.");
        arguments.text("--params", m_params, "JSON", "With --op: the values, as an object.");
        arguments.example("minarai transform --pipeline standard photo.jpg out.png --seed 3",
                          "One of the variants that training would see.");
        arguments.example(
            "minarai transform --op RandomRotation --params '{\"angle\":15}' "
            "photo.jpg out.png",
            "Turned by 15 degrees.");
        arguments.example("minarai transform --explain --op RandomAffine",
                          "What the transform takes.");
        arguments.example("minarai transform --pipeline strong --size 224 --code > transforms.py",
                          "The pipeline for a training elsewhere.");
    }

    Result<int> run(Context& context) override {
        if (m_explain) {
            return explain(context);
        }
        if (m_pipeline.has_value() == m_op.has_value()) {
            throw UsageError("Exactly one of “--pipeline FILE” and “--op NAME” is needed.");
        }
        if (m_size && m_op) {
            throw UsageError("“--size” goes with “--pipeline”.");
        }
        if (m_params && !m_op) {
            throw UsageError("“--params” goes with “--op”.");
        }
        if (m_code) {
            return printCode(context);
        }
        if (!m_in || !m_out) {
            throw UsageError(fmt::format("“minarai transform” needs {}.", m_in ? "OUT.png" : "IN"));
        }
        MN_ASSIGN(const image::Image picture, image::decodeFile(fromUtf8(*m_in)));
        MN_ASSIGN(const image::Image changed,
                  m_op ? applyOp(picture) : applyPipeline(picture, context));
        if (changed.empty()) {
            return fail(ErrorCode::OutOfMemory, "an image of this size");
        }
        MN_TRY(writeFileAtomically(fromUtf8(*m_out), image::encodePng(changed)));
        if (context.json()) {
            context.printJson(
                {{"file", *m_out}, {"width", changed.width}, {"height", changed.height}});
        }
        return kExitSuccess;
    }

  private:
    /// The pipeline, and what the network takes after it.
    struct Recipe {
        augment::Pipeline pipeline;
        augment::PreprocessSpec preprocess;
    };

    [[nodiscard]] Result<Recipe> readRecipe() const {
        Recipe recipe;
        if (m_size) {
            const auto [height, width] = parseSize("--size", *m_size);
            recipe.preprocess.height = static_cast<int>(height);
            recipe.preprocess.width = static_cast<int>(width);
        }
        MN_ASSIGN(recipe.pipeline, augment::pipelineFor(*m_pipeline, recipe.preprocess));
        return recipe;
    }

    Result<int> printCode(Context& context) const {
        if (m_op || m_in || m_out) {
            throw UsageError("“--code” goes with “--pipeline FILE” and without images.");
        }
        MN_ASSIGN(Recipe recipe, readRecipe());
        const auto size = augment::outputSize(recipe.pipeline);
        if (!m_size && size) {
            recipe.preprocess.height = size->height;
            recipe.preprocess.width = size->width;
        }
        const std::string code = augment::torchvisionCode(recipe.pipeline, recipe.preprocess);
        if (context.json()) {
            context.printJson({{"code", code}});
        } else {
            context.print(code);
        }
        return kExitSuccess;
    }

    [[nodiscard]] Result<image::Image> applyPipeline(const image::Image& picture,
                                                     const Context& context) const {
        MN_ASSIGN(Recipe recipe, readRecipe());
        const auto seed = static_cast<std::uint64_t>(context.seed().value_or(0));
        const image::Image changed = augment::applySteps(recipe.pipeline, picture, seed);
        // Steps on the tensor see the picture as large as the others leave it.
        recipe.preprocess.height = changed.height;
        recipe.preprocess.width = changed.width;
        return augment::tensorStepsOnPicture(recipe.pipeline, changed, recipe.preprocess, seed);
    }

    /// Throws UsageError for an unknown name.
    [[nodiscard]] static const augment::Transform& named(const std::string& name) {
        if (const augment::Transform* transform = augment::findTransform(name)) {
            return *transform;
        }
        std::string known;
        for (const augment::Transform* each : augment::allTransforms()) {
            known += fmt::format("{}{}", known.empty() ? "" : ", ", each->name());
        }
        throw UsageError(fail(ErrorCode::UnknownTransform, name, known).message());
    }

    Result<int> explain(Context& context) const {
        if (m_pipeline || m_params || m_in || m_code || m_size) {
            throw UsageError("“--explain” goes with nothing but “--op NAME”.");
        }
        const std::vector<const augment::Transform*> transforms =
            m_op ? std::vector<const augment::Transform*>{&named(*m_op)} : augment::allTransforms();
        if (context.json()) {
            Json list = Json::array();
            for (const augment::Transform* transform : transforms) {
                list.push_back({{"name", transform->name()},
                                {"params", transform->schema().referenceJson()},
                                {"drawn", transform->drawnSchema().referenceJson()},
                                {"acts_on_tensor", transform->actsOnTensor()}});
            }
            context.printJson(list);
            return kExitSuccess;
        }
        std::string text;
        for (const augment::Transform* transform : transforms) {
            text += fmt::format("{}{}\n{}", text.empty() ? "" : "\n", transform->name(),
                                transform->schema().reference());
            if (m_op) {
                text += fmt::format("\nDrawn values, as “--params” takes them\n{}",
                                    transform->drawnSchema().reference());
            }
        }
        context.print(text);
        return kExitSuccess;
    }

    [[nodiscard]] Result<image::Image> applyOp(const image::Image& picture) const {
        const augment::Transform* transform = &named(*m_op);
        const Json json = jsonOrDiscarded(m_params.value_or("{}"));
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

    std::optional<std::string> m_in;
    std::optional<std::string> m_out;
    std::optional<std::string> m_pipeline;
    std::optional<std::string> m_op;
    std::optional<std::string> m_params;
    std::optional<std::string> m_size;
    bool m_code = false;
    bool m_explain = false;
};

}  // namespace

std::unique_ptr<Command> makeTransform() {
    return std::make_unique<TransformCommand>();
}

}  // namespace minarai::cli
