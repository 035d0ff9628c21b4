// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/desktop_notifier.h"

#include <QDBusMessage>
#include <QDBusPendingCall>
#include <QVariantMap>
#include <utility>

#include "studio/desktop_id.h"

namespace minarai::studio {

DesktopNotifier::DesktopNotifier(QDBusConnection bus) : m_bus(std::move(bus)) {}

void DesktopNotifier::notify(const QString& title, const QString& text) {
    if (!m_bus.isConnected()) {
        return;
    }
    // Desktop Notifications Specification 1.2: app_name, replaces_id, app_icon, summary, body,
    // actions, hints, expire_timeout. A body may hold markup, so what is none is escaped.
    QDBusMessage call = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.Notifications"),
        QStringLiteral("/org/freedesktop/Notifications"),
        QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("Notify"));
    const QString id = QString::fromLatin1(kDesktopId);  // the icon has its name, too
    const QVariantMap hints{{QStringLiteral("desktop-entry"), id}};
    call.setArguments(
        {QStringLiteral("Minarai"), 0U, id, title, text.toHtmlEscaped(), QStringList(), hints, -1});
    m_bus.asyncCall(call);
}

}  // namespace minarai::studio
