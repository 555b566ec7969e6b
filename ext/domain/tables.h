/*
** What SQL sees of the domain: its tables and functions, and what their descriptions are written
** with. Included by domain.h.
*/
#ifndef USHER_DOMAIN_TABLES_H
#define USHER_DOMAIN_TABLES_H

#include "func/func.h"
#include "table/table.h"

extern const struct usher_table usher_accounts;
extern const struct usher_table usher_account_memberships;
extern const struct usher_table usher_roles;
extern const struct usher_table usher_users;
extern const struct usher_table usher_teams;
extern const struct usher_table usher_team_memberships;
extern const struct usher_table usher_channels;
extern const struct usher_table usher_channel_members;
extern const struct usher_table usher_invites;
extern const struct usher_table usher_settings;
extern const struct usher_table usher_setting_definitions;
extern const struct usher_table usher_sessions;
extern const struct usher_table usher_audit_log;
extern const struct usher_table usher_permissions;
extern const struct usher_table usher_outbox;
extern const struct usher_table usher_notifications;
extern const struct usher_table usher_jwt_keys;
extern const struct usher_table usher_api_keys;
extern const struct usher_table usher_files;

extern const struct usher_rows_function usher_can_explain;
extern const struct usher_rows_function usher_settings_effective;
extern const struct usher_rows_function usher_doctor;

/* The lists of them, NULL after the last; usher_domain_functions stands in domain.h. */
extern const struct usher_table *const usher_domain_tables[];
extern const struct usher_rows_function *const usher_domain_rows[];

extern const struct usher_function_table usher_setup_functions;
extern const struct usher_function_table usher_access_functions;
extern const struct usher_function_table usher_actor_functions;
extern const struct usher_function_table usher_audit_functions;
extern const struct usher_function_table usher_user_functions;
extern const struct usher_function_table usher_invite_functions;
extern const struct usher_function_table usher_key_functions;
extern const struct usher_function_table usher_password_functions;
extern const struct usher_function_table usher_mfa_functions;
extern const struct usher_function_table usher_session_functions;
extern const struct usher_function_table usher_api_key_functions;
extern const struct usher_function_table usher_setting_functions;
extern const struct usher_function_table usher_outbox_functions;
extern const struct usher_function_table usher_notification_functions;
extern const struct usher_function_table usher_address_functions;
extern const struct usher_function_table usher_channel_functions;
extern const struct usher_function_table usher_storage_functions;
extern const struct usher_function_table usher_tracked_functions;
extern const struct usher_function_table usher_care_functions;

usher_check usher_check_authentication; /* password or sso */

/* A column of a description: less to write, the same in every table. */
#define USHER_UUID_COLUMN(column, expression, more)                                                \
    {                                                                                              \
        .name = (column), .affinity = USHER_TEXT, .sql = (expression),                             \
        .flags = USHER_WORDS | (more), .check = usher_check_uuid                                   \
    }
#define USHER_TIME_COLUMN(column, expression, why)                                                 \
    {                                                                                              \
        .name = (column), .affinity = USHER_TEXT, .sql = (expression), .flags = USHER_WORDS,       \
        .check = usher_check_time, .hint = (why)                                                   \
    }
/* What usher writes by itself: an id, a word. */
#define USHER_WORD_COLUMN(column, expression, why)                                                 \
    {                                                                                              \
        .name = (column), .affinity = USHER_TEXT, .sql = (expression), .flags = USHER_WORDS,       \
        .hint = (why)                                                                              \
    }

/* Who made the row and who changed it last, and when; CREATED_BY to UPDATED_AT are the table's. */
#define USHER_STAMP_COLUMNS(row, why)                                                              \
    [CREATED_BY] = USHER_WORD_COLUMN("created_by", row ".created_by", why),                        \
    [CREATED_AT] = USHER_TIME_COLUMN("created_at", row ".created_at", why),                        \
    [UPDATED_BY] = USHER_WORD_COLUMN("updated_by", row ".updated_by", why),                        \
    [UPDATED_AT] = USHER_TIME_COLUMN("updated_at", row ".updated_at", why)

#endif
