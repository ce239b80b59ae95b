#include "syscalls.h"
