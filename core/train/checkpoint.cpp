// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstring>
#include <exception>

#include <ATen/ATen.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/json.h"
#include "base/text.h"
#include "train/checkpoint_torch.h"

namespace minarai::train {
namespace {

constexpr int kCheckpointVersion = 1;
constexpr const char* kModel = "model.";
constexpr const char* kOptimizer = "optimizer.";
constexpr const char* kGenerator = "dropout_generator";
constexpr const char* kMeta = "meta";

std::string metaText(const Position& position) {
    return Json{{"version", kCheckpointVersion},
                {"job", position.jobDigest},
                {"epochs_done", position.epochsDone},
                {"step", position.step},
                {"global_step", position.globalStep},
                {"loss_sum", position.lossSum},
                {"correct", position.correct},
                {"images", position.images},
                {"epoch_seconds", position.epochSeconds},
                {"best_epoch", position.bestEpoch},
                {"best_val_accuracy", position.bestValAccuracy},
                {"best_val_loss", position.bestValLoss},
                {"epochs_since_best", position.epochsSinceBest}}
        .dump();
}

Position positionFromJson(const Json& json) {
    Position position;
    position.jobDigest = json.at("job").get<std::string>();
    position.epochsDone = json.at("epochs_done").get<std::int64_t>();
    position.step = json.at("step").get<std::int64_t>();
    position.globalStep = json.at("global_step").get<std::int64_t>();
    position.lossSum = json.at("loss_sum").get<double>();
    position.correct = json.at("correct").get<std::int64_t>();
    position.images = json.at("images").get<std::int64_t>();
    position.epochSeconds = json.at("epoch_seconds").get<double>();
    position.bestEpoch = json.at("best_epoch").get<std::int64_t>();
    position.bestValAccuracy = json.at("best_val_accuracy").get<double>();
    position.bestValLoss = json.at("best_val_loss").get<double>();
    position.epochsSinceBest = json.at("epochs_since_best").get<std::int64_t>();
    return position;
}

}  // namespace

Status writeCheckpoint(const std::filesystem::path& path, const Checkpoint& checkpoint) {
    weights::StateDict all;
    for (const auto& [name, tensor] : checkpoint.model) {
        all.emplace_back(kModel + name, tensor);
    }
    for (const auto& [name, tensor] : checkpoint.optimizer) {
        all.emplace_back(kOptimizer + name, tensor);
    }
    all.emplace_back(kGenerator, checkpoint.dropoutGenerator);
    const std::string meta = metaText(checkpoint.position);
    at::Tensor bytes = at::empty({static_cast<std::int64_t>(meta.size())}, at::kByte);
    std::memcpy(bytes.data_ptr<std::uint8_t>(), meta.data(), meta.size());
    all.emplace_back(kMeta, bytes);
    return weights::writeWeights(path, all);
}

Result<Checkpoint> readCheckpoint(const std::filesystem::path& path) {
    const auto damaged = [&](const std::string& what) {
        return fail(ErrorCode::RunDamaged, toUtf8(path.parent_path()), "checkpoint.pt: " + what);
    };
    MN_ASSIGN(const auto all, weights::readWeights(path));
    Checkpoint checkpoint;
    bool hasMeta = false;
    for (const auto& [name, tensor] : all) {
        if (name == kMeta && tensor.scalar_type() == at::kByte) {
            const at::Tensor bytes = tensor.contiguous();
            const auto* data = bytes.data_ptr<std::uint8_t>();
            try {
                const Json json = Json::parse(data, data + bytes.numel());
                if (json.at("version").get<int>() != kCheckpointVersion) {
                    return damaged(MN_TEXT("Error", "it has another version"));
                }
                checkpoint.position = positionFromJson(json);
                hasMeta = true;
            } catch (const std::exception& exception) {
                return damaged(exception.what());
            }
        } else if (name == kGenerator) {
            checkpoint.dropoutGenerator = tensor;
        } else if (name.rfind(kModel, 0) == 0) {
            checkpoint.model.emplace_back(name.substr(std::strlen(kModel)), tensor);
        } else if (name.rfind(kOptimizer, 0) == 0) {
            checkpoint.optimizer.emplace_back(name.substr(std::strlen(kOptimizer)), tensor);
        }
    }
    if (!hasMeta || !checkpoint.dropoutGenerator.defined() || checkpoint.model.empty()) {
        return damaged(MN_TEXT("Error", "parts of it are missing"));
    }
    return checkpoint;
}

}  // namespace minarai::train
