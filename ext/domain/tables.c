/*
** The list of all tables and functions.
*/
#include "domain/domain.h"

const struct usher_table *const usher_domain_tables[] = {
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

const struct usher_function_table *const usher_domain_functions[] = {
    &usher_setup_functions,   &usher_actor_functions,
    &usher_access_functions,  &usher_user_functions,
    &usher_invite_functions,  &usher_password_functions,
    &usher_session_functions, &usher_mfa_functions,
    &usher_api_key_functions, &usher_key_functions,
    &usher_setting_functions, &usher_channel_functions,
    &usher_outbox_functions,  &usher_notification_functions,
    &usher_address_functions, &usher_storage_functions,
    &usher_tracked_functions, &usher_audit_functions,
    &usher_care_functions,    NULL, /* one a line */
};

const struct usher_rows_function *const usher_domain_rows[] = {
    &usher_can_explain, &usher_settings_effective, &usher_doctor, NULL, /* one a line */
};

int usher_domain_register(struct usher *usher, void (*release)(void *)) {
    int rc = SQLITE_OK;
    usher->tracker = usher_tracked_own;
    for (int i = 0; usher_domain_tables[i] && rc == SQLITE_OK; i++) {
        rc = usher_table_register(usher, usher_domain_tables[i], release);
    }
    for (int i = 0; usher_domain_functions[i] && rc == SQLITE_OK; i++) {
        rc = usher_functions_register(usher, usher_domain_functions[i], release);
    }
    for (int i = 0; usher_domain_rows[i] && rc == SQLITE_OK; i++) {
        rc = usher_rows_register(usher, usher_domain_rows[i], release);
    }
    if (rc == SQLITE_OK) {
        rc = usher_unseal_register(usher, release);
    }
    return rc == SQLITE_OK ? usher_guarded_register(usher, release) : rc;
}

void usher_domain_close(struct usher *usher) {
    usher_keyring_close(usher);
    usher_api_keys_close(usher);
    usher_audit_close(usher);
    usher_lockdown_close(usher);
    usher_identity_close(usher);
    usher_store_close(usher);
    usher_names_clear(&usher->tables);
    usher_names_clear(&usher->functions);
    sqlite3_free(usher->spare);
}
