// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The most probable classes as thin bars; and one bar cut into parts.
#pragma once

#include <QString>
#include <QVector>
#include <QWidget>

#include "widgets/theme/tokens.h"

namespace minarai::widgets {

struct BarItem {
    QString label;
    double value = 0;  ///< 0 ... 1
    bool operator==(const BarItem&) const = default;
};

/// label, thin bar, "0.91"; the first bar is highlighted. Ctrl+C copies the rows as text.
class BarList : public QWidget {
    Q_OBJECT
  public:
    explicit BarList(QWidget* parent = nullptr);

    /// In the given order. The widget keeps the height of the longest list it has shown.
    void setItems(const QVector<BarItem>& items);
    [[nodiscard]] const QVector<BarItem>& items() const { return m_items; }
    /// Colour of the first bar; Token::Validation by default.
    void setHighlight(Token color);
    void setDecimals(int decimals);
    /// Numbers as "110" (values are counts, the longest bar is the largest).
    void setCounts(bool counts);

    /// The rows as tab-separated text.
    [[nodiscard]] QString asText() const;
    void copy() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  Q_SIGNALS:
    /// A row was clicked or opened with Enter.
    void itemActivated(int index);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;

  private:
    QVector<BarItem> m_items;
    Token m_highlight = Token::Validation;
    int m_decimals = 2;
    int m_current = 0;
    qsizetype m_mostRows = 0;
    bool m_counts = false;
    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] QString valueText(const BarItem& item) const;
    void describe();
};

/// One bar cut into coloured parts: training, validation, test.
class PartsBar : public QWidget {
    Q_OBJECT
  public:
    struct Part {
        QString label;
        quint64 count = 0;
        Token color = Token::Training;
    };
    explicit PartsBar(QWidget* parent = nullptr);
    /// Draws the bar, and "training 385 · validation 82 · test 83" beneath it.
    void setParts(const QVector<Part>& parts);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QVector<Part> m_parts;
};

}  // namespace minarai::widgets
