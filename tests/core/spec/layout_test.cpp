// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec/layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/spec/random_graphs.h"
#include "core/spec/specs.h"
#include "spec/blocks.h"
#include "support/processor_clock.h"

namespace minarai::spec {
namespace {

using testing::Contains;
using testing::ElementsAre;
using Kind = OutlineItem::Kind;

/// `count` blocks in a row below "features", each in a group of its own.
ModelSpec blocksInARow(const char* block, int count) {
    ModelSpec draft;
    draft.name = "row";
    draft.input = {16, 32, 32};
    std::string last(kInputId);
    for (int i = 0; i < count; ++i) {
        Fragment fragment = blockFragment(block, {16, 32, 32});
        fragment.name = "features." + std::string(block);
        last = addFragment(draft, fragment, last);
    }
    last = addFragment(draft, *layerFragment("Flatten"), last);
    draft.output = addFragment(draft, *layerFragment("Linear"), last);
    return draft;
}

bool overlaps(const Box& a, const Box& b) {
    return a.x < b.right() - 0.5 && b.x < a.right() - 0.5 && a.y < b.bottom() - 0.5 &&
           b.y < a.bottom() - 0.5;
}

bool holds(const Box& outer, const Box& inner) {
    return inner.x >= outer.x - 0.5 && inner.right() <= outer.right() + 0.5 &&
           inner.y >= outer.y - 0.5 && inner.bottom() <= outer.bottom() + 0.5;
}

/// Boxes overlap only with the frames they stand in; wires begin and end at their boxes.
void expectSound(const Outline& seen) {
    const GraphLayout layout = layOut(seen);
    ASSERT_EQ(layout.boxes.size(), seen.items.size());
    ASSERT_EQ(layout.routes.size(), seen.wires.size());
    for (std::size_t i = 0; i < seen.items.size(); ++i) {
        EXPECT_TRUE(holds(layout.bounds, layout.boxes[i])) << seen.items[i].key;
        for (std::size_t j = i + 1; j < seen.items.size(); ++j) {
            std::size_t above = seen.items[j].parent;
            while (above != OutlineItem::kTop && above != i) {
                above = seen.items[above].parent;
            }
            if (above == i) {
                EXPECT_TRUE(holds(layout.boxes[i], layout.boxes[j])) << seen.items[j].key;
            } else {
                ASSERT_FALSE(overlaps(layout.boxes[i], layout.boxes[j]))
                    << seen.items[i].key << " on " << seen.items[j].key;
            }
        }
    }
    for (std::size_t w = 0; w < seen.wires.size(); ++w) {
        const auto& route = layout.routes[w];
        const Box& from = layout.boxes[seen.wires[w].from];
        const Box& to = layout.boxes[seen.wires[w].to];
        ASSERT_GE(route.size(), 2U);
        EXPECT_NEAR(route.front().y, from.bottom(), 0.6);
        EXPECT_NEAR(route.back().y, to.y, 0.6);
        EXPECT_GT(route.back().x, to.x);
        EXPECT_LT(route.back().x, to.right());
    }
}

TEST(Outline, CollapsesGroupsAndJoinsTheirWires) {
    const ModelSpec draft = blocksInARow("residual", 2);
    EXPECT_THAT(groupNames(draft),
                ElementsAre("features", "features.residual1", "features.residual2"));
    const Outline open = outline(draft, {});
    EXPECT_EQ(open.items[open.find("features/")].kind, Kind::Frame);
    EXPECT_EQ(open.items[open.find("features.residual1.add")].kind, Kind::Node);
    const Outline blocks = outline(draft, {"features.residual1", "features.residual2"});
    const std::size_t first = blocks.find("features.residual1/");
    EXPECT_EQ(blocks.items[first].kind, Kind::Group);
    EXPECT_EQ(blocks.items[first].nodes.size(), 7U);
    EXPECT_EQ(blocks.items[first].parent, blocks.find("features/"));
    const auto second = std::count_if(blocks.wires.begin(), blocks.wires.end(),
                                      [&](const OutlineWire& wire) { return wire.from == first; });
    EXPECT_EQ(second, 1);
    // input, features, flatten, linear, output
    const Outline closed = outline(draft, {"features"});
    EXPECT_EQ(closed.items.size(), 5U);
    EXPECT_EQ(closed.wires.size(), 4U);
}

TEST(Outline, ChoosesGroupsForALargeModelOnly) {
    EXPECT_TRUE(readableGroups(small()).empty());
    const auto groups = readableGroups(blocksInARow("residual", 20));
    EXPECT_TRUE(groups.contains("features.residual7"));
    EXPECT_FALSE(groups.contains("features"));
}

TEST(Layout, AChainIsOneStraightColumn) {
    const Outline seen = outline(small(), {});
    const GraphLayout layout = layOut(seen);
    for (std::size_t i = 1; i < layout.boxes.size(); ++i) {
        EXPECT_DOUBLE_EQ(layout.boxes[i].x, layout.boxes[0].x);
        EXPECT_GT(layout.boxes[i].y, layout.boxes[i - 1].bottom());
    }
    for (const auto& route : layout.routes) {
        EXPECT_EQ(route.size(), 2U);
    }
}

TEST(Layout, ALongChainIsFoldedIntoColumns) {
    ModelSpec draft = small();
    for (int i = 0; i < 30; ++i) {
        appendFragment(draft, *layerFragment("ReLU"), "conv");
    }
    const GraphLayout layout = layOut(outline(draft, {}));
    EXPECT_GT(layout.bounds.width / layout.bounds.height, 0.7);
    EXPECT_LT(layout.bounds.width / layout.bounds.height, 3.0);
    expectSound(outline(draft, {}));
}

TEST(Layout, AShortcutLeavesTheBlockStraight) {
    const ModelSpec draft = blocksInARow("residual", 1);
    const Outline seen = outline(draft, {});
    const GraphLayout layout = layOut(seen, {.foldHeight = 1e9});
    const double x = layout.boxes[seen.find("features.residual1.conv1")].x;
    for (const char* id : {"bn1", "relu1", "conv2", "bn2", "add", "relu"}) {
        EXPECT_DOUBLE_EQ(layout.boxes[seen.find("features.residual1." + std::string(id))].x, x);
    }
}

TEST(Layout, NothingOverlapsWhateverTheGraph) {
    for (const char* block : {"residual", "bottleneck", "inception", "se", "vgg"}) {
        SCOPED_TRACE(block);
        const ModelSpec draft = blocksInARow(block, 7);
        expectSound(outline(draft, {}));
        expectSound(outline(draft, {"features." + std::string(block) + "3"}));
        expectSound(outline(draft, readableGroups(draft, 10)));
    }
    Rng rng(3);
    for (int i = 0; i < 150; ++i) {
        ModelSpec draft = randomSpec(rng, 20, 3);
        // Groups that lie anyhow across the graph.
        for (Node& node : draft.nodes) {
            const std::string group = rng.chance(0.3) ? "g.h" : "g";
            const std::string to = (rng.chance(0.5) ? group : "k") + "." + node.id;
            const std::string from = node.id;
            ASSERT_TRUE(renameNode(draft, from, to));
        }
        expectSound(outline(draft, {}));
        expectSound(outline(draft, {"g.h"}));
        expectSound(outline(draft, {"g", "k"}));
        for (int edits = 0; edits < 3; ++edits) {
            mutate(draft, rng);
        }
        const Outline broken = outline(draft, {});
        EXPECT_EQ(layOut(broken).boxes.size(), broken.items.size());
    }
}

TEST(Layout, IsTheSameEachTime) {
    const Outline seen = outline(blocksInARow("inception", 3), {});
    EXPECT_EQ(layOut(seen).boxes, layOut(seen).boxes);
}

TEST(Layout, TwoThousandLayersTakeNoTimeToSpeakOf) {
    const ModelSpec draft = blocksInARow("bottleneck", 200);
    ASSERT_GT(draft.nodes.size(), 2000U);
    const tests::ProcessorClock clock;
    const GraphLayout layout = layOut(outline(draft, {}));
    EXPECT_LT(clock.milliseconds(), 2000);  // some 50 unless a sanitizer watches
    EXPECT_GT(layout.bounds.width, 0);
}

}  // namespace
}  // namespace minarai::spec
