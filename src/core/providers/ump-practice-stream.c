/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-practice-stream.h"

typedef struct {
  gsize end;
  gint64 due; /* microseconds after the stream was made */
} Piece;

struct _UmpPracticeStream {
  GInputStream parent_instance;

  GString *bytes;
  GArray *pieces;
  guint next_piece;
  gsize position;
  gint64 began;
};

G_DEFINE_FINAL_TYPE (UmpPracticeStream, ump_practice_stream, G_TYPE_INPUT_STREAM)

typedef struct {
  guint8 *buffer;
  gsize count;
} Read;


/* How many bytes are due by now. */
static gsize
count_available (UmpPracticeStream *self)
{
  gint64 now = g_get_monotonic_time () - self->began;

  while (self->next_piece < self->pieces->len && g_array_index (self->pieces, Piece, self->next_piece).due <= now)
    self->next_piece++;
  return (self->next_piece > 0 ? g_array_index (self->pieces, Piece, self->next_piece - 1).end : 0) - self->position;
}


static gsize
take (UmpPracticeStream *self, guint8 *buffer, gsize count)
{
  gsize n = MIN (count_available (self), count);

  memcpy (buffer, self->bytes->str + self->position, n);
  self->position += n;
  return n;
}


static gboolean
due_cb (gpointer user_data)
{
  GTask *task = user_data;
  UmpPracticeStream *self = g_task_get_source_object (task);
  Read *request = g_task_get_task_data (task);

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_int (task, take (self, request->buffer, request->count));
  return G_SOURCE_REMOVE;
}


static gssize
ump_practice_stream_read (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  UmpPracticeStream *self = UMP_PRACTICE_STREAM (stream);

  /* Whoever blocks gets all at once. */
  self->began = G_MININT64 / 2;
  return take (self, buffer, count);
}


static void
ump_practice_stream_read_async (GInputStream *stream, void *buffer, gsize count, int io_priority, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  UmpPracticeStream *self = UMP_PRACTICE_STREAM (stream);
  GTask *task = g_task_new (stream, cancellable, callback, user_data);
  Read *request = g_new0 (Read, 1);
  gint64 wait = 0;
  GSource *source;

  g_task_set_source_tag (task, ump_practice_stream_read_async);
  g_task_set_priority (task, io_priority);
  request->buffer = buffer;
  request->count = count;
  g_task_set_task_data (task, request, g_free);

  if (count_available (self) == 0 && self->next_piece < self->pieces->len)
    wait = g_array_index (self->pieces, Piece, self->next_piece).due - (g_get_monotonic_time () - self->began);
  /* Rounded up: a timer that fires early would find nothing and end the stream. */
  source = g_timeout_source_new (wait > 0 ? (guint) (wait / 1000 + 1) : 0);
  if (cancellable != NULL) {
    GSource *cancelled = g_cancellable_source_new (cancellable);

    g_source_set_dummy_callback (cancelled);
    g_source_add_child_source (source, cancelled);
    g_source_unref (cancelled);
  }
  g_task_attach_source (task, source, due_cb);
  g_source_unref (source);
  g_object_unref (task);
}


static gssize
ump_practice_stream_read_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}


static void
ump_practice_stream_finalize (GObject *object)
{
  UmpPracticeStream *self = UMP_PRACTICE_STREAM (object);

  g_string_free (self->bytes, TRUE);
  g_array_unref (self->pieces);
  G_OBJECT_CLASS (ump_practice_stream_parent_class)->finalize (object);
}


static void
ump_practice_stream_class_init (UmpPracticeStreamClass *klass)
{
  GInputStreamClass *stream_class = G_INPUT_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ump_practice_stream_finalize;
  stream_class->read_fn = ump_practice_stream_read;
  stream_class->read_async = ump_practice_stream_read_async;
  stream_class->read_finish = ump_practice_stream_read_finish;
}


static void
ump_practice_stream_init (UmpPracticeStream *self)
{
  self->bytes = g_string_new (NULL);
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  self->began = g_get_monotonic_time ();
}


/**
 * ump_practice_stream_new:
 *
 * Returns: (transfer full): an empty stream, whose time begins now
 */
UmpPracticeStream *
ump_practice_stream_new (void)
{
  return g_object_new (UMP_TYPE_PRACTICE_STREAM, NULL);
}


/**
 * ump_practice_stream_add:
 * @self: a stream that nobody reads yet
 * @bytes: what follows
 * @due_ms: when it can be read, in milliseconds after the stream was made;
 *   never before what it follows
 */
void
ump_practice_stream_add (UmpPracticeStream *self, const char *bytes, double due_ms)
{
  Piece piece;

  g_string_append (self->bytes, bytes);
  piece.end = self->bytes->len;
  piece.due = (gint64) (due_ms * 1000);
  g_array_append_val (self->pieces, piece);
}
