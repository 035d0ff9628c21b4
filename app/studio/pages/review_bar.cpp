// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/review_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/theme.h"

namespace minarai::studio {

ReviewBar::ReviewBar(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_count(new QLabel),
      m_classes(new widgets::ComboBox),
      m_exclude(new QPushButton) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 6, 0, 0);
    layout->setSpacing(6);
    widgets::setRole(m_count, "secondary");
    layout->addWidget(m_count);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_classes, 1);
    row->addWidget(m_exclude);
    layout->addLayout(row);
    m_classes->setObjectName(QStringLiteral("reviewClass"));
    m_exclude->setObjectName(QStringLiteral("reviewExclude"));
    connect(m_classes, &QComboBox::activated, this,
            [this](int label) { m_workspace.review().setLabel(m_samples, label); });
    connect(m_exclude, &QPushButton::clicked, this,
            [this] { m_workspace.review().setExcluded(m_samples, !allExcluded()); });
    connect(&workspace.review(), &ReviewSession::changed, this, &ReviewBar::refresh);
    connect(&workspace.review(), &ReviewSession::loaded, this, &ReviewBar::refresh);
    refresh();
}

void ReviewBar::takeProject() {
    m_samples.clear();
    m_classes->clear();
    const auto project = m_workspace.project().project();
    for (const std::string& name : project->catalog->classes) {
        m_classes->addItem(toQString(name));
    }
    refresh();
}

void ReviewBar::setSamples(const QVector<quint32>& samples) {
    m_samples = samples;
    refresh();
}

void ReviewBar::chooseClass() {
    if (m_classes->isVisible() && m_classes->isEnabled()) {
        // The list alone takes the keyboard: afterwards it is where it was.
        m_classes->showPopup();
    }
}

bool ReviewBar::allExcluded() const {
    const auto& review = *m_workspace.review().review();
    return std::all_of(m_samples.begin(), m_samples.end(),
                       [&](quint32 sample) { return review.mark(sample).excluded; });
}

void ReviewBar::refresh() {
    const auto project = m_workspace.project().project();
    setVisible(project && !m_samples.isEmpty());
    if (isHidden()) {
        return;
    }
    const auto& review = *m_workspace.review().review();
    const std::int32_t label = review.labelOf(*project->catalog, m_samples.front());
    const bool same = std::all_of(m_samples.begin(), m_samples.end(), [&](quint32 sample) {
        return review.labelOf(*project->catalog, sample) == label;
    });
    m_classes->setCurrentIndex(same ? label : -1);
    m_classes->setEnabled(m_workspace.review().isLoaded());
    m_exclude->setEnabled(m_workspace.review().isLoaded());
    m_classes->setPlaceholderText(tr("different classes"));
    m_classes->setAccessibleName(tr("Class of the selected images"));
    m_classes->setToolTip(
        tr("Class (keys 1 to 9, 0 for the tenth; C chooses among all). The folders stay as "
           "they are."));
    const QString exclude = allExcluded() ? tr("Include") : tr("Exclude");
    m_exclude->setText(exclude + QStringLiteral("   X"));
    m_exclude->setAccessibleName(exclude);
    m_exclude->setToolTip(withShortcut(
        allExcluded() ? tr("Train on it again") : tr("Do not train on it; the file stays"),
        QStringLiteral("X")));
    m_count->setVisible(m_samples.size() > 1);
    m_count->setText(tr("%n images selected", nullptr, static_cast<int>(m_samples.size())));
}

void ReviewBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        refresh();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
