// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The time machine on a run that really trained: what the page shows of an epoch is checked against
// events.jsonl, read here by hand.
#include <gtest/gtest.h>

#include <QMenu>
#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "studio/session/paths.h"
#include "studio/studio_window.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {
namespace {

using Verdict = widgets::GalleryItem::Verdict;

/// The lines of the epochs of a run by their number.
std::map<std::int64_t, Json> epochsOf(const std::filesystem::path& run) {
    std::map<std::int64_t, Json> epochs;
    std::ifstream file(run / "events.jsonl");
    for (std::string line; std::getline(file, line);) {
        Json json = Json::parse(line);
        if (json.at("type") == "epoch_finished") {
            const auto number = json.at("epoch").get<std::int64_t>();
            epochs[number] = std::move(json);
        }
    }
    return epochs;
}

/// The steps of a run, one line each.
std::vector<Json> stepsOf(const std::filesystem::path& run) {
    std::vector<Json> steps;
    std::ifstream file(run / "events.jsonl");
    for (std::string line; std::getline(file, line);) {
        Json json = Json::parse(line);
        if (json.at("type") == "step_finished") {
            steps.push_back(std::move(json));
        }
    }
    return steps;
}

/// Signs of an epoch by hand: how often each one should stand on the wall.
std::map<QString, int> signsOf(const Json& before, const Json& now) {
    std::map<QString, int> signs;
    const auto& labels = now.at("labels");
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const int truth = labels.at(i).get<int>();
        const int said = now.at("predicted").at(i).get<int>();
        const int saidBefore = before.at("predicted").at(i).get<int>();
        if (said != saidBefore) {
            ++signs[said == truth         ? QStringLiteral("▲")
                    : saidBefore == truth ? QStringLiteral("▼")
                                          : QStringLiteral("⇄")];
        }
    }
    return signs;
}

std::map<QString, int> signsOn(const ValidationWall& wall) {
    std::map<QString, int> signs;
    for (int row = 0; row < wall.model()->rowCount(); ++row) {
        if (const QString mark = wall.model()->item(row).mark; !mark.isEmpty()) {
            ++signs[mark];
        }
    }
    return signs;
}

/// Chooses an entry of a menu button as a person does.
void choose(const widgets::TextMenuButton& button, const QString& text) {
    for (QAction* action : button.menu()->actions()) {
        if (action->text().startsWith(text)) {
            action->trigger();
            return;
        }
    }
    ADD_FAILURE() << "no entry " << text.toStdString();
}

class TimeMachine : public testing::Test {
  protected:
    static constexpr int kEpochs = 5;
    StudioWindow studio;

    RunBoard& board() { return *studio.window.trainPage().board(); }
    QStringList figureNames() {
        QStringList names;
        for (const auto* figure : board().findChildren<widgets::FigureLabel*>()) {
            names << figure->accessibleName();
        }
        return names;
    }
    widgets::ThinProgressBar& progressBar() {
        return *board().findChild<widgets::ThinProgressBar*>("runProgress");
    }
    QString progressText() { return progressBar().caption(); }
    std::int64_t shownEpoch() { return board().moment() ? board().moment()->figures.epoch : 0; }
    bool waitForEpoch(std::int64_t epoch) {
        return waitUntil([&] { return shownEpoch() == epoch; });
    }
    /// Trains and returns the run's folder.
    std::filesystem::path trainOnce(int epochs = kEpochs) {
        studio.window.showPage(MainWindow::kTrain);
        studio.setQuickRecipe(epochs);
        EXPECT_TRUE(studio.click("startTraining"));
        const TrainSession& train = studio.workspace.train();
        EXPECT_TRUE(waitUntil([&] { return train.run() != nullptr && train.run()->ended; }));
        EXPECT_TRUE(waitForEpoch(epochs));
        return train.run()->folder;
    }
    void open() {
        writeImages(studio.path("shapes"), 4, 20);
        ASSERT_TRUE(studio.openByDrop(studio.path("shapes")));
    }
};

TEST_F(TimeMachine, ScrubsWallMatrixAndFiguresWithTheKeyboard) {
    open();
    const auto epochs = epochsOf(trainOnce());
    ASSERT_EQ(epochs.size(), static_cast<std::size_t>(kEpochs));
    widgets::EpochSlider& slider = *board().timeBar()->slider();
    slider.setFocus();
    EXPECT_TRUE(board().timeBar()->liveButton()->isChecked());
    EXPECT_FALSE(board().lossChart()->marker());

    QTest::keyClick(&slider, Qt::Key_Home);
    ASSERT_TRUE(waitForEpoch(1));
    for (std::int64_t number = 1; number <= kEpochs; ++number) {
        const Json& epoch = epochs.at(number);
        const Json& validation = epoch.at("validation");
        EXPECT_EQ(board().accuracyFigure(),
                  widgets::metricText(epoch.at("val_accuracy").get<double>()));
        const bool past = number < kEpochs;
        const auto best = epoch.at("best_epoch").get<int>();
        EXPECT_TRUE(figureNames().contains(past ? QStringLiteral("best so far, epoch %1").arg(best)
                                                : QStringLiteral("best, epoch %1").arg(best)))
            << figureNames().join(", ").toStdString();
        EXPECT_TRUE(figureNames().contains(
            past ? QStringLiteral("validation accuracy, epoch %1").arg(number)
                 : QStringLiteral("validation accuracy")))
            << figureNames().join(", ").toStdString();
        EXPECT_EQ(progressText(), past ? QStringLiteral("looking at epoch %1 of 5").arg(number)
                                       : QStringLiteral("5 of 5 epochs"));
        EXPECT_EQ(progressBar().value() * 5, progressBar().maximum() * static_cast<int>(number));
        std::uint64_t cells = 0;
        for (const Json& cell : validation.at("confusion")) {
            EXPECT_EQ(board().confusion()->matrix().at(cell.at(0).get<std::size_t>(),
                                                       cell.at(1).get<std::size_t>()),
                      cell.at(2).get<std::uint32_t>());
            ++cells;
        }
        EXPECT_GT(cells, 0U);
        EXPECT_EQ(board().wall()->model()->rowCount(),
                  static_cast<int>(validation.at("labels").size()));
        if (number > 1) {
            EXPECT_EQ(signsOn(*board().wall()),
                      signsOf(epochs.at(number - 1).at("validation"), validation));
        } else {
            EXPECT_TRUE(signsOn(*board().wall()).empty());
        }
        const std::optional<double> marker =
            number < kEpochs ? std::optional<double>(number) : std::nullopt;
        EXPECT_EQ(board().lossChart()->marker(), marker);
        EXPECT_EQ(board().rateChart()->marker(), marker);
        QTest::keyClick(&slider, Qt::Key_Right);
        ASSERT_TRUE(waitForEpoch(std::min<std::int64_t>(number + 1, kEpochs)));
    }
    EXPECT_TRUE(board().timeBar()->liveButton()->isChecked());
    QTest::keyClick(&slider, Qt::Key_Left);
    ASSERT_TRUE(waitForEpoch(kEpochs - 1));
    EXPECT_FALSE(board().timeBar()->liveButton()->isChecked());
    ASSERT_TRUE(studio.click("followLive"));
    EXPECT_TRUE(waitForEpoch(kEpochs));
    EXPECT_FALSE(board().lossChart()->marker());
}

TEST_F(TimeMachine, FiltersTheWallByWhatBecameOfAnImage) {
    open();
    const auto epochs = epochsOf(trainOnce());
    const Json& last = epochs.at(kEpochs).at("validation");
    int wrong = 0;
    int forgotten = 0;
    int always = 0;
    for (std::size_t i = 0; i < last.at("labels").size(); ++i) {
        const auto isRight = [i](const Json& validation) {
            return validation.at("labels").at(i) == validation.at("predicted").at(i);
        };
        bool ever = false;
        for (std::int64_t number = 1; number < kEpochs; ++number) {
            ever = ever || isRight(epochs.at(number).at("validation"));
        }
        if (!isRight(last)) {
            ++wrong;
            forgotten += ever ? 1 : 0;
            always += ever ? 0 : 1;
        }
    }
    int flipped = 0;
    for (const auto& [sign, count] : signsOf(epochs.at(kEpochs - 1).at("validation"), last)) {
        flipped += count;
    }
    auto* menu = studio.window.findChild<widgets::TextMenuButton*>("wallShow");
    ASSERT_NE(menu, nullptr);
    const widgets::GalleryModel& wall = *board().wall()->model();
    const std::pair<const char*, int> filters[] = {{"wrong (", wrong},
                                                   {"flipped", flipped},
                                                   {"forgotten", forgotten},
                                                   {"always wrong", always}};
    for (const auto& [name, count] : filters) {
        choose(*menu, QString::fromUtf8(name));
        EXPECT_EQ(wall.rowCount(), count) << name;
    }
    choose(*menu, QStringLiteral("wrong first"));
    auto* classes = studio.window.findChild<widgets::TextMenuButton*>("wallClass");
    choose(*classes, toQString(studio.workspace.project().project()->catalog->classes[1]));
    EXPECT_EQ(wall.rowCount(), std::count(last.at("labels").begin(), last.at("labels").end(), 1));
}

TEST_F(TimeMachine, LooksBackWhileTheRunGoesOnAndStaysThere) {
    open();
    studio.window.showPage(MainWindow::kTrain);
    studio.setQuickRecipe(2000);  // more than it gets to
    ASSERT_TRUE(studio.click("startTraining"));
    ASSERT_TRUE(waitUntil([&] { return shownEpoch() >= 3; }));
    widgets::EpochSlider& slider = *board().timeBar()->slider();
    // With the mouse, on the track's left end.
    QTest::mouseClick(&slider, Qt::LeftButton, {}, QPoint(9, slider.height() / 2));
    ASSERT_TRUE(waitForEpoch(1));
    const QString figure = board().accuracyFigure();
    const auto before = studio.workspace.train().run()->epochs.size();
    ASSERT_TRUE(
        waitUntil([&] { return studio.workspace.train().run()->epochs.size() >= before + 3; }));
    EXPECT_EQ(shownEpoch(), 1);
    EXPECT_EQ(board().accuracyFigure(), figure);
    QTest::keyClick(&slider, Qt::Key_End);
    ASSERT_TRUE(waitUntil([&] { return shownEpoch() > static_cast<std::int64_t>(before); }));
    studio.workspace.train().stopNow();
    ASSERT_TRUE(waitUntil([&] { return !studio.workspace.train().isActive(); }));
}

TEST_F(TimeMachine, ARunOfThePastIsComparedDashedAndItsImagesAreThere) {
    open();
    const auto first = trainOnce();
    trainOnce(2);
    ASSERT_TRUE(waitUntil([&] { return studio.workspace.runs().runs().size() == 2; }));
    choose(*board().ghostMenu(), QStringLiteral("Run 1"));
    ASSERT_TRUE(waitUntil([&] { return board().lossChart()->points("ghost").size() == kEpochs; }));
    const auto epochs = epochsOf(first);
    EXPECT_DOUBLE_EQ(board().accuracyChart()->points("ghost").last().y(),
                     epochs.at(kEpochs).at("val_accuracy").get<double>());
    EXPECT_EQ(board().lossChart()->points("val").size(), 2);
    // The rate of an epoch is that of its first step, too: the schedule goes by epochs.
    const auto rates = board().rateChart()->points("ghost");
    for (const auto& [number, epoch] : epochs) {
        const auto begin = std::find_if(rates.begin(), rates.end(), [number](const QPointF& point) {
            return point.x() >= static_cast<double>(number - 1);
        });
        ASSERT_NE(begin, rates.end());
        EXPECT_NEAR(begin->x(), static_cast<double>(number - 1), 1e-9);
        EXPECT_NEAR(begin->y(), epoch.at("learning_rate").get<double>(), 1e-9) << number;
    }
    for (const auto* chart : {board().lossChart(), board().accuracyChart(), board().rateChart()}) {
        EXPECT_TRUE(chart->legend().join(QLatin1Char('\n')).contains(QStringLiteral("Run 1")));
    }
    EXPECT_EQ(board().rateChart()->legend().size(), 2) << "the plan, too";
    choose(*board().ghostMenu(), QStringLiteral("compare"));
    EXPECT_TRUE(board().lossChart()->points("ghost").isEmpty());
    EXPECT_TRUE(board().lossChart()->legend().isEmpty());

    auto* runs = studio.window.trainPage().findChild<widgets::TextMenuButton*>("runMenu");
    runs = runs != nullptr ? runs : studio.window.findChild<widgets::TextMenuButton*>("runMenu");
    ASSERT_NE(runs, nullptr);
    EXPECT_TRUE(board().smoothing()->isEnabled());
    choose(*board().ghostMenu(), QStringLiteral("Run 1"));
    ASSERT_TRUE(waitUntil([&] { return board().lossChart()->points("ghost").size() == kEpochs; }));
    choose(*runs, QStringLiteral("Run 1"));
    ASSERT_TRUE(waitForEpoch(kEpochs));
    EXPECT_TRUE(board().lossChart()->points("ghost").isEmpty()) << "no run is its own ghost";
    // Its training curves are drawn of its steps, as they were when it was live.
    const auto steps = stepsOf(first);
    const auto count = static_cast<qsizetype>(steps.size());
    ASSERT_GT(count, kEpochs);
    ASSERT_TRUE(waitUntil([&] { return board().lossChart()->points("train").size() == count; }))
        << board().lossChart()->points("train").size() << " of " << count;
    const auto losses = board().lossChart()->points("train");
    const auto learningRates = board().rateChart()->points("rate");
    ASSERT_EQ(learningRates.size(), count);
    for (qsizetype i = 0; i < count; ++i) {
        const Json& step = steps[static_cast<std::size_t>(i)];
        const double x = step.at("epoch").get<double>() - 1 +
                         step.at("step").get<double>() / step.at("steps_per_epoch").get<double>();
        EXPECT_NEAR(losses[i].x(), x, 1e-9);
        EXPECT_DOUBLE_EQ(losses[i].y(), step.at("loss").get<double>());
        EXPECT_DOUBLE_EQ(learningRates[i].y(), step.at("learning_rate").get<double>());
    }
    EXPECT_TRUE(board().smoothing()->isEnabled());
    const widgets::GalleryModel& wall = *board().wall()->model();
    ASSERT_GT(wall.rowCount(), 0);
    for (int row = 0; row < wall.rowCount(); ++row) {
        EXPECT_TRUE(wall.item(row).toolTip.endsWith(".png"));
    }
    board().wall()->gallery()->setFocus();
    board().wall()->gallery()->setCurrentIndex(wall.index(0));
    QTest::keyClick(board().wall()->gallery(), Qt::Key_Return);
    EXPECT_TRUE(waitUntil([&] { return studio.window.isLargeViewReady(); }));
}

}  // namespace
}  // namespace minarai::studio
