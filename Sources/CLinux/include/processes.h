#pragma once
// Processes and namespaces: calls that are variadic or missing in the Glibc module.
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <linux/magic.h>
#include <linux/memfd.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <spawn.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

enum {
    CLINUX_CLONE_NEWNET = CLONE_NEWNET,
    CLINUX_CLONE_NEWIPC = CLONE_NEWIPC,
    CLINUX_CLONE_NEWUTS = CLONE_NEWUTS,
};

static inline int clinux_pidfd_open(int pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

static inline int clinux_pidfd_send_signal(int pidfd, int signal) {
    return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0);
}

static inline int clinux_memory_file(void) {
    return (int)syscall(SYS_memfd_create, "swiftlet", MFD_CLOEXEC);
}

static inline int clinux_unshare(int flags) { return (int)syscall(SYS_unshare, flags); }

static inline int clinux_set_host_name(const char *name) {
    return (int)syscall(SYS_sethostname, name, strlen(name));
}

// Brings up the loopback interface of the calling thread's network namespace.
static inline int clinux_bring_loopback_up(void) {
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
    int result = ioctl(fd, SIOCSIFFLAGS, &request);
    int code = errno;
    close(fd);
    errno = code;
    return result;
}

// Whether a namespace is mounted on the file.
static inline int clinux_is_namespace(const char *path) {
    struct statfs status;
    return statfs(path, &status) == 0 && status.f_type == NSFS_MAGIC;
}

// Under a feature macro that neither this target nor the Glibc module is built with.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

static inline int clinux_spawn_close_from(posix_spawn_file_actions_t *actions, int from) {
    return posix_spawn_file_actions_addclosefrom_np(actions, from);
}
