#pragma once
// Network bridges, by the ioctls of netdevice(7).
#include <errno.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static inline struct ifreq clinux_interface_request(const char *name) {
    struct ifreq request;
    memset(&request, 0, sizeof request);
    strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    return request;
}

// Sets an address or mask (in network order) unless it is that already.
static inline int clinux_set_interface_address(
    int fd, const char *name, unsigned long get, unsigned long set, uint32_t address) {
    struct ifreq request = clinux_interface_request(name);
    struct sockaddr_in present;
    if (ioctl(fd, get, &request) == 0) {
        memcpy(&present, &request.ifr_addr, sizeof present);
        if (present.sin_addr.s_addr == address) return 0;
    }
    struct sockaddr_in wanted = {.sin_family = AF_INET, .sin_addr.s_addr = address};
    request = clinux_interface_request(name);
    memcpy(&request.ifr_addr, &wanted, sizeof wanted);
    return ioctl(fd, set, &request);
}

// A bridge whose hardware address is not set takes that of one of its ports, and another one
// whenever ports come and go.
static inline int clinux_keep_hardware_address(int fd, const char *name) {
    struct ifreq request = clinux_interface_request(name);
    int result = ioctl(fd, SIOCGIFHWADDR, &request);
    return result == 0 ? ioctl(fd, SIOCSIFHWADDR, &request) : result;
}

// Makes a bridge with an IPv4 address and mask (in network order) and brings it up; fine where it
// is there.
static inline int clinux_make_bridge(const char *name, uint32_t address, uint32_t mask) {
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    int result = ioctl(fd, SIOCBRADDBR, name);
    if (result != 0 && errno == EEXIST) result = 0;
    else if (result == 0) result = clinux_keep_hardware_address(fd, name);
    if (result == 0)
        result = clinux_set_interface_address(fd, name, SIOCGIFADDR, SIOCSIFADDR, address);
    if (result == 0)
        result = clinux_set_interface_address(fd, name, SIOCGIFNETMASK, SIOCSIFNETMASK, mask);
    struct ifreq request = clinux_interface_request(name);
    if (result == 0) result = ioctl(fd, SIOCGIFFLAGS, &request);
    if (result == 0 && !(request.ifr_flags & IFF_UP)) {
        request.ifr_flags |= IFF_UP;
        result = ioctl(fd, SIOCSIFFLAGS, &request);
    }
    int code = errno;
    close(fd);
    errno = code;
    return result;
}

// Takes an interface down and removes it where it is a bridge.
static inline int clinux_remove_bridge(const char *name) {
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    struct ifreq request = clinux_interface_request(name);
    int result = ioctl(fd, SIOCSIFFLAGS, &request);
    if (result == 0) result = ioctl(fd, SIOCBRDELBR, name);
    int code = errno;
    close(fd);
    errno = code;
    return result;
}
