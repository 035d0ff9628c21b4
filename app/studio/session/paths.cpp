// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/paths.h"

#include <QByteArray>
#include <QCryptographicHash>
#include <QStandardPaths>
#include <system_error>

#include "base/files.h"

namespace minarai::studio {

QString toQString(const std::string& utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QString toQString(const std::filesystem::path& path) {
    return toQString(toUtf8(path));
}

std::filesystem::path toPath(const QString& text) {
    return fromUtf8(text.toStdString());
}

std::filesystem::path dataHome() {
    return toPath(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)) /
           "minarai";
}

std::filesystem::path sampleFolder() {
    // “sample” may hold an earlier drawing of the set, with runs that belong to it.
    return dataHome() / "shapes";
}

std::filesystem::path runsFolder(const std::filesystem::path& project) {
    std::error_code ignored;
    std::filesystem::path full = std::filesystem::weakly_canonical(project, ignored);
    if (full.empty()) {
        full = std::filesystem::absolute(project, ignored);
    }
    if (!full.has_filename()) {
        full = full.parent_path();
    }
    const std::string text = toUtf8(full);
    const QByteArray hash =
        QCryptographicHash::hash(QByteArray::fromStdString(text), QCryptographicHash::Sha1)
            .toHex()
            .left(8);
    return dataHome() / "runs" / fromUtf8(toUtf8(full.filename()) + "-" + hash.toStdString());
}

QString runNumber(const std::filesystem::path& runFolder) {
    const QString name = toQString(runFolder.filename());
    bool isNumber = false;
    const int number = name.section(QLatin1Char('-'), 0, 0).toInt(&isNumber);
    return isNumber ? QString::number(number) : name;
}

}  // namespace minarai::studio
