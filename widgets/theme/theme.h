// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Light and dark: palette, style sheet, style, fonts and icons of the whole program.
//
// main() creates one Theme after QApplication and before the first widget:
//
//   QApplication app(argc, argv);
//   minarai::widgets::Theme theme(app);
//   theme.setMode(Theme::Mode::System);
//
// Views reach it by Theme::of(this) and repaint on changed().
//
// Roles that style.qss knows, given by setRole(widget, "..."):
//   QPushButton, QToolButton  "primary", "quiet" (flat text), "danger", "nav" (sidebar, checkable)
//   QLabel                    "secondary", "label" (11 px), "heading" (card titles),
//                             "title" (15 px), "field" (names of fields), "error", "figure"
//   QWidget, QFrame           "ground", "surface", "top-bar", "status-bar", "sidebar", "line"
//   QLineEdit                 "search"
#pragma once

#include <QApplication>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QStringList>
#include <memory>

#include "widgets/theme/tokens.h"

namespace minarai::widgets {

enum class FontRole { Body, Secondary, Label, Heading, Title, Figure };

class Theme final : public QObject {
    Q_OBJECT
  public:
    enum class Mode { System, Light, Dark };
    Q_ENUM(Mode)

    /// Installs style, palette, fonts and sheet on the application, which must outlive it.
    explicit Theme(QApplication& app);
    ~Theme() override;

    /// The application's theme. One must exist; this is a programming error otherwise.
    static const Theme& of(const QWidget* widget = nullptr);

    void setMode(Mode mode);
    [[nodiscard]] Mode mode() const;

    /// What is on screen now: the mode, or what the system prefers.
    [[nodiscard]] bool isDark() const;

    [[nodiscard]] QColor color(Token token) const;

    /// The stable colour of a class by its index; colour-blind-safe, repeats after the set's end.
    [[nodiscard]] QColor classColor(int index) const;

    /// Digits of Label, Secondary, Body and Figure fonts have one width ("numbers don't jump").
    [[nodiscard]] QFont font(FontRole role) const;

    /// A one-colour icon which follows the theme by itself, tinted by the token (Disabled is
    /// tertiary, On is accent). Empty icon for an unknown name. Names: iconNames().
    [[nodiscard]] QIcon icon(const QString& name, Token tint = Token::Secondary) const;

    /// The program's mark, for windows and the about panel.
    [[nodiscard]] static QIcon appIcon();

    [[nodiscard]] static QStringList iconNames();

  Q_SIGNALS:
    /// Colours have changed; palette and sheet are already in place.
    void changed();

  private:
    struct State;
    std::unique_ptr<State> m_state;

    void apply();
};

/// Gives a widget a role of style.qss and restyles it.
void setRole(QWidget* widget, const char* role);

}  // namespace minarai::widgets
