// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Look-alikes and measures of an opened folder, as far as they need no screen.
#include "studio/session/project.h"

#include <gtest/gtest.h>

#include <QScopeGuard>
#include <QTemporaryDir>
#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "dataset/audit.h"
#include "dataset/sample_set.h"
#include "image/decode.h"
#include "image/resample.h"
#include "studio/recipe.h"
#include "studio/session/image_measures.h"
#include "studio/session/paths.h"
#include "studio/session/problem_fixes.h"
#include "studio/session/project_session.h"
#include "studio/studio_window.h"

namespace minarai::studio {
namespace {

using dataset::Part;
using dataset::ProblemKind;

std::shared_ptr<const Review> excluding(std::size_t count, std::initializer_list<std::size_t> out) {
    std::vector<Mark> marks(count);
    for (const std::size_t sample : out) {
        marks[sample].excluded = true;
    }
    return makeReview(std::move(marks), 0, 0);
}

SplitKey byLook(std::uint64_t seed) {
    SplitKey key;
    key.kind = dataset::SplitKind::Grouped;
    key.fraction = 0.3;
    key.seed = seed;
    return key;
}

dataset::SplitPlan planOf(const SplitKey& key) {
    dataset::SplitPlan plan;
    plan.kind = key.kind;
    plan.validationFraction = key.fraction;
    plan.seed = key.seed;
    return plan;
}

/// Six wholes, their left and right parts, equal files, and others.
dataset::Catalog partsOfWholes(const std::filesystem::path& folder) {
    const auto write = [&](const std::string& name, const image::Image& picture) {
        EXPECT_TRUE(makeFolder((folder / name).parent_path()));
        EXPECT_TRUE(writeFileAtomically(folder / name, image::encodePng(picture)));
    };
    for (std::uint64_t i = 0; i < 6; ++i) {
        const image::Image whole = dataset::drawSample(i, i);
        const int cut = 3 + static_cast<int>(i) / 2;
        const std::string name = std::to_string(i) + ".png";
        write("a/left" + name, image::crop(whole, 0, 0, whole.width - cut, whole.height));
        write("a/right" + name, image::crop(whole, cut, 0, whole.width - cut, whole.height));
        write("a/whole" + name, whole);
        write("b/again" + name, dataset::drawSample(i, i + 50));
        write("b/other" + name, dataset::drawSample(i, i + 50));
        write("b/some" + name, dataset::drawSample(i, i + 90));
    }
    auto catalog = dataset::scan(folder);
    EXPECT_TRUE(catalog);
    return catalog ? *catalog : dataset::Catalog{};
}

TEST(LookAlikesOf, TheSplitIsThatOfTheCommandLine) {
    const QTemporaryDir folder;
    const auto project = makeProject(partsOfWholes(toPath(folder.path()) / "set"));
    const dataset::Catalog& catalog = *project->catalog;
    const auto report = dataset::inspect(catalog);
    ASSERT_TRUE(report);
    const auto problems = makeProblemList(*project, report->problems, report->alike);
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
        for (const auto& review : {excluding(catalog.samples.size(), {}),
                                   excluding(catalog.samples.size(), {0, 6, 18})}) {
            const auto preview = previewSplit(*project, problems.get(), *review, byLook(seed));
            const auto made =
                dataset::makeSplit(appliedCatalog(catalog, *review), planOf(byLook(seed)));
            ASSERT_TRUE(preview && made);
            const auto text = [](const dataset::Split& split) {
                const Json json = dataset::splitToJson(split);
                return json["train"].dump() + json["val"].dump();
            };
            EXPECT_EQ(text(*preview->split), text(*made)) << "seed " << seed;
            EXPECT_EQ(leaksOf(*problems, *review, *preview->parts), 0U);
        }
    }
}

/// left and right look like whole, not like each other; one problem names one pair.
TEST(LookAlikesOf, OneImageAreAllKeptTogetherCountedAndReported) {
    dataset::Catalog catalog;
    catalog.root = "/data";
    catalog.classes = {"a", "b"};
    catalog.samples = {{"a/left.png", 0, Part::Train, 0, 10, 1},
                       {"a/right.png", 0, Part::Train, 0, 20, 1},
                       {"a/whole.png", 0, Part::Train, 0, 30, 1}};
    for (const char* path : {"a/1.png", "a/2.png", "a/3.png", "b/4.png", "b/5.png", "b/6.png"}) {
        catalog.samples.push_back({path, path[0] == 'a' ? 0 : 1, Part::Train, 0, 5, 1});
    }
    const auto project = makeProject(std::move(catalog));
    const auto none = excluding(9, {});
    const auto withoutLeft = excluding(9, {0});
    const auto problems = makeProblemList(
        *project,
        {dataset::makeProblem(ProblemKind::NearDuplicate, "a/whole.png",
                              fail(ErrorCode::NearDuplicateImage, "a/whole.png", "a/left.png"))},
        {{0, 2, false}, {1, 2, false}});
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        for (const auto& review : {none, withoutLeft}) {
            const auto preview = previewSplit(*project, problems.get(), *review, byLook(seed));
            ASSERT_TRUE(preview);
            const auto& parts = *preview->parts;
            EXPECT_EQ(parts[1], parts[2]) << "seed " << seed;
            EXPECT_EQ(preview->groups, 1U);
        }
    }
    std::vector<Part> parts(9, Part::Train);
    parts[2] = Part::Val;
    EXPECT_EQ(leaksOf(*problems, *none, parts), 2U);
    EXPECT_EQ(leaksOf(*problems, *withoutLeft, parts), 1U);

    const auto& all = *project->catalog;
    EXPECT_FALSE(isSettled(*problems, 0, all, *none));
    EXPECT_FALSE(isSettled(*problems, 0, all, *withoutLeft)) << "right is still there";
    EXPECT_EQ(samplesInForce(*problems, 0, all, *none).other, 0);
    EXPECT_EQ(samplesInForce(*problems, 0, all, *withoutLeft).other, 1);
    EXPECT_TRUE(isSettled(*problems, 0, all, *excluding(9, {0, 1})));
    EXPECT_TRUE(isSettled(*problems, 0, all, *excluding(9, {2})));
    const CatalogView view{project, problems, none, nullptr};
    EXPECT_EQ(openPairs(view, ProblemKind::NearDuplicate),
              (QVector<QPair<quint32, quint32>>{{2, 0}, {2, 1}}));
    EXPECT_EQ(samplesToExclude(view, ProblemKind::NearDuplicate), (QVector<quint32>{0, 1}))
        << "the whole stays";
}

TEST(LookAlikesOf, EqualFilesAreReportedWithoutTheFirstOne) {
    dataset::Catalog catalog;
    catalog.root = "/data";
    catalog.classes = {"a", "b"};
    catalog.samples = {{"a/1.png", 0, Part::Train, 0, 10, 1},
                       {"a/2.png", 0, Part::Train, 0, 10, 1},
                       {"a/3.png", 0, Part::Train, 0, 10, 1}};
    const auto project = makeProject(std::move(catalog));
    const auto same = [](const char* first, const char* other) {
        return dataset::makeProblem(ProblemKind::Duplicate, first,
                                    fail(ErrorCode::DuplicateImage, first, other));
    };
    const auto problems =
        makeProblemList(*project, {same("a/2.png", "a/1.png"), same("a/3.png", "a/1.png")},
                        {{0, 1, true}, {0, 2, true}});
    const auto review = excluding(3, {0});
    EXPECT_TRUE(isSettled(*problems, 0, *project->catalog, *review));
    EXPECT_FALSE(isSettled(*problems, 1, *project->catalog, *review));
    const CatalogView view{project, problems, review, nullptr};
    EXPECT_EQ(samplesToExclude(view, ProblemKind::Duplicate), (QVector<quint32>{2}));
}

TEST(ImageMeasures, CountImagesThatTrainAndNoOthers) {
    dataset::Catalog catalog;
    catalog.classes = {"a"};
    std::vector<ImageMeasure> measures;
    for (std::uint64_t i = 0; i < 4; ++i) {
        catalog.samples.push_back({std::to_string(i), 0, Part::Train, 0, 1, 1});
        dataset::ChannelSums sums;
        sums.pixels = 1;
        sums.sum = {51 * i, 0, 255};
        sums.squares = {51 * i * 51 * i, 0, 255 * 255};
        measures.push_back({1, 1, sums});
    }
    catalog.samples.push_back({"unreadable", 0, Part::Train, 0, 1, 1});
    measures.emplace_back();
    const std::vector<Part> parts{Part::Train, Part::Val, Part::Train, Part::Train, Part::Train};
    const auto review = excluding(5, {2});
    // Left are 0 and 3: red 0 and 0.6.
    const auto statistics = trainStatistics(catalog, measures, &parts, review.get());
    EXPECT_EQ(statistics.images, 2U);
    EXPECT_NEAR(statistics.mean[0], 0.3, 1e-12);
    EXPECT_NEAR(statistics.std[0], 0.3, 1e-12);
    EXPECT_NEAR(statistics.mean[2], 1, 1e-12);
    EXPECT_EQ(trainStatistics(catalog, measures, nullptr, nullptr).images, 4U);
}

TEST(ProjectSessions, AFolderOpensWhereNothingCanBeKeptOfIt) {
    const QTemporaryDir home;
    const auto images = toPath(home.filePath("shapes"));
    writeImages(images, 2, 4);
    // A file stands where data are kept; this stops root, too.
    std::ofstream(toPath(home.filePath("file"))) << "no folder";
    const QByteArray before = qgetenv("XDG_DATA_HOME");
    const auto restore = qScopeGuard([&] { qputenv("XDG_DATA_HOME", before); });
    qputenv("XDG_DATA_HOME", home.filePath("file/data").toUtf8());
    StudioWindow studio;
    const auto* gallery = studio.window.dataPage().gallery();
    ASSERT_TRUE(studio.openByDrop(images));
    EXPECT_TRUE(waitUntil([&] { return gallery->model()->rowCount() == 8; }));
    EXPECT_EQ(studio.window.messages().kind(), widgets::MessageBar::Kind::Warning);
    EXPECT_TRUE(studio.window.messages().text().contains("catalog"))
        << studio.window.messages().text().toStdString();
}

TEST(ProjectSessions, TheCatalogKeepsTheSplitAndWhatMovedIsCounted) {
    const QTemporaryDir folder;
    const auto images = toPath(folder.path()) / "set";
    writeImages(images, 2, 20);
    SplitKey key;
    key.kind = dataset::SplitKind::Stratified;
    key.fraction = 0.5;
    key.seed = 3;
    const auto splitOf = [&](ProjectSession& session, const SplitKey& wanted) {
        session.open(images);
        EXPECT_TRUE(waitUntil([&] { return session.project() && session.isAudited(); }));
        session.requestSplit(wanted, excluding(session.project()->catalog->samples.size(), {}));
        EXPECT_TRUE(waitUntil([&] { return session.split() && !session.isSplitting(); }));
        return *session.split();
    };
    const auto partsOf = [](const dataset::Split& split) {
        std::map<std::string, Part> parts;
        for (const auto* items : {&split.train, &split.val}) {
            for (const dataset::Item& item : *items) {
                parts[item.path] = items == &split.train ? Part::Train : Part::Val;
            }
        }
        return parts;
    };
    std::map<std::string, Part> before;
    {
        ProjectSession session;
        const auto preview = splitOf(session, key);
        ASSERT_TRUE(preview.has_value());
        EXPECT_EQ(preview->moved, 0U) << "nothing was kept before";
        before = partsOf(*preview->split);
    }
    ASSERT_EQ(before.size(), 40U);
    {
        ProjectSession session;
        session.open(images);
        ASSERT_TRUE(waitUntil([&] { return session.project() != nullptr; }));
        const std::scoped_lock lock(session.file()->mutex);
        const auto kept = session.file()->store.split();
        ASSERT_TRUE(kept.has_value() && kept->has_value());
        EXPECT_EQ(partsOf(**kept), before);
    }
    // Half of each class validates: images that come in change it for some of those that were
    // there.
    for (int i = 20; i < 50; ++i) {
        std::filesystem::copy_file(
            images / dataset::sampleClasses()[0] / "3.png",
            images / dataset::sampleClasses()[0] / (std::to_string(i) + ".png"));
    }
    SplitKey another = key;
    another.seed = 4;
    {
        ProjectSession session;
        const auto preview = splitOf(session, key);
        ASSERT_TRUE(preview.has_value());
        std::uint64_t moved = 0;
        for (const auto& [path, part] : partsOf(*preview->split)) {
            moved += before.contains(path) && before.at(path) != part ? 1 : 0;
        }
        ASSERT_GT(moved, 0U);
        EXPECT_EQ(preview->moved, moved);
    }
    ProjectSession session;
    const auto preview = splitOf(session, another);
    ASSERT_TRUE(preview.has_value());
    EXPECT_EQ(preview->moved, 0U) << "another split was asked for";
}

TEST(ProjectSessions, AStoppedCheckGoesOnWhereItWas) {
    const QTemporaryDir folder;
    const auto images = toPath(folder.path()) / "set";
    writeImages(images, 3, 100);
    std::vector<std::filesystem::path> seen;
    {
        ProjectSession session;
        QObject::connect(&session, &ProjectSession::auditProgressed, &session,
                         [&](quint64 done, quint64) {
                             if (done > 0) {
                                 session.cancelAudit();
                             }
                         });
        session.open(images);
        ASSERT_TRUE(waitUntil([&] { return session.project() && !session.isAuditing(); }));
        const std::scoped_lock lock(session.file()->mutex);
        const auto findings = session.file()->store.findings();
        ASSERT_TRUE(findings);
        for (std::size_t i = 0; i < findings->size(); ++i) {
            if ((*findings)[i].opened) {
                seen.push_back(images / fromUtf8(session.project()->catalog->samples[i].path));
            }
        }
    }
    ASSERT_FALSE(seen.empty());
    // What was seen has lost its content, but neither its size nor its time: known is known.
    for (const auto& file : seen) {
        const auto modified = std::filesystem::last_write_time(file);
        const auto bytes = std::filesystem::file_size(file);
        std::filesystem::resize_file(file, 0);
        std::filesystem::resize_file(file, bytes);
        std::filesystem::last_write_time(file, modified);
    }
    ProjectSession session;
    session.open(images);
    ASSERT_TRUE(waitUntil([&] { return session.isAudited(); }));
    const auto& problems = session.problems()->problems;
    EXPECT_FALSE(std::any_of(problems.begin(), problems.end(), [](const auto& problem) {
        return problem.kind == ProblemKind::Unreadable;
    }));
}

}  // namespace
}  // namespace minarai::studio
