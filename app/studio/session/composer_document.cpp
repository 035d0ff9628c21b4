// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/composer_document.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/text.h"
#include "runs/prepare.h"
#include "spec/draft_file.h"
#include "spec/graph.h"
#include "spec/summary.h"
#include "studio/session/paths.h"

namespace minarai::studio {

namespace {

constexpr int kUndoLimit = 1000;
/// No step leads there: what was restored is in no file of its own.
constexpr quint64 kNowhere = std::numeric_limits<quint64>::max();

/// What is composed here is to be trained on images.
spec::Diagnosis diagnoseForTraining(const spec::ModelSpec& draft) {
    spec::Diagnosis known = spec::diagnose(draft);
    if (const Status channels = runs::checkChannels(draft);
        !channels && known.modelProblem.empty()) {
        known.modelProblem = channels.error().args.back();
        ++known.problems;
    }
    return known;
}

}  // namespace

/// A step leads from one state to another. Their numbers tell the state which is in the file, so
/// that undo finds it again.
class ComposerDocument::Step : public QUndoCommand {
  public:
    Step(ComposerDocument& document, const QString& text)
        : QUndoCommand(text),
          m_document(document),
          m_before(document.m_at),
          m_after(++document.m_steps) {}

    void undo() final {
        m_document.m_at = m_before;
        turn(false);
    }
    void redo() final {
        m_document.m_at = m_after;
        turn(true);
    }

  protected:
    [[nodiscard]] ComposerDocument& document() const { return m_document; }
    [[nodiscard]] quint64 before() const { return m_before; }
    [[nodiscard]] quint64 after() const { return m_after; }
    virtual void turn(bool forward) = 0;

  private:
    ComposerDocument& m_document;
    quint64 m_before;
    quint64 m_after;
};

class ComposerDocument::Command final : public Step {
  public:
    Command(ComposerDocument& document, DraftPatch patch, const QString& text, QString mark,
            Renaming groups)
        : Step(document, text),
          m_patch(std::move(patch)),
          m_mark(std::move(mark)),
          m_groups(std::move(groups)) {}

    [[nodiscard]] int id() const override { return m_mark.isEmpty() ? -1 : 1; }
    bool mergeWith(const QUndoCommand* other) override {
        const auto* next = dynamic_cast<const Command*>(other);
        // The state which is in the file stays a step of its own.
        if (next == nullptr || next->m_mark != m_mark || document().m_saved == after() ||
            !m_patch.join(next->m_patch)) {
            return false;
        }
        setObsolete(m_patch.isEmpty());
        document().m_at = isObsolete() ? before() : after();
        return true;
    }

  protected:
    void turn(bool forward) override {
        auto [from, to] = m_groups;
        if (forward) {
            m_patch.apply(document().m_state);
        } else {
            m_patch.revert(document().m_state);
            std::swap(from, to);
        }
        document().renameCollapsed(from, to);
        document().refresh();
        if (from != to) {
            Q_EMIT document().renamed(from, to);
        }
    }

  private:
    DraftPatch m_patch;
    QString m_mark;
    Renaming m_groups;
};

/// Another model in place of this one. Holds whichever of the two is not shown.
class ComposerDocument::Opening final : public Step {
  public:
    Opening(ComposerDocument& document, DraftState state, std::filesystem::path file,
            const QString& text)
        : Step(document, text),
          m_state(std::move(state)),
          m_file(std::move(file)),
          m_collapsed(spec::readableGroups(m_state.spec)),
          m_saved(after()) {}

  protected:
    void turn(bool /*forward*/) override {
        std::swap(document().m_state, m_state);
        std::swap(document().m_file, m_file);
        std::swap(document().m_collapsed, m_collapsed);
        std::swap(document().m_saved, m_saved);
        document().m_diagnosis = {};
        document().refresh();
        Q_EMIT document().opened();
    }

  private:
    DraftState m_state;
    std::filesystem::path m_file;
    Groups m_collapsed;
    quint64 m_saved;
};

ComposerDocument::ComposerDocument(QObject* parent) : QObject(parent) {
    m_undo.setUndoLimit(kUndoLimit);
    refresh();
}

ComposerDocument::~ComposerDocument() = default;

void ComposerDocument::open(spec::ModelSpec spec, const std::filesystem::path& file) {
    Pins pins;
    for (const spec::Place& place : std::exchange(spec.places, {})) {
        pins[place.key] = {place.x, place.y};
    }
    const QString text = tr("Open %1").arg(toQString(spec.name));
    auto step =
        std::make_unique<Opening>(*this, DraftState{std::move(spec), std::move(pins)}, file, text);
    if (m_undo.count() == 0 && m_state.spec.nodes.empty()) {
        step->redo();  // nothing is replaced
    } else {
        m_undo.push(step.release());
    }
}

void ComposerDocument::restore(spec::ModelSpec draft) {
    open(std::move(draft));
    m_saved = kNowhere;
}

void ComposerDocument::edit(const QString& text, const Edit& change, const QString& mark,
                            const Renaming& groups) {
    DraftState after = m_state;
    change(after);
    DraftPatch patch(m_state, after);
    if (!patch.isEmpty()) {
        m_undo.push(new Command(*this, std::move(patch), text, mark, groups));
    }
}

void ComposerDocument::renameCollapsed(const std::string& from, const std::string& to) {
    if (from == to) {
        return;
    }
    Groups renamed;
    for (const std::string& group : m_collapsed) {
        const bool isInside = group == from || group.starts_with(from + ".");
        renamed.insert(isInside ? to + group.substr(from.size()) : group);
    }
    m_collapsed = std::move(renamed);
}

void ComposerDocument::refresh() {
    ++m_serial;
    arrange();
    examine();
    Q_EMIT changed();
}

void ComposerDocument::examine() {
    if (m_state.spec.nodes.size() <= kLargeDraft) {
        m_diagnosis = diagnoseForTraining(m_state.spec);
        m_examined = m_serial;
        return;
    }
    if (m_diagnosis.nodes.size() != m_state.spec.nodes.size()) {
        m_diagnosis = {};  // of another graph: nothing is better than a neighbour's shapes
    }
    m_worker.replace([this, serial = m_serial, draft = m_state.spec](const std::stop_token&) {
        auto result = std::make_shared<spec::Diagnosis>(diagnoseForTraining(draft));
        QMetaObject::invokeMethod(
            this,
            [this, serial, result] {
                if (serial == m_serial) {
                    m_diagnosis = std::move(*result);
                    m_examined = serial;
                    Q_EMIT examined();
                }
            },
            Qt::QueuedConnection);
    });
}

void ComposerDocument::arrange() {
    m_outline = spec::outline(m_state.spec, m_collapsed);
    m_layout = spec::layOut(m_outline);
    if (!m_state.pins.empty()) {
        applyPins();
    }
}

void ComposerDocument::applyPins() {
    constexpr double kPadding = 14;
    constexpr double kHeader = 24;
    const auto& items = m_outline.items;
    std::vector<bool> moved(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto pin = m_state.pins.find(items[i].key);
        if (pin != m_state.pins.end() && items[i].kind != spec::OutlineItem::Kind::Frame) {
            m_layout.boxes[i].x = pin->second.x;
            m_layout.boxes[i].y = pin->second.y;
            moved[i] = true;
        }
    }
    // A frame goes round what is in it, wherever that stands; inner ones first.
    std::vector<bool> grown(items.size());
    for (std::size_t i = items.size(); i-- > 0;) {
        const std::size_t parent = items[i].parent;
        if (parent == spec::OutlineItem::kTop || !(moved[i] || grown[i])) {
            continue;
        }
        grown[parent] = true;
    }
    for (std::size_t i = items.size(); i-- > 0;) {
        if (!grown[i]) {
            continue;
        }
        spec::Box box{1e18, 1e18, 0, 0};
        double right = -1e18;
        double bottom = -1e18;
        for (std::size_t j = i + 1; j < items.size(); ++j) {
            if (items[j].parent == i) {
                const spec::Box& inner = m_layout.boxes[j];
                box.x = std::min(box.x, inner.x);
                box.y = std::min(box.y, inner.y);
                right = std::max(right, inner.right());
                bottom = std::max(bottom, inner.bottom());
            }
        }
        m_layout.boxes[i] = {box.x - kPadding, box.y - kHeader, right - box.x + 2 * kPadding,
                             bottom - box.y + kHeader + kPadding};
    }
    for (std::size_t w = 0; w < m_outline.wires.size(); ++w) {
        const spec::OutlineWire& wire = m_outline.wires[w];
        if (moved[wire.from] || moved[wire.to]) {
            m_layout.routes[w] = {
                spec::outputPort(m_layout.boxes[wire.from]),
                spec::inputPort(m_layout.boxes[wire.to], wire.port, items[wire.to].ports)};
        }
    }
}

const spec::NodeDiagnosis* ComposerDocument::of(std::string_view id) const {
    const auto& nodes = m_state.spec.nodes;
    for (std::size_t i = 0; i < std::min(nodes.size(), m_diagnosis.nodes.size()); ++i) {
        if (nodes[i].id == id) {
            return &m_diagnosis.nodes[i];
        }
    }
    return nullptr;
}

spec::Shape ComposerDocument::shapeOf(std::string_view id) const {
    if (id == spec::kInputId) {
        return {m_state.spec.input.begin(), m_state.spec.input.end()};
    }
    const spec::NodeDiagnosis* node = of(id);
    return node == nullptr ? spec::Shape() : node->output;
}

void ComposerDocument::toggle(std::string_view key) {
    const std::string name = spec::groupName(key);
    if (name.empty()) {
        return;
    }
    if (m_collapsed.erase(name) == 0) {
        m_collapsed.insert(name);
    }
    arrange();
    Q_EMIT changed();
}

void ComposerDocument::collapse(Groups groups) {
    m_collapsed = std::move(groups);
    arrange();
    Q_EMIT changed();
}

void ComposerDocument::uncover(std::string_view id) {
    const std::size_t before = m_collapsed.size();
    for (std::size_t dot = id.find('.'); dot != std::string_view::npos;
         dot = id.find('.', dot + 1)) {
        m_collapsed.erase(std::string(id.substr(0, dot)));
    }
    if (m_collapsed.size() != before) {
        arrange();
        Q_EMIT changed();
    }
}

std::vector<std::string> ComposerDocument::idsOf(const std::vector<std::string>& keys) const {
    std::vector<bool> chosen(m_state.spec.nodes.size());
    for (const std::string& key : keys) {
        const std::size_t item = m_outline.find(key);
        if (item != spec::OutlineItem::kTop) {
            for (const std::size_t node : m_outline.items[item].nodes) {
                chosen[node] = true;
            }
        }
    }
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        if (chosen[i]) {
            ids.push_back(m_state.spec.nodes[i].id);
        }
    }
    return ids;
}

std::string ComposerDocument::exitOf(std::string_view key) const {
    if (key == spec::kInputKey) {
        return std::string(spec::kInputId);
    }
    const auto ids = idsOf({std::string(key)});
    return ids.size() < 2 ? (ids.empty() ? std::string() : ids.front()) : [&] {
        const auto fragment = spec::copyNodes(m_state.spec, ids);
        for (const std::string& id : ids) {
            if (id.ends_with("." + fragment.output) || id == fragment.output) {
                return id;
            }
        }
        return ids.back();
    }();
}

std::string ComposerDocument::entryOf(std::string_view key) const {
    const auto ids = idsOf({std::string(key)});
    const std::set<std::string> inside(ids.begin(), ids.end());
    std::string first;
    for (const std::string& id : ids) {
        const spec::Node& node = *m_state.spec.find(id);
        for (const std::string& input : node.inputs) {
            if (input.empty()) {
                return id;
            }
            if (first.empty() && !inside.contains(input)) {
                first = id;
            }
        }
    }
    return first.empty() && !ids.empty() ? ids.front() : first;
}

std::string ComposerDocument::keyOf(std::string_view id) const {
    for (std::size_t i = 0; i < m_state.spec.nodes.size(); ++i) {
        if (m_state.spec.nodes[i].id == id && i < m_outline.itemOfNode.size()) {
            return m_outline.items[m_outline.itemOfNode[i]].key;
        }
    }
    return {};
}

spec::ModelSpec ComposerDocument::draftWithPlaces() const {
    spec::ModelSpec spec = m_state.spec;
    for (const auto& [key, point] : m_state.pins) {
        spec.places.push_back({key, point.x, point.y});
    }
    return spec;
}

Result<spec::ModelSpec> ComposerDocument::model() const {
    spec::ModelSpec spec = draftWithPlaces();
    MN_TRY(spec::sortGraph(spec));
    MN_TRY(spec::classCount(spec));
    return spec;
}

Status ComposerDocument::write(const std::filesystem::path& file) const {
    const auto finished = model();
    return finished ? spec::writeModelSpec(file, *finished)
                    : spec::writeDraft(file, draftWithPlaces());
}

Status ComposerDocument::save(const std::filesystem::path& file) {
    MN_TRY(write(file));
    m_file = file;
    m_saved = m_at;
    Q_EMIT saved();
    return {};
}

}  // namespace minarai::studio
