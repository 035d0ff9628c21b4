// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// `minarai`: the headless face of the engine, the same code paths as the studio.
#include <csignal>
#include <string>
#include <vector>

#include "dispatch.h"
#include "engine/engine_library.h"

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
    // What `transform` gives is compared with torchvision pixel by pixel.
    using minarai::engine::Kernels;
    minarai::engine::prepareEnvironment(argv, minarai::cli::commandOf(words) == "transform"
                                                  ? Kernels::OfOpenBlas
                                                  : Kernels::ForTheProcessor);
    std::signal(SIGPIPE, SIG_IGN);  // a reader that has seen enough is no crash
    std::signal(SIGXFSZ, SIG_IGN);  // a file size limit is a failed write like any other
    minarai::cli::Interrupts interrupts;
    return minarai::cli::dispatch(words, interrupts);
}
