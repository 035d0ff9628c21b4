// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The pipeline under construction and its undo stack.
#include "studio/session/augment_document.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

namespace minarai::studio {
namespace {

std::string textOf(const AugmentDocument& document) {
    return augment::pipelineToJson(document.pipeline())["transforms"].dump();
}

std::vector<std::string> namesOf(const AugmentDocument& document) {
    std::vector<std::string> names;
    for (const AugmentStep& step : document.steps()) {
        names.emplace_back(step.step.transform->name());
    }
    return names;
}

augment::PreprocessSpec sizeOf(int size) {
    augment::PreprocessSpec spec;
    spec.height = spec.width = size;
    return spec;
}

using Names = std::vector<std::string>;

TEST(AugmentDocument, EveryEditIsUndoneAndDoneAgain) {
    AugmentDocument document;
    std::vector<std::string> states{textOf(document)};
    const auto note = [&] { states.push_back(textOf(document)); };
    const quint64 blur = document.insert(*augment::findTransform("GaussianBlur"), 1);
    note();
    const quint64 copy = document.duplicate(blur);
    note();
    document.move(copy, 0);
    note();
    document.setEnabled(blur, false);
    note();
    document.setProbability(copy, 0.25);
    note();
    ASSERT_TRUE(document.setParam(copy, "sigma", std::vector<double>{0.5, 3}));
    note();
    document.remove(blur);
    note();
    document.usePreset("none");
    note();
    EXPECT_EQ(namesOf(document), (Names{"Resize"}));
    for (std::size_t i = states.size(); i-- > 1;) {
        EXPECT_EQ(textOf(document), states[i]);
        document.undoStack()->undo();
    }
    EXPECT_EQ(textOf(document), states[0]);
    EXPECT_EQ(document.preset(), "standard");
    for (std::size_t i = 1; i < states.size(); ++i) {
        document.undoStack()->redo();
        EXPECT_EQ(textOf(document), states[i]);
    }
}

TEST(AugmentDocument, ADraggedSliderIsOneStepAndBackIsNone) {
    AugmentDocument document;
    const quint64 rotation = document.steps()[2].key;
    for (const double degrees : {20.0, 40.0, 60.0}) {
        ASSERT_TRUE(document.setParam(rotation, "degrees", std::vector<double>{degrees}));
    }
    EXPECT_EQ(document.undoStack()->count(), 1);
    EXPECT_EQ(document.preset(), "");
    ASSERT_TRUE(document.setParam(rotation, "degrees", std::vector<double>{15}));
    EXPECT_EQ(document.undoStack()->count(), 0);
    EXPECT_EQ(document.preset(), "standard") << "what equals a preset is the preset";
}

TEST(AugmentDocument, UndoHasNoLimit) {
    AugmentDocument document;
    const std::string before = textOf(document);
    for (int i = 0; i < 2500; ++i) {
        document.setEnabled(document.steps()[static_cast<std::size_t>(i % 3)].key, i % 2 == 1);
        document.move(document.steps()[0].key, 2);
    }
    EXPECT_EQ(document.undoStack()->undoLimit(), 0);
    while (document.undoStack()->canUndo()) {
        document.undoStack()->undo();
    }
    EXPECT_EQ(textOf(document), before);
}

TEST(AugmentDocument, SizesFollowTheNetworkInEveryStateOfTheStack) {
    AugmentDocument document;
    document.setPreprocess(sizeOf(128));
    EXPECT_EQ(document.preset(), "standard");
    const quint64 crop = document.steps()[0].key;
    EXPECT_EQ(document.find(crop)->step.params.integers("size"),
              (std::vector<std::int64_t>{128, 128}));
    const quint64 fixed = document.insert(*augment::findTransform("CenterCrop"), 9);
    ASSERT_TRUE(document.setParam(fixed, "size", std::vector<std::int64_t>{100}));
    document.remove(crop);
    document.setPreprocess(sizeOf(64));
    document.undoStack()->undo();
    EXPECT_EQ(document.find(crop)->step.params.integers("size"),
              (std::vector<std::int64_t>{64, 64}));
    EXPECT_EQ(document.find(fixed)->step.params.integers("size"), (std::vector<std::int64_t>{100}))
        << "a size of one's own stays";
    while (document.undoStack()->canUndo()) {
        document.undoStack()->undo();
    }
    EXPECT_EQ(document.preset(), "standard");
    EXPECT_EQ(textOf(document), augment::pipelineToJson(
                                    *augment::presetPipeline("standard", sizeOf(64)))["transforms"]
                                    .dump())
        << "small pictures are cropped more gently";
}

TEST(AugmentDocument, ValuesThatDoNotFitTogetherChangeNothing) {
    AugmentDocument document;
    const quint64 crop = document.steps()[0].key;
    const std::string before = textOf(document);
    const Status falling = document.setParam(crop, "scale", std::vector<double>{0.9, 0.2});
    ASSERT_FALSE(falling);
    EXPECT_EQ(falling.error().code, ErrorCode::SettingRange);
    EXPECT_FALSE(document.setParam(crop, "scale", std::vector<double>{0.2, 7}));
    EXPECT_EQ(textOf(document), before);
    EXPECT_EQ(document.undoStack()->count(), 0);
}

TEST(AugmentDocument, StepsOfUnknownKeysChangeNothing) {
    AugmentDocument document;
    const std::string before = textOf(document);
    document.remove(999);
    document.move(999, 0);
    document.setEnabled(999, false);
    document.setProbability(999, 0.1);
    EXPECT_EQ(document.duplicate(999), 0U);
    EXPECT_TRUE(document.setParam(999, "p", 0.5));
    EXPECT_EQ(textOf(document), before);
}

TEST(AugmentDocument, RandomEditsAreAllUndone) {
    AugmentDocument document;
    const std::string before = textOf(document);
    std::mt19937 random(7);
    const auto transforms = augment::allTransforms();
    for (int i = 0; i < 300; ++i) {
        const auto& steps = document.steps();
        const auto pick = [&](std::size_t count) { return count == 0 ? 0 : random() % count; };
        const quint64 key = steps.empty() ? 0 : steps[pick(steps.size())].key;
        switch (random() % 6) {
            case 0:
                document.insert(*transforms[pick(transforms.size())],
                                static_cast<int>(pick(steps.size() + 1)));
                break;
            case 1:
                document.remove(key);
                break;
            case 2:
                document.duplicate(key);
                break;
            case 3:
                document.move(key, static_cast<int>(pick(steps.size())));
                break;
            case 4:
                document.setEnabled(key, random() % 2 == 0);
                break;
            default:
                document.setProbability(key, static_cast<double>(random() % 100) / 100);
        }
    }
    EXPECT_NE(textOf(document), before);
    while (document.undoStack()->canUndo()) {
        document.undoStack()->undo();
    }
    EXPECT_EQ(textOf(document), before);
}

}  // namespace
}  // namespace minarai::studio
