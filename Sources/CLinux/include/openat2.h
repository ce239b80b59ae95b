#pragma once
// openat2(2), which glibc does not wrap, and what goes with it.
#include <linux/openat2.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

/// O_PATH, which fcntl.h hides without _GNU_SOURCE; the same on all architectures we run on.
static const int CLINUX_O_PATH = 010000000;

/// Opens `path` with `directory` as its root: neither `..`, an absolute path nor a symbolic link
/// leads out of it, and links of /proc are not followed.
static inline int clinux_open_in_root(int directory, const char *path, int flags, uint32_t mode) {
    struct open_how how = {
        .flags = (uint64_t)(uint32_t)flags,
        .mode = mode,
        .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
    };
    return (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
}
