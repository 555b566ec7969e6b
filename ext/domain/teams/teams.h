/* What the files about teams know of each other. */
#ifndef USHER_TEAMS_H
#define USHER_TEAMS_H

#include "domain/domain.h"

/* Part of a rule: nobody is in the team any more. */
int usher_team_clear(struct usher *usher, const char *team_id);

#endif
