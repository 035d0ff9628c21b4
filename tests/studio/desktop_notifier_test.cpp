// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A bus of its own with a desktop that listens, as the Desktop Notifications Specification says.
#include "studio/session/desktop_notifier.h"

#include <gtest/gtest.h>

#include <QDBusMessage>
#include <QDBusVirtualObject>
#include <QProcess>
#include <QStandardPaths>

#include "studio/studio_window.h"

namespace minarai::studio {
namespace {

class Desktop final : public QDBusVirtualObject {
  public:
    QList<QDBusMessage> calls;
    QString introspect(const QString&) const override { return {}; }
    bool handleMessage(const QDBusMessage& message, const QDBusConnection& bus) override {
        calls.push_back(message);
        return bus.send(message.createReply(1U));
    }
};

TEST(DesktopNotifier, SendsWhatTheSpecificationAsksFor) {
    if (QStandardPaths::findExecutable(QStringLiteral("dbus-daemon")).isEmpty()) {
        GTEST_SKIP() << "no dbus-daemon on this machine";
    }
    QProcess daemon;
    daemon.start(QStringLiteral("dbus-daemon"),
                 {QStringLiteral("--session"), QStringLiteral("--nofork"),
                  QStringLiteral("--print-address")});
    ASSERT_TRUE(waitUntil([&] { return daemon.canReadLine(); }));
    const QString address = QString::fromUtf8(daemon.readLine()).trimmed();
    QDBusConnection desktopBus = QDBusConnection::connectToBus(address, QStringLiteral("desktop"));
    ASSERT_TRUE(desktopBus.isConnected());
    Desktop desktop;
    ASSERT_TRUE(desktopBus.registerVirtualObject(QStringLiteral("/org/freedesktop/Notifications"),
                                                 &desktop));
    ASSERT_TRUE(desktopBus.registerService(QStringLiteral("org.freedesktop.Notifications")));

    DesktopNotifier notifier(QDBusConnection::connectToBus(address, QStringLiteral("studio")));
    notifier.notify(QStringLiteral("Run 3"), QStringLiteral("0.93 < 1 & done"));
    ASSERT_TRUE(waitUntil([&] { return !desktop.calls.isEmpty(); }));
    const QDBusMessage& call = desktop.calls.front();
    EXPECT_EQ(call.interface(), "org.freedesktop.Notifications");
    EXPECT_EQ(call.member(), "Notify");
    EXPECT_EQ(call.signature(), "susssasa{sv}i");
    EXPECT_EQ(call.arguments().at(2).toString(), "org.minarai.Studio");
    EXPECT_EQ(call.arguments().at(3).toString(), "Run 3");
    EXPECT_EQ(call.arguments().at(4).toString(), "0.93 &lt; 1 &amp; done");
    QDBusConnection::disconnectFromBus(QStringLiteral("studio"));
    QDBusConnection::disconnectFromBus(QStringLiteral("desktop"));
    daemon.terminate();
    EXPECT_TRUE(daemon.waitForFinished());
}

TEST(DesktopNotifier, IsSilentWhereThereIsNoBus) {
    DesktopNotifier notifier{QDBusConnection(QStringLiteral("nowhere"))};
    notifier.notify(QStringLiteral("Run 3"), QStringLiteral("done"));
}

}  // namespace
}  // namespace minarai::studio
