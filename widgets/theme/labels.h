// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Words and figures: pills, figures of merit, text that gives way, legends.
#pragma once

#include <QLabel>
#include <QWidget>

#include "widgets/theme/tokens.h"

namespace minarai::widgets {

/// One line of text, cut with "…" where it does not fit; the whole text is the tooltip then.
class ElidedLabel : public QLabel {
    Q_OBJECT
  public:
    explicit ElidedLabel(const QString& text = {}, QWidget* parent = nullptr);
    void setElideMode(Qt::TextElideMode mode);
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    Qt::TextElideMode m_mode = Qt::ElideRight;
};

/// A pill: "550 images · 5 classes".
class Badge : public QLabel {
    Q_OBJECT
  public:
    enum class Kind { Neutral, Accent, Right, Wrong, Warning };
    explicit Badge(const QString& text = {}, Kind kind = Kind::Neutral, QWidget* parent = nullptr);
    void setKind(Kind kind);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    Kind m_kind;
};

/// An 11 px caption above a 22 px tabular figure. Keeps the widest size it had, so that its
/// neighbours stand still while the number changes.
class FigureLabel : public QWidget {
    Q_OBJECT
  public:
    explicit FigureLabel(const QString& caption, QWidget* parent = nullptr);
    void setCaption(const QString& caption);
    /// "–" stands for a value that is not known yet.
    void setValue(const QString& value);
    void setColor(Token color);
    /// Takes the room that this caption and this figure need, whatever is shown.
    void reserve(const QString& caption, const QString& value);
    [[nodiscard]] QString value() const { return m_value; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    QString m_caption;
    QString m_value;
    Token m_color = Token::Text;
    mutable int m_widest = 0;
    void describe();
};

/// A short line of colour with a name: the entry of a legend.
class LegendLabel : public QWidget {
    Q_OBJECT
  public:
    LegendLabel(Token color, const QString& name, bool dashed, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    Token m_color;
    QString m_name;
    bool m_dashed;
};

}  // namespace minarai::widgets
