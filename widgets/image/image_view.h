// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One picture to look into: zoom around the pointer, move, fit.
#pragma once

#include <QImage>
#include <QPixmap>
#include <QPointF>
#include <QTimer>
#include <QWidget>

namespace minarai::widgets {

/// Wheel zooms around the pointer, dragging moves. Keys: + and -, F or 0 fits, Z or 1 is 100 %,
/// arrows move; the digits are often taken by whoever shows the view. Smooth below 400 %, single
/// pixels above.
class ImageView : public QWidget {
    Q_OBJECT
  public:
    explicit ImageView(QWidget* parent = nullptr);

    /// Keeps zoom and place if the size is the same, so that variants can be compared; fits
    /// otherwise. whole: the pixels of a picture that has fewer in memory, for what is told of it.
    void setImage(const QImage& image, QSize whole = {});
    [[nodiscard]] const QImage& image() const { return m_image; }
    /// Drawn over the picture with the given opacity, stretched to its size (Grad-CAM). Empty:
    /// none.
    void setOverlay(const QImage& overlay, double opacity = 0.5);
    void setEmptyText(const QString& text);
    /// A checkerboard behind transparent pictures.
    void setChecker(bool on);
    void setInfoShown(bool shown);

    /// Device pixels of the screen per pixel of the image; 1 is 100 %.
    [[nodiscard]] double zoom() const;
    [[nodiscard]] bool isFitted() const { return m_fitted; }
    void setZoom(double zoom, QPointF around);
    void fit();
    void showActualSize();
    void zoomIn();
    void zoomOut();

    /// Where a point of the widget lies in the image; may be outside of it.
    [[nodiscard]] QPointF toImage(QPointF widgetPoint) const;
    [[nodiscard]] QPointF toWidget(QPointF imagePoint) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void zoomChanged(double zoom);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    QImage m_image;
    QSize m_whole;  ///< pixels of the picture, of which m_image may have only every other one
    QImage m_overlay;
    QPixmap m_scaled;  ///< the picture at the fitted size, made once
    double m_overlayOpacity = 0.5;
    QString m_emptyText;
    double m_scale = 1;  ///< logical pixels of the widget per pixel of the image
    QPointF m_offset;    ///< of the image's corner in the widget
    bool m_fitted = true;
    bool m_checker = false;
    bool m_infoShown = true;
    QPointF m_dragFrom;
    bool m_dragging = false;

    [[nodiscard]] double fitScale() const;
    void setScale(double scale, QPointF around);
    void keepInSight();
    void updateCursor();
    /// The zoom as a share of the picture's own pixels.
    [[nodiscard]] QString zoomText() const;
    void describe();
    void paintInfo(QPainter& painter);
};

}  // namespace minarai::widgets
