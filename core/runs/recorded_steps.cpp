// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/recorded_steps.h"

#include <fstream>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/json_problem.h"

namespace minarai::runs {
namespace {

// As Recorder writes them.
constexpr std::string_view kStarted = R"({"type":"run_started")";
constexpr std::string_view kStep = R"({"type":"step_finished")";
constexpr std::size_t kMaxLineBytes = std::size_t{16} << 20;

}  // namespace

Status visitSteps(const std::filesystem::path& runFolder,
                  const std::function<void(const train::Event& event)>& visit,
                  const std::stop_token& stop) {
    std::ifstream file(runFolder / "events.jsonl", std::ios::binary);
    if (!file) {
        return fail(ErrorCode::RunMissing, toUtf8(runFolder));
    }
    std::size_t stride = 1;
    std::size_t passed = 0;
    std::size_t parsed = 0;
    std::string line;
    while (!stop.stop_requested() && std::getline(file, line)) {
        const bool isStep = line.starts_with(kStep);
        if ((!isStep && !line.starts_with(kStarted)) || line.size() > kMaxLineBytes) {
            continue;
        }
        if (isStep && ++passed % stride != 0) {
            continue;
        }
        const Json json = jsonOrDiscarded(line);
        if (json.is_discarded()) {
            continue;
        }
        const auto event = train::eventFromJson(json);
        if (!event) {
            continue;
        }
        visit(*event);
        if (isStep && ++parsed % kParsedWhole == 0) {
            stride *= 2;
        }
    }
    return {};
}

}  // namespace minarai::runs
