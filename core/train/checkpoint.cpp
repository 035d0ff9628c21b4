// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <cstring>
#include <exception>
#include <limits>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <xxhash.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/json.h"
#include "base/json_number.h"
#include "base/json_problem.h"
#include "base/text.h"
#include "predict/device_torch.h"
#include "train/checkpoint_torch.h"

namespace minarai::train {
namespace {

constexpr int kCheckpointVersion = 1;
constexpr const char* kModel = "model.";
constexpr const char* kOptimizer = "optimizer.";
constexpr const char* kAverage = "average.";
constexpr const char* kGenerator = "dropout_generator";
constexpr const char* kMeta = "meta";
constexpr const char* kChecksum = "checksum";

/// JSON knows no infinity: null stands for one.
double numberOr(const Json& json, double otherwise) {
    return json.is_number() ? json.get<double>() : otherwise;
}

constexpr double kInfinite = std::numeric_limits<double>::infinity();
/// Of epochs, steps and images: products of two of them fit into 64 bits with room to spare.
constexpr std::int64_t kMostCounted = 1'000'000'000'000;

std::int64_t counted(const Json& json) {
    const auto count = wholeNumber<std::int64_t>(json);
    if (count < 0 || count > kMostCounted) {
        throw std::domain_error(json.dump() + " is out of range");
    }
    return count;
}

Position positionFromJson(const Json& json);

}  // namespace

std::string positionToText(const Position& position) {
    Json json{{"version", kCheckpointVersion},
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
              {"epochs_since_best", position.epochsSinceBest},
              {"plateau",
               {{"rate", position.plateau.rate},
                {"best", position.plateau.best},
                {"has_best", position.plateau.hasBest},
                {"bad_epochs", position.plateau.badEpochs},
                {"cooldown", position.plateau.cooldown}}},
              {"average_updates", position.averageUpdates},
              {"batch_limit", position.batchLimit},
              {"processes", position.processes},
              {"fell_back", position.fellBack}};
    if (position.bestMetric) {
        json["best_metric"] = *position.bestMetric;
    }
    return json.dump();
}

Result<Position> positionFromText(const std::string& text) {
    try {
        const Json json = jsonOrDiscarded(text);
        if (wholeNumber<int>(json.at("version")) != kCheckpointVersion) {
            return fail(ErrorCode::FileFormat, "checkpoint.pt",
                        MN_TEXT("Error", "it has another version"));
        }
        return positionFromJson(json);
    } catch (const std::exception& exception) {
        return fail(ErrorCode::FileFormat, "checkpoint.pt", exception.what());
    }
}

namespace {

Position positionFromJson(const Json& json) {
    Position position;
    position.jobDigest = json.at("job").get<std::string>();
    position.epochsDone = counted(json.at("epochs_done"));
    position.step = counted(json.at("step"));
    position.globalStep = counted(json.at("global_step"));
    position.lossSum = numberOr(json.at("loss_sum"), kInfinite);
    position.correct = counted(json.at("correct"));
    position.images = counted(json.at("images"));
    position.epochSeconds = json.at("epoch_seconds").get<double>();
    position.bestEpoch = counted(json.at("best_epoch"));
    position.bestValAccuracy = json.at("best_val_accuracy").get<double>();
    position.bestValLoss = numberOr(json.at("best_val_loss"), kInfinite);
    position.epochsSinceBest = counted(json.at("epochs_since_best"));
    // What follows came later; older checkpoints do without.
    if (json.contains("best_metric")) {
        position.bestMetric = numberOr(json["best_metric"], -kInfinite);
    }
    position.averageUpdates = counted(json.value("average_updates", Json(0)));
    position.batchLimit = counted(json.value("batch_limit", Json(0)));
    position.processes = counted(json.value("processes", Json(1)));
    position.fellBack = json.value("fell_back", false);
    if (const auto plateau = json.find("plateau"); plateau != json.end()) {
        position.plateau.rate = plateau->at("rate").get<double>();
        position.plateau.best = numberOr(plateau->at("best"), kInfinite);
        position.plateau.hasBest = plateau->at("has_best").get<bool>();
        position.plateau.badEpochs = counted(plateau->at("bad_epochs"));
        position.plateau.cooldown = counted(plateau->at("cooldown"));
    }
    return position;
}

at::Tensor bytesTensor(const void* data, std::size_t size) {
    at::Tensor bytes = at::empty({static_cast<std::int64_t>(size)}, at::kByte);
    std::memcpy(bytes.data_ptr<std::uint8_t>(), data, size);
    return bytes;
}

/// Over names, types, shapes and contents in their order.
std::uint64_t checksumOf(const weights::StateDict& state) {
    const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> hash(XXH3_createState(),
                                                                        &XXH3_freeState);
    XXH3_64bits_reset(hash.get());
    for (const auto& [name, given] : state) {
        if (name == kChecksum) {
            continue;
        }
        // As in the file: on the CPU, in plain order.
        const at::Tensor tensor = given.to(at::kCPU).contiguous();
        XXH3_64bits_update(hash.get(), name.data(), name.size());
        const auto type = static_cast<std::int64_t>(tensor.scalar_type());
        XXH3_64bits_update(hash.get(), &type, sizeof type);
        XXH3_64bits_update(hash.get(), tensor.sizes().data(),
                           tensor.sizes().size() * sizeof(std::int64_t));
        XXH3_64bits_update(hash.get(), tensor.data_ptr(), tensor.nbytes());
    }
    return XXH3_64bits_digest(hash.get());
}

/// False when there is a checksum and it is another one. Checkpoints of older versions have none.
bool checksumFits(const weights::StateDict& state) {
    const at::Tensor* kept = weights::findTensor(state, kChecksum);
    if (kept == nullptr) {
        return true;
    }
    const std::uint64_t checksum = checksumOf(state);
    return kept->scalar_type() == at::kByte && kept->nbytes() == sizeof checksum &&
           std::memcmp(kept->contiguous().data_ptr(), &checksum, sizeof checksum) == 0;
}

/// Makes checkpoint.pt also checkpoint.prev.pt, without a moment at which neither is there.
void keepAsPrevious(const std::filesystem::path& current, const std::filesystem::path& previous) {
    std::error_code error;
    if (!std::filesystem::exists(current, error)) {
        return;
    }
    std::filesystem::path link = previous;
    link += fmt::format(".tmp-{}", ::getpid());
    std::filesystem::remove(link, error);
    std::filesystem::create_hard_link(current, link, error);
    if (!error) {
        std::filesystem::rename(link, previous, error);
        return;
    }
    // A file system without hard links: for a moment only the former one is there, whole.
    std::filesystem::rename(current, previous, error);
}

}  // namespace

std::filesystem::path checkpointPath(const std::filesystem::path& runFolder) {
    return runFolder / "checkpoint.pt";
}

std::filesystem::path previousCheckpointPath(const std::filesystem::path& runFolder) {
    return runFolder / "checkpoint.prev.pt";
}

Status writeCheckpoint(const std::filesystem::path& runFolder, const Checkpoint& checkpoint,
                       bool keepPrevious) {
    weights::StateDict all;
    const auto add = [&all](const char* prefix, const weights::StateDict& state) {
        for (const auto& [name, tensor] : state) {
            all.emplace_back(prefix + name, tensor);
        }
    };
    add(kModel, checkpoint.model);
    add(kOptimizer, checkpoint.optimizer);
    add(kAverage, checkpoint.average);
    all.emplace_back(kGenerator, checkpoint.dropoutGenerator);
    const std::filesystem::path path = checkpointPath(runFolder);
    try {
        const std::string meta = positionToText(checkpoint.position);
        all.emplace_back(kMeta, bytesTensor(meta.data(), meta.size()));
        const std::uint64_t checksum = checksumOf(all);
        all.emplace_back(kChecksum, bytesTensor(&checksum, sizeof checksum));
    } catch (const std::exception& exception) {
        // No room for a copy of a tensor in the file's order: as with a full disk, nothing is lost.
        return predict::torchError(exception, toUtf8(path.filename()));
    }

    return writeFileAtomically(path, [&](const std::filesystem::path& temporary) -> Status {
        MN_TRY(weights::writeWeights(temporary, all));
        if (keepPrevious) {
            keepAsPrevious(path, previousCheckpointPath(runFolder));
        }
        return {};
    });
}

Result<Checkpoint> readCheckpoint(const std::filesystem::path& path) {
    const auto damaged = [&](const std::string& what) {
        return fail(ErrorCode::RunDamaged, toUtf8(path.parent_path()),
                    toUtf8(path.filename()) + ": " + what);
    };
    const auto read = weights::readWeights(path);
    if (!read) {
        // They are no weights that somebody could get anew.
        return read.error().code == ErrorCode::WeightsUnreadable ||
                       read.error().code == ErrorCode::WeightsRefused
                   ? damaged(MN_TEXT("Error", "it is cut off or damaged"))
                   : read.error();
    }
    const weights::StateDict& all = *read;
    if (!checksumFits(all)) {
        return damaged(MN_TEXT("Error", "its checksum does not fit"));
    }
    Checkpoint checkpoint;
    bool hasMeta = false;
    const auto take = [](weights::StateDict& state, const char* prefix, const std::string& name,
                         const at::Tensor& tensor) {
        const bool fits = name.rfind(prefix, 0) == 0;
        if (fits) {
            state.emplace_back(name.substr(std::strlen(prefix)), tensor);
        }
        return fits;
    };
    for (const auto& [name, tensor] : all) {
        if (name == kMeta && tensor.scalar_type() == at::kByte) {
            const at::Tensor bytes = tensor.contiguous();
            const auto* data = bytes.data_ptr<std::uint8_t>();
            try {
                const Json json = jsonOrDiscarded(
                    {reinterpret_cast<const char*>(data), static_cast<std::size_t>(bytes.numel())});
                const int version = wholeNumber<int>(json.at("version"));
                if (version > kCheckpointVersion) {
                    return fail(ErrorCode::VersionTooNew, toUtf8(path), std::to_string(version));
                }
                if (version != kCheckpointVersion) {
                    return damaged(MN_TEXT("Error", "it has another version"));
                }
                checkpoint.position = positionFromJson(json);
                hasMeta = true;
            } catch (const std::exception& exception) {
                return damaged(exception.what());
            }
        } else if (name == kGenerator) {
            checkpoint.dropoutGenerator = tensor;
        } else if (!take(checkpoint.model, kModel, name, tensor) &&
                   !take(checkpoint.optimizer, kOptimizer, name, tensor)) {
            (void)take(checkpoint.average, kAverage, name, tensor);
        }
    }
    if (!hasMeta || !checkpoint.dropoutGenerator.defined() || checkpoint.model.empty()) {
        return damaged(MN_TEXT("Error", "parts of it are missing"));
    }
    return checkpoint;
}

Result<std::optional<LastCheckpoint>> readLastCheckpoint(const std::filesystem::path& runFolder) {
    std::error_code ignored;
    const bool hasLast = std::filesystem::exists(checkpointPath(runFolder), ignored);
    const bool hasPrevious = std::filesystem::exists(previousCheckpointPath(runFolder), ignored);
    if (!hasLast && !hasPrevious) {
        return std::optional<LastCheckpoint>();
    }
    Result<Checkpoint> last = readCheckpoint(checkpointPath(runFolder));
    if (last) {
        return std::optional(LastCheckpoint{*std::move(last), std::nullopt});
    }
    // One that there is no memory for may be whole, and one of a newer program is: they must not be
    // given up for an older one.
    if (hasPrevious && last.error().code != ErrorCode::OutOfMemory &&
        last.error().code != ErrorCode::VersionTooNew) {
        Result<Checkpoint> previous = readCheckpoint(previousCheckpointPath(runFolder));
        if (previous) {
            return std::optional(LastCheckpoint{*std::move(previous), last.error()});
        }
        if (previous.error().code == ErrorCode::OutOfMemory ||
            previous.error().code == ErrorCode::ReadFailed) {
            return previous.error();
        }
    }
    if (last.error().code == ErrorCode::RunDamaged || last.error().code == ErrorCode::FileMissing) {
        return fail(ErrorCode::RunDamaged, toUtf8(runFolder),
                    MN_TEXT("Error",
                            "neither its last checkpoint nor the one before it can be read; start "
                            "a new run, which may begin with its best.pth"));
    }
    return last.error();
}

}  // namespace minarai::train
