# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC1111,SC2154
# Part of ./dev: checks of the sources that need no build.

findings=0

# finding TITLE LINES: reports what a check found; nothing when LINES is empty.
finding() {
    [ -n "$2" ] || return 0
    findings=$((findings + 1))
    printf '%s\n' "$1" >&2
    printf '%s\n' "$2" | sed 's/^/    /' >&2
}

# Tracked files and new ones, without what git ignores.
ourFiles() { git ls-files --cached --others --exclude-standard --deduplicate -- "$@" | existing; }
existing() { while IFS= read -r file; do [ ! -f "$file" ] || printf '%s\n' "$file"; done; }

checkFormat() {
    finding "clang-format would change these (clang-format -i FILE):" "$(
        ourFiles '*.h' '*.cpp' | xargs -r -d '\n' clang-format --dry-run -Werror 2>&1 |
            sed -n 's/^\([^:]*\):[0-9]*:[0-9]*: error: .*clang-format.*/\1/p' | sort -u
    )"
}

checkHeaders() {
    finding "No SPDX licence header in the first lines of:" "$(
        ourFiles '*.h' '*.cpp' '*.inc' '*.py' '*.sh' '*.cmake' '*CMakeLists.txt' dev .ci/run |
            while IFS= read -r file; do
                head -n 4 "$file" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' ||
                    printf '%s\n' "$file"
            done
    )"
}

checkSizes() {
    finding "Over 500 lines, to be divided:" "$(
        ourFiles '*.h' '*.cpp' '*.py' '*.sh' dev | xargs -r -d '\n' wc -l |
            awk '$2 != "total" && $1 > 500 { print $2 " (" $1 " lines)" }'
    )"
}

# tests/house follows the includes to their end; this is the quick look.
checkFirewall() {
    finding "Torch or OpenCV on the screen's side of the firewall:" "$(
        ourFiles 'app/*.h' 'app/*.cpp' 'widgets/*.h' 'widgets/*.cpp' |
            xargs -r -d '\n' grep -nE '#include *[<"](torch|ATen|c10|opencv2)/' || true
    )"
    finding "Torch or OpenCV in a header that is not named *_torch.h:" "$(
        ourFiles 'core/*.h' | grep -v '_torch\.h$' |
            xargs -r -d '\n' grep -nE '#include *[<"](torch|ATen|c10|opencv2)/' || true
    )"
    finding "Qt inside core:" "$(
        ourFiles 'core/*.h' 'core/*.cpp' |
            xargs -r -d '\n' grep -nE '#include *[<"](Q[A-Z]|Qt)' || true
    )"
}

checkScripts() {
    local file
    for file in dev .ci/run packaging/*.sh; do
        finding "bash cannot read $file:" "$(bash -n "$file" 2>&1)"
    done
}

# Brings a copy of each translation up to date with the sources: nothing may be left to do in it.
checkTranslations() {
    local lupdate=/usr/lib/qt6/bin/lupdate temp ts
    [ -x "$lupdate" ] || lupdate=lupdate
    temp=$(mktemp -d)
    while IFS= read -r ts; do
        cp "$ts" "$temp/copy.ts"
        # As cmake/update_translations.cmake does: the include folders let lupdate find namespaces.
        if ! (cd "$root" && "$lupdate" core widgets app/download app/studio -silent -no-obsolete \
            -locations none -I . -I app -I core -extensions cpp,h,inc \
            -tr-function-alias QT_TRANSLATE_NOOP+=MN_TEXT \
            -ts "$temp/copy.ts") > "$temp/log" 2>&1; then
            finding "lupdate failed on $ts:" "$(tail -n 5 "$temp/log")"
            continue
        fi
        # English is the source: only its plural forms are translated.
        finding "Untranslated in $ts:" "$(
            awk -v plural="$([[ $ts == *_en.ts ]] && echo 1 || echo 0)" '
                /<context>/ { context = "" }
                /<name>/ { context = $0; gsub(/<[^>]*>|^ +/, "", context) }
                /<message/ { numerus = /numerus="yes"/ }
                /<source>/ { source = $0; gsub(/<[^>]*>|^ +/, "", source) }
                /type="unfinished"/ && (!plural || numerus) { print context ": " source }
            ' "$temp/copy.ts" | head -n 40
        )"
    done < <(ourFiles 'translations/*.ts')
    rm -rf "$temp"
}

checkTidy() {
    needPackages build run test tidy
    buildPreset dev
    # Clang rejects torch's headers in C++20; our units that include them are valid C++17 too.
    local plain torch
    plain=$(ourFiles 'core/*.cpp' 'app/*.cpp' 'widgets/*.cpp' |
        xargs -r -d '\n' grep -LE '#include *[<"](torch|ATen|c10|caffe2)/|_torch\.h"')
    torch=$(ourFiles 'core/*.cpp' |
        xargs -r -d '\n' grep -lE '#include *[<"](torch|ATen|c10|caffe2)/|_torch\.h"' || true)
    finding "clang-tidy:" "$({
        printf '%s\n' "$plain" | xargs -r -d '\n' -P "$(parallelJobs)" -n 4 \
            clang-tidy -p build/dev --quiet 2> /dev/null
        printf '%s\n' "$torch" | xargs -r -d '\n' -P "$(parallelJobs)" -n 1 \
            clang-tidy -p build/dev --quiet --extra-arg=-std=c++17 2> /dev/null
    } | grep -E '(warning|error):' | sort -u | head -n 200 || true)"
}

cmdCheck() {
    needPackages check
    git rev-parse --is-inside-work-tree > /dev/null 2>&1 ||
        die "./dev check reads the list of files from git, and this folder is not a clone."
    checkFormat
    checkHeaders
    checkSizes
    checkFirewall
    checkScripts
    checkTranslations
    if [ "${1:-}" = --tidy ]; then
        checkTidy
    fi
    [ "$findings" -eq 0 ] || die "./dev check: $findings kinds of findings, listed above."
    say "./dev check: nothing to complain about"
}
