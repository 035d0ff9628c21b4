// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/data_grid.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "base/files.h"
#include "studio/pages/problem_delegate.h"
#include "studio/pages/quiet_scroll_bar.h"
#include "studio/pages/review_keys.h"
#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

constexpr int kTypingPauseMs = 120;
constexpr int kDefaultThumbnail = 116;
/// Values of the menu of problems that are no kinds.
constexpr int kAnyProblem = -1;
constexpr int kWithProblem = -2;
constexpr int kWithoutProblem = -3;
constexpr int kChosenKind = -4;

/// Other entries; the chosen one stays.
void refill(widgets::TextMenuButton& button, const QString& prefix, int fallback,
            const QVector<QPair<QString, int>>& choices) {
    const QVariant current = button.currentData();
    button.clearChoices();
    button.setPrefix(prefix);
    for (const auto& [text, value] : choices) {
        button.addChoice(text, value);
    }
    button.setCurrentData(current.isValid() ? current : QVariant(fallback));
}

}  // namespace

DataGrid::DataGrid(Workspace& workspace, QWidget* parent)
    : Card({}, parent),
      m_workspace(workspace),
      m_search(new QLineEdit),
      m_shown(new QLabel),
      m_part(new widgets::TextMenuButton),
      m_problemFilter(new widgets::TextMenuButton),
      m_edits(new widgets::TextMenuButton),
      m_sort(new widgets::TextMenuButton),
      m_predictions(new PredictionFilter(workspace)),
      m_clear(widgets::textButton(QString())) {
    setMinimumWidth(320);
    makeBar();
    makeViews();
    m_queryTimer.setSingleShot(true);
    m_queryTimer.setInterval(kTypingPauseMs);
    connect(&m_queryTimer, &QTimer::timeout, this, &DataGrid::runQueryNow);
    connectSessions();
    retranslate();
}

void DataGrid::makeBar() {
    widgets::setRole(m_search, "search");
    m_search->setClearButtonEnabled(true);
    m_search->setObjectName(QStringLiteral("search"));
    m_search->setAcceptDrops(false);  // what is dropped is meant for the window
    widgets::setRole(m_shown, "secondary");
    m_shown->setObjectName(QStringLiteral("shownCount"));
    m_part->setObjectName(QStringLiteral("filterPart"));
    m_problemFilter->setObjectName(QStringLiteral("filterProblem"));
    m_edits->setObjectName(QStringLiteral("filterEdits"));
    m_sort->setObjectName(QStringLiteral("sort"));
    m_clear->setObjectName(QStringLiteral("clearFilters"));
    m_clear->hide();
    auto* head = new QHBoxLayout;
    head->setSpacing(10);
    head->addWidget(m_search, 1);
    head->addWidget(m_shown);
    head->addWidget(m_clear);
    auto* filters = new QHBoxLayout;
    filters->setSpacing(4);
    for (widgets::TextMenuButton* filter : {m_part, m_problemFilter, m_edits}) {
        filters->addWidget(filter);
    }
    filters->addStretch(1);
    filters->addWidget(m_sort);
    body()->addLayout(head);
    body()->addLayout(filters);
    body()->addWidget(m_predictions);

    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_query.text = text.trimmed();
        m_queryTimer.start();
    });
    connect(m_search, &QLineEdit::returnPressed, this, [this] { m_gallery->setFocus(); });
    connect(m_part, &widgets::TextMenuButton::chosen, this, [this](const QVariant& part) {
        m_query.part = part.toInt() < 0 ? std::nullopt
                                        : std::optional(static_cast<dataset::Part>(part.toInt()));
        runQueryNow();
    });
    connect(m_problemFilter, &widgets::TextMenuButton::chosen, this, [this](const QVariant& kind) {
        if (kind.toInt() == kChosenKind) {
            return;
        }
        m_query.problems = kind.toInt() == kWithProblem      ? CatalogQuery::Problems::With
                           : kind.toInt() == kWithoutProblem ? CatalogQuery::Problems::Without
                                                             : CatalogQuery::Problems::All;
        if (m_query.problem) {
            Q_EMIT kindDropped();  // setProblemKind() follows
            return;
        }
        runQueryNow();
    });
    connect(m_edits, &widgets::TextMenuButton::chosen, this, [this](const QVariant& edits) {
        m_query.edits = static_cast<CatalogQuery::Edits>(edits.toInt());
        runQueryNow();
    });
    connect(m_sort, &widgets::TextMenuButton::chosen, this, [this](const QVariant& sort) {
        m_query.sort = static_cast<CatalogQuery::Sort>(sort.toInt());
        runQueryNow();
    });
    connect(m_predictions, &PredictionFilter::chosen, this, [this] {
        m_predictions->writeTo(m_query);
        runQueryNow();
    });
    connect(m_clear, &QToolButton::clicked, this, &DataGrid::clearFilters);
}

void DataGrid::makeViews() {
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
    m_gallery->setThumbnailSource(&m_workspace.thumbnails());
    m_gallery->installEventFilter(this);
    quietScrollBar(m_gallery);
    m_gallery->setThumbnailWidth(
        m_workspace.settings().number(QStringLiteral("thumbnail_width"), kDefaultThumbnail));
    m_splitter = new QSplitter(Qt::Vertical);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_problems);
    m_splitter->addWidget(m_gallery);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({150, 600});
    body()->addWidget(m_splitter, 1);

    connect(m_gallery, &widgets::GalleryView::currentKeyChanged, this, [this](quint64 key) {
        if (key != 0 && m_workspace.project().project()) {
            Q_EMIT currentSampleChanged(sampleOf(key));
        }
    });
    connect(m_gallery, &widgets::GalleryView::itemActivated, this, &DataGrid::openLargeWanted);
    connect(m_problems->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid()) {
                    const dataset::Problem& problem = m_problemModel.problemAt(current.row());
                    m_gallery->setCurrentKey(m_workspace.imageKey(problem.path));
                    Q_EMIT problemChosen(problem);
                }
            });
}

void DataGrid::connectSessions() {
    connect(&m_workspace.project(), &ProjectSession::problemsChanged, m_galleryModel,
            &widgets::GalleryModel::allItemsChanged);
    connect(&m_workspace.project(), &ProjectSession::splitPreviewed, this, &DataGrid::takeSplit);
    connect(&m_workspace.runPredictions(), &RunPredictionsSession::changed, this,
            &DataGrid::takePredictions);
    connect(&m_workspace.review(), &ReviewSession::loaded, this, [this] {
        if (std::exchange(m_awaitsReview, false)) {
            runAwaited();
        }
    });
    // Rows stay where they are while somebody decides about them; they only look different.
    connect(&m_workspace.review(), &ReviewSession::changed, this,
            [this](const QVector<quint32>& samples) {
                showCount();
                if (samples.size() > 500) {
                    m_galleryModel->allItemsChanged();
                    return;
                }
                QVector<quint64> keys;
                for (const quint32 sample : samples) {
                    keys.push_back(m_workspace.imageKey(sample));
                }
                m_galleryModel->itemsChanged(keys);
            });
}

void DataGrid::setLabel(std::optional<std::int32_t> label) {
    m_query.label = label;
    runQueryNow();
}

void DataGrid::setProblemKind(std::optional<dataset::ProblemKind> kind) {
    // Uneven classes are about all images alike.
    m_query.problem = kind == dataset::ProblemKind::Imbalance ? std::nullopt : kind;
    if (m_query.problem) {
        m_query.problems = CatalogQuery::Problems::All;
    }
    // Problems with images have a panel of their own; files and folders are listed here.
    const bool listed = kind && !isAboutImages(*kind) && *kind != dataset::ProblemKind::Imbalance;
    m_problemModel.show(listed ? m_workspace.project().problems() : nullptr,
                        kind.value_or(dataset::ProblemKind::Ignored));
    m_problems->setVisible(listed);
    if (listed) {
        fitProblems();
    }
    runQueryNow();
}

void DataGrid::clearFilters() {
    const bool was = m_query.isFiltering();
    CatalogQuery all;
    all.sort = m_query.sort;
    m_query = all;
    m_search->clear();
    m_part->setCurrentData(-1);
    fillProblemChoices();
    m_edits->setCurrentData(0);
    m_predictions->clear();
    m_problems->hide();
    if (was) {
        runQueryNow();
        Q_EMIT filtersCleared();
    }
}

void DataGrid::fitProblems() {
    constexpr int kMostRows = 5;
    const int rowHeight = std::max(24, m_problems->sizeHintForRow(0));
    const int rows = std::min(kMostRows, std::max(1, m_problemModel.rowCount()));
    const int height = m_problems->header()->sizeHint().height() + rows * rowHeight + 8;
    m_problems->setColumnWidth(ProblemModel::Path, m_splitter->width() / 4);
    m_splitter->setSizes({height, std::max(100, m_splitter->height() - height)});
}

void DataGrid::takeSplit() {
    const auto& split = m_workspace.project().split();
    if (!split || !*split) {
        return;
    }
    const bool isOther = !m_splitShown || !((*split)->key == *m_splitShown);
    m_splitShown = (*split)->key;
    if (isOther && m_query.part) {
        runQueryNow();
    }
}

void DataGrid::takePredictions() {
    using State = RunPredictionsSession::State;
    const RunPredictionsSession& session = m_workspace.runPredictions();
    if (session.state() == State::Waiting || session.state() == State::Reading) {
        return;  // what is shown holds until then
    }
    const bool isOther =
        std::exchange(m_predictionsShown, session.predictions()) != session.predictions();
    const bool asked = m_query.asksPredictions();
    m_predictions->writeTo(m_query);
    if (!session.predictions() && m_query.sort >= CatalogQuery::Sort::Prediction) {
        m_query.sort = CatalogQuery::Sort::Folder;
        m_sort->setCurrentData(static_cast<int>(m_query.sort));
    }
    fillSort();
    if (std::exchange(m_awaitsPredictions, false)) {
        runAwaited();
    } else if (isOther && asked && m_project) {
        m_place = placeIn(*m_project);
        m_place->first.clear();  // another order begins at its top
        runQueryNow();
    } else if (isOther) {
        m_galleryModel->allItemsChanged();
    }
}

void DataGrid::runAwaited() {
    if (!m_awaitsReview && !m_awaitsPredictions) {
        runQueryNow();
    }
}

void DataGrid::runQueryNow() {
    m_queryTimer.stop();
    if (m_kindShown != m_query.problem) {
        fillProblemChoices();
    }
    m_clear->setVisible(m_query.isFiltering());
    const CatalogView view = m_workspace.view();
    if (!view.project) {
        return;
    }
    const quint64 serial = ++m_querySerial;
    m_queryWorker.replace([this, serial, view, query = m_query](const std::stop_token& stop) {
        const QVector<quint32> samples = runQuery(query, view, stop);
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

void DataGrid::takeKeys(const QVector<quint32>& samples) {
    QVector<quint64> keys;
    keys.reserve(samples.size());
    for (const quint32 sample : samples) {
        keys.push_back(m_workspace.imageKey(sample));
    }
    m_galleryModel->setKeys(std::move(keys));
    const bool showsAnswers = m_query.asksPredictions();
    if (std::exchange(m_showsAnswers, showsAnswers) || showsAnswers) {
        m_galleryModel->allItemsChanged();  // the same images may say more or less
    }
    showCount();
    if (m_query.problem && !samples.isEmpty()) {
        m_gallery->setCurrentKey(m_workspace.imageKey(m_wanted.value_or(samples.front())));
    }
    m_wanted.reset();
    if (m_place) {
        takePlace(*std::exchange(m_place, std::nullopt));
    }
    m_gallery->setEmptyText(m_query.problem ? tr("These problems are not about single images.")
                                            : tr("No image matches."));
}

void DataGrid::showCount() {
    m_clear->setVisible(m_query.isFiltering());
    QString text = tr("%n images", nullptr, m_galleryModel->rowCount());
    // The class that was chosen beside the grid is said here: no filter above it tells of that.
    QString chosen;
    if (const auto& project = m_workspace.project().project(); project) {
        const auto label = static_cast<std::size_t>(m_query.label.value_or(-1));
        const auto& classes = project->catalog->classes;
        chosen = label < classes.size() ? toQString(classes[label]) : QString();
    }
    if (!chosen.isEmpty()) {
        constexpr int kMostOfName = 150;
        text = QStringLiteral("%1 · %2").arg(
            m_shown->fontMetrics().elidedText(chosen, Qt::ElideRight, kMostOfName), text);
    }
    const auto excluded = static_cast<int>(m_workspace.review().review()->excluded);
    if (excluded > 0 && !m_query.isFiltering()) {
        text = QStringLiteral("%1 · %2").arg(text, tr("%n excluded", nullptr, excluded));
    }
    m_shown->setText(text);
}

QVector<quint32> DataGrid::selectedSamples() const {
    QVector<quint32> samples;
    for (const quint64 key : m_gallery->selectedKeys()) {
        samples.push_back(sampleOf(key));
    }
    return samples;
}

void DataGrid::showSample(quint32 sample) {
    if (!m_gallery->setCurrentKey(m_workspace.imageKey(sample))) {
        m_wanted = sample;
    }
}

void DataGrid::step(int by) {
    const int row = m_galleryModel->rowOf(m_gallery->currentKey()) + by;
    if (row >= 0 && row < m_galleryModel->rowCount()) {
        m_gallery->setCurrentKey(m_galleryModel->keyAt(row));
    }
}

bool DataGrid::takeKey(const QKeyEvent& key) {
    if ((key.modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier) {
        return false;
    }
    const QVector<quint32> samples = selectedSamples();
    if (takeReviewKey(m_workspace.review(), samples, key)) {
        return true;
    }
    if (key.key() == Qt::Key_N || key.key() == Qt::Key_P) {
        Q_EMIT stepWanted(key.key() == Qt::Key_N ? 1 : -1);
        return true;
    }
    if (key.key() == Qt::Key_K && !samples.isEmpty()) {
        Q_EMIT keepWanted(samples.front());
        return true;
    }
    if (key.key() == Qt::Key_C) {
        Q_EMIT classChoiceWanted();
        return true;
    }
    return false;
}

bool DataGrid::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_gallery && event->type() == QEvent::KeyPress &&
        takeKey(*static_cast<QKeyEvent*>(event))) {
        return true;
    }
    return Card::eventFilter(watched, event);
}

void DataGrid::fillChoices() {
    refill(*m_part, tr("Part: "), -1,
           {{tr("all"), -1},
            {tr("training"), static_cast<int>(dataset::Part::Train)},
            {tr("validation"), static_cast<int>(dataset::Part::Val)},
            {tr("test"), static_cast<int>(dataset::Part::Test)}});
    fillProblemChoices();
    using Edits = CatalogQuery::Edits;
    refill(*m_edits, tr("Edits: "), 0,
           {{tr("any"), static_cast<int>(Edits::All)},
            {tr("edited"), static_cast<int>(Edits::Edited)},
            {tr("excluded"), static_cast<int>(Edits::Excluded)},
            {tr("class changed"), static_cast<int>(Edits::Relabelled)},
            {tr("untouched"), static_cast<int>(Edits::Untouched)}});
    m_sortsPredictions.reset();
    fillSort();
}

void DataGrid::fillProblemChoices() {
    m_kindShown = m_query.problem;
    QVector<QPair<QString, int>> choices{
        {tr("any"), kAnyProblem}, {tr("with"), kWithProblem}, {tr("none"), kWithoutProblem}};
    if (m_kindShown) {
        choices.push_back({problemKindText(*m_kindShown), kChosenKind});
    }
    refill(*m_problemFilter, tr("Problems: "), kAnyProblem, choices);
    // The choices stand in the order of Problems.
    const int other = kAnyProblem - static_cast<int>(m_query.problems);
    m_problemFilter->setCurrentData(m_kindShown ? kChosenKind : other);
}

void DataGrid::fillSort() {
    // Kept while those of a folder that was read again are read.
    const bool known = m_workspace.runPredictions().predictions() || m_query.asksPredictions();
    if (m_sortsPredictions == known) {
        return;
    }
    m_sortsPredictions = known;
    using Sort = CatalogQuery::Sort;
    QVector<QPair<QString, int>> choices{{tr("class"), static_cast<int>(Sort::Folder)},
                                         {tr("name"), static_cast<int>(Sort::Name)},
                                         {tr("newest"), static_cast<int>(Sort::Newest)},
                                         {tr("oldest"), static_cast<int>(Sort::Oldest)},
                                         {tr("largest"), static_cast<int>(Sort::Largest)},
                                         {tr("smallest"), static_cast<int>(Sort::Smallest)},
                                         {tr("problem"), static_cast<int>(Sort::Problem)}};
    if (known) {
        choices += {{tr("prediction"), static_cast<int>(Sort::Prediction)},
                    {tr("least sure"), static_cast<int>(Sort::LeastSure)},
                    {tr("most sure"), static_cast<int>(Sort::MostSure)},
                    {tr("highest loss"), static_cast<int>(Sort::Loss)}};
    }
    refill(*m_sort, tr("Sort: "), 0, choices);
}

void DataGrid::retranslate() {
    m_search->setPlaceholderText(tr("Search names and classes"));
    m_search->setAccessibleName(tr("Search"));
    m_problems->setAccessibleName(tr("Files with this problem"));
    m_gallery->setAccessibleName(tr("Images"));
    m_part->setAccessibleName(tr("Part of the split"));
    m_problemFilter->setAccessibleName(tr("Problems"));
    m_edits->setAccessibleName(tr("Edits"));
    m_sort->setAccessibleName(tr("Order"));
    m_clear->setText(tr("clear filters"));
    m_clear->setToolTip(withShortcut(tr("Show every image"), QStringLiteral("Esc")));
    fillChoices();
    if (m_workspace.project().project()) {
        showCount();
    }
}

void DataGrid::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    Card::changeEvent(event);
}

}  // namespace minarai::studio
