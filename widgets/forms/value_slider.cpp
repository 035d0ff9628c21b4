// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/forms/value_slider.h"

#include <QMouseEvent>
#include <QPainter>
#include <QSignalBlocker>
#include <algorithm>
#include <cmath>

#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"

namespace minarai::widgets {
namespace {

constexpr int kHandle = 16;
constexpr int kMostPositions = 1000;
constexpr int kLogPositions = 200;
/// A positive range over so many powers of ten is walked by factors.
constexpr double kLogRatio = 1000;
/// A range up to so many times the usual value is shown whole.
constexpr double kWholeRatio = 10;

/// The next 1, 2 or 5 times a power of ten that is not below the value.
double niceAbove(double value) {
    const double decade = std::pow(10, std::floor(std::log10(value) + 1e-9));
    for (const double digit : {1.0, 2.0, 5.0}) {
        if (digit * decade >= value * (1 - 1e-9)) {
            return digit * decade;
        }
    }
    return 10 * decade;
}

double niceBelow(double value) {
    const double decade = std::pow(10, std::floor(std::log10(value) + 1e-9));
    for (const double digit : {5.0, 2.0}) {
        if (digit * decade <= value * (1 + 1e-9)) {
            return digit * decade;
        }
    }
    return decade;
}

double largest(const std::vector<double>& values) {
    double result = 0;
    for (const double value : values) {
        result = std::max(result, std::abs(value));
    }
    return result;
}

/// Removes the binary dust of multiples: 0.30000000000000004 becomes 0.3.
double tidied(double value) {
    return QString::number(value, 'g', 12).toDouble();
}

/// Round, with a ring while it has the keyboard.
class SliderHandle final : public QAbstractSlider {
  public:
    explicit SliderHandle(QWidget* parent) : QAbstractSlider(parent) {
        setOrientation(Qt::Horizontal);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_TransparentForMouseEvents);
        resize(kHandle, kHandle);
    }

  protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        const Theme& theme = Theme::of(this);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const bool focused = hasFocus();
        painter.setPen(
            QPen(theme.color(focused ? Token::Accent : Token::Tertiary), focused ? 2.0 : 1.0));
        painter.setBrush(theme.color(isEnabled() ? Token::Surface : Token::Hover));
        painter.drawEllipse(QRectF(rect()).center(), 6.5, 6.5);
    }
    void focusInEvent(QFocusEvent* event) override {
        QAbstractSlider::focusInEvent(event);
        update();
    }
    void focusOutEvent(QFocusEvent* event) override {
        QAbstractSlider::focusOutEvent(event);
        update();
    }
};

}  // namespace

std::vector<double> sliderNumbers(const ParamValue& value) {
    if (const auto* real = std::get_if<double>(&value)) {
        return {*real};
    }
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        return {static_cast<double>(*whole)};
    }
    if (const auto* reals = std::get_if<std::vector<double>>(&value)) {
        return *reals;
    }
    return {};
}

std::optional<SliderRange> sliderRange(const ParamSpec& spec, const std::vector<double>& values) {
    const bool numeric = spec.type == ParamType::Real || spec.type == ParamType::Integer ||
                         spec.type == ParamType::Reals;
    const std::vector<double> usual = sliderNumbers(spec.defaultValue);
    if (!numeric || spec.unit == "px" || usual.empty() || values.empty() || values.size() > 2 ||
        !std::isfinite(spec.minimum) || !std::isfinite(spec.maximum) ||
        spec.maximum <= spec.minimum) {
        return std::nullopt;
    }
    SliderRange range;
    const double widest = std::max(std::abs(spec.minimum), std::abs(spec.maximum));
    const double reference = largest(usual);
    const double now = largest(values);
    double high = reference > 0 ? niceAbove(2 * reference) : 1.0;
    if (spec.unit == "°") {
        high = 180;
    }
    if (reference > 0 && widest <= kWholeRatio * reference) {
        high = widest;
    }
    high = std::max(high, now > 0 ? niceAbove(now) : 0.0);
    range.high = std::min(spec.maximum, high);
    range.logarithmic = spec.minimum > 0 && spec.maximum / spec.minimum >= kLogRatio;
    if (range.logarithmic) {
        double low = spec.maximum;
        for (const auto& list : {usual, values}) {
            low = std::min(low, *std::min_element(list.begin(), list.end()));
        }
        range.low = std::max(spec.minimum, niceBelow(low / 2));
        return range;
    }
    // One number of a list stands for minus to plus: its own range begins at nought.
    const bool mirrored = spec.type == ParamType::Reals && values.size() == 1;
    range.low = spec.minimum < 0 ? (mirrored ? 0.0 : std::max(spec.minimum, -high)) : spec.minimum;
    const double width = range.high - range.low;
    range.step = spec.type == ParamType::Integer
                     ? 1.0
                     : std::pow(10, std::floor(std::log10(width / 80) + 1e-9));
    if (spec.minimumExcluded && range.low == spec.minimum) {
        range.low += range.step;
    }
    return range;
}

ValueSlider::ValueSlider(QWidget* parent) : QWidget(parent) {
    for (std::size_t i = 0; i < m_handles.size(); ++i) {
        m_handles[i] = new SliderHandle(this);
        connect(m_handles[i], &QAbstractSlider::valueChanged, this,
                [this, i](int position) { take(static_cast<int>(i), position); });
    }
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ValueSlider::setName(const QString& name, const QString& description) {
    m_name = name;
    for (QAbstractSlider* handle : m_handles) {
        handle->setAccessibleDescription(description);
    }
    nameHandles();
}

void ValueSlider::nameHandles() {
    m_handles[0]->setAccessibleName(m_values.size() == 2 ? tr("%1, from").arg(m_name) : m_name);
    m_handles[1]->setAccessibleName(tr("%1, to").arg(m_name));
}

QAbstractSlider* ValueSlider::handle(int index) const {
    return m_handles[static_cast<std::size_t>(index)];
}

int ValueSlider::positions() const {
    if (m_range.logarithmic) {
        return kLogPositions;
    }
    return std::clamp(qRound((m_range.high - m_range.low) / m_range.step), 1, kMostPositions);
}

double ValueSlider::valueAt(int position) const {
    const double share = static_cast<double>(position) / positions();
    if (m_range.logarithmic) {
        const double value = m_range.low * std::pow(m_range.high / m_range.low, share);
        return QString::number(value, 'g', 2).toDouble();
    }
    const double value = m_range.low + (m_range.high - m_range.low) * share;
    return tidied(std::round(value / m_range.step) * m_range.step);
}

int ValueSlider::positionOf(double value) const {
    const double held = std::clamp(value, m_range.low, m_range.high);
    const double share = m_range.logarithmic
                             ? std::log(held / m_range.low) / std::log(m_range.high / m_range.low)
                             : (held - m_range.low) / (m_range.high - m_range.low);
    return qRound(share * positions());
}

void ValueSlider::display(const SliderRange& range, const std::vector<double>& values) {
    if (values.empty() || values.size() > 2) {
        return;
    }
    // While a handle is under the pointer its scale stays, or the handle would run away.
    if (m_dragged < 0) {
        m_range = range;
    }
    m_values = values;
    for (std::size_t i = 0; i < m_handles.size(); ++i) {
        const QSignalBlocker quiet(m_handles[i]);
        const bool used = i < values.size();
        m_handles[i]->setVisible(used);
        m_handles[i]->setRange(0, positions());
        m_handles[i]->setSingleStep(1);
        m_handles[i]->setPageStep(std::max(1, positions() / 10));
        m_handles[i]->setValue(used ? positionOf(values[i]) : 0);
    }
    nameHandles();
    placeHandles();
    update();
}

void ValueSlider::take(int handle, int position) {
    const auto index = static_cast<std::size_t>(handle);
    if (index >= m_values.size()) {
        return;
    }
    double value = valueAt(position);
    if (m_values.size() == 2) {
        // One handle does not pass the other.
        value = handle == 0 ? std::min(value, m_values[1]) : std::max(value, m_values[0]);
    }
    const QSignalBlocker quiet(m_handles[index]);
    m_handles[index]->setValue(positionOf(value));
    placeHandles();
    update();
    if (value != m_values[index]) {
        m_values[index] = value;
        Q_EMIT moved();
        if (m_dragged < 0) {
            Q_EMIT released();
        }
    }
}

double ValueSlider::trackX(double position) const {
    return kHandle / 2.0 + position / positions() * (width() - kHandle);
}

QPoint ValueSlider::placeOf(double value) const {
    return {qRound(trackX(positionOf(value))), height() / 2};
}

void ValueSlider::placeHandles() {
    for (QAbstractSlider* handle : m_handles) {
        handle->move(qRound(trackX(handle->value())) - kHandle / 2, (height() - kHandle) / 2);
    }
}

QSize ValueSlider::sizeHint() const {
    return {160, kHandle + 2};
}

QSize ValueSlider::minimumSizeHint() const {
    return {64, kHandle + 2};
}

void ValueSlider::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const double y = height() / 2.0;
    painter.setBrush(theme.color(Token::Hover));
    painter.drawRoundedRect(QRectF(kHandle / 2.0, y - 2, width() - kHandle, 4), 2, 2);
    // The accent covers what the value stands for: up to it from nought, or between the two.
    double from = trackX(m_range.low < 0 ? positionOf(0) : 0);
    double to = trackX(m_handles[0]->value());
    if (m_values.size() == 2) {
        from = to;
        to = trackX(m_handles[1]->value());
    }
    if (from > to) {
        std::swap(from, to);
    }
    painter.setBrush(theme.color(isEnabled() ? Token::Accent : Token::Tertiary));
    painter.drawRoundedRect(QRectF(from, y - 2, to - from, 4), 2, 2);
}

void ValueSlider::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeHandles();
}

void ValueSlider::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    const double x = event->position().x();
    m_dragged = 0;
    if (m_values.size() == 2) {
        const double first = trackX(m_handles[0]->value());
        const double second = trackX(m_handles[1]->value());
        const bool nearer = std::abs(x - second) < std::abs(x - first);
        // On top of each other the side of the pointer decides.
        m_dragged = nearer || (first == second && x > second) ? 1 : 0;
    }
    m_handles[static_cast<std::size_t>(m_dragged)]->setFocus(Qt::MouseFocusReason);
    dragTo(x);
}

void ValueSlider::mouseMoveEvent(QMouseEvent* event) {
    if (m_dragged >= 0) {
        dragTo(event->position().x());
    }
}

void ValueSlider::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && m_dragged >= 0) {
        m_dragged = -1;
        Q_EMIT released();
    }
}

void ValueSlider::dragTo(double x) {
    const double share = (x - kHandle / 2.0) / std::max(1, width() - kHandle);
    m_handles[static_cast<std::size_t>(m_dragged)]->setValue(
        qRound(std::clamp(share, 0.0, 1.0) * positions()));
}

void ValueSlider::changeEvent(QEvent* event) {
    if (event->type() == QEvent::EnabledChange) {
        update();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::widgets
