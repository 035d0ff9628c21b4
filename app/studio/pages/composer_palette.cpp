// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/composer_palette.h"

#include <QKeyEvent>
#include <QVBoxLayout>
#include <utility>
#include <vector>

#include "spec/blocks.h"
#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/graph/graph_view.h"
#include "widgets/theme/theme.h"

namespace minarai::studio {

namespace {

std::vector<widgets::SearchSection> sections() {
    std::vector<widgets::SearchSection> sections;
    for (const spec::PaletteCategory& category : spec::palette()) {
        widgets::SearchSection section;
        section.heading = coreText("Palette", category.label);
        for (const spec::PaletteEntry& entry : category.entries) {
            const QString name = toQString(entry.name);
            if (entry.isBlock) {
                section.entries.push_back({coreText("Block", entry.label),
                                           coreText("Block", entry.about),
                                           QStringLiteral("block:") + name, name});
            } else {
                section.entries.push_back({toQString(entry.label), coreText("Op", entry.about),
                                           QStringLiteral("op:") + name, name});
            }
        }
        sections.push_back(std::move(section));
    }
    return sections;
}

}  // namespace

ComposerPalette::ComposerPalette(QWidget* parent)
    : QWidget(parent), m_card(new widgets::Card), m_choices(new widgets::SearchList) {
    setMinimumWidth(168);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    search()->setObjectName(QStringLiteral("paletteSearch"));
    search()->installEventFilter(this);
    list()->setObjectName(QStringLiteral("paletteList"));
    list()->setDragEnabled(true);
    list()->setDragDropMode(QAbstractItemView::DragOnly);
    m_choices->model()->setMimeType(QLatin1String(widgets::GraphView::kMimeType));
    m_card->body()->addWidget(m_choices, 1);
    connect(search(), &QLineEdit::textEdited, this, [this] { m_hasInserted = false; });
    connect(list(), &QListView::doubleClicked, m_choices, &widgets::SearchList::activateCurrent);
    connect(m_choices, &widgets::SearchList::activated, this, [this](const QString& item) {
        Q_EMIT insertWanted(item);
        m_hasInserted = true;
    });
    connect(m_choices, &widgets::SearchList::escaped, this, &ComposerPalette::left);
    retranslate();
}

void ComposerPalette::focusSearch() {
    search()->setFocus(Qt::ShortcutFocusReason);
    search()->selectAll();
    m_choices->chooseFirst();
}

bool ComposerPalette::eventFilter(QObject* watched, QEvent* event) {
    // The newest thing that was done is the layer, not the word by which it was found.
    if (event->type() == QEvent::KeyPress && m_hasInserted &&
        static_cast<QKeyEvent*>(event)->matches(QKeySequence::Undo)) {
        Q_EMIT undoWanted();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void ComposerPalette::retranslate() {
    m_card->setTitle(tr("Layers"));
    search()->setPlaceholderText(tr("Find a layer"));
    search()->setAccessibleName(tr("Find a layer"));
    search()->setToolTip(tr("Type, choose with the arrow keys, insert with Enter (/)"));
    list()->setAccessibleName(tr("Layers and blocks"));
    m_choices->model()->setSections(sections());
}

void ComposerPalette::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
