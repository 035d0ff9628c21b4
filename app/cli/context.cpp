// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "context.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/engine_library.h"

namespace minarai::cli {

void Context::print(std::string_view text) {
    m_reporter.clear();
    m_output.write(text);
}

void Context::printJson(const Json& document) {
    print(document.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n');
}

void Context::speakAs(int rank) {
    m_rank = rank;
    m_reporter.beQuiet();
}

std::string Context::spoken(std::string_view sentence) const {
    return m_rank ? fmt::format("rank {}: {}", *m_rank, sentence) : std::string(sentence);
}

Result<std::shared_ptr<const engine::Engine>> Context::engine() {
    if (!m_engine) {
        MN_ASSIGN(m_engine, engine::loadEngine());
    }
    return m_engine;
}

}  // namespace minarai::cli
