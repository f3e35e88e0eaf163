/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ump-provider.h"
#include "ump-services.h"

/**
 * UmpAccountForm:
 *
 * What the user says of one provider: its name, its address where the service
 * has none of its own, and the key. Signals: "entered" when Enter was pressed,
 * "changed" when the address or the key is another.
 */
#define UMP_TYPE_ACCOUNT_FORM (ump_account_form_get_type ())
G_DECLARE_FINAL_TYPE (UmpAccountForm, ump_account_form, UMP, ACCOUNT_FORM, AdwBin)

void ump_account_form_set_service (UmpAccountForm *self, const UmpService *service, const char *name, const char *base_url);
gboolean ump_account_form_read (UmpAccountForm *self, UmpProvider *provider, char **key, GError **error);
void ump_account_form_set_message (UmpAccountForm *self, const char *heading, const char *sentence);
void ump_account_form_select_key (UmpAccountForm *self);
void ump_account_form_forget_key (UmpAccountForm *self);
