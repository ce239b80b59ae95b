#pragma once
// Constants of mount(2) and umount2(2), which the Glibc module does not export as integers.
#include <errno.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    CLINUX_MS_RDONLY = MS_RDONLY,
    CLINUX_MS_NOSUID = MS_NOSUID,
    CLINUX_MS_NODEV = MS_NODEV,
    CLINUX_MS_NOEXEC = MS_NOEXEC,
    CLINUX_MS_REMOUNT = MS_REMOUNT,
    CLINUX_MS_BIND = MS_BIND,
    CLINUX_MS_REC = MS_REC,
    CLINUX_MS_PRIVATE = MS_PRIVATE,
    CLINUX_MS_SLAVE = MS_SLAVE,
    CLINUX_MS_SHARED = MS_SHARED,
};
// Whether the kernel has mount_setattr(2), which changes whole trees of mounts (Linux 5.12).
static inline int clinux_can_set_mount_attributes(void) {
    return syscall(442 /* SYS_mount_setattr */, -1, 0, 0, 0, 0) != 0 && errno != ENOSYS;
}

static const int CLINUX_MNT_DETACH = MNT_DETACH;
