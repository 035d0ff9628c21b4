// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/load_meter.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace minarai {
namespace {

/// "VmRSS:    1234 kB" in bytes; 0 where there is no such line.
std::uint64_t kilobytes(const std::filesystem::path& file, std::string_view key) {
    std::ifstream stream(file);
    std::string line;
    while (std::getline(stream, line)) {
        if (line.starts_with(key)) {
            std::uint64_t number = 0;
            std::istringstream(line.substr(key.size())) >> number;
            return number * 1024;
        }
    }
    return 0;
}

}  // namespace

MachineLoad LoadMeter::read() {
    MachineLoad load;
    load.processBytes = kilobytes(m_proc / "self" / "status", "VmRSS:");
    load.availableBytes = kilobytes(m_proc / "meminfo", "MemAvailable:");
    load.totalBytes = kilobytes(m_proc / "meminfo", "MemTotal:");

    // proc(5): user nice system idle iowait irq softirq steal; guests are counted in user already.
    std::ifstream stat(m_proc / "stat");
    std::string name;
    stat >> name;
    std::uint64_t all = 0;
    std::uint64_t idle = 0;
    for (int field = 0; field < 8; ++field) {
        std::uint64_t ticks = 0;
        if (!(stat >> ticks)) {
            break;
        }
        all += ticks;
        idle += field == 3 || field == 4 ? ticks : 0;
    }
    const std::uint64_t busy = all - idle;
    if (name == "cpu" && m_all > 0 && all > m_all && busy >= m_busy) {
        load.processor =
            std::min(1.0, static_cast<double>(busy - m_busy) / static_cast<double>(all - m_all));
    }
    m_busy = busy;
    m_all = all;
    return load;
}

}  // namespace minarai
