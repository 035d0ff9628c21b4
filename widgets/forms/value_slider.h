// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A slider for one number, or with two handles for a range from ... to.
#pragma once

#include <QAbstractSlider>
#include <QVector>
#include <QWidget>
#include <array>
#include <optional>
#include <vector>

#include "base/param_spec.h"

namespace minarai::widgets {

/// The part of a parameter's range that a slider covers; a field beside it takes the rest.
struct SliderRange {
    double low = 0;
    double high = 1;
    double step = 0.01;        ///< values are multiples of it, unless logarithmic
    bool logarithmic = false;  ///< equal ways are equal factors
    bool operator==(const SliderRange&) const = default;
};

/// What a slider for this parameter covers while it has these values: all of a narrow range, the
/// usual part of a wide one. Nothing where a slider is of no help: text, sizes, colours, lists of
/// more than two numbers.
std::optional<SliderRange> sliderRange(const ParamSpec& spec, const std::vector<double>& values);

/// The numbers of a parameter's value; empty for text and choices.
std::vector<double> sliderNumbers(const ParamValue& value);

/// Handles are sliders of their own to the keyboard and to assistive tools. The wheel scrolls the
/// page and never changes a value.
class ValueSlider : public QWidget {
    Q_OBJECT
  public:
    explicit ValueSlider(QWidget* parent = nullptr);

    /// What the handles are called: the parameter's name.
    void setName(const QString& name, const QString& description);
    /// One or two values in rising order; emits nothing. A value outside the range stands at its
    /// end and keeps its number until its handle is moved.
    void display(const SliderRange& range, const std::vector<double>& values);
    [[nodiscard]] const std::vector<double>& values() const { return m_values; }
    [[nodiscard]] QAbstractSlider* handle(int index) const;
    /// Where a value stands, in the widget's coordinates.
    [[nodiscard]] QPoint placeOf(double value) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  Q_SIGNALS:
    /// The user moved a handle.
    void moved();
    /// The user let the handle go.
    void released();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    SliderRange m_range;
    std::vector<double> m_values;
    std::array<QAbstractSlider*, 2> m_handles{};
    QString m_name;
    int m_dragged = -1;

    [[nodiscard]] int positions() const;
    [[nodiscard]] double valueAt(int position) const;
    [[nodiscard]] int positionOf(double value) const;
    [[nodiscard]] double trackX(double position) const;
    void take(int handle, int position);
    void dragTo(double x);
    void placeHandles();
    void nameHandles();
};

}  // namespace minarai::widgets
