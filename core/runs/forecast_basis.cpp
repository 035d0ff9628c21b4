// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/forecast_basis.h"

#include "base/parallel.h"
#include "loading/free_memory.h"
#include "spec/summary.h"
#include "train/feature_cut.h"
#include "train/phases.h"
#include "train/settings.h"

namespace minarai::runs {
namespace {

constexpr std::size_t kImages = 48;

}  // namespace

Result<ForecastBasis> forecastBasis(const std::filesystem::path& root, const dataset::Split& split,
                                    const Params& settings,
                                    const augment::PreprocessSpec& preprocess,
                                    const std::stop_token& stop) {
    ForecastBasis basis;
    loading::LoaderOptions options;
    options.root = root;
    options.preprocess = preprocess;
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
        // A composed model of its own input has no size, and no phases of others.
        const auto size = static_cast<double>(settings.integer("size"));
        const double scale = size > 0 ? static_cast<double>(phase.size) / size : 1.0;
        work.phases.push_back({scale * scale, phase.epochs, phase.size});
    }
    work.views = train::featureViews(*options.pipeline, settings);
    work.cores = hardwareThreads();
    const auto workers = static_cast<unsigned>(settings.integer("workers"));
    work.workers = workers > 0 ? workers : work.cores;
    return basis;
}

void takePhase(train::Workload& work, std::int64_t size, const train::Measurement& measured) {
    for (train::PhaseWork& phase : work.phases) {
        if (phase.size == size) {
            phase.measured = measured;
        }
    }
}

Status measurePhases(const engine::Engine& engine, const train::MeasureRequest& request,
                     train::Workload& work, const std::stop_token& stop,
                     const PhaseObserver& observer) {
    for (const std::int64_t size : train::otherSizes(request.settings)) {
        train::MeasureRequest ofPhase = request;
        auto model = spec::withInput(request.model, request.model.input[0], size, size);
        if (!model) {
            continue;
        }
        ofPhase.model = *std::move(model);
        const auto measured = engine.measure(ofPhase, stop);
        if (measured) {
            takePhase(work, size, *measured);
            if (observer) {
                observer(ofPhase, *measured);
            }
        } else if (measured.error().code == ErrorCode::Cancelled) {
            return measured.error();
        }
    }
    return {};
}

}  // namespace minarai::runs
