#pragma once
// What swiftlet-monitor needs and the Glibc module lacks: fork (which Swift hides), prctl, and
// calls and constants of Linux alone.
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static inline int clinux_fork(void) { return fork(); }

static inline int clinux_become_subreaper(void) {
    return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

static inline int clinux_close_from(unsigned first) {
    return (int)syscall(SYS_close_range, first, ~0U, 0);
}

static inline int clinux_set_pipe_size(int fd, int bytes) {
    return fcntl(fd, 1031 /* F_SETPIPE_SZ */, bytes);
}

// Blocks SIGCHLD and nothing else, and returns a descriptor that is readable when one came.
static inline int clinux_child_signals(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    if (sigprocmask(SIG_SETMASK, &set, 0) != 0) return -1;
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static inline void clinux_ignore_signal(int number) { signal(number, SIG_IGN); }

// Every signal as a fresh process has it: default disposition, nothing blocked.
static inline void clinux_reset_signals(void) {
    sigset_t set;
    for (int number = 1; number < 32; number++) signal(number, SIG_DFL);
    sigemptyset(&set);
    sigprocmask(SIG_SETMASK, &set, 0);
}

// A listening socket at a path of at most 107 bytes, made with mode 0600; -1 and errno on failure.
static inline int clinux_listen_unix(const char *path) {
    struct sockaddr_un address;
    memset(&address, 0, sizeof address);
    address.sun_family = AF_UNIX;
    if (strlen(path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return -1;
    mode_t mask = umask(0177);
    int failed = bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, 16);
    umask(mask);
    if (!failed) return fd;
    int code = errno;
    close(fd);
    errno = code;
    return -1;
}

static inline int clinux_pipe(int ends[2]) {
    return (int)syscall(SYS_pipe2, ends, O_CLOEXEC);
}

static inline int clinux_accept(int fd) {
    return (int)syscall(SYS_accept4, fd, 0, 0, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

// The first descriptor that comes with one message over a unix socket (SCM_RIGHTS), or -1.
static inline int clinux_receive_descriptor(int fd) {
    char data[256];
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int))];
    } control;
    struct iovec vector = {data, sizeof data};
    struct msghdr message;
    memset(&message, 0, sizeof message);
    message.msg_iov = &vector;
    message.msg_iovlen = 1;
    message.msg_control = &control;
    message.msg_controllen = sizeof control;
    if (recvmsg(fd, &message, MSG_CMSG_CLOEXEC) < 0) return -1;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (!header || header->cmsg_type != SCM_RIGHTS) {
        errno = EPROTO;
        return -1;
    }
    int received;
    memcpy(&received, CMSG_DATA(header), sizeof received);
    return received;
}

// Where the program's code and initialised data lie in memory, from the linker.
static inline unsigned long clinux_program_start(void) {
    extern char __executable_start;
    return (unsigned long)&__executable_start;
}

static inline unsigned long clinux_program_end(void) {
    extern char edata;
    return (unsigned long)&edata;
}
