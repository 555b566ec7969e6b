/*
** What the files of the disk in memory hold.
*/
#ifndef CONTENTS_H
#define CONTENTS_H

#include <stddef.h>

#define MAX_REGIONS 4
#define REGION 32768

struct content {
    char name[40]; /* "" once it is deleted, or for a temporary file */
    unsigned char *bytes;
    size_t size;
    size_t room;
    int handles;
    void *region[MAX_REGIONS]; /* shared memory */
    struct content *next;
};

/* Zeroed, or moved; aborts if there is none. Does not take part in what fails. */
void *own_memory(void *old, size_t size);
/* NULL if there is none. */
struct content *find_content(const char *name);
struct content *make_content(const char *name);
/* At least this long from now on. */
void grow_content(struct content *content, size_t size);
/* It has no name any more, and is gone when nobody has it open. */
void remove_content(const char *name);
/* Free it if nobody has it open and it has no name. */
void drop_content(struct content *content);
void drop_regions(struct content *content);

#endif
