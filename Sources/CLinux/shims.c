#define _GNU_SOURCE
#include "exec.h"
#include "processes.h"
#include "syscalls.h"
#include "text.h"
#include <string.h>

const void *clinux_find(const void *whole, size_t wholeSize, const void *part, size_t partSize) {
    return memmem(whole, wholeSize, part, partSize);
}
