#pragma once
// What entering a running container takes: namespaces, users, capabilities, seccomp, terminals and
// the socket to who asked for it.
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/keyctl.h>
#include <linux/magic.h>
#include <linux/memfd.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

static inline int clinux_setns(int fd) { return (int)syscall(SYS_setns, fd, 0); }

// Keeps those without CAP_SYS_PTRACE from looking into this process, until it runs a program.
static inline int clinux_set_undumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

static inline int clinux_set_process_name(const char *name) {
    return prctl(PR_SET_NAME, name, 0, 0, 0);
}

// Whether permitted capabilities outlive a change of the user.
static inline int clinux_keep_capabilities(int on) { return prctl(PR_SET_KEEPCAPS, on, 0, 0, 0); }

// 1 where the bounding set holds the capability, 0 where not, -1 where there is no such capability.
static inline int clinux_bounding_holds(int capability) {
    return prctl(PR_CAPBSET_READ, capability, 0, 0, 0);
}

static inline int clinux_drop_from_bounding(int capability) {
    return prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
}

static inline int clinux_clear_ambient(void) {
    return prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
}

static inline int clinux_raise_ambient(int capability) {
    return prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0);
}

static inline int clinux_set_capabilities(
    uint64_t effective, uint64_t permitted, uint64_t inheritable) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2] = {
        {(uint32_t)effective, (uint32_t)permitted, (uint32_t)inheritable},
        {(uint32_t)(effective >> 32), (uint32_t)(permitted >> 32), (uint32_t)(inheritable >> 32)},
    };
    return (int)syscall(SYS_capset, &header, data);
}

static inline int clinux_set_no_new_privileges(void) {
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

// Installs a seccomp filter of so many bytes, an array of struct sock_filter.
static inline int clinux_set_seccomp_filter(void *filter, unsigned long bytes) {
    struct sock_fprog program = {
        .len = (unsigned short)(bytes / sizeof(struct sock_filter)),
        .filter = (struct sock_filter *)filter,
    };
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}

// The system calls themselves: this process has one thread, and the C library's wrappers may not
// be visible.
static inline int clinux_set_groups(const uint32_t *groups, unsigned long count) {
    return (int)syscall(SYS_setgroups, count, groups);
}

static inline int clinux_set_group(uint32_t id) {
    return (int)syscall(SYS_setresgid, id, id, id);
}

static inline int clinux_set_user(uint32_t id) {
    return (int)syscall(SYS_setresuid, id, id, id);
}

static inline int clinux_set_resource_limit(int resource, uint64_t soft, uint64_t hard) {
    uint64_t limit[2] = {soft, hard};
    return (int)syscall(SYS_prlimit64, 0, resource, limit, NULL);
}

// How far this process may raise a limit; 0 where it is not known.
static inline uint64_t clinux_hard_resource_limit(int resource) {
    uint64_t limit[2] = {0, 0};
    (void)syscall(SYS_prlimit64, 0, resource, NULL, limit);
    return limit[1];
}

// Leaves the session keyring of who started us for the one of this name, which is made if missing.
static inline int clinux_join_session_keyring(const char *name) {
    return (int)syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, name, 0, 0, 0);
}

// A new terminal of the devpts at /dev/pts. What is there belongs to the container, so it is only
// taken for a terminal where the kernel says that it is one. The master does not block.
static inline int clinux_open_terminal(void) {
    int master = open("/dev/pts/ptmx", O_RDWR | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (master < 0) return -1;
    struct stat status;
    struct statfs system;
    int unlocked = 0;
    if (fstat(master, &status) == 0 && fstatfs(master, &system) == 0 &&
        S_ISCHR(status.st_mode) && status.st_rdev == makedev(5, 2) &&
        system.f_type == DEVPTS_SUPER_MAGIC) {
        if (ioctl(master, TIOCSPTLCK, &unlocked) == 0) return master;
    } else {
        errno = ENODEV;
    }
    int code = errno;
    close(master);
    errno = code;
    return -1;
}

// The other side of a terminal, without a way over its name.
static inline int clinux_open_terminal_peer(int master) {
    return ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
}

static inline int clinux_make_controlling_terminal(int fd) { return ioctl(fd, TIOCSCTTY, 0); }

static inline int clinux_resize_terminal(int fd, unsigned short columns, unsigned short rows) {
    struct winsize size = {.ws_row = rows, .ws_col = columns};
    return ioctl(fd, TIOCSWINSZ, &size);
}

// Two connected sockets that keep messages apart.
static inline int clinux_message_sockets(int ends[2]) {
    return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends);
}

// Sends one message with at most three descriptors; never raises SIGPIPE.
static inline long clinux_send_descriptors(
    int fd, const void *text, unsigned long count, const int *passed, int passed_count) {
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(3 * sizeof(int))];
    } control;
    struct iovec vector = {(void *)text, count};
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1};
    if (passed_count > 0) {
        memset(&control, 0, sizeof control);
        message.msg_control = &control;
        message.msg_controllen = CMSG_SPACE(passed_count * sizeof(int));
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(passed_count * sizeof(int));
        memcpy(CMSG_DATA(header), passed, passed_count * sizeof(int));
    }
    return sendmsg(fd, &message, MSG_NOSIGNAL);
}

// Sends one message, with a descriptor where that is not -1; never raises SIGPIPE.
static inline long clinux_send_message(int fd, const void *text, unsigned long count, int passed) {
    return clinux_send_descriptors(fd, text, count, &passed, passed >= 0);
}

// Takes one message without waiting, with at most three descriptors; 0 at the end.
static inline long clinux_take_descriptors(
    int fd, void *text, unsigned long count, int passed[3], int *passed_count) {
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(3 * sizeof(int))];
    } control;
    struct iovec vector = {text, count};
    struct msghdr message = {
        .msg_iov = &vector,
        .msg_iovlen = 1,
        .msg_control = &control,
        .msg_controllen = sizeof control,
    };
    *passed_count = 0;
    long received = recvmsg(fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (received < 0) return received;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS) {
        *passed_count = (int)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        memcpy(passed, CMSG_DATA(header), *passed_count * sizeof(int));
    }
    return received;
}

// Takes one message without waiting; 0 at the end. `passed` becomes the descriptor that came with
// it, or -1; more than one are closed.
static inline long clinux_take_message(int fd, void *text, unsigned long count, int *passed) {
    int all[3], passed_count;
    long received = clinux_take_descriptors(fd, text, count, all, &passed_count);
    *passed = passed_count > 0 ? all[0] : -1;
    for (int index = 1; index < passed_count; index++) close(all[index]);
    return received;
}

// A file in memory that nobody can write to any more once it is sealed, and that can be run.
static inline int clinux_program_file(const char *name) {
#ifdef MFD_EXEC
    int fd = (int)syscall(SYS_memfd_create, name, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
    if (fd >= 0 || errno != EINVAL) return fd;
#endif
    return (int)syscall(SYS_memfd_create, name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
}

static inline int clinux_seal(int fd) {
    return fcntl(fd, 1033 /* F_ADD_SEALS */, 0xf /* SEAL, SHRINK, GROW, WRITE */);
}

// Makes an epoll instance.
static inline int clinux_epoll_make(void) { return epoll_create1(EPOLL_CLOEXEC); }

// Tells once, with this number, when the descriptor can be read or has been hung up; again after
// the next call, in which it is known already.
static inline int clinux_epoll_await(int epoll, int fd, uint64_t number, int is_known) {
    struct epoll_event event = {.events = EPOLLIN | EPOLLONESHOT, .data = {.u64 = number}};
    return epoll_ctl(epoll, is_known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event);
}

static inline void clinux_epoll_forget(int epoll, int fd) {
    epoll_ctl(epoll, EPOLL_CTL_DEL, fd, 0);
}

// Waits until something can be read; returns how many numbers there are, at most 64.
static inline int clinux_epoll_wait(int epoll, uint64_t numbers[64]) {
    struct epoll_event events[64];
    int count = epoll_wait(epoll, events, 64, -1);
    for (int i = 0; i < count; i++) numbers[i] = events[i].data.u64;
    return count;
}
