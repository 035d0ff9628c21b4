// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/confusion_view.h"

#include <QAccessible>
#include <QFontMetrics>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::widgets {
namespace {

constexpr int kTopMargin = 2;
constexpr int kSmallestCell = 2;
constexpr int kLargestCell = 60;
constexpr int kLargestZoomedCell = 96;
/// Cells are so much wider than high at most, where there is more room beside them than above.
constexpr double kWidest = 1.6;
constexpr int kLabelGap = 8;

}  // namespace

ConfusionView::ConfusionView(QWidget* parent)
    : QAbstractScrollArea(parent),
      m_emptyText(tr("The matrix appears after the first validation.")) {
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    setAccessibleName(tr("Confusion matrix"));
    describe();
}

void ConfusionView::setMatrix(const metrics::ConfusionMatrix& matrix,
                              const QStringList& classNames) {
    const bool sameShape = matrix.classes() == m_matrix.classes();
    m_matrix = matrix;
    m_names = classNames.mid(0, classes());
    m_rowTotals.assign(matrix.classes(), 0);
    m_columnTotals.assign(matrix.classes(), 0);
    for (std::size_t truth = 0; truth < matrix.classes(); ++truth) {
        for (std::size_t predicted = 0; predicted < matrix.classes(); ++predicted) {
            m_rowTotals[truth] += matrix.at(truth, predicted);
            m_columnTotals[predicted] += matrix.at(truth, predicted);
        }
    }
    if (!sameShape) {
        m_selected.reset();
        m_hovered.reset();
        m_zoom = 1;
    }
    layoutCells();
    describe();
    viewport()->update();
}

void ConfusionView::setMode(Mode mode) {
    if (mode == m_mode) {
        return;
    }
    m_mode = mode;
    viewport()->update();
    Q_EMIT modeChanged(mode);
}

void ConfusionView::setEmptyText(const QString& text) {
    m_emptyText = text;
    describe();
    viewport()->update();
}

void ConfusionView::setSelectedCell(std::optional<ConfusionCell> cell) {
    if (cell && (cell->truth < 0 || cell->predicted < 0 || cell->truth >= classes() ||
                 cell->predicted >= classes())) {
        return;
    }
    if (cell == m_selected) {
        return;
    }
    m_selected = cell;
    describe();
    viewport()->update();
    if (cell) {
        ensureVisible(*cell);
        Q_EMIT cellSelected(cell->truth, cell->predicted);
    }
}

QString ConfusionView::name(int index) const {
    return index < m_names.size() ? m_names[index] : QString::number(index);
}

double ConfusionView::share(ConfusionCell cell) const {
    const auto truth = static_cast<std::size_t>(cell.truth);
    const std::uint64_t total = m_rowTotals[truth];
    return total == 0
               ? 0
               : static_cast<double>(m_matrix.at(truth, static_cast<std::size_t>(cell.predicted))) /
                     static_cast<double>(total);
}

double ConfusionView::shownShare(ConfusionCell cell) const {
    if (m_mode != Mode::ByColumn) {
        return share(cell);
    }
    const auto predicted = static_cast<std::size_t>(cell.predicted);
    const std::uint64_t total = m_columnTotals[predicted];
    return total == 0
               ? 0
               : static_cast<double>(m_matrix.at(static_cast<std::size_t>(cell.truth), predicted)) /
                     static_cast<double>(total);
}

QString ConfusionView::shownText(ConfusionCell cell) const {
    const std::uint32_t count =
        m_matrix.at(static_cast<std::size_t>(cell.truth), static_cast<std::size_t>(cell.predicted));
    if (count == 0) {
        return {};
    }
    return m_mode == Mode::Counts ? countText(count)
                                  : QString::number(std::lround(shownShare(cell) * 100));
}

QString ConfusionView::cellText(ConfusionCell cell) const {
    if (cell.truth >= classes() || cell.predicted >= classes()) {
        return {};
    }
    const QString count = countText(m_matrix.at(static_cast<std::size_t>(cell.truth),
                                                static_cast<std::size_t>(cell.predicted)));
    const QString truth = name(cell.truth);
    const QString predicted = name(cell.predicted);
    if (m_mode == Mode::ByColumn) {
        return tr("%1 truth %2, predicted %3: %4 (%5 of all predicted %3)")
            .arg(cell.truth == cell.predicted ? QStringLiteral("✓") : QStringLiteral("✗"), truth,
                 predicted, count, shareText(shownShare(cell)));
    }
    return tr("%1 truth %2, predicted %3: %4 (%5 of %2)")
        .arg(cell.truth == cell.predicted ? QStringLiteral("✓") : QStringLiteral("✗"), truth,
             predicted, count, shareText(share(cell)));
}

void ConfusionView::layoutCells() {
    const int count = classes();
    const QSize room = viewport()->size();
    if (count == 0 || room.isEmpty()) {
        horizontalScrollBar()->setRange(0, 0);
        verticalScrollBar()->setRange(0, 0);
        return;
    }
    const QFontMetrics label(Theme::of(this).font(FontRole::Label));
    int widest = 0;
    for (int i = 0; i < count; ++i) {
        widest = std::max(widest, label.horizontalAdvance(name(i)));
    }
    m_left = std::min({widest + 2, room.width() * 2 / 5, 150}) + kLabelGap;
    // Rotated names need as much height as they are long, so the height of the bottom labels
    // depends on the cell and the cell on what they leave.
    const double wide = static_cast<double>(room.width() - m_left) / count;
    const auto fitted = [&](int bottom) {
        const double high = static_cast<double>(room.height() - bottom - kTopMargin) / count;
        const int height = static_cast<int>(std::min({wide, high, double{kLargestCell}}));
        return QSize(static_cast<int>(std::min(wide, kWidest * height)), height);
    };
    // The first name may be higher than its row.
    m_top = kTopMargin;
    const int flatLabels = label.height() + 4 + m_top;
    const int rotatedLabels = std::min(widest + 2, 84) + kLabelGap;
    // Names that have no room side by side stand upright rather than being cut.
    const int flatFrom = std::clamp(widest + 6, 36, 110);
    m_bottom = flatLabels;
    QSize cell = fitted(flatLabels);
    if (cell.width() < flatFrom) {
        m_bottom = std::min(rotatedLabels, room.height() / 3);
        cell = fitted(m_bottom);
    }
    const auto zoomed = [this](int side) {
        return static_cast<int>(std::max(side, kSmallestCell) * m_zoom);
    };
    m_cell = std::clamp(zoomed(cell.height()), kSmallestCell, kLargestZoomedCell);
    m_wide = std::clamp(zoomed(cell.width()), m_cell,
                        std::max(m_cell, static_cast<int>(kWidest * m_cell)));
    m_flat = m_wide >= flatFrom;
    if (m_flat) {
        m_bottom = flatLabels;
    }
    m_top = std::max(kTopMargin, (label.height() - m_cell) / 2);
    const QSize grid(m_wide * count, m_cell * count);
    const QSize shown(std::max(1, room.width() - m_left),
                      std::max(1, room.height() - m_bottom - m_top));
    horizontalScrollBar()->setRange(0, std::max(0, grid.width() - shown.width()));
    horizontalScrollBar()->setPageStep(shown.width());
    horizontalScrollBar()->setSingleStep(m_wide);
    verticalScrollBar()->setRange(0, std::max(0, grid.height() - shown.height()));
    verticalScrollBar()->setPageStep(shown.height());
    verticalScrollBar()->setSingleStep(m_cell);
    m_origin = QPoint(m_left + std::max(0, (shown.width() - grid.width()) / 2), m_top);
}

QRect ConfusionView::gridRect() const {
    return QRect(m_origin.x(), m_origin.y(),
                 std::min(m_wide * classes(), viewport()->width() - m_origin.x()),
                 std::min(m_cell * classes(), viewport()->height() - m_bottom - m_origin.y()));
}

QRect ConfusionView::cellRect(ConfusionCell cell) const {
    const QRect rect(m_origin.x() + cell.predicted * m_wide - horizontalScrollBar()->value(),
                     m_origin.y() + cell.truth * m_cell - verticalScrollBar()->value(), m_wide,
                     m_cell);
    return rect.intersected(gridRect());
}

std::optional<ConfusionCell> ConfusionView::cellAt(const QPoint& viewportPosition) const {
    if (m_cell == 0 || !gridRect().contains(viewportPosition)) {
        return std::nullopt;
    }
    const ConfusionCell cell{
        (viewportPosition.y() - m_origin.y() + verticalScrollBar()->value()) / m_cell,
        (viewportPosition.x() - m_origin.x() + horizontalScrollBar()->value()) / m_wide};
    if (cell.truth >= classes() || cell.predicted >= classes()) {
        return std::nullopt;
    }
    return cell;
}

void ConfusionView::ensureVisible(ConfusionCell cell) {
    const auto bring = [](QScrollBar* bar, int index, int side, int length) {
        const int from = index * side;
        if (from < bar->value()) {
            bar->setValue(from);
        } else if (from + side > bar->value() + length) {
            bar->setValue(from + side - length);
        }
    };
    bring(horizontalScrollBar(), cell.predicted, m_wide, gridRect().width());
    bring(verticalScrollBar(), cell.truth, m_cell, gridRect().height());
}

QSize ConfusionView::sizeHint() const {
    return {340, 320};
}
QSize ConfusionView::minimumSizeHint() const {
    return {180, 160};
}

void ConfusionView::mousePressEvent(QMouseEvent* event) {
    m_pressed =
        event->button() == Qt::LeftButton ? cellAt(event->position().toPoint()) : std::nullopt;
    if (m_pressed) {
        setSelectedCell(m_pressed);
    }
}

void ConfusionView::mouseReleaseEvent(QMouseEvent* event) {
    const auto cell = cellAt(event->position().toPoint());
    if (m_pressed && cell == m_pressed) {
        Q_EMIT cellActivated(cell->truth, cell->predicted);
    }
    m_pressed.reset();
}

void ConfusionView::mouseMoveEvent(QMouseEvent* event) {
    const auto cell = cellAt(event->position().toPoint());
    if (cell != m_hovered) {
        m_hovered = cell;
        viewport()->setCursor(cell ? Qt::PointingHandCursor : Qt::ArrowCursor);
        viewport()->update();
    }
}

void ConfusionView::keyPressEvent(QKeyEvent* event) {
    if (classes() == 0) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    ConfusionCell cell = m_selected.value_or(ConfusionCell{});
    const int last = classes() - 1;
    const bool toEnd = event->modifiers().testFlag(Qt::ControlModifier);
    const auto step = [toEnd, last](int from, int by) {
        return toEnd ? (by < 0 ? 0 : last) : std::clamp(from + by, 0, last);
    };
    switch (event->key()) {
        case Qt::Key_Left:
            cell.predicted = m_selected ? step(cell.predicted, -1) : 0;
            break;
        case Qt::Key_Right:
            cell.predicted = m_selected ? step(cell.predicted, 1) : 0;
            break;
        case Qt::Key_Up:
            cell.truth = m_selected ? step(cell.truth, -1) : 0;
            break;
        case Qt::Key_Down:
            cell.truth = m_selected ? step(cell.truth, 1) : 0;
            break;
        case Qt::Key_Home:
            cell = {0, 0};
            break;
        case Qt::Key_End:
            cell = {last, last};
            break;
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Space:
            if (m_selected) {
                Q_EMIT cellActivated(m_selected->truth, m_selected->predicted);
            }
            return;
        default:
            QAbstractScrollArea::keyPressEvent(event);
            return;
    }
    setSelectedCell(cell);
}

void ConfusionView::wheelEvent(QWheelEvent* event) {
    if (!event->modifiers().testFlag(Qt::ControlModifier) || m_cell == 0) {
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    const QPoint at = event->position().toPoint();
    const double column =
        static_cast<double>(at.x() - m_origin.x() + horizontalScrollBar()->value()) / m_wide;
    const double row =
        static_cast<double>(at.y() - m_origin.y() + verticalScrollBar()->value()) / m_cell;
    const int before = m_cell;
    // Small cells are whole pixels: a step must change at least one of them.
    for (int tries = 0; tries < 8 && m_cell == before; ++tries) {
        m_zoom = std::clamp(m_zoom * (event->angleDelta().y() > 0 ? 1.2 : 1 / 1.2), 1.0, 24.0);
        layoutCells();
    }
    horizontalScrollBar()->setValue(static_cast<int>(column * m_wide) - at.x() + m_origin.x());
    verticalScrollBar()->setValue(static_cast<int>(row * m_cell) - at.y() + m_origin.y());
    viewport()->update();
    event->accept();
}

void ConfusionView::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    layoutCells();
}

bool ConfusionView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const auto cell = cellAt(help->pos())) {
            QToolTip::showText(help->globalPos(), cellText(*cell), viewport(), cellRect(*cell));
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    if (event->type() == QEvent::Leave && m_hovered) {
        m_hovered.reset();
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void ConfusionView::changeEvent(QEvent* event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        layoutCells();
        viewport()->update();
    }
}

void ConfusionView::describe() {
    QString text = m_emptyText;
    if (m_matrix.total() > 0) {
        std::uint64_t right = 0;
        for (std::size_t i = 0; i < m_matrix.classes(); ++i) {
            right += m_matrix.at(i, i);
        }
        text =
            tr("%1 classes, %2 of %3 right (%4).")
                .arg(classes())
                .arg(countText(right), countText(m_matrix.total()), shareText(m_matrix.accuracy()));
        if (m_selected) {
            text += QLatin1Char(' ') + cellText(*m_selected);
        }
    }
    setAccessibleDescription(text);
}

}  // namespace minarai::widgets
