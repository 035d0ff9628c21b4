// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/augment_document.h"

#include <algorithm>
#include <array>
#include <utility>

#include "studio/session/paths.h"

namespace minarai::studio {

namespace {

constexpr std::array<const char*, 3> kPresets{"none", "standard", "strong"};

bool sameStep(const augment::Step& a, const augment::Step& b) {
    return a.transform == b.transform && a.params == b.params && a.probability == b.probability &&
           a.enabled == b.enabled;
}

bool sameSteps(const AugmentState& a, const AugmentState& b) {
    return std::equal(a.steps.begin(), a.steps.end(), b.steps.begin(), b.steps.end(),
                      [](const AugmentStep& one, const AugmentStep& other) {
                          return one.key == other.key && sameStep(one.step, other.step);
                      });
}

/// A step's size that was the network's becomes the network's, its interpolation with it.
void followNetwork(augment::Step& step, const augment::PreprocessSpec& before,
                   const augment::PreprocessSpec& now) {
    const ParamValue* value = step.params.find("size");
    const auto* size = value == nullptr ? nullptr : std::get_if<std::vector<std::int64_t>>(value);
    if (size == nullptr) {
        return;
    }
    const bool asPair = *size == std::vector<std::int64_t>{before.height, before.width};
    const bool asSquare = before.height == before.width && now.height == now.width &&
                          *size == std::vector<std::int64_t>{before.height};
    if (!asPair && !asSquare) {
        return;
    }
    step.params.set("size", asPair ? std::vector<std::int64_t>{now.height, now.width}
                                   : std::vector<std::int64_t>{now.height});
    if (step.params.has("interpolation") &&
        step.params.text("interpolation") == augment::interpolationName(before.interpolation)) {
        step.params.set("interpolation",
                        std::string(augment::interpolationName(now.interpolation)));
    }
}

/// How evaluation fits a picture into the network.
std::vector<augment::Step> evaluationSteps(const augment::PreprocessSpec& spec) {
    const auto pipeline = augment::presetPipeline("none", spec);
    return pipeline ? pipeline->steps : std::vector<augment::Step>();
}

}  // namespace

/// From one whole state to another: pipelines are short.
class AugmentDocument::Command final : public QUndoCommand {
  public:
    Command(AugmentDocument& document, AugmentState before, AugmentState after, const QString& text,
            QString mark)
        : QUndoCommand(text),
          m_document(document),
          m_before(std::move(before)),
          m_after(std::move(after)),
          m_mark(std::move(mark)) {}

    void undo() override { m_document.take(m_before); }
    void redo() override { m_document.take(m_after); }
    [[nodiscard]] int id() const override { return m_mark.isEmpty() ? -1 : 1; }
    bool mergeWith(const QUndoCommand* other) override {
        const auto* next = dynamic_cast<const Command*>(other);
        if (next == nullptr || next->m_mark != m_mark) {
            return false;
        }
        m_after = next->m_after;
        setObsolete(sameSteps(m_before, m_after));
        return true;
    }

  private:
    AugmentDocument& m_document;
    AugmentState m_before;
    AugmentState m_after;
    QString m_mark;
};

AugmentDocument::AugmentDocument(QObject* parent) : QObject(parent) {
    m_state = presetState("standard");
}

AugmentDocument::~AugmentDocument() = default;

void AugmentDocument::setPreprocess(const augment::PreprocessSpec& preprocess) {
    if (preprocess == m_preprocess) {
        return;
    }
    m_preprocess = preprocess;
    m_state = fitted(m_state);
    Q_EMIT changed();
}

const AugmentStep* AugmentDocument::find(quint64 key) const {
    const int index = indexOf(key);
    return index < 0 ? nullptr : &m_state.steps[static_cast<std::size_t>(index)];
}

int AugmentDocument::indexOf(quint64 key) const {
    const auto& steps = m_state.steps;
    const auto found = std::find_if(steps.begin(), steps.end(),
                                    [key](const AugmentStep& step) { return step.key == key; });
    return found == steps.end() ? -1 : static_cast<int>(found - steps.begin());
}

augment::Pipeline AugmentDocument::pipeline() const {
    augment::Pipeline pipeline;
    pipeline.name = m_state.preset.empty() ? m_state.name : m_state.preset;
    for (const AugmentStep& step : m_state.steps) {
        pipeline.steps.push_back(step.step);
    }
    return pipeline;
}

AugmentState AugmentDocument::stateOf(const augment::Pipeline& pipeline) {
    AugmentState state;
    state.name = pipeline.name;
    state.preprocess = m_preprocess;
    for (const augment::Step& step : pipeline.steps) {
        state.steps.push_back({m_nextKey++, step});
    }
    nameState(state);
    return state;
}

AugmentState AugmentDocument::presetState(const std::string& preset) {
    const auto pipeline = augment::presetPipeline(preset, m_preprocess);
    return stateOf(pipeline ? *pipeline : *augment::presetPipeline("standard", m_preprocess));
}

void AugmentDocument::nameState(AugmentState& state) const {
    state.preset.clear();
    for (const char* name : kPresets) {
        const auto preset = augment::presetPipeline(name, m_preprocess);
        if (preset &&
            std::equal(state.steps.begin(), state.steps.end(), preset->steps.begin(),
                       preset->steps.end(), [](const AugmentStep& one, const augment::Step& other) {
                           return sameStep(one.step, other);
                       })) {
            state.preset = name;
            return;
        }
    }
}

void AugmentDocument::replaceSteps(AugmentState& state, std::size_t from, std::size_t count,
                                   const std::vector<augment::Step>& steps) {
    std::vector<AugmentStep> others;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        others.push_back({i < count ? state.steps[from + i].key : m_nextKey++, steps[i]});
    }
    const auto first = state.steps.begin() + static_cast<std::ptrdiff_t>(from);
    const auto after = state.steps.erase(first, first + static_cast<std::ptrdiff_t>(count));
    state.steps.insert(after, others.begin(), others.end());
}

AugmentState AugmentDocument::fitted(AugmentState state) {
    if (!state.preset.empty()) {
        // Small pictures are cropped more gently: the preset says how.
        if (const auto preset = augment::presetPipeline(state.preset, m_preprocess)) {
            replaceSteps(state, 0, state.steps.size(), preset->steps);
        }
    } else {
        const std::vector<augment::Step> before = evaluationSteps(state.preprocess);
        const auto found =
            std::search(state.steps.begin(), state.steps.end(), before.begin(), before.end(),
                        [](const AugmentStep& one, const augment::Step& other) {
                            return sameStep(one.step, other);
                        });
        const auto from = static_cast<std::size_t>(found - state.steps.begin());
        for (AugmentStep& step : state.steps) {
            followNetwork(step.step, state.preprocess, m_preprocess);
        }
        if (from < state.steps.size()) {
            replaceSteps(state, from, before.size(), evaluationSteps(m_preprocess));
        }
    }
    state.preprocess = m_preprocess;
    nameState(state);
    return state;
}

void AugmentDocument::take(const AugmentState& state) {
    m_state = fitted(state);
    Q_EMIT changed();
}

void AugmentDocument::push(const QString& text, AugmentState after, const QString& mark) {
    nameState(after);
    if (sameSteps(m_state, after)) {
        return;
    }
    m_undo.push(new Command(*this, m_state, std::move(after), text, mark));
}

void AugmentDocument::resetTo(const std::string& preset) {
    m_state = presetState(preset);
    m_undo.clear();
    Q_EMIT changed();
}

void AugmentDocument::resetTo(const augment::Pipeline& pipeline) {
    m_state = stateOf(pipeline);
    m_undo.clear();
    Q_EMIT changed();
}

void AugmentDocument::usePreset(const std::string& preset) {
    if (preset != m_state.preset) {
        push(tr("Preset"), presetState(preset));
    }
}

void AugmentDocument::usePipeline(const augment::Pipeline& pipeline, const QString& name) {
    push(tr("Open %1").arg(name), stateOf(pipeline));
}

quint64 AugmentDocument::insert(const augment::Transform& transform, int index) {
    AugmentState after = m_state;
    AugmentStep added;
    added.key = m_nextKey++;
    added.step.transform = &transform;
    added.step.params = transform.schema().defaults();
    if (added.step.params.has("size")) {
        added.step.params.set("size",
                              std::vector<std::int64_t>{m_preprocess.height, m_preprocess.width});
    }
    const int place = std::clamp(index, 0, static_cast<int>(after.steps.size()));
    after.steps.insert(after.steps.begin() + place, added);
    push(tr("Add %1").arg(transformTitle(transform)), std::move(after));
    return added.key;
}

quint64 AugmentDocument::duplicate(quint64 key) {
    const int index = indexOf(key);
    if (index < 0) {
        return 0;
    }
    AugmentState after = m_state;
    AugmentStep copy = after.steps[static_cast<std::size_t>(index)];
    copy.key = m_nextKey++;
    after.steps.insert(after.steps.begin() + index + 1, copy);
    push(tr("Duplicate %1").arg(transformTitle(*copy.step.transform)), std::move(after));
    return copy.key;
}

void AugmentDocument::remove(quint64 key) {
    const int index = indexOf(key);
    if (index < 0) {
        return;
    }
    AugmentState after = m_state;
    const QString title = transformTitle(*find(key)->step.transform);
    after.steps.erase(after.steps.begin() + index);
    push(tr("Remove %1").arg(title), std::move(after));
}

void AugmentDocument::move(quint64 key, int index) {
    const int from = indexOf(key);
    if (from < 0) {
        return;
    }
    AugmentState after = m_state;
    const AugmentStep held = after.steps[static_cast<std::size_t>(from)];
    after.steps.erase(after.steps.begin() + from);
    const int place = std::clamp(index, 0, static_cast<int>(after.steps.size()));
    after.steps.insert(after.steps.begin() + place, held);
    push(tr("Move %1").arg(transformTitle(*held.step.transform)), std::move(after));
}

void AugmentDocument::setEnabled(quint64 key, bool enabled) {
    const int index = indexOf(key);
    if (index < 0) {
        return;
    }
    AugmentState after = m_state;
    augment::Step& step = after.steps[static_cast<std::size_t>(index)].step;
    step.enabled = enabled;
    push((enabled ? tr("Switch on %1") : tr("Switch off %1")).arg(transformTitle(*step.transform)),
         std::move(after));
}

void AugmentDocument::setProbability(quint64 key, double probability) {
    const int index = indexOf(key);
    if (index < 0) {
        return;
    }
    AugmentState after = m_state;
    augment::Step& step = after.steps[static_cast<std::size_t>(index)].step;
    step.probability = probability;
    push(tr("Change %1").arg(transformTitle(*step.transform)), std::move(after),
         QStringLiteral("%1/probability").arg(key));
}

Status AugmentDocument::setParam(quint64 key, const std::string& name, const ParamValue& value) {
    const int index = indexOf(key);
    if (index < 0) {
        return {};
    }
    AugmentState after = m_state;
    augment::Step& step = after.steps[static_cast<std::size_t>(index)].step;
    MN_TRY(step.transform->schema().set(step.params, name, value));
    MN_TRY(step.transform->check(step.params));
    push(tr("Change %1").arg(transformTitle(*step.transform)), std::move(after),
         QStringLiteral("%1/%2").arg(key).arg(toQString(name)));
    return {};
}

QString transformTitle(const augment::Transform& transform) {
    return toQString(std::string(transform.name()));
}

}  // namespace minarai::studio
