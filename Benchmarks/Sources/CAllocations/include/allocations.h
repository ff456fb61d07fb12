#ifndef GOVERNOR_ALLOCATIONS_H
#define GOVERNOR_ALLOCATIONS_H

#include <stdbool.h>
#include <stdint.h>

/// Whether this platform lets an executable count its allocations (glibc does).
bool allocations_are_counted(void);

/// The number of times the process has asked for heap memory since it started.
uint64_t allocation_count(void);

#endif
