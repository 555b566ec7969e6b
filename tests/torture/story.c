/*
** Reads the story. A line `=== name [flag ...]` begins a step; its statements follow. Lines that
** begin with `-- ` are comments; `<<` begins a line that runs in peace before the step.
**
**     ~     stands for the first 31 characters of an id: '~0b001'
**     ^     for 42 times A: 'R^' is a token
*/
#include "torture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ID "00000000-0000-7000-8000-0000000"
#define TOKEN "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static void append(char **text, const char *line) {
    size_t used = strlen(*text);
    size_t room = used + 1;
    for (const char *p = line; *p; p++) {
        room += *p == '~' ? strlen(ID) : *p == '^' ? strlen(TOKEN) : 1;
    }
    char *grown = realloc(*text, room);
    if (!grown) {
        exit(2);
    }
    char *end = grown + used;
    for (const char *p = line; *p; p++) {
        const char *more = *p == '~' ? ID : *p == '^' ? TOKEN : NULL;
        size_t length = more ? strlen(more) : 1;
        memcpy(end, more ? more : p, length);
        end += length;
    }
    *end = '\0';
    *text = grown;
}

static unsigned flags_of(struct step *step, const char *line) {
    static const struct {
        const char *name;
        unsigned flag;
        const char *before;
    } flags[] = {
        {"apart", APART, ""},
        {"load", LOAD, ""},
        {"close", CLOSE, ""},
        {"locked", LOCKED, ""},
        {"counted", COUNTED, ""},
        {"optional", OPTIONAL, ""},
        {"damaged", DAMAGED, ""},
        {"key", KEYED, "SELECT usher_key('the master key of the story 1 23456');\n"},
        {"olga", 0, "SELECT authenticate('R^');\n"}, /* the owner */
        {"ben", 0, "SELECT authenticate('S^');\n"},
        {"cat", 0, "SELECT act_as('~0b003');\n"},
    };
    unsigned found = 0;
    for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
        const char *list = strchr(line, '[');
        if (list && strstr(list, flags[i].name)) {
            found |= flags[i].flag;
            append(&step->before, flags[i].before);
        }
    }
    return found;
}

static struct step *begin(struct story *story, char *line) {
    story->step = realloc(story->step, (size_t)(story->count + 1) * sizeof(*story->step));
    if (!story->step) {
        exit(2);
    }
    struct step *step = &story->step[story->count++];
    *step = (struct step){calloc(1, 1), 0, calloc(1, 1), calloc(1, 1)};
    step->flags = flags_of(step, line);
    line[strcspn(line, "[\n")] = '\0';
    append(&step->name, line + strlen("=== "));
    return step;
}

struct story story_read(const char *path) {
    struct story story = {NULL, 0};
    struct step *step = NULL;
    static char line[20000];
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof(line), file)) {
        if (strncmp(line, "=== ", 4) == 0) {
            step = begin(&story, line);
        } else if (step && strncmp(line, "<<", 2) == 0) {
            append(&step->before, line + 2);
        } else if (step && strncmp(line, "--", 2) != 0) {
            append(&step->sql, line);
        }
    }
    if (!file || !story.count) {
        fprintf(stderr, "torture: cannot read %s\n", path);
        exit(2);
    }
    fclose(file);
    return story;
}
