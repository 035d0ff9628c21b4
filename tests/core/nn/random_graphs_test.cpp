// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever can be composed can be built and trained, with the shapes that were promised.
#include <gtest/gtest.h>

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include "core/spec/random_graphs.h"
#include "nn/module_torch.h"
#include "spec/diagnosis.h"
#include "spec/graph.h"
#include "spec/templates.h"

namespace minarai::nn {
namespace {

/// Forward in training mode, every output's shape against the inferred one, and backward.
void expectTrains(const spec::ModelSpec& spec) {
    const auto network = build(spec);
    ASSERT_TRUE(network) << network.error().message();
    initParameters(**network, makeGenerator(1));
    (*network)->train();
    std::vector<std::string> ids;
    for (const spec::Node& node : spec.nodes) {
        ids.push_back(node.id);
    }
    Captures captures;
    const auto logits = (*network)->forward(
        at::rand({2, spec.input[0], spec.input[1], spec.input[2]}), ids, captures);
    const auto shapes = spec::inferShapes(spec).value();
    const auto known = spec::diagnose(spec);
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        const auto sizes = captures.at(shapes[i].id).sizes().slice(1).vec();
        EXPECT_EQ(sizes, shapes[i].output) << shapes[i].id << " " << spec.nodes[i].op;
        EXPECT_EQ(sizes, known.nodes[i].output) << shapes[i].id;
    }
    std::int64_t parameters = 0;
    for (const at::Tensor& parameter : (*network)->parameters()) {
        parameters += parameter.numel();
    }
    EXPECT_EQ(parameters, known.parameters);
    if ((*network)->parameters().empty()) {
        return;
    }
    logits.sum().backward();
    for (const auto& entry : (*network)->named_parameters()) {
        EXPECT_TRUE(entry.value().grad().defined()) << entry.key();
    }
}

/// Who builds a network without asking first gets the error. What is wrong with the answer alone is
/// no problem of a network: maps instead of one number a class, or nothing that could learn.
void expectRefused(spec::ModelSpec spec, const spec::Diagnosis& found) {
    static_cast<void>(spec::sortGraph(spec));
    const auto network = build(spec);
    if (network) {
        EXPECT_FALSE(found.outputProblem.empty());
        EXPECT_EQ(found.problems, 1U);
    } else {
        const ErrorCode code = network.error().code;
        EXPECT_TRUE(code == ErrorCode::SpecInvalid || code == ErrorCode::InputSize)
            << network.error().message();
    }
}

TEST(RandomGraphs, AreBuiltRunForwardAndBackwardWithTheInferredShapes) {
    Rng rng(20);
    for (int i = 0; i < 300; ++i) {
        SCOPED_TRACE(i);
        expectTrains(spec::randomSpec(rng, 12, 3));
        if (HasFailure()) {
            return;
        }
    }
}

TEST(RandomGraphs, EditsGiveAnErrorOrANetworkButNeverACrash) {
    Rng rng(21);
    std::size_t built = 0;
    std::size_t refused = 0;
    for (int i = 0; i < 400; ++i) {
        SCOPED_TRACE(i);
        spec::ModelSpec spec = spec::randomSpec(rng, 10, 3);
        for (std::uint64_t edits = 1 + rng.below(3); edits > 0; --edits) {
            spec::mutate(spec, rng);
        }
        // As the composer does it before it trains: what is not found valid goes no further.
        const spec::Diagnosis found = spec::diagnose(spec);
        if (!found.isValid()) {
            ++refused;
            expectRefused(spec, found);
            continue;
        }
        ASSERT_TRUE(spec::sortGraph(spec));
        expectTrains(spec);
        ++built;
        if (HasFailure()) {
            return;
        }
    }
    EXPECT_GT(built, 20U);
    EXPECT_GT(refused, 150U);
}

TEST(RandomGraphs, TemplatesTrain) {
    for (const spec::Template& one : spec::templates()) {
        SCOPED_TRACE(one.name);
        expectTrains(spec::templateSpec(one.name, 3, 32, 4));
    }
}

}  // namespace
}  // namespace minarai::nn
