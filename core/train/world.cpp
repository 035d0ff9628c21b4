// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/world.h"

#include <charconv>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>

#include "base/text.h"

namespace minarai::train {
namespace {

constexpr int kMostProcesses = 65536;
constexpr int kHighestPort = 65535;
constexpr int kLongestSilence = 7 * 24 * 60 * 60;  // s

std::int64_t seconds(std::chrono::milliseconds time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time).count();
}

/// Reads whole numbers from variables.
class Variables {
  public:
    explicit Variables(const Environment& environment) : m_environment(environment) {}

    [[nodiscard]] std::string text(const char* name) const {
        const char* value = m_environment(name);
        return value == nullptr ? std::string() : std::string(value);
    }

    /// `otherwise` where the variable is not set; without it that is an error.
    [[nodiscard]] Result<int> number(const char* name, int least, int most,
                                     std::optional<int> otherwise = std::nullopt) const {
        const std::string given = text(name);
        if (given.empty() && otherwise) {
            return *otherwise;
        }
        int value = 0;
        const char* end = given.data() + given.size();
        const auto parsed = std::from_chars(given.data(), end, value);
        if (parsed.ec != std::errc{} || parsed.ptr != end || value < least || value > most) {
            return fail(ErrorCode::SettingRange, name,
                        given.empty() ? MN_TEXT("Error", "not set") : fmt::format("“{}”", given),
                        fmt::format("at least {} and at most {}", least, most));
        }
        return value;
    }

  private:
    const Environment& m_environment;
};

}  // namespace

std::string World::meetingPoint() const {
    return fmt::format("{}:{}", masterAddress, masterPort);
}

Result<std::optional<World>> worldFromEnvironment(const Environment& environment) {
    const Variables variables(environment);
    World world;
    MN_ASSIGN(world.size, variables.number("WORLD_SIZE", 1, kMostProcesses, 1));
    if (world.size == 1) {
        return std::optional<World>();
    }
    MN_ASSIGN(world.rank, variables.number("RANK", 0, world.size - 1));
    // Whoever starts the processes by hand and leaves these out has one machine.
    MN_ASSIGN(world.localSize, variables.number("LOCAL_WORLD_SIZE", 1, world.size, world.size));
    MN_ASSIGN(world.localRank,
              variables.number("LOCAL_RANK", 0, world.localSize - 1, world.rank % world.localSize));
    world.masterAddress = variables.text("MASTER_ADDR");
    if (world.masterAddress.empty()) {
        return fail(ErrorCode::SettingRange, "MASTER_ADDR", MN_TEXT("Error", "not set"),
                    MN_TEXT("Error", "the address of the machine with rank 0"));
    }
    MN_ASSIGN(const int port, variables.number("MASTER_PORT", 1, kHighestPort));
    world.masterPort = static_cast<std::uint16_t>(port);
    if (variables.text("TORCHELASTIC_USE_AGENT_STORE") == "True") {
        MN_ASSIGN(const int attempt,
                  variables.number("TORCHELASTIC_RESTART_COUNT", 0, kMostProcesses));
        world.agentPrefix = fmt::format("/worker/attempt_{}", attempt);
    }
    world.networkInterface = variables.text("GLOO_SOCKET_IFNAME");
    MN_ASSIGN(const int silence, variables.number("MINARAI_PEER_TIMEOUT", 1, kLongestSilence,
                                                  static_cast<int>(seconds(world.silence))));
    world.silence = std::chrono::seconds(silence);
    return std::optional(std::move(world));
}

Result<std::optional<World>> worldFromEnvironment() {
    return worldFromEnvironment([](const char* name) { return std::getenv(name); });
}

}  // namespace minarai::train
