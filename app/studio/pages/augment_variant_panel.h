// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One variant closely: the image before, what the network gets, and what was drawn in between.
#pragma once

#include <QLabel>
#include <QWidget>

#include "studio/session/augment_preview.h"
#include "widgets/image/image_view.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

class AugmentVariantPanel : public QWidget {
    Q_OBJECT
  public:
    explicit AugmentVariantPanel(const AugmentPreview& preview, QWidget* parent = nullptr);

    /// By its number; -1 shows none.
    void showVariant(int index);
    [[nodiscard]] int variant() const { return m_index; }

    [[nodiscard]] widgets::ImageView* before() const { return m_before; }
    /// The image that is mixed in; hidden where none is.
    [[nodiscard]] widgets::ImageView* partner() const { return m_partner; }
    [[nodiscard]] widgets::ImageView* after() const { return m_after; }
    /// The drawn values as they stand there.
    [[nodiscard]] QString valuesText() const;

  protected:
    void changeEvent(QEvent* event) override;

  private:
    const AugmentPreview& m_preview;
    int m_index = -1;
    widgets::Card* m_card;
    QLabel* m_beforeTitle;
    widgets::ImageView* m_before;
    widgets::ImageView* m_partner;
    QLabel* m_afterTitle;
    widgets::ImageView* m_after;
    QLabel* m_facts;
    QLabel* m_valuesTitle;
    QLabel* m_values;

    void fill();
    void fillEmpty();
    void showOriginal(widgets::ImageView& view, const PreviewVariant& variant);
    [[nodiscard]] QImage cutOf(const PreviewVariant& variant, QSize size) const;
};

}  // namespace minarai::studio
