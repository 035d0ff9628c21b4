// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/event_follower.h"

#include <cerrno>
#include <fstream>
#include <system_error>

#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/json_problem.h"
#include "base/text.h"

namespace minarai::runs {
namespace {

constexpr std::size_t kMaxLineBytes = std::size_t{256} << 20;
constexpr std::string_view kStep = R"({"type":"step_finished")";

Result<train::Event> parse(const std::string& line) {
    const Json json = jsonOrDiscarded(line);
    if (json.is_discarded()) {
        return fail(ErrorCode::FileFormat, "events.jsonl", MN_TEXT("Error", "a line is not JSON"));
    }
    return train::eventFromJson(json);
}

}  // namespace

Result<EventFollower::Poll> EventFollower::poll(const Visit& visit, bool withSteps,
                                                std::uint64_t budget, const std::stop_token& stop) {
    Poll result;
    std::error_code error;
    const std::uint64_t size = std::filesystem::file_size(m_path, error);
    if (error) {
        return fail(ErrorCode::RunMissing, toUtf8(m_path.parent_path()));
    }
    if (size < m_offset) {
        m_offset = 0;
        result.restarted = true;
        result.more = true;
        return result;
    }
    if (size == m_offset) {
        return result;
    }
    std::ifstream file(m_path, std::ios::binary);
    if (!file.seekg(static_cast<std::streamoff>(m_offset))) {
        return readError(m_path, errno);
    }
    const std::uint64_t begin = m_offset;
    std::string line;
    while (!stop.stop_requested() && std::getline(file, line)) {
        if (file.eof()) {
            break;  // its end is not written yet
        }
        const std::uint64_t offset = m_offset;
        m_offset += line.size() + 1;
        const bool isStep = std::string_view(line).starts_with(kStep);
        if (!line.empty() && (withSteps || !isStep)) {
            const auto event =
                line.size() > kMaxLineBytes
                    ? Result<train::Event>(fail(ErrorCode::FileFormat, "events.jsonl",
                                                MN_TEXT("Error", "a line is too long")))
                    : parse(line);
            if (event) {
                visit({*event, offset, line.size()});
            } else {
                ++result.brokenLines;
            }
        }
        if (m_offset - begin >= budget) {
            result.more = m_offset < size;
            break;
        }
    }
    return result;
}

Result<train::Event> readEventAt(const std::filesystem::path& runFolder, std::uint64_t offset,
                                 std::uint64_t bytes) {
    const auto path = runFolder / "events.jsonl";
    if (bytes > kMaxLineBytes) {
        return fail(ErrorCode::FileFormat, "events.jsonl", MN_TEXT("Error", "a line is too long"));
    }
    std::ifstream file(path, std::ios::binary);
    std::string line(bytes, '\0');
    if (!file.seekg(static_cast<std::streamoff>(offset)) ||
        !file.read(line.data(), static_cast<std::streamsize>(bytes))) {
        return readError(path, errno);
    }
    return parse(line);
}

}  // namespace minarai::runs
