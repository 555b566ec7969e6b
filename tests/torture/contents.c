/*
** What the files of the disk in memory hold.
*/
#include "contents.h"
#include "torture.h"

#include <stdlib.h>
#include <string.h>

static struct content *contents;

void *own_memory(void *old, size_t size) {
    memory_pause();
    void *memory = old ? realloc(old, size) : calloc(1, size);
    memory_resume();
    if (!memory) {
        abort();
    }
    return memory;
}

struct content *find_content(const char *name) {
    struct content *content = contents;
    while (content && strcmp(content->name, name) != 0) {
        content = content->next;
    }
    return content;
}

struct content *make_content(const char *name) {
    struct content *content = own_memory(NULL, sizeof(*content));
    strncpy(content->name, name, sizeof(content->name) - 1);
    content->next = contents;
    contents = content;
    return content;
}

void drop_regions(struct content *content) {
    for (int i = 0; i < MAX_REGIONS; i++) {
        free(content->region[i]);
        content->region[i] = NULL;
    }
}

void drop_content(struct content *content) {
    struct content **link = &contents;
    if (content->handles || content->name[0]) {
        return;
    }
    while (*link != content) {
        link = &(*link)->next;
    }
    *link = content->next;
    drop_regions(content);
    free(content->bytes);
    free(content);
}

void remove_content(const char *name) {
    struct content *content = find_content(name);
    if (content) {
        content->name[0] = '\0';
        drop_content(content);
    }
}

void grow_content(struct content *content, size_t size) {
    if (size > content->room) {
        content->room = size * 2 + 4096;
        content->bytes = own_memory(content->bytes, content->room);
    }
    if (size > content->size) {
        memset(content->bytes + content->size, 0, size - content->size);
        content->size = size;
    }
}

void disk_restore(const struct image *image, int wal) {
    remove_content(STORE);
    remove_content(STORE "-wal");
    remove_content(STORE "-journal");
    struct content *content = make_content(STORE);
    if (image->size) {
        grow_content(content, image->size);
        memcpy(content->bytes, image->bytes, image->size);
        content->bytes[18] = content->bytes[19] = wal ? 2 : 1;
    }
}

int disk_is(const struct image *image) {
    const struct content *content = find_content(STORE);
    return content && content->size == image->size && !find_content(STORE "-wal") &&
           !find_content(STORE "-journal") &&
           (!image->size || memcmp(content->bytes, image->bytes, image->size) == 0);
}

struct image disk_image(void) {
    struct image image = {NULL, 0};
    const struct content *content = find_content(STORE);
    if (content && content->size) {
        image.size = content->size;
        image.bytes = own_memory(NULL, image.size);
        memcpy(image.bytes, content->bytes, image.size);
    }
    return image;
}
