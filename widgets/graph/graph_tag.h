// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The label of one wire before a GraphView's drawing, where the drawing has no room for it.
#pragma once

#include <QWidget>

namespace minarai::widgets {

/// As large from afar as from near; lets the mouse through.
class GraphTag final : public QWidget {
    Q_OBJECT
  public:
    explicit GraphTag(QWidget* parent);

    /// Left of a box, where no wires come in, or right of it, but within `room`; both in the
    /// parent's coordinates.
    void showBeside(const QString& text, const QRect& box, const QRect& room);
    [[nodiscard]] QString text() const { return m_text; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString m_text;
};

}  // namespace minarai::widgets
