#include "processes.h"
#include "syscalls.h"
