/*
** What the parameters of the statements stand for. All is made beforehand: a
** contestant pays for binding, not for making values up.
*/
#include "bench.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { PERSON, PEER, FRESH, KEY, OWNER, ME, NOTE, CROWD, FILER, LOCALE, ACCOUNT, ROLE, NOW, LATER };

#define PERSON_FIELD(field) PERSON, offsetof(struct bench_person, field)
#define FRESH_FIELD(field) FRESH, offsetof(struct bench_fresh, field)
#define KEY_FIELD(field) KEY, offsetof(struct bench_key, field)

static const struct {
    const char *name;
    int of;
    size_t offset;
} values[] = {
    {"id", PERSON_FIELD(id)},
    {"email", PERSON_FIELD(email)},
    {"created_at", PERSON_FIELD(created_at)},
    {"peer", PEER, offsetof(struct bench_peer, id)},
    {"owner", OWNER, 0},
    {"new_id", FRESH_FIELD(id)},
    {"new_membership", FRESH_FIELD(membership)},
    {"new_invite", FRESH_FIELD(invite)},
    {"new_email", FRESH_FIELD(email)},
    {"new_name", FRESH_FIELD(name)},
    {"token", FRESH_FIELD(token)},
    {"hash", FRESH_FIELD(hash)},
    {"options", FRESH_FIELD(options)},
    {"key", KEY_FIELD(key)},
    {"key_user", KEY_FIELD(user_id)},
    {"jwt", KEY_FIELD(jwt)},
    {"me", ME, 0},
    {"note", NOTE, 0},
    {"crowd", CROWD, 0},
    {"filer", FILER, 0},
    {"locale", LOCALE, 0},
    {"account", ACCOUNT, 0},
    {"role", ROLE, 0},
    {"now", NOW, 0},
    {"later", LATER, 0},
};

struct bench_slot bench_value_find(const char *name) {
    size_t length = strcspn(name + 1, "0123456789");
    for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
        if (strlen(values[i].name) == length && memcmp(values[i].name, name + 1, length) == 0) {
            return (struct bench_slot){(int)i, (int)strtol(name + 1 + length, NULL, 10)};
        }
    }
    bench_check(NULL, 0, name);
    abort();
}

const char *bench_value(const struct bench *bench, struct bench_slot slot, int turn) {
    int number = turn + slot.offset;
    switch (values[slot.value].of) {
    case PERSON:
        return (const char *)&bench->person[number % bench->people] + values[slot.value].offset;
    case PEER:
        return (const char *)&bench->peer[number % BENCH_PEERS] + values[slot.value].offset;
    case OWNER:
        return bench->owner;
    case FRESH:
        return (const char *)&bench->fresh[number % BENCH_FRESH] + values[slot.value].offset;
    case KEY:
        return (const char *)&bench->key[number % BENCH_KEYS] + values[slot.value].offset;
    case ME:
        return bench->me;
    case NOTE:
        return bench->note;
    case CROWD:
        return bench->crowd;
    case FILER:
        return bench->person[0].id;
    case LOCALE:
        return bench_locales[number % BENCH_LOCALES];
    case ACCOUNT:
        return bench->account[0];
    case ROLE:
        return "00000000-0000-7000-8000-000000000005"; /* the built-in role user */
    case NOW:
        return "2026-01-01T00:00:00.000Z";
    default:
        return "2099-01-01T00:00:00.000Z";
    }
}
