#include <isa-l/igzip_lib.h>
#include <stdlib.h>

// The state is a structure of a hundred kilobytes, which Swift cannot import.

/// Begins a gzip stream; NULL where there is no memory. To be given to free().
static inline void *cisal_inflate_new(void) {
    struct inflate_state *state = malloc(sizeof *state);
    if (state == NULL) return NULL;
    isal_inflate_init(state);
    state->crc_flag = ISAL_GZIP;
    return state;
}

/// Unpacks from `input` to `output` until one of them is used up or the stream ends, and moves both
/// on. Checks headers and checksums; after the end of a stream the next one can begin.
///
/// Returns 1 at the end of a stream, 0 before it, and a negative number where it is damaged.
static inline int cisal_inflate(
    void *opaque, const void **input, size_t *input_count, void **output, size_t *output_count
) {
    struct inflate_state *state = opaque;
    state->next_in = (uint8_t *)*input;
    state->avail_in = *input_count;
    state->next_out = *output;
    state->avail_out = *output_count;
    int code = isal_inflate(state);
    *input = state->next_in;
    *input_count = state->avail_in;
    *output = state->next_out;
    *output_count = state->avail_out;
    if (code == ISAL_NEED_DICT) return ISAL_INVALID_BLOCK;
    if (code < 0) return code;
    if (state->block_state != ISAL_BLOCK_FINISH) return 0;
    isal_inflate_reset(state);
    state->crc_flag = ISAL_GZIP;
    return 1;
}
