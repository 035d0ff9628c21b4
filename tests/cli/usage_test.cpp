// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Help, version, completion and wrong usage.
#include <filesystem>
#include <sstream>

#include "cli/program.h"
#include "support/promised.h"

namespace minarai::cli {
namespace {

using Words = std::vector<std::string>;

TEST(Usage, VersionAndOverview) {
    const Outcome version = run({"--version"});
    EXPECT_EQ(version.exitCode, 0);
    EXPECT_EQ(version.out.rfind("minarai ", 0), 0U);
    const Outcome help = run({"help"});
    EXPECT_EQ(help.exitCode, 0);
    for (const char* command :
         {"data inspect", "data sample", "models", "summary", "preprocess", "transform", "forward",
          "train", "evaluate", "predict", "runs list", "runs show", "runs diff", "completion"}) {
        EXPECT_NE(help.out.find(command), std::string::npos) << command;
    }
    EXPECT_EQ(run({"--help"}).out, help.out);
}

TEST(Usage, EveryCommandHasAPage) {
    for (const Words& command : {Words{"data", "inspect"},
                                 {"data", "sample"},
                                 {"models"},
                                 {"summary"},
                                 {"preprocess"},
                                 {"transform"},
                                 {"forward"},
                                 {"train"},
                                 {"evaluate"},
                                 {"predict"},
                                 {"runs", "list"},
                                 {"runs", "show"},
                                 {"runs", "diff"},
                                 {"completion"}}) {
        Words words{"help"};
        words.insert(words.end(), command.begin(), command.end());
        const Outcome page = run(words);
        EXPECT_EQ(page.exitCode, 0);
        EXPECT_EQ(page.err, "");
        EXPECT_EQ(page.out.rfind("Usage: minarai " + command.front(), 0), 0U) << page.out;
        EXPECT_NE(page.out.find("Examples:"), std::string::npos) << page.out;
        Words asOption = command;
        asOption.emplace_back("--help");
        EXPECT_EQ(run(asOption).out, page.out);
    }
    EXPECT_EQ(run({"help", "data"}).exitCode, 0);
}

TEST(Usage, WrongUsageIsOneSentenceWithAHint) {
    const std::vector<std::pair<Words, std::string>> cases{
        {{}, "A command is missing"},
        {{"trian"}, "did you mean “train”"},
        {{"export", "run"}, "There is no command “export”"},
        {{"review", "run"}, "There is no command “review”"},
        {{"help", "nothing"}, "There is no command “nothing”"},
        {{"data"}, "inspect, split, statistics, import, export, sample"},
        {{"data", "move", "mnist"}, "There is no command “data move”"},
        {{"data", "import", "mnist"}, "needs SRC"},
        {{"--nonsense", "models"}, "--nonsense"},
        {{"models", "--nonsense"}, "“minarai models” has no option “--nonsense”"},
        {{"models", "extra"}, "“extra”"},
        {{"data", "inspect"}, "needs DIR"},
        {{"data", "sample", "x", "--per-class", "many"}, "“--per-class” takes a whole number"},
        {{"data", "sample", "x", "--per-class", "0"}, "from 1 to"},
        {{"models", "--threads"}, "“--threads” needs a value"},
        {{"models", "--threads", "-2"}, "“--threads”"},
        {{"models", "--device", "tpu"}, "“--device”"},
        {{"summary"}, "“--arch NAME” or “--spec FILE”"},
        {{"summary", "--arch", "resnet18", "--spec", "x"}, "exclude each other"},
        {{"summary", "--arch", "resnet1"}, "There is no architecture “resnet1”"},
        {{"summary", "--arch", "resnet18", "--size", "0"}, "“--size”"},
        {{"summary", "--arch", "resnet18", "--size", "12x"}, "“--size”"},
        {{"preprocess", "a", "b"}, "Exactly one of"},
        {{"preprocess", "a", "b", "--size", "8", "--channels", "2"}, "“--channels”"},
        {{"transform", "a", "b"}, "Exactly one of"},
        {{"transform", "--pipeline", "none"}, "“minarai transform” needs IN"},
        {{"transform", "--pipeline", "none", "a"}, "“minarai transform” needs OUT.png"},
        {{"transform", "--pipeline", "none", "--code", "a", "b"}, "“--code” goes with"},
        {{"transform", "--explain", "--pipeline", "none"}, "“--explain” goes with"},
        {{"transform", "--explain", "--op", "Resise"}, "“Resise”"},
        {{"transform", "--op", "Resize", "--code"}, "“--code” goes with"},
        {{"transform", "--op", "Resize", "--size", "9", "a", "b"}, "“--size” goes with"},
        {{"forward", "a", "b", "--arch", "resnet18"}, "“--weights FILE”"},
        {{"train", "x", "--arch", "resnet18"}, "“--out RUN”"},
        {{"train", "--out", "r", "--arch", "resnet18"}, "needs DIR"},
        {{"train", "x", "--out", "r"}, "“--arch NAME” or “--spec FILE”"},
        {{"train", "x", "--out", "r", "--arch", "lenet5", "--freeze", "all"},
         "“freeze” cannot be “all”. Choose one of: auto, none, early"},
        {{"train", "x", "--out", "r", "--arch", "lenet5", "--freeze"}, "“--freeze”"},
        {{"train", "x", "--out", "r", "--arch", "lenet5", "--set", "rate_multipliers=fc"},
         "“rate_multipliers” is fc"},
        {{"train", "x", "--out", "r", "--arch", "lenet5", "--set", "layer_decay=2"},
         "“layer_decay” is 2"},
        {{"train", "x", "--out", "r", "--arch", "lenet5", "--set", "size=1"}, "“size” is 1"},
        {{"train", "x", "--out", "r", "--arch", "lenet5", "--set", "augment=foo"},
         "“augment” is “foo”"},
        {{"train", "x", "--out", "r", "--arch", "lenet5", "--set", "warmup_epochs=10"},
         "“warmup_epochs” must be smaller"},
        {{"train", "x", "--out", "r", "--arch", "lenet5", "--set", "phases=64"}, "“phases” is 64"},
        {{"train", "x", "--out", "r", "--arch", "lenet5", "--set", "class_weights=list"},
         "class_weight_list"},
        {{"train", "x", "--out", "r", "--arch", "lenet5", "--set", "split=kfold", "--set",
          "folds=3", "--set", "fold=4"},
         "Fold 4 does not exist"},
        {{"train", "x", "--out", "r", "--arch", "lenet5", "--folds", "1"}, "“--folds”"},
        {{"train", "x", "--arch", "lenet5", "--find-rate", "--resume"}, "“--find-rate”"},
        {{"summary", "--arch", "resnet18", "--freeze", "some"}, "“freeze” cannot be “some”"},
        {{"summary", "--arch", "resnet18", "--freeze", "upto:layer9"}, "bn1, layer1, layer2"},
        {{"summary", "--arch", "resnet18", "--freeze", "upto:fc"}, "no layer that could learn"},
        {{"train", "x", "--out", "r", "--arch", "lenet5", "--set", "epochs"}, "KEY=VALUE"},
        {{"train", "x", "--out", "r", "--arch", "lenet5", "--set", "epochs=-1"}, "“epochs” is -1"},
        {{"train", "x", "--out", "r", "--arch", "lenet5", "--set", "batch=0"}, "“batch” is 0"},
        {{"train", "x", "--out", "r", "--arch", "lenet5", "--set", "learning_rate=nan"},
         "learning_rate"},
        {{"train", "x", "--out", "r", "--arch", "lenet5", "--set", "learning_rate=inf"},
         "learning_rate"},
        {{"train", "x", "--out", "r", "--arch", "lenet5", "--set", "size=100000"}, "size"},
        {{"train", "x", "--out", "r", "--arch", "lenet5", "--set", "colour=red"},
         "There is no setting “colour”"},
        {{"train", "x", "--out", "r", "--arch", "lenet5", "--set", "optimizer=magic"}, "optimizer"},
        {{"train", "x", "--out", "r", "--arch", "lenet5", "--set", "epochs=1", "batch=0"},
         "“batch” is 0"},
        {{"train", "x", "--out", "r", "--arch", "lenet5", "--set=epochs=1", "colour=red"},
         "There is no setting “colour”"},
        {{"data", "split", "x", "--set", "seed=1", "y"}, "does not take the argument “y”"},
        {{"data", "split", "x", "--set", "seed=1", "--", "fold=9"},
         "does not take the argument “fold=9”"},
        {{"bench", "train", "x", "--arch", "lenet5", "--set", "epochs=1", "batch=0"},
         "“batch” is 0"},
        {{"bench", "compute", "--arch", "lenet5", "--set", "epochs=1", "batch=0"}, "“batch” is 0"},
        {{"evaluate", "x", "--split", "middle"}, "“--split”"},
        {{"predict"}, "needs PATH"},
        {{"completion", "tcsh"}, "only for bash, zsh and fish"},
    };
    for (const auto& [words, about] : cases) {
        const Outcome outcome = run(words);
        SCOPED_TRACE(testing::PrintToString(words));
        expectOneSentence(outcome, 2, about);
        EXPECT_NE(outcome.err.find("(see “minarai help"), std::string::npos) << outcome.err;
    }
}

TEST(Usage, CommonOptionsStandBeforeAndAfterTheCommand) {
    const Outcome before = run({"--json", "--quiet", "--threads", "1", "--seed=3", "models"});
    const Outcome after = run({"models", "--json", "-q", "--threads=1", "--seed", "3"});
    EXPECT_EQ(before.exitCode, 0) << before.err;
    EXPECT_EQ(after.exitCode, 0) << after.err;
    EXPECT_EQ(before.out, after.out);
    EXPECT_TRUE(before.document().is_array());
    TemporaryFolder folder;
    const Outcome inside = run({"data", "--json", "sample", folder / "s", "--per-class", "1"});
    EXPECT_TRUE(inside.document().is_object()) << inside.out << inside.err;
}

TEST(Usage, OddNamesReachTheCommandAsTheyAre) {
    TemporaryFolder folder;
    for (const char* name : {"models", "[cats]", "a b", "花", "-dash"}) {
        writePicture(folder.path() / name / "x" / "1.ppm", 4, 4, 1);
        RunOptions options;
        options.workingFolder = folder.path();
        const Outcome outcome = run({"data", "inspect", "--json", "--", name}, options);
        EXPECT_EQ(outcome.exitCode, 0) << name << ": " << outcome.err;
    }
}

TEST(Usage, SentencesAreOneLineWhateverTheNameHolds) {
    expectOneSentence(run({"data", "inspect", "no\nsuch\x1b[31m"}), 1, "no\\x0asuch\\x1b[31m");
}

TEST(Usage, ClosedPipeIsNoCrash) {
    RunOptions options;
    options.closeStdout = true;
    const Outcome outcome = run({"models"}, options);
    EXPECT_EQ(outcome.signal, 0);
    EXPECT_EQ(outcome.exitCode, 0) << outcome.err;
}

TEST(Usage, FullStdoutIsReported) {
    RunOptions options;
    options.stdoutFile = "/dev/full";
    const Outcome outcome = run({"models"}, options);
    expectOneSentence(outcome, 1, "disk is full");
}

TEST(Usage, BashCompletesCommandsOptionsAndChoices) {
    const Outcome script = run({"completion", "bash"});
    ASSERT_EQ(script.exitCode, 0);
    TemporaryFolder folder;
    writeText(folder / "minarai.bash", script.out);
    const auto complete = [&](const std::string& words, int position) {
        RunOptions options;
        options.program = "/bin/bash";
        return run({"-c", "source '" + (folder / "minarai.bash") + "'; COMP_WORDS=(" + words +
                              "); COMP_CWORD=" + std::to_string(position) +
                              "; _minarai; echo \"${COMPREPLY[*]}\""},
                   options)
            .out;
    };
    EXPECT_EQ(complete("minarai tr", 1), "transform train\n");
    EXPECT_EQ(complete("minarai runs ''", 2), "list show diff\n");
    EXPECT_EQ(complete("minarai train x --res", 3), "--resume\n");
    EXPECT_EQ(complete("minarai --threads 2 data inspect --no", 5), "--no-audit\n");
    EXPECT_EQ(complete("minarai predict r --ensemble ''", 4), "mean weighted vote\n");
    EXPECT_EQ(complete("minarai train flow", 2), "\n");  // the shell's own file names
}

TEST(Usage, ZshCompletesCommandsOptionsAndChoices) {
    const std::filesystem::path zsh = "/usr/bin/zsh";
    if (!std::filesystem::exists(zsh)) {
        MINARAI_SKIP_WITHOUT("zsh");
    }
    const Outcome script = run({"completion", "zsh"});
    ASSERT_EQ(script.exitCode, 0);
    TemporaryFolder folder;
    writeText(folder / "_minarai", script.out);
    // In place of the completion system: prints what that would be given and fits.
    writeText(folder / "given.zsh", R"(
compdef() { print -rn -- "for $2: " }
_files() { print -r -- files }
_describe() {
    local name=${@[-1]} one
    for one in "${(@P)name}"; do
        [[ ${one%%:*} == $PREFIX* ]] && print -rn -- "${one%%:*} "
    done
    print
}
compadd() { shift; print -r -- "$@" }
source $1
shift
words=("$@")
CURRENT=$#
PREFIX=${@[-1]}
_minarai
)");
    const auto complete = [&](const std::vector<std::string>& words) {
        RunOptions options;
        options.program = zsh;
        std::vector<std::string> arguments{"-f", folder / "given.zsh", folder / "_minarai",
                                           "minarai"};
        arguments.insert(arguments.end(), words.begin(), words.end());
        const Outcome outcome = run(arguments, options);
        EXPECT_EQ(outcome.err, "");
        return outcome.out;
    };
    const std::string who = "for minarai: ";
    EXPECT_EQ(complete({"tr"}), who + "transform train \n");
    EXPECT_EQ(complete({"runs", ""}), who + "list show diff \n");
    EXPECT_EQ(complete({"train", "x", "--res"}), who + "--resume \n");
    EXPECT_EQ(complete({"--threads", "2", "data", "inspect", "--no"}), who + "--no-audit \n");
    EXPECT_EQ(complete({"predict", "r", "--ensemble", ""}), who + "mean weighted vote\n");
    EXPECT_EQ(complete({"train", "flow"}), who + "files\n");
}

TEST(Usage, FishCompletesCommandsOptionsAndChoices) {
    if (!std::filesystem::exists("/usr/bin/fish")) {
        MINARAI_SKIP_WITHOUT("fish");
    }
    const Outcome script = run({"completion", "fish"});
    ASSERT_EQ(script.exitCode, 0);
    TemporaryFolder folder;
    writeText(folder / "minarai.fish", script.out);
    const auto complete = [&](const std::string& line) {
        RunOptions options;
        options.program = "/usr/bin/env";
        options.workingFolder = folder.path();
        const Outcome outcome =
            run({"HOME=" + folder.path().string(), "XDG_CONFIG_HOME=" + folder.path().string(),
                 "XDG_DATA_HOME=" + folder.path().string(), "/usr/bin/fish", "--no-config", "-c",
                 "source minarai.fish; complete -C '" + line + "'"},
                options);
        EXPECT_EQ(outcome.err, "");
        // One a line, each with its meaning behind a tab.
        std::string texts;
        std::istringstream lines(outcome.out);
        for (std::string each; std::getline(lines, each);) {
            EXPECT_NE(each.find('\t'), std::string::npos) << each;
            texts += each.substr(0, each.find('\t')) + ' ';
        }
        return texts;
    };
    EXPECT_EQ(complete("minarai tr"), "train transform ");
    EXPECT_EQ(complete("minarai runs "), "diff list show ");
    EXPECT_EQ(complete("minarai train x --res"), "--resume ");
    EXPECT_EQ(complete("minarai --threads 2 data inspect --no"), "--no-audit ");
    EXPECT_EQ(complete("minarai predict r --ensemble "), "mean vote weighted ");
    EXPECT_EQ(complete("minarai train flow"), "");  // the shell's own file names: there are none
}

}  // namespace
}  // namespace minarai::cli
