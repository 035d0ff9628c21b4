// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/engine_library.h"

#include <dlfcn.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "base/files.h"
#include "engine/blas_kernels.h"

namespace minarai::engine {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLibraryName = "libminarai_engine.so";

/// Beside the program (build tree), in its lib/minarai (installed), or where the user says.
std::vector<fs::path> candidates() {
    std::vector<fs::path> paths;
    if (const char* folder = std::getenv("MINARAI_LIBRARY_DIR")) {
        paths.push_back(fs::path(folder) / kLibraryName);
    }
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (!error) {
        paths.push_back(program.parent_path() / kLibraryName);
        paths.push_back(program.parent_path().parent_path() / MINARAI_INSTALL_LIBDIR / "minarai" /
                        kLibraryName);
    }
    return paths;
}

Result<std::shared_ptr<const Engine>> openLibrary() {
    std::string reason = fmt::format("{} was not found", kLibraryName);
    for (const fs::path& path : candidates()) {
        std::error_code error;
        if (!fs::exists(path, error)) {
            continue;
        }
        // Never closed: torch does not survive being unloaded.
        void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
        if (library == nullptr) {
            const char* text = ::dlerror();
            reason = text == nullptr ? "unknown" : text;
            continue;
        }
        using Make = const Engine* (*)(int);
        const auto make = reinterpret_cast<Make>(::dlsym(library, "minaraiEngine"));
        const Engine* engine = make == nullptr ? nullptr : make(kEngineAbi);
        if (engine == nullptr) {
            reason = fmt::format("{} belongs to another version", toUtf8(path));
            continue;
        }
        // The library owns the engine for as long as the process lives.
        return std::shared_ptr<const Engine>(engine, [](const Engine*) {});
    }
    return fail(ErrorCode::EngineMissing, reason);
}

ProcessorFlags processorFlags() {
    ProcessorFlags has;
#if defined(__x86_64__) && defined(__GNUC__)
    has.avx2 = __builtin_cpu_supports("avx2") != 0;
    has.fma = __builtin_cpu_supports("fma") != 0;
    has.avx512f = __builtin_cpu_supports("avx512f") != 0;
    has.avx512bw = __builtin_cpu_supports("avx512bw") != 0;
    has.avx512vl = __builtin_cpu_supports("avx512vl") != 0;
    has.avx512dq = __builtin_cpu_supports("avx512dq") != 0;
    has.avx512cd = __builtin_cpu_supports("avx512cd") != 0;
#endif
    return has;
}

/// True if it was not set before.
bool setUnlessSet(const char* name, const char* value) {
    const bool isNew = std::getenv(name) == nullptr;
    if (isNew) {
        (void)::setenv(name, value, 1);
    }
    return isNew;
}

bool isLoaded(const char* library) {
    void* const handle = ::dlopen(library, RTLD_LAZY | RTLD_NOLOAD);
    if (handle != nullptr) {
        ::dlclose(handle);
    }
    return handle != nullptr;
}

}  // namespace

void prepareEnvironment(char** argv, Kernels kernels) {
    // The libraries read these when they load. Usually that is later, with the engine; if a library
    // of the program has brought one of them in already, only a new start helps.
    bool isLate = setUnlessSet("OMP_WAIT_POLICY", "passive") && isLoaded("libgomp.so.1");
    // A processor that is younger than OpenBLAS gets kernels of 2004 from it, a quarter as fast.
    const char* const named =
        kernels == Kernels::ForTheProcessor ? blasKernels(processorFlags()) : nullptr;
    if (named != nullptr && setUnlessSet("OPENBLAS_CORETYPE", named)) {
        isLate |= isLoaded("libblas.so.3");
    }
    if (isLate) {
        std::error_code error;
        const fs::path program = fs::read_symlink("/proc/self/exe", error);
        (void)::execv(program.c_str(), argv);
    }
    // If that failed, the program only loses some speed.
}

Result<std::shared_ptr<const Engine>> loadEngine() {
    static const Result<std::shared_ptr<const Engine>> engine = openLibrary();
    return engine;
}

}  // namespace minarai::engine
