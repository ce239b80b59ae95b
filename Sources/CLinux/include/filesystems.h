#pragma once
// Calls about whole file systems and a thread's view of them.
#include <stdint.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/// Gives the calling thread a working directory of its own (CLONE_FS).
static inline int clinux_unshare_working_directory(void) {
    return (int)syscall(SYS_unshare, 0x00000200);
}

/// Gives the calling thread a mount namespace of its own (CLONE_NEWNS); it ends with the thread.
static inline int clinux_unshare_mounts(void) {
    return (int)syscall(SYS_unshare, 0x00020000);
}

/// Writes what is cached of the file system of `file` to its disk.
static inline int clinux_syncfs(int file) { return (int)syscall(SYS_syncfs, file); }

static inline uint64_t clinux_device(uint32_t major, uint32_t minor) {
    return makedev(major, minor);
}
