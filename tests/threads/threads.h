/*
** What the files of this program know of each other.
**
**   main.c   eight connections, a thread each, on files of their own and on one
**   races.c  several connections use one thing at the same moment
*/
#ifndef THREADS_H
#define THREADS_H

/* On a file in this folder, which is removed afterwards. 1 if all is well. */
int run_races(const char *folder, const char *journal);

#endif
