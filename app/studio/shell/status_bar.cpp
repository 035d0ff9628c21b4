// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/shell/status_bar.h"

#include <QEvent>
#include <QHBoxLayout>

#include "widgets/theme/theme.h"

namespace minarai::studio {

StatusBar::StatusBar(QWidget* parent)
    : QFrame(parent),
      m_text(new widgets::ElidedLabel),
      m_bar(new widgets::ThinProgressBar(widgets::ThinProgressBar::Caption::None)),
      m_cancel(widgets::textButton(QString())),
      m_note(new QLabel),
      m_promise(new QLabel) {
    widgets::setRole(this, "status-bar");
    setFixedHeight(widgets::kStatusBarHeight);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 0, 14, 0);
    layout->setSpacing(10);
    widgets::setRole(m_text, "secondary");
    widgets::setRole(m_promise, "secondary");
    widgets::setRole(m_note, "secondary");
    m_note->hide();
    m_bar->setFixedWidth(140);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_bar);
    layout->addWidget(m_cancel);
    layout->addSpacing(8);
    layout->addWidget(m_note);
    layout->addSpacing(8);
    layout->addWidget(m_promise);
    connect(m_cancel, &QToolButton::clicked, this, &StatusBar::cancelRequested);
    hideProgress();
    retranslate();
}

void StatusBar::setText(const QString& text) {
    if (m_text->text() != text) {
        m_text->setText(text);
    }
}

void StatusBar::setNote(const QString& text) {
    m_note->setText(text);
    m_note->setVisible(!text.isEmpty());
}

void StatusBar::setProgress(quint64 done, quint64 total) {
    m_bar->setProgress(done, total);
    m_bar->show();
    m_cancel->show();
}

void StatusBar::hideProgress() {
    m_bar->hide();
    m_cancel->hide();
}

void StatusBar::retranslate() {
    m_cancel->setText(tr("Cancel"));
    m_promise->setText(tr("nothing leaves this computer"));
    m_bar->setAccessibleName(tr("Progress"));
}

void StatusBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QFrame::changeEvent(event);
}

}  // namespace minarai::studio
