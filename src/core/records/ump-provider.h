/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define UMP_PRACTICE_PROVIDER "practice"

/**
 * UmpProvider:
 * @id: random id; %UMP_PRACTICE_PROVIDER for the practice partners
 * @name: the user's name for it
 * @service: row of the services table
 * @base_url: where requests go, without a trailing slash
 * @keyless: no key is sent, none is looked for
 * @allow_http: the user said yes to http:// towards a foreign host
 * @slots: how many requests at once; 0 is no limit
 * @removed: the user removed it; kept for history
 * @created_at: microseconds since the epoch
 *
 * The user's account at a service, or a server. Its key is in the keyring
 * under @id and never here.
 */
typedef struct {
  char *id;
  char *name;
  char *service;
  char *base_url;
  gboolean keyless;
  gboolean allow_http;
  guint slots;
  gboolean removed;
  gint64 created_at;
} UmpProvider;

UmpProvider *ump_provider_new (const char *name, const char *service, const char *base_url);
UmpProvider *ump_provider_copy (const UmpProvider *self);
void ump_provider_free (UmpProvider *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpProvider, ump_provider_free)
