// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The pipeline under construction: steps with names that stay, and an undo stack without a limit.
//
// Every edit is one step of undo; edits of the same value that follow each other become one. The
// presets and the "size" of steps follow the size that the network takes, in every state of the
// stack: that is not an edit.
#pragma once

#include <QObject>
#include <QUndoStack>
#include <string>
#include <vector>

#include "augment/pipeline.h"

namespace minarai::studio {

struct AugmentStep {
    quint64 key = 0;  ///< never used again
    augment::Step step;
};

/// What undo goes back to.
struct AugmentState {
    std::vector<AugmentStep> steps;
    std::string name;    ///< of the preset or the file
    std::string preset;  ///< "none", "standard", "strong"; empty for one that is none of them
    augment::PreprocessSpec preprocess;  ///< of the network for which the sizes are
};

class AugmentDocument : public QObject {
    Q_OBJECT
  public:
    explicit AugmentDocument(QObject* parent = nullptr);
    ~AugmentDocument() override;

    /// What the network takes; sizes that were those of the network before become these, and the
    /// steps that fit a picture into it as evaluation does become evaluation's now.
    void setPreprocess(const augment::PreprocessSpec& preprocess);
    [[nodiscard]] const augment::PreprocessSpec& preprocess() const { return m_preprocess; }

    [[nodiscard]] const std::vector<AugmentStep>& steps() const { return m_state.steps; }
    [[nodiscard]] const AugmentStep* find(quint64 key) const;
    [[nodiscard]] int indexOf(quint64 key) const;
    /// Empty where the pipeline is none of the presets.
    [[nodiscard]] const std::string& preset() const { return m_state.preset; }
    [[nodiscard]] augment::Pipeline pipeline() const;
    [[nodiscard]] QUndoStack* undoStack() { return &m_undo; }

    /// Another pipeline with an empty undo stack; unknown names of presets become "standard".
    void resetTo(const std::string& preset);
    void resetTo(const augment::Pipeline& pipeline);

    // Edits. Indices are those that the step has afterwards; keys of unknown steps change nothing.
    void usePreset(const std::string& preset);
    void usePipeline(const augment::Pipeline& pipeline, const QString& name);
    /// Returns the new step's key.
    quint64 insert(const augment::Transform& transform, int index);
    quint64 duplicate(quint64 key);
    void remove(quint64 key);
    void move(quint64 key, int index);
    void setEnabled(quint64 key, bool enabled);
    void setProbability(quint64 key, double probability);
    /// Values that pass the schema may still not fit together: SettingConflict, nothing changes.
    Status setParam(quint64 key, const std::string& name, const ParamValue& value);

  Q_SIGNALS:
    void changed();

  private:
    class Command;
    friend class Command;

    AugmentState m_state;
    augment::PreprocessSpec m_preprocess;
    QUndoStack m_undo;
    quint64 m_nextKey = 1;

    void push(const QString& text, AugmentState after, const QString& mark = {});
    void take(const AugmentState& state);
    [[nodiscard]] AugmentState stateOf(const augment::Pipeline& pipeline);
    [[nodiscard]] AugmentState presetState(const std::string& preset);
    void nameState(AugmentState& state) const;
    /// The state for the size that the network takes now.
    [[nodiscard]] AugmentState fitted(AugmentState state);
    /// These steps in place of `count` others; the first ones keep their keys.
    void replaceSteps(AugmentState& state, std::size_t from, std::size_t count,
                      const std::vector<augment::Step>& steps);
};

/// "RandomRotation", as torchvision calls it.
QString transformTitle(const augment::Transform& transform);

}  // namespace minarai::studio
