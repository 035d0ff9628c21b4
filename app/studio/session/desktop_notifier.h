// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Words to the desktop when nobody looks at the window (org.freedesktop.Notifications).
#pragma once

#include <QDBusConnection>
#include <QString>

namespace minarai::studio {

/// Sends without waiting for an answer; silent where no desktop listens.
class DesktopNotifier {
  public:
    explicit DesktopNotifier(QDBusConnection bus = QDBusConnection::sessionBus());
    void notify(const QString& title, const QString& text);

  private:
    QDBusConnection m_bus;
};

}  // namespace minarai::studio
