// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The language of the screen, switched while the program runs.
#pragma once

#include <QCoreApplication>
#include <QString>
#include <QTranslator>
#include <memory>

namespace minarai::studio {

/// Installs the translators and the locale. Widgets hear of it by QEvent::LanguageChange.
class Language {
  public:
    explicit Language(QCoreApplication& app) : m_app(app) {}

    /// "system", "en" or "ja"; another one is taken as "system".
    void choose(const QString& language);

    /// "en" or "ja".
    [[nodiscard]] const QString& current() const { return m_current; }

  private:
    QCoreApplication& m_app;
    QString m_current;
    std::unique_ptr<QTranslator> m_texts;
    std::unique_ptr<QTranslator> m_qtTexts;
};

}  // namespace minarai::studio
