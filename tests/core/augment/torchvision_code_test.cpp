// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The Python that we write, run by Python (tests/oracle/run_torchvision_code.py).
#include "augment/torchvision_code.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/image/by_hand.h"
#include "image/decode.h"
#include "support/places.h"
#include "support/promised.h"
#include "support/temp_folder.h"
#include "test_pictures.h"

namespace minarai::augment {
namespace {

constexpr int kDraws = 200;

struct Job {
    std::string about;
    Pipeline pipeline;
    PreprocessSpec preprocess;
    bool isDeterministic = false;
    float tolerance = 0;    ///< of the tensor, where it is deterministic
    bool isSmall = false;   ///< of a picture that is smaller than the result
    bool isTurned = false;  ///< of a file that stands on its head and says so

    [[nodiscard]] const char* image() const {
        return isSmall ? "small.ppm" : isTurned ? "turned.png" : "in.ppm";
    }
};

using Statistics = std::array<double, 3>;

/// Mean, deviation, and left half of the first channel against right half of the last.
Statistics statisticsOf(const std::vector<float>& tensor, const PreprocessSpec& spec) {
    double sum = 0;
    double squares = 0;
    for (const float value : tensor) {
        sum += static_cast<double>(value);
        squares += static_cast<double>(value) * static_cast<double>(value);
    }
    const auto count = static_cast<double>(tensor.size());
    const double mean = sum / count;
    const std::size_t plane = tensor.size() / static_cast<std::size_t>(spec.channels);
    const int half = spec.width / 2;
    double left = 0;
    double right = 0;
    for (std::size_t i = 0; i < plane; ++i) {
        if (static_cast<int>(i % static_cast<std::size_t>(spec.width)) < half) {
            left += static_cast<double>(tensor[i]);
        } else {
            right += static_cast<double>(tensor[tensor.size() - plane + i]);
        }
    }
    return {mean, std::sqrt((squares - count * mean * mean) / (count - 1)),
            left / (half * spec.height) - right / ((spec.width - half) * spec.height)};
}

/// A picture whose colours, brightness and detail change from place to place.
image::Image scene(int width, int height) {
    image::Image picture = test::noise(width, height, 4);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            std::uint8_t* pixel = picture.row(y) + x * 3;
            pixel[0] = static_cast<std::uint8_t>(pixel[0] / 6 + x * 180 / width);
            pixel[1] = static_cast<std::uint8_t>(pixel[1] / 6 + y * 200 / height);
            pixel[2] = static_cast<std::uint8_t>(pixel[2] / 3 + (x / 8 + y / 8) % 2 * 90);
        }
    }
    return picture;
}

/// A PNG of the picture turned by half, with the EXIF orientation that turns it back.
std::vector<std::uint8_t> upsideDown(const image::Image& picture) {
    image::Image turned(picture.width, picture.height);
    for (std::size_t i = 0; i < turned.rgb.size(); i += 3) {
        const std::size_t from = turned.rgb.size() - 3 - i;
        std::copy_n(picture.rgb.begin() + static_cast<std::ptrdiff_t>(from), 3,
                    turned.rgb.begin() + static_cast<std::ptrdiff_t>(i));
    }
    std::vector<std::uint8_t> bytes = image::encodePng(turned);
    constexpr std::ptrdiff_t kAfterHead = 33;
    const std::vector<std::uint8_t> chunk = image::chunkOf(image::bytesOf(
        std::string_view("eXIfMM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\3\0\0\0\0\0\0", 30)));
    bytes.insert(bytes.begin() + kAfterHead, chunk.begin(), chunk.end());
    return bytes;
}

PreprocessSpec specOf(int height, int width) {
    PreprocessSpec spec;
    spec.height = height;
    spec.width = width;
    return spec;
}

Pipeline parse(const char* json, PreprocessSpec& preprocess) {
    auto pipeline = pipelineFromJson(Json::parse(json), &preprocess);
    EXPECT_TRUE(pipeline) << pipeline.error().message();
    return pipeline.value_or(Pipeline{});
}

std::vector<Job> deterministicJobs() {
    std::vector<Job> jobs;
    for (const char* geometry : {"stretch", "crop"}) {
        PreprocessSpec spec = specOf(24, 30);
        spec.geometry = geometry;
        spec.interpolation = image::Interpolation::Bicubic;
        jobs.push_back({geometry, *presetPipeline("none", spec), spec, true});
        jobs.push_back({std::string("empty ") + geometry, Pipeline{}, spec, true});
        jobs.push_back({std::string("turned ") + geometry, Pipeline{}, spec, true});
        jobs.back().isTurned = true;
    }
    for (const char* json : {
             R"([{"name":"Resize","params":{"size":40,"max_size":60}},
                 {"name":"CenterCrop","params":{"size":[24,30]}},"Grayscale"])",
             R"([{"name":"RandomHorizontalFlip","params":{"p":1}},
                 {"name":"RandomVerticalFlip","params":{"p":0}},
                 {"name":"RandomInvert","params":{"p":1}},
                 {"name":"RandomPosterize","params":{"p":1,"bits":5}},
                 {"name":"RandomSolarize","params":{"p":1,"threshold":99.5}},
                 {"name":"RandomAutocontrast","params":{"p":1}},
                 {"name":"RandomEqualize","params":{"p":1}},
                 {"name":"RandomAdjustSharpness","params":{"p":1,"sharpness_factor":1.7}},
                 {"name":"RandomGrayscale","params":{"p":0}}])",
             R"([{"name":"RandomRotation","params":{"degrees":[20,20],"fill":[1,2,3],
                  "expand":true}},
                 {"name":"RandomAffine","params":{"degrees":[10,10],"scale":[1.25,1.25],
                  "shear":[5,5],"fill":9,"center":[3,4]}},
                 {"name":"ColorJitter","params":{"brightness":[1.3,1.3]}}])",
             R"(["ToTensor",{"name":"Normalize","params":{"mean":[0.5],"std":[0.25]}},
                 {"name":"RandomErasing","params":{"p":0}}])",
             R"([{"name":"Resize","params":{"size":[20,20]},"enabled":false},
                 {"name":"Grayscale","probability":0}])",
         }) {
        PreprocessSpec spec = specOf(24, 30);
        Pipeline pipeline = parse(json, spec);
        jobs.push_back({json, pipeline, spec, true});
        spec.channels = 1;
        spec.normalize = false;
        jobs.push_back({std::string("grey ") + json, pipeline, spec, true});
    }
    PreprocessSpec spec = specOf(48, 64);
    // The mirrored border is made of a padded picture there: a level now and then.
    jobs.push_back({"shift",
                    parse(R"([{"name":"ShiftScaleRotate","params":{"p":1,
        "shift_limit":[0.1,0.1],"scale_limit":[0.2,0.2],"rotate_limit":[30,30]}}])",
                          spec),
                    spec, true, 1.01F / 255 / 0.224F});
    return jobs;
}

/// Every transform with its defaults, the presets, and parameters in their other forms.
std::vector<Job> randomJobs() {
    std::vector<Job> jobs;
    const PreprocessSpec spec = specOf(36, 44);
    for (const Transform* transform : allTransforms()) {
        Params params = transform->schema().defaults();
        if (params.has("size")) {
            params.set("size", std::vector<std::int64_t>{36, 44});
        }
        if (transform->name() == "ColorJitter") {
            params.set("brightness", std::vector<double>{0.4});
            params.set("hue", std::vector<double>{-0.1, 0.3});
        }
        Step step{transform, params, 0.8, true};
        jobs.push_back({std::string(transform->name()), Pipeline{"one", {step}}, spec});
    }
    for (const char* preset : {"standard", "strong"}) {
        jobs.push_back({preset, *presetPipeline(preset, spec), spec});
    }
    for (const char* json : {
             R"([{"name":"RandomErasing","params":{"p":1,"value":"random"}}])",
             R"([{"name":"RandomErasing","params":{"p":0.7,"value":[0.1,-2,3]}}])",
             R"([{"name":"AutoAugment","params":{"policy":"cifar10","fill":[9,8,250]}}])",
             R"([{"name":"AutoAugment","params":{"policy":"svhn","interpolation":"bilinear",
                  "fill":128}}])",
             R"([{"name":"RandAugment","params":{"num_ops":3,"magnitude":5,
                  "num_magnitude_bins":11}}])",
             R"([{"name":"AugMix","params":{"severity":7,"mixture_width":2,"chain_depth":2,
                  "all_ops":false,"fill":200}}])",
             R"([{"name":"CoarseDropout","params":{"p":1,"min_holes":1,"max_holes":4,
                  "min_height":0.1,"max_height":0.5,"max_width":9,"fill_value":[200,10,20]}}])",
             R"([{"name":"ShiftScaleRotate","params":{"p":1,"shift_limit":[0,0.3],
                  "scale_limit":[-0.4,0.1],"rotate_limit":[0,60],"border_mode":"constant",
                  "value":[250,3,7],"shift_limit_x":[0.1,0.4]}}])",
             R"([{"name":"RandomAffine","params":{"degrees":[0,40],"translate":[0.3,0.1],
                  "scale":[0.4,0.9],"shear":[0,20,-10,10]}}])",
             R"([{"name":"RandomCrop","params":{"size":[36,44],"padding":[9,3],
                  "padding_mode":"reflect"}}])",
         }) {
        PreprocessSpec other = spec;
        Pipeline pipeline = parse(json, other);
        jobs.push_back({json, pipeline, other});
    }
    return jobs;
}

/// Cuts larger than the picture, which torchvision's own class refuses.
std::vector<Job> smallPictureJobs() {
    std::vector<Job> jobs;
    const auto add = [&jobs](int height, int width, const char* params, bool isDeterministic) {
        PreprocessSpec spec = specOf(height, width);
        const Transform* crop = findTransform("RandomCrop");
        Params parsed = paramsFromJson(*crop, Json::parse(params)).value();
        parsed.set("size", std::vector<std::int64_t>{height, width});
        jobs.push_back({std::string("small ") + params,
                        Pipeline{"one", {{crop, parsed, 1.0, true}}}, spec, isDeterministic, 0,
                        true});
    };
    // Nothing is left to chance where both edges are too short and the border is even.
    for (const char* params :
         {"{}", R"({"fill":[200,10,90]})", R"({"padding":1,"padding_mode":"edge"})",
          R"({"padding":[2,1],"padding_mode":"reflect"})",
          R"({"padding":[3,0,1,2],"padding_mode":"symmetric"})"}) {
        add(33, 47, params, true);
    }
    for (const char* params :
         {"{}", R"({"padding":2,"padding_mode":"reflect"})", R"({"pad_if_needed":true})",
          R"({"pad_if_needed":true,"fill":[200,10,90],"padding":[3,1]})",
          R"({"pad_if_needed":true,"padding":[3,1,2,0],"padding_mode":"reflect"})",
          R"({"pad_if_needed":true,"padding":4,"padding_mode":"symmetric"})"}) {
        add(36, 34, params, false);  // wider than it should be, not as high
    }
    return jobs;
}

void compareTensor(const Job& job, const image::Image& picture, const std::string& bytes) {
    std::vector<float> ours(tensorSize(job.preprocess));
    trainingTensor(job.pipeline, picture, job.preprocess, 1, ours.data());
    ASSERT_EQ(bytes.size(), ours.size() * sizeof(float)) << job.about;
    float worst = 0;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        float theirs = 0;
        std::memcpy(&theirs, bytes.data() + i * sizeof(float), sizeof(float));
        worst = std::max(worst, std::fabs(theirs - ours[i]));
    }
    EXPECT_LE(worst, job.tolerance + 1e-6F) << job.about;
}

/// Mean and variance of a sample, each with the square of its standard error.
struct Moments {
    double mean = 0;
    double variance = 0;
    double meanError2 = 0;
    double varianceError2 = 0;

    explicit Moments(const std::vector<double>& values) {
        const auto count = static_cast<double>(values.size());
        mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
        double fourth = 0;
        for (const double value : values) {
            const double square = (value - mean) * (value - mean);
            variance += square / count;
            fourth += square * square / count;
        }
        meanError2 = variance / count;
        varianceError2 = std::max(fourth - variance * variance, 0.0) / count;
    }
};

/// Whether two samples may have the same mean and variance: within five standard errors.
void compareStatistics(const Job& job, const image::Image& picture, const Json& theirs) {
    std::array<std::vector<double>, 3> ours;
    std::array<std::vector<double>, 3> python;
    std::vector<float> tensor(tensorSize(job.preprocess));
    for (std::uint64_t n = 0; n < kDraws; ++n) {
        trainingTensor(job.pipeline, picture, job.preprocess, mixSeed({n, 77}), tensor.data());
        const Statistics here = statisticsOf(tensor, job.preprocess);
        for (std::size_t s = 0; s < here.size(); ++s) {
            ours[s].push_back(here[s]);
            python[s].push_back(theirs[n][s].get<double>());
        }
    }
    for (std::size_t s = 0; s < ours.size(); ++s) {
        const Moments a(ours[s]);
        const Moments b(python[s]);
        EXPECT_NEAR(a.mean, b.mean, 5 * std::sqrt(a.meanError2 + b.meanError2) + 1e-4)
            << job.about << " " << s;
        EXPECT_NEAR(a.variance, b.variance,
                    5 * std::sqrt(a.varianceError2 + b.varianceError2) + 1e-4)
            << job.about << " " << s;
    }
}

/// One test, since starting Python takes longer than the rest.
TEST(TorchvisionCode, RunsAndGivesTheSame) {
    const tests::TempFolder folder;
    const image::Image picture = scene(64, 48);
    const image::Image smallPicture = scene(40, 30);
    std::ofstream(folder / "in.ppm", std::ios::binary)
        << "P6 64 48 255\n"
        << std::string(picture.rgb.begin(), picture.rgb.end());
    std::ofstream(folder / "small.ppm", std::ios::binary)
        << "P6 40 30 255\n"
        << std::string(smallPicture.rgb.begin(), smallPicture.rgb.end());
    const std::vector<std::uint8_t> turned = upsideDown(picture);
    std::ofstream(folder / "turned.png", std::ios::binary)
        << std::string(turned.begin(), turned.end());
    std::vector<Job> jobs = deterministicJobs();
    for (const auto& more : {randomJobs(), smallPictureJobs()}) {
        jobs.insert(jobs.end(), more.begin(), more.end());
    }
    Json list = Json::array();
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        const std::string name = "code" + std::to_string(i) + ".py";
        std::ofstream(folder / name) << torchvisionCode(jobs[i].pipeline, jobs[i].preprocess);
        list.push_back({{"code", name},
                        {"image", jobs[i].image()},
                        {"count", jobs[i].isDeterministic ? 1 : kDraws}});
    }
    std::ofstream(folder / "jobs.json") << list.dump();
    const std::string command = "/usr/bin/python3 " + tests::sourceFolder() +
                                "/tests/oracle/run_torchvision_code.py " + folder.path().string();
    const int status = std::system(command.c_str());
    if (WIFEXITED(status) && (WEXITSTATUS(status) == 77 || WEXITSTATUS(status) == 127)) {
        MINARAI_SKIP_WITHOUT("python3-torchvision");
    }
    ASSERT_EQ(status, 0) << "the Python did not run";
    std::ifstream file(folder / "results.json");
    const Json results = Json::parse(file);
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        const Job& job = jobs[i];
        EXPECT_EQ(results[i]["shape"],
                  Json({job.preprocess.channels, job.preprocess.height, job.preprocess.width}))
            << job.about;
        if (job.isDeterministic) {
            std::ifstream tensor(folder / ("code" + std::to_string(i) + ".py.f32"),
                                 std::ios::binary);
            compareTensor(job, job.isSmall ? smallPicture : picture,
                          {std::istreambuf_iterator<char>(tensor), {}});
        } else {
            compareStatistics(job, job.isSmall ? smallPicture : picture, results[i]["statistics"]);
        }
    }
}

TEST(TorchvisionCode, KnowsTheSizeThatAPipelineGives) {
    const auto sizeOf = [](const char* json) {
        PreprocessSpec spec;
        const auto size = outputSize(parse(json, spec));
        return size ? std::pair(size->height, size->width) : std::pair(0, 0);
    };
    EXPECT_EQ(sizeOf("[]"), std::pair(0, 0));
    EXPECT_EQ(sizeOf(R"([{"name":"Resize","params":{"size":[3,4]}},"RandomHorizontalFlip"])"),
              std::pair(3, 4));
    EXPECT_EQ(sizeOf(R"([{"name":"Resize","params":{"size":3}}])"), std::pair(0, 0));
    EXPECT_EQ(sizeOf(R"([{"name":"Resize","params":{"size":3}},
                         {"name":"CenterCrop","params":{"size":3}}])"),
              std::pair(3, 3));
    EXPECT_EQ(sizeOf(R"([{"name":"CenterCrop","params":{"size":3},"probability":0.5}])"),
              std::pair(0, 0));
    EXPECT_EQ(sizeOf(R"([{"name":"CenterCrop","params":{"size":3}},
                         {"name":"RandomResizedCrop","params":{"size":3},"probability":0.5},
                         {"name":"Resize","params":{"size":9},"enabled":false}])"),
              std::pair(3, 3));
    EXPECT_EQ(sizeOf(R"([{"name":"CenterCrop","params":{"size":3}},
                         {"name":"RandomRotation","params":{"expand":true}}])"),
              std::pair(0, 0));
}

TEST(TorchvisionCode, CannotBeBrokenByAName) {
    Pipeline pipeline;
    pipeline.name = "a\nimport os\r\"\"\"";
    const std::string code = torchvisionCode(pipeline, specOf(8, 8));
    EXPECT_EQ(code.find("\nimport os"), std::string::npos) << code;
    EXPECT_EQ(code.find('\r'), std::string::npos);
}

}  // namespace
}  // namespace minarai::augment
