#pragma once
// Processes and namespaces: calls that are variadic or missing in the Glibc module.
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <linux/magic.h>
#include <linux/memfd.h>
#include <linux/sockios.h>
#include <malloc.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

enum {
    CLINUX_CLONE_NEWNET = CLONE_NEWNET,
    CLINUX_CLONE_NEWIPC = CLONE_NEWIPC,
    CLINUX_CLONE_NEWUTS = CLONE_NEWUTS,
    CLINUX_CLONE_NEWUSER = CLONE_NEWUSER,
};

static inline int clinux_pidfd_open(int pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

static inline int clinux_pidfd_send_signal(int pidfd, int signal) {
    return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0);
}

static inline int clinux_memory_file(void) {
    return (int)syscall(SYS_memfd_create, "swiftlet", MFD_CLOEXEC);
}

/// Gives back to the machine what malloc keeps for each thread's next use.
static inline void clinux_return_free_memory(void) { malloc_trim(0); }

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

// What process 1 of a Pod needs: namespaces, a root of its own, and no privileges.
static inline int clinux_enter_namespace(int fd) { return (int)syscall(SYS_setns, fd, 0); }

// The next child is process 1 of a new PID namespace.
static inline int clinux_unshare_processes(void) {
    return (int)syscall(SYS_unshare, 0x20000000 /* CLONE_NEWPID */);
}

// Makes the working directory, a mount point, the root; the old root is mounted over it.
static inline int clinux_pivot_root_here(void) {
    return (int)syscall(SYS_pivot_root, ".", ".");
}

static inline int clinux_set_name(const char *name) { return prctl(PR_SET_NAME, name, 0, 0, 0); }

// Becomes a user without any rights, who cannot get any and whose /proc files are root's.
static inline int clinux_drop_privileges(unsigned id) {
    if (syscall(SYS_setgroups, 0, 0) != 0 || syscall(SYS_setresgid, id, id, id) != 0
        || syscall(SYS_setresuid, id, id, id) != 0)
        return -1;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

// The calling thread gets processor and disk only when nobody else wants them (sched(7),
// ioprio_set(2)); what is not allowed is left as it is.
static inline void clinux_run_in_background(void) {
    struct sched_param none;
    memset(&none, 0, sizeof none);
    sched_setscheduler(0, 5 /* SCHED_IDLE */, &none);
    syscall(SYS_ioprio_set, 1 /* this thread */, 0, 3 << 13 /* idle */);
}

// Lets two files change places (renameat2(2), RENAME_EXCHANGE).
static inline int clinux_exchange(const char *one, const char *other) {
    return (int)syscall(SYS_renameat2, AT_FDCWD, one, AT_FDCWD, other, 2);
}

// Makes a process in new namespaces, all owned by the user namespace among them, that does nothing
// until it is killed or the calling thread ends. A program with threads cannot make a user
// namespace for itself. The child uses system calls alone: locks of the C library may be held by
// threads that it does not have.
static inline int clinux_hold_namespaces(int flags) {
    long parent = syscall(SYS_getpid);
    int pid = (int)syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
    if (pid != 0) return pid;
    syscall(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (syscall(SYS_getppid) != parent) syscall(SYS_exit_group, 1);
    for (;;) syscall(SYS_ppoll, 0, 0, 0, 0, 0);
}

// The calling thread acts as this user, with that one's rights.
static inline int clinux_set_thread_user(unsigned id) {
    return (int)syscall(SYS_setresuid, -1, id, -1);
}
