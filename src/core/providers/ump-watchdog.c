/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-watchdog.h"

#define IDLE_MS (30 * 1000)
#define THINKING_IDLE_MS (180 * 1000)

struct _UmpWatchdog {
  UmpWatchdogFunc func;
  gpointer user_data;
  gint64 last_byte_at;
  guint limit_ms;
  guint source;
  gboolean stalled;
};


static gboolean
fire_cb (gpointer user_data)
{
  UmpWatchdog *self = user_data;
  gint64 idle = (g_get_monotonic_time () - self->last_byte_at) / 1000;

  if (idle < self->limit_ms) {
    self->source = g_timeout_add (self->limit_ms - idle + 1, fire_cb, self);
    return G_SOURCE_REMOVE;
  }
  self->source = 0;
  self->stalled = TRUE;
  self->func (TRUE, self->user_data);
  return G_SOURCE_REMOVE;
}


/**
 * ump_watchdog_new:
 * @func: told when it stalls, and when it goes on
 * @user_data: for @func
 *
 * Returns: (transfer full): a watchdog that sleeps until it is first fed
 */
UmpWatchdog *
ump_watchdog_new (UmpWatchdogFunc func, gpointer user_data)
{
  UmpWatchdog *self = g_new0 (UmpWatchdog, 1);

  self->func = func;
  self->user_data = user_data;
  return self;
}


/**
 * ump_watchdog_free:
 * @self: (transfer full) (nullable): a watchdog
 */
void
ump_watchdog_free (UmpWatchdog *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->source, g_source_remove);
  g_free (self);
}


/**
 * ump_watchdog_feed:
 * @self: a watchdog
 * @limit_ms: silence after which it barks
 *
 * To be called with every read. The timer is not set anew each time: it looks,
 * when it fires, how long ago the last call was.
 */
void
ump_watchdog_feed (UmpWatchdog *self, guint limit_ms)
{
  self->last_byte_at = g_get_monotonic_time ();
  self->limit_ms = limit_ms;
  if (self->source == 0)
    self->source = g_timeout_add (limit_ms, fire_cb, self);
  if (self->stalled) {
    self->stalled = FALSE;
    self->func (FALSE, self->user_data);
  }
}


/**
 * ump_watchdog_stop:
 * @self: a watchdog, which sleeps until it is fed again
 */
void
ump_watchdog_stop (UmpWatchdog *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  self->stalled = FALSE;
}


/**
 * ump_watchdog_is_stalled:
 * @self: a watchdog
 *
 * Returns: whether nothing has come for the limit
 */
gboolean
ump_watchdog_is_stalled (UmpWatchdog *self)
{
  return self->stalled;
}


/**
 * ump_watchdog_get_limit:
 * @contender: who answers
 * @has_reasoned: some reasoning has arrived
 *
 * Returns: milliseconds of silence that are nothing unusual for it
 */
guint
ump_watchdog_get_limit (const UmpContender *contender, gboolean has_reasoned)
{
  static const char *const thinkers[] = { "think", "reason", "-r1", "qwq", "gpt-5", "/o1", "/o3", "/o4", NULL };
  /* A slash in front lets "/o1" match at the beginning of a name too. */
  g_autofree char *model = g_strconcat ("/", contender->model, NULL);

  if (has_reasoned || contender->reasoning_effort != NULL)
    return THINKING_IDLE_MS;
  for (guint i = 0; thinkers[i] != NULL; i++)
    if (strstr (model, thinkers[i]) != NULL)
      return THINKING_IDLE_MS;
  return IDLE_MS;
}
