// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/measurement_cache.h"

#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "support/temp_folder.h"
#include "train/settings.h"
#include "zoo/zoo.h"

namespace minarai::train {
namespace {

class MeasurementCacheTest : public testing::Test {
  protected:
    static MeasurementKey key(const std::string& name, std::int64_t batch = 32) {
        MeasureRequest request;
        request.settings = settingsSchema().defaults();
        request.settings.set("batch", batch);
        return measurementKey(measuredModelText(zoo::build(name, 10, 3, 64, 64).value()), request,
                              "1.13.1");
    }

    static Measurement measurement(double trainMs) {
        Measurement result;
        result.trainMs = trainMs;
        result.evalMs = trainMs / 3;
        result.featureMs = trainMs * 2;
        result.featureBytes = 2048;
        result.trainBytes = 123'456'789;
        result.evalBytes = 12'345;
        result.batch = 32;
        result.stepBatch = 16;
        result.device = "cpu";
        result.precision = "bf16";
        result.threads = 2;
        return result;
    }

    tests::TempFolder m_folder;
    std::filesystem::path m_file = m_folder / "below" / "measurements.json";
};

TEST_F(MeasurementCacheTest, KeepsWhatItWasGiven) {
    MeasurementCache cache(m_file);
    EXPECT_FALSE(cache.find(key("resnet18")));
    ASSERT_TRUE(cache.store(key("resnet18"), measurement(3.1)));
    ASSERT_TRUE(cache.store(key("lite_cnn"), measurement(0.3)));
    EXPECT_EQ(cache.find(key("resnet18")), measurement(3.1));

    MeasurementCache later(m_file);
    EXPECT_EQ(later.find(key("resnet18")), measurement(3.1));
    EXPECT_EQ(later.find(key("lite_cnn")), measurement(0.3));
    EXPECT_FALSE(later.find(key("resnet34")));
}

TEST_F(MeasurementCacheTest, EverythingThatMattersIsInTheKey) {
    const MeasurementKey plain = key("resnet18");
    EXPECT_NE(plain, key("resnet18", 64));
    EXPECT_NE(plain.model, measuredModelText(zoo::build("resnet18", 10, 3, 96, 96).value()));
    MeasureRequest request;
    request.settings = settingsSchema().defaults();
    EXPECT_EQ(plain, measurementKey(plain.model, request, "1.13.1"));
    EXPECT_NE(plain, measurementKey(plain.model, request, "2.0.0"));
    request.threads = 1;
    EXPECT_NE(plain, measurementKey(plain.model, request, "1.13.1"));
    request.threads = 0;
    request.settings.set("precision", std::string("fp32"));
    EXPECT_NE(plain, measurementKey(plain.model, request, "1.13.1"));
    EXPECT_FALSE(plain.machine.empty());
    request.settings.set("freeze", std::string("all_but_head"));
    const MeasurementKey once = measurementKey(plain.model, request, "1.13.1");
    request.settings.set("feature_cache", std::string("off"));
    const MeasurementKey again = measurementKey(plain.model, request, "1.13.1");
    request.settings.set("feature_cache", std::string("auto"));
    request.settings.set("mixup", 0.2);
    EXPECT_NE(once, again);
    EXPECT_EQ(again, measurementKey(plain.model, request, "1.13.1"));
    request.settings.set("kernels", std::string("torch"));
    EXPECT_NE(again, measurementKey(plain.model, request, "1.13.1"));
}

TEST_F(MeasurementCacheTest, ANewMeasurementTakesTheOldOnesPlace) {
    MeasurementCache cache(m_file);
    ASSERT_TRUE(cache.store(key("resnet18"), measurement(3)));
    ASSERT_TRUE(cache.store(key("resnet18"), measurement(4)));
    EXPECT_EQ(cache.find(key("resnet18")), measurement(4));
    const Json json = Json::parse(readTextFile(m_file).value());
    EXPECT_EQ(json["measurements"].size(), 1U);
    EXPECT_EQ(json["version"], 5);
}

TEST_F(MeasurementCacheTest, TwoProgramsShareTheFile) {
    MeasurementCache one(m_file);
    MeasurementCache other(m_file);
    EXPECT_FALSE(one.find(key("resnet18")));
    ASSERT_TRUE(other.store(key("lite_cnn"), measurement(1)));
    ASSERT_TRUE(one.store(key("resnet18"), measurement(2)));
    EXPECT_EQ(MeasurementCache(m_file).find(key("lite_cnn")), measurement(1));
    EXPECT_EQ(MeasurementCache(m_file).find(key("resnet18")), measurement(2));
}

TEST_F(MeasurementCacheTest, ADamagedFileHoldsNothingAndIsReplaced) {
    ASSERT_TRUE(makeFolder(m_file.parent_path()));
    const std::string texts[] = {
        "",
        "not JSON",
        "[]",
        "{\"version\":99,\"measurements\":[]}",
        "{\"version\":1,\"measurements\":7}",
        "{\"version\":1,\"measurements\":[7,{},{\"key\":3,\"result\":{}}]}",
        std::string(300, '[')};
    for (const std::string& text : texts) {
        std::ofstream(m_file, std::ios::binary) << text;
        MeasurementCache cache(m_file);
        EXPECT_FALSE(cache.find(key("resnet18"))) << text;
        ASSERT_TRUE(cache.store(key("resnet18"), measurement(5))) << text;
        EXPECT_EQ(MeasurementCache(m_file).find(key("resnet18")), measurement(5)) << text;
    }
}

TEST_F(MeasurementCacheTest, ADamagedEntryCostsNoOther) {
    MeasurementCache cache(m_file);
    ASSERT_TRUE(cache.store(key("resnet18"), measurement(3)));
    ASSERT_TRUE(cache.store(key("lite_cnn"), measurement(1)));
    Json json = Json::parse(readTextFile(m_file).value());
    json["measurements"][0]["result"]["train_ms"] = -1;
    ASSERT_TRUE(writeFileAtomically(m_file, std::string_view(json.dump())));
    MeasurementCache later(m_file);
    EXPECT_FALSE(later.find(key("resnet18")));
    EXPECT_TRUE(later.find(key("lite_cnn")));
}

TEST_F(MeasurementCacheTest, SaysSoWhenItCannotBeWritten) {
    std::ofstream(m_folder / "file") << "in the way";
    const Status stored =
        MeasurementCache(m_folder / "file" / "x.json").store(key("resnet18"), measurement(1));
    ASSERT_FALSE(stored);
    EXPECT_EQ(stored.error().code, ErrorCode::WriteFailed);
}

TEST(Measurement, ClassesAreRoundedUpToPowersOfTen) {
    EXPECT_EQ(measuredClasses(2), 10);
    EXPECT_EQ(measuredClasses(10), 10);
    EXPECT_EQ(measuredClasses(11), 100);
    EXPECT_EQ(measuredClasses(1000), 1000);
}

}  // namespace
}  // namespace minarai::train
