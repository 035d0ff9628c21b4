// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which network is trained: the composer as a page.
#pragma once

#include "studio/pages/composer_panel.h"
#include "studio/pages/page.h"

namespace minarai::studio {

class ComposerPage : public Page {
    Q_OBJECT
  public:
    ComposerPage(Workspace& workspace, Actions& actions, QWidget* parent = nullptr);

    [[nodiscard]] QWidget* barWidget() override { return m_bar; }
    [[nodiscard]] ComposerPanel* composer() const { return m_composer; }

  protected:
    void retranslate() override;

  private:
    QWidget* m_bar;
    widgets::SegmentedControl* m_segments;
    ComposerPanel* m_composer;
};

}  // namespace minarai::studio
