#pragma once
// What glibc offers for texts beyond POSIX.
#include <stddef.h>

/// The first place of `part` in `whole`; null where there is none (memmem).
const void *clinux_find(const void *whole, size_t wholeSize, const void *part, size_t partSize);
