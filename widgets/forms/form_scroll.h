// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The area that a form scrolls in.
#pragma once

#include <QScrollArea>
#include <QWidget>

namespace minarai::widgets {

/// Null if the form is in none.
QScrollArea* scrollAreaAround(const QWidget& form);

/// Brings a row of the form into sight, also one that was shown just now.
void scrollTo(QWidget& form, QWidget& row);

}  // namespace minarai::widgets
