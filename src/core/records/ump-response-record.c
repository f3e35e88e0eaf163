/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-ids.h"
#include "ump-response-record.h"


/**
 * ump_ending_allows_vote:
 * @ending: how a response ended
 *
 * Returns: whether a response that ended so is complete, and so may be judged
 */
gboolean
ump_ending_allows_vote (UmpEnding ending)
{
  return ending == UMP_ENDING_STOP || ending == UMP_ENDING_LENGTH || ending == UMP_ENDING_FILTER;
}


/**
 * ump_response_record_new:
 * @side: A or B
 *
 * Returns: (transfer full): an open, empty response with a new id
 */
UmpResponseRecord *
ump_response_record_new (UmpSide side)
{
  UmpResponseRecord *self = g_new0 (UmpResponseRecord, 1);

  self->id = ump_id_new ();
  self->side = side;
  self->attempt = 1;
  self->text = g_strdup ("");
  self->usage = UMP_USAGE_UNKNOWN;
  self->first_token_ms = -1;
  self->duration_ms = -1;
  self->error_code = -1;
  return self;
}


/**
 * ump_response_record_copy:
 * @self: a response
 *
 * Returns: (transfer full): a deep copy with the same id
 */
UmpResponseRecord *
ump_response_record_copy (const UmpResponseRecord *self)
{
  UmpResponseRecord *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->id = g_strdup (self->id);
  copy->text = g_strdup (self->text);
  copy->reasoning = g_strdup (self->reasoning);
  copy->finish = g_strdup (self->finish);
  copy->request = g_strdup (self->request);
  copy->returned_model = g_strdup (self->returned_model);
  copy->error = g_strdup (self->error);
  copy->notes = g_strdup (self->notes);
  return copy;
}


/**
 * ump_response_record_free:
 * @self: (transfer full) (nullable): a response
 */
void
ump_response_record_free (UmpResponseRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->text);
  g_free (self->reasoning);
  g_free (self->finish);
  g_free (self->request);
  g_free (self->returned_model);
  g_free (self->error);
  g_free (self->notes);
  g_free (self);
}


/**
 * ump_response_record_take_note:
 * @self: a response
 * @note: (transfer full): one sentence for the user, shown after the reveal
 */
void
ump_response_record_take_note (UmpResponseRecord *self, char *note)
{
  g_autofree char *before = self->notes;

  self->notes = before == NULL ? g_strdup (note) : g_strconcat (before, "\n", note, NULL);
  g_free (note);
}


/**
 * ump_response_record_estimate_cost:
 * @self: a response
 * @contender: who answered, with its prices for a million tokens
 *
 * Fills in the cost where the service counted tokens but named no price.
 */
void
ump_response_record_estimate_cost (UmpResponseRecord *self, const UmpContender *contender)
{
  UmpUsage *usage = &self->usage;

  if (isnan (usage->cost) && usage->input >= 0 && usage->output >= 0
      && !isnan (contender->price_in) && !isnan (contender->price_out))
    usage->cost = (usage->input * contender->price_in + usage->output * contender->price_out) / 1e6;
}
