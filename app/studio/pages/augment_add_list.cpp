// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/augment_add_list.h"

#include <QKeyEvent>
#include <QScreen>
#include <QVBoxLayout>

#include "augment/transform_about.h"
#include "studio/session/augment_document.h"
#include "studio/texts.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"

namespace minarai::studio {

namespace {

constexpr int kLeastWidth = 280;
constexpr int kMostHeight = 420;

QString meaningOf(const augment::Transform& transform) {
    return coreText("Transform", std::string(augment::aboutTransform(transform).meaning));
}

}  // namespace

TransformListModel::TransformListModel(QObject* parent) : QAbstractListModel(parent) {
    fill();
}

void TransformListModel::fill() {
    // Names first; what a transform is for counts only where no name fits.
    for (const bool byMeaning : {false, true}) {
        m_rows.clear();
        for (int kind = 0; kind < augment::kTransformKinds; ++kind) {
            const auto wanted = static_cast<augment::TransformKind>(kind);
            std::vector<Row> rows;
            for (const augment::Transform* transform : augment::allTransforms()) {
                if (augment::aboutTransform(*transform).kind != wanted) {
                    continue;
                }
                const QString name = transformTitle(*transform);
                const QString about = meaningOf(*transform);
                if (name.contains(m_search, Qt::CaseInsensitive) ||
                    (byMeaning && about.contains(m_search, Qt::CaseInsensitive))) {
                    rows.push_back({name, about, name});
                }
            }
            if (!rows.empty()) {
                const auto heading = augment::transformKindName(wanted);
                m_rows.push_back({coreText("Transform", std::string(heading)), {}, {}});
                m_rows.insert(m_rows.end(), rows.begin(), rows.end());
            }
        }
        if (!m_rows.empty()) {
            return;
        }
    }
}

void TransformListModel::setSearch(const QString& text) {
    beginResetModel();
    m_search = text.trimmed();
    fill();
    endResetModel();
}

int TransformListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant TransformListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const bool isHeading = row.name.isEmpty();
    const widgets::Theme& theme = widgets::Theme::of();
    switch (role) {
        case Qt::DisplayRole:
            return row.text;
        case Qt::ToolTipRole:
        case Qt::AccessibleDescriptionRole:
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
        case kNameRole:
            return row.name;
        default:
            return {};
    }
}

Qt::ItemFlags TransformListModel::flags(const QModelIndex& index) const {
    return data(index, kNameRole).toString().isEmpty() ? Qt::NoItemFlags
                                                       : Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

AugmentAddList::AugmentAddList(QWidget* parent)
    : QFrame(parent, Qt::Popup),
      m_search(new QLineEdit),
      m_list(new QListView),
      m_about(new QLabel) {
    setObjectName(QStringLiteral("addList"));
    widgets::setRole(this, "card");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 10, 10, 10);
    column->setSpacing(8);
    widgets::setRole(m_search, "search");
    m_search->setObjectName(QStringLiteral("addSearch"));
    m_search->setClearButtonEnabled(true);
    m_search->installEventFilter(this);
    m_list->setObjectName(QStringLiteral("addChoices"));
    m_list->setModel(&m_model);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->installEventFilter(this);
    widgets::setRole(m_about, "secondary");
    m_about->setWordWrap(true);
    m_about->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_about->setFixedHeight(m_about->fontMetrics().lineSpacing() * 3);
    column->addWidget(m_search);
    column->addWidget(m_list, 1);
    column->addWidget(m_about);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_model.setSearch(text);
        chooseFirst();
    });
    connect(m_list, &QListView::clicked, this, &AugmentAddList::take);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& current) {
                m_about->setText(widgets::phrased(current.data(Qt::ToolTipRole).toString()));
            });
    retranslate();
}

void AugmentAddList::openBeneath(QWidget* button) {
    m_search->clear();
    m_model.setSearch({});
    const QRect screen = button->screen()->availableGeometry();
    QPoint place = button->mapToGlobal(QPoint(0, button->height() + 4));
    const int height = std::min(kMostHeight, screen.height() - 40);
    const int width = std::max(kLeastWidth, button->width());
    place.setX(std::clamp(place.x(), screen.left(), screen.right() - width));
    if (place.y() + height > screen.bottom()) {
        place.setY(std::max(screen.top(), button->mapToGlobal(QPoint(0, -4)).y() - height));
    }
    setGeometry(QRect(place, QSize(width, height)));
    show();
    m_search->setFocus(Qt::PopupFocusReason);
    chooseFirst();
}

void AugmentAddList::chooseFirst() {
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const QModelIndex index = m_model.index(row);
        if (!index.data(TransformListModel::kNameRole).toString().isEmpty()) {
            m_list->setCurrentIndex(index);
            return;
        }
    }
    m_about->setText(tr("No transform matches."));
}

void AugmentAddList::take() {
    const QString name = m_list->currentIndex().data(TransformListModel::kNameRole).toString();
    if (!name.isEmpty()) {
        hide();
        Q_EMIT chosen(name);
    }
}

bool AugmentAddList::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress) {
        return QFrame::eventFilter(watched, event);
    }
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Escape) {
        hide();
        return true;
    }
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        take();
        return true;
    }
    if (watched == m_search && (key == Qt::Key_Down || key == Qt::Key_Up)) {
        // The list is walked through while the text stays under the fingers.
        const int step = key == Qt::Key_Down ? 1 : -1;
        for (int row = m_list->currentIndex().row() + step; row >= 0 && row < m_model.rowCount();
             row += step) {
            const QModelIndex index = m_model.index(row);
            if (!index.data(TransformListModel::kNameRole).toString().isEmpty()) {
                m_list->setCurrentIndex(index);
                break;
            }
        }
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

void AugmentAddList::retranslate() {
    setAccessibleName(tr("Add a step"));
    m_search->setPlaceholderText(tr("Find a transform"));
    m_search->setAccessibleName(tr("Find a transform"));
    m_list->setAccessibleName(tr("Transforms"));
    m_model.setSearch(m_search->text());
}

void AugmentAddList::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QFrame::changeEvent(event);
}

}  // namespace minarai::studio
