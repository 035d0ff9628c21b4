// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/augment_row.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "studio/texts.h"
#include "widgets/theme/theme.h"

namespace minarai::studio {

namespace {

const QString kCustom = QStringLiteral("custom");

}  // namespace

QString augmentText(const std::string& preset, const augment::Pipeline& pipeline) {
    if (!preset.empty()) {
        return coreText("Param", preset);
    }
    const auto steps = std::count_if(pipeline.steps.begin(), pipeline.steps.end(),
                                     [](const augment::Step& step) { return step.enabled; });
    return AugmentRow::tr("custom (%n steps)", nullptr, static_cast<int>(steps));
}

AugmentRow::AugmentRow(AugmentSession& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_title(new QLabel),
      m_choices(new widgets::ComboBox),
      m_edit(widgets::textButton(QString())) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 4);
    layout->setSpacing(6);
    widgets::setRole(m_title, "label");
    m_title->setBuddy(m_choices);
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    row->addWidget(m_choices, 1);
    row->addWidget(m_edit);
    layout->addWidget(m_title);
    layout->addLayout(row);
    m_choices->setObjectName(QStringLiteral("augment"));
    m_edit->setObjectName(QStringLiteral("editAugment"));
    connect(m_choices, &QComboBox::activated, this,
            [this] { m_session.choose(m_choices->currentData().toString().toStdString()); });
    connect(m_edit, &QToolButton::clicked, this, &AugmentRow::editWanted);
    connect(&m_session.document(), &AugmentDocument::changed, this, &AugmentRow::fill);
    fill();
}

void AugmentRow::setLocked(bool locked) {
    m_choices->setEnabled(!locked);
}

void AugmentRow::fill() {
    const QSignalBlocker quiet(m_choices);
    const std::string& preset = m_session.document().preset();
    m_choices->clear();
    for (const char* name : {"none", "standard", "strong"}) {
        m_choices->addItem(coreText("Param", name), QLatin1String(name));
    }
    if (preset.empty()) {
        m_choices->addItem(augmentText(preset, m_session.document().pipeline()), kCustom);
    } else if (m_session.hasCustom()) {
        m_choices->addItem(augmentText({}, m_session.custom()), kCustom);
    }
    m_choices->setCurrentIndex(
        m_choices->findData(preset.empty() ? kCustom : QString::fromStdString(preset)));
    m_title->setText(tr("Augmentation"));
    m_choices->setAccessibleName(tr("Augmentation"));
    m_choices->setToolTip(
        tr("How training images are varied. Validation images are never varied."));
    m_edit->setText(tr("Edit"));
    m_edit->setToolTip(tr("Look at the variants and change the steps on the Augment page"));
    m_edit->setAccessibleName(tr("Edit the augmentation"));
}

void AugmentRow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        fill();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
