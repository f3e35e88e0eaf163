/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-error.h"
#include "ump-proxy.h"
#include "ump-transport-private.h"

/* libsoup's own two connections a host would let two answers of one gateway
 * and a model list wait for each other. */
#define MAX_CONNECTIONS 64
#define MAX_CONNECTIONS_PER_HOST 16
#define RETRY_DELAY_MS 1000

/* @limit holds where @limit_set: it is newer than what requests come with. */
typedef struct {
  guint taken;
  guint limit;
  gboolean limit_set;
  GQueue waiting;
} Slots;

struct _UmpTransport {
  GObject parent_instance;

  UmpKeyring *keyring;
  SoupSession *session;
  GTlsDatabase *tls_database;
  GHashTable *slots;
  GHashTable *refused;
  double practice_speed;
  guint idle_timeout;
  guint retry_delay;
};

G_DEFINE_FINAL_TYPE (UmpTransport, ump_transport, G_TYPE_OBJECT)

/* One that waits remembers the limit it came with. */
typedef struct {
  UmpTransport *transport;
  char *provider_id;
  guint limit;
  gulong cancelled;
} SlotRequest;


static void
slots_free (Slots *self)
{
  g_assert (g_queue_is_empty (&self->waiting));
  g_free (self);
}


static void
slot_request_free (SlotRequest *self)
{
  g_free (self->provider_id);
  g_free (self);
}


static Slots *
get_slots (UmpTransport *self, const char *provider_id)
{
  Slots *slots = g_hash_table_lookup (self->slots, provider_id);

  if (slots == NULL) {
    slots = g_new0 (Slots, 1);
    g_queue_init (&slots->waiting);
    g_hash_table_insert (self->slots, g_strdup (provider_id), slots);
  }
  return slots;
}


static gboolean
is_free (const Slots *slots, guint limit)
{
  if (slots->limit_set)
    limit = slots->limit;
  return limit == 0 || slots->taken < limit;
}


/* First come, first served. */
static void
grant (Slots *slots)
{
  while (!g_queue_is_empty (&slots->waiting)) {
    GTask *task = g_queue_peek_head (&slots->waiting);
    SlotRequest *request = g_task_get_task_data (task);

    if (!is_free (slots, request->limit))
      break;
    g_queue_pop_head (&slots->waiting);
    if (request->cancelled != 0)
      g_cancellable_disconnect (g_task_get_cancellable (task), request->cancelled);
    slots->taken++;
    g_task_return_boolean (task, TRUE);
    g_object_unref (task);
  }
}


/* A cancellable may be cancelled inside its own handler's lock, where it
 * cannot be disconnected from; an idle source gets out of it. */
static gboolean
drop_cancelled_cb (gpointer user_data)
{
  GTask *task = user_data;
  SlotRequest *request = g_task_get_task_data (task);
  Slots *slots = get_slots (request->transport, request->provider_id);

  if (g_queue_remove (&slots->waiting, task)) {
    g_cancellable_disconnect (g_task_get_cancellable (task), request->cancelled);
    g_task_return_error_if_cancelled (task);
    g_object_unref (task);
  }
  return G_SOURCE_REMOVE;
}


static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, drop_cancelled_cb, g_object_ref (user_data), g_object_unref);
}


static void
key_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *key = ump_keyring_lookup_finish (UMP_KEYRING (source), result, &error);

  if (key != NULL)
    g_task_return_pointer (task, key, (GDestroyNotify) ump_keyring_free_key);
  else
    g_task_return_error (task, error);
}


/* A service may refuse only the value that one contender has, so what it
 * refused says nothing about another contender of the same model. A contender
 * never changes: an edit makes a new one. */
static char *
refused_id (const UmpContender *contender)
{
  return g_strconcat (contender->provider_id, "\n", contender->id, NULL);
}


static gboolean
drop_session_cb (gpointer user_data)
{
  return G_SOURCE_REMOVE;
}


static void
ump_transport_finalize (GObject *object)
{
  UmpTransport *self = UMP_TRANSPORT (object);

  /* libsoup takes leave of a server over HTTP/2 in turns of the main loop, and
   * soup_session_dispose() warns of each connection that is not done with it. */
  if (self->session != NULL)
    g_idle_add_full (G_PRIORITY_LOW, drop_session_cb, g_steal_pointer (&self->session), g_object_unref);
  g_clear_object (&self->tls_database);
  g_clear_object (&self->keyring);
  g_hash_table_unref (self->slots);
  g_hash_table_unref (self->refused);
  G_OBJECT_CLASS (ump_transport_parent_class)->finalize (object);
}


static void
ump_transport_class_init (UmpTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ump_transport_finalize;
}


static void
ump_transport_init (UmpTransport *self)
{
  self->slots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) slots_free);
  self->refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->practice_speed = 1;
  self->retry_delay = RETRY_DELAY_MS;
}


/**
 * ump_transport_new:
 * @keyring: where keys are found
 *
 * Opens nothing: the session is made with the first request.
 *
 * Returns: (transfer full): a transport
 */
UmpTransport *
ump_transport_new (UmpKeyring *keyring)
{
  UmpTransport *self = g_object_new (UMP_TYPE_TRANSPORT, NULL);

  self->keyring = g_object_ref (keyring);
  return self;
}


/**
 * ump_transport_get_keyring:
 * @self: a transport
 *
 * Returns: (transfer none): the keyring it was made with
 */
UmpKeyring *
ump_transport_get_keyring (UmpTransport *self)
{
  g_return_val_if_fail (UMP_IS_TRANSPORT (self), NULL);

  return self->keyring;
}


/**
 * ump_transport_set_practice_speed:
 * @self: a transport
 * @factor: 1 is the natural pace of the practice partners, 2 twice as fast, 0
 *   as fast as it goes
 */
void
ump_transport_set_practice_speed (UmpTransport *self, double factor)
{
  g_return_if_fail (UMP_IS_TRANSPORT (self));

  self->practice_speed = factor;
}


/**
 * ump_transport_get_practice_speed:
 * @self: a transport
 *
 * Returns: what was set, 1 by default
 */
double
ump_transport_get_practice_speed (UmpTransport *self)
{
  return self->practice_speed;
}


/**
 * ump_transport_get_session:
 * @self: a transport
 *
 * The session keeps no cookies, has no time-out of its own (a thinking pause
 * is no error), and uses the system's certificates, and its proxies but for
 * this computer.
 *
 * Returns: (transfer none): the one session of the program
 */
SoupSession *
ump_transport_get_session (UmpTransport *self)
{
  if (self->session == NULL) {
    g_autoptr (GProxyResolver) proxy = ump_proxy_new ();

    self->session = soup_session_new_with_options ("max-conns", MAX_CONNECTIONS,
                                                   "max-conns-per-host", MAX_CONNECTIONS_PER_HOST,
                                                   "timeout", 0,
                                                   "proxy-resolver", proxy,
                                                   "user-agent", "Umpire/" UMP_VERSION,
                                                   NULL);
    if (self->tls_database != NULL)
      soup_session_set_tls_database (self->session, self->tls_database);
  }
  return self->session;
}


/**
 * ump_transport_set_tls_database:
 * @self: a transport that has sent nothing yet
 * @database: which certificates are trusted, instead of the system's
 */
void
ump_transport_set_tls_database (UmpTransport *self, GTlsDatabase *database)
{
  g_return_if_fail (self->session == NULL);

  g_set_object (&self->tls_database, database);
}


/**
 * ump_transport_set_idle_timeout:
 * @self: a transport
 * @milliseconds: silence after which a stream counts as stalled; 0 for the
 *   default, which knows that some models think for minutes
 */
void
ump_transport_set_idle_timeout (UmpTransport *self, guint milliseconds)
{
  self->idle_timeout = milliseconds;
}


guint
ump_transport_get_idle_timeout (UmpTransport *self)
{
  return self->idle_timeout;
}


/**
 * ump_transport_set_retry_delay:
 * @self: a transport
 * @milliseconds: what is waited before the first repetition where the service
 *   did not say; doubled with each
 */
void
ump_transport_set_retry_delay (UmpTransport *self, guint milliseconds)
{
  self->retry_delay = milliseconds;
}


guint
ump_transport_get_retry_delay (UmpTransport *self)
{
  return self->retry_delay;
}


/**
 * ump_transport_find_key_async:
 * @self: a transport
 * @provider: whose key
 * @cancellable: (nullable): ends it
 * @callback: called when done
 * @user_data: for @callback
 *
 * A provider that needs none gets none, unless one was set for this session.
 */
void
ump_transport_find_key_async (UmpTransport *self, const UmpProvider *provider, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, ump_transport_find_key_async);
  if (provider->keyless && !ump_keyring_has_session_key (self->keyring, provider->id)) {
    g_task_return_pointer (task, NULL, NULL);
    g_object_unref (task);
    return;
  }
  ump_keyring_lookup_async (self->keyring, provider->id, cancellable, key_found_cb, task);
}


/**
 * ump_transport_find_key_finish:
 * @self: a transport
 * @result: from the callback
 * @error: of the keyring
 *
 * Returns: (transfer full) (nullable): the key, for ump_keyring_free_key();
 *   %NULL without an error where none is needed
 */
char *
ump_transport_find_key_finish (UmpTransport *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}


/**
 * ump_transport_take_slot_async:
 * @self: a transport
 * @provider: who will be asked
 * @cancellable: (nullable): leaves the queue
 * @callback: called when it is this request's turn, always from the main loop
 * @user_data: for @callback
 *
 * Waits until the provider has a free slot: a local server often answers one
 * request at a time. Give it back with ump_transport_release_slot().
 */
void
ump_transport_take_slot_async (UmpTransport *self, const UmpProvider *provider, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Slots *slots = get_slots (self, provider->id);
  SlotRequest *request;

  g_task_set_source_tag (task, ump_transport_take_slot_async);
  /* A slot that was granted must be given back, so a cancellation that comes
   * between the grant and the callback must not hide it. */
  g_task_set_check_cancellable (task, FALSE);
  if (is_free (slots, provider->slots)) {
    slots->taken++;
    g_task_return_boolean (task, TRUE);
    g_object_unref (task);
    return;
  }
  request = g_new0 (SlotRequest, 1);
  request->transport = self;
  request->provider_id = g_strdup (provider->id);
  request->limit = provider->slots;
  g_task_set_task_data (task, request, (GDestroyNotify) slot_request_free);
  g_queue_push_tail (&slots->waiting, task);
  if (cancellable != NULL)
    request->cancelled = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), task, NULL);
}


/**
 * ump_transport_take_slot_finish:
 * @self: a transport
 * @result: from the callback
 * @error: %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the slot is taken
 */
gboolean
ump_transport_take_slot_finish (UmpTransport *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}


/**
 * ump_transport_release_slot:
 * @self: a transport
 * @provider_id: whose slot is given back
 */
void
ump_transport_release_slot (UmpTransport *self, const char *provider_id)
{
  Slots *slots = get_slots (self, provider_id);

  g_return_if_fail (slots->taken > 0);

  slots->taken--;
  grant (slots);
}


/**
 * ump_transport_set_slots:
 * @self: a transport
 * @provider_id: a provider whose number of slots was changed
 * @n_slots: requests at once from now on; 0 is no limit
 *
 * Also for those that wait, and for battles that loaded the provider before.
 */
void
ump_transport_set_slots (UmpTransport *self, const char *provider_id, guint n_slots)
{
  Slots *slots;

  g_return_if_fail (UMP_IS_TRANSPORT (self));

  slots = get_slots (self, provider_id);
  slots->limit = n_slots;
  slots->limit_set = TRUE;
  grant (slots);
}


/**
 * ump_transport_get_refused_fields:
 * @self: a transport
 * @contender: who is asked
 *
 * Returns: #UmpField flags that the service refused for this contender since
 *   the program started
 */
guint
ump_transport_get_refused_fields (UmpTransport *self, const UmpContender *contender)
{
  g_autofree char *id = refused_id (contender);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->refused, id));
}


/**
 * ump_transport_add_refused_field:
 * @self: a transport
 * @contender: who was asked
 * @field: a #UmpField that the service refused
 */
void
ump_transport_add_refused_field (UmpTransport *self, const UmpContender *contender, guint field)
{
  guint refused = ump_transport_get_refused_fields (self, contender);

  g_hash_table_replace (self->refused, refused_id (contender), GUINT_TO_POINTER (refused | field));
}
