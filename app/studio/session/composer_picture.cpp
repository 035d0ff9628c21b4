// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/composer_picture.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "spec/graph.h"
#include "spec/op.h"
#include "studio/core_sentences.h"
#include "studio/session/paths.h"
#include "widgets/tables/layer_model.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {

namespace {

using widgets::GraphNode;
using widgets::GraphState;
using Kind = spec::OutlineItem::Kind;

struct ComposerPicture {
    Q_DECLARE_TR_FUNCTIONS(ComposerPicture)
};

GraphState stateOf(spec::NodeState state) {
    switch (state) {
        case spec::NodeState::Fine:
            return GraphState::Fine;
        case spec::NodeState::Wrong:
            return GraphState::Wrong;
        case spec::NodeState::Waiting:
            return GraphState::Waiting;
        case spec::NodeState::Unused:
            return GraphState::Unused;
    }
    return GraphState::Fine;
}

QString numbers(const std::vector<std::int64_t>& values) {
    QStringList texts;
    for (const std::int64_t value : values) {
        texts << QString::number(value);
    }
    if (texts.size() == 1) {
        texts << texts.front();
    }
    return texts.join(QStringLiteral("×"));
}

QString countOf(std::int64_t count) {
    return widgets::countText(static_cast<std::uint64_t>(std::max<std::int64_t>(count, 0)));
}

class Painter {
  public:
    Painter(const ComposerDocument& document, const train::TrainingPlan* plan)
        : m_document(document),
          m_draft(document.draft()),
          m_outline(document.outline()),
          m_known(document.diagnosis()),
          m_index(spec::indexNodes(document.draft())) {
        for (const spec::OutlineItem& item : m_outline.items) {
            std::int64_t sum = 0;
            for (const std::size_t index : item.nodes) {
                sum += known(index) == nullptr ? 0 : known(index)->parameters;
            }
            m_parameters.push_back(sum);
        }
        if (plan != nullptr) {
            for (const train::NodePlan& node : plan->nodes) {
                m_plans.emplace(node.id, &node);
            }
        }
    }

    widgets::GraphPicture picture() {
        widgets::GraphPicture picture;
        for (std::size_t i = 0; i < m_outline.items.size(); ++i) {
            picture.nodes.push_back(nodeOf(i));
        }
        for (std::size_t w = 0; w < m_outline.wires.size(); ++w) {
            picture.wires.push_back(wireOf(w));
        }
        return picture;
    }

  private:
    const ComposerDocument& m_document;
    const spec::ModelSpec& m_draft;
    const spec::Outline& m_outline;
    const spec::Diagnosis& m_known;
    const spec::NodeIndex m_index;
    std::vector<std::int64_t> m_parameters;  ///< of what each item stands for
    std::unordered_map<std::string_view, const train::NodePlan*> m_plans;

    [[nodiscard]] const spec::NodeDiagnosis* knownById(const std::string& id) const {
        const auto found = m_index.find(id);
        return found == m_index.end() ? nullptr : known(found->second);
    }

    [[nodiscard]] spec::Shape shapeOf(const std::string& id) const {
        if (id == spec::kInputId) {
            return {m_draft.input.begin(), m_draft.input.end()};
        }
        const spec::NodeDiagnosis* node = knownById(id);
        return node == nullptr ? spec::Shape() : node->output;
    }

    [[nodiscard]] const spec::NodeDiagnosis* known(std::size_t node) const {
        return node < m_known.nodes.size() ? &m_known.nodes[node] : nullptr;
    }

    GraphNode nodeOf(std::size_t i) {
        const spec::OutlineItem& item = m_outline.items[i];
        const spec::Box& box = m_document.layout().boxes[i];
        GraphNode node;
        node.key = toQString(item.key);
        node.title = titleOf(item);
        node.rect = QRectF(box.x, box.y, box.width, box.height);
        node.frame = item.parent == spec::OutlineItem::kTop
                         ? QString()
                         : toQString(m_outline.items[item.parent].key);
        node.inputs = static_cast<int>(item.ports);
        switch (item.kind) {
            case Kind::Input:
                node.kind = GraphNode::Kind::Terminal;
                node.detail =
                    toQString(spec::shapeText({m_draft.input.begin(), m_draft.input.end()}));
                node.problem = problemSentence(m_known.modelProblem);
                node.state = node.problem.isEmpty() ? GraphState::Fine : GraphState::Wrong;
                node.inputs = 0;
                break;
            case Kind::Output:
                takeOutput(node);
                break;
            case Kind::Node:
                takeLayer(node, item.nodes.front());
                break;
            case Kind::Group:
            case Kind::Frame:
                takeGroup(node, item, m_parameters[i]);
                break;
        }
        return node;
    }

    void takeOutput(GraphNode& node) const {
        node.kind = GraphNode::Kind::Terminal;
        node.hasOutput = false;
        const spec::Shape shape = shapeOf(m_draft.output);
        if (shape.size() == 1) {
            node.detail = ComposerPicture::tr("%n classes", nullptr, static_cast<int>(shape[0]));
        }
        // An empty canvas is no mistake: the text on it says how to begin.
        node.problem = m_draft.nodes.empty() ? QString() : problemSentence(m_known.outputProblem);
        node.state = node.problem.isEmpty() ? GraphState::Fine : GraphState::Wrong;
    }

    void takeLayer(GraphNode& node, std::size_t index) const {
        const spec::Node& layer = m_draft.nodes[index];
        const spec::Op* op = spec::findOp(layer.op);
        node.takesMore = op != nullptr && op->arity().second < 0;
        node.detail = toQString(layer.id);
        if (const spec::NodeDiagnosis* one = known(index)) {
            node.state = stateOf(one->state);
            node.problem = problemSentence(one->problem);
            if (one->parameters > 0) {
                node.detail += QStringLiteral(" · ") + countOf(one->parameters);
            }
        }
        takeLearning(node, {index});
    }

    /// Hatched where nothing of it changes; how it learns as the last word of the detail.
    void takeLearning(GraphNode& node, const std::vector<std::size_t>& layers) const {
        std::size_t frozen = 0;
        std::size_t weighted = 0;
        std::size_t weightedFrozen = 0;
        QStringList words;
        for (const std::size_t index : layers) {
            const auto found = m_plans.find(m_draft.nodes[index].id);
            if (found == m_plans.end()) {
                continue;
            }
            const train::NodePlan& plan = *found->second;
            frozen += plan.frozen ? 1 : 0;
            if (plan.parameters > 0) {
                ++weighted;
                weightedFrozen += plan.frozen ? 1 : 0;
                widgets::LayerLine line;
                line.parameters = plan.parameters;
                line.frozen = plan.frozen;
                line.rate = plan.rate;
                words << widgets::LayerModel::learningText(line);
            }
        }
        // What a block ends with may lead on into layers that learn: its weights decide.
        node.isFrozen =
            weighted > 0 ? weightedFrozen == weighted : frozen > 0 && frozen == layers.size();
        words.removeDuplicates();
        QString word = words.size() == 1 ? words.front() : QString();
        if (weightedFrozen > 0 && weightedFrozen < weighted) {
            word = ComposerPicture::tr("partly frozen");
        } else if (words.size() > 1) {
            word = ComposerPicture::tr("several rates");
        }
        if (!word.isEmpty()) {
            node.detail += QStringLiteral(" · ") + word;
        }
    }

    void takeGroup(GraphNode& node, const spec::OutlineItem& item, std::int64_t parameters) const {
        node.kind = item.kind == Kind::Group ? GraphNode::Kind::Block : GraphNode::Kind::Frame;
        for (const std::size_t index : item.nodes) {
            const spec::NodeDiagnosis* one = known(index);
            if (one == nullptr) {
                continue;
            }
            if (!one->problem.empty() && node.problem.isEmpty()) {
                node.state = stateOf(one->state);
                node.problem = QStringLiteral("%1: %2").arg(toQString(m_draft.nodes[index].id),
                                                            problemSentence(one->problem));
            } else if (one->state == spec::NodeState::Waiting && node.state == GraphState::Fine) {
                node.state = GraphState::Waiting;
            }
        }
        node.detail =
            ComposerPicture::tr("%n layers", nullptr, static_cast<int>(item.nodes.size()));
        if (parameters > 0) {
            node.detail += QStringLiteral(" · ") + countOf(parameters);
        }
        if (item.kind == Kind::Group) {
            takeLearning(node, item.nodes);
        }
        if (item.kind == Kind::Frame) {
            node.problem.clear();
            node.state = GraphState::Fine;
            node.inputs = 0;
            node.hasOutput = false;
        }
    }

    widgets::GraphWire wireOf(std::size_t w) const {
        const spec::OutlineWire& wire = m_outline.wires[w];
        widgets::GraphWire result;
        result.from = toQString(m_outline.items[wire.from].key);
        result.to = toQString(m_outline.items[wire.to].key);
        result.end = {
            wire.end.to.empty() ? toQString(std::string(spec::kOutputKey)) : toQString(wire.end.to),
            static_cast<int>(wire.end.slot)};
        result.count = static_cast<int>(wire.count);
        for (const spec::Point& point : m_document.layout().routes[w]) {
            result.route << QPointF(point.x, point.y);
        }
        const spec::Shape shape = shapeOf(wire.source);
        takeWords(result, wire, toQString(spec::shapeText(shape)));
        const spec::NodeDiagnosis* target = knownById(wire.end.to);
        if (shape.empty()) {
            result.state = GraphState::Waiting;
        } else if (target != nullptr && target->state == spec::NodeState::Wrong) {
            result.state = GraphState::Wrong;
        }
        return result;
    }

    [[nodiscard]] QString titleOf(const spec::OutlineItem& item) const {
        switch (item.kind) {
            case Kind::Input:
                return ComposerPicture::tr("Input");
            case Kind::Output:
                return ComposerPicture::tr("Output");
            case Kind::Node:
                return layerTitle(m_draft.nodes[item.nodes.front()]);
            case Kind::Group:
            case Kind::Frame:
                break;
        }
        return toQString(spec::groupName(item.key));
    }

    /// The shape that flows and the parameters of what it comes from, where it has any.
    void takeWords(widgets::GraphWire& result, const spec::OutlineWire& wire,
                   const QString& shape) const {
        const spec::OutlineItem& from = m_outline.items[wire.from];
        const QString source = titleOf(from);
        const QString target = titleOf(m_outline.items[wire.to]);
        const std::int64_t parameters = m_parameters[wire.from];
        if (shape.isEmpty()) {
            result.about =
                ComposerPicture::tr("From %1 to %2; the shape is not known").arg(source, target);
        } else if (from.kind == Kind::Input || parameters <= 0) {
            result.label = shape;
            result.about = ComposerPicture::tr("From %1 to %2: %3").arg(source, target, shape);
        } else {
            result.label = QStringLiteral("%1 · %2").arg(
                shape, widgets::magnitudeText(static_cast<double>(parameters)));
            result.about = ComposerPicture::tr("From %1 to %2: %3, parameters of %1: %4")
                               .arg(source, target, shape, countOf(parameters));
        }
        // Two wires have room on both sides of them, more of them have none.
        const std::size_t ports = m_outline.items[wire.to].ports;
        result.words = ports > 2                      ? widgets::GraphWords::WhenChosen
                       : ports == 2 && wire.port == 0 ? widgets::GraphWords::Left
                                                      : widgets::GraphWords::Right;
    }
};

}  // namespace

QString layerTitle(const spec::Node& node) {
    QString title = toQString(node.op);
    const spec::Op* op = spec::findOp(node.op);
    if (op == nullptr) {
        return title;
    }
    QStringList facts;
    if (!op->widthParam().empty()) {
        title += QStringLiteral(" %1").arg(node.params.integer(op->widthParam()));
    }
    for (const char* name : {"kernel_size", "output_size"}) {
        if (const auto values = node.params.integers(name); !values.empty()) {
            facts << numbers(values);
        }
    }
    const auto stride = node.params.integers("stride");
    const spec::Shape kernel = node.params.integers("kernel_size");
    if (!stride.empty() && stride != kernel && stride != spec::Shape{1}) {
        facts << QStringLiteral("/%1").arg(stride.front());
    }
    if (const ParamValue* p = node.params.find("p"); p != nullptr) {
        facts << widgets::shortReal(node.params.real("p"));
    }
    return facts.isEmpty() ? title
                           : QStringLiteral("%1 · %2").arg(title, facts.join(QStringLiteral(" ")));
}

QString problemSentence(const std::string& english) {
    return coreSentence(english);
}

widgets::GraphPicture makePicture(const ComposerDocument& document,
                                  const train::TrainingPlan* plan) {
    return Painter(document, plan).picture();
}

std::vector<ComposerProblem> problemsOf(const ComposerDocument& document, std::size_t most) {
    std::vector<ComposerProblem> problems;
    const spec::Diagnosis& known = document.diagnosis();
    if (!known.modelProblem.empty()) {
        problems.push_back(
            {toQString(std::string(spec::kInputKey)), problemSentence(known.modelProblem)});
    }
    const auto& nodes = document.draft().nodes;
    for (std::size_t i = 0; i < std::min(nodes.size(), known.nodes.size()); ++i) {
        if (!known.nodes[i].problem.empty() && problems.size() < most) {
            problems.push_back({toQString(nodes[i].id), problemSentence(known.nodes[i].problem)});
        }
    }
    if (!known.outputProblem.empty()) {
        problems.push_back(
            {toQString(std::string(spec::kOutputKey)), problemSentence(known.outputProblem)});
    }
    return problems;
}

}  // namespace minarai::studio
