// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the studio remembers between two starts, in XDG_CONFIG_HOME.
#pragma once

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <QStringList>

#include "base/param_spec.h"

namespace minarai::studio {

/// GUI's thread only.
class AppSettings {
  public:
    static constexpr int kMaxRecent = 8;

    AppSettings();

    [[nodiscard]] QString language() const;  ///< "system", "en", "ja"
    void setLanguage(const QString& language);
    [[nodiscard]] QString appearance() const;  ///< "system", "light", "dark"
    void setAppearance(const QString& appearance);

    /// Newest first.
    [[nodiscard]] QStringList recentFolders() const;
    void addRecentFolder(const QString& folder);

    [[nodiscard]] QByteArray state(const QString& name) const;  ///< geometry, splitters
    void setState(const QString& name, const QByteArray& state);
    [[nodiscard]] QString text(const QString& name, const QString& fallback = {}) const;
    void setText(const QString& name, const QString& text);
    [[nodiscard]] bool flag(const QString& name, bool fallback) const;
    void setFlag(const QString& name, bool on);
    [[nodiscard]] int number(const QString& name, int fallback) const;
    void setNumber(const QString& name, int number);

    /// The recipe as it was left; values that the schema refuses are left out.
    [[nodiscard]] Params recipe(const ParamSchema& schema, const Params& fallback) const;
    void setRecipe(const ParamSchema& schema, const Params& values);

  private:
    QSettings m_settings;
};

}  // namespace minarai::studio
