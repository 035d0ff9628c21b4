# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Part of ./dev: what it starts takes the kernels that minarai chooses for itself.

# hasAll WORDS WORD...: every one of them is among the first.
hasAll() {
    local words=" $1 " word
    shift
    for word in "$@"; do
        [[ $words == *" $word "* ]] || return 1
    done
}

# nameKernels CPUINFO: sets OPENBLAS_CORETYPE as core/engine/blas_kernels.h does, unless it is set.
nameKernels() {
    [ -z "${OPENBLAS_CORETYPE+set}" ] || return 0
    local flags
    flags=$(sed -n '/^flags[[:space:]]*:/ { s/^[^:]*://; p; q; }' "$1" 2> /dev/null || true)
    if hasAll "$flags" avx512f avx512bw avx512vl avx512dq avx512cd; then
        export OPENBLAS_CORETYPE=SkylakeX
    elif hasAll "$flags" avx2 fma; then
        export OPENBLAS_CORETYPE=Haswell
    fi
}
