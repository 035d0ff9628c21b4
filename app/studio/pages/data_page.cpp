// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/data_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QVBoxLayout>
#include <algorithm>
#include <numeric>

#include "base/files.h"
#include "studio/pages/problem_delegate.h"
#include "studio/pages/quiet_scroll_bar.h"
#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

constexpr int kSideWidth = 230;
constexpr int kViewerWidth = 300;
constexpr int kTypingPauseMs = 120;

}  // namespace

DataPage::DataPage(Workspace& workspace, Actions& actions, QWidget* parent)
    : Page(workspace, actions, parent),
      m_bar(new QWidget),
      m_train(new QPushButton),
      m_splitter(new QSplitter),
      m_side(new DataSide(workspace)),
      m_viewer(new ViewerPanel) {
    auto* bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(0, 0, 0, 0);
    bar->addWidget(m_train);
    bar->addStretch();
    widgets::setRole(m_train, "primary");
    m_train->setObjectName(QStringLiteral("goTrain"));
    connect(m_train, &QPushButton::clicked, actions.get(ActionId::PageTrain), &QAction::trigger);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(widgets::kGap, widgets::kGap, widgets::kGap, widgets::kGap);
    layout->addWidget(m_splitter);
    m_splitter->setHandleWidth(widgets::kGap);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_side);
    m_splitter->addWidget(makeGrid());
    m_splitter->addWidget(m_viewer);
    m_viewer->setMinimumWidth(220);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({kSideWidth, 700, kViewerWidth});
    m_splitter->restoreState(workspace.settings().state(QStringLiteral("data_splitter")));

    m_queryTimer.setSingleShot(true);
    m_queryTimer.setInterval(kTypingPauseMs);
    connect(&m_queryTimer, &QTimer::timeout, this, &DataPage::runQueryNow);
    setFocusProxy(m_gallery);
    connectSessions();
    retranslate();
    if (workspace.project().project()) {
        takeProject();
    }
}

DataPage::~DataPage() {
    workspace().settings().setState(QStringLiteral("data_splitter"), m_splitter->saveState());
    workspace().settings().setNumber(QStringLiteral("thumbnail_width"),
                                     m_gallery->thumbnailWidth());
}

QWidget* DataPage::makeGrid() {
    m_gridCard = new widgets::Card;
    m_gridCard->setMinimumWidth(320);
    m_search = new QLineEdit;
    widgets::setRole(m_search, "search");
    m_search->setClearButtonEnabled(true);
    m_search->setObjectName(QStringLiteral("search"));
    m_search->setAcceptDrops(false);  // what is dropped is meant for the window
    m_shown = new QLabel;
    widgets::setRole(m_shown, "secondary");
    m_sort = new widgets::TextMenuButton;
    auto* head = new QHBoxLayout;
    head->setSpacing(10);
    head->addWidget(m_search, 1);
    head->addWidget(m_shown);
    head->addWidget(m_sort);
    m_gridCard->body()->addLayout(head);
    m_gridCard->body()->addSpacing(4);

    m_problems = new QTreeView;
    m_problems->setModel(&m_problemModel);
    m_problems->setRootIsDecorated(false);
    m_problems->setUniformRowHeights(true);
    m_problems->setWordWrap(true);
    m_problems->setItemDelegate(new ProblemDelegate(m_problems));
    m_problems->setFrameShape(QFrame::NoFrame);
    m_problems->setAlternatingRowColors(false);
    m_problems->header()->setStretchLastSection(true);
    m_problems->header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_problems->hide();
    m_galleryModel = new widgets::GalleryModel([this](quint64 key) { return describe(key); }, this);
    m_gallery = new widgets::GalleryView;
    m_gallery->setGalleryModel(m_galleryModel);
    m_gallery->setThumbnailSource(&workspace().thumbnails());
    quietScrollBar(m_gallery);
    m_gallery->setThumbnailWidth(
        workspace().settings().number(QStringLiteral("thumbnail_width"), 116));
    m_gridSplitter = new QSplitter(Qt::Vertical);
    m_gridSplitter->setChildrenCollapsible(false);
    m_gridSplitter->addWidget(m_problems);
    m_gridSplitter->addWidget(m_gallery);
    m_gridSplitter->setStretchFactor(1, 1);
    m_gridSplitter->setSizes({150, 600});
    m_gridCard->body()->addWidget(m_gridSplitter, 1);

    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_query.text = text.trimmed();
        m_queryTimer.start();
    });
    connect(m_search, &QLineEdit::returnPressed, this, [this] { m_gallery->setFocus(); });
    connect(m_sort, &widgets::TextMenuButton::chosen, this, [this](const QVariant& sort) {
        m_query.sort = static_cast<CatalogQuery::Sort>(sort.toInt());
        runQueryNow();
    });
    connect(m_gallery, &widgets::GalleryView::currentKeyChanged, this, [this](quint64 key) {
        const auto project = workspace().project().project();
        if (key != 0 && project) {
            m_viewer->showSample(project, workspace().project().problems(),
                                 static_cast<quint32>(key) - 1);
        }
    });
    connect(m_gallery, &widgets::GalleryView::itemActivated, this, &DataPage::openLarge);
    connect(m_problems->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid()) {
                    m_gallery->setCurrentKey(
                        workspace().imageKey(m_problemModel.problemAt(current.row()).path));
                }
            });
    return m_gridCard;
}

void DataPage::connectSessions() {
    ProjectSession& project = workspace().project();
    connect(&project, &ProjectSession::opened, this, &DataPage::takeProject);
    connect(&project, &ProjectSession::problemsChanged, m_galleryModel,
            &widgets::GalleryModel::allItemsChanged);
    connect(&project, &ProjectSession::splitPreviewed, this, &DataPage::takeSplit);
    connect(m_side, &DataSide::labelChosen, this, [this](std::optional<std::int32_t> label) {
        m_query.label = label;
        runQueryNow();
    });
    connect(m_side, &DataSide::kindChosen, this, &DataPage::chooseKind);
    connect(actions().get(ActionId::Search), &QAction::triggered, this, [this] {
        if (isVisible()) {
            m_search->setFocus();
            m_search->selectAll();
        }
    });
}

void DataPage::takeSplit() {
    const auto& split = workspace().project().split();
    m_viewer->setParts(split && *split ? (*split)->parts : nullptr);
}

void DataPage::takeProject() {
    const auto project = workspace().project().project();
    m_query = {};
    m_search->clear();
    m_queryTimer.stop();
    m_sort->setCurrentData(0);
    m_viewer->clear();
    takeSplit();
    m_galleryModel->setKeys({});
    m_problems->hide();
    m_side->takeProject();
    // The catalog's own order needs no worker: the grid is there at once.
    QVector<quint32> all(static_cast<qsizetype>(project->catalog->samples.size()));
    std::iota(all.begin(), all.end(), 0U);
    ++m_querySerial;
    takeKeys(all);
}

void DataPage::chooseKind(std::optional<dataset::ProblemKind> kind) {
    m_query.problem = kind;
    m_problemModel.show(kind ? workspace().project().problems() : nullptr,
                        kind.value_or(dataset::ProblemKind::Ignored));
    m_problems->setVisible(kind.has_value());
    if (kind) {
        fitProblems();
    }
    runQueryNow();
}

void DataPage::fitProblems() {
    constexpr int kMostRows = 5;
    const int width = m_gridSplitter->width();
    const int rowHeight = std::max(24, m_problems->sizeHintForRow(0));
    const int rows = std::min(kMostRows, std::max(1, m_problemModel.rowCount()));
    const int height = m_problems->header()->sizeHint().height() + rows * rowHeight + 8;
    m_problems->setColumnWidth(ProblemModel::Path, width / 4);
    m_gridSplitter->setSizes({height, std::max(100, m_gridSplitter->height() - height)});
}

void DataPage::runQueryNow() {
    m_queryTimer.stop();
    const auto project = workspace().project().project();
    const auto problems = workspace().project().problems();
    if (!project) {
        return;
    }
    const quint64 serial = ++m_querySerial;
    m_queryWorker.replace(
        [this, serial, project, problems, query = m_query](const std::stop_token& stop) {
            const QVector<quint32> samples = runQuery(query, *project, *problems, stop);
            QMetaObject::invokeMethod(
                this,
                [this, serial, samples] {
                    if (serial == m_querySerial) {
                        takeKeys(samples);
                    }
                },
                Qt::QueuedConnection);
        });
}

void DataPage::takeKeys(const QVector<quint32>& samples) {
    QVector<quint64> keys;
    keys.reserve(samples.size());
    for (const quint32 sample : samples) {
        keys.push_back(workspace().imageKey(sample));
    }
    m_galleryModel->setKeys(std::move(keys));
    m_shown->setText(tr("%n images", nullptr, static_cast<int>(samples.size())));
    if (m_query.problem && !samples.isEmpty()) {
        m_gallery->setCurrentKey(workspace().imageKey(samples.front()));
    }
    m_gallery->setEmptyText(m_query.problem ? tr("These problems are not about single images.")
                                            : tr("No image matches."));
}

widgets::GalleryItem DataPage::describe(quint64 key) const {
    const auto project = workspace().project().project();
    const auto problems = workspace().project().problems();
    const quint32 sample = static_cast<quint32>(key) - 1;
    widgets::GalleryItem item;
    item.thumbnailKey = key;
    if (!project || sample >= project->catalog->samples.size()) {
        return item;
    }
    const dataset::Sample& image = project->catalog->samples[sample];
    item.caption = toQString(project->catalog->classes[static_cast<std::size_t>(image.label)]);
    item.toolTip = toQString(image.path);
    const std::int32_t problem = problems->firstOfSample[sample];
    if (problem >= 0) {
        const auto& found = problems->problems[static_cast<std::size_t>(problem)];
        item.badge = problemKindText(found.kind);
        item.dimmed = dataset::excludesImage(found.kind);
        item.toolTip += QLatin1Char('\n') + problemText(found);
    }
    return item;
}

void DataPage::openLarge(int row) {
    const auto project = workspace().project().project();
    ImageSequence sequence;
    sequence.count = m_galleryModel->rowCount();
    sequence.at = [this, project](int at) {
        const quint32 index = static_cast<quint32>(m_galleryModel->keyAt(at)) - 1;
        const dataset::Sample& sample = project->catalog->samples[index];
        ImageRef ref;
        ref.path = project->catalog->absolutePath(sample);
        ref.title = toQString(fromUtf8(sample.path).filename());
        ref.detail = toQString(project->catalog->classes[static_cast<std::size_t>(sample.label)]);
        return ref;
    };
    sequence.moved = [this](int at) { m_gallery->setCurrentKey(m_galleryModel->keyAt(at)); };
    Q_EMIT largeViewWanted(sequence, row);
}

void DataPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && m_query.problem) {
        m_side->clearKind();
        return;
    }
    Page::keyPressEvent(event);
}

void DataPage::fillSorts() {
    const QVariant current = m_sort->currentData();
    m_sort->clearChoices();
    m_sort->setPrefix(tr("Sort: "));
    m_sort->addChoice(tr("class"), static_cast<int>(CatalogQuery::Sort::Folder));
    m_sort->addChoice(tr("name"), static_cast<int>(CatalogQuery::Sort::Name));
    m_sort->addChoice(tr("newest"), static_cast<int>(CatalogQuery::Sort::Newest));
    m_sort->addChoice(tr("largest"), static_cast<int>(CatalogQuery::Sort::Largest));
    m_sort->addChoice(tr("smallest"), static_cast<int>(CatalogQuery::Sort::Smallest));
    m_sort->setCurrentData(current.isValid() ? current : QVariant(0));
}

void DataPage::retranslate() {
    m_train->setText(tr("Train…"));
    m_train->setToolTip(withShortcut(tr("Go to training"),
                                     actions().get(ActionId::PageTrain)->shortcut().toString()));
    m_search->setPlaceholderText(tr("Search names and classes"));
    m_search->setAccessibleName(tr("Search"));
    m_search->setToolTip(actions().get(ActionId::Search)->toolTip());
    m_problems->setAccessibleName(tr("Files with this problem"));
    m_gallery->setAccessibleName(tr("Images"));
    fillSorts();
    if (workspace().project().project()) {
        m_shown->setText(tr("%n images", nullptr, m_galleryModel->rowCount()));
    }
}

}  // namespace minarai::studio
