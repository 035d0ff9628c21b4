// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/app_settings.h"

#include <nlohmann/json.hpp>

#include "studio/session/paths.h"

namespace minarai::studio {

AppSettings::AppSettings()
    : m_settings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("minarai"),
                 QStringLiteral("studio")) {}

QString AppSettings::language() const {
    return text(QStringLiteral("language"), QStringLiteral("system"));
}

void AppSettings::setLanguage(const QString& language) {
    setText(QStringLiteral("language"), language);
}

QString AppSettings::appearance() const {
    return text(QStringLiteral("appearance"), QStringLiteral("system"));
}

void AppSettings::setAppearance(const QString& appearance) {
    setText(QStringLiteral("appearance"), appearance);
}

QStringList AppSettings::recentFolders() const {
    return m_settings.value(QStringLiteral("recent_folders")).toStringList();
}

void AppSettings::addRecentFolder(const QString& folder) {
    QStringList recent = recentFolders();
    recent.removeAll(folder);
    recent.prepend(folder);
    m_settings.setValue(QStringLiteral("recent_folders"), QStringList(recent.mid(0, kMaxRecent)));
}

QByteArray AppSettings::state(const QString& name) const {
    return m_settings.value(QStringLiteral("state/") + name).toByteArray();
}

void AppSettings::setState(const QString& name, const QByteArray& state) {
    m_settings.setValue(QStringLiteral("state/") + name, state);
}

QString AppSettings::text(const QString& name, const QString& fallback) const {
    return m_settings.value(name, fallback).toString();
}

void AppSettings::setText(const QString& name, const QString& text) {
    m_settings.setValue(name, text);
}

bool AppSettings::flag(const QString& name, bool fallback) const {
    return m_settings.value(name, fallback).toBool();
}

void AppSettings::setFlag(const QString& name, bool on) {
    m_settings.setValue(name, on);
}

int AppSettings::number(const QString& name, int fallback) const {
    return m_settings.value(name, fallback).toInt();
}

void AppSettings::setNumber(const QString& name, int number) {
    m_settings.setValue(name, number);
}

Params AppSettings::recipe(const ParamSchema& schema, const Params& fallback) const {
    Params values = fallback;
    const Json saved =
        Json::parse(text(QStringLiteral("recipe")).toStdString(), nullptr, false, true);
    if (saved.is_object()) {
        for (const auto& [name, value] : saved.items()) {
            // A setting of another version is simply not taken over.
            (void)schema.setJson(values, name, value);
        }
    }
    return values;
}

void AppSettings::setRecipe(const ParamSchema& schema, const Params& values) {
    setText(QStringLiteral("recipe"), toQString(schema.toJson(values).dump()));
}

}  // namespace minarai::studio
