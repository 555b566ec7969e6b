/*
** forge.c: tokens that are changed or made up.
*/
#ifndef USHER_FUZZ_FORGE_H
#define USHER_FUZZ_FORGE_H

#include "fuzz.h"

struct token {
    char *bytes; /* with room for what is put in */
    int length;
    int blob;
};

/* Of the key that signs, in base64url. */
extern char forge_public_key[64];

void forge_append(struct token *token, const char *bytes, int length);
/* Change it: triples of bytes, what to do, where, with which byte. */
void forge_edit(struct token *token, const uint8_t *edits, size_t size);
/* Make a JWT: a letter says how it is signed, then header and claims; `good` is one that is good. */
void forge_jwt(struct token *token, const uint8_t *data, size_t size, const char *good);

#endif
