// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How long the composer takes to open large models, and a frame of its canvas while it is panned.
//
//   composer_bench
#include <QApplication>
#include <QScrollBar>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "spec/draft.h"
#include "studio/session/composer_document.h"
#include "studio/session/composer_picture.h"
#include "widgets/graph/graph_view.h"
#include "widgets/theme/theme.h"
#include "zoo/zoo.h"

namespace minarai::studio {
namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// Dense blocks as in DenseNet-201: every layer reads all before it.
spec::ModelSpec dense() {
    spec::ModelSpec model;
    model.name = "dense";
    model.input = {3, 64, 64};
    const auto add = [&](const std::string& id, const char* op, std::vector<std::string> inputs) {
        spec::Node node{id, op, std::move(inputs), spec::findOp(op)->schema().defaults()};
        if (std::string(op) == "Conv2d") {
            node.params.set("kernel_size", std::vector<std::int64_t>{1});
        }
        model.nodes.push_back(std::move(node));
        return id;
    };
    std::string last = add("conv0", "Conv2d", {"input"});
    int block = 0;
    for (const int layers : {6, 12, 48, 32}) {
        const std::string name = "features.denseblock" + std::to_string(++block);
        std::vector<std::string> all{last};
        for (int i = 0; i < layers; ++i) {
            const std::string layer = name + ".denselayer" + std::to_string(i);
            auto x = add(layer + ".concat", "Concat", all);
            x = add(layer + ".norm1", "BatchNorm2d", {x});
            x = add(layer + ".relu1", "ReLU", {x});
            x = add(layer + ".conv1", "Conv2d", {x});
            x = add(layer + ".norm2", "BatchNorm2d", {x});
            x = add(layer + ".relu2", "ReLU", {x});
            all.push_back(add(layer + ".conv2", "Conv2d", {x}));
        }
        last = add(name + ".concat", "Concat", all);
    }
    last = add("pool", "AdaptiveAvgPool2d", {last});
    last = add("flatten", "Flatten", {last});
    model.output = add("classifier", "Linear", {last});
    return model;
}

void measure(const char* name, const spec::ModelSpec& model, bool open) {
    widgets::GraphView view;
    view.resize(1000, 700);
    view.show();
    const auto start = Clock::now();
    ComposerDocument document;
    document.open(model);
    if (open) {
        document.collapse({});
    }
    const double opened = since(start);
    view.setPicture(makePicture(document));
    view.zoomToFit();
    view.grab();
    const double shown = since(start);
    std::vector<double> frames;
    for (const double zoom : {0.15, 0.5, 1.0}) {
        view.setTransform(QTransform::fromScale(zoom, zoom));
        for (int i = 0; i < 60; ++i) {
            const auto before = Clock::now();
            view.verticalScrollBar()->setValue(view.verticalScrollBar()->value() + 17);
            view.horizontalScrollBar()->setValue(view.horizontalScrollBar()->value() + 5);
            view.viewport()->grab();  // a repaint is skipped where nothing is on screen
            frames.push_back(since(before));
        }
    }
    std::sort(frames.begin(), frames.end());
    const auto edited = Clock::now();
    document.setInput(1, 65);
    view.setPicture(makePicture(document));
    const double edit = since(edited);
    std::printf(
        "%-24s %5zu layers %5lld things  open %6.1f ms  shown %6.1f ms  edit %6.1f ms  "
        "frame median %5.2f ms  worst %5.2f ms\n",
        name, model.nodes.size(), static_cast<long long>(view.picture().nodes.size()), opened,
        shown, edit, frames[frames.size() / 2], frames.back());
}

}  // namespace
}  // namespace minarai::studio

int main(int argc, char** argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    QApplication app(argc, argv);
    const minarai::widgets::Theme theme(app);
    using minarai::studio::measure;
    const auto resnet = minarai::zoo::build("resnet152");
    if (!resnet) {
        return 1;
    }
    measure("resnet152", *resnet, false);
    measure("resnet152, all open", *resnet, true);
    const auto dense = minarai::studio::dense();
    measure("dense201", dense, false);
    measure("dense201, all open", dense, true);
    return 0;
}
