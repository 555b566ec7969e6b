/*
** Statements replicated: the same list of them, run on two stores, makes the same file.
**
**   main.c      two stores, each by a process and at a time of its own; what they are compared in
**   story.c     the list (story.sql), and how a node runs it
**   node.c      a connection of a node: its clock, what it is given, what it does in between
**   refusals.c  what is refused where nothing was supplied
*/
#ifndef REPLAY_H
#define REPLAY_H

#include <sqlite3.h>

/* main.c */
void expect(int good, const char *what, const char *found);
extern const char *story_text;

/* node.c */
struct node {
    const char *file;
    int replicated; /* 0: for comparison, a store that is not */
    int restless;   /* another clock, a connection for each transaction, and more in between */
    sqlite3 *db;
};
void node_open(struct node *node);
void node_close(struct node *node);
/* What a node does that no other one knows of: reads, and changes that come to nothing. */
void node_wander(struct node *node);
/* "" if it went well, or what SQLite says. The text is the connection's. */
const char *node_try(struct node *node, const char *sql);
const char *node_ask(sqlite3 *db, const char *sql);
sqlite3 *open_usher(const char *file);

/* story.c */
int story_run(struct node *node); /* how many statements there were */

/* refusals.c */
void check_refusals(const char *file); /* which stays as it is */
void check_others(const char *file);   /* the mode is changed by another connection */

#endif
