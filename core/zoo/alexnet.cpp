// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// AlexNet: torchvision's (torchvision/models/alexnet.py) and the one of the 2012 paper.
#include "zoo/families.h"

namespace minarai::zoo {

namespace {

std::string alexnet(GraphWriter& g, std::int64_t classes) {
    auto x = g.conv("features.0", "input", {.out = 64, .kernel = 11, .stride = 4, .padding = 2});
    x = g.relu("features.1", x);
    x = g.maxPool("features.2", x, 3, 2);
    x = g.conv("features.3", x, {.out = 192, .kernel = 5, .padding = 2});
    x = g.relu("features.4", x);
    x = g.maxPool("features.5", x, 3, 2);
    x = g.conv("features.6", x, {.out = 384, .padding = 1});
    x = g.relu("features.7", x);
    x = g.conv("features.8", x, {.out = 256, .padding = 1});
    x = g.relu("features.9", x);
    x = g.conv("features.10", x, {.out = 256, .padding = 1});
    x = g.relu("features.11", x);
    x = g.maxPool("features.12", x, 3, 2);
    x = g.adaptiveAvgPool("avgpool", x, 6);
    x = g.flatten("flatten", x);
    x = g.dropout("classifier.0", x, 0.5);
    x = g.linear("classifier.1", x, 4096);
    x = g.relu("classifier.2", x);
    x = g.dropout("classifier.3", x, 0.5);
    x = g.linear("classifier.4", x, 4096);
    x = g.relu("classifier.5", x);
    return g.linear("classifier.6", x, classes);
}

/// 96 filters first, the two halves of the paper's network as one and without its local response
/// normalisation.
std::string alexnetOriginal(GraphWriter& g, std::int64_t classes) {
    auto x = g.conv("features.0", "input", {.out = 96, .kernel = 11, .stride = 4, .padding = 2});
    x = g.relu("features.1", x);
    x = g.maxPool("features.2", x, 3, 2);
    x = g.conv("features.3", x, {.out = 256, .kernel = 5, .padding = 2});
    x = g.relu("features.4", x);
    x = g.maxPool("features.5", x, 3, 2);
    x = g.conv("features.6", x, {.out = 384, .padding = 1});
    x = g.relu("features.7", x);
    x = g.conv("features.8", x, {.out = 384, .padding = 1});
    x = g.relu("features.9", x);
    x = g.conv("features.10", x, {.out = 256, .padding = 1});
    x = g.relu("features.11", x);
    x = g.maxPool("features.12", x, 3, 2);
    x = g.flatten("flatten", x);
    x = g.linear("classifier.0", x, 4096);
    x = g.relu("classifier.1", x);
    x = g.dropout("classifier.2", x, 0.5);
    x = g.linear("classifier.3", x, 4096);
    x = g.relu("classifier.4", x);
    x = g.dropout("classifier.5", x, 0.5);
    return g.linear("classifier.6", x, classes);
}

}  // namespace

std::vector<Entry> alexnetEntries() {
    return {
        {{"alexnet", "AlexNet", "Krizhevsky 2014",
          MN_TEXT("Zoo",
                  "Five convolutions and three large linear layers, in the slimmer form of "
                  "2014.")},
         alexnet},
        {{"alexnet_original", "AlexNet", "Krizhevsky et al. 2012",
          MN_TEXT("Zoo",
                  "The network that began the deep learning of images, with its 96 first "
                  "filters.")},
         alexnetOriginal},
    };
}

}  // namespace minarai::zoo
