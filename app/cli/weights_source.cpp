// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights_source.h"

#include <cstdint>
#include <system_error>

#include <fmt/format.h>

#include "base/files.h"
#include "downloader_library.h"
#include "table.h"
#include "zoo/pretrained_files.h"

namespace minarai::cli {
namespace {

namespace fs = std::filesystem;

bool looksLikeFile(const std::string& value) {
    if (value.find('/') != std::string::npos) {
        return true;
    }
    const std::string extension = toUtf8(fromUtf8(value).extension());
    return extension == ".pth" || extension == ".pt" || extension == ".safetensors";
}

Result<const zoo::PretrainedWeights*> findNamed(const std::string& value,
                                                const WeightsTarget& target) {
    MN_TRY(zoo::pretrainedStatus());
    auto found = zoo::findPretrained(value, target.arch);
    if (!found && target.takesOthers) {
        if (const auto others = zoo::findPretrained(value)) {
            return others;
        }
    }
    return found;
}

}  // namespace

WeightsTarget weightsTarget(const spec::ModelSpec& ownModel) {
    return {ownModel.architecture(), true};
}

Result<fs::path> fetchWeights(Context& context, const zoo::PretrainedWeights& weights) {
    if (const auto local = zoo::findLocal(weights, zoo::weightsFolders())) {
        const Status whole = zoo::checkFile(weights, *local, context.stopToken());
        if (whole) {
            return *local;
        }
        if (whole.error().code != ErrorCode::WeightsDamaged) {
            return whole.error();
        }
        context.report().line(fmt::format("warning: {}", whole.error().message()));
    }
    MN_ASSIGN(const download::Fetcher* fetcher, loadDownloader(weights));
    context.report().line(fmt::format("downloading {} ({}) to {}", weights.url,
                                      bytesText(weights.bytes), toUtf8(zoo::weightsFolder())));
    const auto amount = [](std::uint64_t bytes) {
        return bytesText(static_cast<std::int64_t>(bytes));
    };
    auto file = fetcher->fetch(weights, zoo::weightsFolder(),
                               context.report().progress("Downloading", {.amount = amount}),
                               context.stopToken());
    context.report().clear();
    return file;
}

Result<fs::path> nameWeights(const std::string& value, const WeightsTarget& target) {
    std::error_code error;
    const fs::path path = fromUtf8(value);
    if (fs::is_regular_file(path, error) || looksLikeFile(value)) {
        return path;
    }
    MN_ASSIGN(const zoo::PretrainedWeights* weights, findNamed(value, target));
    return fs::path(weights->file);
}

Result<fs::path> resolveWeights(Context& context, const std::string& value,
                                const WeightsTarget& target) {
    std::error_code error;
    const fs::path path = fromUtf8(value);
    if (fs::is_regular_file(path, error) || looksLikeFile(value)) {
        return path;  // whoever reads it says what is wrong with it
    }
    MN_ASSIGN(const zoo::PretrainedWeights* weights, findNamed(value, target));
    return fetchWeights(context, *weights);
}

}  // namespace minarai::cli
