// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// All variants at once, as large as the room allows: nothing scrolls.
#pragma once

#include <QListView>
#include <QSize>

#include "widgets/gallery/variant_model.h"

namespace minarai::widgets {

class VariantDelegate;

/// Arrow keys go from picture to picture. Pictures come ready-made in pictureSize(); another size
/// is stretched until the right one is there.
class VariantView : public QListView {
    Q_OBJECT
  public:
    explicit VariantView(QWidget* parent = nullptr);
    ~VariantView() override;

    /// Stays the caller's.
    void setVariantModel(VariantModel* model);

    /// Width and height of the pictures, whatever their resolution; cells take their shape.
    void setShape(QSize shape);
    /// Room for captions of so many lines beneath the pictures; 0 for none.
    void setCaptionLines(int lines);
    void setEmptyText(const QString& text);

    /// Device pixels that one picture takes on the screen.
    [[nodiscard]] QSize pictureSize() const;

    void setCurrentVariant(int row);

  Q_SIGNALS:
    void pictureSizeChanged();
    void currentVariantChanged(int row);
    /// Double click or Enter.
    void variantActivated(int row);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

  private:
    VariantDelegate* m_delegate;
    QSize m_shape{1, 1};
    QString m_emptyText;

    void layoutCells();
};

}  // namespace minarai::widgets
