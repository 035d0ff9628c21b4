// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/language.h"

#include <QLibraryInfo>
#include <QLocale>

namespace minarai::studio {

void Language::choose(const QString& language) {
    const bool japanese =
        language == QStringLiteral("ja") ||
        (language != QStringLiteral("en") && QLocale::system().language() == QLocale::Japanese);
    const QString next = japanese ? QStringLiteral("ja") : QStringLiteral("en");
    if (next == m_current) {
        return;
    }
    m_current = next;
    QLocale::setDefault(japanese ? QLocale(QLocale::Japanese, QLocale::Japan)
                                 : QLocale(QLocale::English, QLocale::UnitedStates));
    // English has plural forms to load, too.
    auto texts = std::make_unique<QTranslator>();
    const QString file = QStringLiteral("minarai_%1.qm").arg(next);
    // What is installed beside the program comes first: a translation can be mended without a
    // compiler. The program holds the same for where it is not installed.
    const QString installed =
        QCoreApplication::applicationDirPath() +
        QStringLiteral("/../" MINARAI_INSTALL_DATADIR "/minarai/translations/");
    const bool haveTexts =
        texts->load(installed + file) || texts->load(QStringLiteral(":/i18n/") + file);
    auto qtTexts = std::make_unique<QTranslator>();
    const bool haveQtTexts =
        japanese && qtTexts->load(QStringLiteral("qtbase_ja"),
                                  QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    // Widgets are told by posted events, when both the old and the new ones are in place.
    if (haveQtTexts) {
        m_app.installTranslator(qtTexts.get());
    }
    if (haveTexts) {
        m_app.installTranslator(texts.get());
    }
    m_texts = haveTexts ? std::move(texts) : nullptr;
    m_qtTexts = haveQtTexts ? std::move(qtTexts) : nullptr;
}

}  // namespace minarai::studio
