# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC1111,SC2154
# Part of ./dev: the fuzz targets of tests/fuzz.

# cmdFuzz [TARGET] [SECONDS]: one target or all of them, one process, at the lowest priority.
cmdFuzz() {
    local wanted=${1:-all} seconds=${2:-60} seeds name found=no status=0
    needPackages build run fuzz
    buildPreset fuzz
    for seeds in tests/fuzz/seeds/*/; do
        name=$(basename "$seeds")
        if [ "$wanted" != all ] && [ "$wanted" != "$name" ]; then
            continue
        fi
        found=yes
        # What libFuzzer finds on the way is kept for the next time, beside the seeds.
        mkdir -p "build/fuzz/corpus/$name" "build/fuzz/findings"
        say "Fuzzing $name for $seconds s"
        if ! ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 \
            UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1 \
            nice -n 19 "build/fuzz/bin/${name}_fuzz" -max_total_time="$seconds" -timeout=60 \
            -rss_limit_mb=2048 -malloc_limit_mb=1024 -print_final_stats=1 \
            -artifact_prefix="build/fuzz/findings/$name-" "build/fuzz/corpus/$name" "$seeds" \
            > "build/fuzz/$name.log" 2>&1; then
            status=1
            tail -n 40 "build/fuzz/$name.log" >&2
            say "$name: a finding; the input lies in build/fuzz/findings"
            continue
        fi
        say "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "build/fuzz/$name.log") runs, no finding"
    done
    [ "$found" = yes ] || die "There is no fuzz target “$wanted”. Known: $(cd tests/fuzz/seeds && echo *)"
    return "$status"
}
