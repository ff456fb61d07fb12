#ifndef GOVERNOR_MODELS_H
#define GOVERNOR_MODELS_H

#include <stddef.h>
#include <stdint.h>

/// The weights that are compiled in, one file for each model, as `governor-train` writes them (docs/models).

/// Of the tagger of names.
const uint8_t *name_weights(void);
size_t name_weights_size(void);

/// Of the classifiers of whole texts.
const uint8_t *classifier_weights(void);
size_t classifier_weights_size(void);

#endif
