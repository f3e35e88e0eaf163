/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ump-contender.h"
#include "ump-ids.h"


/**
 * ump_contender_new:
 * @provider_id: id of its provider
 * @model: as the provider lists it
 *
 * Returns: (transfer full): version 1 of an enabled contender with no
 *   parameter set
 */
UmpContender *
ump_contender_new (const char *provider_id, const char *model)
{
  UmpContender *self = g_new0 (UmpContender, 1);

  self->id = ump_id_new ();
  self->lineage = g_strdup (self->id);
  self->version = 1;
  self->provider_id = g_strdup (provider_id);
  self->model = g_strdup (model);
  self->temperature = NAN;
  self->top_p = NAN;
  self->seed = -1;
  self->enabled = TRUE;
  self->price_in = NAN;
  self->price_out = NAN;
  return self;
}


/**
 * ump_contender_copy:
 * @self: a contender
 *
 * Returns: (transfer full): a deep copy with the same id
 */
UmpContender *
ump_contender_copy (const UmpContender *self)
{
  UmpContender *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->id = g_strdup (self->id);
  copy->lineage = g_strdup (self->lineage);
  copy->provider_id = g_strdup (self->provider_id);
  copy->provider_name = g_strdup (self->provider_name);
  copy->service = g_strdup (self->service);
  copy->model = g_strdup (self->model);
  copy->label = g_strdup (self->label);
  copy->maker = g_strdup (self->maker);
  copy->family = g_strdup (self->family);
  copy->system_prompt = g_strdup (self->system_prompt);
  copy->reasoning_effort = g_strdup (self->reasoning_effort);
  copy->extra_json = g_strdup (self->extra_json);
  copy->codename = g_strdup (self->codename);
  copy->parameters = g_strdup (self->parameters);
  return copy;
}


/**
 * ump_contender_free:
 * @self: (transfer full) (nullable): a contender
 */
void
ump_contender_free (UmpContender *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->lineage);
  g_free (self->provider_id);
  g_free (self->provider_name);
  g_free (self->service);
  g_free (self->model);
  g_free (self->label);
  g_free (self->maker);
  g_free (self->family);
  g_free (self->system_prompt);
  g_free (self->reasoning_effort);
  g_free (self->extra_json);
  g_free (self->codename);
  g_free (self->parameters);
  g_free (self);
}


/**
 * ump_contender_get_display_name:
 * @self: a contender
 *
 * Returns: (transfer none): its codename while it is sealed, else the user's
 *   label, else the model
 */
const char *
ump_contender_get_display_name (const UmpContender *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->sealed && self->codename != NULL)
    return self->codename;
  if (self->label == NULL)
    return self->model;
  /* What a practice partner is called is one of the program's own words. */
  return self->practice ? _(self->label) : self->label;
}
