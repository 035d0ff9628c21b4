// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/prepare.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "augment/pipeline.h"
#include "spec/model_spec.h"
#include "support/temp_folder.h"
#include "train/settings.h"

namespace minarai::runs {
namespace {

namespace fs = std::filesystem;

int cores() {
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

/// One of so many processes, all on this machine.
std::optional<train::World> oneOf(int processes) {
    train::World world;
    world.size = world.localSize = processes;
    return world;
}

std::set<std::string> threadsOfThisProcess() {
    std::set<std::string> threads;
    for (const auto& entry : fs::directory_iterator("/proc/self/task")) {
        threads.insert(entry.path().filename().string());
    }
    return threads;
}

/// A measured run's request: 40 small pictures, all of which train. The catalog is written down,
/// so that measuring is the first that starts threads.
class SharedCores : public testing::Test {
  protected:
    void SetUp() override {
        auto catalog = std::make_shared<dataset::Catalog>();
        auto split = std::make_shared<dataset::Split>();
        catalog->root = m_folder / "set";
        catalog->classes = {"a", "b"};
        for (std::int32_t label = 0; label < 2; ++label) {
            const std::string& name = catalog->classes[static_cast<std::size_t>(label)];
            fs::create_directories(catalog->root / name);
            for (int i = 0; i < 20; ++i) {
                dataset::Sample sample;
                sample.path = name + "/" + std::to_string(10 + i) + ".ppm";
                sample.label = label;
                std::ofstream(catalog->absolutePath(sample), std::ios::binary)
                    << "P6 16 16 255\n"
                    << std::string(std::size_t{16} * 16 * 3, static_cast<char>(i + label));
                split->train.push_back({sample.path, label, catalog->samples.size()});
                catalog->samples.push_back(sample);
            }
        }
        m_request.catalog = catalog;
        m_request.split = split;
        m_request.runFolder = m_folder / "run";
        m_request.settings = train::settingsSchema().defaults();
        m_request.settings.set("normalization", std::string("dataset"));
    }

    /// How many threads measure the images.
    int measuringThreads(const std::string& arch) {
        const std::set<std::string> before = threadsOfThisProcess();
        std::size_t most = 0;
        std::uint64_t images = 0;
        m_request.arch = arch;
        m_request.measuring = [&](const Progress& progress) {
            std::set<std::string> threads = threadsOfThisProcess();
            std::erase_if(threads, [&](const std::string& id) { return before.contains(id); });
            most = std::max(most, threads.size());
            images = progress.done;
        };
        const auto prepared = prepareNew(m_request, {});
        EXPECT_TRUE(prepared) << prepared.error().message();
        EXPECT_EQ(images, m_request.catalog->samples.size());
        return static_cast<int>(most) + 1;  // the caller's is one of them
    }

    tests::TempFolder m_folder;
    TrainRequest m_request;
};

TEST_F(SharedCores, OneProcessForEachCoreMeasuresWithOneThread) {
    m_request.world = oneOf(cores());
    for (const char* arch : {"lite_cnn", "lenet5"}) {  // colours, and grey
        EXPECT_EQ(measuringThreads(arch), 1) << arch;
    }
}

TEST_F(SharedCores, AProcessMeasuresWithItsShare) {
    const int processes = std::max(1, cores() / 2);
    m_request.world = oneOf(processes);
    for (const char* arch : {"lite_cnn", "lenet5"}) {
        EXPECT_EQ(measuringThreads(arch), std::max(1, cores() / processes)) << arch;
    }
}

TEST_F(SharedCores, WhatIsAskedForIsNotShared) {
    m_request.world = oneOf(4 * cores());
    m_request.threads = 2;
    for (const char* arch : {"lite_cnn", "lenet5"}) {
        EXPECT_EQ(measuringThreads(arch), 2) << arch;
    }
}

/// Models that somebody composed, trained on the same pictures.
class Composed : public SharedCores {
  protected:
    Result<Prepared> prepare(std::int64_t channels, std::int64_t height, std::int64_t width,
                             std::int64_t size = 0) {
        const Json model{{"version", 1},
                         {"name", "own"},
                         {"input", {channels, height, width}},
                         {"nodes",
                          {{{"id", "pool"},
                            {"op", "AdaptiveAvgPool2d"},
                            {"inputs", {"input"}},
                            {"params", {{"output_size", 1}}}},
                           {{"id", "flatten"}, {"op", "Flatten"}, {"inputs", {"pool"}}},
                           {{"id", "fc"},
                            {"op", "Linear"},
                            {"inputs", {"flatten"}},
                            {"params", {{"out_features", 2}}}}}},
                         {"output", "fc"}};
        m_request.spec = spec::modelSpecFromJson(model).value();
        m_request.settings.set("normalization", std::string("none"));
        m_request.settings.set("size", size);
        return prepareNew(m_request, {});
    }
};

TEST_F(Composed, KeepTheInputThatTheyWereComposedFor) {
    struct Case {
        std::int64_t channels, height, width, size;
    };
    // The setting is one edge of at most 1024 pixels: others it leaves to the model.
    for (const Case& each : {Case{3, 20, 32, 0}, Case{1, 33, 8, 0}, Case{3, 16, 16, 16},
                             Case{1, 1500, 1500, 0}, Case{3, 16, 2000, 0}}) {
        SCOPED_TRACE(std::to_string(each.height) + "x" + std::to_string(each.width));
        const auto prepared = prepare(each.channels, each.height, each.width);
        ASSERT_TRUE(prepared) << prepared.error().message();
        EXPECT_EQ(prepared->model.input, (std::array{each.channels, each.height, each.width}));
        const RunInfo& info = prepared->info;
        EXPECT_EQ(info.settings.integer("size"), each.size);
        EXPECT_EQ(info.preprocess.channels, each.channels);
        EXPECT_EQ(info.preprocess.height, each.height);
        EXPECT_EQ(info.preprocess.width, each.width);
        // What run.json will hold can be read again, or the run could neither go on nor predict.
        const auto& schema = train::settingsSchema();
        EXPECT_TRUE(schema.fromJson(schema.toJson(info.settings)));
        const auto kept = augment::preprocessToJson(info.preprocess);
        EXPECT_TRUE(augment::preprocessFromJson(kept));
    }
}

TEST_F(Composed, TakeTheSizeThatTheSettingsName) {
    const auto prepared = prepare(3, 20, 32, 24);
    ASSERT_TRUE(prepared) << prepared.error().message();
    EXPECT_EQ(prepared->model.input, (std::array<std::int64_t, 3>{3, 24, 24}));
    EXPECT_EQ(prepared->info.preprocess.height, 24);
    EXPECT_EQ(prepared->info.preprocess.width, 24);
    EXPECT_EQ(prepared->info.settings.integer("size"), 24);
}

TEST_F(Composed, AreRefusedWhereNoPictureBecomesTheirInput) {
    for (const std::int64_t channels : {2, 4, 5}) {
        const auto prepared = prepare(channels, 16, 16);
        ASSERT_FALSE(prepared) << channels;
        EXPECT_EQ(prepared.error().code, ErrorCode::SpecInvalid);
        EXPECT_NE(prepared.error().message().find("3 channels"), std::string::npos)
            << prepared.error().message();
    }
    const auto large = prepare(3, 9000, 16);
    ASSERT_FALSE(large);
    EXPECT_EQ(large.error().code, ErrorCode::SpecInvalid);
    EXPECT_NE(large.error().message().find("8192"), std::string::npos) << large.error().message();
}

TEST(JobOfARequest, HasItsShareOfTheCores) {
    TrainRequest request;
    const auto threads = [&] { return jobOf(Prepared(), request).threads; };
    EXPECT_EQ(threads(), 0) << "all of them, or as many as before";
    for (const int processes : {2, 3, cores(), 4 * cores()}) {
        request.world = oneOf(processes);
        EXPECT_EQ(threads(), std::max(1, cores() / processes)) << processes;
    }
    request.threads = 5;
    EXPECT_EQ(threads(), 5);
}

}  // namespace
}  // namespace minarai::runs
