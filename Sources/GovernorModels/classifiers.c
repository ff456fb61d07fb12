#include "governor_models.h"

// Standard in C23; the compiler warns about it in older dialects.
#pragma clang diagnostic ignored "-Wc23-extensions"
static const uint8_t weights[] = {
#embed "classifier.weights"
};

const uint8_t *classifier_weights(void) { return weights; }
size_t classifier_weights_size(void) { return sizeof weights; }
