// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One-colour icons drawn from resources/icons/*.svg in a colour of the theme.
#pragma once

#include <QIconEngine>
#include <QPointer>

#include "widgets/theme/theme.h"

namespace minarai::widgets {

/// Asks the theme for the colour each time it draws, so an icon set once follows light and dark.
class TintedIconEngine final : public QIconEngine {
  public:
    TintedIconEngine(const Theme* theme, QString file, Token tint);

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override;
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state,
                         qreal scale) override;
    [[nodiscard]] QIconEngine* clone() const override;

  private:
    QPointer<const Theme> m_theme;
    QString m_file;
    Token m_tint;
    [[nodiscard]] QColor colorFor(QIcon::Mode mode, QIcon::State state) const;
};

}  // namespace minarai::widgets
