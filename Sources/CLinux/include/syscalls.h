#pragma once
// Shims for what Swift cannot call; one header a subject.
#include <sys/syscall.h>
#include <unistd.h>
