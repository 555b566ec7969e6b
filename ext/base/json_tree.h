/*
** JSON as a tree of jansson's. Private to the files of the base layer that work on trees
** (json.c says more).
*/
#ifndef USHER_JSON_TREE_H
#define USHER_JSON_TREE_H

#include "base.h"

#include <jansson.h>

/*
** The tree of a JSON text, or of a number as drivers bind them; the caller ends it with
** json_decref. NULL on failure.
*/
int usher_tree_read(struct usher *usher, const char *field, const struct usher_value *text,
                    json_t **tree);

/* The compact text of a tree, in place of what `value` held. */
int usher_tree_write(struct usher *usher, json_t *tree, struct usher_value *value);

#endif
