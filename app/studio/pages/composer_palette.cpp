// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/composer_palette.h"

#include <QKeyEvent>
#include <QMimeData>
#include <QVBoxLayout>

#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/graph/graph_view.h"
#include "widgets/theme/theme.h"

namespace minarai::studio {

PaletteModel::PaletteModel(QObject* parent) : QAbstractListModel(parent) {
    fill();
}

void PaletteModel::fill() {
    // Names first; what a layer is about counts only where no name fits.
    for (const bool byMeaning : {false, true}) {
        m_rows.clear();
        for (const spec::PaletteCategory& category : spec::palette()) {
            std::vector<Row> rows;
            for (const spec::PaletteEntry& entry : category.entries) {
                const Row row{
                    entry.isBlock ? coreText("Block", entry.label) : toQString(entry.label),
                    coreText(entry.isBlock ? "Block" : "Op", entry.about),
                    (entry.isBlock ? QStringLiteral("block:") : QStringLiteral("op:")) +
                        toQString(entry.name)};
                const bool fits = row.text.contains(m_search, Qt::CaseInsensitive) ||
                                  toQString(entry.name).contains(m_search, Qt::CaseInsensitive) ||
                                  (byMeaning && row.about.contains(m_search, Qt::CaseInsensitive));
                if (fits) {
                    rows.push_back(row);
                }
            }
            if (!rows.empty()) {
                m_rows.push_back({coreText("Palette", category.label), {}, {}});
                m_rows.insert(m_rows.end(), rows.begin(), rows.end());
            }
        }
        if (!m_rows.empty()) {
            return;
        }
    }
}

void PaletteModel::setSearch(const QString& text) {
    beginResetModel();
    m_search = text.trimmed();
    fill();
    endResetModel();
}

void PaletteModel::retranslate() {
    setSearch(m_search);
}

int PaletteModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const bool isHeading = row.item.isEmpty();
    const widgets::Theme& theme = widgets::Theme::of();
    switch (role) {
        case Qt::DisplayRole:
            return row.text;
        case Qt::ToolTipRole:
            return row.about;
        case Qt::FontRole:
            return theme.font(isHeading ? widgets::FontRole::Label : widgets::FontRole::Body);
        case Qt::ForegroundRole:
            return theme.color(isHeading ? widgets::Token::Secondary : widgets::Token::Text);
        case Qt::SizeHintRole:
            return QSize(100, isHeading ? 28 : 25);
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(Qt::AlignLeft |
                                       (isHeading ? Qt::AlignBottom : Qt::AlignVCenter));
        case kItemRole:
            return row.item;
        default:
            return {};
    }
}

Qt::ItemFlags PaletteModel::flags(const QModelIndex& index) const {
    return data(index, kItemRole).toString().isEmpty()
               ? Qt::NoItemFlags
               : Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled;
}

QStringList PaletteModel::mimeTypes() const {
    return {QLatin1String(widgets::GraphView::kMimeType)};
}

QMimeData* PaletteModel::mimeData(const QModelIndexList& indexes) const {
    if (indexes.isEmpty()) {
        return nullptr;
    }
    auto* mime = new QMimeData;
    mime->setData(QLatin1String(widgets::GraphView::kMimeType),
                  data(indexes.front(), kItemRole).toString().toUtf8());
    return mime;
}

ComposerPalette::ComposerPalette(QWidget* parent)
    : QWidget(parent), m_card(new widgets::Card), m_search(new QLineEdit), m_list(new QListView) {
    setMinimumWidth(168);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    m_search->setObjectName(QStringLiteral("paletteSearch"));
    m_search->setClearButtonEnabled(true);
    m_search->setAcceptDrops(false);
    widgets::setRole(m_search, "search");
    m_search->installEventFilter(this);
    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setModel(&m_model);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setDragEnabled(true);
    m_list->setDragDropMode(QAbstractItemView::DragOnly);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->installEventFilter(this);
    m_card->body()->addWidget(m_search);
    m_card->body()->addWidget(m_list, 1);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_model.setSearch(text);
        chooseFirst();
    });
    connect(m_search, &QLineEdit::returnPressed, this, &ComposerPalette::insertCurrent);
    connect(m_search, &QLineEdit::textEdited, this, [this] { m_hasInserted = false; });
    connect(m_list, &QListView::doubleClicked, this, &ComposerPalette::insertCurrent);
    retranslate();
}

void ComposerPalette::focusSearch() {
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
    chooseFirst();
}

void ComposerPalette::chooseFirst() {
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const QModelIndex index = m_model.index(row);
        if (!index.data(PaletteModel::kItemRole).toString().isEmpty()) {
            m_list->setCurrentIndex(index);
            return;
        }
    }
}

void ComposerPalette::insertCurrent() {
    const QString item = m_list->currentIndex().data(PaletteModel::kItemRole).toString();
    if (!item.isEmpty()) {
        Q_EMIT insertWanted(item);
        m_hasInserted = true;
    }
}

bool ComposerPalette::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Escape) {
            Q_EMIT left();
            return true;
        }
        if (watched == m_search && m_hasInserted && key->matches(QKeySequence::Undo)) {
            // The newest thing that was done is the layer, not the word by which it was found.
            Q_EMIT undoWanted();
            return true;
        }
        if (watched == m_search && (key->key() == Qt::Key_Down || key->key() == Qt::Key_Up)) {
            // The list is walked through while the text stays under the fingers.
            const int step = key->key() == Qt::Key_Down ? 1 : -1;
            for (int row = m_list->currentIndex().row() + step;
                 row >= 0 && row < m_model.rowCount(); row += step) {
                const QModelIndex index = m_model.index(row);
                if (!index.data(PaletteModel::kItemRole).toString().isEmpty()) {
                    m_list->setCurrentIndex(index);
                    break;
                }
            }
            return true;
        }
        if (watched == m_list && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)) {
            insertCurrent();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ComposerPalette::retranslate() {
    m_card->setTitle(tr("Layers"));
    m_search->setPlaceholderText(tr("Find a layer"));
    m_search->setAccessibleName(tr("Find a layer"));
    m_search->setToolTip(tr("Type, choose with the arrow keys, insert with Enter (/)"));
    m_list->setAccessibleName(tr("Layers and blocks"));
    m_model.retranslate();
}

void ComposerPalette::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
