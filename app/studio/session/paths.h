// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Where the studio keeps what it makes: runs and the sample set, below XDG_DATA_HOME.
#pragma once

#include <QString>
#include <filesystem>
#include <string>

namespace minarai::studio {

QString toQString(const std::string& utf8);
QString toQString(const std::filesystem::path& path);
std::filesystem::path toPath(const QString& text);

/// XDG_DATA_HOME/minarai
std::filesystem::path dataHome();

/// The folder of the embedded sample set.
std::filesystem::path sampleFolder();

/// The folder of a project's runs: "<folder name>-<8 hex digits of its path>".
std::filesystem::path runsFolder(const std::filesystem::path& project);

/// "3" from ".../0003-resnet18"; the folder's name if it does not begin with a number.
QString runNumber(const std::filesystem::path& runFolder);

}  // namespace minarai::studio
