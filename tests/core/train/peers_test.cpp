// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The connection between processes, and the sum of gradients over them.
#include "train/peers_torch.h"

#include <chrono>
#include <latch>
#include <string>

#include "peers_fixture.h"
#include "train/gradient_sum_torch.h"

namespace minarai::train {
namespace {

TEST(Peers, AddUpOverAll) {
    amongPeers(3, [](Peers& peers) {
        const at::Tensor values = at::arange(5, at::kFloat) * (peers.rank() + 1);
        ASSERT_TRUE(peers.sum(values));
        EXPECT_TRUE(at::equal(values, at::arange(5, at::kFloat) * 6));
        EXPECT_TRUE(peers.any(peers.rank() == 2).value());
        EXPECT_FALSE(peers.any(false).value());
    });
}

TEST(Peers, TakeWhatRankZeroHas) {
    amongPeers(2, [](Peers& peers) {
        const bool isFirst = peers.isFirst();
        const at::Tensor wanted = at::arange(2 * 3 * 4 * 5, at::kFloat).view({2, 3, 4, 5});
        at::Tensor image =
            isFirst ? wanted.contiguous(at::MemoryFormat::ChannelsLast) : at::zeros({2, 3, 4, 5});
        image.set_requires_grad(true);
        ASSERT_TRUE(peers.broadcast(image));
        EXPECT_TRUE(at::equal(image, wanted)) << "layouts may differ";
        const at::Tensor count = at::scalar_tensor(isFirst ? 7 : 0, at::kLong);
        ASSERT_TRUE(peers.broadcast(count));
        EXPECT_EQ(count.item<std::int64_t>(), 7);
        const at::Tensor half = at::full({3}, isFirst ? 1.5 : 0.0, at::kBFloat16);
        ASSERT_TRUE(peers.broadcast(half));
        EXPECT_EQ(half[1].item<double>(), 1.5);
        ASSERT_TRUE(peers.broadcast(at::empty({0})));
        EXPECT_EQ(peers.textOfFirst(isFirst ? "見習い" : "").value(), "見習い");
        EXPECT_EQ(peers.textOfFirst("").value(), "");
    });
}

TEST(Peers, GatherTensorsAndTextsInTheOrderOfTheirRanks) {
    amongPeers(3, [](Peers& peers) {
        const auto all = peers.gather(at::full({2}, peers.rank(), at::kFloat)).value();
        ASSERT_EQ(all.size(), 3U);
        for (int rank = 0; rank < 3; ++rank) {
            EXPECT_TRUE(
                at::equal(all[static_cast<std::size_t>(rank)], at::full({2}, rank, at::kFloat)));
        }
        const std::string mine(static_cast<std::size_t>(peers.rank()), 'x');
        EXPECT_EQ(peers.gatherTexts(mine).value(), (std::vector<std::string>{"", "x", "xx"}));
        EXPECT_EQ(peers.gatherTexts("").value(), (std::vector<std::string>{"", "", ""}));
    });
}

TEST(Peers, SayWhoIsMissing) {
    World world = worldOf(0, 3, freePort());
    world.patience = std::chrono::milliseconds(1);
    const auto alone = Peers::join(world, at::kCPU, {});
    ASSERT_FALSE(alone);
    EXPECT_EQ(alone.error().code, ErrorCode::PeersMissing);
    EXPECT_EQ(alone.error().args, (std::vector<std::string>{"rank 1 of 3", world.meetingPoint()}));
    world.rank = 1;
    const auto second = Peers::join(world, at::kCPU, {});
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::PeersMissing);
}

TEST(Peers, SayThatTheMeetingPointIsTaken) {
    const std::uint16_t port = freePort();
    onRanks(2, [port](int rank) {
        // The store of these two listens as long as they are together.
        const auto peers = Peers::join(worldOf(rank, 2, port), at::kCPU, {});
        ASSERT_TRUE(peers) << peers.error().message();
        if (rank == 0) {
            const auto others = Peers::join(worldOf(0, 2, port), at::kCPU, {});
            ASSERT_FALSE(others);
            EXPECT_EQ(others.error().code, ErrorCode::PeersMissing);
            EXPECT_EQ(others.error().args.front(), "another program listens there");
        }
        EXPECT_TRUE((*peers)->any(false));
    });
}

TEST(Peers, AStopEndsTheWaiting) {
    std::stop_source stop;
    stop.request_stop();
    for (const int rank : {0, 1}) {
        const auto peers = Peers::join(worldOf(rank, 2, freePort()), at::kCPU, stop.get_token());
        ASSERT_FALSE(peers);
        EXPECT_EQ(peers.error().code, ErrorCode::Cancelled);
    }
}

TEST(Peers, NoticeThatOneIsGone) {
    const std::uint16_t port = freePort();
    onRanks(2, [&](int rank) {
        auto peers = Peers::join(worldOf(rank, 2, port), at::kCPU, {});
        ASSERT_TRUE(peers) << peers.error().message();
        ASSERT_TRUE((*peers)->any(false));
        if (rank == 1) {
            return;  // and with it its connections
        }
        const auto answer = (*peers)->any(true);
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().code, ErrorCode::PeerLost);
        EXPECT_EQ(answer.error().args.front().find('['), answer.error().args.front().rfind('['))
            << "no place in the sources: " << answer.error().args.front();
    });
}

TEST(Peers, ASilentOneCountsAsLost) {
    const std::uint16_t port = freePort();
    std::latch over(1);
    onRanks(2, [&](int rank) {
        World world = worldOf(rank, 2, port);
        world.silence = std::chrono::seconds(3);
        auto peers = Peers::join(world, at::kCPU, {});
        ASSERT_TRUE(peers) << peers.error().message();
        ASSERT_TRUE((*peers)->any(false));
        if (rank == 1) {
            over.wait();  // connected, and as a stopped process it says nothing
            return;
        }
        const auto began = std::chrono::steady_clock::now();
        const auto answer = (*peers)->any(true);
        EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(60));
        over.count_down();
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().code, ErrorCode::PeerLost);
    });
}

/// Four weights, of which each rank uses some: loss = sum over i of factor_i * sum(w_i^2).
struct Weights {
    std::vector<at::Tensor> all;

    Weights() {
        for (int i = 0; i < 4; ++i) {
            at::Tensor weight = at::full({2, 3, 2, 2}, i + 1, at::kFloat);
            weight = i == 2 ? weight.contiguous(at::MemoryFormat::ChannelsLast) : weight;
            all.push_back(weight.set_requires_grad(true));
        }
    }
    /// backward() of the weights that have a factor.
    void learn(const std::vector<double>& factors) const {
        at::Tensor loss = at::zeros({});
        for (std::size_t i = 0; i < factors.size(); ++i) {
            if (factors[i] != 0) {
                loss = loss + all[i].square().sum() * factors[i];
            }
        }
        loss.backward();
    }
    void forget() const {
        for (const at::Tensor& weight : all) {
            at::Tensor(weight).mutable_grad().reset();
        }
    }
};

/// One parameter a bucket.
constexpr GradientSum::Sizes kSmall{1, 1};

TEST(GradientSum, IsThatOfAllProcessesAndBeginsDuringBackward) {
    amongPeers(2, [](Peers& peers) {
        const Weights weights;
        GradientSum sum(peers, weights.all, kSmall);
        ASSERT_EQ(sum.buckets(), 4U);
        for (int round = 1; round <= 2; ++round) {
            const double mine = peers.rank() == 0 ? round : 10 * round;
            weights.forget();
            sum.begin();
            sum.arm();
            weights.learn({mine, mine, mine, mine});
            EXPECT_EQ(sum.sent(), 4U) << "all set out before backward() returned";
            UpdateWord word;
            word.divisor = 0.5;
            word.images = 3 + peers.rank();
            const auto all = sum.finish(word);
            ASSERT_TRUE(all) << all.error().message();
            EXPECT_EQ(all->divisor, 1.0);
            EXPECT_EQ(all->images, 7);
            EXPECT_TRUE(all->isClean());
            for (int i = 0; i < 4; ++i) {
                const at::Tensor& weight = weights.all[static_cast<std::size_t>(i)];
                // d/dw of factor * w^2
                EXPECT_TRUE(at::equal(weight.grad(), at::full_like(weight, 22 * round * (i + 1))));
            }
        }
    });
}

TEST(GradientSum, HasEveryProcessInEveryBucketWhateverHappened) {
    amongPeers(2, [](Peers& peers) {
        const Weights weights;
        GradientSum sum(peers, weights.all, kSmall);
        sum.begin();
        UpdateWord word;
        if (peers.rank() == 0) {
            sum.arm();
            weights.learn({0, 2, 0, 1});  // the third keeps what comes before it from setting out
            EXPECT_EQ(sum.sent(), 1U);
        } else {
            word.outOfMemory = 1;  // before it had any gradient
        }
        const auto all = sum.finish(word);
        ASSERT_TRUE(all) << all.error().message();
        EXPECT_EQ(all->outOfMemory, 1);
        EXPECT_FALSE(all->isClean());
        EXPECT_FALSE(weights.all[0].grad().defined()) << "nobody has one";
        EXPECT_TRUE(at::equal(weights.all[1].grad(), at::full_like(weights.all[1], 8)));
        EXPECT_FALSE(weights.all[2].grad().defined());
        EXPECT_TRUE(at::equal(weights.all[3].grad(), at::full_like(weights.all[3], 8)));
    });
}

TEST(GradientSum, WaitsForTheLastBatchOfAnUpdate) {
    amongPeers(2, [](Peers& peers) {
        const Weights weights;
        GradientSum sum(peers, weights.all, kSmall);
        sum.begin();
        weights.learn({1, 1, 1, 1});
        EXPECT_EQ(sum.sent(), 0U);
        sum.arm();
        weights.learn({1, 1, 1, 1});
        EXPECT_EQ(sum.sent(), 4U);
        ASSERT_TRUE(sum.finish({}));
        EXPECT_TRUE(at::equal(weights.all[3].grad(), at::full_like(weights.all[3], 4 * 4 * 2)));
    });
}

TEST(GradientSum, CutsTheParametersIntoBucketsFromTheLastOn) {
    amongPeers(2, [](Peers& peers) {
        const Weights weights;  // 96 bytes each
        EXPECT_EQ(GradientSum(peers, weights.all, {1, 200}).buckets(), 2U) << "1 and 3";
        EXPECT_EQ(GradientSum(peers, weights.all, {150, 1}).buckets(), 3U) << "2, 1 and 1";
        EXPECT_EQ(GradientSum(peers, weights.all).buckets(), 1U);
    });
}

TEST(GradientSum, LeavesNoHookBehind) {
    amongPeers(2, [](Peers& peers) {
        const Weights weights;
        { const GradientSum gone(peers, weights.all, kSmall); }
        weights.learn({1, 1, 1, 1});
        EXPECT_TRUE(at::equal(weights.all[0].grad(), at::full_like(weights.all[0], 2)));
    });
}

TEST(GradientSum, EndsWhenAPeerIsLost) {
    const std::uint16_t port = freePort();
    onRanks(2, [&](int rank) {
        auto peers = Peers::join(worldOf(rank, 2, port), at::kCPU, {});
        ASSERT_TRUE(peers) << peers.error().message();
        ASSERT_TRUE((*peers)->any(false));
        if (rank == 1) {
            return;
        }
        const Weights weights;
        GradientSum sum(**peers, weights.all, kSmall);
        sum.begin();
        sum.arm();
        weights.learn({1, 1, 1, 1});
        const auto all = sum.finish({});
        ASSERT_FALSE(all);
        EXPECT_EQ(all.error().code, ErrorCode::PeerLost);
    });
}

}  // namespace
}  // namespace minarai::train
