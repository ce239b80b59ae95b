#include "exec.h"
#include "processes.h"
#include "syscalls.h"
