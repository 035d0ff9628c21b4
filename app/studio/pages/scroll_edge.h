// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The lower edge of a scroll area, which says that there is more beneath it.
#pragma once

#include <QAbstractScrollArea>
#include <QWidget>

namespace minarai::studio {

/// A fade into the surface with a hairline at its end, over the viewport's foot; not there when the
/// area is scrolled to its end. The area owns it.
class ScrollEdge : public QWidget {
    Q_OBJECT
  public:
    explicit ScrollEdge(QAbstractScrollArea* area);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    QAbstractScrollArea* m_area;

    void place();
};

}  // namespace minarai::studio
