// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/gallery/gallery_view.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>
#include <algorithm>

#include "widgets/gallery/gallery_delegate.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"

namespace minarai::widgets {
namespace {

constexpr int kCellGap = 8;
constexpr int kFrameMs = 33;
constexpr double kWidthStep = 1.15;

}  // namespace

GalleryView::GalleryView(QWidget* parent)
    : QListView(parent), m_delegate(new GalleryDelegate(this)) {
    setItemDelegate(m_delegate);
    setViewMode(QListView::IconMode);
    setMovement(QListView::Static);
    setResizeMode(QListView::Adjust);
    setFlow(QListView::LeftToRight);
    setWrapping(true);
    setUniformItemSizes(true);
    setLayoutMode(QListView::SinglePass);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // A bar that comes and goes would change the width, and with it the columns, while it lays out.
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setDragEnabled(false);
    setMouseTracking(true);
    setFrameShape(QFrame::NoFrame);
    m_visibleTimer.setSingleShot(true);
    m_visibleTimer.setInterval(kFrameMs);
    m_fadeTimer.setInterval(kFrameMs);
    connect(&m_visibleTimer, &QTimer::timeout, this, &GalleryView::updateVisible);
    connect(&m_fadeTimer, &QTimer::timeout, this, [this] {
        const QList<quint64> keys = m_delegate->fading();
        for (const quint64 key : keys) {
            if (m_model != nullptr) {
                update(m_model->index(m_model->rowOf(key)));
            }
        }
        if (keys.isEmpty()) {
            m_fadeTimer.stop();
        }
    });
    connect(this, &QListView::activated, this,
            [this](const QModelIndex& index) { Q_EMIT itemActivated(index.row()); });
    layoutCells();
}

GalleryView::~GalleryView() {
    if (m_source != nullptr) {
        m_source->keepOnly(this, {});
    }
}

void GalleryView::setGalleryModel(GalleryModel* model) {
    if (m_model != nullptr) {
        disconnect(m_model, nullptr, &m_visibleTimer, nullptr);
    }
    m_model = model;
    setModel(model);
    if (model != nullptr) {
        const auto refresh = [this] { m_visibleTimer.start(); };
        connect(model, &QAbstractItemModel::rowsInserted, &m_visibleTimer, refresh);
        connect(model, &QAbstractItemModel::rowsRemoved, &m_visibleTimer, refresh);
        connect(model, &QAbstractItemModel::modelReset, &m_visibleTimer, refresh);
        connect(model, &QAbstractItemModel::layoutChanged, &m_visibleTimer, refresh);
    }
    m_visibleTimer.start();
}

void GalleryView::setThumbnailSource(ThumbnailSource* source) {
    if (m_source != nullptr) {
        m_source->keepOnly(this, {});
        disconnect(m_source, nullptr, this, nullptr);
    }
    m_source = source;
    m_delegate->setSource(source);
    if (source != nullptr) {
        connect(source, &ThumbnailSource::ready, this, &GalleryView::thumbnailReady);
        connect(source, &QObject::destroyed, this, [this] {
            m_source = nullptr;
            m_delegate->setSource(nullptr);
        });
    }
    m_visible.clear();
    m_visibleTimer.start();
}

void GalleryView::setThumbnailWidth(int width) {
    const int bounded = std::clamp(width, kMinimumWidth, kMaximumWidth);
    if (bounded == m_width) {
        return;
    }
    // The row under the eye stays in sight while everything around it changes size.
    const QModelIndex anchor =
        currentIndex().isValid() && viewport()->rect().intersects(visualRect(currentIndex()))
            ? currentIndex()
            : indexAt(QPoint(kCellGap, kCellGap));
    m_width = bounded;
    layoutCells();
    if (anchor.isValid()) {
        scrollTo(anchor, QAbstractItemView::PositionAtCenter);
    }
    Q_EMIT thumbnailWidthChanged(bounded);
}

void GalleryView::setEmptyText(const QString& text) {
    m_emptyText = text;
    viewport()->update();
}

QVector<quint64> GalleryView::selectedKeys() const {
    QVector<quint64> keys;
    if (m_model == nullptr || selectionModel() == nullptr) {
        return keys;
    }
    QModelIndexList rows = selectionModel()->selectedIndexes();
    std::sort(rows.begin(), rows.end());
    for (const QModelIndex& row : rows) {
        keys << m_model->keyAt(row.row());
    }
    return keys;
}

bool GalleryView::setCurrentKey(quint64 key) {
    const int row = m_model == nullptr ? -1 : m_model->rowOf(key);
    if (row < 0) {
        return false;
    }
    setCurrentIndex(m_model->index(row));
    scrollTo(currentIndex());
    return true;
}

quint64 GalleryView::currentKey() const {
    return m_model == nullptr ? 0 : m_model->keyAt(currentIndex().row());
}

void GalleryView::layoutCells() {
    // One pixel is kept back: QListView wraps when the cells fill the row exactly.
    const int room = std::max(viewport()->width() - 1, 1);
    // The nearest number of columns, so that cells are at most half larger than asked for.
    const int columns = std::max(1, qRound(static_cast<double>(room) / (m_width + kCellGap)));
    const int width = room / columns;
    const QSize cell(std::max(width, 24), GalleryDelegate::heightFor(std::max(width, 24)));
    m_delegate->setCell(cell, devicePixelRatioF());
    if (gridSize() != cell) {
        setGridSize(cell);
        verticalScrollBar()->setSingleStep(cell.height() / 3);
    }
    m_visibleTimer.start();
}

void GalleryView::updateVisible() {
    QSet<quint64> keys;
    QVector<quint64> wanted;
    if (m_model != nullptr && isVisible() && m_model->rowCount() > 0) {
        const QSize cell = gridSize();
        const int columns = std::max(1, (viewport()->width() - 1) / std::max(1, cell.width()));
        const int top = verticalOffset() / std::max(1, cell.height());
        const int screen = viewport()->height() / std::max(1, cell.height()) + 2;
        const auto take = [&](int firstRow, int lastRow) {
            const int first = std::max(0, firstRow * columns);
            const int last = std::min(m_model->rowCount(), lastRow * columns);
            for (int row = first; row < last; ++row) {
                const quint64 key = m_model->keyAt(row);
                if (!keys.contains(key)) {
                    keys.insert(key);
                    wanted << key;
                }
            }
        };
        // What is in sight first, then the screen to which one usually goes on, then the one above.
        take(top, top + screen);
        take(top + screen, top + 2 * screen);
        take(std::max(0, top - screen), top);
    }
    const bool changed = keys != m_visible;
    m_visible = keys;
    if (m_source == nullptr) {
        if (changed) {
            Q_EMIT visibleKeysChanged();
        }
        return;
    }
    if (changed) {
        m_source->keepOnly(this, keys);
        Q_EMIT visibleKeysChanged();
    }
    const QSize pixels = m_delegate->picturePixels();
    for (const quint64 key : wanted) {
        if (m_source->state(key) == ThumbnailSource::State::Unknown ||
            (m_source->state(key) == ThumbnailSource::State::Ready &&
             m_source->cached(key, pixels).isNull())) {
            m_source->request(key, pixels);
        }
    }
}

void GalleryView::thumbnailReady(quint64 key) {
    if (m_model == nullptr || !m_visible.contains(key)) {
        return;
    }
    m_delegate->beginFade(key);
    if (!m_fadeTimer.isActive()) {
        m_fadeTimer.start();
    }
}

void GalleryView::resizeEvent(QResizeEvent* event) {
    layoutCells();
    QListView::resizeEvent(event);
}

void GalleryView::scrollContentsBy(int dx, int dy) {
    QListView::scrollContentsBy(dx, dy);
    // Not restarted: a long scroll must load on its way.
    if (!m_visibleTimer.isActive()) {
        m_visibleTimer.start();
    }
}

void GalleryView::paintEvent(QPaintEvent* event) {
    QListView::paintEvent(event);
    if (m_emptyText.isEmpty() || (m_model != nullptr && m_model->rowCount() > 0)) {
        return;
    }
    QPainter painter(viewport());
    painter.setPen(Theme::of(this).color(Token::Secondary));
    painter.drawText(viewport()->rect().adjusted(24, 24, -24, -24),
                     Qt::AlignCenter | Qt::TextWordWrap, phrased(m_emptyText));
}

void GalleryView::wheelEvent(QWheelEvent* event) {
    if (!event->modifiers().testFlag(Qt::ControlModifier)) {
        QListView::wheelEvent(event);
        return;
    }
    const bool larger = event->angleDelta().y() > 0;
    setThumbnailWidth(qRound(larger ? m_width * kWidthStep : m_width / kWidthStep));
    event->accept();
}

void GalleryView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::ZoomIn)) {
        setThumbnailWidth(qRound(m_width * kWidthStep));
    } else if (event->matches(QKeySequence::ZoomOut)) {
        setThumbnailWidth(qRound(m_width / kWidthStep));
    } else {
        QListView::keyPressEvent(event);
    }
}

void GalleryView::showEvent(QShowEvent* event) {
    QListView::showEvent(event);
    layoutCells();
}

void GalleryView::hideEvent(QHideEvent* event) {
    QListView::hideEvent(event);
    m_visibleTimer.start();
}

void GalleryView::changeEvent(QEvent* event) {
    QListView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        viewport()->update();
    }
}

void GalleryView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QListView::currentChanged(current, previous);
    Q_EMIT currentKeyChanged(m_model == nullptr ? 0 : m_model->keyAt(current.row()));
}

}  // namespace minarai::widgets
