// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// From "this folder, this architecture, these settings" to a finished run directory.
//
// The one way to train: the command line and the studio's session both call it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "augment/pipeline.h"
#include "base/error.h"
#include "base/param_spec.h"
#include "base/progress.h"
#include "dataset/catalog.h"
#include "dataset/split.h"
#include "engine/engine.h"
#include "runs/run_directory.h"
#include "train/control.h"
#include "train/event.h"
#include "train/world.h"

namespace minarai::runs {

struct TrainRequest {
    std::filesystem::path dataFolder;
    std::filesystem::path runFolder;
    /// The data set if it is scanned already (the studio); scanned from dataFolder otherwise.
    std::shared_ptr<const dataset::Catalog> catalog;
    /// The split if it is known already, made of `catalog` by these settings; made anew otherwise.
    std::shared_ptr<const dataset::Split> split;
    /// How far `catalog` is from the folder because of a person's decisions; told in run.json.
    std::uint64_t excludedImages = 0;
    std::uint64_t relabelledImages = 0;
    std::string arch = "resnet18";  ///< a zoo name; ignored when spec is given
    std::optional<spec::ModelSpec> spec;
    Params settings;  ///< valid for train::settingsSchema()
    /// What happens to the training images, where it is known as a value (the studio's Augment
    /// page); read from what the setting "augment" names otherwise.
    std::optional<augment::Pipeline> pipeline;
    std::optional<std::filesystem::path> weights;  ///< initial weights
    /// Take what fits of them and leave the rest of the model as it is; otherwise all but a head
    /// for other classes must fit. A resumed run keeps the choice of its beginning.
    bool partialWeights = false;
    /// "auto" and 0: where a run goes on, what it was computed with before (sums in another order
    /// end in other digits), if this machine has it; otherwise the best device and all cores, of
    /// which processes on one machine share theirs.
    std::string device = "auto";
    int threads = 0;
    /// Go on with the run in runFolder. With resume and a readable run.json all but `settings`
    /// that mayChangeOnResume come from the run itself; changedSettings lists what the user set.
    /// Where nothing was saved yet the run starts from its beginning.
    bool resume = false;
    std::vector<std::string> changedSettings;
    /// Told of the images that “normalization” has measured, on any thread, one call at a time.
    ProgressCallback measuring;
    /// The processes that train the run together; nothing: this one alone. Ranks over 0 write
    /// nothing, need no `weights` and tell the observer nothing; the run's folder should be one
    /// that all of them see.
    std::optional<train::World> world;
};

/// Checks everything that can be checked before work starts: settings, data, model, output folder.
/// Then trains. Blocks; events come on the calling thread, after the recorder has them.
Result<train::RunEnded> trainRun(const TrainRequest& request, const engine::Engine& engine,
                                 const std::stop_token& stop, train::TrainControl& control,
                                 const train::Observer& observer);

/// A request that goes on with an existing run.
Result<TrainRequest> resumeRequest(const std::filesystem::path& runFolder);

/// A new folder name below root: "0003-resnet18".
std::filesystem::path nextRunFolder(const std::filesystem::path& root, const std::string& arch);

}  // namespace minarai::runs
