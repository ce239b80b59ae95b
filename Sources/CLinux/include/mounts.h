#pragma once
// Constants of mount(2) and umount2(2), which the Glibc module does not export as integers.
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
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

// A copy of the mount at `path` and all below it, which is mounted nowhere yet (open_tree(2)).
static inline int clinux_copy_mount(const char *path) {
    return (int)syscall(
        428 /* SYS_open_tree */, AT_FDCWD, path,
        1 /* OPEN_TREE_CLONE */ | 0x8000 /* AT_RECURSIVE */ | O_CLOEXEC);
}

// Shows the owners of a copied mount, not of those below it, as a user namespace has them
// (mount_setattr(2), Linux 5.12).
static inline int clinux_map_mount(int mount, int user_namespace) {
    struct {
        uint64_t attr_set, attr_clr, propagation, userns_fd;
    } attributes = {0x00100000 /* MOUNT_ATTR_IDMAP */, 0, 0, (uint64_t)user_namespace};
    return (int)syscall(
        442 /* SYS_mount_setattr */, mount, "", 0x1000 /* AT_EMPTY_PATH */, &attributes,
        sizeof attributes);
}

// Mounts a copied mount (move_mount(2)).
static inline int clinux_attach_mount(int mount, const char *path) {
    return (int)syscall(
        429 /* SYS_move_mount */, mount, "", AT_FDCWD, path, 4 /* MOVE_MOUNT_F_EMPTY_PATH */);
}
