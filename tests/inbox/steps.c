/*
** What a step does: one statement, or one that must fail, and the same to the model.
*/
#include "inbox.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct model *model;
int now;

enum { DEPTH = 4 };
static struct model *saved[DEPTH]; /* as it was at BEGIN, and at each SAVEPOINT */
static int depth;                  /* 0: no transaction */
static int acting = NEVER;         /* the user who acts; NEVER: the system */

int roll(int sides) {
    static uint64_t state = 88172645463325252ULL;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (int)(state % (uint64_t)sides);
}

/* ---------------------------------------------------------------------- names */

#define ID "00000000-0000-4000-8000-"
#define USER ID "0000000b%04d"
#define ACCOUNT ID "0000000a%04d"
#define TEAM ID "0000000c%04d"
#define NOTE ID "%012d"
#define TIME "2030-01-01T%02d:%02d:%02d.%03dZ"
#define CLOCK(ms) (ms) / 3600000, (ms) / 60000 % 60, (ms) / 1000 % 60, (ms) % 1000

static const char *const audiences[] = {"user", "team", "account", "all"};
static const char *const disposals[] = {"keep", "on_read", "on_ack"};

static int any_user(void) {
    return roll(USERS);
}

/* Mostly one that the user sees. */
static int any_note(int user) {
    int found = roll(model->notes + 1);
    int seen = 0;
    int mostly = roll(8);
    for (int i = 0; i < model->notes && mostly; i++) {
        if (model_visible(model, user, i) && roll(++seen) == 0) {
            found = i;
        }
    }
    return found;
}

static int some_time(void) {
    return roll(4) ? (now > 40 ? now - roll(40) : roll(now + 1)) : roll(now + 1);
}

/* Whoever acts is the system, or sometimes the user themself. */
static void act(int user) {
    if (roll(2) && !model->user[user].deleted) {
        run(NULL, "SELECT act_as('" USER "')", user);
        acting = user;
    }
}

static void act_no_more(void) {
    if (acting != NEVER) {
        run(NULL, "SELECT act_as(NULL)");
        acting = NEVER;
    }
}

/* -------------------------------------------------------------------- sending */

static void target_text(enum audience audience, int target, char text[60]) {
    if (audience == TO_ALL) {
        snprintf(text, 60, "NULL");
    } else {
        snprintf(text, 60,
                 audience == TO_USER   ? "'" USER "'"
                 : audience == TO_TEAM ? "'" TEAM "'"
                                       : "'" ACCOUNT "'",
                 target);
    }
}

/* At a moment when somebody came in, who gets it then: now, or some time ago. */
static int when_joined(enum audience audience, int target) {
    const struct user *u = &model->user[any_user()];
    int since = audience == TO_TEAM      ? u->in_team[target]
                : audience == TO_ACCOUNT ? u->member[target]
                : audience == TO_ALL     ? u->created
                                         : NEVER;
    return since != NEVER ? since : now;
}

static void send(void) {
    enum audience audience = (enum audience)(roll(8) ? roll(3) : TO_ALL);
    int target = roll(audience == TO_USER ? USERS : audience == TO_TEAM ? TEAMS : ACCOUNTS);
    enum disposal disposal = (enum disposal)roll(3);
    int at = roll(3) ? now : roll(2) ? when_joined(audience, target) : some_time();
    char text[60];
    int closed = audience == TO_USER && model->user[target].deleted;
    if (model->notes == NOTES) {
        return;
    }
    target_text(audience, target, text);
    run(closed ? "conflict" : NULL,
        "INSERT INTO notifications (id, audience, audience_id, message, disposal, created_at) "
        "VALUES ('" NOTE "', '%s', %s, 'm', '%s', '" TIME "')",
        model->notes, audiences[audience], text, disposals[disposal], CLOCK(at));
    if (closed) {
        return;
    }
    struct note *note = &model->note[model->notes++];
    *note = (struct note){1, audience, audience == TO_ALL ? 0 : target, disposal, at, {{0, 0}}};
    for (int u = 0; u < USERS; u++) {
        note->mark[u] = (struct mark){NEVER, 0};
    }
}

static void send_in_vain(void) {
    static const char *const wrong[][2] = {
        {"not_found", "VALUES ('user', '" ID "00000000ffff', 'm')"},
        {"not_found", "VALUES ('team', '" ID "00000000ffff', 'm')"},
        {"invalid", "VALUES ('alle', NULL, 'm')"},
        {"missing", "VALUES ('all', NULL, NULL)"},
        {"missing", "VALUES ('all', NULL, 'm'), ('all', NULL, 'm'), ('all', NULL, NULL)"},
    };
    int i = roll(5);
    run(wrong[i][0], "INSERT INTO notifications (audience, audience_id, message) %s", wrong[i][1]);
}

/* --------------------------------------------------------------- what users do */

static void mark_read(void) {
    int user = any_user();
    int note = any_note(user);
    int until = note < model->notes && roll(2) ? model->note[note].at
                : roll(20)                     ? some_time()
                                               : now + roll(20);
    int deleted = model->user[user].deleted;
    act(user);
    run(deleted ? "conflict" : NULL, "SELECT mark_read('" TIME "', '" USER "')", CLOCK(until),
        user);
    act_no_more();
    if (!deleted) {
        model_mark_read(model, user, until);
    }
}

static void mark_in_vain(void) {
    static const char *const wrong[][2] = {
        {"invalid", "'invalid-timestamp', '%s'"},
        {"missing", "NULL, '%s'"},
        {"not_found", "'2030-01-01T00:00:00Z', '" ID "00000000ffff'"},
        {"missing", "'2030-01-01T00:00:00Z'"}};
    int i = roll(4);
    run(wrong[i][0], "SELECT mark_read(%s)", wrong[i][1]);
}

/* One row, or all that one sees. */
static void read_rows(void) {
    int user = any_user();
    int note = any_note(user);
    int all = !roll(6);
    signed char read = (signed char)roll(2);
    act(user);
    run(NULL,
        "UPDATE notifications SET read = %d WHERE user_id = '" USER "' AND (%d OR id = '" NOTE "')",
        read, user, all, note);
    act_no_more();
    for (int i = 0; i < model->notes; i++) {
        if ((all || i == note) && model_visible(model, user, i) &&
            model_read(model, user, i) != read) {
            model->note[i].mark[user].read = read;
        }
    }
}

static void dismiss(void) {
    int user = any_user();
    int note = any_note(user);
    int all = !roll(10);
    act(user);
    int keeps = acting == NEVER && note < model->notes && model->note[note].disposal == KEEP;
    run(NULL,
        "DELETE FROM notifications WHERE user_id = '" USER "' AND disposal <> %s AND (%d OR "
        "id = '" NOTE "')",
        user, keeps ? "''" : "'keep'", all && !keeps, note);
    act_no_more();
    for (int i = 0; i < model->notes; i++) {
        if (((all && !keeps) || i == note) && model_visible(model, user, i) &&
            (keeps || model->note[i].disposal != KEEP)) {
            model->note[i].mark[user].gone = 1;
        }
    }
}

/* What must be kept stops the statement, and what it did before. */
static void dismiss_in_vain(void) {
    int user = any_user();
    int kept = 0;
    if (model->user[user].deleted) {
        return;
    }
    for (int i = 0; i < model->notes; i++) {
        kept |= model_visible(model, user, i) && model->note[i].disposal == KEEP;
    }
    if (kept) {
        run(NULL, "SELECT act_as('" USER "')", user);
        acting = user;
        run("conflict", "DELETE FROM notifications");
        act_no_more();
    }
}

static void fetch(void) {
    int user = any_user();
    int most = 1 + roll(12);
    int notes[12];
    if (model->user[user].deleted) {
        run("conflict", "SELECT notifications_fetch(1, '" USER "')", user);
        return;
    }
    int count = model_fetch(model, user, most, notes);
    act(user);
    char *found = ask("SELECT notifications_fetch(%d, '" USER "')", most, user);
    act_no_more();
    const char *p = found;
    for (int i = 0; i < count && p; i++) {
        char id[50];
        snprintf(id, sizeof(id), "{\"id\":\"" NOTE "\"", notes[i]);
        p = strstr(p, id);
    }
    if (!p || strstr(p + (count > 0), "{\"id\"")) {
        complain("user %d was given other notifications than their newest: %s", user, found);
    }
    sqlite3_free(found);
}

/* ----------------------------------------------------------- who belongs where */

static void join_team(void) {
    int user = any_user();
    int team = roll(TEAMS);
    struct user *u = &model->user[user];
    if (u->in_team[team] != NEVER) {
        run(NULL,
            "DELETE FROM team_memberships WHERE user_id = '" USER "' AND team_id = '" TEAM "'",
            user, team);
        u->in_team[team] = NEVER;
    } else if (u->member[team % ACCOUNTS] != NEVER) {
        run(u->deleted ? "conflict" : NULL,
            "INSERT INTO team_memberships (user_id, team_id) VALUES ('" USER "', '" TEAM "')", user,
            team);
        u->in_team[team] = u->deleted ? NEVER : now;
    }
}

/* The account that is not their own. */
static void join_account(void) {
    int user = any_user();
    int account = (user + 1) % ACCOUNTS;
    struct user *u = &model->user[user];
    if (u->member[account] != NEVER) {
        run(NULL,
            "DELETE FROM account_memberships WHERE user_id = '" USER "' AND account_id = '" ACCOUNT
            "'",
            user, account);
        model_leave_account(model, user, account);
    } else if (!u->deleted) {
        run(NULL,
            "INSERT INTO account_memberships (user_id, account_id, role) VALUES ('" USER
            "', '" ACCOUNT "', 'user')",
            user, account);
        u->member[account] = now;
    }
}

static void delete_user(void) {
    int user = roll(USERS - 2); /* the last ones are owners */
    struct user *u = &model->user[user];
    if (u->deleted && !u->erased) {
        run(NULL, "SELECT user_restore('" USER "')", user);
        run(NULL, "UPDATE users SET enabled = 1 WHERE id = '" USER "'", user);
        u->deleted = 0;
    } else if (!u->deleted && !roll(3)) {
        run(NULL, "DELETE FROM users WHERE id = '" USER "'", user);
        u->deleted = 1;
    }
}

static void erase_user(void) {
    int user = roll(3); /* of the others none */
    run(NULL, "SELECT user_erase('" USER "')", user);
    if (!model->user[user].erased) {
        model_erase(model, user);
    }
}

/* Another one takes its place, of the same id. */
static void end_team(void) {
    int team = roll(TEAMS);
    run(NULL, "DELETE FROM teams WHERE id = '" TEAM "'", team);
    run(NULL, "INSERT INTO teams (id, account_id, name) VALUES ('" TEAM "', '" ACCOUNT "', 't%d')",
        team, team % ACCOUNTS, team);
    model_end(model, TO_TEAM, team);
    for (int u = 0; u < USERS; u++) {
        model->user[u].in_team[team] = NEVER;
    }
}

static void prune(void) {
    int before = roll(now + 1);
    run(NULL, "SELECT notifications_prune('" TIME "')", CLOCK(before));
    for (int i = 0; i < model->notes; i++) {
        model->note[i].alive = model->note[i].alive && model->note[i].at >= before;
    }
}

/* --------------------------------------------------------------- transactions */

static void keep_model(void) {
    saved[depth] = malloc(sizeof(*model));
    if (!saved[depth]) {
        abort();
    }
    memcpy(saved[depth++], model, sizeof(*model));
}

static void forget_models(int left) {
    while (depth > left) {
        free(saved[--depth]);
    }
}

static void begin(void) {
    if (depth == 0) {
        run(NULL, "BEGIN");
        keep_model();
    } else if (depth < DEPTH) {
        run(NULL, "SAVEPOINT s%d", depth);
        keep_model();
    }
}

/* Notes that are undone are not sent again: an id may be another one's then. */
static void take_back(int from) {
    memcpy(model, saved[from], sizeof(*model));
}

static void finish(void) {
    int inner = depth > 1 && roll(3);
    if (depth == 0) {
        return;
    }
    if (inner && roll(2)) {
        run(NULL, "ROLLBACK TO s%d", depth - 1);
        take_back(depth - 1);
    } else if (inner) {
        run(NULL, "RELEASE s%d", depth - 1);
        forget_models(depth - 1);
    } else if (roll(2)) {
        run(NULL, "ROLLBACK");
        take_back(0);
        forget_models(0);
    } else {
        end_transaction();
    }
}

void end_transaction(void) {
    if (depth > 0) {
        run(NULL, "COMMIT");
        forget_models(0);
    }
}

/* ---------------------------------------------------------------- which of them */

static const struct step {
    void (*take)(void);
    int weight;
} steps[] = {
    {send, 60},           {send_in_vain, 5}, {mark_read, 14}, {mark_in_vain, 4}, {read_rows, 24},
    {dismiss, 16},        {fetch, 8},        {join_team, 16}, {join_account, 8}, {delete_user, 6},
    {dismiss_in_vain, 3}, {begin, 14},       {finish, 12},    {end_team, 1},     {prune, 1},
};

void take_step(void) {
    int total = 0;
    now += roll(3); /* often the same moment */
    for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
        total += steps[i].weight;
    }
    if (!roll(700)) {
        erase_user();
        return;
    }
    int left = roll(total);
    size_t i = 0;
    for (; left >= steps[i].weight; i++) {
        left -= steps[i].weight;
    }
    steps[i].take();
}
