#pragma once
// Constants of mount(2) and umount2(2), which the Glibc module does not export as integers.
#include <sys/mount.h>

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
static const int CLINUX_MNT_DETACH = MNT_DETACH;
