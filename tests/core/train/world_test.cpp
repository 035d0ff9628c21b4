// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/world.h"

#include <chrono>
#include <map>
#include <optional>
#include <stop_token>
#include <string>

#include <gtest/gtest.h>

#include "support/free_port.h"
#include "train/meeting_point.h"

namespace minarai::train {
namespace {

using Variables = std::map<std::string, std::string>;

Result<std::optional<World>> worldOf(const Variables& variables) {
    return worldFromEnvironment([&](const char* name) -> const char* {
        const auto found = variables.find(name);
        return found == variables.end() ? nullptr : found->second.c_str();
    });
}

/// What torchrun 1.13 gives the second of two processes on the second of two machines.
const Variables kTorchrun{{"RANK", "3"},
                          {"WORLD_SIZE", "4"},
                          {"LOCAL_RANK", "1"},
                          {"LOCAL_WORLD_SIZE", "2"},
                          {"MASTER_ADDR", "node-a"},
                          {"MASTER_PORT", "29500"},
                          {"TORCHELASTIC_USE_AGENT_STORE", "True"},
                          {"TORCHELASTIC_RESTART_COUNT", "2"},
                          {"OMP_NUM_THREADS", "1"}};

Variables with(const std::string& name, const std::string& value) {
    Variables variables = kTorchrun;
    variables[name] = value;
    return variables;
}

TEST(World, OneProcessIsNone) {
    EXPECT_FALSE(worldOf({}).value());
    EXPECT_FALSE(worldOf({{"WORLD_SIZE", "1"}, {"RANK", "nonsense"}}).value());
}

TEST(World, ReadsWhatTorchrunSays) {
    const auto world = worldOf(kTorchrun).value();
    ASSERT_TRUE(world);
    EXPECT_EQ(world->rank, 3);
    EXPECT_EQ(world->size, 4);
    EXPECT_EQ(world->localRank, 1);
    EXPECT_EQ(world->localSize, 2);
    EXPECT_EQ(world->meetingPoint(), "node-a:29500");
    EXPECT_EQ(world->agentPrefix, "/worker/attempt_2");
    EXPECT_FALSE(world->isFirst());
    EXPECT_TRUE(worldOf(with("RANK", "0")).value()->isFirst());
}

TEST(World, KnowsHowLongOneMayBeSilent) {
    EXPECT_EQ(worldOf(kTorchrun).value()->silence, std::chrono::minutes(5));
    EXPECT_EQ(worldOf(with("MINARAI_PEER_TIMEOUT", "90")).value()->silence,
              std::chrono::seconds(90));
    EXPECT_EQ(worldOf(with("MINARAI_PEER_TIMEOUT", "0")).error().args.front(),
              "MINARAI_PEER_TIMEOUT");
}

TEST(World, WithoutAnAgentRankZeroHoldsTheStore) {
    const auto world = worldOf({{"RANK", "1"},
                                {"WORLD_SIZE", "2"},
                                {"MASTER_ADDR", "127.0.0.1"},
                                {"MASTER_PORT", "1234"}})
                           .value();
    ASSERT_TRUE(world);
    EXPECT_FALSE(world->agentPrefix);
    EXPECT_EQ(world->localSize, 2) << "one machine unless it is said";
    EXPECT_EQ(world->localRank, 1);
}

TEST(World, NamesTheVariableThatIsWrong) {
    const auto wrongIn = [](const Variables& variables) {
        const auto world = worldOf(variables);
        EXPECT_FALSE(world);
        return world ? std::string() : world.error().args.front();
    };
    EXPECT_EQ(wrongIn(with("WORLD_SIZE", "many")), "WORLD_SIZE");
    EXPECT_EQ(wrongIn(with("WORLD_SIZE", "0")), "WORLD_SIZE");
    EXPECT_EQ(wrongIn(with("RANK", "4")), "RANK");
    EXPECT_EQ(wrongIn(with("RANK", "-1")), "RANK");
    EXPECT_EQ(wrongIn(with("RANK", "")), "RANK");
    EXPECT_EQ(wrongIn(with("LOCAL_RANK", "2")), "LOCAL_RANK");
    EXPECT_EQ(wrongIn(with("LOCAL_WORLD_SIZE", "5")), "LOCAL_WORLD_SIZE");
    EXPECT_EQ(wrongIn(with("MASTER_ADDR", "")), "MASTER_ADDR");
    EXPECT_EQ(wrongIn(with("MASTER_PORT", "70000")), "MASTER_PORT");
    EXPECT_EQ(wrongIn(with("MASTER_PORT", "29500x")), "MASTER_PORT");
    EXPECT_EQ(wrongIn(with("TORCHELASTIC_RESTART_COUNT", "")), "TORCHELASTIC_RESTART_COUNT");
    EXPECT_EQ(worldOf(with("RANK", "4")).error().message(),
              "“RANK” is “4”, but it must be at least 0 and at most 3.");
}

TEST(MeetingPoint, IsListeningWhileSomebodyListens) {
    std::optional<tests::HeldPort> held(std::in_place);
    const std::uint16_t port = held->port();
    EXPECT_FALSE(isListening("127.0.0.1", port));
    ASSERT_TRUE(held->listen());
    EXPECT_TRUE(isListening("127.0.0.1", port));
    EXPECT_TRUE(isListening("localhost", port));
    held.reset();
    EXPECT_FALSE(isListening("127.0.0.1", port));
}

TEST(MeetingPoint, WaitsUntilItIsThereOrTheTimeIsOverOrAStopIsRequested) {
    const auto now = std::chrono::steady_clock::now();
    int asked = 0;
    EXPECT_TRUE(
        awaitUntil(now + std::chrono::minutes(5), {}, [&] { return ++asked == 3; }).value());
    EXPECT_EQ(asked, 3);
    EXPECT_FALSE(awaitUntil(now, {}, [] { return false; }).value());
    std::stop_source stop;
    const auto stopped = awaitUntil(now + std::chrono::minutes(5), stop.get_token(), [&] {
        stop.request_stop();
        return false;
    });
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
}

}  // namespace
}  // namespace minarai::train
