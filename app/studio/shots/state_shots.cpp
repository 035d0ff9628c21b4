// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the studio advises, offers and takes back. Each is a state of its own: where one does not
// come about, the others do all the same.
#include <QAbstractButton>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <memory>
#include <string>
#include <utility>

#include "studio/session/paths.h"
#include "studio/shots/shot_director.h"

namespace minarai::studio {

namespace {

QAbstractButton* buttonOf(const QWidget& window, const char* name) {
    return window.findChild<QAbstractButton*>(QLatin1String(name));
}

bool isOffered(const QWidget& window, const char* name) {
    const QAbstractButton* button = buttonOf(window, name);
    return button != nullptr && button->isVisible() && button->isEnabled();
}

/// Where there is no such button nothing happens, and what is waited for does not come.
void press(const QWidget& window, const char* name) {
    if (isOffered(window, name)) {
        buttonOf(window, name)->click();
    }
}

void pressKey(QWidget& widget, Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    QKeyEvent event(QEvent::KeyPress, key, modifiers);
    QCoreApplication::sendEvent(&widget, &event);
}

/// The button of the message above the page; null without any.
QPushButton* offerOf(const widgets::MessageBar& messages) {
    QPushButton* offer = nullptr;
    for (auto* button : messages.findChildren<QPushButton*>()) {
        offer = button->isVisible() ? button : offer;
    }
    return offer;
}

void closeSheets(const QWidget& window) {
    for (auto* sheet : window.findChildren<Sheet*>()) {
        if (sheet->isVisible()) {
            sheet->close();
        }
    }
}

}  // namespace

void ShotDirector::addOpening() {
    const auto isOpened = std::make_shared<bool>(false);
    add(
        [this, isOpened] {
            m_window.clearMessages();
            connect(
                &m_window.workspace().project(), &ProjectSession::opened, this,
                [isOpened] { *isOpened = true; }, Qt::SingleShotConnection);
            if (m_options.dataFolder.isEmpty()) {
                m_window.actions().get(ActionId::Sample)->trigger();
            } else {
                m_window.openFolder(m_options.dataFolder);
            }
        },
        [this, isOpened] {
            return *isOpened && m_window.workspace().project().isAudited() &&
                   m_window.workspace().runs().isLoaded() &&
                   galleryReady(m_window.dataPage().gallery());
        },
        {});
}

void ShotDirector::addStopping() {
    add(
        [this] {
            const auto waiting = m_window.workspace().queue().runs();
            for (const runs::QueuedRun& run : waiting) {
                m_window.workspace().queue().remove(run.id);
            }
            m_window.workspace().train().stopNow();
        },
        [this] { return !m_window.workspace().isTraining(); }, {});
}

QString ShotDirector::unevenFolder() const {
    constexpr int kAll = 44;
    constexpr int kFew = 9;
    QDir folder(m_folder.path());
    const QStringList images = someImages(kAll);
    for (int i = 0; i < images.size(); ++i) {
        const QString name =
            i < kFew ? QStringLiteral("uneven/cats") : QStringLiteral("uneven/dogs");
        folder.mkpath(name);
        const QString ending = images[i].section(QLatin1Char('.'), -1);
        QFile::copy(images[i],
                    folder.filePath(QStringLiteral("%1/%2.%3").arg(name).arg(i).arg(ending)));
    }
    return folder.filePath(QStringLiteral("uneven"));
}

void ShotDirector::planUneven() {
    beginState(QStringLiteral("data-uneven"));
    addOpening();
    add([this] { m_window.openFolder(unevenFolder()); },
        [this] {
            const auto& project = m_window.workspace().project();
            return project.isAudited() && project.name() == QStringLiteral("uneven") &&
                   galleryReady(m_window.dataPage().gallery());
        },
        {});
    add([this] { chooseProblems(dataset::ProblemKind::Imbalance); },
        [this] { return isOffered(m_window, "fixSampleEqually"); }, QStringLiteral("data-uneven"));
    add([this] { press(m_window, "fixSampleEqually"); },
        [this] { return AdvicePanel::isBalanced(m_window.workspace().recipe()); },
        QStringLiteral("data-evened"));
    beginState(QStringLiteral("data-reopened"));
    add([this] { m_window.workspace().setRecipe(presets().front().values); }, {}, {});
    addOpening();
    beginState({});
}

void ShotDirector::planModelStates() {
    planFrozen();
    planPartial();
    planReplaced();
    beginState({});
}

void ShotDirector::planFrozen() {
    const auto summary = [this] { return m_window.modelPage().summary(); };
    const auto rowOf = [summary](const QString& id) {
        const auto& layers = summary()->layers().layers();
        for (int row = 0; row < layers.size(); ++row) {
            if (layers[row].id == id) {
                return row;
            }
        }
        return -1;
    };
    beginState(QStringLiteral("model-frozen"));
    add(
        [this] {
            m_window.showPage(MainWindow::kModel);
            m_window.modelPage().gallery()->choose("resnet18");
            m_window.modelPage().showView(ModelPage::kSummary);
        },
        [rowOf] { return rowOf(QStringLiteral("layer2.0.conv1")) > 0; }, {});
    add(
        [summary, rowOf] {
            widgets::DataTable* table = summary()->table();
            table->setFocus();
            table->setCurrentRow(rowOf(QStringLiteral("layer2.0.conv1")));
            table->scrollTo(table->currentIndex(), QAbstractItemView::PositionAtCenter);
            pressKey(*table, Qt::Key_F10, Qt::ShiftModifier);
        },
        [] { return QApplication::activePopupWidget() != nullptr; },
        QStringLiteral("model-freeze-menu"));
    add(
        [] {
            auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
            if (menu == nullptr || menu->actions().size() < 2) {
                return;
            }
            // After the layer's entry comes that of the block it stands in.
            menu->setActiveAction(menu->actions().at(1));
            pressKey(*menu, Qt::Key_Return);
        },
        [this, summary] {
            return m_window.workspace().recipe().text("freeze") == "upto:layer2" &&
                   summary()->layers().hasLearning();
        },
        QStringLiteral("model-frozen"));
    beginState({});
    add(
        [this] {
            if (QWidget* popup = QApplication::activePopupWidget()) {
                popup->close();
            }
            m_window.workspace().setRecipe(presets().front().values);
            m_window.modelPage().showView(ModelPage::kGallery);
        },
        {}, {});
}

void ShotDirector::planPartial() {
    const auto start = [this]() -> StartSession& { return m_window.workspace().start(); };
    beginState(QStringLiteral("train-partial"));
    // A layer more, a layer less, and so another shape: each list of the report has names.
    add(
        [this] {
            m_window.showPage(MainWindow::kModel);
            m_window.modelPage().showView(ModelPage::kCompose);
            ComposerPanel* composer = m_window.modelPage().composer();
            composer->openArchitecture("lite_cnn");
            composer->document().insertBehind("op:BatchNorm2d", "features.1");
            composer->document().remove({"features.6"});
        },
        [this] {
            return !m_window.modelPage().composer()->document().isExamining() &&
                   isOffered(m_window, "composerTrain");
        },
        {});
    add([this] { press(m_window, "composerTrain"); },
        [this] { return m_window.currentPage() == MainWindow::kTrain; }, {});
    add(
        [this, start] {
            const auto& runs = m_window.workspace().runs().runs();
            if (!runs.empty()) {
                start().chooseFile(runs.back().folder / "best.pth");
            }
        },
        [this, start] { return start().fitsInPart() && isOffered(m_window, "startPartial"); },
        QStringLiteral("train-unfitting"));
    add([this] { press(m_window, "startDetails"); },
        [this] {
            const auto* text = m_window.findChild<QPlainTextEdit*>("weightsReport");
            return text != nullptr && text->isVisible();
        },
        QStringLiteral("train-weights-report"));
    add(
        [this] {
            closeSheets(m_window);
            press(m_window, "startPartial");
        },
        [start] { return start().takesPart(); }, QStringLiteral("train-partial"));
    beginState({});
    add(
        [this, start] {
            closeSheets(m_window);
            start().chooseRandom();
            m_window.workspace().setRecipe(presets().front().values);
        },
        {}, {});
}

void ShotDirector::planReplaced() {
    const auto composer = [this] { return m_window.modelPage().composer(); };
    beginState(QStringLiteral("composer-replaced"));
    add(
        [this, composer] {
            m_window.clearMessages();
            m_window.showPage(MainWindow::kModel);
            m_window.modelPage().showView(ModelPage::kCompose);
            composer()->openTemplate("cnn");
            composer()->document().setParam("conv1", "out_channels", std::int64_t{48});
            composer()->openTemplate("residual");
        },
        [this] { return offerOf(m_window.messages()) != nullptr; },
        QStringLiteral("composer-replaced"));
    add(
        [this] {
            if (QPushButton* offer = offerOf(m_window.messages())) {
                offer->click();
            }
        },
        [composer] {
            const spec::Shape shape = composer()->document().shapeOf("conv1");
            return !shape.empty() && shape.front() == 48;
        },
        QStringLiteral("composer-back"));
    beginState({});
    add([this] { m_window.clearMessages(); }, {}, {});
}

void ShotDirector::planTrainStates() {
    planFolds();
    planPausing();
    planForeign();
    beginState({});
}

void ShotDirector::planFolds() {
    beginState(QStringLiteral("train-folds"));
    add(
        [this] {
            m_window.clearMessages();
            m_window.showPage(MainWindow::kTrain);
            Params recipe = presets().front().values;
            for (const auto& [name, value] :
                 {std::pair{"epochs", "2"}, std::pair{"split", "kfold"}, std::pair{"folds", "3"}}) {
                (void)recipeSchema().setText(recipe, name, value);
            }
            m_window.trainPage().recipePanel()->setRecipe(recipe);
        },
        [this] { return isOffered(m_window, "enqueueFolds"); }, {});
    add([this] { press(m_window, "enqueueFolds"); },
        [this] { return m_window.workspace().queue().runs().size() == 3; },
        QStringLiteral("train-folds"));
    add([this] { press(m_window, "startQueue"); },
        [this] {
            const auto* folds = m_window.findChild<QLabel*>("foldsSummary");
            return m_window.workspace().queue().runs().empty() &&
                   !m_window.workspace().isTraining() && folds != nullptr && folds->isVisible() &&
                   galleryReady(m_window.trainPage().board()->wall()->gallery());
        },
        QStringLiteral("train-folds-finished"));
    beginState(QStringLiteral("after the folds"));
    addStopping();
}

void ShotDirector::planPausing() {
    const auto train = [this]() -> TrainSession& { return m_window.workspace().train(); };
    beginState(QStringLiteral("train-pausing"));
    // A batch that takes a second or more: a pause begins after it.
    add(
        [this] {
            m_window.clearMessages();
            m_window.showPage(MainWindow::kTrain);
            Params recipe = presets().at(1).values;
            (void)recipeSchema().setText(recipe, "batch", "64");
            m_window.trainPage().recipePanel()->setRecipe(recipe);
        },
        [this] { return m_window.trainPage().startButton()->isEnabled(); }, {});
    add([this] { m_window.trainPage().startButton()->click(); },
        [train] {
            return train().state() == TrainSession::State::Running &&
                   train().run()->lastStep.has_value();
        },
        {}, true);
    add([this] { press(m_window, "pauseTraining"); },
        [train] { return train().state() == TrainSession::State::Pausing; },
        QStringLiteral("train-pausing"), true);
    add(
        {}, [train] { return train().state() == TrainSession::State::Paused; },
        QStringLiteral("train-paused"));
    beginState(QStringLiteral("after the pause"));
    addStopping();
}

void ShotDirector::planForeign() {
    beginState(QStringLiteral("train-foreign"));
    add(
        [this] {
            m_window.clearMessages();
            m_window.workspace().setRecipe(presets().front().values);
            stageRun();
        },
        [this] { return m_staged.has_value(); }, {});
    addOpening();
    add(
        {}, [this] { return isStagedRunListed() && offerOf(m_window.messages()) != nullptr; },
        QStringLiteral("data-follow-offer"));
    add(
        [this] {
            if (QPushButton* offer = offerOf(m_window.messages())) {
                offer->click();
            }
        },
        [this] {
            RunBoard* board = m_window.trainPage().board();
            return m_window.trainPage().isFollowing() && board->moment() &&
                   galleryReady(board->wall()->gallery());
        },
        QStringLiteral("train-foreign"));
    beginState({});
    add(
        [this] {
            m_staged.reset();
            m_window.workspace().runs().refresh();
        },
        [this] { return m_window.workspace().runs().alive() == nullptr; }, {});
    add(
        [this] {
            press(m_window, "stopFollowing");
            m_window.clearMessages();
        },
        {}, {});
    beginState(QStringLiteral("after following"));
    addStopping();
}

}  // namespace minarai::studio
