// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The model under construction: draft, places given by hand, undo stack, and what is known of it.
//
// Everything that the composer shows comes from here. Edits go through edit(), which makes one
// undoable command of whatever they change; commands with the same mark that follow each other
// become one. Opening another model is such a step, too: undo brings the earlier one back.
// Collapsing is a way of looking and is not undone.
#pragma once

#include <QObject>
#include <QStringList>
#include <QUndoStack>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "base/error.h"
#include "spec/diagnosis.h"
#include "spec/draft.h"
#include "spec/layout.h"
#include "studio/session/composer_patch.h"
#include "studio/session/worker.h"

namespace minarai::studio {

class ComposerDocument : public QObject {
    Q_OBJECT
  public:
    using Groups = std::set<std::string, std::less<>>;
    using Edit = std::function<void(DraftState& state)>;
    /// The names of a group, and so of what stands in it, before and after.
    using Renaming = std::pair<std::string, std::string>;
    /// Larger drafts are examined on a worker.
    static constexpr std::size_t kLargeDraft = 1500;

    explicit ComposerDocument(QObject* parent = nullptr);
    ~ComposerDocument() override;

    /// Another model, with the groups collapsed that make it readable. One step of undo, which
    /// brings back the earlier model with its file; none where there was no model yet.
    void open(spec::ModelSpec spec, const std::filesystem::path& file = {});
    /// What was written at an earlier time and is not in a file of its own.
    void restore(spec::ModelSpec draft);

    [[nodiscard]] const spec::ModelSpec& draft() const { return m_state.spec; }
    /// Of the draft, or of the one before while a large one is examined.
    [[nodiscard]] const spec::Diagnosis& diagnosis() const { return m_diagnosis; }
    [[nodiscard]] bool isExamining() const { return m_examined != m_serial; }
    [[nodiscard]] const spec::Outline& outline() const { return m_outline; }
    [[nodiscard]] const spec::GraphLayout& layout() const { return m_layout; }
    [[nodiscard]] const Pins& pins() const { return m_state.pins; }
    [[nodiscard]] QUndoStack* undoStack() { return &m_undo; }
    [[nodiscard]] const Groups& collapsed() const { return m_collapsed; }
    /// The file it was opened from or saved to; empty for a new one.
    [[nodiscard]] const std::filesystem::path& file() const { return m_file; }
    /// Whether it is another one than in its file, or than what was opened.
    [[nodiscard]] bool isModified() const { return m_at != m_saved; }

    /// What is known of a node; null for an unknown id or while it is examined for the first time.
    [[nodiscard]] const spec::NodeDiagnosis* of(std::string_view id) const;
    /// The shape that a node, or the input, gives; empty where it is not known.
    [[nodiscard]] spec::Shape shapeOf(std::string_view id) const;

    /// Changes the draft as one step of undo; nothing happens where nothing changes.
    /// Groups which it renames stay collapsed under their new names.
    void edit(const QString& text, const Edit& change, const QString& mark = {},
              const Renaming& groups = {});

    // What the canvas, the palette and the form ask for. Keys are those of the outline.
    /// "op:Conv2d" or "block:residual" behind an id, into a wire, or alone (with a place).
    /// Returns the key to choose then; empty if there is no such thing.
    std::string insertBehind(std::string_view item, std::string_view after);
    std::string insertIntoWire(std::string_view item, const spec::WireEnd& end);
    std::string insertAlone(std::string_view item, spec::Point place);
    Status connectKeys(std::string_view from, std::string_view to, std::optional<std::size_t> slot);
    void cut(const spec::WireEnd& end);
    void remove(const std::vector<std::string>& keys);
    void duplicate(const std::vector<std::string>& keys, std::string* chosen);
    [[nodiscard]] std::string copy(const std::vector<std::string>& keys) const;
    Status paste(std::string_view text, std::string_view after, std::string* chosen);
    Status rename(std::string_view key, const std::string& to);
    void setParam(const std::string& id, const std::string& name, const ParamValue& value);
    void setInput(std::size_t axis, std::int64_t size);
    void setName(const std::string& name);
    void move(const std::vector<std::string>& keys, double x, double y);
    void tidy();

    void toggle(std::string_view key);
    void collapse(Groups groups);
    /// Opens every group that a node stands in.
    void uncover(std::string_view id);

    /// The ids that keys stand for: a group's are those in it.
    [[nodiscard]] std::vector<std::string> idsOf(const std::vector<std::string>& keys) const;
    /// The node that leads on from what a key stands for, and "input" for the input.
    [[nodiscard]] std::string exitOf(std::string_view key) const;

    /// The draft as a model that can be trained and saved; the first problem otherwise.
    [[nodiscard]] Result<spec::ModelSpec> model() const;
    /// A model that can be trained, or a draft that is marked as one (spec/draft_file.h).
    Status write(const std::filesystem::path& file) const;
    /// The same; the file is the document's from then on.
    Status save(const std::filesystem::path& file);

  Q_SIGNALS:
    /// Draft, places or what is collapsed: the picture is another one. Shapes and problems are
    /// known unless isExamining().
    void changed();
    /// Shapes and problems of a large draft are known again.
    void examined();
    /// Another model is here: one was opened, or came back by undo or redo.
    void opened();
    void saved();
    /// A layer or group has another name, also by undo.
    void renamed(const std::string& from, const std::string& to);

  private:
    class Step;
    class Command;
    class Opening;
    /// Adds a fragment to a draft and returns the id of its output.
    using Insertion = std::function<std::string(DraftState& state)>;
    friend class Step;
    friend class Command;
    friend class Opening;

    DraftState m_state;
    QUndoStack m_undo;
    Groups m_collapsed;
    spec::Outline m_outline;
    spec::GraphLayout m_layout;
    spec::Diagnosis m_diagnosis;
    std::filesystem::path m_file;
    quint64 m_steps = 0;  ///< made so far
    quint64 m_at = 0;     ///< the step that led here
    quint64 m_saved = 0;  ///< the step that led to what is in the file
    quint64 m_serial = 0;
    quint64 m_examined = 0;
    Worker m_worker;

    std::string addToDraft(const spec::Fragment& fragment, const Insertion& insert);
    void renameCollapsed(const std::string& from, const std::string& to);
    [[nodiscard]] spec::ModelSpec draftWithPlaces() const;
    void refresh();
    void examine();
    void arrange();
    void applyPins();
    [[nodiscard]] std::optional<spec::Fragment> fragmentOf(std::string_view item,
                                                           std::string_view behind) const;
    [[nodiscard]] std::string keyOf(std::string_view id) const;
    [[nodiscard]] std::string entryOf(std::string_view key) const;
};

}  // namespace minarai::studio
