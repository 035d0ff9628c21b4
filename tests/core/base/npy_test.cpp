// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/npy.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "oracle/torch_oracle.h"
#include "support/promised.h"

namespace minarai {
namespace {

using oracle::spill;

std::string header(const std::string& text) {
    std::string file("\x93NUMPY\x01\x00", 8);
    file += static_cast<char>(text.size() & 0xff);
    file += static_cast<char>(text.size() >> 8);
    return file + text;
}

TEST(Npy, ReadsWhatItWrites) {
    const oracle::TempFolder folder;
    for (const NpyArray& array : {NpyArray{{2, 3}, {1, 2, 3, 4, 5, -6.5F}}, NpyArray{{}, {7}},
                                  NpyArray{{4}, {1, 2, 3, 4}}, NpyArray{{0, 3}, {}}}) {
        ASSERT_TRUE(writeNpy(folder / "x.npy", array));
        EXPECT_EQ(readNpy(folder / "x.npy").value(), array);
    }
    EXPECT_EQ(writeNpy(folder / "x.npy", {{2}, {1}}).error().code, ErrorCode::Internal);
}

TEST(Npy, ExchangesWithNumpy) {
    if (std::system("/usr/bin/python3 -c 'import numpy' >/dev/null 2>&1") != 0) {
        MINARAI_SKIP_WITHOUT("python3-numpy");
    }
    const oracle::TempFolder folder;
    const NpyArray array{{2, 1, 3}, {0, 1, 2, 253, 254, 255}};
    ASSERT_TRUE(writeNpy(folder / "ours.npy", array));
    const std::string script =
        "import numpy as np, os; os.chdir('" + folder.path().string() +
        "'); x = np.load('ours.npy'); assert x.dtype == np.float32 and x.shape == (2, 1, 3); "
        "[np.save(t + '.npy', x.astype(t)) for t in ('float32','float64','int64','int32','uint8',"
        "'float16')]; np.save('fortran.npy', np.asfortranarray(x)); "
        "np.lib.format.write_array(open('v2.npy', 'wb'), x, version=(2, 0))";
    ASSERT_EQ(std::system(("/usr/bin/python3 -c \"" + script + "\"").c_str()), 0);
    for (const char* type : {"float32", "float64", "int64", "int32", "uint8", "v2"}) {
        const auto read = readNpy(folder / (std::string(type) + ".npy"));
        ASSERT_TRUE(read) << type << ": " << read.error().message();
        EXPECT_EQ(*read, array) << type;
    }
    for (const char* type : {"float16", "fortran"}) {
        const auto read = readNpy(folder / (std::string(type) + ".npy"));
        ASSERT_FALSE(read) << type;
        EXPECT_EQ(read.error().code, ErrorCode::FileFormat);
    }
}

TEST(Npy, RefusesDamagedFiles) {
    const oracle::TempFolder folder;
    const std::string eight(8, '\0');
    for (const std::string& file :
         {std::string(), std::string("\x93NUMPY"), std::string("hello, hello, hello"),
          header("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }") + eight,
          header("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }") + eight,
          header("{'descr': '<f4', 'fortran_order': False, 'shape': (2") + eight,
          header("{'descr': '<f4', 'fortran_order': False, 'shape': 2, }") + eight,
          header("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }") +
              eight,
          header("{'descr': '<f4', 'fortran_order': False, "
                 "'shape': (4611686018427387904, 4611686018427387904), }") +
              eight,
          header("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }") + eight,
          header("{'descr': '<f4"), header("{}") + eight,
          std::string("\x93NUMPY\x02\x00\xff\xff\xff\xff", 12)}) {
        spill(folder / "bad.npy", file);
        const auto read = readNpy(folder / "bad.npy");
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().code, ErrorCode::FileFormat);
    }
    EXPECT_EQ(readNpy(folder / "none.npy").error().code, ErrorCode::FileMissing);
}

}  // namespace
}  // namespace minarai
