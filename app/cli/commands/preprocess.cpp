// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "augment/pipeline.h"
#include "base/files.h"
#include "base/npy.h"
#include "command.h"
#include "image/decode.h"
#include "runs/run_directory.h"

namespace minarai::cli {
namespace {

/// A picture that already has its final size, and how it becomes numbers.
struct Prepared {
    image::Image fitted;
    augment::PreprocessSpec spec;
    std::optional<augment::Pipeline> pipeline;  ///< whose steps on the tensor are still to come
};

class Preprocess : public Command {
  public:
    [[nodiscard]] std::string_view name() const override { return "preprocess"; }
    [[nodiscard]] std::string_view summary() const override {
        return "Write the tensor that a network sees of an image in evaluation";
    }

    void define(Arguments& arguments) override {
        arguments.describe(
            "The file is a NumPy array of float32 with the axes channel, row, column.");
        arguments.positional("IN", m_in, "The image.");
        arguments.positional("OUT.npy", m_out, "The NumPy file to write.");
        arguments.text("--run", m_run, "RUN", "As this run does it.");
        arguments.text("--size", m_size, "N|HxW",
                       "Resize to N x N pixels (bilinear, antialiased), ToTensor, Normalize with "
                       "ImageNet's mean and deviation.");
        arguments.text("--pipeline", m_pipeline, "FILE",
                       "The steps of a pipeline file, then ToTensor and its Normalize (ImageNet's "
                       "where it has none); random steps draw from the seed.");
        arguments.flag("--no-normalize", m_noNormalize, "Stop at numbers from 0 to 1.");
        arguments.integer("--channels", m_channels, 1, 3, "1|3",
                          "1 for grey, 3 for colour (default 3).");
        arguments.example("minarai preprocess --size 224 photo.jpg photo.npy",
                          "For a network of torchvision.");
        arguments.example("minarai preprocess --run run1 photo.jpg photo.npy",
                          "Exactly what the run's network sees.");
    }

    Result<int> run(Context& context) override {
        if (m_run.has_value() + m_size.has_value() + m_pipeline.has_value() != 1) {
            throw UsageError(
                "Exactly one of “--run RUN”, “--size N” and “--pipeline FILE” is needed.");
        }
        if (m_channels == 2) {
            throw UsageError("“--channels” takes 1 or 3, not “2”.");
        }
        if (m_channels && m_run) {
            throw UsageError("“--channels” does not go with “--run”, which knows them.");
        }
        MN_ASSIGN(Prepared prepared, prepare(context));
        augment::PreprocessSpec& spec = prepared.spec;
        if (m_noNormalize) {
            spec.normalize = false;
        }
        std::vector<float> values(augment::tensorSize(spec));
        augment::toTensor(prepared.fitted, spec, values.data());
        if (prepared.pipeline) {
            augment::applyTensorSteps(*prepared.pipeline, spec, seedOf(context), values.data());
        }
        const std::vector<std::int64_t> shape{spec.channels, spec.height, spec.width};
        MN_TRY(writeNpy(fromUtf8(m_out), {shape, std::move(values)}));
        if (context.json()) {
            context.printJson({{"file", m_out}, {"shape", shape}});
        }
        return kExitSuccess;
    }

  private:
    static std::uint64_t seedOf(const Context& context) {
        return static_cast<std::uint64_t>(context.seed().value_or(0));
    }

    [[nodiscard]] Result<Prepared> prepare(const Context& context) const {
        augment::PreprocessSpec spec;
        spec.channels = static_cast<int>(m_channels.value_or(3));
        if (m_size) {
            const auto [height, width] = parseSize("--size", *m_size);
            spec.height = static_cast<int>(height);
            spec.width = static_cast<int>(width);
        } else if (m_run) {
            MN_ASSIGN(const runs::RunInfo info, runs::readRunInfo(fromUtf8(*m_run)));
            spec = info.preprocess;
        }
        Prepared prepared;
        if (m_pipeline) {
            MN_ASSIGN(prepared.pipeline, augment::readPipeline(fromUtf8(*m_pipeline), &spec));
        }
        MN_ASSIGN(const image::Image picture, image::decodeFile(fromUtf8(m_in)));
        if (prepared.pipeline) {
            prepared.fitted = augment::applySteps(*prepared.pipeline, picture, seedOf(context));
            spec.height = prepared.fitted.height;
            spec.width = prepared.fitted.width;
        } else {
            prepared.fitted = augment::fit(picture, spec);
        }
        prepared.spec = spec;
        if (prepared.fitted.empty()) {
            return fail(ErrorCode::OutOfMemory, "an image of this size");
        }
        return prepared;
    }

    std::string m_in;
    std::string m_out;
    std::optional<std::string> m_run;
    std::optional<std::string> m_size;
    std::optional<std::string> m_pipeline;
    bool m_noNormalize = false;
    std::optional<std::int64_t> m_channels;
};

}  // namespace

std::unique_ptr<Command> makePreprocess() {
    return std::make_unique<Preprocess>();
}

}  // namespace minarai::cli
