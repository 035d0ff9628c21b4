// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/folding.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "spec/graph.h"

namespace minarai::nn {
namespace {

bool isOneOf(std::string_view op, std::initializer_list<std::string_view> ops) {
    return std::find(ops.begin(), ops.end(), op) != ops.end();
}

/// Nodes whose output is their input when nothing is learned.
bool passesOn(std::string_view op) {
    return isOneOf(op, {"Dropout", "Dropout2d", "StochasticDepth", "Identity"});
}

/// Nodes whose output is memory of its own, shared with no other slot.
bool makesOwnMemory(std::string_view op) {
    return isOneOf(op, {"Conv2d", "BatchNorm2d", "MaxPool2d", "AvgPool2d", "Concat"});
}

class Folding {
  public:
    Folding(const spec::ModelSpec& spec, const std::string& output)
        : m_spec(spec), m_index(spec::indexNodes(spec)), m_readers(spec.nodes.size() + 1) {
        m_output = m_index.at(output.empty() ? std::string_view(spec.output) : output);
        findNeeded();
        for (std::size_t i = 0; i < spec.nodes.size(); ++i) {
            for (const std::string& input : spec.nodes[i].inputs) {
                if (m_needed[i]) {
                    m_readers[slotOf(input)].push_back(i);
                }
            }
        }
    }

    std::vector<FoldedStep> run() {
        // The later of two convolutions that meet in a sum takes it: the other's answer is there.
        std::vector<FoldedStep> steps;
        m_taken.assign(m_spec.nodes.size(), false);
        for (std::size_t i = m_output + 1; i-- > 0;) {
            if (m_needed[i] && isFoldable(m_spec.nodes[i])) {
                steps.push_back(chainFrom(i));
            }
        }
        for (std::size_t i = 0; i <= m_output; ++i) {
            if (m_needed[i] && !m_taken[i]) {
                FoldedStep step;
                step.node = step.last = i;
                step.inputs = slotsOf(i);
                steps.push_back(std::move(step));
            }
        }
        std::sort(steps.begin(), steps.end(),
                  [](const FoldedStep& a, const FoldedStep& b) { return a.last < b.last; });
        planMemory(steps);
        return steps;
    }

  private:
    [[nodiscard]] std::size_t slotOf(const std::string& id) const {
        return id == spec::kInputId ? 0 : m_index.at(id) + 1;
    }

    [[nodiscard]] std::vector<std::size_t> slotsOf(std::size_t node) const {
        std::vector<std::size_t> slots;
        for (const std::string& input : m_spec.nodes[node].inputs) {
            slots.push_back(slotOf(input));
        }
        return slots;
    }

    void findNeeded() {
        m_needed.assign(m_spec.nodes.size(), false);
        m_needed[m_output] = true;
        for (std::size_t i = m_output + 1; i-- > 0;) {
            for (const std::size_t slot : m_needed[i] ? slotsOf(i) : std::vector<std::size_t>{}) {
                if (slot > 0) {
                    m_needed[slot - 1] = true;
                }
            }
        }
    }

    static bool isFoldable(const spec::Node& node) {
        return node.op == "Conv2d" && node.params.text("padding_mode") == "zeros";
    }

    static bool isInSteps(const spec::Node& conv) {
        const auto stride = conv.params.integers("stride");
        return std::any_of(stride.begin(), stride.end(),
                           [](std::int64_t step) { return step > 1; });
    }

    /// The only node that reads this one's output; nothing if there are several or it is an answer.
    [[nodiscard]] std::optional<std::size_t> soleReader(std::size_t node) const {
        const auto& readers = m_readers[node + 1];
        if (node == m_output || readers.size() != 1 || m_taken[readers.front()]) {
            return std::nullopt;
        }
        return readers.front();
    }

    FoldedStep chainFrom(std::size_t conv) {
        FoldedStep step;
        step.node = step.last = conv;
        step.isFolded = true;
        step.inputs = slotsOf(conv);
        m_taken[conv] = true;
        while (const auto next = soleReader(step.last)) {
            const spec::Node& node = m_spec.nodes[*next];
            if (node.op == "BatchNorm2d" && !step.norm && !step.add) {
                step.norm = next;
            } else if (node.op == "Add" && !step.add && takesSum(step, *next)) {
                step.add = next;
            } else if (isFusedActivation(node.op)) {
                step.activation = next;
            } else if (!passesOn(node.op)) {
                break;
            }
            step.last = *next;
            m_taken[*next] = true;
            if (step.activation) {
                break;
            }
        }
        const auto next = soleReader(step.last);
        if (next && !step.add && isInSteps(m_spec.nodes[conv]) &&
            m_spec.nodes[*next].op == "MaxPool2d") {
            step.pool = next;
            step.last = *next;
            m_taken[*next] = true;
        }
        return step;
    }

    /// Whether the convolution can add the other input of a sum of two, computed by then.
    bool takesSum(FoldedStep& step, std::size_t add) const {
        const auto slots = slotsOf(add);
        if (slots.size() != 2 || slots[0] == slots[1]) {
            return false;
        }
        const std::size_t other = slots[0] == step.last + 1 ? slots[1] : slots[0];
        // In the nodes' order the other one may come after the convolution, but it comes before the
        // sum, where this step runs.
        step.addend = other;
        return true;
    }

    void planMemory(std::vector<FoldedStep>& steps) const {
        std::vector<std::size_t> lastReader(m_spec.nodes.size() + 1, steps.size());
        std::vector<bool> isOwn(m_spec.nodes.size() + 1);
        std::vector<bool> isShared(m_spec.nodes.size() + 1);
        for (std::size_t i = 0; i < steps.size(); ++i) {
            const FoldedStep& step = steps[i];
            isOwn[step.last + 1] = step.isFolded || makesOwnMemory(m_spec.nodes[step.node].op);
            for (const std::size_t slot : step.inputs) {
                lastReader[slot] = i;
                // Any other node might give the same memory on under another name.
                isShared[slot] = isShared[slot] || !makesOwnMemory(m_spec.nodes[step.node].op);
            }
            if (step.addend) {
                lastReader[*step.addend] = i;
            }
        }
        for (std::size_t slot = 0; slot < lastReader.size(); ++slot) {
            if (lastReader[slot] < steps.size() && slot != m_output + 1) {
                steps[lastReader[slot]].released.push_back(slot);
            }
        }
        for (std::size_t i = 0; i < steps.size(); ++i) {
            if (const auto addend = steps[i].addend) {
                const auto& inputs = steps[i].inputs;
                steps[i].mayOverwrite =
                    isOwn[*addend] && !isShared[*addend] && lastReader[*addend] == i &&
                    *addend != m_output + 1 &&
                    std::find(inputs.begin(), inputs.end(), *addend) == inputs.end();
            }
        }
    }

    const spec::ModelSpec& m_spec;
    spec::NodeIndex m_index;
    std::size_t m_output = 0;
    std::vector<bool> m_needed;
    std::vector<bool> m_taken;
    std::vector<std::vector<std::size_t>> m_readers;  ///< nodes that read a slot
};

}  // namespace

bool isFusedActivation(std::string_view op) {
    return isOneOf(op, {"ReLU", "ReLU6", "SiLU", "Hardswish", "Sigmoid"});
}

std::vector<FoldedStep> foldSteps(const spec::ModelSpec& spec, const std::string& output) {
    return Folding(spec, output).run();
}

}  // namespace minarai::nn
