/*
** The list of all tables and functions.
*/
#include "domain/domain.h"

int usher_domain_register(struct usher *usher, void (*release)(void *)) {
    static const struct usher_table *const tables[] = {
        &usher_accounts,
        &usher_account_memberships,
        &usher_roles,
        &usher_users,
        &usher_teams,
        &usher_team_memberships,
        &usher_channels,
        &usher_channel_members,
        &usher_invites,
        &usher_settings,
        &usher_setting_definitions,
        &usher_audit_log,
        &usher_permissions,
        &usher_sessions,
        &usher_api_keys,
        &usher_jwt_keys,
        &usher_outbox,
        &usher_notifications,
        &usher_files,
        NULL, /* one a line */
    };
    /* Shared by all connections once it is filled: nothing in it depends on one. */
    static const struct usher_function_table *const sources[] = {
        &usher_setup_functions,
        &usher_actor_functions,
        &usher_access_functions,
        &usher_user_functions,
        &usher_invite_functions,
        &usher_password_functions,
        &usher_session_functions,
        &usher_mfa_functions,
        &usher_api_key_functions,
        &usher_key_functions,
        &usher_setting_functions,
        &usher_channel_functions,
        &usher_outbox_functions,
        &usher_notification_functions,
        &usher_address_functions,
        &usher_storage_functions,
        &usher_tracked_functions,
        NULL, /* one a line */
    };
    int count = 0;
    int rc = SQLITE_OK;
    usher->tracker = usher_tracked_own;
    for (int i = 0; tables[i] && rc == SQLITE_OK; i++) {
        rc = usher_table_register(usher, tables[i], release);
    }
    for (; sources[count] && rc == SQLITE_OK; count++) {
        rc = usher_functions_register(usher, sources[count]->functions, sources[count]->count,
                                      release);
    }
    if (rc == SQLITE_OK) {
        rc = usher_rows_register(usher, &usher_can_explain, release);
    }
    if (rc == SQLITE_OK) {
        rc = usher_rows_register(usher, &usher_settings_effective, release);
    }
    if (rc == SQLITE_OK) {
        rc = usher_unseal_register(usher, release);
    }
    if (rc == SQLITE_OK) {
        rc = usher_guarded_register(usher, release);
    }
    return rc == SQLITE_OK ? usher_call_register(usher, sources, count, release) : rc;
}

void usher_domain_close(struct usher *usher) {
    usher_keyring_close(usher);
    usher_api_keys_close(usher);
    usher_lockdown_close(usher);
    usher_identity_close(usher);
    usher_store_close(usher);
    usher_names_clear(&usher->tables);
    usher_names_clear(&usher->functions);
}
