// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Small networks to learn with, named as torch.nn.Sequential names them.
#include "zoo/families.h"

namespace minarai::zoo {

namespace {

/// LeNet-5 with ReLU and average pooling, without padding: 16×4×4 values reach the classifier.
std::string lenet5(GraphWriter& g, std::int64_t classes) {
    auto x = g.conv("features.0", "input", {.out = 6, .kernel = 5});
    x = g.relu("features.1", x);
    x = g.avgPool("features.2", x, 2);
    x = g.conv("features.3", x, {.out = 16, .kernel = 5});
    x = g.relu("features.4", x);
    x = g.avgPool("features.5", x, 2);
    x = g.flatten("flatten", x);
    x = g.linear("classifier.0", x, 120);
    x = g.relu("classifier.1", x);
    x = g.linear("classifier.2", x, 84);
    x = g.relu("classifier.3", x);
    return g.linear("classifier.4", x, classes);
}

std::string liteCnn(GraphWriter& g, std::int64_t classes) {
    std::string x = "input";
    int layer = 0;
    const auto id = [&layer] { return "features." + std::to_string(layer++); };
    for (const std::int64_t channels : {32, 64, 128}) {
        x = g.conv(id(), x, {.out = channels, .kernel = 5});
        x = g.relu(id(), x);
        x = g.maxPool(id(), x, 2, 2);
    }
    x = g.flatten("flatten", x);
    x = g.linear("classifier.0", x, 2048);
    x = g.relu("classifier.1", x);
    x = g.dropout("classifier.2", x, 0.5);
    return g.linear("classifier.3", x, classes);
}

std::string faceCnn(GraphWriter& g, std::int64_t classes) {
    std::string x = "input";
    int layer = 0;
    const auto id = [&layer] { return "features." + std::to_string(layer++); };
    for (const std::int64_t channels : {32, 64}) {
        x = g.conv(id(), x, {.out = channels, .padding = 1});
        x = g.relu(id(), x);
        x = g.maxPool(id(), x, 2, 2);
    }
    x = g.flatten("flatten", x);
    x = g.linear("classifier.0", x, 128);
    x = g.relu("classifier.1", x);
    x = g.dropout("classifier.2", x, 0.5);
    return g.linear("classifier.3", x, classes);
}

}  // namespace

std::vector<Entry> teachingEntries() {
    return {
        {{"lenet5", "LeNet", "LeCun et al. 1998",
          MN_TEXT("Zoo",
                  "The first convolutional network in wide use, made for handwritten "
                  "digits."),
          1, 28, 10},
         lenet5},
        {{"lite_cnn", "LiteCNN", "",
          MN_TEXT("Zoo", "Three convolutions and two linear layers for small pictures."), 3, 64,
          10},
         liteCnn},
        {{"face_cnn", "FaceCNN", "",
          MN_TEXT("Zoo", "Two convolutions and two linear layers for small pictures of faces."), 3,
          64, 10},
         faceCnn},
    };
}

}  // namespace minarai::zoo
