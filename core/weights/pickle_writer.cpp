// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/pickle_writer.h"

#include <string_view>

namespace minarai::weights {

namespace {

class Writer {
  public:
    void raw(std::string_view bytes) { m_out += bytes; }

    void global(std::string_view module, std::string_view name) {
        m_out += 'c';
        m_out += module;
        m_out += '\n';
        m_out += name;
        m_out += '\n';
    }

    void text(std::string_view text) {
        m_out += 'X';
        little(text.size(), 4);
        m_out += text;
    }

    void integer(std::int64_t value) {
        if (value >= 0 && value <= 0x7fffffff) {
            m_out += 'J';
            little(static_cast<std::uint64_t>(value), 4);
        } else {
            m_out += "\x8a\x08";
            little(static_cast<std::uint64_t>(value), 8);
        }
    }

    void tuple(const std::vector<std::int64_t>& values) {
        m_out += '(';
        for (const std::int64_t value : values) {
            integer(value);
        }
        m_out += 't';
    }

    void emptyOrderedDict() {
        global("collections", "OrderedDict");
        m_out += ")R";
    }

    /// Python's state dicts say the version of each module's layout in an attribute. torchvision's
    /// MNASNet does not load without its own, which is 2; no other model asks.
    void modelVersion(std::int64_t version) {
        m_out += '}';
        text("_metadata");
        emptyOrderedDict();
        text("");
        m_out += '}';
        text("version");
        integer(version);
        m_out += "sssb";
    }

    std::string take() { return std::move(m_out); }

  private:
    void little(std::uint64_t value, std::size_t bytes) {
        for (std::size_t i = 0; i < bytes; ++i) {
            m_out += static_cast<char>(value >> (8 * i));
        }
    }

    std::string m_out;
};

std::vector<std::int64_t> contiguousStrides(const std::vector<std::int64_t>& sizes) {
    std::vector<std::int64_t> strides(sizes.size());
    std::int64_t step = 1;
    for (std::size_t i = sizes.size(); i-- > 0;) {
        strides[i] = step;
        step *= sizes[i] > 0 ? sizes[i] : 1;
    }
    return strides;
}

}  // namespace

std::string pickleStateDict(const std::vector<PickledTensor>& tensors) {
    Writer out;
    out.raw("\x80\x02");
    out.emptyOrderedDict();
    out.raw("(");
    for (const PickledTensor& tensor : tensors) {
        std::int64_t count = 1;
        for (const std::int64_t size : tensor.sizes) {
            count *= size;
        }
        out.text(tensor.name);
        out.global("torch._utils", "_rebuild_tensor_v2");
        out.raw("((");
        out.text("storage");
        out.global("torch", nameOf(tensor.type).storage);
        out.text(tensor.storageKey);
        out.text("cpu");
        out.integer(count);
        out.raw("tQ");
        out.integer(0);
        out.tuple(tensor.sizes);
        out.tuple(contiguousStrides(tensor.sizes));
        out.raw("\x89");
        out.emptyOrderedDict();
        out.raw("tR");
    }
    out.raw("u");
    out.modelVersion(2);
    out.raw(".");
    return out.take();
}

}  // namespace minarai::weights
