// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/cards/step_card.h"

#include <QEvent>
#include <QPainter>
#include <QSignalBlocker>
#include <algorithm>

#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"

namespace minarai::widgets {
namespace {

constexpr int kGripWidth = 14;
constexpr int kPadding = 10;

/// Six dots: here the card can be taken hold of.
class Grip final : public QWidget {
  public:
    explicit Grip(QWidget* parent) : QWidget(parent) {
        setFixedSize(kGripWidth, kFieldHeight);
        setAttribute(Qt::WA_TransparentForMouseEvents);
    }

  protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(Theme::of(this).color(Token::Tertiary));
        for (int row = -1; row <= 1; ++row) {
            for (const double x : {3.0, 8.0}) {
                painter.drawEllipse(QPointF(x, height() / 2.0 + row * 5), 1.2, 1.2);
            }
        }
    }
};

QLabel* bodyLabel(const char* role, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    setRole(label, role);
    return label;
}

}  // namespace

StepCard::StepCard(const StepCardContent& content, QWidget* parent)
    : QFrame(parent),
      m_content(content),
      m_header(new QWidget(this)),
      m_switch(new Switch(m_header)),
      m_title(new ElidedLabel({}, m_header)),
      m_summary(new ElidedLabel({}, m_header)),
      m_duplicate(iconButton(QStringLiteral("copy"), {}, m_header)),
      m_remove(iconButton(QStringLiteral("trash"), {}, m_header)),
      m_body(new QWidget(this)),
      m_meaning(bodyLabel("secondary", m_body)),
      m_note(bodyLabel("secondary", m_body)),
      m_error(bodyLabel("error", m_body)) {
    setFocusPolicy(Qt::StrongFocus);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 4, kPadding, 4);
    column->setSpacing(0);
    auto* row = new QHBoxLayout(m_header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(new Grip(m_header));
    row->addWidget(m_switch);
    row->addWidget(m_title);
    row->addWidget(m_summary, 1);
    row->addWidget(m_duplicate);
    row->addWidget(m_remove);
    m_header->setFixedHeight(32);
    m_header->setCursor(Qt::OpenHandCursor);
    m_title->setFont(Theme::of(this).font(FontRole::Heading));
    m_title->setAttribute(Qt::WA_TransparentForMouseEvents);
    setRole(m_summary, "secondary");
    m_summary->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_summary->setAttribute(Qt::WA_TransparentForMouseEvents);
    for (QToolButton* button : {m_duplicate, m_remove}) {
        button->setFixedSize(24, 24);
        button->setCursor(Qt::ArrowCursor);
        button->hide();
    }
    m_duplicate->setObjectName(QStringLiteral("duplicateStep"));
    m_remove->setObjectName(QStringLiteral("removeStep"));
    column->addWidget(m_header);
    auto* body = new QVBoxLayout(m_body);
    body->setContentsMargins(kGripWidth, 0, 0, 8);
    body->setSpacing(8);
    body->addWidget(m_meaning);
    body->addWidget(m_error);
    body->addWidget(m_note);
    m_error->hide();
    m_body->hide();
    column->addWidget(m_body);
    connect(m_switch, &QAbstractButton::toggled, this, &StepCard::switched);
    connect(m_duplicate, &QToolButton::clicked, this, &StepCard::duplicateWanted);
    connect(m_remove, &QToolButton::clicked, this, &StepCard::removeWanted);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    retranslate();
    fill();
}

void StepCard::setContent(const StepCardContent& content) {
    const ParamSchema* schema = m_form == nullptr ? content.schema : m_content.schema;
    m_content = content;
    m_content.schema = schema;
    if (m_form != nullptr) {
        const Params shown = m_form->values();
        // A field that is being typed into keeps its text: "0.50" is the 0.5 that it means.
        const bool same = std::all_of(
            shown.entries().begin(), shown.entries().end(), [&content](const auto& entry) {
                const ParamValue* value = content.values.find(entry.first);
                return value == nullptr || *value == entry.second;
            });
        if (!same) {
            m_form->setValues(content.values);
            setError({});
        }
    }
    fill();
}

void StepCard::fill() {
    const QSignalBlocker quiet(m_switch);
    m_switch->setChecked(m_content.on);
    m_switch->setAccessibleName(tr("%1 on").arg(m_content.title));
    m_title->setText(m_content.title);
    // Names are told apart by their ends; what is short of room is the summary.
    m_title->setMinimumWidth(m_title->sizeHint().width());
    m_summary->setText(m_content.summary);
    m_summary->setVisible(!m_unfolded && !m_content.summary.isEmpty());
    m_meaning->setText(phrased(m_content.meaning));
    m_meaning->setVisible(!m_content.meaning.isEmpty());
    m_note->setText(phrased(m_content.note));
    m_note->setVisible(!m_content.note.isEmpty());
    setAccessibleName(m_content.title);
    setAccessibleDescription(m_content.on ? m_content.summary : tr("off"));
    if (m_content.on != m_titleOn) {
        m_titleOn = m_content.on;
        setRole(m_title, m_titleOn ? "" : "field");
    }
    update();
}

void StepCard::makeForm() {
    m_form = new ParamForm(m_body);
    m_form->setSlidersShown(true);
    m_form->setSchema(*m_content.schema, m_content.values);
    auto* body = static_cast<QVBoxLayout*>(m_body->layout());
    body->insertWidget(1, m_form);
    m_form->setVisible(!m_content.schema->specs().empty());
    connect(m_form, &ParamForm::valueChanged, this, &StepCard::valueChanged);
}

void StepCard::setUnfolded(bool unfolded) {
    if (unfolded == m_unfolded) {
        return;
    }
    m_unfolded = unfolded;
    if (unfolded && m_form == nullptr && m_content.schema != nullptr) {
        makeForm();
    }
    m_body->setVisible(unfolded);
    m_duplicate->setVisible(unfolded);
    m_remove->setVisible(unfolded);
    m_summary->setVisible(!unfolded && !m_content.summary.isEmpty());
    update();
}

void StepCard::setError(const QString& sentence) {
    m_error->setText(phrased(sentence));
    m_error->setVisible(!sentence.isEmpty());
}

QString StepCard::error() const {
    return unphrased(m_error->text());
}

void StepCard::focusForm() {
    setUnfolded(true);
    if (m_form != nullptr && !m_content.schema->specs().empty()) {
        m_form->focusName(QString::fromStdString(m_content.schema->specs().front().name));
    }
}

void StepCard::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    const bool focused = hasFocus();
    painter.setBrush(theme.color(Token::Ground));
    painter.setPen(QPen(theme.color(focused || m_unfolded ? Token::Accent : Token::Border),
                        focused ? 2.0 : 1.0));
    painter.drawRoundedRect(focused ? frame.adjusted(0.5, 0.5, -0.5, -0.5) : frame, 6, 6);
}

void StepCard::focusInEvent(QFocusEvent* event) {
    QFrame::focusInEvent(event);
    update();
}

void StepCard::focusOutEvent(QFocusEvent* event) {
    QFrame::focusOutEvent(event);
    update();
}

void StepCard::retranslate() {
    m_duplicate->setToolTip(tr("Duplicate (Ctrl+D)"));
    m_remove->setToolTip(tr("Remove (Del)"));
    for (QToolButton* button : {m_duplicate, m_remove}) {
        button->setAccessibleName(button->toolTip());
    }
}

void StepCard::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        fill();
        if (m_form != nullptr) {
            // The form takes its words when it is built.
            m_form->setSchema(*m_content.schema, m_form->values());
        }
    }
    QFrame::changeEvent(event);
}

}  // namespace minarai::widgets
