// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/icons.h"

#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <utility>

namespace minarai::widgets {

TintedIconEngine::TintedIconEngine(const Theme* theme, QString file, Token tint)
    : m_theme(theme), m_file(std::move(file)), m_tint(tint) {}

QColor TintedIconEngine::colorFor(QIcon::Mode mode, QIcon::State state) const {
    if (m_theme == nullptr) {
        return tokenColor(m_tint, false);
    }
    if (mode == QIcon::Disabled) {
        return m_theme->color(Token::Tertiary);
    }
    return m_theme->color(state == QIcon::On ? Token::Accent : m_tint);
}

void TintedIconEngine::paint(QPainter* painter, const QRect& rect, QIcon::Mode mode,
                             QIcon::State state) {
    const qreal ratio = painter->device() != nullptr ? painter->device()->devicePixelRatioF() : 1;
    const QSize size = (QSizeF(rect.size()) * ratio).toSize();
    painter->drawPixmap(rect, pixmap(size, mode, state));
}

QPixmap TintedIconEngine::pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) {
    if (size.isEmpty()) {
        return {};
    }
    const QColor color = colorFor(mode, state);
    const QString key = QStringLiteral("mn-icon:%1:%2x%3:%4")
                            .arg(m_file)
                            .arg(size.width())
                            .arg(size.height())
                            .arg(color.rgba());
    QPixmap result;
    if (QPixmapCache::find(key, &result)) {
        return result;
    }
    QSvgRenderer renderer(m_file);
    result = QPixmap(size);
    result.fill(Qt::transparent);
    QPainter painter(&result);
    const int side = qMin(size.width(), size.height());
    QRectF target(0, 0, side, side);
    target.moveCenter(QRectF(QPointF(), size).center());
    renderer.render(&painter, target);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(result.rect(), color);
    painter.end();
    QPixmapCache::insert(key, result);
    return result;
}

QPixmap TintedIconEngine::scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state,
                                       qreal /*scale*/) {
    return pixmap(size, mode, state);
}

QIconEngine* TintedIconEngine::clone() const {
    return new TintedIconEngine(m_theme, m_file, m_tint);
}

}  // namespace minarai::widgets
