// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/composer_panel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "spec/templates.h"
#include "studio/pages/layer_learning.h"
#include "studio/recipe.h"
#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

using widgets::GraphView;
using widgets::MessageBar;

void ComposerProblemModel::show(std::vector<ComposerProblem> problems) {
    beginResetModel();
    m_problems = std::move(problems);
    endResetModel();
}

int ComposerProblemModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_problems.size());
}

QVariant ComposerProblemModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const ComposerProblem& problem = at(index.row());
    const bool isEnd = problem.key.startsWith(QLatin1Char('#'));
    if (role == Qt::DisplayRole) {
        return widgets::phrased(isEnd ? problem.text
                                      : QStringLiteral("%1: %2").arg(problem.key, problem.text));
    }
    return role == Qt::ToolTipRole ? QVariant(problem.text) : QVariant();
}

ComposerPanel::ComposerPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_bar(new QWidget(this)),
      m_new(new QPushButton),
      m_save(new QPushButton),
      m_undo(widgets::iconButton(QStringLiteral("undo"), {})),
      m_redo(widgets::iconButton(QStringLiteral("redo"), {})),
      m_train(new QPushButton),
      m_splitter(new QSplitter),
      m_palette(new ComposerPalette),
      m_canvasCard(new widgets::Card),
      m_canvas(new GraphView),
      m_empty(new widgets::EmptyState(QStringLiteral("model"), {}, {}, m_canvas)),
      m_emptyTemplate(m_empty->addButton({}, true)),
      m_emptyOpen(m_empty->addButton({})),
      m_summary(widgets::textButton(QString())),
      m_fit(widgets::textButton(QString())),
      m_tidy(widgets::textButton(QString())),
      m_collapse(widgets::textButton(QString())),
      m_problemCard(new widgets::Card),
      m_problemList(new QListView),
      m_inspector(new ComposerInspector(m_document)) {
    setFocusPolicy(Qt::ClickFocus);
    setFocusProxy(m_canvas);
    setAcceptDrops(true);
    makeBar();
    layOut();
    connectCanvas();
    connectDocument();
    retranslate();
    m_remember.setSingleShot(true);
    m_remember.setInterval(800);
    connect(&m_remember, &QTimer::timeout, this, &ComposerPanel::remember);
    restore();
    refreshPicture();
    refreshState();
    takeRecipe();
}

ComposerPanel::~ComposerPanel() {
    if (m_remember.isActive()) {
        remember();
    }
    m_workspace.settings().setState(QStringLiteral("composer_splitter"), m_splitter->saveState());
    // The document outlives the views it is shown by.
    m_document.disconnect(this);
    m_document.undoStack()->disconnect(this);
}

void ComposerPanel::makeBar() {
    auto* row = new QHBoxLayout(m_bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_new->setObjectName(QStringLiteral("composerNew"));
    m_new->setMenu(new QMenu(m_new));
    m_save->setObjectName(QStringLiteral("composerSave"));
    m_train->setObjectName(QStringLiteral("composerTrain"));
    widgets::setRole(m_train, "primary");
    m_undo->setObjectName(QStringLiteral("composerUndo"));
    m_redo->setObjectName(QStringLiteral("composerRedo"));
    for (QWidget* widget :
         std::initializer_list<QWidget*>{m_train, m_new, m_save, m_undo, m_redo}) {
        row->addWidget(widget);
    }
    m_bar->hide();
    connect(m_save, &QPushButton::clicked, this, [this] { askSave(false); });
    connect(m_undo, &QToolButton::clicked, m_document.undoStack(), &QUndoStack::undo);
    connect(m_redo, &QToolButton::clicked, m_document.undoStack(), &QUndoStack::redo);
    connect(m_train, &QPushButton::clicked, this, &ComposerPanel::train);
}

void ComposerPanel::layOut() {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(widgets::kGap);
    layout->addWidget(m_splitter, 1);

    auto* middle = new QWidget;
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(widgets::kGap);
    column->addWidget(m_canvasCard, 1);
    column->addWidget(m_problemCard);
    m_canvas->setObjectName(QStringLiteral("composerCanvas"));
    m_canvasCard->setContent(m_canvas);
    m_canvas->installEventFilter(this);
    m_summary->setObjectName(QStringLiteral("composerSummary"));
    for (QToolButton* button : {m_summary, m_fit, m_tidy, m_collapse}) {
        m_canvasCard->addHeaderWidget(button);
    }
    m_problemList->setObjectName(QStringLiteral("composerProblems"));
    m_problemList->setModel(&m_problems);
    m_problemList->setFrameShape(QFrame::NoFrame);
    m_problemList->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_problemList->setWordWrap(true);
    m_problemList->setResizeMode(QListView::Adjust);
    m_problemList->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_problemList->installEventFilter(this);
    m_problemCard->setContent(m_problemList);
    m_problemCard->hide();

    m_splitter->setHandleWidth(widgets::kGap);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_palette);
    m_splitter->addWidget(middle);
    m_splitter->addWidget(m_inspector);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({184, 700, 264});
    m_splitter->restoreState(m_workspace.settings().state(QStringLiteral("composer_splitter")));

    connect(m_summary, &QToolButton::clicked, this, &ComposerPanel::showSummary);
    connect(m_fit, &QToolButton::clicked, m_canvas, &GraphView::zoomToFit);
    connect(m_tidy, &QToolButton::clicked, this, [this] {
        m_document.tidy();
        m_canvas->zoomToFit();
    });
    connect(m_collapse, &QToolButton::clicked, this, &ComposerPanel::toggleAll);
    connect(m_emptyTemplate, &QPushButton::clicked, this, [this] { openTemplate("cnn"); });
    connect(m_emptyOpen, &QPushButton::clicked, this, [this] { m_new->showMenu(); });
}

void ComposerPanel::connectCanvas() {
    connect(m_canvas, &GraphView::selectionChanged, this, [this] {
        m_inspector->showKey(m_canvas->selectedKeys().size() == 1 ? m_canvas->selectedKeys().front()
                                                                  : QString());
    });
    connect(m_canvas, &GraphView::editWanted, this, [this](const QString& key) {
        m_inspector->showKey(key);
        m_inspector->focusForm();
    });
    connect(m_canvas, &GraphView::toggleWanted, this, [this](const QString& key) {
        m_document.toggle(key.toStdString());
        m_canvas->reveal(key);
    });
    connect(m_canvas, &GraphView::moveWanted, this,
            [this](const QStringList& keys, const QPointF& by) {
                std::vector<std::string> names;
                for (const QString& key : keys) {
                    names.push_back(key.toStdString());
                }
                m_document.move(names, by.x(), by.y());
            });
    connect(m_canvas, &GraphView::connectWanted, this,
            [this](const QString& from, const widgets::GraphWireEnd& to) {
                const Status status = m_document.connectKeys(
                    from.toStdString(), to.to.toStdString(),
                    to.slot < 0 ? std::nullopt : std::optional(static_cast<std::size_t>(to.slot)));
                if (!status) {
                    sayError(status.error());
                }
            });
    connect(m_canvas, &GraphView::disconnectWanted, this,
            [this](const widgets::GraphWireEnd& end) { m_document.cut(wireEnd(end)); });
    connect(m_canvas, &GraphView::removeWanted, this, &ComposerPanel::removeSelection);
    connect(m_canvas, &GraphView::copyWanted, this, &ComposerPanel::copySelection);
    connect(m_canvas, &GraphView::cutWanted, this, [this] {
        copySelection();
        removeSelection();
    });
    connect(m_canvas, &GraphView::pasteWanted, this, &ComposerPanel::paste);
    connect(m_canvas, &GraphView::duplicateWanted, this, [this] {
        std::string chosen;
        m_document.duplicate(selection(), &chosen);
        chooseKey(chosen);
    });
    connect(m_canvas, &GraphView::renameWanted, m_inspector, &ComposerInspector::focusName);
    connect(m_canvas, &GraphView::insertWanted, m_palette, &ComposerPalette::focusSearch);
    connect(m_canvas, &GraphView::menuWanted, this, &ComposerPanel::showMenu);
    connect(m_canvas, &GraphView::learningWanted, this, &ComposerPanel::showLearning);
    connect(m_canvas, &GraphView::freezeWanted, this, &ComposerPanel::freezeHere);
    connect(m_canvas, &GraphView::dropped, this,
            [this](const QByteArray& item, const QPointF& place,
                   const std::optional<widgets::GraphWireEnd>& wire) {
                dropItem(QString::fromUtf8(item), place, wire);
            });
    connect(m_canvas, &GraphView::connectingChanged, this, &ComposerPanel::sayConnecting);
    connect(m_palette, &ComposerPalette::insertWanted, this, &ComposerPanel::insertItem);
    const auto back = [this] { m_canvas->setFocus(Qt::ShortcutFocusReason); };
    connect(m_palette, &ComposerPalette::left, this, back);
    connect(m_palette, &ComposerPalette::undoWanted, m_document.undoStack(), &QUndoStack::undo);
    connect(m_inspector, &ComposerInspector::left, this, back);
    connect(m_inspector, &ComposerInspector::toggleWanted, this, [this](const QString& key) {
        m_document.toggle(key.toStdString());
        m_canvas->reveal(key);
    });
    connect(m_inspector, &ComposerInspector::renamed, this,
            [this](const QString& key) { chooseKey(key.toStdString()); });
    connect(m_problemList, &QListView::clicked, this,
            [this](const QModelIndex& index) { showProblem(index.row()); });
    connect(m_problemList, &QListView::activated, this,
            [this](const QModelIndex& index) { showProblem(index.row()); });
}

void ComposerPanel::connectDocument() {
    for (const auto signal : {&ComposerDocument::changed, &ComposerDocument::examined}) {
        connect(&m_document, signal, this, [this] {
            refreshPicture();
            refreshState();
            m_remember.start();
        });
    }
    connect(&m_document, &ComposerDocument::changed, this, &ComposerPanel::refreshLearning);
    connect(&m_workspace, &Workspace::settledRecipeChanged, this, &ComposerPanel::takeRecipe);
    connect(&m_document, &ComposerDocument::renamed, this,
            [this](const std::string& from, const std::string& to) {
                if (m_ownNetwork == m_workspace.recipe().text(kArchitecture) &&
                    !m_workspace.train().isActive()) {
                    renameLearning(m_workspace, from, to);
                }
            });
    connect(m_document.undoStack(), &QUndoStack::indexChanged, this, &ComposerPanel::refreshState);
    connect(&m_document, &ComposerDocument::saved, this, &ComposerPanel::refreshState);
    connect(&m_document, &ComposerDocument::opened, this, [this] {
        m_ownNetwork.reset();
        m_canvas->select({});
        m_canvas->zoomToFit();
    });
}

std::vector<std::string> ComposerPanel::selection() const {
    std::vector<std::string> keys;
    for (const QString& key : m_canvas->selectedKeys()) {
        keys.push_back(key.toStdString());
    }
    return keys;
}

spec::WireEnd ComposerPanel::wireEnd(const widgets::GraphWireEnd& end) {
    const std::string to = end.to.toStdString();
    return {to == spec::kOutputKey ? std::string() : to,
            static_cast<std::size_t>(std::max(end.slot, 0))};
}

void ComposerPanel::chooseKey(const std::string& key) {
    if (!key.empty()) {
        m_canvas->reveal(toQString(key));
    }
}

void ComposerPanel::insertItem(const QString& item) {
    Q_EMIT unsaid();
    std::string key;
    if (const auto wire = m_canvas->selectedWire()) {
        key = m_document.insertIntoWire(item.toStdString(), wireEnd(wire->end));
    } else {
        const QString current = m_canvas->currentKey();
        const bool isFrame = m_canvas->node(current) != nullptr &&
                             m_canvas->node(current)->kind == widgets::GraphNode::Kind::Frame;
        // Nothing chosen: before the output, where a chain grows.
        key = m_document.insertBehind(item.toStdString(), current.isEmpty() || isFrame
                                                              ? std::string(spec::kOutputKey)
                                                              : current.toStdString());
    }
    chooseKey(key);
}

void ComposerPanel::dropItem(const QString& item, const QPointF& place,
                             const std::optional<widgets::GraphWireEnd>& wire) {
    Q_EMIT unsaid();
    const std::string name = item.toStdString();
    const std::string key = wire ? m_document.insertIntoWire(name, wireEnd(*wire))
                                 : m_document.insertAlone(name, {place.x(), place.y()});
    if (!key.empty()) {
        m_canvas->select({toQString(key)});
        m_canvas->setFocus();
    }
}

void ComposerPanel::copySelection() {
    if (const std::string text = m_document.copy(selection()); !text.empty()) {
        QGuiApplication::clipboard()->setText(toQString(text));
    }
}

void ComposerPanel::paste() {
    std::string chosen;
    const Status status = m_document.paste(QGuiApplication::clipboard()->text().toStdString(),
                                           m_canvas->currentKey().toStdString(), &chosen);
    if (!status) {
        Q_EMIT said({MessageBar::Kind::Info, tr("The clipboard holds no layers."), {}, {}});
        return;
    }
    chooseKey(chosen);
}

void ComposerPanel::removeSelection() {
    const auto keys = selection();
    if (keys.empty()) {
        return;
    }
    // The keyboard goes on at the layer before the one that is gone.
    QString before;
    for (const widgets::GraphWire& wire : m_canvas->picture().wires) {
        if (wire.to == m_canvas->currentKey()) {
            before = wire.from;
            break;
        }
    }
    m_document.remove(keys);
    if (m_canvas->node(before) != nullptr && m_canvas->selectedKeys().isEmpty()) {
        m_canvas->select({before});
    }
}

void ComposerPanel::toggleAll() {
    const auto names = spec::groupNames(m_document.draft());
    if (m_document.collapsed().empty()) {
        auto groups = spec::readableGroups(m_document.draft());
        if (groups.empty()) {
            groups.insert(names.begin(), names.end());
        }
        m_document.collapse(std::move(groups));
    } else {
        m_document.collapse({});
    }
    m_canvas->zoomToFit();
}

void ComposerPanel::refreshPicture() {
    m_canvas->setPicture(makePicture(m_document, m_plan ? &*m_plan : nullptr));
    const bool isEmpty = m_document.draft().nodes.empty();
    m_empty->setVisible(isEmpty);
}

void ComposerPanel::placeEmpty() {
    // Beside it the canvas takes what is dropped.
    m_empty->adjustSize();
    const QRect room = m_canvas->rect();
    const QSize size = m_empty->sizeHint().expandedTo(QSize(420, 220)).boundedTo(room.size());
    m_empty->setGeometry(
        QRect(QPoint((room.width() - size.width()) / 2, room.height() - size.height()), size));
}

bool ComposerPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_canvas && event->type() == QEvent::Resize) {
        placeEmpty();
    }
    if (watched == m_problemList && event->type() == QEvent::Resize) {
        fitProblems();  // sentences wrap
    }
    return QWidget::eventFilter(watched, event);
}

void ComposerPanel::refreshState() {
    const spec::Diagnosis& known = m_document.diagnosis();
    m_problems.show(problemsOf(m_document));
    const bool isEmpty = m_document.draft().nodes.empty();
    m_problemCard->setVisible(m_problems.rowCount() > 0 && !isEmpty);
    fitProblems();
    m_problemCard->setTitle(tr("%n problems", nullptr, static_cast<int>(known.problems)));
    QString name = toQString(m_document.draft().name);
    if (name.isEmpty()) {
        name = tr("New model");
    }
    m_canvasCard->setTitle(m_document.isModified() ? name + QStringLiteral(" •") : name);
    QUndoStack* undo = m_document.undoStack();
    m_undo->setEnabled(undo->canUndo());
    m_redo->setEnabled(undo->canRedo());
    m_undo->setToolTip(
        withShortcut(undo->canUndo() ? tr("Undo: %1").arg(undo->undoText()) : tr("Undo"),
                     QStringLiteral("Ctrl+Z")));
    m_redo->setToolTip(
        withShortcut(undo->canRedo() ? tr("Redo: %1").arg(undo->redoText()) : tr("Redo"),
                     QStringLiteral("Ctrl+Shift+Z")));
    const bool isValid = known.isValid() && !m_document.isExamining();
    m_save->setEnabled(!isEmpty);
    m_summary->setVisible(!isEmpty);
    m_train->setEnabled(isValid && !m_workspace.train().isActive());
    m_train->setToolTip(!isValid ? tr("The problems below must be solved before.")
                        : m_workspace.train().isActive()
                            ? tr("A training is running. Its network cannot be changed.")
                            : tr("Take this model to the Train page"));
    m_collapse->setVisible(!spec::groupNames(m_document.draft()).empty());
    m_collapse->setText(m_document.collapsed().empty() ? tr("collapse all blocks")
                                                       : tr("expand all blocks"));
}

void ComposerPanel::fitProblems() {
    constexpr int kMostRows = 4;
    // A row's hint knows no width; laid out, a sentence has the lines that it will be shown in.
    m_problemList->doItemsLayout();
    int height = 6;
    for (int row = 0; row < std::min(m_problems.rowCount(), kMostRows); ++row) {
        height += std::max(m_problemList->visualRect(m_problems.index(row)).height(), 18);
    }
    if (m_problemList->height() != height) {
        m_problemList->setFixedHeight(height);
    }
}

void ComposerPanel::showProblem(int row) {
    if (row < 0 || row >= m_problems.rowCount()) {
        return;
    }
    const QString key = m_problems.at(row).key;
    m_document.uncover(key.toStdString());
    m_canvas->reveal(key);
}

void ComposerPanel::zoomToFit() {
    m_canvas->zoomToFit();
}

bool ComposerPanel::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo) ||
            key->matches(QKeySequence::Save)) {
            // Ctrl+S means the answers' table elsewhere; on this page it means the model.
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void ComposerPanel::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Undo)) {
        m_document.undoStack()->undo();
    } else if (event->matches(QKeySequence::Redo)) {
        m_document.undoStack()->redo();
    } else if (event->matches(QKeySequence::Save)) {
        askSave(false);
    } else {
        QWidget::keyPressEvent(event);
    }
}

void ComposerPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_wantsFit) {
        m_wantsFit = false;
        QMetaObject::invokeMethod(
            this,
            [this] {
                refreshPicture();
                m_canvas->zoomToFit();
            },
            Qt::QueuedConnection);
    }
    refreshState();
}

void ComposerPanel::hideEvent(QHideEvent* event) {
    // What covers the window would stand over another page.
    if (!event->spontaneous() && m_sheet != nullptr && m_sheet->isVisible()) {
        m_sheet->close();
    }
    QWidget::hideEvent(event);
}

}  // namespace minarai::studio
