/*
** What the processes that are killed and the one that kills them agree on.
*/
#ifndef CRASH_KILL_H
#define CRASH_KILL_H

#include "crash.h"

/* Of a change: its tag, a number. */
#define KILL_ID "%08x-0000-7000-8000-%012x"
#define KILL_ACCOUNT "'00000000-0000-7000-8000-00000000a001'"
#define KILL_OWNER "'00000000-0000-7000-8000-00000000b001'"
#define KILL_TIMEOUT 10000 /* milliseconds that a lock is waited for */

/* Is every change there whole or not at all? NULL, or which is not. */
const char *kill_check(sqlite3 *db);

#endif
