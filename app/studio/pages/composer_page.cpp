// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/composer_page.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace minarai::studio {

ComposerPage::ComposerPage(Workspace& workspace, Actions& actions, QWidget* parent)
    : Page(workspace, actions, parent),
      m_bar(new QWidget),
      m_segments(new widgets::SegmentedControl),
      m_composer(new ComposerPanel(workspace)) {
    auto* bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(0, 0, 0, 0);
    bar->addWidget(m_segments);
    bar->addStretch();
    m_segments->addSegment(tr("Compose"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(widgets::kGap, widgets::kGap, widgets::kGap, widgets::kGap);
    layout->addWidget(m_composer);
    setFocusProxy(m_composer);
    connect(m_composer, &ComposerPanel::said, this, &Page::said);
    connect(m_composer, &ComposerPanel::unsaid, this, &Page::unsaid);
    retranslate();
}

void ComposerPage::retranslate() {
    setAccessibleName(actions().get(ActionId::PageModel)->text());
    m_segments->setAccessibleName(tr("View"));
}

}  // namespace minarai::studio
