// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/forecast_basis.h"

#include "base/parallel.h"
#include "loading/free_memory.h"
#include "train/feature_cut.h"
#include "train/phases.h"
#include "train/settings.h"

namespace minarai::runs {
namespace {

constexpr std::size_t kImages = 48;

}  // namespace

Result<ForecastBasis> forecastBasis(const std::filesystem::path& root, const dataset::Split& split,
                                    const Params& settings, int channels,
                                    const std::stop_token& stop) {
    ForecastBasis basis;
    loading::LoaderOptions options;
    options.root = root;
    options.preprocess = train::preprocessFor(settings, channels);
    MN_ASSIGN(options.pipeline, augment::pipelineFor(settings.text("augment"), options.preprocess));
    options.seed = static_cast<std::uint64_t>(settings.integer("seed"));
    options.fastDecode = settings.flag("fast_decode");
    MN_ASSIGN(basis.loading, loading::measureLoading(options, split.train, kImages, stop));

    train::Workload& work = basis.work;
    work.trainImages = static_cast<std::int64_t>(split.train.size());
    work.valImages = static_cast<std::int64_t>(split.val.size());
    work.batch = settings.integer("batch");
    work.tensorBytes = augment::tensorSize(options.preprocess) * sizeof(float);
    work.cacheBytes =
        loading::cacheBudget(static_cast<std::uint64_t>(settings.integer("cache_mb")) << 20);
    work.epochs = settings.integer("epochs");
    for (const train::Phase& phase : train::phasesOf(settings)) {
        const double scale =
            static_cast<double>(phase.size) / static_cast<double>(settings.integer("size"));
        work.phases.push_back({scale * scale, phase.epochs});
    }
    work.views = train::featureViews(*options.pipeline, settings);
    work.cores = hardwareThreads();
    const auto workers = static_cast<unsigned>(settings.integer("workers"));
    work.workers = workers > 0 ? workers : work.cores;
    return basis;
}

}  // namespace minarai::runs
