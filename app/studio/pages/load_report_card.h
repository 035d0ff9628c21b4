// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which of a file's weights go into a network, name by name: to read and to copy.
#pragma once

#include <QString>

#include "weights/match.h"
#include "widgets/theme/card.h"

namespace minarai::studio {

/// The lists as text: taken, or what would be if the rest fitted too; missing, not in the model, of
/// another shape.
QString loadReportText(const weights::LoadReport& report, bool isTaken);

class LoadReportCard : public widgets::Card {
    Q_OBJECT
  public:
    LoadReportCard(const weights::LoadReport& report, bool isTaken, QWidget* parent = nullptr);
};

}  // namespace minarai::studio
