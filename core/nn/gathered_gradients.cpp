// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions in steps while a network learns.
#include <algorithm>
#include <vector>

#include "nn/conv_backward_torch.h"
#include "nn/conv_tools_torch.h"
#include "nn/gathered_conv_torch.h"
#include "nn/winograd_torch.h"
#include "weights/compat_torch.h"

namespace minarai::nn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

/// Below, ordering the weights takes more time than is gained.
constexpr std::int64_t kFewestAnswers = 256;
/// Answers of which a thread has values and gradients at once.
constexpr std::int64_t kRowsOfSums = 64;
/// Of these values: they should stay in its cache. Where they would not, each row of the kernel is
/// a task of its own.
constexpr std::int64_t kBytesOfRows = std::int64_t{160} << 10;
/// Parts of the answers whose sums are taken each by itself, whatever the number of threads.
constexpr std::int64_t kMostParts = 8;
constexpr std::int64_t kValuesOfSums = std::int64_t{4} << 20;
/// Tasks to share among the threads, at least: where parts and rows are fewer, panels are shared.
constexpr std::int64_t kFewestTasks = 16;

/// Of a picture's rows (or columns) those whose values meet the same weights: every `stride`th.
struct Phase {
    std::int64_t first = 0;
    std::int64_t count = 0;
    std::int64_t padding = 0;           ///< of the gradients that they come from
    std::vector<std::int64_t> weights;  ///< rows of the kernel, in the order of these gradients

    [[nodiscard]] std::int64_t taps() const { return static_cast<std::int64_t>(weights.size()); }
};

Phase phaseOf(std::int64_t phase, std::int64_t size, std::int64_t kernel, std::int64_t stride,
              std::int64_t padding) {
    // Row r meets row k of the kernel in answer (r + padding - k) / stride, if that is whole.
    Phase some;
    some.first = ((phase - padding) % stride + stride) % stride;
    some.count = some.first < size ? (size - 1 - some.first) / stride + 1 : 0;
    for (std::int64_t k = phase; k < kernel; k += stride) {
        some.weights.insert(some.weights.begin(), k);
    }
    some.padding = some.taps() - 1 - (some.first + padding - phase) / stride;
    return some;
}

/// The weights of a phase, as multiplyGathered() has its panels: there ins are what comes out.
void orderWeights(const at::Tensor& weight, const Phase& down, const Phase& across, float* to) {
    const std::int64_t outs = weight.size(0);
    const std::int64_t panel = productKernels()->panel;
    const auto* const from = weight.data_ptr<float>();
    for (std::int64_t in = 0; in < weight.size(1); in += panel) {
        for (const std::int64_t row : down.weights) {
            for (const std::int64_t column : across.weights) {
                const float* const some =
                    from + row * weight.stride(2) + column * weight.stride(3) + in;
                for (std::int64_t out = 0; out < outs; ++out, to += panel) {
                    std::copy_n(some + out * weight.stride(0), panel, to);
                }
            }
        }
    }
}

/// To `ofX`, the gradient of the input, from that of the answers: for each phase it is a
/// convolution in steps of 1. `rooms` is of all threads.
void convolvePhase(const Gathering& gathering, const at::Tensor& ofY, const float* panels,
                   const Phase& down, const Phase& across, std::array<std::int64_t, 2> stride,
                   const at::Tensor& rooms, const at::Tensor& ofX) {
    const std::int64_t ins = ofX.size(1);
    const std::int64_t count = ofX.size(0) * down.count * across.count;
    const std::int64_t rows = rowsAtOnce(gathering.terms());
    const std::int64_t room = roomOfRows(rows, gathering.terms());
    const std::int64_t panel = productKernels()->panel;
    const auto* const ofYData = ofY.data_ptr<float>();
    auto* const roomData = rooms.data_ptr<float>();
    auto* const ofXData = ofX.data_ptr<float>();
    inParallel(parts(count, rows), [&](std::int64_t block, std::int64_t thread) {
        const std::int64_t first = block * rows;
        const std::int64_t last = std::min(first + rows, count);
        const auto write = [&](const float* sums, std::int64_t in) {
            for (std::int64_t number = first; number < last;) {
                // What is left of a line.
                const std::int64_t line = number / across.count;
                const std::int64_t column = number % across.count;
                const std::int64_t some = std::min(across.count - column, last - number);
                const std::int64_t row =
                    line / down.count * ofX.size(2) + down.first + line % down.count * stride[0];
                const std::int64_t place = row * ofX.size(3) + across.first + column * stride[1];
                productKernels()->finish(sums + (number - first) * panel, some, stride[1] * ins, {},
                                         ofXData + place * ins + in);
                number += some;
            }
        };
        multiplyGathered(gathering, ofYData, panels, ins, first, last, roomData + thread * room,
                         write);
    });
}

std::vector<std::int64_t> numbersOf(const ConvGeometry& geometry) {
    return {geometry.stride[0], geometry.stride[1], geometry.padding[0], geometry.padding[1]};
}

ConvGeometry geometryOf(const std::vector<std::int64_t>& numbers) {
    ConvGeometry geometry;
    geometry.stride = {numbers[0], numbers[1]};
    geometry.padding = {numbers[2], numbers[3]};
    return geometry;
}

at::Tensor inputGradient(const at::Tensor& ofY, const at::Tensor& weight, at::IntArrayRef sizes,
                         const std::vector<std::int64_t>& numbers) {
    const ConvGeometry geometry = geometryOf(numbers);
    struct Part {
        Phase down;
        Phase across;
        Gathering gathering;
    };
    std::vector<Part> phases;
    std::int64_t room = 0;
    for (std::int64_t i = 0; i < geometry.stride[0]; ++i) {
        for (std::int64_t j = 0; j < geometry.stride[1]; ++j) {
            Part part;
            part.down =
                phaseOf(i, sizes[2], weight.size(2), geometry.stride[0], geometry.padding[0]);
            part.across =
                phaseOf(j, sizes[3], weight.size(3), geometry.stride[1], geometry.padding[1]);
            part.gathering = {ofY.size(2),
                              ofY.size(3),
                              ofY.size(1),
                              part.down.count,
                              part.across.count,
                              {part.down.taps(), part.across.taps()},
                              {1, 1},
                              {part.down.padding, part.across.padding}};
            const std::int64_t terms = part.gathering.terms();
            room = std::max(room, roomOfRows(rowsAtOnce(terms), terms));
            phases.push_back(std::move(part));
        }
    }
    // Each weight belongs to one phase.
    const at::Tensor panels = emptyValues(weight.numel());
    std::vector<float*> panelsOfPhases{panels.data_ptr<float>()};
    for (const Part& part : phases) {
        panelsOfPhases.push_back(panelsOfPhases.back() + part.gathering.terms() * sizes[1]);
    }
    const at::Tensor sorted = ordered(weight);
    inParallel(static_cast<std::int64_t>(phases.size()), [&](std::int64_t number, std::int64_t) {
        const auto phase = static_cast<std::size_t>(number);
        orderWeights(sorted, phases[phase].down, phases[phase].across, panelsOfPhases[phase]);
    });
    at::Tensor ofX = emptyImages(sizes);
    const at::Tensor rooms = emptyValues(at::get_num_threads() * room);
    for (std::size_t phase = 0; phase < phases.size(); ++phase) {
        const Part& part = phases[phase];
        convolvePhase(part.gathering, ofY, panelsOfPhases[phase], part.down, part.across,
                      geometry.stride, rooms, ofX);
    }
    return ofX;
}

/// Some channels of the answers: of whole panels.
struct Outs {
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::int64_t all = 0;
};

/// Sums over some answers, to sums[panel of outs][term][out of the panel], for some rows of the
/// kernel.
void addSums(const Gathering& gathering, const float* x, const float* ofY, const Outs& outs,
             const GatheredPart& part, float* room, float* sums) {
    const ProductKernels& kernels = *productKernels();
    const std::int64_t panel = kernels.panel;
    const std::int64_t terms = (part.lastRow - part.firstRow) * gathering.rowTerms();
    // No power of two, in which lines would take one another's place in the cache.
    const std::int64_t step = terms + kLine;
    float* const values = room;
    float* const gradients = room + kRowsOfSums * step;
    const auto sumsOf = [&](std::int64_t out) {
        return sums + out * gathering.terms() + part.firstRow * gathering.rowTerms() * panel;
    };
    for (std::int64_t out = outs.first; out < outs.last; out += panel) {
        std::fill_n(sumsOf(out), terms * panel, 0.0F);
    }
    for (std::int64_t first = part.first; first < part.last; first += kRowsOfSums) {
        const std::int64_t last = std::min(first + kRowsOfSums, part.last);
        gather(gathering, x, {first, last, part.firstRow, part.lastRow}, step, values);
        for (std::int64_t out = outs.first; out < outs.last; out += panel) {
            for (std::int64_t number = first; number < last; ++number) {
                std::copy_n(ofY + number * outs.all + out, panel,
                            gradients + (number - first) * panel);
            }
            kernels.addTransposed(
                values, step, terms, gradients, last - first,
                sums + out * gathering.terms() + part.firstRow * gathering.rowTerms() * panel);
        }
    }
}

at::Tensor weightGradient(const at::Tensor& x, const at::Tensor& ofY, at::IntArrayRef sizes,
                          const std::vector<std::int64_t>& numbers) {
    const Gathering gathering = gatheringOf(x.sizes(), {sizes[2], sizes[3]}, geometryOf(numbers));
    const std::int64_t panel = productKernels()->panel;
    const std::int64_t panels = sizes[0] / panel;
    const std::int64_t answers = ofY.numel() / sizes[0];
    const std::int64_t values = sizes[0] * gathering.terms();
    const std::int64_t count = std::clamp<std::int64_t>(kValuesOfSums / values, 1, kMostParts);
    const std::int64_t bytesOfRow =
        gathering.rowTerms() * kRowsOfSums * static_cast<std::int64_t>(sizeof(float));
    const std::int64_t rows =
        std::clamp<std::int64_t>(kBytesOfRows / bytesOfRow, 1, gathering.kernel[0]);
    const std::int64_t groups = parts(gathering.kernel[0], rows);
    const std::int64_t shares = std::min(panels, parts(kFewestTasks, count * groups));
    const std::int64_t room = kRowsOfSums * (rows * gathering.rowTerms() + kLine + panel);
    const at::Tensor rooms = emptyValues(at::get_num_threads() * room);
    const at::Tensor sums = emptyValues(count * values);
    auto* const roomData = rooms.data_ptr<float>();
    auto* const sumData = sums.data_ptr<float>();
    const auto* const xData = x.data_ptr<float>();
    const auto* const ofYData = ofY.data_ptr<float>();
    inParallel(count * groups * shares, [&](std::int64_t number, std::int64_t thread) {
        const std::int64_t share = number % shares;
        const std::int64_t row = number / shares % groups * rows;
        const std::int64_t part = number / shares / groups;
        addSums(gathering, xData, ofYData,
                {share * panels / shares * panel, (share + 1) * panels / shares * panel, sizes[0]},
                {part * answers / count, (part + 1) * answers / count, row,
                 std::min(row + rows, gathering.kernel[0])},
                roomData + thread * room, sumData + part * values);
    });
    at::Tensor ofWeight = emptyImages(sizes);
    auto* const ofWeightData = ofWeight.data_ptr<float>();
    const std::int64_t terms = gathering.terms();
    inParallel(panels, [&](std::int64_t number, std::int64_t) {
        // All parts' sums of a term lie `values` apart; those of an out are a row of the answer.
        const float* from = sumData + number * panel * terms;
        float* const to = ofWeightData + number * panel * terms;
        for (std::int64_t term = 0; term < terms; ++term, from += panel) {
            for (std::int64_t out = 0; out < panel; ++out) {
                float sum = from[out];
                for (std::int64_t part = 1; part < count; ++part) {
                    sum += from[part * values + out];
                }
                to[out * terms + term] = sum;
            }
        }
    });
    return ofWeight;
}

struct GatheredFunction : public torch::autograd::Function<GatheredFunction> {
    // The tensors that autograd follows come first; what backward returns is in their order.
    static Variable forward(AutogradContext* context, const Variable& x, const Variable& weight,
                            const c10::optional<at::Tensor>& bias,
                            const std::vector<std::int64_t>& numbers) {
        const at::Tensor input = ordered(x);
        const at::Tensor added =
            bias.has_value() ? *bias : at::zeros({weight.size(0)}, weight.options());
        keepForBackward(context, input, weight, bias.has_value(), numbers);
        const ConvGeometry geometry = geometryOf(numbers);
        const auto conv = suitsWinogradSteps(input, weight, geometry)
                              ? makeWinogradStepConv(weight, added, geometry, "")
                              : makeGatheredConv(weight, added, geometry, "");
        return conv->run(input, {}, false);
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        return convBackward(context, gradients, inputGradient, weightGradient);
    }
};

}  // namespace

bool suitsGathering(const at::Tensor& x, const at::Tensor& weight, const ConvGeometry& geometry) {
    if (!maySuitGathering(weight, geometry) || !isUsual(x) || x.size(1) != weight.size(1) ||
        compat::isCpuAutocast()) {
        return false;
    }
    for (const std::size_t way : {std::size_t{0}, std::size_t{1}}) {
        const std::int64_t kernel = weight.size(2 + static_cast<std::int64_t>(way));
        if (geometry.dilation[way] != 1 || kernel < geometry.stride[way] ||
            x.size(2 + static_cast<std::int64_t>(way)) + 2 * geometry.padding[way] < kernel) {
            return false;
        }
    }
    const Gathering gathering = gatheringOf(x.sizes(), {weight.size(2), weight.size(3)}, geometry);
    return (!x.requires_grad() || x.size(1) % productKernels()->panel == 0) &&
           x.size(0) * gathering.outHeight * gathering.outWidth >= kFewestAnswers;
}

at::Tensor gatheredConv2d(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                          const ConvGeometry& geometry) {
    const auto added = bias.defined() ? c10::optional<at::Tensor>(bias) : c10::nullopt;
    return GatheredFunction::apply(x, weight, added, numbersOf(geometry));
}

}  // namespace minarai::nn
