# SPDX-FileCopyrightText: 2026 The Minarai authors
# SPDX-License-Identifier: GPL-3.0-or-later
# How every target of the house is made: language level, warnings, sanitizers, include roots.

set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
# Programs and the libraries they open at run time lie side by side.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

add_library(minarai_flags INTERFACE)
target_compile_features(minarai_flags INTERFACE cxx_std_20)
target_compile_options(minarai_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
    -Wold-style-cast -Woverloaded-virtual -Wimplicit-fallthrough
    # GCC 12 at -O3 takes a string put before another one for an overlap (its bug 105651).
    $<$<AND:$<CONFIG:Release>,$<CXX_COMPILER_ID:GNU>>:-Wno-restrict>
    $<$<BOOL:${MINARAI_WERROR}>:-Werror>)
if(MINARAI_SANITIZE)
    target_compile_options(minarai_flags INTERFACE
        -fsanitize=${MINARAI_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(minarai_flags INTERFACE -fsanitize=${MINARAI_SANITIZE})
endif()

# Torch as a system include, PRIVATE wherever it is linked, and without the flags its package
# would spread over every target.
macro(minarai_find_torch)
    find_package(Torch REQUIRED)
    add_library(minarai_torch INTERFACE)
    target_include_directories(minarai_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
    target_link_libraries(minarai_torch INTERFACE ${TORCH_LIBRARIES})
    # at::parallel_for is written in torch's headers and runs on one thread where these are compiled
    # without OpenMP. The runtime must be the one that torch itself is linked with, GCC's, which
    # the thread sanitizer cannot look into.
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT MINARAI_SANITIZE MATCHES "thread")
        find_package(OpenMP REQUIRED COMPONENTS CXX)
        target_link_libraries(minarai_torch INTERFACE OpenMP::OpenMP_CXX)
    endif()
endmacro()

# minarai_room(<name> SOURCES ... [LINKS ...] [PRIVATE ...])
# A room of core/ as the static library minarai_<name>. LINKS are the rooms below that it stands
# on; PRIVATE are libraries that its .cpp files alone see.
function(minarai_room name)
    cmake_parse_arguments(ROOM "" "" "SOURCES;LINKS;PRIVATE" ${ARGN})
    add_library(minarai_${name} STATIC ${ROOM_SOURCES})
    target_include_directories(minarai_${name} PUBLIC ${PROJECT_SOURCE_DIR}/core)
    target_link_libraries(minarai_${name}
        PUBLIC ${ROOM_LINKS}
        PRIVATE minarai_flags ${ROOM_PRIVATE})
endfunction()

# Tests spend their time in the libraries they test: optimising the test itself would only cost two
# thirds of its build.
function(minarai_compile_quickly name)
    if(NOT MINARAI_SANITIZE)
        target_compile_options(${name} PRIVATE -O0 -g1)
    endif()
endfunction()

# minarai_test(<name> SOURCES ... [LINKS ...] [LABELS ...] [ENV ...] [TIMEOUT s] [ALONE suite])
# A GoogleTest program, one CTest test for each case, found when the tests run. Tests run side by
# side; those of the suite ALONE have a limit of time and run with nothing beside them.
function(minarai_test name)
    cmake_parse_arguments(T "" "TIMEOUT;ALONE" "SOURCES;LINKS;LABELS;ENV" ${ARGN})
    if(NOT T_TIMEOUT)
        set(T_TIMEOUT 300)
    endif()
    if(MINARAI_SANITIZE)
        math(EXPR T_TIMEOUT "${T_TIMEOUT} * 4")  # what is watched takes its time
    endif()
    add_executable(${name} ${T_SOURCES})
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    target_link_libraries(${name} PRIVATE
        minarai_flags minarai_test_places ${T_LINKS} GTest::gmock GTest::gtest_main)
    minarai_compile_quickly(${name})
    if("threads" IN_LIST T_LABELS)
        # All that the thread sanitizer's preset builds and runs.
        if(NOT TARGET minarai_thread_tests)
            add_custom_target(minarai_thread_tests)
            add_dependencies(minarai_thread_tests minarai_codecs)
        endif()
        add_dependencies(minarai_thread_tests ${name})
    endif()
    # A program that loads torch under a sanitizer on a busy machine takes its time to list its tests.
    gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 120
        PROPERTIES TIMEOUT ${T_TIMEOUT})
    # gtest_discover_tests takes lists apart, so properties with several values are set afterwards.
    set(properties "LABELS \"${T_LABELS}\" ENVIRONMENT \"${T_ENV}\"")
    if("gui" IN_LIST T_LABELS)
        string(APPEND properties " RESOURCE_LOCK display")
    endif()
    set(later ${CMAKE_CURRENT_BINARY_DIR}/${name}_properties.cmake)
    set(content "if(@name@_TESTS)\n    set_tests_properties(\${@name@_TESTS} PROPERTIES @properties@)\n")
    if(T_ALONE)
        string(APPEND content
            "    list(FILTER @name@_TESTS INCLUDE REGEX \"^@T_ALONE@\\\\.\")\n"
            "    set_tests_properties(\${@name@_TESTS} PROPERTIES RUN_SERIAL TRUE)\n")
    endif()
    file(CONFIGURE OUTPUT ${later} @ONLY CONTENT "${content}endif()\n")
    set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${later})
endfunction()
