// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/forms/param_editor.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QSignalBlocker>
#include <QStyle>
#include <QWheelEvent>
#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>

#include "base/text.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::widgets {
namespace {

/// 1, 2, 5, 10, 20, ...: the step of a logarithmic value.
double nextOnLogScale(double value, bool up) {
    constexpr std::array<double, 4> kDigits{1, 2, 5, 10};
    if (value <= 0) {
        return up ? 1e-4 : value;
    }
    const double decade = std::pow(10, std::floor(std::log10(value) + 1e-9));
    const double digit = value / decade;
    if (up) {
        for (const double candidate : kDigits) {
            if (candidate > digit * (1 + 1e-9)) {
                return candidate * decade;
            }
        }
        return 20 * decade;
    }
    for (auto it = kDigits.rbegin(); it != kDigits.rend(); ++it) {
        if (*it < digit * (1 - 1e-9)) {
            return *it * decade;
        }
    }
    return decade / 2;
}

/// Powers of two, as sizes and batches go.
std::int64_t nextPowerOfTwo(std::int64_t value, bool up) {
    if (up) {
        return value > (std::int64_t{1} << 61) ? value : std::max<std::int64_t>(1, value * 2);
    }
    return value / 2;
}

/// A tenth of the value's decade, so that 0.9 steps by 0.1 and 0.05 by 0.01.
double linearStep(double value, const ParamSpec& spec) {
    const double width = spec.maximum - spec.minimum;
    if (std::isfinite(width) && width > 0) {
        return std::pow(10, std::floor(std::log10(width / 5) + 1e-9));
    }
    return value == 0 ? 0.1 : std::pow(10, std::floor(std::log10(std::abs(value)) + 1e-9));
}

/// Removes the binary dust of decimal steps: 0.30000000000000004 -> 0.3.
double tidied(double value) {
    return QString::number(value, 'g', 12).toDouble();
}

/// The choice that takes a name and that this value is one of: "upto:layer2". Null if there is
/// none.
const ParamChoice* namedChoice(const ParamSpec& spec, const QString& value) {
    const auto found =
        std::find_if(spec.choices.begin(), spec.choices.end(), [&](const ParamChoice& choice) {
            const QString prefix = QString::fromStdString(choice.value);
            return prefix.endsWith(QLatin1Char(':')) && value.startsWith(prefix) &&
                   value.size() > prefix.size();
        });
    return found == spec.choices.end() ? nullptr : &*found;
}

/// "up to %1" of the choice "upto:"; empty where it has no such words.
QString nameTemplate(const ParamChoice& choice) {
    return choice.value == "upto:" ? paramText(MN_TEXT("Param", "up to %1")) : QString();
}

QString namedText(const ParamChoice& choice, const QString& value) {
    const QString words = nameTemplate(choice);
    return words.isEmpty()
               ? value
               : QString(words).replace(QStringLiteral("%1"),
                                        value.mid(QString::fromStdString(choice.value).size()));
}

/// "up to layer2" -> "upto:layer2"; any other text as it is.
QString namedValue(const ParamSpec& spec, const QString& text) {
    for (const ParamChoice& choice : spec.choices) {
        const QString words = nameTemplate(choice);
        const qsizetype at = words.indexOf(QStringLiteral("%1"));
        if (at < 0) {
            continue;
        }
        const QString before = words.left(at);
        const QString after = words.mid(at + 2);
        if (text.size() > before.size() + after.size() && text.startsWith(before) &&
            text.endsWith(after)) {
            const QString name =
                text.mid(before.size(), text.size() - before.size() - after.size());
            return QString::fromStdString(choice.value) + name.trimmed();
        }
    }
    return text;
}

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
        if (m_unit.isEmpty()) {
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

QString paramText(const std::string& english) {
    if (english.empty()) {
        return {};
    }
    // Settings are described in "Param", layers and their parameters in "Op".
    const QString text = QCoreApplication::translate("Param", english.c_str());
    return text == QString::fromStdString(english)
               ? QCoreApplication::translate("Op", english.c_str())
               : text;
}

QString editorText(const ParamSpec& spec, const ParamValue& value) {
    if (const auto* real = std::get_if<double>(&value)) {
        return shortReal(*real);
    }
    if (const auto* reals = std::get_if<std::vector<double>>(&value)) {
        QStringList parts;
        for (const double part : *reals) {
            parts << shortReal(part);
        }
        return parts.join(QStringLiteral(", "));
    }
    if (const auto* wholes = std::get_if<std::vector<std::int64_t>>(&value)) {
        QStringList parts;
        for (const std::int64_t part : *wholes) {
            parts << QString::number(part);
        }
        return parts.join(QStringLiteral(", "));
    }
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        return QString::number(*whole);
    }
    if (const auto* flag = std::get_if<bool>(&value)) {
        return *flag ? QStringLiteral("true") : QStringLiteral("false");
    }
    const auto* text = std::get_if<std::string>(&value);
    return text == nullptr || spec.type == ParamType::Flag ? QString()
                                                           : QString::fromStdString(*text);
}

QString shownText(const ParamSpec& spec, const ParamValue& value) {
    const auto rounded = [](double real) {
        // Thirds and their like; what a person types has fewer digits.
        constexpr qsizetype kLongest = 9;
        const QString exact = shortReal(real);
        return exact.size() > kLongest ? QString::number(real, 'g', 4).toDouble() : real;
    };
    if (const auto* real = std::get_if<double>(&value)) {
        return editorText(spec, ParamValue(rounded(*real)));
    }
    if (const auto* reals = std::get_if<std::vector<double>>(&value)) {
        std::vector<double> parts;
        std::transform(reals->begin(), reals->end(), std::back_inserter(parts), rounded);
        return editorText(spec, ParamValue(parts));
    }
    const QString text = editorText(spec, value);
    if (const ParamChoice* named = namedChoice(spec, text)) {
        return namedText(*named, text);
    }
    for (const ParamChoice& choice : spec.choices) {
        if (!choice.label.empty() && text == QString::fromStdString(choice.value)) {
            return paramText(choice.label);
        }
    }
    return text;
}

ParamValue stepped(const ParamSpec& spec, const ParamValue& value, int steps) {
    const bool up = steps > 0;
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        std::int64_t next = *whole;
        for (int i = 0; i < std::abs(steps); ++i) {
            const bool atEnd = up ? next == std::numeric_limits<std::int64_t>::max()
                                  : next == std::numeric_limits<std::int64_t>::min();
            next = atEnd ? next : spec.logScale ? nextPowerOfTwo(next, up) : next + (up ? 1 : -1);
        }
        const auto tooSmall = static_cast<double>(next) < spec.minimum ||
                              (spec.minimumExcluded && static_cast<double>(next) <= spec.minimum);
        return tooSmall || static_cast<double>(next) > spec.maximum ? *whole : next;
    }
    if (const auto* real = std::get_if<double>(&value)) {
        double next = *real;
        for (int i = 0; i < std::abs(steps); ++i) {
            next = spec.logScale ? nextOnLogScale(next, up)
                                 : next + (up ? 1 : -1) * linearStep(*real, spec);
        }
        next = std::clamp(tidied(next), spec.minimum, spec.maximum);
        return spec.minimumExcluded && next <= spec.minimum ? *real : next;
    }
    return value;
}

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
        return m_combo->isEditable() ? namedValue(m_spec, m_combo->currentText().trimmed())
                                     : m_combo->currentData().toString();
    }
    const QString typed = m_line->text().trimmed();
    return typed == lineText() ? editorText(m_spec, m_value) : typed;
}

QString ParamEditor::lineText() const {
    // A text is shown as it is: it may be one of another parameter's names.
    return m_spec.type == ParamType::Text ? editorText(m_spec, m_value)
                                          : shownText(m_spec, m_value);
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
        now = ParamValue(std::int64_t{m_line->text().trimmed().toLongLong(&ok)});
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
