/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ump-error.h"
#include "ump-http.h"
#include "ump-resend.h"
#include "ump-settings.h"

/* How often the same request is sent again, as the vendors' own clients do. */
#define MAX_REPEATS 2

/* A service that asks for more than this has no capacity for a duel. It is not
 * asked sooner instead, as some of the vendors' clients do: that would be
 * refused as well, and counts against the account; and the user can try again. */
#define MAX_WAIT_MS (120 * 1000)

/* Under which names services refuse a field. Where a request has two of them,
 * the one that was sent counts. */
static const struct {
  const char *name;
  guint fields;
} parameters[] = {
  { "temperature", UMP_FIELD_TEMPERATURE },
  { "top_p", UMP_FIELD_TOP_P },
  { "topP", UMP_FIELD_TOP_P },
  { "seed", UMP_FIELD_SEED | UMP_FIELD_RANDOM_SEED },
  { "random_seed", UMP_FIELD_RANDOM_SEED },
  { "max_tokens", UMP_FIELD_MAX_TOKENS | UMP_FIELD_MAX_COMPLETION_TOKENS },
  { "max_completion_tokens", UMP_FIELD_MAX_COMPLETION_TOKENS },
  { "max_output_tokens", UMP_FIELD_MAX_TOKENS },
  { "maxOutputTokens", UMP_FIELD_MAX_TOKENS },
  { "stream_options", UMP_FIELD_STREAM_OPTIONS },
  { "include_usage", UMP_FIELD_STREAM_OPTIONS },
  { "reasoning_effort", UMP_FIELD_REASONING_EFFORT },
  { "reasoning", UMP_FIELD_REASONING_OBJECT | UMP_FIELD_REASONING_EFFORT },
  { "effort", UMP_FIELD_REASONING_OBJECT | UMP_FIELD_REASONING_EFFORT },
  { "think", UMP_FIELD_REASONING_EFFORT },
  { "thinking", UMP_FIELD_REASONING_EFFORT },
  { "thinkingConfig", UMP_FIELD_REASONING_EFFORT },
  { "thinking_config", UMP_FIELD_REASONING_EFFORT },
  { "thinkingLevel", UMP_FIELD_REASONING_EFFORT },
  { "thinkingBudget", UMP_FIELD_REASONING_EFFORT },
  { "reasoningEffort", UMP_FIELD_REASONING_EFFORT },
  { "output_config", UMP_FIELD_REASONING_EFFORT },
  { "system", UMP_FIELD_SYSTEM },
  { "systemInstruction", UMP_FIELD_SYSTEM },
  { "system_instruction", UMP_FIELD_SYSTEM },
  { "usage", UMP_FIELD_USAGE_INCLUDE },
  { "store", UMP_FIELD_STORE },
  { "stream", UMP_FIELD_STREAM },
};


/* "stream_options.include_usage", "body.temperature" and "generationConfig.topP"
 * all name a field by one of their parts. */
static guint
find_field (const char *parameter, guint sent)
{
  g_auto (GStrv) parts = g_strsplit_set (parameter, ".[]/", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    for (guint j = 0; j < G_N_ELEMENTS (parameters); j++)
      if (g_str_equal (parts[i], parameters[j].name) && (parameters[j].fields & sent) != 0)
        return parameters[j].fields & sent;
  return 0;
}


static gboolean
status_may_repeat (guint status)
{
  return status == 408 || status == 409 || status == 429 || status == 498 || status == 503 || status == 529;
}


/**
 * ump_resend_decide:
 * @status: the HTTP status, not 2xx
 * @headers: of the response
 * @failure: what the dialect read in the body
 * @sent_fields: #UmpField flags of the request
 * @attempt: which one failed, from 1
 * @delay_ms: wait before the first repetition where the service says nothing
 *
 * Nothing may be paid twice: a request is sent again only where the service's
 * own answer says that it was not accepted. “x-should-retry” says so, or the
 * opposite, whatever the status.
 *
 * Returns: what to do
 */
UmpResend
ump_resend_decide (guint status, SoupMessageHeaders *headers, const UmpFailure *failure, guint sent_fields, guint attempt, guint delay_ms)
{
  UmpResend resend = { UMP_RESEND_NEVER, 0, 0 };
  const char *advice = soup_message_headers_get_one (headers, "x-should-retry");
  gboolean advised = advice != NULL && g_ascii_strcasecmp (advice, "true") == 0;
  gboolean warned = advice != NULL && g_ascii_strcasecmp (advice, "false") == 0;
  gint64 wait_ms;

  if ((!failure->not_accepted && !advised) || failure->code == UMP_ERROR_NO_MONEY)
    return resend;
  if (failure->code == UMP_ERROR_BAD_PARAMETER && failure->parameter != NULL) {
    resend.field = find_field (failure->parameter, sent_fields);
    if (resend.field != 0)
      resend.kind = UMP_RESEND_WITHOUT_FIELD;
    if (resend.field != 0 || !advised)
      return resend;
  }
  if ((!status_may_repeat (status) && !advised) || attempt > MAX_REPEATS || warned)
    return resend;

  wait_ms = ump_http_get_retry_after (headers, g_get_real_time ());
  if (wait_ms < 0)
    wait_ms = failure->retry_after_ms;
  if (wait_ms < 0)
    wait_ms = (gint64) delay_ms << (attempt - 1);
  if (wait_ms > MAX_WAIT_MS)
    return resend;
  resend.kind = UMP_RESEND_LATER;
  resend.wait_ms = wait_ms;
  return resend;
}


static const char *
get_field_name (guint field)
{
  for (guint i = 0; i < G_N_ELEMENTS (parameters); i++)
    if ((parameters[i].fields & field) != 0)
      return parameters[i].name;
  return "";
}


/**
 * ump_resend_describe:
 * @self: what is done
 * @status: the HTTP status that led to it
 *
 * What becomes of a setting is told with every request that lacks it, so it
 * is not told here.
 *
 * Returns: (transfer full) (nullable): a sentence for the user
 */
char *
ump_resend_describe (const UmpResend *self, guint status)
{
  if (self->kind == UMP_RESEND_LATER)
    return g_strdup_printf (_("The service was busy (status %u); the request was sent again after %.1f s."), status, self->wait_ms / 1000.0);
  if (self->kind == UMP_RESEND_WITHOUT_FIELD && !ump_settings_is_one (self->field))
    return g_strdup_printf (_("“%s” was left out, because the service refuses it for this model."), get_field_name (self->field));
  return NULL;
}
