// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/tables/search_list.h"

#include <QKeyEvent>
#include <QMimeData>
#include <QVBoxLayout>
#include <utility>

#include "widgets/theme/theme.h"

namespace minarai::widgets {

void SearchListModel::setSections(std::vector<SearchSection> sections) {
    beginResetModel();
    m_sections = std::move(sections);
    fill();
    endResetModel();
}

void SearchListModel::setSearch(const QString& text) {
    beginResetModel();
    m_search = text.trimmed();
    fill();
    endResetModel();
}

bool SearchListModel::fits(const SearchEntry& entry, bool byMeaning) const {
    return entry.text.contains(m_search, Qt::CaseInsensitive) ||
           entry.alias.contains(m_search, Qt::CaseInsensitive) ||
           (byMeaning && entry.about.contains(m_search, Qt::CaseInsensitive));
}

void SearchListModel::fill() {
    // Names first; what an entry is about counts only where no name fits.
    for (const bool byMeaning : {false, true}) {
        m_rows.clear();
        for (const SearchSection& section : m_sections) {
            bool hasHeading = false;
            for (const SearchEntry& entry : section.entries) {
                if (!fits(entry, byMeaning)) {
                    continue;
                }
                if (!std::exchange(hasHeading, true)) {
                    m_rows.push_back({section.heading, {}, {}, {}});
                }
                m_rows.push_back(entry);
            }
        }
        if (!m_rows.empty()) {
            return;
        }
    }
}

int SearchListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant SearchListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const SearchEntry& row = m_rows[static_cast<std::size_t>(index.row())];
    const bool isHeading = row.key.isEmpty();
    const Theme& theme = Theme::of();
    switch (role) {
        case Qt::DisplayRole:
            return row.text;
        case Qt::ToolTipRole:
        case Qt::AccessibleDescriptionRole:
            return row.about;
        case Qt::FontRole:
            return theme.font(isHeading ? FontRole::Label : FontRole::Body);
        case Qt::ForegroundRole:
            return theme.color(isHeading ? Token::Secondary : Token::Text);
        case Qt::SizeHintRole:
            return QSize(100, isHeading ? 28 : 25);
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(Qt::AlignLeft |
                                       (isHeading ? Qt::AlignBottom : Qt::AlignVCenter));
        case kKeyRole:
            return row.key;
        default:
            return {};
    }
}

Qt::ItemFlags SearchListModel::flags(const QModelIndex& index) const {
    if (data(index, kKeyRole).toString().isEmpty()) {
        return Qt::NoItemFlags;
    }
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable |
           (m_mimeType.isEmpty() ? Qt::NoItemFlags : Qt::ItemIsDragEnabled);
}

QStringList SearchListModel::mimeTypes() const {
    return m_mimeType.isEmpty() ? QStringList() : QStringList(m_mimeType);
}

QMimeData* SearchListModel::mimeData(const QModelIndexList& indexes) const {
    if (indexes.isEmpty() || m_mimeType.isEmpty()) {
        return nullptr;
    }
    auto* mime = new QMimeData;
    mime->setData(m_mimeType, data(indexes.front(), kKeyRole).toString().toUtf8());
    return mime;
}

SearchList::SearchList(QWidget* parent)
    : QWidget(parent), m_search(new QLineEdit), m_list(new QListView) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    setRole(m_search, "search");
    m_search->setClearButtonEnabled(true);
    m_search->setAcceptDrops(false);
    m_search->installEventFilter(this);
    m_list->setModel(&m_model);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->installEventFilter(this);
    column->addWidget(m_search);
    column->addWidget(m_list, 1);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_model.setSearch(text);
        chooseFirst();
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& current) {
                Q_EMIT currentChanged(current.data(Qt::ToolTipRole).toString());
            });
}

bool SearchList::chooseFrom(int row, int step) {
    for (; row >= 0 && row < m_model.rowCount(); row += step) {
        const QModelIndex index = m_model.index(row);
        if (!index.data(SearchListModel::kKeyRole).toString().isEmpty()) {
            m_list->setCurrentIndex(index);
            return true;
        }
    }
    return false;
}

void SearchList::chooseFirst() {
    if (!chooseFrom(0, 1)) {
        Q_EMIT currentChanged({});
    }
}

void SearchList::activateCurrent() {
    const QString key = m_list->currentIndex().data(SearchListModel::kKeyRole).toString();
    if (!key.isEmpty()) {
        Q_EMIT activated(key);
    }
}

bool SearchList::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress) {
        return QWidget::eventFilter(watched, event);
    }
    switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Escape:
            Q_EMIT escaped();
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            activateCurrent();
            return true;
        case Qt::Key_Down:
        case Qt::Key_Up:
            if (watched == m_search) {
                const int step = static_cast<QKeyEvent*>(event)->key() == Qt::Key_Down ? 1 : -1;
                (void)chooseFrom(m_list->currentIndex().row() + step, step);
                return true;
            }
            break;
        default:
            break;
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace minarai::widgets
