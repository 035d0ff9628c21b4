// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// `minarai`: the headless face of the engine, the same code paths as the studio.
#include <csignal>
#include <string>
#include <vector>

#include "dispatch.h"
#include "engine/engine_library.h"

int main(int argc, char** argv) {
    minarai::engine::prepareEnvironment(argv);
    std::signal(SIGPIPE, SIG_IGN);  // a reader that has seen enough is no crash
    std::signal(SIGXFSZ, SIG_IGN);  // a file size limit is a failed write like any other
    minarai::cli::Interrupts interrupts;
    const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
    return minarai::cli::dispatch(words, interrupts);
}
