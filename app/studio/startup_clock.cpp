// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/startup_clock.h"

#include <unistd.h>
#include <ctime>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace minarai::studio {

double millisecondsAlive() {
    std::ifstream file("/proc/self/stat");
    std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    // The program's name in parentheses may hold anything; fields are counted behind it.
    const auto behindName = text.rfind(')');
    if (behindName == std::string::npos) {
        return -1;
    }
    std::istringstream fields(text.substr(behindName + 1));
    std::string skipped;
    constexpr int kFieldsBeforeStart = 19;  // man proc: starttime is field 22
    for (int i = 0; i < kFieldsBeforeStart; ++i) {
        fields >> skipped;
    }
    double ticks = 0;
    timespec now{};
    if (!(fields >> ticks) || clock_gettime(CLOCK_BOOTTIME, &now) != 0) {
        return -1;
    }
    const double started = ticks * 1000 / static_cast<double>(sysconf(_SC_CLK_TCK));
    return static_cast<double>(now.tv_sec) * 1000 + static_cast<double>(now.tv_nsec) / 1e6 -
           started;
}

}  // namespace minarai::studio
