// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every action of the studio with its shortcut, described once: buttons, tooltips, menus and the
// keyboard sheet read it.
#pragma once

#include <QAction>
#include <QObject>
#include <array>
#include <vector>

class QWidget;

namespace minarai::studio {

enum class ActionId {
    Open,
    OpenRun,
    Sample,
    Import,
    Rescan,
    SaveCopy,
    PageData,
    PageAugment,
    PageModel,
    PageTrain,
    PagePredict,
    Sidebar,
    Search,
    Start,
    Enqueue,
    Pause,
    StopAfterEpoch,
    StopNow,
    Browse,
    Paste,
    SaveCsv,
    ClearImages,
    Keyboard,
    FullScreen,
    About,
    Quit,
};
inline constexpr std::size_t kActionCount = 26;

/// A line of the keyboard sheet.
struct ShortcutLine {
    QString keys;
    QString text;
};
struct ShortcutGroup {
    QString title;
    std::vector<ShortcutLine> lines;
};

class Actions : public QObject {
    Q_OBJECT
  public:
    /// Adds the actions to the window, so that their shortcuts work in it.
    explicit Actions(QWidget* window);

    [[nodiscard]] QAction* get(ActionId id) const {
        return m_actions[static_cast<std::size_t>(id)];
    }

    /// Sets another text for the state an action is in ("Resume"); tooltip and shortcut follow.
    void setText(ActionId id, const QString& text);

    void retranslate();

    /// Everything that the keyboard can do, in the user's language.
    [[nodiscard]] std::vector<ShortcutGroup> shortcuts() const;

  private:
    std::array<QAction*, kActionCount> m_actions{};

    void add(QWidget* window, ActionId id, const char* icon, const QList<QKeySequence>& keys);
    [[nodiscard]] ShortcutLine line(ActionId id) const;
};

}  // namespace minarai::studio
