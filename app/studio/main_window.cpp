// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/main_window.h"

#include <QCloseEvent>
#include <QDateTime>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMimeData>
#include <QPainter>
#include <QScreen>
#include <QTimer>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>

#include "base/parallel.h"
#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

using widgets::MessageBar;

namespace {

constexpr int kRoomForSidebar = 1160;  ///< px of the window: below it the pages need it more

}  // namespace

MainWindow::MainWindow(Workspace& workspace, Language& language, widgets::Theme& theme)
    : m_workspace(workspace),
      m_language(language),
      m_theme(theme),
      m_actions(new Actions(this)),
      m_top(new TopBar),
      m_side(new Sidebar(*m_actions)),
      m_status(new StatusBar),
      m_messages(new MessageBar),
      m_messageFrame(new QWidget),
      m_content(new QWidget),
      m_stack(new QStackedWidget),
      m_welcome(new WelcomePage(workspace, *m_actions)),
      m_overlay(nullptr),
      m_sheet(nullptr) {
    setAcceptDrops(true);
    // Where nothing is cut off; on a smaller screen as much of it as there is.
    setMinimumSize(QSize(1120, 680).boundedTo(screen()->availableSize()));
    resize(1280, 800);
    setWindowIcon(widgets::Theme::appIcon());
    layOut();
    connectActions();
    connectSessions();
    connectTraining();
    restoreGeometry(workspace.settings().state(QStringLiteral("window")));
    m_side->setNarrow(workspace.settings().flag(QStringLiteral("narrow_sidebar"), false));
    retranslate();
    showStack();
}

MainWindow::~MainWindow() = default;

void MainWindow::layOut() {
    widgets::setRole(m_content, "ground");
    auto* messageLayout = new QVBoxLayout(m_messageFrame);
    messageLayout->setContentsMargins(widgets::kGap, widgets::kGap, widgets::kGap, 0);
    messageLayout->addWidget(m_messages);
    m_messageFrame->hide();
    auto* content = new QVBoxLayout(m_content);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(0);
    content->addWidget(m_messageFrame);
    content->addWidget(m_stack, 1);
    m_stack->addWidget(m_welcome);
    m_overlay = new ImageOverlay(m_content);
    m_sheet = new Sheet(this);

    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_side);
    middle->addWidget(m_content, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_top);
    layout->addLayout(middle, 1);
    layout->addWidget(m_status);
    connect(m_messages, &MessageBar::closed, m_messageFrame, &QWidget::hide);
    connect(m_stack, &QStackedWidget::currentChanged, this, &MainWindow::showMessages);
    connect(m_welcome, &WelcomePage::folderChosen, this, &MainWindow::openFolder);
    connect(m_side->job(), &QAbstractButton::clicked, this, [this] { showPage(kTrain); });
}

void MainWindow::connectSessions() {
    ProjectSession& project = m_workspace.project();
    connect(&project, &ProjectSession::openStarted, this, [this] {
        clearMessages();
        updateStatus();
    });
    connect(&project, &ProjectSession::openProgressed, this, &MainWindow::updateStatus);
    connect(&project, &ProjectSession::openCancelled, this, &MainWindow::updateStatus);
    connect(&project, &ProjectSession::opened, this, [this] {
        m_overlay->leave();
        showProject();
        showEdits();
        if (m_workspace.project().isRescan()) {
            updateStatus();
            return;
        }
        m_offerResume = true;
        showPage(kData);
    });
    connect(&project, &ProjectSession::openFailed, this, [this](const Error& error) {
        say({MessageBar::Kind::Error, errorText(error), {}, {}});
        updateStatus();
    });
    connect(&m_workspace.review(), &ReviewSession::changed, this, [this] {
        showEdits();
        m_overlay->refresh();
    });
    connect(&project, &ProjectSession::auditProgressed, this, &MainWindow::updateStatus);
    connect(&project, &ProjectSession::auditFinished, this, &MainWindow::updateStatus);
    connect(m_status, &StatusBar::cancelRequested, this, [this] {
        if (m_workspace.project().isOpening()) {
            m_workspace.project().cancelOpen();
        } else {
            m_workspace.project().cancelAudit();
        }
    });
    connect(&m_workspace.runs(), &RunsSession::changed, this, [this] {
        const auto count = m_workspace.runs().runs().size();
        m_side->page(kTrain)->setCount(count > 0 ? widgets::countText(count) : QString());
        offerResume();
    });
    connect(&m_workspace.engine(), &EngineSession::ready, this, &MainWindow::updateDevice);
    connect(&m_workspace.engine(), &EngineSession::failed, this, [this] {
        updateDevice();
        say({MessageBar::Kind::Error, errorText(*m_workspace.engine().error()), {}, {}});
    });
}

void MainWindow::connectTraining() {
    TrainSession& train = m_workspace.train();
    FollowSession& follow = m_workspace.follow();
    connect(&follow, &FollowSession::opened, this, [this] { showPage(kTrain); });
    connect(&follow, &FollowSession::failed, this, [this](const Error& error) {
        say({MessageBar::Kind::Error, errorText(error), {}, {}});
        showStack();
    });
    connect(&m_workspace.queue(), &QueueSession::failed, this, [this](const Error& error) {
        say({MessageBar::Kind::Warning, errorText(error), {}, {}});
    });
    connect(&m_workspace.queue(), &QueueSession::runsRefused, this, &MainWindow::sayRefused);
    connect(&m_workspace.queue(), &QueueSession::changed, this, &MainWindow::updateStatus);
    connect(&m_workspace.queue(), &QueueSession::besideEnded, this, &MainWindow::closeAfterRuns);
    connect(&train, &TrainSession::runBegan, this, [this] {
        m_offerResume = false;
        showPage(kTrain);
    });
    for (const auto signal :
         {&TrainSession::stateChanged, &TrainSession::runStarted, &TrainSession::checkpointSaved}) {
        connect(&train, signal, this, [this] {
            updateJob();
            updateStatus();
            updateDevice();
        });
    }
    connect(&train, &TrainSession::stepped, this, [this] {
        updateJob();
        updateStatus();
    });
    connect(&train, &TrainSession::runEnded, this, [this] {
        updateJob();
        closeAfterRuns();
    });
}

void MainWindow::closeAfterRuns() {
    if (m_closing && !m_workspace.isTraining()) {
        // Not from within the session's own delivery.
        QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
    }
}

void MainWindow::sayRefused() {
    const auto& refused = m_workspace.queue().refused();
    say({MessageBar::Kind::Warning,
         tr("%n runs of the queue cannot be trained and stay in “queue.json”: %1", nullptr,
            static_cast<int>(refused.size()))
             .arg(errorText(refused.front().error)),
         {},
         {}});
}

void MainWindow::startLate() {
    Q_EMIT firstPainted();
    m_workspace.engine().start();
    // One after the other, so that the window answers between them.
    for (const PageId id : {kData, kAugment, kModel, kTrain, kPredict}) {
        QTimer::singleShot(0, this, [this, id] { page(id); });
    }
}

void MainWindow::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), m_theme.color(widgets::Token::Ground));
    if (!m_painted) {
        m_painted = true;
        QTimer::singleShot(0, this, &MainWindow::startLate);
    }
}

Page& MainWindow::page(PageId id) {
    Page*& page = m_pages[id];
    if (page == nullptr) {
        switch (id) {
            case kData:
                page = new DataPage(m_workspace, *m_actions);
                break;
            case kAugment:
                page = new AugmentPage(m_workspace, *m_actions);
                break;
            case kModel:
                page = makeModelPage();
                break;
            case kTrain:
                page = new TrainPage(m_workspace, *m_actions);
                connect(static_cast<TrainPage*>(page), &TrainPage::followingEnded, this,
                        &MainWindow::showStack);
                break;
            default:
                page = new PredictPage(m_workspace, *m_actions);
                break;
        }
        m_stack->addWidget(page);
        connect(page, &Page::said, this, [this, page](const Message& message) {
            say(message, m_stack->currentWidget() == page ? page : nullptr);
        });
        connect(page, &Page::unsaid, this, &MainWindow::clearMessages);
        connect(page, &Page::largeViewWanted, m_overlay, &ImageOverlay::open);
        connect(page, &Page::statusChanged, this, &MainWindow::updateStatus);
    }
    return *page;
}

DataPage& MainWindow::dataPage() {
    return static_cast<DataPage&>(page(kData));
}

AugmentPage& MainWindow::augmentPage() {
    return static_cast<AugmentPage&>(page(kAugment));
}

ModelPage& MainWindow::modelPage() {
    return static_cast<ModelPage&>(page(kModel));
}

ImportPage& MainWindow::importPage() {
    if (m_import == nullptr) {
        m_import = new ImportPage;
        m_stack->addWidget(m_import);
        connect(m_import, &ImportPage::closeWanted, this, &MainWindow::showStack);
        connect(m_import, &ImportPage::imported, this, [this](const QString& folder) {
            QStringList missing;
            for (const std::string& file : m_import->session().missing()) {
                missing << toQString(file);
            }
            const QString lost = missing.isEmpty()
                                     ? QString()
                                     : tr("Not imported, since there is no such file: %1.")
                                           .arg(missing.join(QStringLiteral(", ")));
            if (m_stack->currentWidget() == m_import) {
                showStack();
                openFolder(folder);
                if (!lost.isEmpty()) {
                    say({MessageBar::Kind::Warning, lost, {}, {}});
                }
                return;
            }
            // Somebody who went on to something else is not pulled away from it.
            const QString where = tr("The imported images are in “%1”.").arg(folder);
            say({MessageBar::Kind::Success, lost.isEmpty() ? where : where + u' ' + lost,
                 tr("Open"), [this, folder] { openFolder(folder); }});
        });
    }
    return *m_import;
}

void MainWindow::showImport() {
    m_overlay->leave();
    m_stack->setCurrentWidget(&importPage());
    m_top->showActions(nullptr);
    m_import->setFocus();
}

Page* MainWindow::makeModelPage() {
    auto* made = new ModelPage(m_workspace, *m_actions);
    connect(made->composer(), &ComposerPanel::trainWanted, this, &MainWindow::trainModel);
    return made;
}

void MainWindow::trainModel(const QString& file, qint64 size) {
    trainPage().recipePanel()->setModel(file, size);
    showPage(kTrain);
}

TrainPage& MainWindow::trainPage() {
    return static_cast<TrainPage&>(page(kTrain));
}

PredictPage& MainWindow::predictPage() {
    return static_cast<PredictPage&>(page(kPredict));
}

void MainWindow::showPage(PageId id) {
    m_current = id;
    m_overlay->leave();
    showStack();
}

void MainWindow::showStack() {
    const bool hasProject = m_workspace.project().project() != nullptr;
    m_side->setCurrent(static_cast<std::size_t>(m_current));
    const bool follows = m_workspace.follow().run() != nullptr;
    m_actions->get(ActionId::Rescan)->setEnabled(hasProject);
    m_actions->get(ActionId::SaveCopy)->setEnabled(hasProject);
    for (const ActionId id : {ActionId::PageModel, ActionId::PageTrain, ActionId::PagePredict}) {
        m_actions->get(id)->setEnabled(hasProject || (follows && id == ActionId::PageTrain));
    }
    // The Augment page says what will be there; the others have nothing without images, but for a
    // run that is only followed.
    if (!hasProject && m_current != kAugment && !(follows && m_current == kTrain)) {
        m_stack->setCurrentWidget(m_welcome);
        m_welcome->setFocus();
        m_top->showActions(nullptr);
    } else {
        Page& shown = page(m_current);
        m_stack->setCurrentWidget(&shown);
        m_top->showActions(shown.barWidget());
        shown.setFocus();
    }
    updateStatus();
}

void MainWindow::openFolder(const QString& folder) {
    if (QFileInfo::exists(folder + QStringLiteral("/run.json"))) {
        followRun(folder);
        return;
    }
    if (!m_workspace.openFolder(toPath(folder))) {
        refuseOpen();
    }
}

void MainWindow::followRun(const QString& folder) {
    clearMessages();
    trainPage().follow(toPath(folder));
}

void MainWindow::openSample() {
    if (!m_workspace.openSample()) {
        refuseOpen();
    }
}

void MainWindow::refuseOpen() {
    say({MessageBar::Kind::Info,
         tr("A training is running. Stop it before you open another folder."),
         {},
         {}});
}

void MainWindow::rescan() {
    if (!m_workspace.rescan()) {
        say({MessageBar::Kind::Info,
             tr("A training is running. The folder can be read again when it has ended."),
             {},
             {}});
    }
}

void MainWindow::offerResume() {
    if (!m_offerResume || !m_workspace.runs().isLoaded() || m_workspace.train().isActive()) {
        return;
    }
    m_offerResume = false;
    if (const RunSummary* other = m_workspace.runs().alive()) {
        // Nothing of this program trains when a project has just been opened.
        say({MessageBar::Kind::Info,
             tr("Run %1 is being trained by another program.").arg(runNumber(other->folder)),
             tr("Follow"), [this, folder = other->folder] { trainPage().follow(folder); }});
        return;
    }
    const RunSummary* run = m_workspace.runs().interrupted();
    if (run == nullptr) {
        return;
    }
    say({MessageBar::Kind::Info,
         tr("Run %1 was interrupted in epoch %2 of %3. Nothing is lost.")
             .arg(runNumber(run->folder))
             .arg(std::min(run->epochsDone + 1, run->epochsPlanned))
             .arg(run->epochsPlanned),
         tr("Resume"), [this, folder = run->folder] { trainPage().resume(folder); }});
}

void MainWindow::predictFiles(const QStringList& files) {
    if (m_workspace.predict().run().empty()) {
        const bool canTrain = m_workspace.project().project() != nullptr;
        say({MessageBar::Kind::Info,
             tr("There is no trained network yet that could look at this image."),
             canTrain ? tr("Go to training") : QString(), [this] { showPage(kTrain); }});
        return;
    }
    showPage(kPredict);
    predictPage().addFiles(files);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) {
        event->acceptProposedAction();
        m_welcome->setDropHint(true);
        m_status->setText(tr("Drop a folder to open it, or images to see what the network says."));
    }
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*) {
    m_welcome->setDropHint(false);
    updateStatus();
}

void MainWindow::dropEvent(QDropEvent* event) {
    m_welcome->setDropHint(false);
    updateStatus();
    if (m_import != nullptr && m_stack->currentWidget() == m_import) {
        event->acceptProposedAction();
        m_import->setSource(event->mimeData()->urls().value(0).toLocalFile());
        return;
    }
    QStringList files;
    for (const QUrl& url : event->mimeData()->urls()) {
        const QString file = url.toLocalFile();
        if (QFileInfo(file).isDir()) {
            event->acceptProposedAction();
            openFolder(file);
            return;
        }
        if (!file.isEmpty()) {
            files.push_back(file);
        }
    }
    if (!files.isEmpty()) {
        event->acceptProposedAction();
        predictFiles(files);
    } else if (event->mimeData()->hasUrls()) {
        say({MessageBar::Kind::Info,
             tr("Nothing is fetched from the network: save the image first, then drop the file."),
             {},
             {}});
    }
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_workspace.isTraining()) {
        m_closing = true;
        m_workspace.train().stopNow();
        m_workspace.queue().stopBeside();
        say({MessageBar::Kind::Info, tr("Saving the run…"), {}, {}});
        event->ignore();
        return;
    }
    m_workspace.settings().setState(QStringLiteral("window"), saveGeometry());
    m_workspace.settings().setFlag(QStringLiteral("narrow_sidebar"), m_side->isNarrow());
    QWidget::closeEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_side->setSqueezed(width() < kRoomForSidebar);
}

void MainWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        clearMessages();  // said in the language before
        retranslate();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
