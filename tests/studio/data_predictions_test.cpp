// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Filters and order of the Data page by what a run said. What is shown is checked against the run's
// events.jsonl, read here by hand.
#include <gtest/gtest.h>

#include <QMenu>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <map>

#include <nlohmann/json.hpp>

#include "base/json.h"
#include "runs/run_directory.h"
#include "studio/session/paths.h"
#include "studio/studio_window.h"

namespace minarai::studio {
namespace {

namespace fs = std::filesystem;
using Verdict = widgets::GalleryItem::Verdict;
using Paths = std::vector<std::string>;

struct Said {
    int label = 0;
    int predicted = 0;
    double confidence = 0;
    double truth = 0;
};

/// Of each image by its path, after the best epoch of a run.
std::map<std::string, Said> saidBy(const fs::path& run) {
    std::map<std::string, Said> said;
    const auto info = runs::readRunInfo(run);
    EXPECT_TRUE(info) << info.error().message();
    std::ifstream file(run / "events.jsonl");
    for (std::string line; std::getline(file, line);) {
        const Json json = Json::parse(line);
        if (json.at("type") != "epoch_finished" || json.at("epoch") != info->bestEpoch) {
            continue;
        }
        const Json& validation = json.at("validation");
        for (std::size_t i = 0; i < validation.at("items").size(); ++i) {
            const auto item = validation.at("items").at(i).get<std::size_t>();
            said[info->split.val.at(item).path] = {
                validation.at("labels").at(i).get<int>(),
                validation.at("predicted").at(i).get<int>(),
                validation.at("confidence").at(i).get<double>(),
                validation.at("truth_probability").at(i).get<double>()};
        }
    }
    return said;
}

/// Two decimals of a number that went through a float.
QString rounded(double value) {
    return QString::number(static_cast<double>(static_cast<float>(value)), 'f', 2);
}

class DataPredictions : public testing::Test {
  protected:
    StudioWindow m_studio;
    fs::path m_images = m_studio.path("shapes");

    DataPage& page() { return m_studio.window.dataPage(); }
    RunPredictionsSession& session() { return m_studio.workspace.runPredictions(); }
    ReviewSession& review() { return m_studio.workspace.review(); }
    const dataset::Catalog& catalog() { return *m_studio.workspace.project().project()->catalog; }
    widgets::GalleryModel& gallery() {
        return static_cast<widgets::GalleryModel&>(*page().gallery()->model());
    }
    widgets::TextMenuButton& menu(const char* name) {
        return *page().findChild<widgets::TextMenuButton*>(QLatin1String(name));
    }
    QLabel& note() { return *page().findChild<QLabel*>(QStringLiteral("predictionNote")); }

    void open() {
        writeImages(m_images, 4, 20);
        ASSERT_TRUE(m_studio.openByDrop(m_images));
        ASSERT_TRUE(waitUntil([&] { return review().isLoaded(); }));
        ASSERT_TRUE(waitUntil([&] { return m_studio.workspace.project().isAudited(); }));
    }
    /// Trains, comes back to the Data page when what the run said is there, and tells its folder.
    fs::path train(int epochs) {
        m_studio.window.showPage(MainWindow::kTrain);
        m_studio.setQuickRecipe(epochs);
        EXPECT_TRUE(m_studio.click("startTraining"));
        const TrainSession& train = m_studio.workspace.train();
        EXPECT_TRUE(waitUntil([&] { return train.run() != nullptr && train.run()->ended; }));
        const fs::path folder = train.run()->folder;
        EXPECT_TRUE(waitUntil([&] {
            return session().state() == RunPredictionsSession::State::Ready &&
                   session().run() == folder;
        }));
        m_studio.window.showPage(MainWindow::kData);
        return folder;
    }
    /// Chooses an entry of a menu as a person does.
    void choose(const char* name, const QString& text) {
        for (QAction* action : menu(name).menu()->actions()) {
            if (action->text() == text) {
                action->trigger();
                return;
            }
        }
        ADD_FAILURE() << name << " has no entry " << text.toStdString();
    }
    bool offers(const char* name, const QString& text) {
        const auto actions = menu(name).menu()->actions();
        return std::any_of(actions.begin(), actions.end(),
                           [&](const QAction* action) { return action->text() == text; });
    }
    Paths shown() {
        Paths paths;
        for (const quint64 key : gallery().keys()) {
            paths.push_back(catalog().samples.at(static_cast<quint32>(key) - 1).path);
        }
        return paths;
    }
    bool shows(const Paths& paths) {
        return waitUntil([&] { return shown() == paths; });
    }
    Paths everything() {
        Paths paths;
        for (const dataset::Sample& sample : catalog().samples) {
            paths.push_back(sample.path);
        }
        return paths;
    }
    /// In the order of the catalog.
    Paths those(const std::map<std::string, Said>& said,
                const std::function<bool(const Said&)>& fits) {
        Paths paths = everything();
        std::erase_if(paths, [&](const std::string& path) {
            const auto found = said.find(path);
            return found == said.end() || !fits(found->second);
        });
        return paths;
    }
    Paths wrong(const std::map<std::string, Said>& said) {
        return those(said, [](const Said& of) { return of.predicted != of.label; });
    }
    /// What was predicted by a number, the smallest first, and then the rest.
    Paths sorted(const std::map<std::string, Said>& said,
                 const std::function<double(const Said&)>& number) {
        Paths paths = everything();
        const auto rank = [&](const std::string& path) {
            const auto found = said.find(path);
            return found == said.end() ? 1e9 : number(found->second);
        };
        std::stable_sort(
            paths.begin(), paths.end(),
            [&](const std::string& a, const std::string& b) { return rank(a) < rank(b); });
        return paths;
    }
};

TEST_F(DataPredictions, BeforeTheFirstRunTheRowSaysWhenTheFiltersCome) {
    open();
    ASSERT_TRUE(waitUntil([&] { return note().isVisible() && !note().text().isEmpty(); }));
    EXPECT_EQ(note().text(), "Filters by prediction come with the first run that ends.");
    for (const char* name :
         {"filterPredicted", "filterAnswer", "filterConfidence", "predictionRun"}) {
        EXPECT_FALSE(menu(name).isVisible()) << name;
    }
    EXPECT_FALSE(offers("sort", "highest loss"));

    const fs::path run = train(2);
    ASSERT_TRUE(waitUntil([&] { return menu("filterAnswer").isVisible(); }));
    EXPECT_FALSE(note().isVisible());
    EXPECT_TRUE(offers("sort", "highest loss"));
    const auto info = runs::readRunInfo(run);
    ASSERT_TRUE(info);
    EXPECT_EQ(menu("predictionRun").text(),
              QStringLiteral("Run 1, epoch %1 (newest)").arg(info->bestEpoch));
    EXPECT_TRUE(menu("predictionRun").isVisible());
    // Another folder has none of it.
    const fs::path other = m_studio.path("other");
    writeImages(other, 2, 3);
    ASSERT_TRUE(m_studio.openByDrop(other));
    ASSERT_TRUE(waitUntil([&] { return note().isVisible() && !note().text().isEmpty(); }));
    EXPECT_FALSE(menu("filterAnswer").isVisible());
    EXPECT_FALSE(offers("sort", "highest loss"));
}

TEST_F(DataPredictions, FiltersAndOrderAreThoseOfTheFile) {
    open();
    const auto said = saidBy(train(2));
    ASSERT_FALSE(wrong(said).empty());
    choose("filterAnswer", "wrong");
    ASSERT_TRUE(shows(wrong(said)));
    for (int row = 0; row < gallery().rowCount(); ++row) {
        const Said& of = said.at(shown()[static_cast<std::size_t>(row)]);
        const widgets::GalleryItem item = gallery().item(row);
        EXPECT_EQ(item.verdict, Verdict::Wrong);
        EXPECT_EQ(item.rightText, rounded(of.confidence));
        EXPECT_EQ(item.badge, toQString(catalog().classes[static_cast<std::size_t>(of.predicted)]));
        EXPECT_TRUE(item.badgeIsAnswer) << "the cross stands beside what is wrong";
        EXPECT_EQ(item.caption, toQString(catalog().classes[static_cast<std::size_t>(of.label)]));
    }
    m_studio.chooseLanguage(QStringLiteral("ja"));
    EXPECT_EQ(menu("filterAnswer").currentData(), static_cast<int>(CatalogQuery::Answers::Wrong));
    m_studio.chooseLanguage(QStringLiteral("en"));
    ASSERT_TRUE(waitUntil([&] { return offers("filterAnswer", "right"); }));
    choose("filterAnswer", "right");
    ASSERT_TRUE(shows(those(said, [](const Said& of) { return of.predicted == of.label; })));
    choose("filterAnswer", "not predicted");
    Paths rest = everything();
    std::erase_if(rest, [&](const std::string& path) { return said.contains(path); });
    ASSERT_TRUE(shows(rest));
    choose("filterAnswer", "any");
    for (int label = 0; label < 4; ++label) {
        choose("filterPredicted", toQString(catalog().classes[static_cast<std::size_t>(label)]));
        ASSERT_TRUE(shows(those(said, [&](const Said& of) { return of.predicted == label; })));
    }
    choose("filterPredicted", "any");
    constexpr double kEdges[] = {0, 0.5, 0.8, 0.95, 2};
    for (int range = 0; range < 4; ++range) {
        menu("filterConfidence").menu()->actions().at(range + 1)->trigger();
        ASSERT_TRUE(shows(those(said, [&](const Said& of) {
            return of.confidence >= kEdges[range] && of.confidence < kEdges[range + 1];
        })));
    }
    page().gallery()->setFocus();
    QTest::keyClick(page().gallery(), Qt::Key_Escape);
    ASSERT_TRUE(shows(everything()));
    EXPECT_EQ(menu("filterConfidence").currentData(), 0);
    EXPECT_EQ(gallery().item(0).verdict, Verdict::None) << "nothing is asked any more";

    choose("sort", "highest loss");
    const Paths worst = sorted(said, [](const Said& of) { return of.truth; });
    ASSERT_TRUE(shows(worst));
    const Said& first = said.at(worst.front());
    EXPECT_EQ(gallery().item(0).rightText, QString::number(-std::log(first.truth), 'f', 2));
    choose("sort", "least sure");
    ASSERT_TRUE(shows(sorted(said, [](const Said& of) { return of.confidence; })));
    choose("sort", "most sure");
    ASSERT_TRUE(shows(sorted(said, [](const Said& of) { return -of.confidence; })));
    choose("sort", "prediction");
    ASSERT_TRUE(shows(sorted(said, [](const Said& of) { return of.predicted; })));
}

TEST_F(DataPredictions, FollowTheNewestRunUntilOneIsChosen) {
    open();
    const auto first = saidBy(train(2));
    choose("filterAnswer", "wrong");
    ASSERT_TRUE(shows(wrong(first)));
    const fs::path newer = train(1);
    const auto second = saidBy(newer);
    EXPECT_TRUE(shows(wrong(second))) << "the filter stays and is about the new run";
    EXPECT_TRUE(menu("predictionRun").text().startsWith("Run 2, epoch 1"));

    const auto runs = menu("predictionRun").menu()->actions();
    ASSERT_EQ(runs.size(), 3);
    runs.at(2)->trigger();
    EXPECT_TRUE(shows(wrong(first)));
    EXPECT_TRUE(menu("predictionRun").text().startsWith("Run 1, epoch"));
    choose("predictionRun", "Run 2, epoch 1 (newest)");
    EXPECT_TRUE(shows(wrong(second)));
    // A run that is gone has said nothing any more.
    fs::remove_all(newer);
    m_studio.workspace.runs().refresh();
    EXPECT_TRUE(shows(wrong(first)));
}

TEST_F(DataPredictions, WhatIsSaidOfAnImageHasRoomWithoutThemToo) {
    open();
    page().gallery()->setFocus();
    ASSERT_TRUE(page().gallery()->setCurrentKey(gallery().keyAt(0)));
    const auto seen = [&] {
        auto labels = page().viewer()->findChildren<widgets::ElidedLabel*>();
        labels.removeIf([](const auto* label) { return !label->isVisible(); });
        return labels;
    };
    ASSERT_TRUE(waitUntil([&] { return seen().size() >= 5; }));
    QCoreApplication::processEvents();
    for (const auto* label : seen()) {
        EXPECT_GE(label->width(), label->fontMetrics().horizontalAdvance(label->text()))
            << label->text().toStdString();
    }
}

TEST_F(DataPredictions, AreAboutTheClassThatTheImageHasNow) {
    open();
    const auto said = saidBy(train(1));
    choose("filterAnswer", "wrong");
    const Paths before = wrong(said);
    ASSERT_FALSE(before.empty());
    ASSERT_TRUE(shows(before));
    page().gallery()->setFocus();
    ASSERT_TRUE(page().gallery()->setCurrentKey(gallery().keyAt(0)));
    const auto* sign = page().viewer()->findChild<QLabel*>("predictionVerdict");
    ASSERT_NE(sign, nullptr);
    const auto says = [&](const QString& verdict, const QString& beginning) {
        const auto labels = page().viewer()->findChildren<widgets::ElidedLabel*>();
        return sign->accessibleName() == verdict &&
               std::any_of(labels.begin(), labels.end(), [&](const auto* label) {
                   return label->isVisible() && label->text().startsWith(beginning);
               });
    };
    const int predicted = said.at(before.front()).predicted;
    const QString name = toQString(catalog().classes[static_cast<std::size_t>(predicted)]);
    EXPECT_TRUE(waitUntil([&] { return says("wrong", name + " "); }));
    QTest::keyClick(page().gallery(), static_cast<Qt::Key>(Qt::Key_1 + predicted));
    EXPECT_TRUE(waitUntil([&] { return says("right", name + " "); }));
    EXPECT_EQ(gallery().item(0).verdict, Verdict::Right);
    EXPECT_EQ(shown(), before) << "rows stay while somebody decides";
    ASSERT_TRUE(waitUntil([&] { return review().isKept(); }));
    choose("filterAnswer", "any");
    ASSERT_TRUE(shows(everything()));
    choose("filterAnswer", "wrong");
    EXPECT_TRUE(shows(Paths(before.begin() + 1, before.end())));
}

TEST_F(DataPredictions, AFolderThatIsReadAgainKeepsFilterAndOrder) {
    open();
    const auto said = saidBy(train(1));
    choose("sort", "highest loss");
    choose("filterAnswer", "wrong");
    const auto expected = [&] {
        Paths paths = sorted(said, [](const Said& of) { return of.truth; });
        std::erase_if(paths, [&](const std::string& path) {
            const auto found = said.find(path);
            return found == said.end() || found->second.predicted == found->second.label;
        });
        return paths;
    };
    ASSERT_TRUE(shows(expected()));
    // An image before all of them, so that every number is another one afterwards.
    const fs::path place = m_images / catalog().classes.front();
    fs::copy_file(place / "0.png", place / "0_first.png");
    const auto before = m_studio.workspace.project().project();
    ASSERT_TRUE(waitUntil([&] { return m_studio.workspace.project().onDisk().any(); }));
    QTest::keyClick(&m_studio.window, Qt::Key_F5);
    ASSERT_TRUE(waitUntil([&] { return m_studio.workspace.project().project() != before; }));
    EXPECT_EQ(catalog().samples.size(), 81U);
    EXPECT_TRUE(shows(expected()));
    EXPECT_TRUE(menu("filterAnswer").isVisible());
    EXPECT_EQ(menu("filterAnswer").currentData(), static_cast<int>(CatalogQuery::Answers::Wrong));
    EXPECT_EQ(page().grid()->query().sort, CatalogQuery::Sort::Loss);
}

TEST_F(DataPredictions, ARunThatCannotBeReadIsSaidAndAnotherCanBeChosen) {
    open();
    const auto said = saidBy(train(1));
    const fs::path damaged = train(1);
    std::ofstream(damaged / "events.jsonl", std::ios::trunc) << "\n";
    StudioWindow again;
    ASSERT_TRUE(again.openByDrop(m_images));
    RunPredictionsSession& session = again.workspace.runPredictions();
    ASSERT_TRUE(waitUntil([&] { return session.state() == RunPredictionsSession::State::Failed; }));
    DataPage& page = again.window.dataPage();
    const auto* note = page.findChild<QLabel*>(QStringLiteral("predictionNote"));
    EXPECT_TRUE(note->isVisible());
    EXPECT_TRUE(note->text().startsWith("Run 2 · lenet5: what it said cannot be read."))
        << note->text().toStdString();
    auto* runs = page.findChild<widgets::TextMenuButton*>(QStringLiteral("predictionRun"));
    ASSERT_TRUE(runs->isVisible());
    runs->menu()->actions().back()->trigger();
    ASSERT_TRUE(waitUntil([&] { return session.state() == RunPredictionsSession::State::Ready; }));
    EXPECT_FALSE(note->isVisible());
    EXPECT_EQ(session.predictions()->count(), said.size());
}

}  // namespace
}  // namespace minarai::studio
