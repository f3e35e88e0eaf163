/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-body-reader.h"

#define READ_SIZE (16 * 1024)

/* Reading gives way to drawing (GDK draws at G_PRIORITY_HIGH_IDLE + 20), so
 * that a fast stream cannot hold frames back. */
#define READ_PRIORITY (G_PRIORITY_HIGH_IDLE + 25)

/* How long the rest of a body may take after its terminator: where the usage
 * is still missing it may come in a chunk of its own, and late. */
#define TAIL_MS 500
#define USAGE_TAIL_MS 3000

struct _UmpBodyReader {
  GInputStream *body;
  GCancellable *cancellable;
  UmpBodyFunc func; /* NULL when the owner is gone */
  gpointer user_data;
  guint tail;
  guint tail_ms;
  gboolean reading;
  gboolean at_end;
  guint8 buffer[READ_SIZE];
};

static void read_more (UmpBodyReader *self);


/* What was not read to its end takes its connection along, so that the server
 * stops working for nobody. Closed with a cancelled cancellable, since libsoup
 * else reads on to the end of the body, however long that takes. */
static void
destroy (UmpBodyReader *self)
{
  g_clear_handle_id (&self->tail, g_source_remove);
  if (!self->at_end)
    g_cancellable_cancel (self->cancellable);
  g_input_stream_close_async (self->body, G_PRIORITY_DEFAULT, self->cancellable, NULL, NULL);
  g_object_unref (self->body);
  g_object_unref (self->cancellable);
  g_free (self);
}


static gboolean
tail_cb (gpointer user_data)
{
  UmpBodyReader *self = user_data;
  UmpBodyFunc func = self->func;

  self->tail = 0;
  g_cancellable_cancel (self->cancellable);
  if (func != NULL)
    func (NULL, 0, NULL, self->user_data);
  return G_SOURCE_REMOVE;
}


static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  UmpBodyReader *self = user_data;
  g_autoptr (GError) error = NULL;
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  self->at_end = length == 0;
  if (self->func != NULL)
    self->func (self->buffer, MAX (length, 0), error, self->user_data);
  self->reading = FALSE;
  if (length > 0 && (self->func != NULL || self->tail != 0))
    read_more (self);
  else if (self->func == NULL)
    destroy (self);
}


static void
read_more (UmpBodyReader *self)
{
  self->reading = TRUE;
  g_input_stream_read_async (self->body, self->buffer, READ_SIZE, READ_PRIORITY, self->cancellable, read_cb, self);
}


/**
 * ump_body_reader_new:
 * @body: a response's body
 * @cancellable: ends reading
 * @func: called with each read, and once with 0 bytes at the end; it may free
 *   the reader
 * @user_data: for @func
 *
 * Returns: (transfer full): a reader that has begun
 */
UmpBodyReader *
ump_body_reader_new (GInputStream *body, GCancellable *cancellable, UmpBodyFunc func, gpointer user_data)
{
  UmpBodyReader *self = g_new0 (UmpBodyReader, 1);

  self->body = g_object_ref (body);
  self->cancellable = g_object_ref (cancellable);
  self->func = func;
  self->user_data = user_data;
  read_more (self);
  return self;
}


/**
 * ump_body_reader_free:
 * @self: (transfer full) (nullable): a reader, whose function is not called
 *   any more
 *
 * Where the end was expected, the rest of the body is read first, for a moment.
 */
void
ump_body_reader_free (UmpBodyReader *self)
{
  if (self == NULL)
    return;
  self->func = NULL;
  if (!self->reading)
    destroy (self);
  else if (self->tail == 0)
    g_cancellable_cancel (self->cancellable);
}


/**
 * ump_body_reader_expect_end:
 * @self: a reader
 * @complete: nothing that matters is missing
 *
 * The terminator has come: the end of the body is waited for, but not for
 * long. A further call can only make the wait shorter.
 */
void
ump_body_reader_expect_end (UmpBodyReader *self, gboolean complete)
{
  guint milliseconds = complete ? TAIL_MS : USAGE_TAIL_MS;

  if (self->tail != 0 && milliseconds >= self->tail_ms)
    return;
  g_clear_handle_id (&self->tail, g_source_remove);
  self->tail_ms = milliseconds;
  self->tail = g_timeout_add (milliseconds, tail_cb, self);
}
