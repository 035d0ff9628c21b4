# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Run by the target update_translations: every text of the program into both .ts files.
# MN_TEXT marks texts in core/, which knows no Qt.
set(flags -I . -I app -I core -extensions cpp,h,inc -no-obsolete -locations none
    -tr-function-alias QT_TRANSLATE_NOOP+=MN_TEXT)
execute_process(
    COMMAND ${LUPDATE} core widgets app/download app/studio ${flags} -source-language en -target-language ja
            -ts translations/minarai_ja.ts
    WORKING_DIRECTORY ${SOURCE_DIR} COMMAND_ERROR_IS_FATAL ANY)
# English needs its plural forms only.
execute_process(
    COMMAND ${LUPDATE} core widgets app/download app/studio ${flags} -pluralonly -source-language en
            -target-language en -ts translations/minarai_en.ts
    WORKING_DIRECTORY ${SOURCE_DIR} COMMAND_ERROR_IS_FATAL ANY)
