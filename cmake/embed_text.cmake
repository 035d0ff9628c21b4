# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
# minarai_embed_text(<target> <file> <name>): the file as the string <name> of namespace
# minarai::embedded in the header embedded/<name>.h.
function(minarai_embed_text target file name)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} text)
    # The delimiter of the raw string must not stand in the text.
    string(FIND "${text}" ")text-end" found)
    if(NOT found EQUAL -1)
        message(FATAL_ERROR "${file} cannot be embedded")
    endif()
    file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/embedded/${name}.h @ONLY CONTENT
"#pragma once
#include <string_view>
namespace minarai::embedded {
inline constexpr std::string_view @name@ = R\"text-end(@text@)text-end\";
}
")
    target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
endfunction()
