/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "ump-error.h"
#include "ump-framer.h"
#include "ump-test.h"
#include "ump-utf8.h"

/* The vectors of tests/data/wire/sse-vectors.json, which name their sources:
 * the HTML standard, web-platform-tests and published parsers' tests. */

typedef struct {
  char *event;
  GString *data;
} Event;


static void
event_free (gpointer data)
{
  Event *event = data;

  g_free (event->event);
  g_string_free (event->data, TRUE);
  g_free (event);
}


static void
collect_cb (const UmpFrame *frame, gpointer user_data)
{
  Event *event;

  /* The standard knows of no text outside of events. */
  if (frame->bare)
    return;
  event = g_new0 (Event, 1);
  g_assert_cmpuint (frame->data[frame->length], ==, '\0');
  event->event = g_strdup (frame->event);
  event->data = g_string_new_len (frame->data, frame->length);
  g_ptr_array_add (user_data, event);
}


/* Feeds @bytes in reads of @step; with @first, one read of that size and one
 * of the rest. */
static GPtrArray *
run (GBytes *bytes, gsize first, gsize step)
{
  GPtrArray *events = g_ptr_array_new_with_free_func (event_free);
  g_autoptr (UmpFramer) framer = ump_framer_new (UMP_FRAMING_SSE);
  g_autoptr (GError) error = NULL;
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  for (gsize at = 0; at < length;) {
    gsize n = MIN (at == 0 && first > 0 ? first : step, length - at);

    g_assert_true (ump_framer_push (framer, data + at, n, collect_cb, events, &error));
    g_assert_no_error (error);
    at += n;
  }
  g_assert_true (ump_framer_finish (framer, collect_cb, events, &error));
  return events;
}


/* json-glib cuts strings at NUL, so that the file is read with U+E000 in its
 * place. */
static void
append_text (GString *bytes, const char *text)
{
  g_auto (GStrv) pieces = g_strsplit (text, "\xEE\x80\x80", -1);

  for (guint i = 0; pieces[i] != NULL; i++) {
    if (i > 0)
      g_string_append_c (bytes, '\0');
    g_string_append (bytes, pieces[i]);
  }
}


static void
check (JsonArray *expected, GPtrArray *events, const char *name)
{
  if (events->len != json_array_get_length (expected))
    g_error ("%s: %u events instead of %u", name, events->len, json_array_get_length (expected));
  for (guint i = 0; i < events->len; i++) {
    JsonObject *want = json_array_get_object_element (expected, i);
    Event *event = g_ptr_array_index (events, i);

    if (g_strcmp0 (event->event, json_object_get_string_member (want, "event")) != 0)
      g_error ("%s: event %u is of type “%s”", name, i, event->event);
    if (json_object_has_member (want, "data_sha256")) {
      g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guint8 *) event->data->str, event->data->len);

      g_assert_cmpint (event->data->len, ==, json_object_get_int_member (want, "data_length"));
      g_assert_cmpstr (sum, ==, json_object_get_string_member (want, "data_sha256"));
    } else {
      /* Invalid UTF-8 is repaired where the JSON is read. */
      g_autoptr (GString) got = g_string_new (NULL);
      g_autoptr (GString) text = g_string_new (NULL);

      ump_utf8_append_repaired (got, event->data->str, event->data->len);
      append_text (text, json_object_get_string_member (want, "data"));
      if (!g_string_equal (got, text))
        g_error ("%s: event %u holds “%s” instead of “%s”", name, i, got->str, text->str);
    }
  }
}


static GBytes *
read_input (JsonObject *vector)
{
  GString *bytes = g_string_new (NULL);

  if (json_object_has_member (vector, "bytes_hex")) {
    const char *hex = json_object_get_string_member (vector, "bytes_hex");

    for (gsize i = 0; hex[i] != '\0' && hex[i + 1] != '\0'; i += 2)
      g_string_append_c (bytes, g_ascii_xdigit_value (hex[i]) * 16 + g_ascii_xdigit_value (hex[i + 1]));
  } else if (json_object_has_member (vector, "parts")) {
    JsonArray *parts = json_object_get_array_member (vector, "parts");

    for (guint i = 0; i < json_array_get_length (parts); i++) {
      JsonNode *part = json_array_get_element (parts, i);

      if (JSON_NODE_HOLDS_OBJECT (part)) {
        JsonObject *object = json_node_get_object (part);

        for (gint64 n = json_object_get_int_member (object, "count"); n > 0; n--)
          append_text (bytes, json_object_get_string_member (object, "repeat"));
      } else {
        append_text (bytes, json_node_get_string (part));
      }
    }
  } else {
    JsonNode *node = json_object_get_member (vector, "bytes");

    append_text (bytes, json_node_get_string (node));
  }
  return g_string_free_to_bytes (bytes);
}


static void
run_vector (JsonObject *vector)
{
  const char *name = json_object_get_string_member (vector, "name");
  JsonArray *expected = json_object_get_array_member (vector, json_object_has_member (vector, "events_flush") ? "events_flush" : "events");
  g_autoptr (GBytes) bytes = read_input (vector);
  gsize length = g_bytes_get_size (bytes);
  static const gsize steps[] = { 1, 7, 4096, 16384, G_MAXSIZE };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (GPtrArray) events = run (bytes, 0, steps[i]);

    check (expected, events, name);
  }
  for (gsize cut = 1; length < 4096 && cut < length; cut++) {
    g_autoptr (GPtrArray) events = run (bytes, cut, G_MAXSIZE);

    check (expected, events, name);
  }
}


static void
test_vectors (void)
{
  g_autoptr (GBytes) file = ump_test_read_data ("wire/sse-vectors.json");
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GString) source = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *vectors;

  source = g_string_new_len (g_bytes_get_data (file, NULL), g_bytes_get_size (file));
  g_string_replace (source, "\\u0000", "\\ue000", 0);
  json_parser_load_from_data (parser, source->str, source->len, &error);
  g_assert_no_error (error);
  vectors = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "vectors");
  g_assert_cmpuint (json_array_get_length (vectors), >, 20);
  for (guint i = 0; i < json_array_get_length (vectors); i++)
    run_vector (json_array_get_object_element (vectors, i));
}


/* Pushes @piece until the framer has had enough, or @n times. */
static guint
push_often (UmpFramer *framer, const char *piece, gsize length, guint n, GPtrArray *events, GError **error)
{
  for (guint i = 0; i < n; i++)
    if (!ump_framer_push (framer, (const guint8 *) piece, length, collect_cb, events, error))
      return i;
  return n;
}


static void
test_limits (void)
{
  static const char *const starts[] = { "data: ", "event: ", ": ", "unknown" };
  g_autofree char *block = g_strnfill (1024 * 1024, 'a');
  g_autofree char *line = g_strconcat ("data: ", block, "\n", NULL);

  /* A line that counts is over its limit; one that says nothing is not kept. */
  for (guint i = 0; i < G_N_ELEMENTS (starts); i++) {
    g_autoptr (UmpFramer) framer = ump_framer_new (UMP_FRAMING_SSE);
    g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (event_free);
    g_autoptr (GError) error = NULL;

    push_often (framer, starts[i], strlen (starts[i]), 1, events, &error);
    g_assert_cmpuint (push_often (framer, block, strlen (block), 10, events, &error), ==, i < 2 ? 7 : 10);
    if (i < 2) {
      g_assert_error (error, UMP_ERROR, UMP_ERROR_PROTOCOL);
      g_assert_false (ump_framer_finish (framer, collect_cb, events, NULL));
    } else {
      push_often (framer, "\ndata: 1\n\n", 11, 1, events, &error);
      g_assert_cmpuint (events->len, ==, 1);
    }
  }
  {
    g_autoptr (UmpFramer) framer = ump_framer_new (UMP_FRAMING_SSE);
    g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (event_free);
    g_autoptr (GError) error = NULL;

    g_assert_cmpuint (push_often (framer, line, strlen (line), 20, events, &error), ==, 15);
    g_assert_error (error, UMP_ERROR, UMP_ERROR_PROTOCOL);
  }
  {
    g_autoptr (UmpFramer) framer = ump_framer_new (UMP_FRAMING_WHOLE);
    g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (event_free);
    g_autoptr (GError) error = NULL;

    g_assert_cmpuint (push_often (framer, block, strlen (block), 20, events, &error), ==, 16);
    g_assert_error (error, UMP_ERROR, UMP_ERROR_PROTOCOL);
  }
}


static void
test_lines (void)
{
  g_autoptr (UmpFramer) framer = ump_framer_new (UMP_FRAMING_LINES);
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (event_free);
  static const char body[] = "{\"a\":1}\n\r\n  \n{\"a\":2}\r\n{\"a\":3}";

  for (gsize i = 0; i < strlen (body); i++)
    g_assert_true (ump_framer_push (framer, (const guint8 *) body + i, 1, collect_cb, events, NULL));
  g_assert_cmpuint (events->len, ==, 2);
  g_assert_true (ump_framer_finish (framer, collect_cb, events, NULL));
  g_assert_cmpuint (events->len, ==, 3);
  g_assert_cmpstr (((Event *) g_ptr_array_index (events, 2))->data->str, ==, "{\"a\":3}");
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/framer/vectors", test_vectors);
  g_test_add_func ("/framer/limits", test_limits);
  g_test_add_func ("/framer/lines", test_lines);
  return g_test_run ();
}
