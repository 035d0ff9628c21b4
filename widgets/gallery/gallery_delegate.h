// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Draws one picture of a gallery with its caption. Never decodes: it asks the source for pixmaps.
#pragma once

#include <QElapsedTimer>
#include <QHash>
#include <QStyledItemDelegate>

#include "widgets/gallery/gallery_model.h"
#include "widgets/gallery/thumbnail_source.h"

namespace minarai::widgets {

class GalleryDelegate final : public QStyledItemDelegate {
    Q_OBJECT
  public:
    explicit GalleryDelegate(QObject* parent);

    void setSource(ThumbnailSource* source) { m_source = source; }

    /// The cell with its gap, and the device pixels of the picture in it.
    void setCell(QSize cell, qreal ratio);
    [[nodiscard]] QSize cell() const { return m_cell; }
    [[nodiscard]] QSize picturePixels() const;

    /// Height of a cell for a width: a 4:3 picture and a caption row.
    [[nodiscard]] static int heightFor(int cellWidth);

    /// Begins to fade a picture in.
    void beginFade(quint64 key);
    /// Rows that are still fading; forgets those that are done.
    [[nodiscard]] QList<quint64> fading();

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;

  private:
    ThumbnailSource* m_source = nullptr;
    QSize m_cell{124, 130};
    qreal m_ratio = 1;
    QElapsedTimer m_clock;
    QHash<quint64, qint64> m_fadeFrom;

    void paintPicture(QPainter& painter, const QRect& area, const GalleryItem& item) const;
    void paintCaption(QPainter& painter, const QRect& area, const GalleryItem& item) const;
};

}  // namespace minarai::widgets
