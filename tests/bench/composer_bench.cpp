// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How long the composer takes to open large models, and a frame of its canvas while it is panned.
//
//   composer_bench
//
// Ends with 1 where a model is on screen later than after 200 ms, or the median frame takes longer
// than 16 ms.
#include <QApplication>
#include <QScrollBar>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <utility>
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

constexpr double kMostOpeningMs = 200;
constexpr double kMostFrameMs = 16;  // of 60 a second

/// The architecture with the most layers.
spec::ModelSpec largest() {
    spec::ModelSpec found;
    for (const zoo::Architecture& about : zoo::architectures()) {
        spec::ModelSpec model = zoo::build(about.name).value();
        if (model.nodes.size() > found.nodes.size()) {
            found = std::move(model);
        }
    }
    return found;
}

/// Whether it is quick enough.
bool measure(const spec::ModelSpec& model, bool open) {
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
    const double median = frames[frames.size() / 2];
    const bool isQuick = shown <= kMostOpeningMs && median <= kMostFrameMs;
    std::printf(
        "%-24s %5zu layers %5lld things  open %6.1f ms  shown %6.1f ms  edit %6.1f ms  "
        "frame median %5.2f ms  worst %5.2f ms%s\n",
        (model.name + (open ? ", all open" : "")).c_str(), model.nodes.size(),
        static_cast<long long>(view.picture().nodes.size()), opened, shown, edit, median,
        frames.back(), isQuick ? "" : "  TOO SLOW");
    return isQuick;
}

}  // namespace
}  // namespace minarai::studio

int main(int argc, char** argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    QApplication app(argc, argv);
    const minarai::widgets::Theme theme(app);
    bool isQuick = true;
    for (const auto& model :
         {minarai::zoo::build("resnet152").value(), minarai::studio::largest()}) {
        for (const bool open : {false, true}) {
            isQuick = minarai::studio::measure(model, open) && isQuick;
        }
    }
    return isQuick ? 0 : 1;
}
