// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ATen/ATen.h>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "oracle/torch_oracle.h"
#include "support/places.h"
#include "support/promised.h"
#include "weights/state_dict_torch.h"

namespace minarai::weights {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Runs the oracle once for all tests: importing torch takes seconds.
class Files : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        if (oracle::torchAvailable()) {
            s_folder = new oracle::TempFolder;
            s_written = oracle::ask("weights_oracle.py", "write " + s_folder->path().string());
        }
    }
    static void TearDownTestSuite() {
        delete s_folder;
        s_folder = nullptr;
    }
    void SetUp() override {
        if (s_folder == nullptr) {
            MINARAI_SKIP_WITHOUT("python3-torchvision");
        }
        ASSERT_TRUE(s_written);
    }
    static fs::path file(const std::string& name) { return *s_folder / name; }

  private:
    static inline oracle::TempFolder* s_folder = nullptr;
    static inline bool s_written = false;
};

/// The state as the oracle's expected.json says it.
Json describe(const StateDict& state) {
    const std::map<at::ScalarType, const char*> names{
        {at::kFloat, "float32"},  {at::kHalf, "float16"}, {at::kBFloat16, "bfloat16"},
        {at::kDouble, "float64"}, {at::kLong, "int64"},   {at::kInt, "int32"},
        {at::kByte, "uint8"},     {at::kBool, "bool"}};
    Json all = Json::object();
    for (const auto& [name, tensor] : state) {
        const at::Tensor flat = tensor.to(at::kDouble).contiguous();
        const double* data = flat.data_ptr<double>();
        all[name] = {{"dtype", names.at(tensor.scalar_type())},
                     {"shape", tensor.sizes().vec()},
                     {"values", std::vector<double>(data, data + flat.numel())}};
    }
    return all;
}

TEST_F(Files, OfPythonHoldTheirValues) {
    const Json expected = Json::parse(oracle::slurp(file("expected.json")));
    for (const char* name : {"zip.pth", "legacy.pth", "zip4.pth", "legacy4.pth", "plain_dict.pth",
                             "nested.pth", "parallel.pth", "model.safetensors", "state_dict_zip.pt",
                             "state_dict_legacy.pt", "model_zip.pt", "model_legacy.pt",
                             "model_state_dict_zip.pt", "model_state_dict_legacy.pt"}) {
        const auto state = readWeights(file(name));
        ASSERT_TRUE(state) << name << ": " << state.error().message();
        EXPECT_EQ(describe(*state), expected) << name;
        if (std::string(name) != "model.safetensors") {
            EXPECT_EQ(findTensor(*state, "float")->data_ptr(),
                      findTensor(*state, "tied")->data_ptr());
        }
    }
    const auto old = readWeights(file("old.pth"));
    ASSERT_TRUE(old) << old.error().message();
    EXPECT_EQ(describe(*old), Json::parse(oracle::slurp(file("old.json"))));
    const auto metadata = readWeights(file("metadata.pth"));
    ASSERT_TRUE(metadata) << metadata.error().message();
    EXPECT_EQ(metadata->size(), 5U);
}

TEST_F(Files, OfOursAreReadByPython) {
    const StateDict state = readWeights(file("zip.pth")).value();
    ASSERT_TRUE(writeWeights(file("ours.pth"), state));
    EXPECT_TRUE(oracle::ask("weights_oracle.py", "read " + file("ours.pth").string()));
    EXPECT_EQ(describe(readWeights(file("ours.pth")).value()), describe(state));
    ASSERT_TRUE(writeSafetensors(file("ours.safetensors"), state));
    EXPECT_EQ(describe(readWeights(file("ours.safetensors")).value()), describe(state));
    EXPECT_EQ(writeWeights(file("no/such/folder.pth"), state).error().code, ErrorCode::WriteFailed);
}

TEST(WriteWeights, TiedTensorsAreWrittenOnceInWhateverOrderTheyAre) {
    const at::Tensor plain = at::arange(24, at::kFloat).view({1, 2, 3, 4});
    const at::Tensor reordered = plain.contiguous(at::MemoryFormat::ChannelsLast);
    ASSERT_FALSE(reordered.is_contiguous());
    const at::Tensor transposed = reordered.transpose(2, 3);  // the same memory, read otherwise
    const oracle::TempFolder folder;
    const fs::path file = folder.path() / "tied.pth";
    ASSERT_TRUE(writeWeights(file, {{"plain", plain},
                                    {"flat", plain.view({24})},
                                    {"one", reordered},
                                    {"other", reordered},
                                    {"transposed", transposed}}));
    const StateDict read = readWeights(file).value();
    const auto data = [&](const char* name) { return findTensor(read, name)->data_ptr(); };
    EXPECT_EQ(data("plain"), data("flat"));
    EXPECT_EQ(data("one"), data("other"));
    EXPECT_NE(data("one"), data("transposed"));
    for (const char* name : {"plain", "one", "other"}) {
        EXPECT_TRUE(findTensor(read, name)->equal(plain)) << name;
    }
    EXPECT_TRUE(findTensor(read, "transposed")->equal(plain.transpose(2, 3)));
}

TEST_F(Files, OfHostileMakeAreRefused) {
    const Json expected = Json::parse(oracle::slurp(file("hostile/hostile.json")));
    EXPECT_GT(expected.size(), 80U);
    for (const auto& entry : expected.items()) {
        const auto state = readWeights(file("hostile/" + entry.key()));
        if (entry.value() == "ok") {
            EXPECT_TRUE(state) << entry.key() << ": " << state.error().message();
            continue;
        }
        ASSERT_FALSE(state) << entry.key();
        EXPECT_EQ(state.error().code, entry.value() == "refused" ? ErrorCode::WeightsRefused
                                                                 : ErrorCode::WeightsUnreadable)
            << entry.key() << ": " << state.error().message();
    }
    EXPECT_FALSE(fs::exists(file("hostile/executed")));
    int named = 0;
    for (const auto& entry : expected.items()) {
        if (entry.key().starts_with("global_")) {
            const std::string global = entry.key().substr(7, entry.key().size() - 7 - 4);
            EXPECT_THAT(readWeights(file("hostile/" + entry.key())).error().message(),
                        HasSubstr("asks for “" + global + "”"));
            ++named;
        }
    }
    EXPECT_GE(named, 15);
    EXPECT_THAT(readWeights(file("hostile/system2.pth")).error().message(),
                HasSubstr("“posix.system”"));
    EXPECT_THAT(readWeights(file("hostile/whole.pth")).error().message(),
                HasSubstr("torch.nn.modules.linear.Linear"));
    EXPECT_THAT(readWeights(file("hostile/script.pt")).error().message(),
                HasSubstr("a TorchScript program"));
}

TEST_F(Files, SurviveEveryFlippedByte) {
    // The pickle of a legacy file has no checksum: whatever it says must be safe to believe.
    const std::string good = oracle::slurp(file("legacy.pth"));
    const fs::path path = file("changed.pth");
    int readable = 0;
    for (std::size_t at = 0; at < good.size(); at += 7) {
        std::string bad = good;
        bad[at] = static_cast<char>(bad[at] ^ (1 << (at % 8)));
        oracle::spill(path, bad);
        if (const auto state = readWeights(path)) {
            ++readable;
            for (const auto& [name, tensor] : *state) {
                (void)tensor.to(at::kDouble).sum().item<double>();  // reads every element
            }
        }
    }
    EXPECT_GT(readable, 0);
}

TEST(Weights, ThatAreMissingAreNamed) {
    EXPECT_EQ(readWeights("/no/such/file.pth").error().code, ErrorCode::FileMissing);
    EXPECT_EQ(readWeights(fs::temp_directory_path()).error().code, ErrorCode::WeightsUnreadable);
}

TEST(Weights, OfRealModelsAreEqualInAllFormats) {
    const fs::path folder = fs::path(tests::sourceFolder()) / "../shared/data/weights";
    if (!fs::exists(folder)) {
        GTEST_SKIP() << "the shared weights are not here";
    }
    const StateDict full = readWeights(folder / "squeezenet1_1_imagenet_fp32.pth").value();
    const StateDict zip = readWeights(folder / "squeezenet1_1_imagenet_fp16.pth").value();
    const StateDict legacy = readWeights(folder / "squeezenet1_1_imagenet_fp16_legacy.pth").value();
    ASSERT_EQ(full.size(), 52U);
    ASSERT_EQ(zip.size(), full.size());
    ASSERT_EQ(legacy.size(), full.size());
    for (std::size_t i = 0; i < full.size(); ++i) {
        EXPECT_EQ(zip[i].first, full[i].first);
        EXPECT_EQ(legacy[i].first, full[i].first);
        EXPECT_TRUE(at::equal(zip[i].second, legacy[i].second)) << full[i].first;
        EXPECT_TRUE(at::allclose(zip[i].second.to(at::kFloat), full[i].second, 1e-3, 1e-6))
            << full[i].first;
    }
}

StateDict targets() {
    return {{"body.weight", at::zeros({2, 3})},
            {"bn.num_batches_tracked", at::zeros({}, at::kLong)},
            {"head.weight", at::zeros({4, 2})},
            {"head.bias", at::zeros({4})}};
}

TEST(Load, TakesWhatFitsAndConverts) {
    const StateDict model = targets();
    const StateDict state{{"head.bias", at::ones({4})},
                          {"head.weight", at::ones({4, 2})},
                          {"body.weight", at::full({2, 3}, 0.5, at::kHalf)}};
    const auto report = loadInto(model, state, {}, "w.pth");
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_THAT(report->taken, ElementsAre("body.weight", "head.weight", "head.bias"));
    EXPECT_THAT(report->missing, ElementsAre("bn.num_batches_tracked"));
    EXPECT_FALSE(report->headReplaced);
    EXPECT_EQ(model[0].second.scalar_type(), at::kFloat);
    EXPECT_EQ(model[0].second.sum().item<float>(), 3);
}

TEST(Load, KeepsANewHead) {
    const StateDict model = targets();
    // The bias alone would fit; a head is taken whole or not at all.
    const StateDict state{{"body.weight", at::ones({2, 3})},
                          {"head.weight", at::ones({9, 2})},
                          {"head.bias", at::ones({4})}};
    const auto strict = loadInto(model, state, {}, "w.pth");
    ASSERT_FALSE(strict);
    EXPECT_EQ(strict.error().code, ErrorCode::WeightsMismatch);
    EXPECT_THAT(strict.error().message(), HasSubstr("head.weight (9×2 instead of 4×2)"));
    EXPECT_EQ(model[0].second.sum().item<float>(), 0) << "a refused load must change nothing";

    const auto report = loadInto(model, state, {"head"}, "w.pth");
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_TRUE(report->headReplaced);
    EXPECT_THAT(report->taken, ElementsAre("body.weight"));
    EXPECT_THAT(report->shapeDiffers, ElementsAre(ShapeDifference{"head.weight", {9, 2}, {4, 2}}));
    EXPECT_EQ(report->head, "head");
    EXPECT_EQ(report->fileClasses, 9);
    EXPECT_EQ(model[0].second.sum().item<float>(), 6);
    EXPECT_EQ(model[3].second.sum().item<float>(), 0);
}

TEST(Load, TakesWhatFitsAndLeavesTheRest) {
    const StateDict model = targets();
    const StateDict state{{"body.weight", at::ones({2, 3})},
                          {"head.weight", at::ones({9, 2})},
                          {"head.bias", at::ones({4})},
                          {"other.weight", at::ones({1})}};
    LoadPolicy policy;
    policy.partial = true;
    const auto report = loadInto(model, state, policy, "w.pth");
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_THAT(report->taken, ElementsAre("body.weight", "head.bias"));
    EXPECT_THAT(report->unexpected, ElementsAre("other.weight"));
    EXPECT_EQ(findTensor(model, "body.weight")->sum().item<float>(), 6);
    EXPECT_EQ(findTensor(model, "head.weight")->sum().item<float>(), 0);
    EXPECT_EQ(findTensor(model, "head.bias")->sum().item<float>(), 4);
}

TEST(Load, NamesWhatDoesNotFit) {
    const auto report = loadInto(targets(), {{"other.weight", at::ones({1})}}, {"head"}, "w.pth");
    ASSERT_FALSE(report);
    EXPECT_THAT(report.error().message(), HasSubstr("missing: body.weight"));
    EXPECT_THAT(report.error().message(), HasSubstr("not in the model: other.weight"));
}

}  // namespace
}  // namespace minarai::weights
