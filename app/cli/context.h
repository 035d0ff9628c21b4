// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What every command shares: the common options, output, progress, the stop token, the engine.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/json.h"
#include "engine/engine.h"
#include "interrupts.h"
#include "output.h"
#include "reporter.h"

namespace minarai::cli {

struct CommonOptions {
    bool json = false;
    bool quiet = false;
    bool help = false;
    std::optional<std::int64_t> threads;
    std::optional<std::int64_t> seed;
    std::optional<std::string> device;
};

/// Results go to stdout through print() and printJson(), everything else to stderr through
/// report(). One thread at a time, except report(), which is thread-safe.
class Context {
  public:
    Context(const CommonOptions& options, Output& output, Interrupts& interrupts)
        : m_options(options),
          m_output(output),
          m_interrupts(interrupts),
          m_reporter(options.quiet) {}

    [[nodiscard]] bool json() const { return m_options.json; }
    /// 0: all.
    [[nodiscard]] int threads() const { return static_cast<int>(m_options.threads.value_or(0)); }
    [[nodiscard]] std::optional<std::int64_t> seed() const { return m_options.seed; }
    [[nodiscard]] std::string device() const { return m_options.device.value_or("auto"); }

    /// From now on the first Ctrl-C requests a stop instead of ending the program.
    [[nodiscard]] std::stop_token stopToken() { return m_interrupts.stopToken(); }
    [[nodiscard]] bool interrupted() const { return m_interrupts.requested(); }

    Reporter& report() { return m_reporter; }

    /// This is one of several processes that do one work, and not the one that shows it: there is
    /// no progress, and sentences say whose they are.
    void speakAs(int rank);
    /// A sentence for stderr, with the rank in front where there is one.
    [[nodiscard]] std::string spoken(std::string_view sentence) const;

    void print(std::string_view text);
    /// One document on one line.
    void printJson(const Json& document);

    /// Opens the engine (and with it torch) the first time.
    Result<std::shared_ptr<const engine::Engine>> engine();

  private:
    const CommonOptions& m_options;
    Output& m_output;
    Interrupts& m_interrupts;
    Reporter m_reporter;
    std::optional<int> m_rank;
    std::shared_ptr<const engine::Engine> m_engine;
};

}  // namespace minarai::cli
