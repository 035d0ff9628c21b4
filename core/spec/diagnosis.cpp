// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec/diagnosis.h"

#include <algorithm>
#include <array>
#include <deque>
#include <unordered_set>

#include <fmt/format.h>

#include "base/text.h"
#include "spec/checked.h"
#include "spec/graph.h"

namespace minarai::spec {

namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);
constexpr std::int64_t kWidestField = std::int64_t{1} << 31;

std::int64_t elements(const Shape& shape) {
    return checkedProduct(shape).value_or(kMaxElements);
}

/// How a node's places lie on the picture: receptive field and distance of neighbours.
struct View {
    std::array<std::int64_t, 2> field{1, 1};
    std::array<std::int64_t, 2> step{1, 1};
};

std::array<std::int64_t, 2> pairOf(const Params& params, std::string_view name,
                                   std::array<std::int64_t, 2> fallback) {
    const auto values = params.integers(name);
    return values.empty() ? fallback : std::array<std::int64_t, 2>{values.front(), values.back()};
}

class Doctor {
  public:
    explicit Doctor(const ModelSpec& draft)
        : m_draft(draft), m_index(indexNodes(draft)), m_views(draft.nodes.size()) {
        m_result.nodes.resize(draft.nodes.size());
    }

    Diagnosis examine() {
        if (!checkModel()) {
            ++m_result.problems;
            return std::move(m_result);
        }
        checkIds();
        for (const std::size_t i : order()) {
            examineNode(i);
        }
        checkUse();
        checkOutput();
        return std::move(m_result);
    }

  private:
    const ModelSpec& m_draft;
    NodeIndex m_index;
    Diagnosis m_result;
    std::vector<std::optional<View>> m_views;

    void blame(std::size_t i, std::string text) {
        NodeDiagnosis& node = m_result.nodes[i];
        if (node.state != NodeState::Wrong) {
            node.state = NodeState::Wrong;
            node.problem = std::move(text);
            ++m_result.problems;
        }
    }

    bool checkModel() {
        const auto& input = m_draft.input;
        const bool sane = std::all_of(input.begin(), input.end(),
                                      [](std::int64_t size) { return size >= 1 && size <= 65536; });
        if (!sane || input[0] > 4096) {
            m_result.modelProblem = fmt::format(
                MN_TEXT("Spec",
                        "the picture is {}×{}×{}; it needs 1 to 4096 channels and 1 to 65536 "
                        "rows and columns"),
                input[0], input[1], input[2]);
        } else if (m_draft.nodes.size() > kMaxNodes) {
            m_result.modelProblem =
                fmt::format(MN_TEXT("Spec", "it has {} layers; at most {} are possible"),
                            m_draft.nodes.size(), kMaxNodes);
        }
        return m_result.modelProblem.empty();
    }

    void checkIds() {
        std::unordered_set<std::string_view> groups;
        for (const Node& node : m_draft.nodes) {
            for (std::size_t dot = node.id.find('.'); dot != std::string::npos;
                 dot = node.id.find('.', dot + 1)) {
                groups.insert(std::string_view(node.id).substr(0, dot));
            }
        }
        for (std::size_t i = 0; i < m_draft.nodes.size(); ++i) {
            const std::string& id = m_draft.nodes[i].id;
            if (id == kInputId || !isId(id)) {
                blame(i, MN_TEXT("Spec",
                                 "the name of a layer is made of letters, digits and "
                                 "underscores, with dots between its parts, and is not "
                                 "“input”; choose another one"));
            } else if (m_index.at(id) != i) {
                blame(i, MN_TEXT("Spec", "two layers have this name; rename one of them"));
            } else if (groups.contains(id)) {
                blame(i, MN_TEXT("Spec",
                                 "other names begin with this one as if it were a group; "
                                 "rename it"));
            }
        }
    }

    [[nodiscard]] std::size_t at(const std::string& id) const {
        const auto found = m_index.find(id);
        return found == m_index.end() ? kNone : found->second;
    }

    /// Topological order of what can be ordered; the rest runs in circles and is blamed.
    std::vector<std::size_t> order() {
        const std::size_t count = m_draft.nodes.size();
        std::vector<std::size_t> waiting(count);
        std::vector<std::vector<std::size_t>> users(count);
        for (std::size_t i = 0; i < count; ++i) {
            for (const std::string& input : m_draft.nodes[i].inputs) {
                if (const std::size_t source = at(input); input != kInputId && source != kNone) {
                    users[source].push_back(i);
                    ++waiting[i];
                }
            }
        }
        std::deque<std::size_t> ready;
        for (std::size_t i = 0; i < count; ++i) {
            if (waiting[i] == 0) {
                ready.push_back(i);
            }
        }
        std::vector<std::size_t> sorted;
        while (!ready.empty()) {
            const std::size_t i = ready.front();
            ready.pop_front();
            sorted.push_back(i);
            for (const std::size_t user : users[i]) {
                if (--waiting[user] == 0) {
                    ready.push_back(user);
                }
            }
        }
        blameCircles(waiting, users);
        return sorted;
    }

    /// What is left over is in a circle or behind one; only the former is to blame.
    void blameCircles(std::vector<std::size_t> waiting,
                      const std::vector<std::vector<std::size_t>>& users) {
        std::vector<std::size_t> leaving(waiting.size());
        std::vector<std::size_t> todo;
        for (std::size_t i = 0; i < waiting.size(); ++i) {
            for (const std::size_t user : users[i]) {
                leaving[i] += waiting[i] > 0 && waiting[user] > 0 ? 1 : 0;
            }
            if (waiting[i] > 0 && leaving[i] == 0) {
                todo.push_back(i);
            }
        }
        while (!todo.empty()) {
            const std::size_t i = todo.back();
            todo.pop_back();
            waiting[i] = 0;
            for (const std::string& input : m_draft.nodes[i].inputs) {
                const std::size_t source = at(input);
                if (input != kInputId && source != kNone && waiting[source] > 0 &&
                    --leaving[source] == 0) {
                    todo.push_back(source);
                }
            }
        }
        for (std::size_t i = 0; i < waiting.size(); ++i) {
            if (waiting[i] > 0) {
                blame(i, MN_TEXT("Spec",
                                 "its connections run in a circle; remove one of them, so that "
                                 "the picture flows from the input to the output"));
            }
        }
    }

    /// The shapes that come in; false when the node cannot be examined further.
    bool takeInputs(std::size_t i, const Op& op) {
        const Node& node = m_draft.nodes[i];
        NodeDiagnosis& result = m_result.nodes[i];
        bool open = false;
        bool known = true;
        for (const std::string& input : node.inputs) {
            Shape shape;
            if (input == kInputId) {
                shape.assign(m_draft.input.begin(), m_draft.input.end());
            } else if (const std::size_t source = at(input); source != kNone) {
                shape = m_result.nodes[source].output;
                known = known && !shape.empty();
            } else {
                open = true;
                if (!input.empty()) {
                    blame(i, fmt::format(MN_TEXT("Spec",
                                                 "its input “{}” does not exist; connect it to "
                                                 "another layer"),
                                         input.substr(0, 200)));
                }
            }
            result.inputs.push_back(std::move(shape));
        }
        const auto [low, high] = op.arity();
        const std::size_t count = node.inputs.size();
        if (high >= 0 && count > static_cast<std::size_t>(high)) {
            blame(i, fmt::format(MN_TEXT("Spec",
                                         "{} takes one picture; remove a connection, or put an "
                                         "Add or a Concat before it"),
                                 node.op));
        } else if (count > kMaxInputs) {
            blame(i, fmt::format(MN_TEXT("Spec", "it has {} connections; at most {} are possible"),
                                 count, kMaxInputs));
        } else if (open || count < static_cast<std::size_t>(low)) {
            blame(i, low > 1 ? MN_TEXT("Spec",
                                       "an input is open; drag a wire to it from the layer "
                                       "before it")
                             : MN_TEXT("Spec",
                                       "nothing comes in; drag a wire to it from the layer "
                                       "before it"));
        }
        return known && result.state != NodeState::Wrong;
    }

    void examineNode(std::size_t i) {
        const Node& node = m_draft.nodes[i];
        NodeDiagnosis& result = m_result.nodes[i];
        const Op* op = findOp(node.op);
        if (op == nullptr) {
            blame(i, fmt::format(
                         MN_TEXT("Spec", "there is no layer “{}”; put another one in its place"),
                         node.op.substr(0, 100)));
            return;
        }
        // A layer that is wrong only by its name still has shapes.
        const bool named = result.state != NodeState::Wrong;
        if (!named) {
            result.state = NodeState::Waiting;
        }
        const bool ready = takeInputs(i, *op);
        if (ready) {
            takeShape(i, *op);
        }
        if (!named) {
            result.state = NodeState::Wrong;
        }
    }

    void takeShape(std::size_t i, const Op& op) {
        const Node& node = m_draft.nodes[i];
        NodeDiagnosis& result = m_result.nodes[i];
        if (const std::string problem = paramProblem(op, node.params); !problem.empty()) {
            blame(i, problem);
            return;
        }
        auto output = op.outputShape(result.inputs, node.params);
        if (!output) {
            blame(i, output.error().text);
            return;
        }
        if (!checkedProduct(*output)) {
            blame(i, fmt::format(MN_TEXT("Spec",
                                         "its output of {} is too large; use fewer channels or "
                                         "a smaller picture"),
                                 shapeText(*output)));
            return;
        }
        std::int64_t bytes = 0;
        for (const TensorSpec& tensor : op.tensors(result.inputs, node.params)) {
            const auto count = checkedProduct(tensor.shape);
            result.parameters += tensor.trainable ? count.value_or(0) : 0;
            bytes += count.value_or(0) * (tensor.integer ? 8 : 4);
            if (!count || m_result.parameters + result.parameters > kMaxElements) {
                result.parameters = 0;
                blame(i, MN_TEXT("Spec",
                                 "the model would have more than 17 thousand million parameters "
                                 "up to here; use fewer channels, or pooling before it"));
                return;
            }
        }
        const std::int64_t macs = op.macs(result.inputs, *output, node.params);
        if (macs > kMaxMacs) {
            blame(i, MN_TEXT("Spec",
                             "it would need more than 10^14 multiply-adds for one image; use "
                             "fewer channels, or pooling before it"));
            return;
        }
        result.state = NodeState::Fine;
        result.macs = macs;
        result.output = std::move(*output);
        m_result.parameters += result.parameters;
        m_result.parameterBytes += bytes;
        m_result.macs += macs;
        m_result.activationBytes += elements(result.output) * 4;
        takeField(i);
    }

    void takeField(std::size_t i) {
        const Node& node = m_draft.nodes[i];
        NodeDiagnosis& result = m_result.nodes[i];
        if (result.output.size() != 3) {
            return;
        }
        View view;
        for (std::size_t k = 0; k < node.inputs.size(); ++k) {
            const std::optional<View> before = node.inputs[k] == kInputId
                                                   ? std::optional<View>(View())
                                                   : m_views[at(node.inputs[k])];
            if (!before || result.inputs[k].size() != 3) {
                return;
            }
            for (std::size_t d = 0; d < 2; ++d) {
                view.field[d] = std::max(view.field[d], before->field[d]);
                view.step[d] = std::max(view.step[d], before->step[d]);
            }
        }
        const bool keepsPlaces = std::equal(result.output.begin() + 1, result.output.end(),
                                            result.inputs.front().begin() + 1);
        if (node.params.has("kernel_size") && !node.params.has("output_padding")) {
            const auto kernel = pairOf(node.params, "kernel_size", {1, 1});
            const auto stride = pairOf(node.params, "stride", kernel);
            const auto dilation = pairOf(node.params, "dilation", {1, 1});
            for (std::size_t d = 0; d < 2; ++d) {
                view.field[d] += saturatingProduct(dilation[d] * (kernel[d] - 1), view.step[d]);
                view.step[d] = saturatingProduct(view.step[d], stride[d]);
                if (view.field[d] > kWidestField || view.step[d] > kWidestField) {
                    return;
                }
            }
        } else if (!keepsPlaces || !isPointwise(node.op)) {
            return;
        }
        m_views[i] = view;
        result.field = ReceptiveField{view.field[0], view.field[1]};
    }

    /// Ops without a window whose answer at a place depends on that place alone. An op that is
    /// not known here simply has no receptive field shown.
    static bool isPointwise(std::string_view op) {
        static constexpr std::array<std::string_view, 20> kOps{
            "ReLU",    "ReLU6",    "LeakyReLU", "Sigmoid",         "Tanh",
            "SiLU",    "GELU",     "ELU",       "Hardswish",       "Hardsigmoid",
            "Softmax", "Identity", "Dropout",   "Dropout2d",       "BatchNorm2d",
            "Add",     "Multiply", "Concat",    "StochasticDepth", "ChannelShuffle"};
        return std::find(kOps.begin(), kOps.end(), op) != kOps.end();
    }

    void checkUse() {
        const std::size_t output = at(m_draft.output);
        if (output == kNone) {
            return;
        }
        std::vector<bool> needed(m_draft.nodes.size());
        std::vector<std::size_t> todo{output};
        needed[output] = true;
        for (const std::string& id : m_draft.auxiliary) {
            if (const std::size_t head = at(id); head != kNone && !needed[head]) {
                needed[head] = true;
                todo.push_back(head);
            }
        }
        while (!todo.empty()) {
            const std::size_t i = todo.back();
            todo.pop_back();
            for (const std::string& input : m_draft.nodes[i].inputs) {
                const std::size_t source = at(input);
                if (input != kInputId && source != kNone && !needed[source]) {
                    needed[source] = true;
                    todo.push_back(source);
                }
            }
        }
        for (std::size_t i = 0; i < needed.size(); ++i) {
            NodeDiagnosis& node = m_result.nodes[i];
            if (!needed[i] && node.state != NodeState::Wrong) {
                node.state = NodeState::Unused;
                node.problem = MN_TEXT("Spec",
                                       "nothing uses this layer; connect it to another one or "
                                       "remove it");
                ++m_result.problems;
            }
        }
    }

    void checkOutput() {
        const std::size_t output = at(m_draft.output);
        if (m_draft.nodes.empty()) {
            m_result.outputProblem =
                MN_TEXT("Spec", "the model is empty; put a layer between input and output");
        } else if (output == kNone) {
            m_result.outputProblem = MN_TEXT(
                "Spec", "nothing gives the answer; drag a wire from the last layer to the output");
        } else if (const Shape& shape = m_result.nodes[output].output; shape.size() > 1) {
            m_result.outputProblem =
                fmt::format(MN_TEXT("Spec",
                                    "the model's output is {}, but it must be one number a "
                                    "class; end it with a Flatten and a Linear layer"),
                            shapeText(shape));
        } else if (m_result.problems == 0 && m_result.parameters == 0) {
            m_result.outputProblem =
                MN_TEXT("Spec", "no layer of the model can learn; add a Conv2d or a Linear layer");
        }
        m_result.problems += m_result.outputProblem.empty() ? 0 : 1;
    }
};

}  // namespace

std::string paramProblem(const Op& op, const Params& params) {
    for (const ParamSpec& spec : op.schema().specs()) {
        const ParamValue* value = params.find(spec.name);
        Params probe;
        const Status set = value == nullptr ? Status(fail(ErrorCode::SettingType, spec.name))
                                            : op.schema().set(probe, spec.name, *value);
        if (!set) {
            return fmt::format(MN_TEXT("Spec", "“{}” has no valid value; enter one"), spec.name);
        }
    }
    return {};
}

Diagnosis diagnose(const ModelSpec& draft) {
    return Doctor(draft).examine();
}

}  // namespace minarai::spec
