#pragma once
// Calls about whole file systems and a thread's view of them.
#include <stdint.h>
#include <sys/ioctl.h>
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

/// Has the kernel begin to write what is cached of a file, and waits for nothing.
static inline void clinux_start_writing(int file) {
    (void)syscall(SYS_sync_file_range, file, 0L, 0L, 2 /* SYNC_FILE_RANGE_WRITE */);
}

/// Makes a file share the blocks of another (FICLONE).
static inline int clinux_clone_file(int target, int source) {
    return ioctl(target, 0x40049409, source);
}

/// copy_file_range(2) from where both files are.
static inline long clinux_copy_range(int source, int target, unsigned long count) {
    return syscall(SYS_copy_file_range, source, 0, target, 0, count, 0);
}
