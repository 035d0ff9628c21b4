// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A small map of a GraphView's drawing in its corner, with the part that is in view.
#pragma once

#include <QPixmap>
#include <QWidget>

namespace minarai::widgets {

class GraphView;

/// Hides itself while all of the drawing is in view, and goes to the other corner where it would
/// lie on the chosen wire. A press or a drag shows that place.
class GraphMinimap final : public QWidget {
    Q_OBJECT
  public:
    explicit GraphMinimap(GraphView* view);

    /// The drawing has changed.
    void renew();
    /// The view shows another part.
    void follow();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    GraphView* m_view;
    QPixmap m_map;
    QRectF m_bounds;

    [[nodiscard]] QTransform toMap() const;
    [[nodiscard]] QPoint place() const;
    void drawMap();
    void showPlace(const QPoint& place);
};

}  // namespace minarai::widgets
