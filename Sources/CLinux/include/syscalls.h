#pragma once
// Shims for what Swift cannot call: one header a subject, and this one for plain syscall(2).
#include <sys/syscall.h>
#include <unistd.h>
