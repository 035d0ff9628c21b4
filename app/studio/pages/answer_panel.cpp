// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/answer_panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

#include "studio/session/paths.h"
#include "studio/texts.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

AnswerPanel::AnswerPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_card(new widgets::Card),
      m_answer(new QLabel),
      m_confidence(new widgets::FigureLabel(QString())),
      m_time(new widgets::FigureLabel(QString())),
      m_barsTitle(new QLabel),
      m_bars(new widgets::BarList),
      m_error(new QLabel),
      m_remove(new QPushButton),
      m_source(new QLabel) {
    setMinimumWidth(284);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    m_answer->setWordWrap(true);
    m_answer->setObjectName(QStringLiteral("answer"));
    widgets::setRole(m_answer, "figure");
    auto* figures = new QHBoxLayout;
    figures->setSpacing(28);
    figures->addWidget(m_confidence);
    figures->addWidget(m_time);
    figures->addStretch();
    m_barsTitle->setObjectName(QStringLiteral("answerRange"));
    widgets::setRole(m_barsTitle, "label");
    m_bars->setHighlight(widgets::Token::Accent);
    m_error->setWordWrap(true);
    widgets::setRole(m_error, "error");
    m_source->setWordWrap(true);
    widgets::setRole(m_source, "secondary");
    m_card->body()->setSpacing(10);
    m_card->body()->addWidget(m_answer);
    m_card->body()->addLayout(figures);
    m_card->body()->addWidget(m_barsTitle);
    m_card->body()->addWidget(m_bars);
    m_card->body()->addWidget(m_error);
    m_remove->setObjectName(QStringLiteral("removeImage"));
    m_card->body()->addWidget(m_remove, 0, Qt::AlignLeft);
    connect(m_remove, &QPushButton::clicked, this,
            [this] { m_workspace.predict().remove(m_number); });
    m_card->body()->addStretch(1);
    m_card->body()->addWidget(m_source);
    retranslate();
}

void AnswerPanel::showItem(quint32 number) {
    m_number = number;
    const PredictItem* item = m_workspace.predict().item(number);
    const auto& classes = m_workspace.predict().classes();
    const bool done = item != nullptr && item->state == PredictItem::State::Done &&
                      !item->top.empty() && item->top.front() < classes.size();
    const bool failed = item != nullptr && item->error.has_value();
    m_error->setVisible(failed);
    m_remove->setVisible(failed);
    m_bars->setVisible(!failed);
    m_barsTitle->setVisible(done);
    if (!done) {
        showNothing(item);
        return;
    }
    QVector<widgets::BarItem> bars;
    for (const std::size_t label : item->top) {
        bars.push_back(
            {toQString(classes[label]), static_cast<double>(item->probabilities[label])});
    }
    m_bars->setItems(bars);
    m_barsTitle->setText(tr("top %1 of %2 classes").arg(bars.size()).arg(classes.size()));
    m_card->setNote(bars.front().value < kSure ? tr("unsure") : QString());
    m_answer->setText(bars.front().label);
    m_confidence->setValue(widgets::metricText(bars.front().value, 2));
    m_time->setValue(tr("%1 ms").arg(QLocale().toString(item->ms, 'f', item->ms < 10 ? 1 : 0)));
    const RunSummary* run = m_workspace.runs().find(m_workspace.predict().run());
    m_source->setText(run == nullptr ? QString()
                                     : tr("%1, weights of epoch %2")
                                           .arg(runTitle(run->folder, run->arch))
                                           .arg(run->bestEpoch));
}

void AnswerPanel::showNothing(const PredictItem* item) {
    const bool failed = item != nullptr && item->error.has_value();
    if (failed) {
        m_error->setText(widgets::phrased(errorText(*item->error)));
    }
    m_answer->setText(failed ? tr("No answer") : tr("Looking…"));
    m_confidence->setValue(QStringLiteral("–"));
    m_time->setValue(QStringLiteral("–"));
    m_bars->setItems({});
    m_card->setNote({});
}

void AnswerPanel::retranslate() {
    m_card->setTitle(tr("Answer"));
    m_remove->setText(tr("Remove from the list"));
    m_remove->setToolTip(tr("The file stays where it is"));
    m_confidence->setCaption(tr("confidence"));
    m_time->setCaption(tr("one image, with preparation"));
    m_bars->setAccessibleName(tr("Most probable classes"));
    showItem(m_number);
}

void AnswerPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
