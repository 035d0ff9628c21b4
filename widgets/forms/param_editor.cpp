// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/forms/param_editor.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QSignalBlocker>
#include <QStyle>
#include <QWheelEvent>

#include "widgets/theme/theme.h"

namespace minarai::widgets {
namespace {

/// A field with its unit at the right end, so that all fields of a form are equally wide.
class UnitLineEdit : public QLineEdit {
  public:
    UnitLineEdit(const QString& unit, QWidget* parent) : QLineEdit(parent), m_unit(unit) {
        if (!m_unit.isEmpty()) {
            setTextMargins(0, 0, fontMetrics().horizontalAdvance(m_unit) + kUnitGap, 0);
        }
    }

  protected:
    void paintEvent(QPaintEvent* event) override {
        QLineEdit::paintEvent(event);
        // What stands in an empty field is no number of it.
        if (m_unit.isEmpty() || (text().isEmpty() && !placeholderText().isEmpty())) {
            return;
        }
        QPainter painter(this);
        painter.setPen(Theme::of(this).color(Token::Secondary));
        painter.drawText(rect().adjusted(0, 0, -kUnitGap, 0), Qt::AlignVCenter | Qt::AlignRight,
                         m_unit);
    }

  private:
    static constexpr int kUnitGap = 8;
    QString m_unit;
};

}  // namespace

ParamEditor::ParamEditor(const ParamSpec& spec, QWidget* parent, bool withSlider)
    : QObject(parent), m_spec(spec), m_value(spec.defaultValue) {
    switch (spec.type) {
        case ParamType::Flag:
            makeSwitch(parent);
            break;
        case ParamType::Choice:
            makeCombo(parent);
            break;
        default:
            makeLine(parent);
            if (withSlider && sliderRange(spec, sliderNumbers(spec.defaultValue))) {
                makeSlider(parent);
            }
    }
    field()->installEventFilter(this);
    field()->setObjectName(QString::fromStdString(spec.name));
    field()->setAccessibleName(paramText(spec.label));
    field()->setAccessibleDescription(paramText(spec.description));
}

QWidget* ParamEditor::field() const {
    if (m_switch != nullptr) {
        return m_switch;
    }
    return m_combo != nullptr ? static_cast<QWidget*>(m_combo) : m_line;
}

void ParamEditor::makeSwitch(QWidget* parent) {
    m_widget = new QWidget(parent);
    auto* row = new QHBoxLayout(m_widget);
    row->setContentsMargins(0, 0, 0, 0);
    m_switch = new Switch(m_widget);
    row->addWidget(m_switch);
    row->addStretch();
    connect(m_switch, &QAbstractButton::toggled, this, [this] {
        Q_EMIT edited();
        Q_EMIT finished();
    });
}

void ParamEditor::makeCombo(QWidget* parent) {
    m_combo = new ComboBox(parent);
    m_widget = m_combo;
    m_combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_combo->setMinimumContentsLength(8);
    for (const ParamChoice& choice : m_spec.choices) {
        m_combo->addItem(paramText(choice.label.empty() ? choice.value : choice.label),
                         QString::fromStdString(choice.value));
    }
    if (m_spec.openChoice) {
        m_combo->insertSeparator(m_combo->count());
        m_combo->addItem(tr("Choose file…"));
    }
    connect(m_combo, &QComboBox::activated, this, [this](int index) {
        if (m_spec.openChoice && !m_combo->itemData(index).isValid()) {
            chooseFile();
            return;
        }
        const QString value = m_combo->itemData(index).toString();
        setNameWanted(value.endsWith(QLatin1Char(':')));
        if (m_combo->isEditable()) {
            // Nothing is chosen before the name is there.
            m_combo->setEditText(value);
            m_combo->lineEdit()->setFocus(Qt::OtherFocusReason);
            m_combo->lineEdit()->end(false);
            return;
        }
        Q_EMIT edited();
        Q_EMIT finished();
    });
}

void ParamEditor::makeLine(QWidget* parent) {
    m_line = new UnitLineEdit(paramText(m_spec.unit), parent);
    m_widget = m_line;
    if (m_spec.type != ParamType::Text) {
        m_line->setInputMethodHints(Qt::ImhPreferNumbers);
    }
    m_line->setMinimumWidth(64);
    m_line->setPlaceholderText(emptyText(m_spec));
    connect(m_line, &QLineEdit::textEdited, this, &ParamEditor::edited);
    connect(m_line, &QLineEdit::editingFinished, this, &ParamEditor::finished);
}

void ParamEditor::makeSlider(QWidget* parent) {
    m_slider = new ValueSlider(parent);
    m_slider->setObjectName(QString::fromStdString(m_spec.name) + QStringLiteral("Slider"));
    m_slider->setName(paramText(m_spec.label), paramText(m_spec.description));
    showOnSlider(sliderNumbers(m_spec.defaultValue));
    connect(m_slider, &ValueSlider::moved, this, [this] {
        const std::vector<double>& numbers = m_slider->values();
        const bool isList = m_spec.type == ParamType::Reals;
        m_value = isList ? ParamValue(numbers) : ParamValue(numbers.front());
        m_line->setText(lineText());
        m_line->setCursorPosition(0);
        Q_EMIT edited();
    });
    connect(m_slider, &ValueSlider::released, this, [this] {
        showOnSlider(m_slider->values());
        Q_EMIT finished();
    });
    connect(m_line, &QLineEdit::textEdited, this, [this](const QString& text) {
        std::vector<double> numbers;
        for (const QString& part : text.split(QLatin1Char(','))) {
            bool ok = false;
            numbers.push_back(part.trimmed().toDouble(&ok));
            if (!ok) {
                return;  // half a number: the handle waits where it is
            }
        }
        showOnSlider(numbers);
    });
}

void ParamEditor::showOnSlider(const std::vector<double>& numbers) {
    const auto range = sliderRange(m_spec, numbers);
    m_slider->setVisible(range.has_value());
    if (range) {
        m_slider->display(*range, numbers);
    }
}

void ParamEditor::setNameWanted(bool wanted) {
    if (wanted == m_combo->isEditable()) {
        return;
    }
    m_combo->setEditable(wanted);
    if (!wanted) {
        return;
    }
    QLineEdit* line = m_combo->lineEdit();
    line->setAcceptDrops(false);
    line->setAccessibleName(paramText(m_spec.label));
    m_combo->setCompleter(nullptr);
    m_combo->setInsertPolicy(QComboBox::NoInsert);
    connect(line, &QLineEdit::textEdited, this, &ParamEditor::edited);
    connect(line, &QLineEdit::editingFinished, this, &ParamEditor::finished);
}

void ParamEditor::chooseFile() {
    // The list must not stay on "Choose file…" when the dialog is cancelled.
    setValue(m_value);
    auto* dialog = new QFileDialog(m_widget->window(), paramText(m_spec.label));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        setValue(file.toStdString());
        Q_EMIT edited();
        Q_EMIT finished();
    });
    dialog->open();
}

QString ParamEditor::text() const {
    if (m_switch != nullptr) {
        return m_switch->isChecked() ? QStringLiteral("true") : QStringLiteral("false");
    }
    if (m_combo != nullptr) {
        return m_combo->isEditable() ? writtenText(m_spec, m_combo->currentText().trimmed())
                                     : m_combo->currentData().toString();
    }
    const QString typed = m_line->text().trimmed();
    if (typed == lineText()) {
        return editorText(m_spec, m_value);
    }
    return typed.isEmpty() ? namedNumber(m_spec) : typed;
}

QString ParamEditor::lineText() const {
    const QString typed = editorText(m_spec, m_value);
    // A text is shown as it is: it may be one of another parameter's names.
    if (m_spec.type == ParamType::Text) {
        return typed;
    }
    return typed == namedNumber(m_spec) ? QString() : shownText(m_spec, m_value);
}

void ParamEditor::setValue(const ParamValue& value) {
    m_value = value;
    const QSignalBlocker quiet(field());
    const QString text = editorText(m_spec, value);
    if (m_slider != nullptr &&
        (m_slider->isHidden() || m_slider->values() != sliderNumbers(value))) {
        showOnSlider(sliderNumbers(value));
    }
    if (m_switch != nullptr) {
        m_switch->setChecked(std::get_if<bool>(&value) != nullptr && std::get<bool>(value));
        m_switch->update();
        return;
    }
    if (m_line != nullptr) {
        if (const QString shown = lineText(); m_line->text() != shown) {
            m_line->setText(shown);
            m_line->setCursorPosition(0);
        }
        return;
    }
    const bool isNamed = namedChoice(m_spec, text) != nullptr;
    setNameWanted(isNamed);
    if (isNamed) {
        if (const QString shown = shownText(m_spec, value); m_combo->currentText() != shown) {
            m_combo->setEditText(shown);
        }
        return;
    }
    int index = m_combo->findData(text);
    if (index < 0 && m_spec.openChoice) {
        // One entry for the chosen file, before the separator.
        const auto known = static_cast<int>(m_spec.choices.size());
        if (m_combo->itemData(known).isValid()) {
            m_combo->removeItem(known);
        }
        m_combo->insertItem(known, text.section(QLatin1Char('/'), -1), text);
        m_combo->setItemData(known, text, Qt::ToolTipRole);
        index = known;
    }
    m_combo->setCurrentIndex(index);
}

void ParamEditor::setInvalid(bool invalid) {
    QWidget* target = field();
    if (target->property("mnInvalid").toBool() == invalid) {
        return;
    }
    target->setProperty("mnInvalid", invalid);
    target->style()->unpolish(target);
    target->style()->polish(target);
}

void ParamEditor::step(int steps) {
    const bool whole = m_spec.type == ParamType::Integer;
    bool ok = false;
    ParamValue now;
    if (whole) {
        now = ParamValue(std::int64_t{text().toLongLong(&ok)});
    } else {
        now = ParamValue(text().toDouble(&ok));
    }
    if (!ok) {
        return;
    }
    const QString next = editorText(m_spec, stepped(m_spec, now, steps));
    if (next != text()) {
        m_line->setText(next);
        if (m_slider != nullptr) {
            showOnSlider({next.toDouble()});
        }
        Q_EMIT edited();
        Q_EMIT finished();
    }
}

bool ParamEditor::eventFilter(QObject* watched, QEvent* event) {
    const bool number = m_spec.type == ParamType::Integer || m_spec.type == ParamType::Real;
    if (event->type() == QEvent::KeyPress && m_line != nullptr && number && m_line->isEnabled() &&
        !m_line->isReadOnly()) {
        const auto* pressed = static_cast<QKeyEvent*>(event);
        const int key = pressed->key();
        // With Alt the keys move what the form belongs to.
        if ((key == Qt::Key_Up || key == Qt::Key_Down) &&
            !pressed->modifiers().testFlag(Qt::AltModifier)) {
            step(key == Qt::Key_Up ? 1 : -1);
            return true;
        }
    }
    if (event->type() == QEvent::Wheel) {
        // Scrolling through a form must never change a value that happens to lie under the pointer.
        if (m_combo != nullptr) {
            return false;
        }
        if (!field()->hasFocus() || m_line == nullptr || !number || m_line->isReadOnly()) {
            event->ignore();
            return true;
        }
        const int delta = static_cast<QWheelEvent*>(event)->angleDelta().y();
        if (delta != 0) {
            step(delta > 0 ? 1 : -1);
        }
        event->accept();
        return true;
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace minarai::widgets
