// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A grid of pictures which stays fluid with 100,000 rows.
#pragma once

#include <QListView>
#include <QPointer>
#include <QSet>
#include <QTimer>
#include <QVariantAnimation>

#include "widgets/gallery/gallery_model.h"
#include "widgets/gallery/thumbnail_source.h"

namespace minarai::widgets {

class GalleryDelegate;

/// Pictures cropped to 4:3 with a caption row. Asks the source for what is in sight and one screen
/// around it, and tells it what has become stale. Ctrl+wheel, Ctrl++ and Ctrl+- change the size.
class GalleryView : public QListView {
    Q_OBJECT
  public:
    static constexpr int kMinimumWidth = 72;
    static constexpr int kMaximumWidth = 320;

    explicit GalleryView(QWidget* parent = nullptr);
    ~GalleryView() override;

    /// Both stay the caller's. Use a GalleryModel.
    void setGalleryModel(GalleryModel* model);
    void setThumbnailSource(ThumbnailSource* source);

    /// The wanted width of a picture; columns fill the row, so cells are a little wider.
    void setThumbnailWidth(int width);
    [[nodiscard]] int thumbnailWidth() const { return m_width; }

    /// Text in the middle while the model has no rows.
    void setEmptyText(const QString& text);

    /// Keys of rows in sight and one screen around.
    [[nodiscard]] const QSet<quint64>& visibleKeys() const { return m_visible; }

    [[nodiscard]] QVector<quint64> selectedKeys() const;
    /// Makes the key's row current, selected and visible. False if it is not there.
    bool setCurrentKey(quint64 key);
    /// 0 without a current row.
    [[nodiscard]] quint64 currentKey() const;

  Q_SIGNALS:
    /// Double click or Enter.
    void itemActivated(int row);
    void currentKeyChanged(quint64 key);
    void thumbnailWidthChanged(int width);
    /// The set of keys worth loading has changed.
    void visibleKeysChanged();

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

  private:
    GalleryDelegate* m_delegate;
    QPointer<GalleryModel> m_model;
    ThumbnailSource* m_source = nullptr;
    int m_width = 116;
    QString m_emptyText;
    QSet<quint64> m_visible;
    QTimer m_visibleTimer;
    QTimer m_fadeTimer;

    void layoutCells();
    void updateVisible();
    void thumbnailReady(quint64 key);
};

}  // namespace minarai::widgets
