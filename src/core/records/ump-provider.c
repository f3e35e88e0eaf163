/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-ids.h"
#include "ump-provider.h"


/**
 * ump_provider_new:
 * @name: the user's name for it
 * @service: row of the services table
 * @base_url: where requests go
 *
 * Returns: (transfer full): a provider with a new id, created now
 */
UmpProvider *
ump_provider_new (const char *name, const char *service, const char *base_url)
{
  UmpProvider *self = g_new0 (UmpProvider, 1);

  self->id = ump_id_new ();
  self->name = g_strdup (name);
  self->service = g_strdup (service);
  self->base_url = g_strdup (base_url);
  self->created_at = g_get_real_time ();
  return self;
}


/**
 * ump_provider_copy:
 * @self: a provider
 *
 * Returns: (transfer full): a deep copy
 */
UmpProvider *
ump_provider_copy (const UmpProvider *self)
{
  UmpProvider *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->id = g_strdup (self->id);
  copy->name = g_strdup (self->name);
  copy->service = g_strdup (self->service);
  copy->base_url = g_strdup (self->base_url);
  return copy;
}


/**
 * ump_provider_free:
 * @self: (transfer full) (nullable): a provider
 */
void
ump_provider_free (UmpProvider *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->service);
  g_free (self->base_url);
  g_free (self);
}
