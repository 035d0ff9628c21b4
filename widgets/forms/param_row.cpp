// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/forms/param_row.h"

#include <QContextMenuEvent>
#include <QCoreApplication>
#include <QGridLayout>
#include <QMenu>
#include <QPainter>
#include <cmath>

#include "widgets/forms/param_form.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"

namespace minarai::widgets {
namespace {

struct ParamHelp {
    Q_DECLARE_TR_FUNCTIONS(minarai::widgets::ParamHelp)
};

QString choiceLabel(const ParamSpec& spec, const QString& value) {
    for (const ParamChoice& choice : spec.choices) {
        if (value == QString::fromStdString(choice.value) && !choice.label.empty()) {
            return paramText(choice.label);
        }
    }
    return value;
}

QString boundsText(const ParamSpec& spec) {
    const auto number = [](double value) { return shownText({}, ParamValue(value)); };
    const bool low = std::isfinite(spec.minimum);
    const bool high = std::isfinite(spec.maximum);
    if (low && high) {
        return (spec.minimumExcluded ? ParamHelp::tr("over %1, up to %2")
                                     : ParamHelp::tr("%1 to %2"))
            .arg(number(spec.minimum), number(spec.maximum));
    }
    if (low) {
        return (spec.minimumExcluded ? ParamHelp::tr("over %1") : ParamHelp::tr("at least %1"))
            .arg(number(spec.minimum));
    }
    return high ? ParamHelp::tr("at most %1").arg(number(spec.maximum)) : QString();
}

QString typeText(const ParamSpec& spec) {
    switch (spec.type) {
        case ParamType::Flag:
            return ParamHelp::tr("on or off");
        case ParamType::Integer:
            return ParamHelp::tr("a whole number");
        case ParamType::Real:
            return ParamHelp::tr("a number");
        case ParamType::Integers:
            return ParamHelp::tr("whole numbers separated by commas");
        case ParamType::Reals:
            return ParamHelp::tr("numbers separated by commas");
        case ParamType::Choice:
        case ParamType::Text:
            return ParamHelp::tr("text");
    }
    return {};
}

}  // namespace

QString paramErrorText(const ParamSpec& spec, const Error& error) {
    Error shown = error;
    const auto put = [&shown](std::size_t index, const QString& text) {
        if (index < shown.args.size() && !text.isEmpty()) {
            shown.args[index] = text.toStdString();
        }
    };
    put(0, paramText(spec.label));
    if (error.code == ErrorCode::SettingRange && spec.type != ParamType::Integers &&
        spec.type != ParamType::Reals) {
        put(2, boundsText(spec));
    }
    if (error.code == ErrorCode::SettingType) {
        put(2, typeText(spec));
    }
    if (error.code == ErrorCode::SettingChoice) {
        QStringList labels;
        for (const ParamChoice& choice : spec.choices) {
            labels << choiceLabel(spec, QString::fromStdString(choice.value));
        }
        put(2, labels.join(QStringLiteral(", ")));
    }
    return errorSentence(shown);
}

namespace {

/// "Range: …", "Default: …", as far as there are such.
QStringList paramFacts(const ParamSpec& spec) {
    QStringList facts;
    if (const QString bounds = boundsText(spec); !bounds.isEmpty()) {
        facts << ParamHelp::tr("Range: %1").arg(bounds);
    }
    QString standard = shownText(spec, spec.defaultValue);
    if (spec.type == ParamType::Flag) {
        const auto* on = std::get_if<bool>(&spec.defaultValue);
        standard = on != nullptr && *on ? ParamHelp::tr("on") : ParamHelp::tr("off");
    }
    if (!standard.isEmpty()) {
        facts << ParamHelp::tr("Default: %1").arg(standard);
    }
    return facts;
}

}  // namespace

QString paramMeaning(const ParamSpec& spec) {
    QStringList lines;
    lines << ParamHelp::tr("%1: %2").arg(paramText(spec.label), paramText(spec.description));
    lines << paramFacts(spec).join(QStringLiteral(" · "));
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

QString paramToolTip(const ParamSpec& spec) {
    QStringList facts = paramFacts(spec);
    facts << ParamHelp::tr("Key: %1").arg(QString::fromStdString(spec.name));
    QString text = QStringLiteral("<p style='white-space:pre-wrap'>");
    if (!spec.description.empty()) {
        text += paramText(spec.description).toHtmlEscaped() + QStringLiteral("<br>");
    }
    for (QString& fact : facts) {
        fact = fact.toHtmlEscaped();
    }
    return text + QStringLiteral("<small>") + facts.join(QStringLiteral("<br>")) +
           QStringLiteral("</small></p>");
}

ParamRow::ParamRow(const ParamSpec& spec, QWidget* parent, bool withSlider)
    : QWidget(parent),
      m_spec(spec),
      m_label(new QLabel(paramText(spec.label.empty() ? spec.name : spec.label), this)),
      m_reset(iconButton(QStringLiteral("reset"), tr("Reset this setting"), this)),
      m_error(new QLabel(this)),
      m_editor(new ParamEditor(spec, this, withSlider)) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(8, 0, 0, 0);
    grid->setHorizontalSpacing(4);
    grid->setVerticalSpacing(3);
    grid->addWidget(m_label, 0, 0, Qt::AlignVCenter);
    grid->addWidget(m_reset, 0, 1);
    grid->addWidget(m_editor->widget(), 0, 2);
    if (m_editor->slider() != nullptr) {
        // Beneath, over the whole width: a long way is a fine one.
        m_editor->slider()->setToolTip(paramToolTip(spec));
        grid->addWidget(m_editor->slider(), 1, 0, 1, 3);
    }
    grid->addWidget(m_error, 2, 0, 1, 3);
    grid->setColumnStretch(2, 1);

    m_label->setTextFormat(Qt::PlainText);
    m_label->setBuddy(m_editor->field());
    setRole(m_label, "field");
    const QString help = paramToolTip(spec);
    m_label->setToolTip(help);
    m_editor->field()->setToolTip(help);
    setRole(m_error, "error");
    m_error->setWordWrap(true);
    m_error->setTextFormat(Qt::PlainText);
    m_error->hide();

    // The button keeps its place while it is hidden, so that the editors stay aligned.
    QSizePolicy policy = m_reset->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    m_reset->setSizePolicy(policy);
    m_reset->setFixedSize(22, 22);
    m_reset->setIconSize(QSize(16, 16));
    m_reset->setFocusPolicy(Qt::NoFocus);
    m_reset->hide();
    connect(m_reset, &QToolButton::clicked, this, &ParamRow::resetRequested);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

int ParamRow::labelWidthHint() const {
    return m_label->sizeHint().width();
}

void ParamRow::setLabelWidth(int width) {
    m_label->setWordWrap(false);
    m_label->setWordWrap(labelWidthHint() > width);
    m_label->setFixedWidth(width);
}

void ParamRow::setChanged(bool changed) {
    m_changed = changed;
    m_reset->setVisible(changed && m_editor->field()->isEnabled());
    update();
}

void ParamRow::setError(const QString& text) {
    m_error->setText(phrased(text));
    m_error->setVisible(!text.isEmpty());
    m_editor->setInvalid(!text.isEmpty());
    m_editor->field()->setAccessibleDescription(text.isEmpty() ? paramText(m_spec.description)
                                                               : text);
}

void ParamRow::setReadOnly(bool readOnly) {
    m_editor->field()->setEnabled(!readOnly);
    if (m_editor->slider() != nullptr) {
        m_editor->slider()->setEnabled(!readOnly);
    }
    m_reset->setVisible(m_changed && !readOnly);
}

void ParamRow::paintEvent(QPaintEvent* /*event*/) {
    if (!m_changed) {
        return;
    }
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::of(this).color(Token::Accent));
    painter.drawEllipse(QPointF(2.5, m_label->geometry().center().y() + 1), 2.5, 2.5);
}

void ParamRow::contextMenuEvent(QContextMenuEvent* event) {
    if (!m_changed || !m_editor->field()->isEnabled()) {
        return;
    }
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("Reset this setting")), &QAction::triggered, this,
            &ParamRow::resetRequested);
    menu->popup(event->globalPos());
}

}  // namespace minarai::widgets
