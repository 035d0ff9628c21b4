// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <stdexcept>
#include <unordered_map>

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>

#include "nn/module_torch.h"
#include "nn/step_torch.h"
#include "spec/diagnosis.h"
#include "spec/graph.h"
#include "spec/summary.h"

namespace minarai::nn {

namespace {

/// The module for a node's id, with the groups that its parts name.
std::shared_ptr<torch::nn::Module> moduleAt(torch::nn::Module& root, std::string_view id) {
    torch::nn::Module* at = &root;
    std::shared_ptr<torch::nn::Module> found;
    while (!id.empty()) {
        const std::string part(id.substr(0, id.find('.')));
        id.remove_prefix(std::min(part.size() + 1, id.size()));
        const auto children = at->named_children();
        const auto* known = children.find(part);
        found = known != nullptr
                    ? *known
                    : at->register_module(part, std::make_shared<torch::nn::Module>(part));
        at = found.get();
    }
    return found;
}

/// The module that owns a tensor, and the tensor's name in it.
std::pair<std::shared_ptr<torch::nn::Module>, std::string> ownerOf(torch::nn::Module& root,
                                                                   const std::string& fullName) {
    const std::size_t dot = fullName.rfind('.');
    if (dot == fullName.npos) {
        return {root.shared_from_this(), fullName};
    }
    return {moduleAt(root, std::string_view(fullName).substr(0, dot)), fullName.substr(dot + 1)};
}

std::vector<at::Tensor> makeTensors(torch::nn::Module& root, const std::string& id,
                                    std::span<const spec::TensorSpec> specs) {
    std::vector<at::Tensor> tensors;
    for (const spec::TensorSpec& one : specs) {
        const auto [owner, name] = ownerOf(root, id + (one.name.empty() ? "" : ".") + one.name);
        if (one.trainable) {
            tensors.push_back(owner->register_parameter(name, torch::empty(one.shape)));
        } else if (one.integer) {
            tensors.push_back(owner->register_buffer(name, torch::zeros(one.shape, at::kLong)));
        } else {
            tensors.push_back(owner->register_buffer(
                name, name == "running_var" ? torch::ones(one.shape) : torch::zeros(one.shape)));
        }
    }
    return tensors;
}

/// Whether the node is known by its tensor alone, without a module of its own.
bool isBareTensor(std::span<const spec::TensorSpec> specs) {
    return !specs.empty() && specs.front().name.empty();
}

/// Whether a node's output may be overwritten by the node that reads it: its backward doesn't need
/// the output and the output is not its input under another name.
bool givesFreshOutput(std::string_view op) {
    static constexpr std::array<std::string_view, 5> kFresh{"Conv2d", "Linear", "BatchNorm2d",
                                                            "Add", "Concat"};
    return std::find(kFresh.begin(), kFresh.end(), op) != kFresh.end();
}

bool isAnswer(const spec::ModelSpec& spec, std::size_t slot) {
    const std::string& id = spec.nodes[slot - 1].id;
    return id == spec.output ||
           std::find(spec.auxiliary.begin(), spec.auxiliary.end(), id) != spec.auxiliary.end();
}

/// Which slots are last read by each step, and which inputs may be overwritten.
void planMemory(const spec::ModelSpec& spec, std::vector<Step>& steps) {
    std::vector<std::size_t> readers(steps.size() + 1);
    std::vector<std::size_t> lastReader(steps.size() + 1);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        for (const std::size_t slot : steps[i].inputs) {
            ++readers[slot];
            lastReader[slot] = i;
        }
    }
    for (std::size_t slot = 1; slot < readers.size(); ++slot) {
        if (readers[slot] > 0 && !isAnswer(spec, slot)) {
            steps[lastReader[slot]].released.push_back(slot);
        }
    }
    for (Step& step : steps) {
        const std::size_t slot = step.inputs.front();
        step.mayOverwrite = slot > 0 && readers[slot] == 1 && !isAnswer(spec, slot) &&
                            givesFreshOutput(spec.nodes[slot - 1].op);
    }
}

}  // namespace

Network::Network(spec::ModelSpec spec)
    : torch::nn::Module("Network"),
      m_spec(std::move(spec)),
      m_generator(at::detail::createCPUGenerator(0)) {}

Network::~Network() = default;

void Network::seedDropout(std::uint64_t seed) {
    const std::lock_guard<std::mutex> lock(m_generator.mutex());
    m_generator.set_current_seed(seed);
}

void Network::useChannelsLast() {
    const at::NoGradGuard noGrad;
    m_channelsLast = true;
    for (at::Tensor& parameter : parameters()) {
        if (parameter.dim() == 4) {
            parameter.set_data(parameter.data().contiguous(at::MemoryFormat::ChannelsLast));
        }
    }
}

at::Tensor Network::firstSlot(at::Tensor images) const {
    return m_channelsLast ? images.contiguous(at::MemoryFormat::ChannelsLast) : std::move(images);
}

torch::Tensor Network::forward(torch::Tensor imagesNchw) {
    return run({firstSlot(std::move(imagesNchw))}, {}, {}, nullptr);
}

torch::Tensor Network::forward(torch::Tensor imagesNchw, std::span<const std::string> ids,
                               Captures& captures) {
    return run({firstSlot(std::move(imagesNchw))}, {}, ids, &captures);
}

torch::Tensor Network::forwardAfter(const std::string& id, torch::Tensor output,
                                    std::span<const std::string> ids, Captures& captures) {
    // Looked for one by one: a head alone trains in steps of a millisecond.
    const auto indexOf = [this](const std::string& wanted) {
        const auto found = std::find_if(m_spec.nodes.begin(), m_spec.nodes.end(),
                                        [&](const spec::Node& node) { return node.id == wanted; });
        if (found == m_spec.nodes.end()) {
            throw std::out_of_range("no layer " + wanted);
        }
        return static_cast<std::size_t>(found - m_spec.nodes.begin());
    };
    const std::size_t given = indexOf(id);
    // What the answers need, from the last node back to the one given.
    std::vector<bool> runs(m_steps.size());
    runs[m_outputSlot - 1] = true;
    for (const std::string& wanted : ids) {
        runs[indexOf(wanted)] = true;
    }
    for (std::size_t i = m_steps.size(); i-- > 0;) {
        runs[i] = runs[i] && i != given;
        if (!runs[i]) {
            continue;
        }
        for (const std::size_t slot : m_steps[i].inputs) {
            if (slot > 0) {
                runs[slot - 1] = true;
            }
        }
    }
    std::vector<at::Tensor> slots(given + 2);
    slots[given + 1] = output.dim() == 4 ? firstSlot(std::move(output)) : std::move(output);
    return run(std::move(slots), runs, ids, &captures);
}

bool Network::fusesNorms(const std::vector<bool>& isCaptured) const {
    // What is looked at on the way must be there by itself.
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        const NormRole& role = m_steps[i].role;
        if (isCaptured[i + 1] && role.kind != NormRole::Kind::Plain) {
            return false;
        }
    }
    return true;
}

/// Undefined for a node that does what it always does.
at::Tensor Network::runFused(std::size_t index, std::span<const at::Tensor> inputs,
                             std::vector<bool>& isDone) const {
    const Step& step = m_steps[index];
    const NormRole& role = step.role;
    if (role.kind == NormRole::Kind::Plain) {
        return {};
    }
    const Step& norm = m_steps[role.norm];
    const auto trains = [&](const at::Tensor& x) {
        return m_ownKernels && norm.module->is_training() && canTrainNorm(x);
    };
    switch (role.kind) {
        case NormRole::Kind::Plain:
            break;
        case NormRole::Kind::Norm:
            isDone[index] = trains(inputs[0]);
            return isDone[index] ? trainNorm(inputs[0], {}, step.norm, role.activation)
                                 : at::Tensor();
        case NormRole::Kind::Defer:
            isDone[index] = trains(inputs[0]);
            return isDone[index] ? inputs[0] : at::Tensor();
        case NormRole::Kind::Sum: {
            if (!isDone[role.norm]) {
                return {};
            }
            const std::size_t own =
                m_spec.nodes[index].inputs[0] == m_spec.nodes[role.norm].id ? 0 : 1;
            const at::Tensor& x = inputs[own];
            const at::Tensor& addend = inputs[1 - own];
            if (addend.sizes() == x.sizes() && addend.scalar_type() == x.scalar_type() &&
                canTrainNorm(addend)) {
                return trainNorm(x, addend, step.norm, role.activation);
            }
            isDone[role.norm] = false;  // the activation has its own work to do
            return at::add(trainNorm(x, {}, step.norm, NormActivation::None), addend);
        }
        case NormRole::Kind::PassOn:
            return isDone[role.norm] ? inputs[0] : at::Tensor();
    }
    return {};
}

torch::Tensor Network::run(std::vector<at::Tensor> slots, const std::vector<bool>& runs,
                           std::span<const std::string> ids, Captures* captures) {
    slots.resize(m_steps.size() + 1);
    std::vector<bool> isCaptured(slots.size());
    bool wantsAuxiliary = false;
    for (std::size_t i = 0; i < m_steps.size() && !ids.empty(); ++i) {
        isCaptured[i + 1] = std::find(ids.begin(), ids.end(), m_spec.nodes[i].id) != ids.end();
        wantsAuxiliary |= isCaptured[i + 1] && m_steps[i].auxiliary;
    }
    const bool fuses = fusesNorms(isCaptured);
    std::vector<bool> isDone(m_steps.size());  // by a fused operation, by its normalisation's node
    std::vector<at::Tensor> inputs;
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        const Step& step = m_steps[i];
        if ((step.auxiliary && !wantsAuxiliary) || (!runs.empty() && !runs[i])) {
            continue;
        }
        inputs.clear();
        for (const std::size_t slot : step.inputs) {
            inputs.push_back(slots[slot]);
        }
        const Call call{step.module->is_training(),
                        step.mayOverwrite && !isCaptured[step.inputs.front()], &m_generator, false,
                        m_ownKernels && is_training()};
        slots[i + 1] = fuses ? runFused(i, inputs, isDone) : at::Tensor();
        if (!slots[i + 1].defined()) {
            slots[i + 1] = step.forward(inputs, call);
        }
        if (isCaptured[i + 1]) {
            (*captures)[m_spec.nodes[i].id] = slots[i + 1];
        }
        for (const std::size_t slot : step.released) {
            slots[slot] = at::Tensor();
        }
    }
    return slots[m_outputSlot];
}

std::shared_ptr<torch::nn::Module> Network::moduleOf(std::string_view id) const {
    const auto all = named_modules("", false);
    const auto* found = all.find(std::string(id));
    return found == nullptr ? nullptr : *found;
}

Result<std::shared_ptr<Network>> build(const spec::ModelSpec& spec) {
    for (const spec::Node& node : spec.nodes) {
        const spec::Op* op = spec::findOp(node.op);
        const std::string problem = op == nullptr ? "" : spec::paramProblem(*op, node.params);
        if (!problem.empty()) {
            return spec::invalid(spec, node.id, problem);
        }
    }
    MN_ASSIGN(const auto shapes, spec::inferShapes(spec));
    try {
        auto network = std::make_shared<Network>(spec);
        for (const std::size_t i : spec::registrationOrder(spec)) {
            const spec::Node& node = spec.nodes[i];
            if (!isBareTensor(spec::findOp(node.op)->tensors(shapes[i].inputs, node.params))) {
                moduleAt(*network, node.id);
            }
        }
        const std::vector<bool> isPredicting = spec::leadsToOutput(spec);
        std::unordered_map<std::string_view, std::size_t> slots{{spec::kInputId, 0}};
        for (std::size_t i = 0; i < shapes.size(); ++i) {
            const spec::Node& node = spec.nodes[i];
            const spec::Op& op = *spec::findOp(node.op);
            ForwardMaker maker = nullptr;
            for (const auto find : {findLayerOp, findSimpleOp, findTokenOp, findAttentionOp}) {
                maker = maker != nullptr ? maker : find(node.op);
            }
            if (maker == nullptr) {
                return fail(ErrorCode::Internal, "no forward for " + node.op);
            }
            Step step;
            const auto specs = op.tensors(shapes[i].inputs, node.params);
            step.module = (isBareTensor(specs) ? ownerOf(*network, node.id).first
                                               : moduleAt(*network, node.id))
                              .get();
            step.auxiliary = !isPredicting[i];
            const auto tensors = makeTensors(*network, node.id, specs);
            const Layer layer{node.params, tensors, shapes[i].inputs, specs};
            fillConstants(node, layer);
            step.forward = maker(layer);
            for (const std::string& input : node.inputs) {
                step.inputs.push_back(slots.at(input));
            }
            slots.emplace(node.id, i + 1);
            network->m_steps.push_back(std::move(step));
        }
        network->m_outputSlot = slots.at(spec.output);
        planMemory(spec, network->m_steps);
        const std::vector<NormRole> roles = normRoles(spec);
        for (std::size_t i = 0; i < roles.size(); ++i) {
            Step& step = network->m_steps[i];
            step.role = roles[i];
            if (roles[i].kind == NormRole::Kind::Norm || roles[i].kind == NormRole::Kind::Sum) {
                step.norm = normLayerOf(*network->m_steps[roles[i].norm].module,
                                        spec.nodes[roles[i].norm].params);
            }
        }
        return network;
    } catch (const std::exception&) {
        // Shapes and names were checked: what is left is memory.
        return fail(ErrorCode::OutOfMemory, spec.name);
    }
}

weights::StateDict namedTensors(const Network& network) {
    weights::StateDict state;
    // A module's parameters, its buffers, then its children, as PyTorch's state_dict() goes.
    struct Place {
        std::string prefix;
        const torch::nn::Module* module;
    };
    std::vector<Place> todo{{"", &network}};
    std::vector<std::shared_ptr<torch::nn::Module>> alive;
    while (!todo.empty()) {
        const Place place = todo.back();
        todo.pop_back();
        for (const auto& entry : place.module->named_parameters(false)) {
            state.emplace_back(place.prefix + entry.key(), entry.value().detach());
        }
        for (const auto& entry : place.module->named_buffers(false)) {
            state.emplace_back(place.prefix + entry.key(), entry.value());
        }
        const auto children = place.module->named_children();
        for (std::size_t i = children.size(); i-- > 0;) {
            alive.push_back(children[i].value());
            todo.push_back({place.prefix + children[i].key() + ".", children[i].value().get()});
        }
    }
    return state;
}

EvalGuard::EvalGuard(torch::nn::Module& module)
    : m_module(&module), m_wasTraining(module.is_training()) {
    for (const auto& one : module.modules(false)) {
        m_former.emplace_back(one, one->is_training());
    }
    module.eval();
}

EvalGuard::~EvalGuard() {
    m_module->train(m_wasTraining);
    // A frozen part stays frozen. Parents come before children, so the last word is each one's own.
    for (const auto& [module, wasTraining] : m_former) {
        module->train(wasTraining);
    }
}

}  // namespace minarai::nn
