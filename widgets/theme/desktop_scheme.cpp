// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/desktop_scheme.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QFile>
#include <QGuiApplication>

namespace minarai::widgets {
namespace {

const QString kSpace = QStringLiteral("org.freedesktop.appearance");
const QString kKey = QStringLiteral("color-scheme");

/// Connecting without a session bus would try to start one.
bool sessionBusExists() {
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS") ||
           QFile::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus"));
}

}  // namespace

DesktopScheme::DesktopScheme(QObject* parent) : QObject(parent) {
    if (!sessionBusExists() || QGuiApplication::platformName() == QLatin1String("offscreen")) {
        return;
    }
    QDBusConnection bus = QDBusConnection::sessionBus();
    const QString service = QStringLiteral("org.freedesktop.portal.Desktop");
    const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
    const QString interface = QStringLiteral("org.freedesktop.portal.Settings");
    bus.connect(service, path, interface, QStringLiteral("SettingChanged"), this,
                SLOT(settingChanged(QString, QString, QDBusVariant)));
    QDBusMessage call =
        QDBusMessage::createMethodCall(service, path, interface, QStringLiteral("Read"));
    call << kSpace << kKey;
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this](QDBusPendingCallWatcher* self) {
                const QDBusPendingReply<QDBusVariant> reply = *self;
                if (!reply.isError()) {
                    settingChanged(kSpace, kKey, reply.value());
                }
                self->deleteLater();
            });
}

void DesktopScheme::settingChanged(const QString& space, const QString& key,
                                   const QDBusVariant& value) {
    if (space != kSpace || key != kKey) {
        return;
    }
    // The portal's Read() wraps the value twice.
    QVariant plain = value.variant();
    while (plain.userType() == qMetaTypeId<QDBusVariant>()) {
        plain = plain.value<QDBusVariant>().variant();
    }
    constexpr uint kNoPreference = 0;
    constexpr uint kPreferDark = 1;
    if (const uint scheme = plain.toUInt(); scheme != kNoPreference) {
        Q_EMIT preferred(scheme == kPreferDark);
    }
}

}  // namespace minarai::widgets
