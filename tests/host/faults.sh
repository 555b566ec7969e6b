#!/bin/sh
# Lets usher meddle with its host, one way at a time, in a copy of the tree: the test of
# the host must notice each. `tests/host/faults.sh [NAME...]`
#
# Prints `caught: NAME` or `MISSED: NAME`; the last line is `N passed, N failed`.
program=host
. "$(dirname "$0")/../faults.sh"

# fault NAME STATEMENT [HEADER]: what loading does, too
fault() {
    plant "$1" main.c "s|^    struct usher \*usher;\$|    $2;\\n&|; s|^#include <stdatomic.h>\$|&${3:+\\n#include <$3>}|" BRIEF=1
}

# Of the connection.
fault busy-timeout 'sqlite3_busy_timeout(db, 1)'
fault authorizer 'sqlite3_set_authorizer(db, NULL, NULL)'
fault update-hook 'sqlite3_update_hook(db, NULL, NULL)'
fault commit-hook 'sqlite3_commit_hook(db, NULL, NULL)'
fault rollback-hook 'sqlite3_rollback_hook(db, NULL, NULL)'
fault wal-hook 'sqlite3_wal_autocheckpoint(db, 1000)'
fault trace 'sqlite3_trace_v2(db, 0, NULL, NULL)'
fault progress 'sqlite3_progress_handler(db, 0, NULL, NULL)'
fault collation-needed 'sqlite3_collation_needed(db, NULL, NULL)'
fault pragma 'sqlite3_exec(db, "PRAGMA recursive_triggers = 1", NULL, NULL, NULL)'
fault temp-table 'sqlite3_exec(db, "CREATE TEMP TABLE usher_x (y)", NULL, NULL, NULL)'
fault limit 'sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 5)'
fault defensive 'sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL)'
fault last-row 'sqlite3_set_last_insert_rowid(db, 1)'
fault function 'sqlite3_create_function(db, "twice", 1, SQLITE_UTF8, NULL, NULL, NULL, NULL)'
fault collation 'sqlite3_create_collation(db, "NOCASE", SQLITE_UTF8, NULL, NULL)'

# Of the process.
fault signal 'signal(SIGPIPE, SIG_IGN)' signal.h
fault environment '(void)getenv("USHER_KEY")' stdlib.h
fault locale 'setlocale(LC_ALL, "C.UTF-8")' locale.h
fault output 'puts("usher")' stdio.h
fault file '(void)!fopen("/dev/null", "r")' stdio.h
fault umask 'umask(077)' sys/stat.h
fault memory '(void)sqlite3_malloc(1)'
fault heap-limit 'sqlite3_soft_heap_limit64(100000000)'
fault every-connection 'sqlite3_auto_extension((void (*)(void))sqlite3_usher_init)'

# Of what is done between statements.
plant reads-write func/func.c 's|^static int call(|&|; /sqlite3_user_data(context)/s|$|\n    sqlite3_exec(sqlite3_context_db_handle(context), "CREATE TABLE IF NOT EXISTS usher_trace (x)", NULL, NULL, NULL);|' BRIEF=1

echo "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 0 ]
