// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include <ATen/ATen.h>

#include "image/resample.h"
#include "nn/module_torch.h"
#include "predict/answers_torch.h"
#include "predict/device_torch.h"
#include "predict/predictor_torch.h"
#include "predict/views.h"
#include "spec/summary.h"
#include "weights/state_dict_torch.h"

namespace minarai::predict {
namespace {

class TorchPredictor final : public Predictor {
  public:
    TorchPredictor(PredictorConfig config, std::shared_ptr<nn::Network> network,
                   const c10::Device& device, std::int64_t classes)
        : m_config(std::move(config)),
          m_answers(std::move(network), m_config.precision),
          m_device(device),
          m_classes(classes) {}

    const PredictorConfig& config() const override { return m_config; }

    Result<std::vector<float>> logits(const float* imagesNchw, std::size_t count) override {
        try {
            useThreads(m_config.threads);
            const auto& preprocess = m_config.preprocess;
            // from_blob wants a pointer to non-const; the tensor is only read.
            const at::Tensor images =
                at::from_blob(const_cast<float*>(imagesNchw),
                              {static_cast<std::int64_t>(count), preprocess.channels,
                               preprocess.height, preprocess.width},
                              at::kFloat)
                    .to(m_device);
            const at::Tensor output =
                m_answers.logits(images).to(at::kCPU, at::kFloat).contiguous();
            const float* data = output.data_ptr<float>();
            return std::vector<float>(data, data + output.numel());
        } catch (const std::exception& exception) {
            return torchError(exception, "this prediction");
        }
    }

    Result<std::vector<float>> probabilities(const image::Image& picture, int views) override {
        const auto pictures = testTimeViews(picture, m_config.preprocess, views);
        const std::size_t size = augment::tensorSize(m_config.preprocess);
        std::vector<float> input(size * pictures.size());
        for (std::size_t i = 0; i < pictures.size(); ++i) {
            augment::toTensor(pictures[i], m_config.preprocess, input.data() + i * size);
        }
        MN_ASSIGN(const auto values, logits(input.data(), pictures.size()));
        const auto classes = static_cast<std::size_t>(m_classes);
        const auto each = softmax(values, classes);
        std::vector<float> mean(classes);
        for (std::size_t i = 0; i < each.size(); ++i) {
            mean[i % classes] += each[i] / static_cast<float>(pictures.size());
        }
        return mean;
    }

    std::string precision() const override { return m_answers.precision(); }

    std::optional<Error> takeNotice() override { return m_answers.takeNotice(); }

  private:
    PredictorConfig m_config;
    Answers m_answers;
    c10::Device m_device;
    std::int64_t m_classes;
};

}  // namespace

Result<std::unique_ptr<Predictor>> openTorchPredictor(PredictorConfig config) {
    try {
        MN_ASSIGN(const c10::Device device, chooseDevice(config.device));
        useThreads(config.threads);
        MN_ASSIGN(const std::int64_t classes, spec::classCount(config.model));
        if (classes != static_cast<std::int64_t>(config.classes.size())) {
            return fail(ErrorCode::RunDamaged, config.model.name,
                        MN_TEXT("Error", "the model has another number of classes than the run"));
        }
        MN_ASSIGN(auto network, nn::build(config.model));
        MN_ASSIGN(const auto state, weights::readWeights(config.weights));
        MN_TRY(weights::loadInto(nn::namedTensors(*network), state, {}, config.weights));
        network->to(device);
        network->useChannelsLast();
        network->eval();
        return std::unique_ptr<Predictor>(std::make_unique<TorchPredictor>(
            std::move(config), std::move(network), device, classes));
    } catch (const std::exception& exception) {
        return torchError(exception, "opening the model");
    }
}

}  // namespace minarai::predict
