/*
** Hostile SQL: what may not be seen must not exist.
**
** Two stores differ in nothing but what an actor may not see: every value of every
** hidden row and column, and how many hidden rows there are. Each shape of hostile
** SQL runs on both as that actor. Answers, errors, column names, changes() and
** total_changes() must be the same on both, and no hidden value may show in them.
**
**   world.c   the stores, the actors, and what is hidden from each
**   shapes.c  the shapes, as templates: one row each
**   fill.c    a template becomes SQL for a table, a column, a guess
**   run.c     run on both stores and compare
**   games.c   what takes more than SQL: kept statements, other connections
**   climb.c   attempts to get more rights
*/
#ifndef HOSTILE_H
#define HOSTILE_H

#include "base/sqlite.h"
#include "usher.h"

#define ACCOUNT(n) "'00000000-0000-7000-8000-0000000000a" n "'"
#define PERSON(n) "'00000000-0000-7000-8000-000000000b" n "'"
#define ROLE(n) "'00000000-0000-7000-8000-0000000000c" n "'"
#define INVITE(n) "'00000000-0000-7000-8000-000000000d" n "'"
#define KEY(n) "'00000000-0000-7000-8000-000000000e0" n "'"
#define TEAM(n) "'00000000-0000-7000-8000-0000000000e" n "'"
#define MATE(n) "'00000000-0000-7000-8000-0000000000f" n "'"
#define CHANNEL(n) "'00000000-0000-7000-8000-00000001c00" n "'"
#define SHARER(n) "'00000000-0000-7000-8000-00000001d0" n "'"
#define UPLOAD(n) "'00000000-0000-7000-8000-00000001e0" n "'"
#define NOTICE(n) "'00000000-0000-7000-8000-00000001f0" n "'"
#define CHECKSUM(n) "'" n "000000000000000000000000000000'"
#define SESSION(n) "'00000000-0000-7000-8000-000000000f" n "'"
#define TOKEN(n) "'" n "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'"

/* The same as plain names, so that SQL that is made of them stays readable. */
#define ACCOUNT_1 ACCOUNT("1")
#define ACCOUNT_2 ACCOUNT("2")
#define ACCOUNT_3 ACCOUNT("3")
#define ACCOUNT_4 ACCOUNT("4")
#define ACCOUNT_9 ACCOUNT("9")
#define PERSON_01 PERSON("01")
#define PERSON_02 PERSON("02")
#define PERSON_03 PERSON("03")
#define PERSON_04 PERSON("04")
#define PERSON_05 PERSON("05")
#define PERSON_06 PERSON("06")
#define PERSON_07 PERSON("07")
#define PERSON_08 PERSON("08")
#define PERSON_11 PERSON("11")
#define PERSON_12 PERSON("12")
#define PERSON_13 PERSON("13")
#define PERSON_14 PERSON("14")
#define PERSON_21 PERSON("21")
#define PERSON_22 PERSON("22")
#define PERSON_23 PERSON("23")
#define PERSON_99 PERSON("99")
#define ROLE_1 ROLE("1")
#define ROLE_2 ROLE("2")
#define ROLE_3 ROLE("3")
#define ROLE_4 ROLE("4")
#define ROLE_7 ROLE("7")
#define ROLE_8 ROLE("8")
#define ROLE_9 ROLE("9")
#define TEAM_1 TEAM("1")
#define TEAM_2 TEAM("2")
#define TEAM_3 TEAM("3")
#define TEAM_4 TEAM("4")
#define TEAM_9 TEAM("9")
#define MATE_0 MATE("0")
#define MATE_1 MATE("1")
#define MATE_2 MATE("2")
#define MATE_3 MATE("3")
#define MATE_4 MATE("4")
#define MATE_5 MATE("5")
#define MATE_6 MATE("6")
#define MATE_7 MATE("7")
#define MATE_8 MATE("8")
#define MATE_9 MATE("9")
#define CHANNEL_1 CHANNEL("1")
#define CHANNEL_2 CHANNEL("2")
#define CHANNEL_3 CHANNEL("3")
#define CHANNEL_4 CHANNEL("4")
#define CHANNEL_5 CHANNEL("5")
#define CHANNEL_9 CHANNEL("9")
#define SHARER_11 SHARER("11")
#define SHARER_12 SHARER("12")
#define SHARER_21 SHARER("21")
#define SHARER_22 SHARER("22")
#define SHARER_31 SHARER("31")
#define SHARER_32 SHARER("32")
#define SHARER_41 SHARER("41")
#define SHARER_51 SHARER("51")
#define SHARER_52 SHARER("52")
#define SHARER_99 SHARER("99")
#define UPLOAD_01 UPLOAD("01")
#define UPLOAD_02 UPLOAD("02")
#define UPLOAD_03 UPLOAD("03")
#define UPLOAD_04 UPLOAD("04")
#define UPLOAD_05 UPLOAD("05")
#define UPLOAD_06 UPLOAD("06")
#define UPLOAD_07 UPLOAD("07")
#define UPLOAD_08 UPLOAD("08")
#define UPLOAD_09 UPLOAD("09")
#define UPLOAD_99 UPLOAD("99")
#define NOTICE_01 NOTICE("01")
#define NOTICE_02 NOTICE("02")
#define NOTICE_03 NOTICE("03")
#define NOTICE_04 NOTICE("04")
#define NOTICE_05 NOTICE("05")
#define NOTICE_06 NOTICE("06")
#define NOTICE_07 NOTICE("07")
#define NOTICE_08 NOTICE("08")
#define NOTICE_09 NOTICE("09")
#define NOTICE_99 NOTICE("99")
#define INVITE_01 INVITE("01")
#define INVITE_02 INVITE("02")
#define INVITE_03 INVITE("03")
#define INVITE_04 INVITE("04")
#define INVITE_05 INVITE("05")
#define INVITE_06 INVITE("06")
#define INVITE_07 INVITE("07")
#define INVITE_08 INVITE("08")
#define INVITE_11 INVITE("11")
#define INVITE_12 INVITE("12")
#define INVITE_13 INVITE("13")
#define INVITE_14 INVITE("14")
#define INVITE_21 INVITE("21")
#define INVITE_22 INVITE("22")
#define INVITE_23 INVITE("23")
#define INVITE_31 INVITE("31")
#define INVITE_32 INVITE("32")
#define INVITE_41 INVITE("41")
#define INVITE_42 INVITE("42")
#define INVITE_43 INVITE("43")
#define INVITE_44 INVITE("44")
#define INVITE_45 INVITE("45")
#define INVITE_99 INVITE("99")
#define TOKEN_01 TOKEN("01")
#define TOKEN_02 TOKEN("02")
#define TOKEN_03 TOKEN("03")
#define TOKEN_04 TOKEN("04")
#define TOKEN_05 TOKEN("05")
#define TOKEN_06 TOKEN("06")
#define TOKEN_07 TOKEN("07")
#define TOKEN_08 TOKEN("08")
#define TOKEN_11 TOKEN("11")
#define TOKEN_12 TOKEN("12")
#define TOKEN_13 TOKEN("13")
#define TOKEN_14 TOKEN("14")
#define TOKEN_21 TOKEN("21")
#define TOKEN_22 TOKEN("22")
#define TOKEN_23 TOKEN("23")
#define TOKEN_31 TOKEN("31")
#define TOKEN_32 TOKEN("32")
#define TOKEN_41 TOKEN("41")
#define TOKEN_42 TOKEN("42")
#define TOKEN_43 TOKEN("43")
#define TOKEN_44 TOKEN("44")
#define TOKEN_45 TOKEN("45")
#define TOKEN_54 TOKEN("54")
#define TOKEN_77 TOKEN("77")
#define TOKEN_99 TOKEN("99")

/* API keys: what they are is said in world.c. */
#define READER "usk_readerreaderreaderreaderreaderreaderreaderr2L7MD7"
#define NOTHING "usk_nothingnothingnothingnothingnothingnothingn0otOKj"
#define AUDITOR "usk_auditorauditorauditorauditorauditorauditora149EqK"
#define SELF "usk_selfselfselfselfselfselfselfselfselfselfsel0CGMsr"
#define BOT "usk_botbotbotbotbotbotbotbotbotbotbotbotbotbotb1S94ON"

/* ------------------------------------------------------------------- world */

/* The last row of every table, which nobody sees but the system, has this number. */
#define LAST_ROW 9000000

/* Conditions on the backing tables: the rows that the actor may see. */
struct actor {
    const char *name;
    const char *id;    /* as a literal */
    const char *enter; /* makes them act. For nobody: usher_lockdown() */
    const char *leave; /* done to the store behind their back, "" for nothing */
    const char *users;
    const char *private; /* of those users: whose private columns */
    const char *home;    /* of those users: whose role and author */
    const char *accounts;
    const char *memberships;
    const char *roles;
    const char *teams;
    const char *mates; /* memberships of teams */
    const char *channels;
    const char *sharers; /* members of channels */
    const char *files;
    const char *notices; /* that are in their inbox */
    const char *invites;
    const char *settings;
    const char *audit;
    const char *changes; /* of those entries: whose before and after */
    const char *keys;
    const char *sessions;
};

extern const struct actor actors[];
extern const int actor_count;

extern const char *const tables[]; /* NULL at the end */

/* The store that all begin with, system acting; to be closed by the caller. */
sqlite3 *world_open(const char *file);
/* The same rows again, for the system. */
sqlite3 *copy_open(sqlite3 *from);
/* A copy of `master` in which what is hidden from the actor has other values. */
sqlite3 *variant_open(sqlite3 *master, const struct actor *actor, int variant);
/* Let the actor act. */
void actor_enter(sqlite3 *db, const struct actor *actor);
/* Counts the hidden values that are still in the backing tables. */
sqlite3_stmt *hidden_values(sqlite3 *db);

_Noreturn void give_up(sqlite3 *db, const char *what);
void must(sqlite3 *db, const char *sql);
/* The first column of the first row, NULL if there is none. To be freed. */
char *ask(sqlite3 *db, const char *sql);

/* ------------------------------------------------------------------ shapes */

enum {
    WRITES = 1, /* look at the table afterwards, and whether hidden values are still there */
    ALONE = 2,  /* in no transaction; the stores are made anew */
    BLIND = 4,  /* who may update, may overwrite what they do not see */
    TAKES = 8,  /* gives what is unique: that it is taken shows */
};

struct shape {
    const char *name;
    const char *sql;
    int flags;
};

extern const struct shape shapes[];
extern const int shape_count;

/* -------------------------------------------------------------------- fill */

/*
** What stands for what in a template:
**   {t} the table    {c} a column          {w} a column that can be written
**   {k} the value of that column in a hidden row, or any other; a literal
**   {u} the first column of a hidden row   {r} its rowid    {me} the actor's id
*/
struct blanks {
    const char *table;
    const char *column;
    const char *guess;
    const char *key;
    const char *rowid;
    const char *me;
};

char *fill(const char *sql, const struct blanks *blanks);
int has_blank(const char *sql, const char *blank);
/* A value that the system sees in the column and the actor does not. To be freed. */
char *hidden_value(sqlite3 *system, sqlite3 *db, const char *table, const char *column);

/* --------------------------------------------------------------------- run */

extern struct tally {
    int passed;
    int failed;
    int taken; /* of those that passed: a hidden row showed by having the same id or name */
} tally;

/* Count a check; what failed is printed. */
void check(int good, const char *format, ...) __attribute__((format(printf, 2, 3)));

struct twins {
    const struct actor *actor;
    sqlite3 *fresh[2]; /* for the system, and unchanged */
    sqlite3 *db[2];    /* for the actor */
    sqlite3_stmt *hidden[2];
    int count[2]; /* of hidden values at the beginning */
    int updates;  /* may the actor update others? */
};

void twins_open(struct twins *twins, sqlite3 *master, const struct actor *actor);
void twins_close(struct twins *twins);
void try_shape(struct twins *twins, const struct shape *shape, const struct blanks *blanks);

void play_games(sqlite3 *master);
void try_to_climb(sqlite3 *master);

#endif
