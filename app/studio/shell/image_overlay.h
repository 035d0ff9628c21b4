// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One picture of a gallery over the whole page. Arrow keys go on, Esc goes back.
#pragma once

#include <QImage>
#include <QToolButton>
#include <QWidget>
#include <filesystem>
#include <functional>

#include "studio/session/image_loader.h"
#include "widgets/image/image_view.h"
#include "widgets/theme/labels.h"

namespace minarai::studio {

struct ImageRef {
    std::filesystem::path path;
    QImage image;  ///< instead of a path
    QString title;
    QString detail;
};

/// The pictures that the overlay leafs through.
struct ImageSequence {
    int count = 0;
    std::function<ImageRef(int row)> at;
    /// The gallery follows what is looked at.
    std::function<void(int row)> moved;
    /// Keys that mean the same here as in the gallery; true for one that was taken.
    std::function<bool(const QKeyEvent& key)> takeKey;
    /// Where the gallery is after such a key; -1 if nowhere in this sequence.
    std::function<int()> current;
    QString keys;  ///< what takeKey takes, in one line
};

class ImageOverlay : public QWidget {
    Q_OBJECT
  public:
    /// Covers its parent while it is shown.
    explicit ImageOverlay(QWidget* parent);

    void open(ImageSequence sequence, int row);
    void leave();
    /// What is said of the picture may have changed.
    void refresh();
    [[nodiscard]] bool isReady() const { return isVisible() && !m_view->image().isNull(); }

  Q_SIGNALS:
    void left();

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    ImageSequence m_sequence;
    int m_row = 0;
    ImageLoader m_loader;
    widgets::ImageView* m_view;
    widgets::ElidedLabel* m_title;
    QLabel* m_position;
    widgets::ElidedLabel* m_detail;
    widgets::ElidedLabel* m_keys;
    QToolButton* m_previous;
    QToolButton* m_next;
    QToolButton* m_close;

    void showRow(int row);
    void showTexts(const ImageRef& ref);
    bool takeKey(const QKeyEvent& key);
    void retranslate();
};

}  // namespace minarai::studio
