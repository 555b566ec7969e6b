/* What the files of the profile mediapocket know of each other. */
#ifndef USHER_MEDIAPOCKET_H
#define USHER_MEDIAPOCKET_H

#include "api/api.h"

/* profile.c */
usher_api_handler usher_mediapocket_profile;
usher_api_handler usher_mediapocket_terms;
usher_api_handler usher_mediapocket_emails;
usher_api_handler usher_mediapocket_set_emails;

#endif
