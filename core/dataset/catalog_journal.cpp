// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/catalog_journal.h"

#include <limits>
#include <utility>

#include "dataset/names.h"

namespace minarai::dataset {

namespace {

constexpr std::int64_t kMostSteps = 10'000'000;

tl::unexpected<SqlProblem> strange() {
    return tl::unexpected(SqlProblem{"its edits are not well-formed", true});
}

}  // namespace

SqlResult<void> Journal::readSteps(Database& database) {
    const auto take = [this](const Statement& row) -> SqlResult<void> {
        const std::int64_t step = row.integer(0);
        const std::int64_t excluded = row.integer(2);
        const std::int64_t group = row.integer(4);
        const auto count = static_cast<std::int64_t>(m_steps.size());
        Edit edit;
        edit.path = row.text(1);
        edit.state.excluded = excluded == 1;
        edit.state.className = row.text(3);
        edit.state.group = static_cast<std::uint32_t>(group);
        if (step < 0 || step > kMostSteps || step < count - 1 || step > count || excluded < 0 ||
            excluded > 1 || group < 0 || group > std::numeric_limits<std::uint32_t>::max() ||
            !isSafePath(edit.path) || !isUtf8(edit.state.className)) {
            return strange();
        }
        if (step == count) {
            m_steps.emplace_back();
        }
        m_steps.back().edits.push_back(std::move(edit));
        return {};
    };
    return database.eachRow(
        "SELECT step, path, excluded, class, together FROM edits ORDER BY step, item", take);
}

SqlResult<Journal> Journal::load(Database& database) {
    Journal journal;
    MN_SQL_TRY(journal.readSteps(database));
    const auto applied = database.number("SELECT value FROM meta WHERE key = 'applied'");
    if (!applied) {
        return tl::unexpected(applied.error());
    }
    if (*applied < 0 || *applied > static_cast<std::int64_t>(journal.m_steps.size())) {
        return strange();
    }
    journal.m_applied = static_cast<std::size_t>(*applied);
    journal.replay();
    return journal;
}

RescuedEdits Journal::rescue(Database& database) {
    if (auto whole = load(database)) {
        return {std::move(whole->m_steps), whole->m_applied, true};
    }
    Journal journal;
    (void)journal.readSteps(database);
    const std::size_t count = journal.m_steps.size();
    const auto applied = database.number("SELECT value FROM meta WHERE key = 'applied'");
    const bool isKnown = applied && *applied >= 0 && *applied <= static_cast<std::int64_t>(count);
    return {std::move(journal.m_steps), isKnown ? static_cast<std::size_t>(*applied) : count,
            false};
}

ImageState Journal::stateOf(std::string_view path) const {
    const auto found = m_states.find(path);
    return found == m_states.end() ? ImageState{} : found->second;
}

SqlResult<void> Journal::insertStep(Database& database, std::size_t step,
                                    const std::vector<Edit>& edits) {
    auto insert = database.prepare(
        "INSERT INTO edits (step, item, path, excluded, class, together) "
        "VALUES (?, ?, ?, ?, ?, ?)");
    if (!insert) {
        return tl::unexpected(insert.error());
    }
    for (std::size_t i = 0; i < edits.size(); ++i) {
        insert->bind(1, static_cast<std::int64_t>(step))
            .bind(2, static_cast<std::int64_t>(i))
            .bind(3, std::string_view(edits[i].path))
            .bind(4, std::int64_t{edits[i].state.excluded ? 1 : 0})
            .bind(5, std::string_view(edits[i].state.className))
            .bind(6, std::int64_t{edits[i].state.group});
        MN_SQL_TRY(insert->step());
    }
    return {};
}

SqlResult<void> Journal::takeOver(Database& database, std::vector<EditStep> steps,
                                  std::size_t applied) {
    for (std::size_t step = 0; step < steps.size(); ++step) {
        MN_SQL_TRY(insertStep(database, step, steps[step].edits));
    }
    m_steps = std::move(steps);
    return setApplied(database, applied);
}

SqlResult<void> Journal::append(Database& database, std::vector<Edit> edits) {
    auto forget = database.prepare("DELETE FROM edits WHERE step >= ?");
    if (!forget) {
        return tl::unexpected(forget.error());
    }
    MN_SQL_TRY(forget->bind(1, static_cast<std::int64_t>(m_applied)).step());
    MN_SQL_TRY(insertStep(database, m_applied, edits));
    m_steps.resize(m_applied);
    m_steps.push_back({std::move(edits), true});
    return setApplied(database, m_steps.size());
}

SqlResult<std::optional<EditStep>> Journal::undo(Database& database) {
    if (m_applied == 0) {
        return std::optional<EditStep>();
    }
    MN_SQL_TRY(setApplied(database, m_applied - 1));
    return std::optional(m_steps[m_applied]);
}

SqlResult<std::optional<EditStep>> Journal::redo(Database& database) {
    if (m_applied == m_steps.size()) {
        return std::optional<EditStep>();
    }
    MN_SQL_TRY(setApplied(database, m_applied + 1));
    return std::optional(m_steps[m_applied - 1]);
}

SqlResult<void> Journal::setApplied(Database& database, std::size_t applied) {
    auto update = database.prepare("UPDATE meta SET value = ? WHERE key = 'applied'");
    if (!update) {
        return tl::unexpected(update.error());
    }
    MN_SQL_TRY(update->bind(1, static_cast<std::int64_t>(applied)).step());
    m_applied = applied;
    replay();
    return {};
}

void Journal::replay() {
    m_states.clear();
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        m_steps[i].applied = i < m_applied;
        if (!m_steps[i].applied) {
            continue;
        }
        for (const Edit& edit : m_steps[i].edits) {
            if (edit.state == ImageState{}) {
                m_states.erase(edit.path);
            } else {
                m_states[edit.path] = edit.state;
            }
        }
    }
}

}  // namespace minarai::dataset
