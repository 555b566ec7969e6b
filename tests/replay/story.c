/*
** The list of statements, and how a node runs it.
*/
#include "replay.h"

#include "usher.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INIT_MARK "$init"

struct line {
    const char *text;
    size_t length;
};

static int starts_with(const struct line *line, const char *prefix) {
    size_t length = strlen(prefix);
    return line->length >= length && strncmp(line->text, prefix, length) == 0;
}

static struct line next_line(const char **rest) {
    struct line line = {*rest, strcspn(*rest, "\n")};
    *rest += line.length + (*rest + line.length != strchr(*rest, '\0'));
    return line;
}

static void run_one(struct node *node, const char *sql, const char *fails) {
    const char *said = node_try(node, sql);
    if (!node->replicated) {
        return; /* by another clock much of it is refused */
    }
    expect(*fails ? strstr(said, fails) != NULL : !*said, sql, said);
}

/* The transaction that is open ends; at `time` another begins, with a seed that no other has. */
static void turn(struct node *node, const struct line *time, int number) {
    char sql[200];
    if (!sqlite3_get_autocommit(node->db)) {
        run_one(node, "COMMIT", "");
    }
    if (node->restless) {
        node_close(node);
        node_open(node);
        node_wander(node);
    }
    if (!time) {
        return;
    }
    run_one(node, "BEGIN", "");
    if (node->replicated) {
        snprintf(sql, sizeof(sql), "SELECT usher_supply('%.*s', '%064d')", (int)time->length,
                 time->text, number);
        run_one(node, sql, "");
    }
}

static void append(char *sql, size_t size, const struct node *node, const struct line *line) {
    size_t used = strlen(sql);
    const char *mark = strstr(line->text, INIT_MARK);
    if (mark && mark < line->text + line->length) {
        snprintf(sql + used, size - used, "%.*s%s%.*s\n", (int)(mark - line->text), line->text,
                 node->replicated ? "'{\"replication\":\"statements\"}'" : "",
                 (int)(line->text + line->length - mark - (long)strlen(INIT_MARK)),
                 mark + strlen(INIT_MARK));
    } else {
        snprintf(sql + used, size - used, "%.*s\n", (int)line->length, line->text);
    }
}

int story_run(struct node *node) {
    static char sql[8000];
    char fails[40] = "";
    int count = 0;
    int transactions = 0;
    sql[0] = '\0';
    node_open(node);
    for (const char *rest = story_text; *rest;) {
        struct line line = next_line(&rest);
        if (starts_with(&line, "-- at ")) {
            struct line time = {line.text + 6, line.length - 6};
            turn(node, &time, ++transactions);
        } else if (starts_with(&line, "-- alone")) {
            turn(node, NULL, 0);
        } else if (starts_with(&line, "-- fails ")) {
            snprintf(fails, sizeof(fails), "usher: %.*s", (int)line.length - 9, line.text + 9);
        } else if (line.length > 0 && !starts_with(&line, "--")) {
            append(sql, sizeof(sql), node, &line);
            if (sqlite3_complete(sql)) {
                run_one(node, sql, fails);
                sql[0] = fails[0] = '\0';
                count++;
            }
        }
    }
    turn(node, NULL, 0);
    node_close(node);
    return count;
}
