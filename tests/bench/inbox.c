/*
** What notifications are measured on: an account that everybody is a guest of, with ten times as
** many broadcasts as there are users, or a million. Nobody has read anything but for the ordinary user, who
** has a hundred left.
*/
#include "bench.h"

#include <stdio.h>

#define CROWD "0d000000-0000-7000-8000-0000000000cc"

static const char crowd[] =
    "INSERT INTO usher_account (id, name, created_at, updated_at) "
    "SELECT '" CROWD "', 'crowd', created_at, created_at FROM usher_account LIMIT 1;"
    "INSERT INTO usher_membership (id, user_id, account_id, role_id, home, created_at, updated_at) "
    "SELECT printf('0c000000-0000-7000-8000-%%012d', number), id, '" CROWD "', "
    "'00000000-0000-7000-8000-000000000005', 0, created_at, created_at FROM usher_user;"
    "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n "
    "WHERE n < %d) "
    "INSERT INTO usher_notification (id, account_id, audience, audience_id, event, title, message, "
    "created_at) SELECT printf('0b000000-0000-7000-8000-%%012d', n), '" CROWD "', 'account', "
    "'" CROWD "', 'news', 'News ' || n, 'What there is to be known of ' || n, "
    "strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ', '2026-01-02', n || ' seconds') FROM n";

void bench_fill_inbox(const struct bench *bench) {
    int count = bench->users < BENCH_NOTIFICATIONS / 10 ? 10 * bench->users : BENCH_NOTIFICATIONS;
    bench_execute_format(bench->db, crowd, count);
}

void bench_inbox_open(struct bench *bench) {
    bench_execute_format(bench->db,
                         "UPDATE usher_user SET last_read_at = (SELECT created_at FROM "
                         "usher_notification WHERE number = (SELECT max(number) - 100 FROM "
                         "usher_notification)) WHERE id = %Q",
                         bench->me);
    snprintf(bench->crowd, sizeof(bench->crowd), "%s", CROWD);
}
