/*
** The stores in which one actor looks for what they may not see.
**
** They are those of the test of hostile SQL (tests/hostile/world.c), in which every hidden value
** of an actor bears a mark that turns up nowhere else. Here the marks are drawn at random, so
** that no input can name them; with secrets that are made for the purpose, and a table of the
** application's behind a guard.
*/
#include "secrets.h"

#include "base/base.h"

#include "../hostile/hostile.h"

#include <stdio.h>
#include <string.h>

#define NOBODY "0"

static const struct actor nobody = {.name = "nobody",
                                    .id = "'nobody'",
                                    .enter = "SELECT 1",
                                    .leave = "",
                                    .users = NOBODY,
                                    .private = NOBODY,
                                    .home = NOBODY,
                                    .accounts = NOBODY,
                                    .memberships = NOBODY,
                                    .roles = NOBODY,
                                    .teams = NOBODY,
                                    .mates = NOBODY,
                                    .channels = NOBODY,
                                    .sharers = NOBODY,
                                    .files = NOBODY,
                                    .notices = NOBODY,
                                    .invites = NOBODY,
                                    .settings = NOBODY,
                                    .audit = NOBODY,
                                    .changes = NOBODY,
                                    .keys = NOBODY,
                                    .sessions = NOBODY};

/* Not those who may change others whom they see in part only: they may overwrite what they do not see. */
static const char *const seekers[] = {
    "an ordinary user, signed in", "an administrator of another account",
    "an API key that reads users", "an API key of an ordinary user, for what is their own",
    "a guest who manages",         "an auditor",
    "an API key without scopes"};

static const struct actor *find_actor(const char *name) {
    for (int i = 0; i < actor_count; i++) {
        if (strcmp(actors[i].name, name) == 0) {
            return &actors[i];
        }
    }
    fuzz_found("there is no actor \"%s\" any more", name);
}

/* ----------------------------------------------------------------------- marks */

static char marks[SECRETS][MARK_TEXT];
static int mark_count;

const char *secret_mark(int i) {
    return i < mark_count ? marks[i] : NULL;
}

/* In lower case, as text is compared; in hexadecimal digits, too, if it is no such. */
static void add_mark(const char *text) {
    if (mark_count == SECRETS || strlen(text) >= MARK_TEXT) {
        fuzz_found("no room for a mark");
    }
    for (int i = 0; i <= (int)strlen(text); i++) {
        marks[mark_count][i] = usher_lower(text[i]);
    }
    mark_count++;
}

static void draw(char *text, int digits) {
    unsigned char bytes[16];
    sqlite3_randomness(sizeof(bytes), bytes);
    for (int i = 0; i < digits; i++) {
        text[i] = "0123456789abcdef"[bytes[i % 16] >> (i < 16 ? 0 : 4) & 15];
    }
    text[digits] = '\0';
}

static void draw_marks(void) {
    char text[30];
    char one[20];
    char other[20];
    char hex[MARK_TEXT] = "";
    draw(text, 24);
    draw(one, 13);
    draw(other, 13);
    text[0] = 'm'; /* no number */
    one[8] = other[8] = '-';
    add_mark(text);
    add_mark(one);
    add_mark(other);
    for (int i = 0; text[i]; i++) {
        sqlite3_snprintf(3, hex + (size_t)(2 * i), "%02x", text[i]);
    }
    add_mark(hex);
}

/* Wherever a mark of the hostile world stands, ours stands now; but for what jwks() tells everybody. */
static void put_marks(sqlite3 *db) {
    char *list = sqlite3_mprintf(
        "SELECT group_concat(printf('UPDATE \"%%w\" SET \"%%w\" = replace(replace(replace(\"%%w\","
        " ''c4n4ry'', ''%s''), ''c4c4c4c4-0002'', ''%s''), ''c4c4c4c4-0009'', ''%s'') WHERE "
        "typeof(\"%%w\") = ''text'' AND (instr(\"%%w\", ''c4n4ry'') OR instr(\"%%w\", "
        "''c4c4c4c4''))', t.name, c.name, c.name, c.name, c.name, c.name), ';') FROM "
        "sqlite_schema AS t JOIN pragma_table_info(t.name) AS c WHERE t.type = 'table' AND t.name "
        "LIKE 'usher%%' AND NOT (t.name = 'usher_signing_key' AND c.name IN ('id', 'public_key'))",
        marks[SECRET_TEXT], marks[SECRET_ID], marks[SECRET_OTHER_ID]);
    char *updates = fuzz_ask(db, list);
    fuzz_must(db, "PRAGMA foreign_keys = 0; PRAGMA ignore_check_constraints = 1");
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL); /* the log's */
    fuzz_must(db, updates);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, NULL);
    fuzz_must(db, "PRAGMA ignore_check_constraints = 0");
    sqlite3_free(updates);
    sqlite3_free(list);
}

/* --------------------------------------------------------------------- secrets */

/* An API key that its owner may read again, a secret of a second factor. */
static void add_secrets(sqlite3 *db) {
    char *key = fuzz_ask(db, "SELECT api_key_create('readable', json_object('user_id', " PERSON_01
                             ", 'readable', 1))");
    add_mark(key);
    sqlite3_free(key);
    fuzz_must(db, "SELECT act_as(" PERSON_01 ")");
    char *url = fuzz_ask(db, "SELECT mfa_enroll()");
    char *secret = strstr(url, "secret=");
    if (!secret) {
        fuzz_found("no secret in %s", url);
    }
    secret[7 + 40] = '\0';
    add_mark(secret + 7);
    sqlite3_free(url);
    fuzz_must(db, "SELECT act_as(NULL)");
    add_mark("the master key of the hostile world");
}

/* Mail that carries tokens is under seal; it must not come out, whoever asks. */
static void add_mail_marks(sqlite3 *db) {
    sqlite3_stmt *mail = fuzz_prepare(
        db, "SELECT value ->> 'token' FROM json_each(outbox_claim(2, 60)) WHERE value ->> 'token'");
    while (sqlite3_step(mail) == SQLITE_ROW) {
        add_mark((const char *)sqlite3_column_text(mail, 0));
    }
    sqlite3_finalize(mail);
}

static void add_tables(sqlite3 *db, const struct actor *actor) {
    char *sql = sqlite3_mprintf(
        "CREATE TABLE note (title TEXT, body TEXT); INSERT INTO note VALUES ('a', 'b'), (1, NULL);"
        "CREATE VIRTUAL TABLE words USING fts5 (text); INSERT INTO words VALUES ('some words');"
        "CREATE TABLE paper (id INTEGER PRIMARY KEY, owner TEXT, text TEXT);"
        "INSERT INTO paper VALUES (1, %s, 'mine'), (2, 'somebody', '%q');"
        "CREATE VIRTUAL TABLE papers USING guarded (paper, owner=owner)",
        actor->id, marks[SECRET_TEXT]);
    fuzz_must(db, sql);
    sqlite3_free(sql);
}

/* ---------------------------------------------------------------------- seekers */

static const struct actor *seeker(int i) {
    return i == 0 ? &nobody : find_actor(seekers[i - 1]);
}

void seekers_make(struct seeker *all) {
    sqlite3 *master = world_open(":memory:");
    draw_marks();
    add_mail_marks(master);
    add_secrets(master);
    for (int i = 0; i < SEEKERS; i++) {
        sqlite3 *db = variant_open(master, seeker(i), 2);
        all[i].name = seeker(i)->name;
        all[i].enter =
            sqlite3_mprintf("SELECT usher_key('the master key of the hostile world');%s;%s",
                            seeker(i)->enter, seeker(i)->leave);
        put_marks(db);
        add_tables(db, seeker(i));
        fuzz_store_keep(&all[i].store, db);
        fuzz_close_store(&db);
    }
    sqlite3_close(master);
}
