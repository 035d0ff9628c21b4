// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Commands about networks and tensors, against torchvision where it has the same.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "cli/program.h"

namespace minarai::cli {
namespace {

double largestDifference(const Array& a, const Array& b) {
    EXPECT_EQ(a.shape, b.shape);
    EXPECT_EQ(a.values.size(), b.values.size());
    double largest = 0;
    for (std::size_t i = 0; i < std::min(a.values.size(), b.values.size()); ++i) {
        largest = std::max(largest, std::abs(static_cast<double>(a.values[i]) - b.values[i]));
    }
    return largest;
}

TEST(Models, ListsPublishedCounts) {
    const json list = run({"models", "--json"}).document();
    ASSERT_TRUE(list.is_array());
    const auto resnet = std::find_if(
        list.begin(), list.end(), [](const json& each) { return each.at("name") == "resnet18"; });
    ASSERT_NE(resnet, list.end());
    EXPECT_EQ(resnet->at("parameters"), 11689512);
    EXPECT_EQ(resnet->at("family"), "ResNet");
    EXPECT_EQ(resnet->at("input"), json::parse("[3,224,224]"));
    // torchvision documents 1.814 billion multiply-adds for resnet18.
    EXPECT_NEAR(resnet->at("macs").get<double>() / 1e9, 1.814, 0.01);
    const Outcome table = run({"models"});
    EXPECT_NE(table.out.find("11,689,512"), std::string::npos);
}

TEST(Summary, TablesAndTotals) {
    const json document =
        run({"summary", "--arch", "resnet18", "--classes", "10", "--size", "96x64", "--json"})
            .document();
    ASSERT_TRUE(document.is_object());
    EXPECT_EQ(document.at("input"), json::parse("[3,96,64]"));
    EXPECT_EQ(document.at("parameters"), 11689512 - 513 * 990);
    EXPECT_EQ(document.at("trainable"), document.at("parameters"));
    const json& layers = document.at("layers");
    EXPECT_EQ(layers.at(0).at("id"), "conv1");
    EXPECT_EQ(layers.at(0).at("type"), "Conv2d");
    EXPECT_EQ(layers.at(0).at("output"), json::parse("[64,48,32]"));
    EXPECT_EQ(layers.at(0).at("parameters"), 64 * 3 * 49);
    EXPECT_EQ(layers.at(0).at("macs"), 64LL * 3 * 49 * 48 * 32);
    EXPECT_EQ(layers.back().at("output"), json::parse("[10]"));
    EXPECT_GT(document.at("macs").get<std::int64_t>(), 0);
    EXPECT_GT(document.at("parameter_bytes").get<std::int64_t>(),
              document.at("parameters").get<std::int64_t>() * 4);  // and buffers
    EXPECT_GT(document.at("activation_bytes").get<std::int64_t>(), 0);
    EXPECT_EQ(document.at("input_bytes"), 4 * 3 * 96 * 64);
    EXPECT_EQ(document.at("total_bytes"), document.at("input_bytes").get<std::int64_t>() +
                                              document.at("parameter_bytes").get<std::int64_t>() +
                                              document.at("activation_bytes").get<std::int64_t>());

    const Outcome table = run({"summary", "--arch", "lenet5"});
    EXPECT_EQ(table.exitCode, 0) << table.err;
    EXPECT_NE(table.out.find("Conv2d"), std::string::npos);
    EXPECT_NE(table.out.find("multiply-adds"), std::string::npos);
    // torchinfo's last lines: 28×28 values of four bytes, and the sum with parameters and outputs.
    EXPECT_NE(table.out.find("memory of the input, one image"), std::string::npos);
    EXPECT_NE(table.out.find("3.1 KiB"), std::string::npos) << table.out;
    EXPECT_NE(table.out.find("estimated total memory"), std::string::npos);
}

TEST(Summary, CountsWhatAPolicyLeavesToTrain) {
    // torchvision's resnet18: 513,000 parameters in fc, 8,393,728 in layer4.
    const json head =
        run({"summary", "--arch", "resnet18", "--freeze", "all_but_head", "--json"}).document();
    EXPECT_EQ(head.at("trainable"), 513000);
    EXPECT_EQ(head.at("parameters"), 11689512);
    EXPECT_EQ(head.at("layers").at(0).at("frozen"), true);
    EXPECT_EQ(head.at("layers").back().at("frozen"), false);
    const json most =
        run({"summary", "--arch", "resnet18", "--freeze=upto:layer3", "--json"}).document();
    EXPECT_EQ(most.at("trainable"), 513000 + 8393728);
    const Outcome table = run({"summary", "--arch", "resnet18", "--freeze", "most"});
    EXPECT_NE(table.out.find("8,906,728"), std::string::npos) << table.out;
    EXPECT_NE(table.out.find("frozen"), std::string::npos);
}

TEST(Summary, OfAModelThatCouldLearnNothing) {
    const TemporaryFolder folder;
    writeText(folder / "flat.json",
              R"({"version":1,"name":"flat","input":[3,4,5],"output":"flatten","nodes":[
                  {"id":"flatten","op":"Flatten","inputs":["input"],"params":{}}]})");
    const json summary = run({"summary", "--spec", folder / "flat.json", "--json"}).document();
    EXPECT_EQ(summary.at("layers").at(0).at("output"), json({60}));
    EXPECT_EQ(summary.at("layers").at(0).at("frozen"), false);
    EXPECT_EQ(summary.at("trainable"), 0);
    // What to freeze in it is another question.
    expectOneSentence(run({"summary", "--spec", folder / "flat.json", "--freeze", "none"}), 2,
                      "no layer that could learn");
}

TEST(Summary, RefusesBadFilesAndSizes) {
    TemporaryFolder folder;
    writeText(folder / "bad.json", "{\"version\":1,");
    const Outcome broken = run({"summary", "--spec", folder / "bad.json"});
    expectOneSentence(broken, 1, "bad.json");
    EXPECT_NE(broken.err.find("(line 1, column 14: unexpected end of input)"), std::string::npos);
    EXPECT_EQ(broken.err.find("exception"), std::string::npos) << broken.err;
    writeText(folder / "list.json", "[]");
    EXPECT_EQ(run({"summary", "--spec", folder / "list.json"}).exitCode, 1);
    expectOneSentence(run({"summary", "--spec", folder / "none.json"}), 1, "does not exist");
    writeText(folder / "draft.json",
              R"({"version":1,"name":"half","input":[3,8,8],"nodes":[],"output":"","draft":true})");
    expectOneSentence(run({"summary", "--spec", folder / "draft.json"}), 1, "not finished yet");
    EXPECT_EQ(run({"summary", "--arch", "lenet5", "--size", "2"}).exitCode, 1);
}

TEST(Preprocess, EqualsTorchvision) {
    TemporaryFolder folder;
    writePicture(folder / "in.ppm", 117, 83, 40);
    for (const char* normalize : {"1", "0"}) {
        ASSERT_EQ(runOracle("cli_preprocess.py",
                            {folder / "in.ppm", folder / "expected.npy", "64", normalize}),
                  0);
        std::vector<std::string> words{"preprocess", "--size", "64", folder / "in.ppm",
                                       folder / "out.npy"};
        if (*normalize == '0') {
            words.emplace_back("--no-normalize");
        }
        const Outcome outcome = run(words);
        ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
        const Array ours = readArray(folder / "out.npy");
        EXPECT_EQ(ours.shape, (std::vector<std::int64_t>{3, 64, 64}));
        EXPECT_LE(largestDifference(ours, readArray(folder / "expected.npy")), 1e-6);
    }
}

TEST(Preprocess, PipelineAndGrey) {
    TemporaryFolder folder;
    writePicture(folder / "in.ppm", 50, 40, 10);
    writeText(folder / "pipeline.json",
              R"([{"name":"Resize","params":{"size":[24,32]}},"ToTensor",
                  {"name":"Normalize","params":{"mean":[0.5,0.5,0.5],"std":[0.5,0.5,0.5]}}])");
    const Outcome piped = run({"preprocess", "--pipeline", folder / "pipeline.json",
                               folder / "in.ppm", folder / "p.npy", "--json"});
    ASSERT_EQ(piped.exitCode, 0) << piped.err;
    EXPECT_EQ(piped.document().at("shape"), json::parse("[3,24,32]"));
    const Array normalized = readArray(folder / "p.npy");
    ASSERT_EQ(run({"preprocess", "--size", "24x32", "--no-normalize", folder / "in.ppm",
                   folder / "q.npy"})
                  .exitCode,
              0);
    Array plain = readArray(folder / "q.npy");
    for (float& value : plain.values) {
        value = (value - 0.5F) / 0.5F;
    }
    EXPECT_LE(largestDifference(normalized, plain), 1e-6);

    ASSERT_EQ(
        run({"preprocess", "--size", "8", "--channels", "1", folder / "in.ppm", folder / "g.npy"})
            .exitCode,
        0);
    EXPECT_EQ(readArray(folder / "g.npy").shape, (std::vector<std::int64_t>{1, 8, 8}));
}

TEST(Preprocess, RefusesBadInput) {
    TemporaryFolder folder;
    writeText(folder / "broken.png", "\x89PNG\r\n\x1a\n nothing");
    expectOneSentence(run({"preprocess", "--size", "8", folder / "broken.png", folder / "o.npy"}),
                      1, "broken.png");
    expectOneSentence(run({"preprocess", "--size", "8", folder / "none.png", folder / "o.npy"}), 1,
                      "does not exist");
    writePicture(folder / "in.ppm", 8, 8, 1);
    expectOneSentence(
        run({"preprocess", "--size", "8", folder / "in.ppm", folder / "in.ppm/o.npy"}), 1,
        "cannot be written");
    expectOneSentence(
        run({"preprocess", "--run", folder.path().string(), folder / "in.ppm", folder / "o.npy"}),
        1, "is not a run");
}

TEST(Transform, DrawnValuesAndPipelines) {
    TemporaryFolder folder;
    writePicture(folder / "in.ppm", 30, 20, 5);
    const auto sizeOf = [&](std::vector<std::string> words) {
        words.insert(words.begin(), "transform");
        words.insert(words.end(), {folder / "in.ppm", folder / "out.png", "--json"});
        const Outcome outcome = run(words);
        EXPECT_EQ(outcome.exitCode, 0) << outcome.err;
        const json document = outcome.document();
        return std::pair(document.at("width").get<int>(), document.at("height").get<int>());
    };
    EXPECT_EQ(sizeOf({"--op", "RandomRotation", "--params", R"({"angle":90})"}), std::pair(30, 20));
    EXPECT_EQ(sizeOf({"--op", "RandomResizedCrop", "--params",
                      R"({"top":2,"left":3,"height":10,"width":8,"size":[16,12]})"}),
              std::pair(12, 16));
    EXPECT_EQ(sizeOf({"--pipeline", "standard", "--seed", "4"}), std::pair(224, 224));

    // The same seed gives the same picture, another seed another one.
    const auto tensorOf = [&](const std::string& seed) {
        EXPECT_EQ(run({"transform", "--pipeline", "standard", "--seed", seed, folder / "in.ppm",
                       folder / "out.png"})
                      .exitCode,
                  0);
        EXPECT_EQ(
            run({"preprocess", "--size", "32", folder / "out.png", folder / "t.npy"}).exitCode, 0);
        return readArray(folder / "t.npy").values;
    };
    const auto first = tensorOf("1");
    EXPECT_EQ(first, tensorOf("1"));
    EXPECT_NE(first, tensorOf("2"));
}

/// The variable is away for as long as this lives.
class WithoutVariable {
  public:
    explicit WithoutVariable(const char* name) : m_name(name) {
        if (const char* value = std::getenv(name)) {
            m_value = value;
        }
        ::unsetenv(name);
    }
    ~WithoutVariable() {
        if (m_value) {
            ::setenv(m_name, m_value->c_str(), 1);
        }
    }
    WithoutVariable(const WithoutVariable&) = delete;
    WithoutVariable& operator=(const WithoutVariable&) = delete;

  private:
    const char* m_name;
    std::optional<std::string> m_value;
};

TEST(Transform, PerspectiveHasTheDigitsOfAPythonThatNobodyPrepared) {
    const WithoutVariable kernels("OPENBLAS_CORETYPE");  // as outside of ./dev
    TemporaryFolder folder;
    writePicture(folder / "in.ppm", 500, 333, 9);
    const std::vector<std::string> corners{
        "[[23,13],[475,7],[493,325],[19,318]]",   "[[154,89],[347,112],[365,192],[22,285]]",
        "[[143,6],[399,54],[438,221],[55,242]]",  "[[21,25],[308,6],[301,307],[25,288]]",
        "[[3,2],[313,4],[413,307],[16,203]]",     "[[109,15],[290,6],[414,333],[43,254]]",
        "[[117,35],[498,16],[491,299],[10,321]]", "[[71,94],[314,89],[412,203],[103,238]]"};
    std::vector<std::string> words{folder / "in.ppm"};
    for (const std::string& end : corners) {
        const std::string out = folder / (std::to_string(words.size()) + ".png");
        const Outcome outcome =
            run({"transform", "--op", "RandomPerspective", "--params",
                 R"({"startpoints":[[0,0],[499,0],[499,332],[0,332]],"interpolation":"nearest",)"
                 R"("endpoints":)" +
                     end + "}",
                 folder / "in.ppm", out});
        ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
        words.insert(words.end(), {out, end});
    }
    EXPECT_EQ(runOracle("cli_perspective.py", words), 0);
}

TEST(Transform, RefusesWrongValues) {
    TemporaryFolder folder;
    writePicture(folder / "in.ppm", 30, 20, 5);
    const auto refused = [&](const std::string& op, const std::string& params) {
        return run(
            {"transform", "--op", op, "--params", params, folder / "in.ppm", folder / "out.png"});
    };
    EXPECT_EQ(refused("Nonsense", "{}").exitCode, 2);
    EXPECT_EQ(refused("RandomRotation", "[1]").exitCode, 2);
    EXPECT_EQ(refused("RandomRotation", R"({"angel":15})").exitCode, 2);
    EXPECT_EQ(refused("RandomRotation", R"({"angle":"much"})").exitCode, 2);
    expectOneSentence(refused("RandomRotation", R"({"angle":null})"), 2,
                      "RandomRotation needs “angle”");
    expectOneSentence(refused("ColorJitter", R"({"hue":0.1,"order":[4]})"), 2, "“4”");
}

TEST(Transform, TakesTheNamesOfTheFunctionals) {
    TemporaryFolder folder;
    writePicture(folder / "in.ppm", 30, 20, 5);
    const json cropped =
        run({"transform", "--op", "CenterCrop", "--params", R"({"output_size":[12,16]})",
             folder / "in.ppm", folder / "out.png", "--json"})
            .document();
    EXPECT_EQ(cropped.at("height"), 12);
    EXPECT_EQ(cropped.at("width"), 16);
    for (const auto& [op, params] : std::vector<std::pair<std::string, std::string>>{
             {"ColorJitter", R"({"brightness":1.2,"order":[2,0,3,1]})"},
             {"RandomAffine", R"({"angle":10,"translate":[3,-2],"scale":1.2,"shear":[5,0],
                "interpolation":"bilinear","fill":[1,2,3],"center":null})"},
             {"RandomPerspective", R"({"startpoints":[[0,0],[29,0],[29,19],[0,19]],
                "endpoints":[[2,3],[28,1],[25,18],[1,17]]})"},
             {"RandomAdjustSharpness", R"({"sharpness_factor":2})"},
             {"RandomPosterize", R"({"bits":3})"},
             {"RandomSolarize", R"({"threshold":100})"},
             {"RandomErasing", R"({"i":2,"j":3,"h":4,"w":5,"v":0})"},
             {"RandAugment", R"({"ops":[["Rotate",30],["Equalize"],["ShearX",-0.1]]})"},
             {"AugMix", R"({"chains":[[["Rotate",3],["Equalize"]],[["ShearX",0.1]]],
                "weights":[0.5,0.25,0.25]})"}}) {
        const Outcome outcome = run(
            {"transform", "--op", op, "--params", params, folder / "in.ppm", folder / "out.png"});
        EXPECT_EQ(outcome.exitCode, 0) << op << ": " << outcome.err;
    }
}

TEST(Transform, ExplainsEveryTransform) {
    const json all = run({"transform", "--explain", "--json"}).document();
    EXPECT_EQ(all.size(), 26U);
    const Outcome one = run({"transform", "--explain", "--op", "RandomErasing"});
    EXPECT_EQ(one.exitCode, 0) << one.err;
    EXPECT_NE(one.out.find("value = 0"), std::string::npos) << one.out;
    EXPECT_NE(one.out.find("noise_seed"), std::string::npos) << one.out;
    const Outcome text = run({"transform", "--explain"});
    for (const json& transform : all) {
        EXPECT_NE(text.out.find(transform.at("name").get<std::string>()), std::string::npos);
    }
}

TEST(Transform, PrintsThePipelineAsPython) {
    const Outcome code = run({"transform", "--pipeline", "strong", "--size", "96x64", "--code"});
    EXPECT_EQ(code.exitCode, 0) << code.err;
    for (const char* part : {"T.RandomResizedCrop(size=(96, 64)", "T.TrivialAugmentWide()",
                             "T.Normalize(mean=[0.485, 0.456, 0.406]", "T.RandomErasing(p=0.1)",
                             "transform = T.Compose(["}) {
        EXPECT_NE(code.out.find(part), std::string::npos) << part << " in\n" << code.out;
    }
    const json document = run({"transform", "--pipeline", "none", "--code", "--json"}).document();
    EXPECT_NE(document.at("code").get<std::string>().find("T.Resize(size=(224, 224))"),
              std::string::npos);
}

TEST(Forward, EqualsTorchvision) {
    TemporaryFolder folder;
    ASSERT_EQ(runOracle("cli_forward.py", {folder.path().string(), "7"}), 0);
    const Outcome outcome =
        run({"forward", "--arch", "resnet18", "--weights", folder / "weights.pth", "--classes", "7",
             folder / "in.npy", folder / "out.npy", "--json"});
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    EXPECT_EQ(outcome.document().at("shape"), json::parse("[3,7]"));
    const Array expected = readArray(folder / "expected.npy");
    const Array ours = readArray(folder / "out.npy");
    double scale = 0;
    for (const float value : expected.values) {
        scale = std::max(scale, std::abs(static_cast<double>(value)));
    }
    EXPECT_LE(largestDifference(ours, expected), 1e-4 * scale);

    const Outcome half =
        run({"forward", "--arch", "resnet18", "--weights", folder / "weights.pth", "--classes", "7",
             "--precision", "bf16", folder / "in.npy", folder / "half.npy"});
    ASSERT_EQ(half.exitCode, 0) << half.err;
    EXPECT_LE(largestDifference(readArray(folder / "half.npy"), expected), 0.1 * scale);

    // Weights of another head do not fit, and nothing is written.
    expectOneSentence(run({"forward", "--arch", "resnet18", "--weights", folder / "weights.pth",
                           "--classes", "8", folder / "in.npy", folder / "no.npy"}),
                      1, "do not fit");
    EXPECT_FALSE(std::filesystem::exists(folder / "no.npy"));
    writeText(folder / "junk.pth", "not weights");
    expectOneSentence(run({"forward", "--arch", "resnet18", "--weights", folder / "junk.pth",
                           "--classes", "7", folder / "in.npy", folder / "no.npy"}),
                      1, "junk.pth");
    writeText(folder / "junk.npy", "not an array");
    expectOneSentence(run({"forward", "--arch", "resnet18", "--weights", folder / "weights.pth",
                           "--classes", "7", folder / "junk.npy", folder / "no.npy"}),
                      1, "junk.npy");
}

}  // namespace
}  // namespace minarai::cli
