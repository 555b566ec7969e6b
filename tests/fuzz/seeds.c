/*
** Requests of every profile, as api.c takes them: profile and credential as a letter each ('F' is
** the first of five, '0' the first of eight), method, path, headers, body.
*/
#include "fuzz.h"

#define U "0a000000-0000-7000-8000-00000000000"
#define X(n) "0a000000-0000-7000-8000-0000000000" n
#define JSON "{\"Content-Type\":\"application/vnd.api+json\",\"Accept\":\"*/*\"}"

const char *const fuzz_seeds[] = {
    /* filespin: 'F' % 5 is 0 */
    "F0POST\n/api/v1/login\n\n{\"email\":\"ann@a.org\",\"password\":\"x\"}",
    "F1GET\n/api/v1/users?offset=0\n\n",
    "F1POST\n/api/v1/users\n\n{\"email\":\"a%\",\"enabled_only\":true}",
    "F1POST\n/api/v1/user\n\n{\"email\":\"n@a.org\",\"first_name\":\"N\",\"role_id\":4}",
    "F1GET\n/api/v1/user/5\n\n",
    "F1PATCH\n/api/v1/user/5\n\n{\"first_name\":\"U\",\"enabled\":false}",
    "F4PATCH\n/api/v1/user\n\n{\"locale\":\"en_US\"}", "F5GET\n/api/v1/user/notifications\n\n",
    "F5DELETE\n/api/v1/user/notifications/" X("d2") "\n\n",
    "F1POST\n/api/v1/notifications/send\n\n{\"channels\":[\"email\"],\"to\":[\"uma@a.org\",\"x\"],"
    "\"subject\":\"s\",\"body\":\"b\"}",
    "F1GET\n/api/v1/user/settings\n\n",
    "F1PATCH\n/api/v1/user/settings/update\n\n{\"key\":\"image\",\"value\":{\"quality\":5}}",
    /* mediapocket: 'G' */
    "G1GET\n/api/v2/user/profile\n\n", "G5GET\n/api/v2/user/profile/terms\n\n",
    "G5GET\n/api/v2/user/profile/email_notifications\n\n",
    "G5POST\n/api/v2/user/profile/email_notifications\n\n{\"email_notifications\":\"false\"}",
    /* pulse: 'H' */
    "H1GET\n/api/v1/users?include=teams,account&sort=-alive&filter[name]=ct:a&page[size]=2\n" JSON
    "\n",
    "H1GET\n/api/v1/users/" U "5?fields[user]=name,teams&include=teams\n" JSON "\n",
    "H1POST\n/api/v1/users\n" JSON
    "\n{\"data\":{\"type\":\"user\",\"attributes\":{\"name\":\"N\",\"email\":\"p@a.org\"}}}",
    "H1PUT\n/api/v1/users/" U "5\n" JSON "\n{\"data\":{\"type\":\"user\",\"id\":\"" U
    "5\",\"attributes\":{\"name\":\"M\"}}}",
    "H1DELETE\n/api/v1/users/" U "5\n" JSON "\n", "H1POST\n/api/v1/users/" U "5/invite\n" JSON "\n",
    "H1DELETE\n/api/v1/users/" U "5/invite\n" JSON "\n",
    "H0GET\n/api/v1/auth/join/invAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n" JSON "\n",
    "H0POST\n/api/v1/auth/join/invAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n" JSON
    "\n{\"data\":{\"type\":\"user\",\"attributes\":{\"name\":\"New\"}}}",
    "H1POST\n/api/v1/team_memberships\n" JSON
    "\n{\"data\":{\"type\":\"team_membership\",\"relationships\":{\"user\":{\"data\":{\"type\":"
    "\"user\",\"id\":\"" U
    "5\"}},\"team\":{\"data\":{\"type\":\"team\",\"id\":\"" X("e1") "\"}}}}}",
    "H5PUT\n/api/v1/users/" U "5/notification_settings\n" JSON
    "\n{\"data\":{\"type\":\"notification_setting\",\"attributes\":{\"email_notifications\":false}}"
    "}",
    /* studio: 'I' */
    "I1GET\n/api/user?ids=" U "1," U "5&channel=" X("c1") "&include_viewonly=1\n\n",
    "I5GET\n/api/user/" U "5\n\n", "I5GET\n/api/user/get_storage_used\n\n",
    "I5GET\n/api/user/refresh_storage_used\n\n",
    "I5POST\n/api/user/mark_notifications_read\n\n{\"timestamp\":\"2022-01-01T00:00:00Z\"}",
    "I5GET\n/api/invitation?invited=" U "5&channel=" X("c1") "\n\n",
    "I5POST\n/api/invitation/" X("f2") "/accept\n\n",
    "I1POST\n/api/send_invitation_email\n\n{\"user_email\":\"mia@a.org\",\"channel_id\":\"" X(
        "c1") "\",\"share_mode\":\"view\"}",
    "I5DELETE\n/api/channeluser/" U "5/remove_self?channel_id=" X("c1") "\n\n",
    /* vidbeo: 'J' */
    "J1GET\n/v2/users?limit=2\n{\"Authorization\":\"Bearer x\"}\n", "J1GET\n/v2/users/" U "5\n\n",
    "J1PATCH\n/v2/users/" U "5\n\n{\"name\":\"N\",\"role\":\"uploader\",\"notifications\":[\"a\"]}",
    "J1DELETE\n/v2/users/" U "5\n\n", "J1GET\n/v2/invites?cursor=x\n\n",
    "J1POST\n/v2/invites\n\n{\"email\":\"q@a.org\",\"role\":\"viewer\"}",
    "J1DELETE\n/v2/invites/" X("f1") "\n\n", "J1OPTIONS\n/v2/%75sers//..\n[]\n\xff", NULL};
