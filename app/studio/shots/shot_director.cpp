// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/shots/shot_director.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QPainter>
#include <QPixmap>
#include <algorithm>
#include <cstdio>
#include <utility>

#include "studio/session/paths.h"

namespace minarai::studio {

namespace {

constexpr int kLookMs = 25;
/// A condition must hold so often in a row: pictures fade in, charts draw 30 times a second.
constexpr int kSteadyLooks = 14;
constexpr int kFleetingLooks = 2;
constexpr int kLayoutLevels = 8;
constexpr int kStepLimitMs = 300'000;
constexpr int kStateLimitMs = 120'000;

}  // namespace

ShotFolder::ShotFolder() {
    const QString tidy = QDir::temp().filePath(QStringLiteral("pictures"));
    if (QDir().mkdir(tidy)) {
        m_tidy = tidy;
    } else {
        m_other.emplace();
    }
}

ShotFolder::~ShotFolder() {
    if (!m_tidy.isEmpty()) {
        QDir(m_tidy).removeRecursively();
    }
}

QString ShotFolder::path() const {
    return m_other ? m_other->path() : m_tidy;
}

QString ShotFolder::filePath(const QString& name) const {
    return QDir(path()).filePath(name);
}

ShotDirector::ShotDirector(MainWindow& window, Options options)
    : m_window(window), m_options(std::move(options)) {
    m_window.resize(m_options.size);
    m_look.setInterval(kLookMs);
    m_limit.setSingleShot(true);
    connect(&m_look, &QTimer::timeout, this, &ShotDirector::look);
    connect(&m_limit, &QTimer::timeout, this, &ShotDirector::giveUp);
    plan();
    connect(&m_window, &MainWindow::firstPainted, this, &ShotDirector::begin, Qt::QueuedConnection);
}

void ShotDirector::add(std::function<void()> act, std::function<bool()> holds, const QString& shot,
                       bool isFleeting) {
    m_steps.push_back({std::move(act), std::move(holds), shot, isFleeting, m_state});
}

void ShotDirector::beginState(const QString& name) {
    m_state = name;
}

void ShotDirector::plan() {
    if (m_options.onlyShots == QStringLiteral("train")) {
        planData();
        planTraining();
        planTrainStates();
        planEnd();
        return;
    }
    add(
        {}, [this] { return m_window.workspace().engine().info().has_value(); },
        QStringLiteral("welcome-empty"));
    add([this] { m_window.openFolder(QStringLiteral("/images/flowers")); },
        [this] { return m_window.messages().isVisible(); }, QStringLiteral("welcome-error"));
    add(
        [this] {
            m_window.clearMessages();
            m_window.showPage(MainWindow::kAugment);
        },
        {}, QStringLiteral("augment-empty"));
    add([this] { m_window.showPage(MainWindow::kData); }, {}, {});
    planData();
    planReview();
    planAugment();
    planModel();
    planComposer();
    planStart();
    planTraining();
    planPredictions();
    planPredict();
    planErrors();
    planUneven();
    planModelStates();
    planTrainStates();
    planEnd();
}

void ShotDirector::planEnd() {
    add([this] { QApplication::exit(m_missed ? 1 : 0); }, {}, {});
}

void ShotDirector::planData() {
    add(
        [this] {
            if (m_options.dataFolder.isEmpty()) {
                m_window.actions().get(ActionId::Sample)->trigger();
            } else {
                m_window.openFolder(m_options.dataFolder);
            }
        },
        {}, QStringLiteral("data-opening"), true);
    add(
        {},
        [this] {
            return m_window.workspace().project().isAuditing() &&
                   m_window.currentPage() == MainWindow::kData;
        },
        QStringLiteral("data-busy"), true);
    add(
        [this] {
            auto* gallery = m_window.dataPage().gallery();
            gallery->setCurrentKey(m_window.workspace().imageKey(3U));
            gallery->setFocus();
        },
        [this] {
            return m_window.workspace().project().isAudited() &&
                   galleryReady(m_window.dataPage().gallery()) &&
                   !m_window.dataPage().viewer()->isLoading();
        },
        QStringLiteral("data-finished"));
    add([this] { Q_EMIT m_window.dataPage().gallery()->itemActivated(3); },
        [this] { return m_window.isLargeViewReady(); }, QStringLiteral("data-large"));
    add([this] { m_window.showPage(MainWindow::kPredict); }, {}, QStringLiteral("predict-norun"));
    add([this] { m_window.showPage(MainWindow::kTrain); }, {}, {});
}

void ShotDirector::planAugment() {
    const auto document = [this]() -> AugmentDocument& {
        return m_window.augmentPage().document();
    };
    add(
        [this, document] {
            document().usePreset("standard");
            AugmentPage& page = m_window.augmentPage();
            m_window.showPage(MainWindow::kAugment);
            page.preview()->showSample(3);
            page.cards()->column()->focusCard(document().steps().at(3).key);
        },
        [this] { return areVariantsShown(); }, QStringLiteral("augment-preview"));
    add(
        [this, document] {
            for (const char* name : {"GaussianBlur", "RandomGrayscale", "RandomVerticalFlip"}) {
                document().insert(*augment::findTransform(name), 99);
            }
            const auto& steps = document().steps();
            document().setEnabled(steps.at(6).key, false);
            document().setProbability(steps.at(2).key, 0.5);
            m_window.augmentPage().cards()->column()->focusCard(steps.at(0).key);
            m_window.augmentPage().preview()->variants()->setCurrentVariant(6);
        },
        [this] { return areVariantsShown(); }, QStringLiteral("augment-custom"));
    add([this] { m_window.augmentPage().cards()->openAddList(); }, {},
        QStringLiteral("augment-add"));
    add(
        [this] {
            m_window.augmentPage().cards()->addList()->hide();
            Params recipe = m_window.workspace().recipe();
            // Far more than is usual for training: its λ lie in the middle, where one sees them.
            (void)recipeSchema().setText(recipe, "mixup", "4");
            m_window.workspace().setRecipe(recipe);
            m_window.augmentPage().preview()->showView(AugmentPreviewPanel::kMixed);
        },
        [this] { return areVariantsShown(); }, QStringLiteral("augment-mixed"));
    add(
        [this, document] {
            Params recipe = m_window.workspace().recipe();
            (void)recipeSchema().setText(recipe, "mixup", "0");
            m_window.workspace().setRecipe(recipe);
            m_window.augmentPage().preview()->showFile(toPath(brokenImage()));
        },
        [this] { return m_window.messages().isVisible(); }, QStringLiteral("augment-error"));
    add(
        [this, document] {
            m_window.clearMessages();
            m_window.augmentPage().preview()->showSample(3);
            document().usePreset("standard");
            m_window.showPage(MainWindow::kTrain);
        },
        {}, {});
}

bool ShotDirector::areVariantsShown() const {
    const AugmentPreview& preview = m_window.workspace().augment().preview();
    return !preview.isBusy() && !preview.variants().empty() &&
           preview.shown().cell == m_window.augmentPage().preview()->variants()->pictureSize() &&
           galleryReady(m_window.augmentPage().preview()->gallery());
}

void ShotDirector::planStart() {
    const auto settled = [this] {
        const auto state = m_window.workspace().start().state();
        return state != StartSession::State::Looking &&
               m_window.workspace().start().kind() != StartSession::Kind::Random;
    };
    add(
        [this] {
            m_window.showPage(MainWindow::kTrain);
            m_window.trainPage().recipePanel()->setRecipe(presets().at(1).values);
            m_window.workspace().start().choosePublished(zoo::defaultPretrained("resnet18")->name);
        },
        settled, QStringLiteral("train-pretrained"));
    add([this] { m_window.workspace().start().chooseFile("/weights/resnet50.pth"); }, settled,
        QStringLiteral("train-noweights"));
    add([this] { m_window.workspace().start().chooseRandom(); }, {}, {});
}

void ShotDirector::planTraining() {
    add(
        [this] {
            Params recipe = presets().front().values;
            (void)recipeSchema().setText(recipe, "epochs", "8");
            (void)recipeSchema().setText(recipe, "seed", "7");
            m_window.trainPage().recipePanel()->setRecipe(recipe);
        },
        [this] { return m_window.trainPage().startButton()->isEnabled(); },
        QStringLiteral("train-empty"));
    add([this] { m_window.trainPage().startButton()->click(); },
        [this] {
            const LiveRun* run = m_window.workspace().train().run();
            return run != nullptr && run->epochs.size() >= 5 && run->lastStep &&
                   run->lastStep->epoch >= 6 && run->lastStep->epoch < 8 &&
                   galleryReady(m_window.trainPage().board()->wall()->gallery());
        },
        QStringLiteral("train-busy"));
    add(
        {},
        [this] {
            return !m_window.workspace().train().isActive() &&
                   !m_window.workspace().predict().run().empty() &&
                   galleryReady(m_window.trainPage().board()->wall()->gallery());
        },
        QStringLiteral("train-finished"));
    planTimeMachine();
    planQueue();
    planTrials();
    add([this] { m_window.actions().get(ActionId::Keyboard)->trigger(); }, {},
        QStringLiteral("keyboard-sheet"));
    add(
        [this] {
            m_window.closeSheet();
            m_window.clearMessages();
            Params recipe = presets()[1].values;
            (void)recipeSchema().setText(recipe, "freeze", "upto:layer2");
            (void)recipeSchema().setText(recipe, "layer_decay", "0.75");
            RecipePanel* panel = m_window.trainPage().recipePanel();
            panel->setRecipe(recipe);
            panel->form()->setAdvancedShown(true);
            panel->form()->focusName(QStringLiteral("rate_multipliers"));
        },
        [this] { return m_window.trainPage().startButton()->isEnabled(); },
        QStringLiteral("train-freeze"));
    add(
        [this] {
            RecipePanel* panel = m_window.trainPage().recipePanel();
            panel->form()->setAdvancedShown(false);
            panel->setRecipe(presets().front().values);
        },
        {}, {});
}

void ShotDirector::planPredict() {
    add(
        [this] {
            m_window.clearMessages();
            m_window.showPage(MainWindow::kPredict);
        },
        {}, QStringLiteral("predict-empty"));
    add([this] { m_window.predictPage().addFiles(someImages(9)); },
        [this] {
            return m_window.workspace().predict().waiting() == 0 &&
                   galleryReady(m_window.predictPage().gallery()) &&
                   !m_window.predictPage().imageView()->image().isNull();
        },
        QStringLiteral("predict-finished"));
    add([this] { m_window.predictPage().addFiles({brokenImage()}); },
        [this] {
            return m_window.workspace().predict().waiting() == 0 &&
                   galleryReady(m_window.predictPage().gallery()) &&
                   m_window.predictPage().imageView()->image().isNull();
        },
        QStringLiteral("predict-error"));
}

void ShotDirector::planErrors() {
    add(
        [this] {
            m_window.showPage(MainWindow::kTrain);
            Params recipe = presets().front().values;
            (void)recipeSchema().setText(recipe, "size", "12");
            m_window.trainPage().recipePanel()->setRecipe(recipe);
        },
        [this] { return !m_window.trainPage().recipePanel()->isValid(); },
        QStringLiteral("train-error"));
    add(
        [this] {
            m_window.trainPage().recipePanel()->setRecipe(presets().front().values);
            m_problemFolder = problemFolder();  // of images of the folder that is open now
            m_window.openFolder(oneClassFolder());
        },
        [this] {
            return m_window.workspace().project().isAudited() &&
                   galleryReady(m_window.dataPage().gallery());
        },
        {});
    add(
        [this] {
            auto* kinds = m_window.dataPage().problemKinds();
            kinds->setCurrentIndex(kinds->model()->index(0, 0));
        },
        [this] { return galleryReady(m_window.dataPage().gallery()); },
        QStringLiteral("data-error"));
    add([this] { m_window.showPage(MainWindow::kTrain); }, {}, QStringLiteral("train-oneclass"));
    planProblems();
}

void ShotDirector::begin() {
    if (!QDir().mkpath(m_options.shotsFolder)) {
        fail(QStringLiteral("“%1” cannot be made").arg(m_options.shotsFolder));
        return;
    }
    goOn();
    m_look.start();
}

void ShotDirector::goOn() {
    m_steady = 0;
    if (m_steps.empty()) {
        m_look.stop();
        m_limit.stop();
        return;
    }
    m_limit.start(m_steps.front().state.isEmpty() ? kStepLimitMs : kStateLimitMs);
    if (m_steps.front().act) {
        m_steps.front().act();
    }
}

void ShotDirector::look() {
    const Step step = m_steps.front();
    if (step.holds && !step.holds()) {
        m_steady = 0;
        return;
    }
    if (++m_steady < (step.isFleeting ? kFleetingLooks : kSteadyLooks)) {
        return;
    }
    if (!step.shot.isEmpty()) {
        take(step.shot);
    }
    m_steps.pop_front();
    goOn();
}

void ShotDirector::giveUp() {
    const QString state = m_steps.front().state;
    if (state.isEmpty()) {
        fail(QStringLiteral("the step before “%1” took too long").arg(m_steps.front().shot));
        return;
    }
    std::fprintf(stderr, "minarai-studio: “%s” did not come about\n", qPrintable(state));
    m_missed = true;
    while (!m_steps.empty() && m_steps.front().state == state) {
        m_steps.pop_front();
    }
    goOn();
}

void ShotDirector::take(const QString& name) {
    const QString file = QStringLiteral("%1/%2-%3x%4-%5-%6.png")
                             .arg(m_options.shotsFolder, name)
                             .arg(m_options.size.width())
                             .arg(m_options.size.height())
                             .arg(m_options.theme.value_or(QStringLiteral("system")),
                                  m_options.language.value_or(QStringLiteral("system")));
    // Each level of nested layouts answers a change in its own turn of the event loop.
    for (int level = 0; level < kLayoutLevels; ++level) {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    }
    QPixmap picture = m_window.grab();
    if (QWidget* popup = QApplication::activePopupWidget()) {
        // A window of its own, which lies over ours on the screen.
        QPainter(&picture).drawPixmap(m_window.mapFromGlobal(popup->pos()), popup->grab());
    }
    if (!picture.save(file)) {
        fail(QStringLiteral("“%1” cannot be written").arg(file));
    }
}

void ShotDirector::fail(const QString& reason) {
    m_look.stop();
    m_limit.stop();
    std::fprintf(stderr, "minarai-studio: screenshots ended: %s\n", qPrintable(reason));
    QApplication::exit(1);
}

bool ShotDirector::galleryReady(const widgets::GalleryView* gallery) const {
    using State = widgets::ThumbnailSource::State;
    const auto& keys = gallery->visibleKeys();
    return !keys.isEmpty() && std::all_of(keys.begin(), keys.end(), [this](quint64 key) {
        const State state = m_window.workspace().thumbnails().state(key);
        return state == State::Ready || state == State::Unreadable;
    });
}

QStringList ShotDirector::someImages(int count) const {
    const auto& catalog = *m_window.workspace().project().project()->catalog;
    QStringList files;
    for (int i = 0; i < count; ++i) {
        const std::size_t at = (static_cast<std::size_t>(i) * 7919 + 3) % catalog.samples.size();
        files.push_back(toQString(catalog.absolutePath(catalog.samples[at])));
    }
    return files;
}

QString ShotDirector::brokenImage() const {
    const QString name = m_folder.filePath(QStringLiteral("broken.jpg"));
    QFile file(name);
    if (file.open(QIODevice::WriteOnly)) {
        file.write(QByteArray::fromHex("ffd8ffe000104a46494600010100000100010000"));
    }
    return name;
}

QString ShotDirector::oneClassFolder() const {
    QDir folder(m_folder.path());
    folder.mkpath(QStringLiteral("cats/cats"));
    const QStringList images = someImages(6);
    for (int i = 0; i < images.size(); ++i) {
        const QString ending = images[i].section(QLatin1Char('.'), -1);
        QFile::copy(images[i],
                    folder.filePath(QStringLiteral("cats/cats/%1.%2").arg(i + 1).arg(ending)));
    }
    QFile::copy(brokenImage(), folder.filePath(QStringLiteral("cats/cats/7.jpg")));
    return folder.filePath(QStringLiteral("cats"));
}

}  // namespace minarai::studio
