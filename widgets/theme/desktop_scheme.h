// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the desktop prefers dark: Qt 6.4 does not know, the desktop portal does.
#pragma once

#include <QDBusVariant>
#include <QObject>

namespace minarai::widgets {

/// Asks the portal without waiting and follows its changes; silent where there is no portal.
class DesktopScheme final : public QObject {
    Q_OBJECT
  public:
    explicit DesktopScheme(QObject* parent);

  Q_SIGNALS:
    /// The desktop said what it prefers.
    void preferred(bool dark);

  private:
    Q_SLOT void settingChanged(const QString& space, const QString& key, const QDBusVariant& value);
};

}  // namespace minarai::widgets
