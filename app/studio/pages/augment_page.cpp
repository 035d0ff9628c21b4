// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/augment_page.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QUrl>
#include <QVBoxLayout>

#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/theme.h"

namespace minarai::studio {

namespace {

enum StackIndex { kEmpty, kContent };

/// The one image file of what is dragged; empty for folders and other things.
QString imageOf(const QMimeData& mime) {
    for (const QUrl& url : mime.urls()) {
        const QString file = url.toLocalFile();
        if (!file.isEmpty() && !QFileInfo(file).isDir()) {
            return file;
        }
    }
    return {};
}

}  // namespace

AugmentPage::AugmentPage(Workspace& workspace, Actions& actions, QWidget* parent)
    : Page(workspace, actions, parent),
      m_bar(new QWidget),
      m_train(new QPushButton),
      m_open(new QPushButton),
      m_save(new QPushButton),
      m_code(new QPushButton),
      m_undo(widgets::iconButton(QStringLiteral("undo"), {})),
      m_redo(widgets::iconButton(QStringLiteral("redo"), {})),
      m_stack(new QStackedWidget),
      m_empty(new widgets::EmptyState(QStringLiteral("augment"), {}, {})),
      m_sample(m_empty->addButton({}, true)),
      m_folder(m_empty->addButton({})),
      m_splitter(new QSplitter),
      m_cards(new AugmentCards(workspace)),
      m_preview(new AugmentPreviewPanel(workspace)),
      m_variant(new AugmentVariantPanel(workspace.augment().preview())) {
    setAcceptDrops(true);
    setFocusPolicy(Qt::ClickFocus);
    makeBar();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(widgets::kGap, widgets::kGap, widgets::kGap, widgets::kGap);
    layout->addWidget(m_stack);
    auto* emptyCard = new widgets::Card;
    emptyCard->setContent(m_empty);
    m_stack->addWidget(emptyCard);
    m_splitter->setHandleWidth(widgets::kGap);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_cards);
    m_splitter->addWidget(m_preview);
    m_splitter->addWidget(m_variant);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({332, 480, 272});
    m_splitter->restoreState(workspace.settings().state(QStringLiteral("augment_splitter")));
    m_stack->addWidget(m_splitter);
    connectAll();
    retranslate();
    updateStack();
}

AugmentPage::~AugmentPage() {
    workspace().settings().setState(QStringLiteral("augment_splitter"), m_splitter->saveState());
}

void AugmentPage::makeBar() {
    auto* bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(0, 0, 0, 0);
    bar->setSpacing(8);
    widgets::setRole(m_train, "primary");
    m_train->setObjectName(QStringLiteral("augmentTrain"));
    m_open->setObjectName(QStringLiteral("openPipeline"));
    m_save->setObjectName(QStringLiteral("savePipeline"));
    m_code->setObjectName(QStringLiteral("copyCode"));
    m_undo->setObjectName(QStringLiteral("augmentUndo"));
    m_redo->setObjectName(QStringLiteral("augmentRedo"));
    bar->addWidget(m_train);
    bar->addWidget(m_open);
    bar->addWidget(m_save);
    bar->addWidget(m_code);
    bar->addSpacing(4);
    bar->addWidget(m_undo);
    bar->addWidget(m_redo);
    bar->addStretch();
}

void AugmentPage::connectAll() {
    connect(m_train, &QPushButton::clicked, actions().get(ActionId::PageTrain), &QAction::trigger);
    connect(m_open, &QPushButton::clicked, this, &AugmentPage::askOpen);
    connect(m_save, &QPushButton::clicked, this, &AugmentPage::askSave);
    connect(m_code, &QPushButton::clicked, this, &AugmentPage::copyCode);
    connect(m_sample, &QPushButton::clicked, actions().get(ActionId::Sample), &QAction::trigger);
    connect(m_folder, &QPushButton::clicked, actions().get(ActionId::Open), &QAction::trigger);
    QUndoStack* undo = document().undoStack();
    connect(m_undo, &QToolButton::clicked, undo, &QUndoStack::undo);
    connect(m_redo, &QToolButton::clicked, undo, &QUndoStack::redo);
    connect(undo, &QUndoStack::indexChanged, this, &AugmentPage::updateBar);
    const auto unsay = [this] {
        if (isVisible()) {
            Q_EMIT unsaid();
        }
    };
    connect(&document(), &AugmentDocument::changed, this, unsay);
    connect(&workspace().augment(), &AugmentSession::failed, this, &AugmentPage::sayError);
    connect(&workspace().project(), &ProjectSession::opened, this, [this] {
        m_preview->takeProject();
        updateStack();
    });
    connect(m_preview, &AugmentPreviewPanel::currentChanged, this,
            [this] { m_variant->showVariant(m_preview->current()); });
    connect(m_preview, &AugmentPreviewPanel::refused, this, [this](const QString& sentence) {
        Q_EMIT said({widgets::MessageBar::Kind::Error, sentence, tr("Another image"),
                     [this] { m_preview->randomImage(); }});
    });
    connect(m_preview, &AugmentPreviewPanel::accepted, this, unsay);
    connect(m_preview->variants(), &widgets::VariantView::variantActivated, this, [this](int row) {
        const auto& variants = workspace().augment().preview().variants();
        ImageSequence sequence;
        sequence.count = static_cast<int>(variants.size());
        sequence.at = [variants](int at) {
            const PreviewVariant& variant = variants[static_cast<std::size_t>(at)];
            ImageRef ref;
            ref.image = variant.network;
            ref.title = tr("Variant %1").arg(at + 1);
            return ref;
        };
        sequence.moved = [this](int at) { m_preview->variants()->setCurrentVariant(at); };
        Q_EMIT largeViewWanted(sequence, row);
    });
    connect(m_cards, &AugmentCards::refused, this, [this](const QString& sentence) {
        Q_EMIT said({widgets::MessageBar::Kind::Error, sentence, {}, {}});
    });
}

void AugmentPage::updateStack() {
    const bool hasProject = workspace().project().project() != nullptr;
    m_stack->setCurrentIndex(hasProject ? kContent : kEmpty);
    updateBar();
}

void AugmentPage::updateBar() {
    const bool hasProject = workspace().project().project() != nullptr;
    for (QWidget* button : std::initializer_list<QWidget*>{m_train, m_open, m_save, m_code}) {
        button->setEnabled(hasProject);
    }
    QUndoStack* undo = document().undoStack();
    m_undo->setEnabled(hasProject && undo->canUndo());
    m_redo->setEnabled(hasProject && undo->canRedo());
    m_undo->setToolTip(
        withShortcut(undo->canUndo() ? tr("Undo: %1").arg(undo->undoText()) : tr("Undo"),
                     QStringLiteral("Ctrl+Z")));
    m_redo->setToolTip(
        withShortcut(undo->canRedo() ? tr("Redo: %1").arg(undo->redoText()) : tr("Redo"),
                     QStringLiteral("Ctrl+Shift+Z")));
    m_undo->setAccessibleName(tr("Undo"));
    m_redo->setAccessibleName(tr("Redo"));
}

bool AugmentPage::takesKey(const QKeyEvent& event) const {
    const bool ctrl = event.modifiers() == Qt::ControlModifier;
    const bool ctrlShift = event.modifiers() == (Qt::ControlModifier | Qt::ShiftModifier);
    return (ctrl &&
            (event.key() == Qt::Key_S || event.key() == Qt::Key_Z || event.key() == Qt::Key_Y)) ||
           (ctrlShift && (event.key() == Qt::Key_Z || event.key() == Qt::Key_C));
}

bool AugmentPage::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && takesKey(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return Page::event(event);
}

void AugmentPage::keyPressEvent(QKeyEvent* event) {
    if (m_stack->currentIndex() != kContent) {
        Page::keyPressEvent(event);
        return;
    }
    const bool ctrl = event->modifiers() == Qt::ControlModifier;
    const bool ctrlShift = event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier);
    const bool plain = event->modifiers() == Qt::NoModifier;
    // Letters only where no field has taken them.
    if (ctrl && event->key() == Qt::Key_Z) {
        document().undoStack()->undo();
    } else if ((ctrlShift && event->key() == Qt::Key_Z) || (ctrl && event->key() == Qt::Key_Y)) {
        document().undoStack()->redo();
    } else if (ctrl && event->key() == Qt::Key_S) {
        askSave();
    } else if (ctrlShift && event->key() == Qt::Key_C) {
        copyCode();
    } else if (event->text() == QLatin1String("/") || (plain && event->key() == Qt::Key_Insert)) {
        m_cards->openAddList();
    } else if (plain && event->key() == Qt::Key_R) {
        m_preview->randomImage();
    } else if (plain && event->key() == Qt::Key_N) {
        m_preview->nextImage();
    } else if (plain && event->key() == Qt::Key_S) {
        m_preview->newSeed();
    } else {
        Page::keyPressEvent(event);
    }
}

void AugmentPage::dragEnterEvent(QDragEnterEvent* event) {
    if (m_stack->currentIndex() == kContent && !imageOf(*event->mimeData()).isEmpty()) {
        event->acceptProposedAction();
        return;
    }
    event->ignore();  // a folder is the window's
}

void AugmentPage::dropEvent(QDropEvent* event) {
    const QString file = imageOf(*event->mimeData());
    if (file.isEmpty()) {
        event->ignore();
        return;
    }
    event->acceptProposedAction();
    m_preview->showFile(toPath(file));
}

}  // namespace minarai::studio
