// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/base64.h"

#include <gtest/gtest.h>

namespace minarai {
namespace {

std::string encoded(std::string_view text) {
    return toBase64(std::span<const std::uint8_t>(
        reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

std::string decoded(std::string_view text) {
    const auto bytes = fromBase64(text);
    return bytes ? std::string(bytes->begin(), bytes->end()) : "refused";
}

TEST(Base64, TheVectorsOfRfc4648) {
    const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                           {"f", "Zg=="},
                                                           {"fo", "Zm8="},
                                                           {"foo", "Zm9v"},
                                                           {"foob", "Zm9vYg=="},
                                                           {"fooba", "Zm9vYmE="},
                                                           {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, text] : vectors) {
        EXPECT_EQ(encoded(plain), text);
        EXPECT_EQ(decoded(text), plain);
    }
}

TEST(Base64, RefusesWhatIsNone) {
    for (const char* text : {"Z", "Zg=", "Zg", "Z===", "Zm9v!m8=", "Zg==Zg==", "=Zg=", "Zm\n9v"}) {
        EXPECT_EQ(decoded(text), "refused") << text;
    }
}

TEST(Base64, NumbersAreLittleEndian) {
    const std::vector<std::uint16_t> numbers{0, 1, 256, 65535};
    const std::string text = toBase64(std::span<const std::uint16_t>(numbers));
    EXPECT_EQ(text, "AAABAAAB//8=");  // base64.b64encode(struct.pack('<4H', 0, 1, 256, 65535))
    EXPECT_EQ(numbersFromBase64(text), numbers);
    EXPECT_FALSE(numbersFromBase64("Zm9v"));  // three bytes
}

}  // namespace
}  // namespace minarai
