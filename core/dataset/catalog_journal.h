// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The edits of a catalog as steps that can be undone and redone without end.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "dataset/catalog_store.h"
#include "dataset/sqlite.h"

namespace minarai::dataset {

/// What could be read of a journal.
struct RescuedEdits {
    std::vector<EditStep> steps;
    std::size_t applied = 0;  ///< of the steps
    bool whole = false;       ///< nothing is missing
};

class Journal {
  public:
    /// Reads all steps. A damaged problem when they are not what append() writes.
    static SqlResult<Journal> load(Database& database);

    /// What can be read of a damaged one, up to the first thing that append() cannot have written.
    static RescuedEdits rescue(Database& database);

    [[nodiscard]] const std::vector<EditStep>& steps() const { return m_steps; }
    [[nodiscard]] std::size_t appliedSteps() const { return m_applied; }
    /// What the applied steps together say.
    [[nodiscard]] const ImageStates& states() const { return m_states; }
    [[nodiscard]] ImageState stateOf(std::string_view path) const;

    /// Forgets what is undone and adds an applied step. The caller holds the transaction, and loads
    /// the journal again if it fails.
    SqlResult<void> append(Database& database, std::vector<Edit> edits);
    /// Takes over the edits of another database; this journal is empty. As append().
    SqlResult<void> takeOver(Database& database, std::vector<EditStep> steps, std::size_t applied);
    SqlResult<std::optional<EditStep>> undo(Database& database);
    SqlResult<std::optional<EditStep>> redo(Database& database);

  private:
    SqlResult<void> readSteps(Database& database);
    static SqlResult<void> insertStep(Database& database, std::size_t step,
                                      const std::vector<Edit>& edits);
    SqlResult<void> setApplied(Database& database, std::size_t applied);
    void replay();

    std::vector<EditStep> m_steps;
    std::size_t m_applied = 0;
    ImageStates m_states;
};

}  // namespace minarai::dataset
