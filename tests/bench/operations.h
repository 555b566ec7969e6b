/*
** What operations_*.c share.
**
** Parameters stand for the values of values.c. A number at the end of the name
** means the user that many turns later.
*/
#ifndef USHER_BENCH_OPERATIONS_H
#define USHER_BENCH_OPERATIONS_H

#include "bench.h"

/* Each ends with one that has no name. */
extern const struct bench_operation bench_reads[];   /* operations_read.c */
extern const struct bench_operation bench_persons[]; /* operations_own.c: who acts, as whom */
extern const struct bench_operation bench_writes[];  /* operations_write.c */
extern const struct bench_operation bench_invites[]; /* operations_invite.c */
extern const struct bench_operation bench_others[];  /* operations_other.c */

/* -------------------------------------------------------------------- reading */

#define FULL_NAME                                                                                  \
    "ifnull(name, nullif(trim(ifnull(first_name, '') || ' ' || ifnull(last_name, '')), ''))"

#define FIVE(name, table) "SELECT id, email, " name ", locale, created_at FROM " table " "
#define PLAIN_5 FIVE(FULL_NAME, "usher_user")
#define HAND_5 FIVE("name", "hand_users")
#define USHER_5 FIVE("name", "users")
/* The same of all three. */
#define ALL_5(rest)                                                                                \
    { PLAIN_5 rest, HAND_5 rest, USHER_5 rest }
#define PAGE "WHERE (created_at, id) > (:created_at, :id) ORDER BY created_at, id LIMIT 25"

/* -------------------------------------------------------------------- writing */

#define INSERT_USER                                                                                \
    "INSERT INTO usher_user (id, account_id, email, name, locale, created_at, updated_at) "        \
    "VALUES (:new_id, :account, :new_email, :new_name, :locale, :now, :now);"
#define INSERT_AUDIT                                                                               \
    "INSERT INTO usher_audit (created_at, real_actor, actor, action, object_type, object_id, "     \
    "account_id, before, after) "
#define AUDIT(action, type, id, after)                                                             \
    INSERT_AUDIT "VALUES (:now, 'system', 'system', '" action "', '" type "', " id                 \
                 ", :account, NULL, json_object(" after "));"

#endif
