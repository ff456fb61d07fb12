// Counts heap allocations by standing in for malloc and its relatives: the dynamic linker prefers an executable's own
// definitions, and glibc offers its originals under other names. The benchmark has one thread, so a plain counter does.

#include "allocations.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

static uint64_t count;

uint64_t allocation_count(void) { return count; }

#if defined(__GLIBC__)

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t number, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

bool allocations_are_counted(void) { return true; }

void *malloc(size_t size) {
    count += 1;
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    count += 1;
    return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
    count += 1;
    return __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    count += 1;
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
    count += 1;
    *result = __libc_memalign(alignment, size);
    return *result == NULL ? ENOMEM : 0;
}

#else

bool allocations_are_counted(void) { return false; }

#endif
