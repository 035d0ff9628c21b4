# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC1111,SC2154
# Part of ./dev: packages, configuring and building.

say() { printf '\033[1m==\033[0m %s\n' "$*"; }
if [ ! -t 1 ]; then
    say() { printf '== %s\n' "$*"; }
fi

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

# packagesOf SECTION...: the packages of these sections, one a line.
packagesOf() {
    awk -v wanted=" $* " '
        /^[[:space:]]*(#|$)/ { next }
        /^\[/ { section = substr($1, 2, length($1) - 2); next }
        index(wanted, " " section " ") && !seen[$1]++ { print $1 }
    ' packaging/debian-packages.txt
}

asRoot() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo > /dev/null; then
        sudo "$@"
    else
        die "Administrator rights are needed for “$*”, but there is no sudo. Run it as root, then run ./dev again."
    fi
}

# needPackages SECTION...: installs what is missing. One look at dpkg when nothing is.
needPackages() {
    local -a wanted missing
    mapfile -t wanted < <(packagesOf "$@")
    if ! command -v dpkg-query > /dev/null || ! command -v apt-get > /dev/null; then
        say "This is not a Debian system: install the packages of packaging/debian-packages.txt yourself."
        return 0
    fi
    mapfile -t missing < <(
        { dpkg-query -W -f='${Package} ${db:Status-Status}\n' "${wanted[@]}" 2> /dev/null || true; } |
            awk -v wanted="${wanted[*]}" '
                $2 == "installed" { here[$1] = 1 }
                END {
                    count = split(wanted, names, " ")
                    for (i = 1; i <= count; ++i) if (!(names[i] in here)) print names[i]
                }'
    )
    [ ${#missing[@]} -gt 0 ] || return 0

    say "Installing with apt-get: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    local -a options=(-o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
    local attempt
    for attempt in 1 2 3; do
        # A failed update is not the end: the lists of an earlier one may do.
        asRoot apt-get "${options[@]}" update -qq || say "apt-get update failed."
        if asRoot env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" install -y -qq \
            --no-install-recommends "${missing[@]}"; then
            return 0
        fi
        [ "$attempt" -eq 3 ] || { say "Trying again in 10 seconds." && sleep 10; }
    done
    die "The packages could not be installed. Check the network and apt's sources, then run ./dev again."
}

# As many jobs as processors, with 1.5 GB of memory each: units that include torch need it, and
# so do tests that train.
parallelJobs() {
    local jobs kilobytes limit
    if [ -n "${MINARAI_JOBS:-}" ]; then
        printf '%s\n' "$MINARAI_JOBS"
        return 0
    fi
    jobs=$(nproc)
    kilobytes=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)
    if [ -r /sys/fs/cgroup/memory.max ]; then
        limit=$(cat /sys/fs/cgroup/memory.max)
        if [ "$limit" != max ] && [ $((limit / 1024)) -lt "$kilobytes" ]; then
            kilobytes=$((limit / 1024))
        fi
    fi
    limit=$((kilobytes / 1572864))
    [ "$limit" -ge 1 ] || limit=1
    [ "$jobs" -le "$limit" ] || jobs=$limit
    printf '%s\n' "$jobs"
}

# configurePreset PRESET [CMAKE OPTIONS]
configurePreset() {
    local preset=$1 werror=OFF log=build/$1/configure.log
    shift
    [ "${CI:-}" != true ] || werror=ON
    mkdir -p "build/$preset"
    say "Configuring build/$preset"
    if ! cmake --preset "$preset" -DMINARAI_WERROR=$werror "$@" > "$log" 2>&1; then
        cat "$log" >&2
        die "The project could not be configured; the reason stands above."
    fi
}

# buildPreset PRESET [CMAKE OPTIONS]: configures and builds build/PRESET.
buildPreset() {
    configurePreset "$@"
    say "Building build/$1"
    cmake --build --preset "$1" --parallel "$(parallelJobs)"
}

# The programs without the tests, in build/dev: what is compiled for them ./dev test needs as well,
# and its loops over pixels and weights are compiled as those of a release are.
buildPrograms() {
    local tests=OFF
    ! grep -qs '^MINARAI_BUILD_TESTS:BOOL=ON' build/dev/CMakeCache.txt || tests=ON
    configurePreset dev -DMINARAI_BUILD_TESTS=$tests
    say "Building the programs in build/dev"
    cmake --build --preset dev --parallel "$(parallelJobs)" --target minarai_programs
}
