// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/program.h"
#include "support/places.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>

namespace minarai::cli {
namespace {

namespace fs = std::filesystem;

struct Pipe {
    int readEnd = -1;
    int writeEnd = -1;
};

Pipe openPipe() {
    std::array<int, 2> ends{};
    return ::pipe2(ends.data(), O_CLOEXEC) == 0 ? Pipe{ends[0], ends[1]} : Pipe{};
}

/// A terminal in place of a pipe: what is written to it comes out of the other end.
Pipe openTerminal() {
    Pipe ends{-1, -1};
    ends.readEnd = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    std::array<char, 128> name{};
    if (::grantpt(ends.readEnd) == 0 && ::unlockpt(ends.readEnd) == 0 &&
        ::ptsname_r(ends.readEnd, name.data(), name.size()) == 0) {
        ends.writeEnd = ::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC);
        const winsize size{50, 160, 0, 0};
        ::ioctl(ends.writeEnd, TIOCSWINSZ, &size);
    }
    EXPECT_GE(ends.writeEnd, 0) << "no terminal";
    return ends;
}

[[noreturn]] void becomeProgram(const std::vector<std::string>& words, const RunOptions& options,
                                const Pipe& out, const Pipe& err) {
    const int none = ::open("/dev/null", O_RDONLY);
    ::dup2(none, STDIN_FILENO);
    const int target =
        options.stdoutFile.empty() ? out.writeEnd : ::open(options.stdoutFile.c_str(), O_WRONLY);
    ::dup2(target, STDOUT_FILENO);
    ::dup2(err.writeEnd, STDERR_FILENO);
    if (options.maxFileBytes) {
        rlimit limit{};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        limit.rlim_cur = *options.maxFileBytes;  // limitFiles() may lift it again
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    if (!options.workingFolder.empty() && ::chdir(options.workingFolder.c_str()) != 0) {
        ::_exit(126);
    }
    if (options.pendingSignal != 0) {
        sigset_t blocked;
        sigemptyset(&blocked);
        sigaddset(&blocked, options.pendingSignal);
        sigprocmask(SIG_BLOCK, &blocked, nullptr);
        ::kill(::getpid(), options.pendingSignal);  // to the process, not to this thread
    }
    std::vector<char*> pointers;
    for (const std::string& word : words) {
        pointers.push_back(const_cast<char*>(word.c_str()));
    }
    pointers.push_back(nullptr);
    ::execvp(pointers.front(), pointers.data());
    ::_exit(127);
}

/// Reads both pipes to their ends; acts on the child as the awaited texts come.
void drain(Outcome& outcome, int outEnd, int errEnd, pid_t child, std::vector<Moment> awaited) {
    std::size_t next = 0;
    std::size_t seen = 0;
    std::array<pollfd, 2> waits{pollfd{outEnd, POLLIN, 0}, pollfd{errEnd, POLLIN, 0}};
    std::array<std::string*, 2> texts{&outcome.out, &outcome.err};
    while (waits[0].fd >= 0 || waits[1].fd >= 0) {
        if (::poll(waits.data(), waits.size(), -1) < 0) {
            if (errno == EINTR) {
                continue;
            }
            return;
        }
        for (std::size_t i = 0; i < waits.size(); ++i) {
            if (waits[i].fd < 0 || waits[i].revents == 0) {
                continue;
            }
            std::array<char, 4096> buffer{};
            const ssize_t got = ::read(waits[i].fd, buffer.data(), buffer.size());
            if (got <= 0) {
                waits[i].fd = -1;
            } else {
                texts[i]->append(buffer.data(), static_cast<std::size_t>(got));
            }
        }
        while (next < awaited.size()) {
            const auto found = outcome.err.find(awaited[next].text, seen);
            if (found == std::string::npos) {
                break;
            }
            seen = found + awaited[next].text.size();
            if (awaited[next].act) {
                awaited[next].act(child);
            }
            ++next;
        }
    }
}

}  // namespace

std::vector<std::string> Outcome::errorLines() const {
    std::vector<std::string> lines;
    std::istringstream stream(err);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

Outcome run(const std::vector<std::string>& arguments, const RunOptions& options) {
    std::vector<std::string> words{options.program.empty() ? tests::buildFolder() + "/bin/minarai"
                                                           : options.program.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    Pipe out = openPipe();
    const Pipe err = options.terminal ? openTerminal() : openPipe();
    const pid_t child = ::fork();
    if (child == 0) {
        becomeProgram(words, options, out, err);
    }
    ::close(out.writeEnd);
    ::close(err.writeEnd);
    if (options.closeStdout) {
        ::close(out.readEnd);
        out.readEnd = -1;
    }
    Outcome outcome;
    std::vector<Moment> moments = options.moments;
    if (!options.interruptAfter.empty()) {
        moments.push_back({options.interruptAfter, [](pid_t id) { ::kill(id, SIGINT); }});
    }
    drain(outcome, out.readEnd, err.readEnd, child, std::move(moments));
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    for (const int end : {out.readEnd, err.readEnd}) {
        if (end >= 0) {
            ::close(end);
        }
    }
    if (WIFEXITED(status)) {
        outcome.exitCode = WEXITSTATUS(status);
    } else {
        outcome.signal = WTERMSIG(status);
    }
    return outcome;
}

TemporaryFolder::TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "minarai-cli-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) {
        m_path = name;
    }
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

void writeText(const fs::path& path, const std::string& text) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

void writePicture(const fs::path& path, int width, int height, unsigned shade) {
    std::string text = "P6\n" + std::to_string(width) + " " + std::to_string(height) + "\n255\n";
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const auto wave = static_cast<unsigned>((x * 7 + y * 13) % 48);
            text += static_cast<char>((shade + wave) % 256);
            text += static_cast<char>((shade + wave / 2 + static_cast<unsigned>(x)) % 256);
            text += static_cast<char>((shade * 3 + static_cast<unsigned>(y) * 2) % 256);
        }
    }
    writeText(path, text);
}

void writeTwoClasses(const fs::path& folder, int perClass, int edge) {
    for (int i = 0; i < perClass; ++i) {
        const auto step = static_cast<unsigned>(i);
        writePicture(folder / "dark" / (std::to_string(i) + ".ppm"), edge, edge, step);
        writePicture(folder / "light" / (std::to_string(i) + ".ppm"), edge, edge, 150 + step);
    }
}

void limitFiles(pid_t program, std::optional<std::uint64_t> bytes) {
    rlimit limit{};
    ASSERT_EQ(::prlimit(program, RLIMIT_FSIZE, nullptr, &limit), 0);
    limit.rlim_cur = bytes ? static_cast<rlim_t>(*bytes) : limit.rlim_max;
    ASSERT_EQ(::prlimit(program, RLIMIT_FSIZE, &limit, nullptr), 0);
}

int runOracle(const std::string& script, const std::vector<std::string>& arguments) {
    std::vector<std::string> words{tests::sourceFolder() + "/tests/oracle/" + script};
    words.insert(words.end(), arguments.begin(), arguments.end());
    RunOptions options;
    options.program = "/usr/bin/python3";
    const Outcome outcome = run(words, options);
    if (outcome.exitCode != 0) {
        ADD_FAILURE() << script << ": " << outcome.err;
    }
    return outcome.exitCode;
}

Array readArray(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    Array array;
    if (bytes.size() < 10 || bytes.compare(1, 5, "NUMPY") != 0) {
        ADD_FAILURE() << path << " is no .npy file";
        return array;
    }
    const std::size_t header =
        static_cast<unsigned char>(bytes[8]) + 256U * static_cast<unsigned char>(bytes[9]);
    const std::string text = bytes.substr(10, header);
    EXPECT_NE(text.find("'<f4'"), std::string::npos) << text;
    EXPECT_NE(text.find("'fortran_order': False"), std::string::npos) << text;
    const std::size_t open = text.find('(');
    std::istringstream shape(text.substr(open + 1, text.find(')') - open - 1));
    for (std::string part; std::getline(shape, part, ',');) {
        if (part.find_first_of("0123456789") != std::string::npos) {
            array.shape.push_back(std::stoll(part));
        }
    }
    array.values.resize((bytes.size() - 10 - header) / sizeof(float));
    std::memcpy(array.values.data(), bytes.data() + 10 + header,
                array.values.size() * sizeof(float));
    return array;
}

void expectOneSentence(const Outcome& outcome, int exitCode, const std::string& about) {
    EXPECT_EQ(outcome.exitCode, exitCode) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    const std::vector<std::string> lines = outcome.errorLines();
    ASSERT_EQ(lines.size(), 1U) << outcome.err;
    EXPECT_EQ(lines[0].rfind("minarai: ", 0), 0U) << lines[0];
    EXPECT_EQ(lines[0].back(), '.') << lines[0];
    EXPECT_NE(lines[0].find(about), std::string::npos)
        << "“" << about << "” is missing in: " << lines[0];
}

}  // namespace minarai::cli
