// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Small controls that Qt does not have: switch, thin progress, segments, text menu.
#pragma once

#include <QAbstractButton>
#include <QButtonGroup>
#include <QComboBox>
#include <QMenu>
#include <QProgressBar>
#include <QToolButton>
#include <QVariant>

namespace minarai::widgets {

/// On or off, with effect at once. A check box to assistive tools.
class Switch : public QAbstractButton {
    Q_OBJECT
  public:
    explicit Switch(QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
};

/// A combo box which cuts long texts with "…" and lets the wheel scroll the page unless it has the
/// focus.
class ComboBox : public QComboBox {
    Q_OBJECT
  public:
    explicit ComboBox(QWidget* parent = nullptr);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
};

/// A 4 px bar with its caption above or beside it. setRange(0, 0) means "length unknown".
class ThinProgressBar : public QProgressBar {
    Q_OBJECT
  public:
    enum class Caption { None, Above, Beside };
    explicit ThinProgressBar(Caption placement = Caption::Above, QWidget* parent = nullptr);

    /// "epoch 19 of 30 · batch 8 of 14"; `shorter` where that has no room: "epoch 19 of 30".
    void setCaption(const QString& text, const QString& shorter = {});
    [[nodiscard]] const QString& caption() const { return m_caption; }
    /// done of total; total 0 means unknown. Any size of numbers.
    void setProgress(quint64 done, quint64 total);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    Caption m_placement;
    QString m_caption;
    QString m_shorter;
    int m_widest = 0;
    int m_timer = 0;
    int m_phase = 0;
    void updateTimer();
    [[nodiscard]] QString captionFor(int room) const;
};

/// A row of exclusive choices.
class SegmentedControl : public QWidget {
    Q_OBJECT
  public:
    explicit SegmentedControl(QWidget* parent = nullptr);
    /// Returns the index of the new segment. The first one is current.
    int addSegment(const QString& text, const QVariant& value = {}, const QString& toolTip = {});
    void setSegmentText(int index, const QString& text);
    [[nodiscard]] int currentIndex() const;
    [[nodiscard]] QVariant currentData() const;
    [[nodiscard]] int count() const;
    /// Emits nothing.
    void setCurrentIndex(int index);
    /// Chooses the segment with this value, if there is one. Emits nothing.
    void setCurrentData(const QVariant& value);

  Q_SIGNALS:
    /// The user chose another segment.
    void currentChanged(int index);

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    QButtonGroup* m_group;
    QVariantList m_data;
};

/// Flat text with a menu of exclusive choices: "rows: truth · counts ▾".
class TextMenuButton : public QToolButton {
    Q_OBJECT
  public:
    /// prefix stands before the chosen text and may be empty: "Sort: ".
    explicit TextMenuButton(const QString& prefix = {}, QWidget* parent = nullptr);
    void addChoice(const QString& text, const QVariant& value);
    void clearChoices();
    [[nodiscard]] QVariant currentData() const;
    /// Emits nothing.
    void setCurrentData(const QVariant& value);
    void setPrefix(const QString& prefix);
    [[nodiscard]] QSize sizeHint() const override;
    /// Where room is short the text is cut with "…"; the whole text is the tooltip then.
    [[nodiscard]] QSize minimumSizeHint() const override;

  Q_SIGNALS:
    /// The user chose another entry.
    void chosen(const QVariant& value);

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    QString m_prefix;
    QMenu* m_menu;
    QActionGroup* m_group;
    void updateText();
};

/// A flat text button that runs an action: "export".
QToolButton* textButton(QAction* action, QWidget* parent = nullptr);
QToolButton* textButton(const QString& text, QWidget* parent = nullptr);

/// A button with one of the theme's icons and no text; the tooltip is its accessible name.
QToolButton* iconButton(const QString& iconName, const QString& toolTip, QWidget* parent = nullptr);

}  // namespace minarai::widgets
