// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The menus of the window and the words in its bars.
#include <QActionGroup>
#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QTimer>
#include <algorithm>
#include <cmath>

#include "base/parallel.h"
#include "studio/main_window.h"
#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

void MainWindow::connectActions() {
    const auto on = [this](ActionId id, auto slot) {
        connect(m_actions->get(id), &QAction::triggered, this, slot);
    };
    on(ActionId::Open, [this] { openDialog(); });
    on(ActionId::OpenRun, [this] { openRunDialog(); });
    on(ActionId::Sample, [this] { openSample(); });
    on(ActionId::Import, [this] { showImport(); });
    on(ActionId::Rescan, [this] { rescan(); });
    on(ActionId::SaveCopy, [this] {
        showPage(kData);
        dataPage().showCopy();
    });
    on(ActionId::PageData, [this] { showPage(kData); });
    on(ActionId::PageAugment, [this] { showPage(kAugment); });
    on(ActionId::PageModel, [this] { showPage(kModel); });
    on(ActionId::PageTrain, [this] { showPage(kTrain); });
    on(ActionId::PagePredict, [this] { showPage(kPredict); });
    on(ActionId::Sidebar, [this] { m_side->setNarrow(!m_side->looksNarrow()); });
    on(ActionId::Keyboard, [this] { m_sheet->showShortcuts(*m_actions); });
    on(ActionId::About, [this] {
        const auto& info = m_workspace.engine().info();
        m_sheet->showAbout(info ? QStringLiteral("LibTorch %1 · Qt %2")
                                      .arg(toQString(info->torchVersion), QLatin1String(qVersion()))
                                : QStringLiteral("Qt %1").arg(QLatin1String(qVersion())));
    });
    on(ActionId::FullScreen, [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    on(ActionId::Quit, [this] { close(); });
    // Images given from any page lead to the answer.
    on(ActionId::Paste, [this] { showPage(kPredict); });
    on(ActionId::Browse, [this] { showPage(kPredict); });
    for (const ActionId id : {ActionId::Start, ActionId::Enqueue, ActionId::Pause,
                              ActionId::StopAfterEpoch, ActionId::StopNow, ActionId::Browse,
                              ActionId::Paste, ActionId::SaveCsv, ActionId::ClearImages}) {
        m_actions->get(id)->setEnabled(false);
    }
}

void MainWindow::openDialog() {
    auto* dialog = new QFileDialog(this, tr("Open a folder of images"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    const QStringList recent = m_workspace.settings().recentFolders();
    if (!recent.isEmpty()) {
        dialog->setDirectory(QFileInfo(recent.front()).path());
    }
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openFolder);
    dialog->open();
}

void MainWindow::openRunDialog() {
    auto* dialog = new QFileDialog(this, tr("Open a run directory"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    if (!m_workspace.runs().root().empty()) {
        dialog->setDirectory(toQString(m_workspace.runs().root()));
    }
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::followRun);
    dialog->open();
}

void MainWindow::fillRecent(QMenu* menu) {
    const QStringList recent = m_workspace.settings().recentFolders();
    for (const QString& folder : recent) {
        QAction* action = menu->addAction(
            QFileInfo(folder).fileName().replace(QLatin1Char('&'), QLatin1String("&&")));
        action->setToolTip(folder);
        connect(action, &QAction::triggered, this, [this, folder] { openFolder(folder); });
    }
    menu->setToolTipsVisible(true);
}

QMenu* MainWindow::makeChoiceMenu(const QString& title, QMenu* parent, const QStringList& labels,
                                  const QStringList& values, const QString& current,
                                  const std::function<void(const QString&)>& choose) {
    QMenu* menu = parent->addMenu(title);
    auto* group = new QActionGroup(menu);
    for (qsizetype i = 0; i < labels.size(); ++i) {
        QAction* action = menu->addAction(labels[i]);
        action->setCheckable(true);
        action->setChecked(values[i] == current);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [choose, value = values[i]] { choose(value); });
    }
    return menu;
}

void MainWindow::fillMenus() {
    for (QToolButton* button : {m_top->projectButton(), m_top->menuButton()}) {
        if (button->menu() != nullptr) {
            // A language may be chosen from within the menu that is replaced.
            button->menu()->deleteLater();
        }
        button->setMenu(new QMenu(button));
    }
    QMenu* project = m_top->projectButton()->menu();
    connect(project, &QMenu::aboutToShow, this, [this, project] {
        project->clear();
        project->addAction(m_actions->get(ActionId::Open));
        project->addAction(m_actions->get(ActionId::Rescan));
        project->addAction(m_actions->get(ActionId::SaveCopy));
        project->addAction(m_actions->get(ActionId::OpenRun));
        project->addAction(m_actions->get(ActionId::Sample));
        project->addAction(m_actions->get(ActionId::Import));
        project->addSeparator();
        fillRecent(project);
    });
    QMenu* menu = m_top->menuButton()->menu();
    const AppSettings& settings = m_workspace.settings();
    menu->addAction(m_actions->get(ActionId::Open));
    menu->addAction(m_actions->get(ActionId::OpenRun));
    menu->addAction(m_actions->get(ActionId::Sample));
    menu->addAction(m_actions->get(ActionId::Import));
    menu->addAction(m_actions->get(ActionId::SaveCopy));
    QMenu* recent = menu->addMenu(tr("Recent folders"));
    connect(recent, &QMenu::aboutToShow, this, [this, recent] {
        recent->clear();
        fillRecent(recent);
    });
    menu->addSeparator();
    makeChoiceMenu(tr("Language"), menu,
                   {tr("System"), QStringLiteral("English"), QStringLiteral("日本語")},
                   {QStringLiteral("system"), QStringLiteral("en"), QStringLiteral("ja")},
                   settings.language(), [this](const QString& value) { chooseLanguage(value); });
    makeChoiceMenu(tr("Appearance"), menu, {tr("System"), tr("Light"), tr("Dark")},
                   {QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark")},
                   settings.appearance(),
                   [this](const QString& value) { chooseAppearance(value); });
    menu->addAction(m_actions->get(ActionId::FullScreen));
    menu->addSeparator();
    menu->addAction(m_actions->get(ActionId::Keyboard));
    menu->addAction(m_actions->get(ActionId::About));
    menu->addSeparator();
    menu->addAction(m_actions->get(ActionId::Quit));
}

void MainWindow::chooseLanguage(const QString& language) {
    m_workspace.settings().setLanguage(language);
    m_language.choose(language);
}

void MainWindow::chooseAppearance(const QString& appearance) {
    m_workspace.settings().setAppearance(appearance);
    m_theme.setMode(appearance == QStringLiteral("light")  ? widgets::Theme::Mode::Light
                    : appearance == QStringLiteral("dark") ? widgets::Theme::Mode::Dark
                                                           : widgets::Theme::Mode::System);
}

void MainWindow::showProject() {
    const auto project = m_workspace.project().project();
    if (!project) {
        m_top->setProject({}, {});
        return;
    }
    const auto images = static_cast<int>(project->catalog->samples.size());
    const auto classes = static_cast<int>(project->catalog->classes.size());
    m_top->setProject(
        m_workspace.project().name(),
        tr("%1 · %2").arg(tr("%n images", nullptr, images), tr("%n classes", nullptr, classes)));
    m_side->page(kData)->setCount(widgets::countText(project->catalog->samples.size()));
    setWindowTitle(QStringLiteral("%1 – Minarai").arg(m_workspace.project().name()));
}

void MainWindow::showEdits() {
    const auto edited = m_workspace.review().review()->edited;
    m_status->setNote(
        edited == 0 ? QString()
                    : tr("%n edits not applied to the folders", nullptr, static_cast<int>(edited)));
}

QString MainWindow::trainingStatus() const {
    const TrainSession& train = m_workspace.train();
    switch (train.state()) {
        case TrainSession::State::Preparing:
            return m_workspace.engine().info() ? tr("Preparing the run…")
                                               : tr("Loading the engine…");
        case TrainSession::State::Pausing:
            return tr("Pausing after this batch…");
        case TrainSession::State::Paused:
            return tr("Paused");
        case TrainSession::State::Stopping:
            return tr("Stopping; the run is being saved…");
        default:
            break;
    }
    const std::int64_t saved = train.run()->checkpointMs;
    if (saved == 0) {
        return tr("Training");
    }
    const double ago =
        static_cast<double>(std::max<qint64>(0, QDateTime::currentMSecsSinceEpoch() - saved)) /
        1000;
    return ago < 10 ? tr("Training · checkpoint saved just now")
                    : tr("Training · checkpoint saved %1 ago")
                          .arg(widgets::durationText(std::floor(ago)));
}

void MainWindow::say(const Message& message, const Page* page) {
    m_saidBy = page;
    m_messages->showMessage(message.kind, message.text);
    if (!message.button.isEmpty()) {
        QPushButton* button = m_messages->addButton(message.button);
        connect(button, &QPushButton::clicked, this, [this, act = message.act] {
            clearMessages();
            act();
        });
    }
    showMessages();
}

void MainWindow::showMessages() {
    const bool isNews = m_saidBy == nullptr || m_saidBy == m_stack->currentWidget();
    m_messageFrame->setVisible(isNews && !m_messages->text().isEmpty());
}

void MainWindow::clearMessages() {
    m_messages->clear();
    m_messageFrame->hide();
}

void MainWindow::updateStatus() {
    const ProjectSession& project = m_workspace.project();
    m_status->hideProgress();
    if (project.isOpening()) {
        m_status->setText(tr("Opening “%1”…").arg(toQString(project.openingFolder().filename())));
        // The welcome page shows the progress itself, with the one button that ends it.
        if (m_stack->currentWidget() != m_welcome) {
            m_status->setProgress(0, 0);
        }
    } else if (m_workspace.train().isActive()) {
        m_status->setText(trainingStatus());
    } else if (m_workspace.queue().trainsBeside()) {
        m_status->setText(tr("%n runs of the queue train", nullptr,
                             static_cast<int>(m_workspace.queue().running().size())));
    } else if (project.isAuditing()) {
        const Progress progress = project.auditProgress();
        m_status->setText(
            tr("Checking images: %1 of %2")
                .arg(widgets::countText(progress.done), widgets::countText(progress.total)));
        m_status->setProgress(progress.done, progress.total);
    } else if (m_workspace.predict().waiting() > 0) {
        m_status->setText(tr("Asking the network about %n images of the Predict page…", nullptr,
                             static_cast<int>(m_workspace.predict().waiting())));
    } else if (project.project()) {
        m_status->setText(toQString(project.project()->catalog->root));
    } else {
        m_status->setText(tr("Ready"));
    }
}

void MainWindow::updateJob() {
    const TrainSession& train = m_workspace.train();
    m_side->job()->setVisible(train.isActive());
    if (!train.isActive()) {
        return;
    }
    const LiveRun& run = *train.run();
    const QString title = runTitle(run.folder, run.arch);
    if (!run.lastStep) {
        m_side->job()->setJob(title, tr("preparing"), 0, 0);
        return;
    }
    const train::StepFinished& step = *run.lastStep;
    const auto done = static_cast<quint64>((step.epoch - 1) * step.stepsPerEpoch + step.step);
    const QString epoch = tr("epoch %1 of %2").arg(step.epoch).arg(run.plannedEpochs);
    const QString detail =
        train.state() == TrainSession::State::Pausing ? tr("%1 · pausing…").arg(epoch)
        : train.state() == TrainSession::State::Paused
            ? tr("%1 · paused").arg(epoch)
            : tr("%1 · %2 left").arg(epoch, widgets::clockText(step.secondsLeft));
    m_side->job()->setJob(title, detail, done,
                          static_cast<quint64>(run.plannedEpochs * step.stepsPerEpoch));
}

void MainWindow::updateDevice() {
    const EngineSession& engine = m_workspace.engine();
    if (engine.error()) {
        m_top->setDevice(tr("no engine"), errorText(*engine.error()), widgets::Badge::Kind::Wrong);
        return;
    }
    if (!engine.info()) {
        m_top->setDevice({}, {});
        return;
    }
    QString device = tr("CPU · %n threads", nullptr, static_cast<int>(hardwareThreads()));
    QString about =
        tr("%1 · LibTorch %2")
            .arg(toQString(engine.info()->processor), toQString(engine.info()->torchVersion));
    const LiveRun* run = m_workspace.train().run();
    if (run != nullptr && run->started) {
        const auto& started = *run->started;
        device = started.device == "cpu"
                     ? tr("CPU · %n threads", nullptr, static_cast<int>(started.threads))
                     : deviceText(started.device);
        // Only a run has a precision: the badge says the same of the device at any time.
        about = tr("%1 · %2").arg(about, toQString(started.precision));
    }
    m_top->setDevice(device, about);
}

void MainWindow::retranslate() {
    m_actions->retranslate();
    if (m_workspace.project().project() == nullptr) {
        setWindowTitle(QStringLiteral("Minarai"));
    }
    fillMenus();
    showProject();
    showEdits();
    updateStatus();
    updateJob();
    updateDevice();
}

}  // namespace minarai::studio
