// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/gallery/gallery_delegate.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "widgets/theme/theme.h"

namespace minarai::widgets {
namespace {

constexpr int kCellGap = 8;
constexpr int kCaptionHeight = 24;
constexpr qint64 kFadeMs = 140;
constexpr double kCardRadius = 4;

/// The largest 4:3-like part in the middle of the picture that has the area's shape.
QRectF coverSource(const QSize& picture, const QSize& area) {
    const double scale = std::min(static_cast<double>(picture.width()) / area.width(),
                                  static_cast<double>(picture.height()) / area.height());
    const QSizeF part(area.width() * scale, area.height() * scale);
    return {QPointF((picture.width() - part.width()) / 2, (picture.height() - part.height()) / 2),
            part};
}

}  // namespace

GalleryDelegate::GalleryDelegate(QObject* parent) : QStyledItemDelegate(parent) {
    m_clock.start();
}

void GalleryDelegate::setCell(QSize cell, qreal ratio) {
    m_cell = cell;
    m_ratio = ratio;
}

QSize GalleryDelegate::picturePixels() const {
    const int width = m_cell.width() - kCellGap;
    return (QSizeF(width, m_cell.height() - kCellGap - kCaptionHeight) * m_ratio).toSize();
}

int GalleryDelegate::heightFor(int cellWidth) {
    return (cellWidth - kCellGap) * 3 / 4 + kCaptionHeight + kCellGap;
}

void GalleryDelegate::beginFade(quint64 key) {
    m_fadeFrom.insert(key, m_clock.elapsed());
}

QList<quint64> GalleryDelegate::fading() {
    const QList<quint64> keys = m_fadeFrom.keys();
    const qint64 now = m_clock.elapsed();
    m_fadeFrom.removeIf([now](const auto& entry) { return now - entry.value() > kFadeMs; });
    return keys;
}

QSize GalleryDelegate::sizeHint(const QStyleOptionViewItem& /*option*/,
                                const QModelIndex& /*index*/) const {
    return m_cell;
}

void GalleryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
    const auto* model = qobject_cast<const GalleryModel*>(index.model());
    if (model == nullptr) {
        return;
    }
    const GalleryItem item = model->item(index.row());
    const Theme& theme = Theme::of(option.widget);
    const QRect card(option.rect.topLeft(), m_cell - QSize(kCellGap, kCellGap));
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool current = option.state.testFlag(QStyle::State_HasFocus);
    const bool over = option.state.testFlag(QStyle::State_MouseOver);

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    QPainterPath shape;
    shape.addRoundedRect(QRectF(card), kCardRadius, kCardRadius);
    painter->fillPath(shape, theme.color(selected ? Token::AccentGround : Token::Surface));
    painter->setClipPath(shape);
    const QRect picture(card.topLeft(), QSize(card.width(), card.height() - kCaptionHeight));
    paintPicture(*painter, picture, item);
    painter->setClipping(false);
    paintCaption(*painter, QRect(card.left(), picture.bottom() + 1, card.width(), kCaptionHeight),
                 item);

    painter->setBrush(Qt::NoBrush);
    if (selected || current) {
        painter->setPen(QPen(theme.color(Token::Accent), 2));
        painter->drawRoundedRect(QRectF(card).adjusted(1, 1, -1, -1), kCardRadius, kCardRadius);
    } else {
        painter->setPen(QPen(theme.color(over ? Token::Tertiary : Token::Border), 1));
        painter->drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), kCardRadius,
                                 kCardRadius);
    }
    painter->restore();
}

void GalleryDelegate::paintPicture(QPainter& painter, const QRect& area,
                                   const GalleryItem& item) const {
    const Theme& theme = Theme::of(nullptr);
    const quint64 key = item.thumbnailKey;
    QPixmap pixmap = m_source == nullptr ? QPixmap() : m_source->cached(key, picturePixels());
    double opacity = item.dimmed ? 0.35 : 1;
    if (const auto from = m_fadeFrom.constFind(key); from != m_fadeFrom.constEnd()) {
        opacity *= std::clamp(static_cast<double>(m_clock.elapsed() - *from) / kFadeMs, 0.0, 1.0);
    }
    if (pixmap.isNull() || opacity < 1) {
        painter.fillRect(area, theme.color(Token::Hover));
    }
    if (!pixmap.isNull()) {
        painter.setOpacity(opacity);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawPixmap(QRectF(area), pixmap, coverSource(pixmap.size(), area.size()));
        painter.setOpacity(1);
    } else if (m_source != nullptr && m_source->state(key) == ThumbnailSource::State::Unreadable) {
        const QIcon broken = theme.icon(QStringLiteral("broken-image"), Token::Tertiary);
        QRect place(0, 0, 28, 28);
        place.moveCenter(area.center());
        broken.paint(&painter, place);
    }
    if (item.excluded) {
        const QRect sign(area.right() - 25, area.top() + 6, 20, 20);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(Token::Surface));
        painter.drawEllipse(sign);
        theme.icon(QStringLiteral("exclude"), Token::WrongText)
            .paint(&painter, sign.adjusted(1, 1, -1, -1));
    }
    painter.setFont(theme.font(FontRole::Label));
    const QFontMetrics metrics = painter.fontMetrics();
    const auto pill = [&](const QRectF& place, const QString& text, const QColor& ink) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(16, 20, 26, 210));
        painter.drawRoundedRect(place, place.height() / 2, place.height() / 2);
        painter.setPen(ink);
        painter.drawText(place, Qt::AlignCenter, text);
    };
    const int height = metrics.height() + 2;
    int room = area.width() - (item.excluded ? 48 : 24);
    if (!item.mark.isEmpty()) {
        // On a dark pill whatever the picture is, so the dark set's colours hold for both themes.
        const QColor ink =
            item.markTone == GalleryItem::Verdict::Right   ? tokenColor(Token::Right, true)
            : item.markTone == GalleryItem::Verdict::Wrong ? tokenColor(Token::Wrong, true)
                                                           : QColor(Qt::white);
        const int width = std::max(height, metrics.horizontalAdvance(item.mark) + 8);
        pill(QRectF(area.right() - 4 - width, area.top() + 5, width, height), item.mark, ink);
        room -= width + 4;
    }
    if (!item.badge.isEmpty() && room > 12) {
        const bool right = item.verdict == GalleryItem::Verdict::Right;
        const QString sign = !item.badgeIsAnswer ? QString()
                             : right             ? QStringLiteral("✓ ")
                                                 : QStringLiteral("✗ ");
        const int before = metrics.horizontalAdvance(sign);
        const QString text = metrics.elidedText(item.badge, Qt::ElideRight, room - before);
        const QRect place(area.left() + 5, area.top() + 5,
                          before + metrics.horizontalAdvance(text) + 12, height);
        pill(place, {}, QColor(Qt::white));
        painter.drawText(place.adjusted(6 + before, 0, 0, 0), Qt::AlignVCenter, text);
        // On a dark pill, as the mark is.
        painter.setPen(tokenColor(right ? Token::Right : Token::Wrong, true));
        painter.drawText(place.adjusted(6, 0, 0, 0), Qt::AlignVCenter, sign);
    }
}

void GalleryDelegate::paintCaption(QPainter& painter, const QRect& area,
                                   const GalleryItem& item) const {
    const Theme& theme = Theme::of(nullptr);
    QRect text = area.adjusted(7, 0, -7, -1);
    painter.setFont(theme.font(FontRole::Label));
    const QFontMetrics metrics = painter.fontMetrics();
    if (item.verdict != GalleryItem::Verdict::None && !item.badgeIsAnswer) {
        const bool right = item.verdict == GalleryItem::Verdict::Right;
        theme
            .icon(right ? QStringLiteral("check") : QStringLiteral("cross"),
                  right ? Token::RightText : Token::WrongText)
            .paint(&painter, QRect(text.left(), area.center().y() - 6, 13, 13));
        text.setLeft(text.left() + 17);
    }
    if (item.changed) {
        theme.icon(QStringLiteral("pencil"), Token::Accent)
            .paint(&painter, QRect(text.left(), area.center().y() - 6, 13, 13));
        text.setLeft(text.left() + 17);
    }
    // On narrow cards the class matters more than its number.
    const int number = metrics.horizontalAdvance(item.rightText);
    if (number > 0 && number < text.width() * 3 / 5) {
        painter.setPen(theme.color(Token::Secondary));
        painter.drawText(text, Qt::AlignRight | Qt::AlignVCenter, item.rightText);
        text.setRight(text.right() - number - 6);
    }
    painter.setPen(theme.color(item.dimmed    ? Token::Secondary
                               : item.changed ? Token::Accent
                                              : Token::Text));
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(item.caption, Qt::ElideRight, text.width()));
}

}  // namespace minarai::widgets
