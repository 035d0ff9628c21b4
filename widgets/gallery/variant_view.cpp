// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/gallery/variant_view.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <algorithm>
#include <cmath>

#include "widgets/theme/theme.h"

namespace minarai::widgets {

namespace {

constexpr int kCellGap = 6;
constexpr int kCaptionHeight = 18;  ///< of one line
constexpr int kLineHeight = 15;     ///< of each further one

}  // namespace

/// Paints one picture in its frame.
class VariantDelegate final : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize picture{1, 1};  ///< logical pixels
    int captionLines = 0;

    [[nodiscard]] int captionHeight() const {
        return captionLines == 0 ? 0 : kCaptionHeight + (captionLines - 1) * kLineHeight;
    }
    [[nodiscard]] QSize cell() const {
        return picture + QSize(kCellGap, kCellGap + captionHeight());
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& /*option*/,
                                 const QModelIndex& /*index*/) const override {
        return cell();
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const Theme& theme = Theme::of(option.widget);
        const QRect place(option.rect.topLeft() + QPoint(kCellGap / 2, kCellGap / 2), picture);
        const auto shown = index.data(VariantModel::PictureRole).value<QImage>();
        painter->save();
        if (shown.isNull()) {
            painter->fillRect(place, theme.color(Token::Hover));
            if (index.data(VariantModel::BrokenRole).toBool()) {
                QRect icon(0, 0, 28, 28);
                icon.moveCenter(place.center());
                theme.icon(QStringLiteral("broken-image"), Token::Tertiary).paint(painter, icon);
            }
        } else {
            painter->drawImage(place, shown);
        }
        if (captionLines > 0) {
            QRect line(place.left(), place.bottom() + 1, place.width(), kCaptionHeight);
            painter->setFont(theme.font(FontRole::Label));
            painter->setPen(theme.color(Token::Secondary));
            const QString caption = index.data(VariantModel::CaptionRole).toString();
            for (const QString& text : caption.split(QLatin1Char('\n')).mid(0, captionLines)) {
                painter->drawText(
                    line, Qt::AlignVCenter | Qt::AlignHCenter,
                    painter->fontMetrics().elidedText(text, Qt::ElideRight, line.width()));
                line.translate(0, kLineHeight);
            }
        }
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const bool over = option.state.testFlag(QStyle::State_MouseOver);
        if (selected || over) {
            painter->setBrush(Qt::NoBrush);
            painter->setPen(QPen(theme.color(selected ? Token::Accent : Token::Tertiary),
                                 selected ? 2.5 : 1.0));
            painter->drawRect(QRectF(place).adjusted(-1, -1, 1, 1));
        }
        painter->restore();
    }
};

VariantView::VariantView(QWidget* parent)
    : QListView(parent), m_delegate(new VariantDelegate(this)) {
    setItemDelegate(m_delegate);
    setViewMode(QListView::IconMode);
    setMovement(QListView::Static);
    setFlow(QListView::LeftToRight);
    setWrapping(true);
    setUniformItemSizes(true);
    setResizeMode(QListView::Adjust);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setDragEnabled(false);
    setAcceptDrops(false);
    connect(this, &QListView::doubleClicked, this,
            [this](const QModelIndex& index) { Q_EMIT variantActivated(index.row()); });
}

VariantView::~VariantView() = default;

void VariantView::setVariantModel(VariantModel* model) {
    setModel(model);
    connect(model, &QAbstractItemModel::modelReset, this, &VariantView::layoutCells);
    layoutCells();
}

void VariantView::setShape(QSize shape) {
    if (shape != m_shape && !shape.isEmpty()) {
        m_shape = shape;
        layoutCells();
    }
}

void VariantView::setCaptionLines(int lines) {
    if (lines != m_delegate->captionLines) {
        m_delegate->captionLines = lines;
        layoutCells();
    }
}

void VariantView::setEmptyText(const QString& text) {
    m_emptyText = text;
    viewport()->update();
}

QSize VariantView::pictureSize() const {
    return (QSizeF(m_delegate->picture) * devicePixelRatioF()).toSize();
}

void VariantView::setCurrentVariant(int row) {
    if (model() != nullptr && row >= 0 && row < model()->rowCount()) {
        setCurrentIndex(model()->index(row, 0));
    }
}

void VariantView::layoutCells() {
    const int count = model() == nullptr ? 0 : model()->rowCount();
    // One pixel is kept back: QListView wraps when the cells fill the row exactly.
    // Margins are made here, so the room is that of the whole view; there is no frame.
    const QSize room = size() - QSize(1, 1);
    if (count == 0 || room.width() < 8 || room.height() < 8) {
        return;
    }
    const int extra = kCellGap + m_delegate->captionHeight();
    const double ratio = static_cast<double>(m_shape.height()) / m_shape.width();
    int best = 8;
    int bestColumns = 1;
    for (int columns = 1; columns <= count; ++columns) {
        const int rows = (count + columns - 1) / columns;
        const int byWidth = room.width() / columns - kCellGap;
        const int byHeight = static_cast<int>((room.height() / rows - extra) / ratio);
        if (const int width = std::min(byWidth, byHeight); width > best) {
            best = width;
            bestColumns = columns;
        }
    }
    const QSize before = m_delegate->picture;
    m_delegate->picture = QSize(best, std::max(1, static_cast<int>(best * ratio)));
    const QSize cell = m_delegate->cell();
    const int rows = (count + bestColumns - 1) / bestColumns;
    // In the middle of what is left.
    setViewportMargins(std::max(0, (room.width() - cell.width() * bestColumns) / 2),
                       std::max(0, (room.height() - cell.height() * rows) / 4),
                       std::max(0, (room.width() - cell.width() * bestColumns) / 2), 0);
    if (gridSize() != cell) {
        setGridSize(cell);
    }
    if (m_delegate->picture != before) {
        Q_EMIT pictureSizeChanged();
    }
}

void VariantView::resizeEvent(QResizeEvent* event) {
    QListView::resizeEvent(event);
    layoutCells();
}

void VariantView::paintEvent(QPaintEvent* event) {
    QListView::paintEvent(event);
    if ((model() == nullptr || model()->rowCount() == 0) && !m_emptyText.isEmpty()) {
        const Theme& theme = Theme::of(this);
        QPainter painter(viewport());
        painter.setFont(theme.font(FontRole::Secondary));
        painter.setPen(theme.color(Token::Secondary));
        painter.drawText(viewport()->rect().adjusted(24, 24, -24, -24),
                         Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
    }
}

void VariantView::keyPressEvent(QKeyEvent* event) {
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) &&
        currentIndex().isValid()) {
        Q_EMIT variantActivated(currentIndex().row());
        return;
    }
    const QString text = event->text();
    if (event->modifiers() == Qt::NoModifier && !text.isEmpty() && text[0].isLetter()) {
        event->ignore();  // there are no names to search: letters are the page's
        return;
    }
    QListView::keyPressEvent(event);
}

void VariantView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QListView::currentChanged(current, previous);
    Q_EMIT currentVariantChanged(current.row());
}

}  // namespace minarai::widgets
