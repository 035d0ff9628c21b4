// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A confusion matrix that can be opened: every cell is a door to its images.
#pragma once

#include <QAbstractScrollArea>
#include <QStringList>
#include <optional>

#include "metrics/metrics.h"

namespace minarai::widgets {

struct ConfusionCell {
    int truth = 0;
    int predicted = 0;
    bool operator==(const ConfusionCell&) const = default;
};

/// Rows are the truth. Right answers are blue, errors orange, both by their share of the row; empty
/// cells are blank. From 2 to some thousand classes: cells shrink, then scroll; Ctrl+wheel zooms.
class ConfusionView : public QAbstractScrollArea {
    Q_OBJECT
  public:
    enum class Mode { Counts, ByRow, ByColumn };
    Q_ENUM(Mode)

    explicit ConfusionView(QWidget* parent = nullptr);

    /// Names beyond the matrix are ignored, missing ones are shown as numbers. The selection and
    /// the zoom stay where the number of classes stays.
    void setMatrix(const metrics::ConfusionMatrix& matrix, const QStringList& classNames);
    [[nodiscard]] const metrics::ConfusionMatrix& matrix() const { return m_matrix; }

    void setMode(Mode mode);
    [[nodiscard]] Mode mode() const { return m_mode; }

    void setEmptyText(const QString& text);

    [[nodiscard]] std::optional<ConfusionCell> selectedCell() const { return m_selected; }
    /// Emits cellSelected when it changes something.
    void setSelectedCell(std::optional<ConfusionCell> cell);

    /// What the tooltip says: "truth roses, predicted tulips: 5 (23 % of roses)".
    [[nodiscard]] QString cellText(ConfusionCell cell) const;

    /// Where a cell is in the viewport; empty if it is out of sight.
    [[nodiscard]] QRect cellRect(ConfusionCell cell) const;
    [[nodiscard]] std::optional<ConfusionCell> cellAt(const QPoint& viewportPosition) const;

    /// The ground of a cell and of its text, as painted.
    [[nodiscard]] QColor cellColor(ConfusionCell cell) const;
    [[nodiscard]] QColor cellTextColor(ConfusionCell cell) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void cellSelected(int truth, int predicted);
    /// Clicked, or opened with Enter: show its images.
    void cellActivated(int truth, int predicted);
    void modeChanged(Mode mode);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    metrics::ConfusionMatrix m_matrix;
    std::vector<std::uint64_t> m_rowTotals;
    std::vector<std::uint64_t> m_columnTotals;
    QStringList m_names;
    QString m_emptyText;
    Mode m_mode = Mode::Counts;
    std::optional<ConfusionCell> m_selected;
    std::optional<ConfusionCell> m_hovered;
    std::optional<ConfusionCell> m_pressed;
    double m_zoom = 1;
    int m_cell = 0;      ///< height of a cell with its gap, in pixels
    int m_wide = 0;      ///< its width, no less than the height
    int m_left = 0;      ///< width of the row labels
    int m_top = 0;       ///< room above the first row
    int m_bottom = 0;    ///< height of the column labels
    bool m_flat = true;  ///< they lie side by side, or stand upright
    QPoint m_origin;     ///< top left corner of the first cell when not scrolled

    [[nodiscard]] int classes() const { return static_cast<int>(m_matrix.classes()); }
    [[nodiscard]] double share(ConfusionCell cell) const;
    [[nodiscard]] double shownShare(ConfusionCell cell) const;
    [[nodiscard]] QString shownText(ConfusionCell cell) const;
    [[nodiscard]] QRect gridRect() const;
    [[nodiscard]] QString name(int index) const;
    void layoutCells();
    void ensureVisible(ConfusionCell cell);
    void describe();
    void paintCells(QPainter& painter, const QRect& clip);
    void paintLabels(QPainter& painter);
};

}  // namespace minarai::widgets
