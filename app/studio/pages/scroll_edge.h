// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The edge of a scroll area that says that there is more beyond it.
#pragma once

#include <QAbstractScrollArea>
#include <QWidget>

namespace minarai::studio {

/// A fade into the surface with a hairline at its end, over the viewport's foot or its top; not
/// there when the area is scrolled to that end. The area owns it.
class ScrollEdge : public QWidget {
    Q_OBJECT
  public:
    /// edge is Qt::BottomEdge ("scrollEdge") or Qt::TopEdge ("scrollTopEdge").
    explicit ScrollEdge(QAbstractScrollArea* area, Qt::Edge edge = Qt::BottomEdge);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    QAbstractScrollArea* m_area;
    bool m_isTop;

    void place();
};

}  // namespace minarai::studio
