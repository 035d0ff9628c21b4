// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of the studio.
#pragma once

#include <QCoreApplication>
#include <QSize>
#include <QString>
#include <optional>

namespace minarai::studio {

struct Options {
    QString folder;                   ///< to open at the start; empty for none
    std::optional<QString> language;  ///< en | ja | system
    std::optional<QString> theme;     ///< light | dark | system
    QString shotsFolder;              ///< write screenshots there and exit
    QSize size{1280, 800};            ///< of the screenshots
    QString dataFolder;               ///< the images in the screenshots; empty: the sample set
    QString onlyShots;                ///< pages to play through: "train"; empty: all
    bool startupProbe = false;        ///< print the milliseconds to the first paint and exit
};

/// Ends the program after --help, --version and wrong usage (exit code 2).
Options readOptions(const QCoreApplication& app);

}  // namespace minarai::studio
