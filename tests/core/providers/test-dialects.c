/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "ump-answer.h"
#include "ump-error.h"
#include "ump-test.h"

/* Replays every recorded response of tests/data/wire/captures against what
 * tests/data/wire/expected says of it. Those files were written down by
 * reading the captures; see the README beside the captures for their servers. */

typedef struct {
  const UmpDialect *dialect;
  JsonObject *expected;
  char *name;
  guint status;
  char *content_type;
  const guint8 *body;
  gsize length;
  GString *joined; /* where the recording has the chunk sizes in it */
} Capture;


static const char *
code_name (int code)
{
  switch (code) {
    case UMP_ERROR_FAILED: return "failed";
    case UMP_ERROR_BAD_KEY: return "bad-key";
    case UMP_ERROR_NO_MONEY: return "no-money";
    case UMP_ERROR_NOT_ALLOWED: return "not-allowed";
    case UMP_ERROR_NO_MODEL: return "no-model";
    case UMP_ERROR_TOO_LONG: return "too-long";
    case UMP_ERROR_BAD_PARAMETER: return "bad-parameter";
    case UMP_ERROR_RATE_LIMIT: return "rate-limit";
    case UMP_ERROR_OVERLOADED: return "overloaded";
    case UMP_ERROR_NOT_THIS_SERVICE: return "not-this-service";
    case UMP_ERROR_PROTOCOL: return "protocol";
    default: return "other";
  }
}


static const char *
ending_name (UmpEnding ending)
{
  static const char *const names[] = { "open", "stop", "length", "filter", "empty", "error", "no-terminator", "interrupted" };

  return names[ending];
}


static const char *
want (Capture *capture, const char *member)
{
  return json_object_get_string_member_with_default (capture->expected, member, NULL);
}


static void
check_number (Capture *capture, const char *member, gint64 value)
{
  gint64 expected = json_object_get_int_member_with_default (capture->expected, member, -1);

  if (expected != value)
    g_error ("%s: %s is %" G_GINT64_FORMAT " instead of %" G_GINT64_FORMAT, capture->name, member, value, expected);
}


static void
check_string (Capture *capture, const char *member, const char *value)
{
  const char *expected = want (capture, member);

  if (g_strcmp0 (expected, value) != 0)
    g_error ("%s: %s is “%s” instead of “%s”", capture->name, member, value, expected);
}


/* One replay: the body in a first read of @first bytes, then reads of @step. */
static void
replay (Capture *capture, gsize first, gsize step)
{
  g_autoptr (UmpResponseRecord) record = ump_response_record_new (UMP_SIDE_A);
  g_autoptr (UmpAnswer) answer = ump_answer_new (record, capture->dialect, capture->content_type, 0);
  g_autoptr (GError) error = NULL;
  gboolean good = TRUE;
  double cost = json_object_get_double_member_with_default (capture->expected, "cost", NAN);

  for (gsize at = 0; good && at < capture->length;) {
    gsize n = MIN (at == 0 && first > 0 ? first : step, capture->length - at);

    good = ump_answer_push (answer, capture->body + at, n, &error);
    at += n;
  }
  if (good)
    good = ump_answer_end_of_body (answer, &error);
  if (want (capture, "error") != NULL) {
    if (good)
      g_error ("%s: no error was found", capture->name);
    check_string (capture, "error", code_name (error->code));
    return;
  }
  g_assert_no_error (error);
  ump_answer_judge (answer);
  check_string (capture, "text", record->text);
  check_string (capture, "reasoning", record->reasoning);
  check_string (capture, "ending", ending_name (record->ending));
  check_string (capture, "finish", record->finish);
  check_string (capture, "model", record->returned_model);
  check_number (capture, "input", record->usage.input);
  check_number (capture, "output", record->usage.output);
  check_number (capture, "cached", record->usage.cached);
  g_assert_true (isnan (cost) ? isnan (record->usage.cost) : fabs (cost - record->usage.cost) < 1e-12);
  g_assert_true (g_utf8_validate (record->text, -1, NULL));
}


static void
check_failure (Capture *capture)
{
  g_autofree char *body = g_strndup ((const char *) capture->body, capture->length);
  UmpFailure failure = { 0 };

  capture->dialect->parse_error (capture->status, body, capture->length, &failure);
  g_assert_cmpint (capture->status, ==, json_object_get_int_member (capture->expected, "status"));
  check_string (capture, "error", code_name (failure.code));
  check_string (capture, "message", failure.message);
  ump_failure_clear (&failure);
}


/* Splits a capture at its first empty line, as its README says. */
static void
load (Capture *capture, GBytes *file)
{
  gsize size;
  const char *data = g_bytes_get_data (file, &size);
  const char *end = g_strstr_len (data, size, "\r\n\r\n");
  g_autofree char *head = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_nonnull (end);
  head = g_strndup (data, end - data);
  lines = g_strsplit (head, "\r\n", -1);
  capture->status = g_ascii_strtoull (lines[0] + strlen ("HTTP/1.1 "), NULL, 10);
  for (guint i = 1; lines[i] != NULL; i++)
    if (g_ascii_strncasecmp (lines[i], "content-type:", 13) == 0)
      capture->content_type = g_strdup (g_strstrip (lines[i] + 13));
  capture->body = (const guint8 *) end + 4;
  capture->length = size - (end + 4 - data);
}


/* Takes the sizes of the chunks out of a body. */
static void
join_chunks (Capture *capture)
{
  const char *at = (const char *) capture->body;
  const char *end = at + capture->length;

  capture->joined = g_string_new (NULL);
  while (at < end) {
    char *stop;
    gsize n = g_ascii_strtoull (at, &stop, 16);

    g_assert_true (stop > at && g_str_has_prefix (stop, "\r\n"));
    at = stop + 2;
    g_assert_cmpuint (n, <=, end - at);
    g_string_append_len (capture->joined, at, n);
    at += n + 2;
  }
  capture->body = (const guint8 *) capture->joined->str;
  capture->length = capture->joined->len;
}


static void
run_capture (gconstpointer user_data)
{
  Capture *capture = (Capture *) user_data;
  g_autofree char *path = g_strdup_printf ("wire/captures/%s.http", capture->name);
  g_autoptr (GBytes) file = ump_test_read_data (path);

  load (capture, file);
  if (g_str_has_suffix (capture->name, ".raw-chunked"))
    join_chunks (capture);
  if (capture->status >= 300) {
    check_failure (capture);
    return;
  }
  replay (capture, 0, G_MAXSIZE);
  replay (capture, 0, 1);
  for (gsize cut = 1; cut < capture->length; cut++) {
    /* Every byte of the short ones; in the long ones every line's ends and
     * a stride that meets all places within an event. */
    gboolean at_line = capture->body[cut] == '\n' || capture->body[cut - 1] == '\n';

    if (capture->length < 6000 || at_line || cut % 23 == 0)
      replay (capture, cut, G_MAXSIZE);
  }
}


static void
capture_free (gpointer data)
{
  Capture *capture = data;

  json_object_unref (capture->expected);
  if (capture->joined != NULL)
    g_string_free (capture->joined, TRUE);
  g_free (capture->name);
  g_free (capture->content_type);
  g_free (capture);
}


/* No recording is left out: each is expected somewhere, or is a list that
 * another test reads. */
static void
test_all_are_expected (gconstpointer user_data)
{
  GHashTable *names = (GHashTable *) user_data;
  g_autofree char *folder = g_build_filename (g_getenv ("UMPIRE_SRCDIR"), "tests", "data", "wire", "captures", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *stem = g_strndup (name, MAX (strlen (name), 5) - 5);

    if (!g_str_has_suffix (name, ".http") || g_str_has_suffix (stem, "-models") || g_str_has_suffix (stem, "-tags"))
      continue;
    /* What an account has left: a dialect does not read it. */
    if (g_str_has_suffix (stem, "-credits") || g_str_has_suffix (stem, "-key"))
      continue;
    if (!g_hash_table_contains (names, stem))
      g_error ("%s is replayed by no test", name);
  }
}


static void
add_captures (const char *file_name, GHashTable *names)
{
  g_autofree char *path = g_build_filename ("wire", "expected", file_name, NULL);
  g_autoptr (GBytes) file = ump_test_read_data (path);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *root;
  JsonArray *captures;
  const char *dialect;

  json_parser_load_from_data (parser, g_bytes_get_data (file, NULL), g_bytes_get_size (file), &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  captures = json_object_get_array_member (root, "captures");
  dialect = json_object_get_string_member (root, "dialect");
  g_assert_nonnull (ump_dialect_find (dialect));
  for (guint i = 0; i < json_array_get_length (captures); i++) {
    Capture *capture = g_new0 (Capture, 1);
    g_autofree char *test = NULL;

    capture->dialect = ump_dialect_find (dialect);
    capture->expected = json_object_ref (json_array_get_object_element (captures, i));
    capture->name = g_strdup (json_object_get_string_member (capture->expected, "capture"));
    test = g_strdup_printf ("/dialects/%s/%s", dialect, capture->name);
    g_hash_table_add (names, g_strdup (capture->name));
    g_test_add_data_func_full (test, capture, run_capture, capture_free);
  }
}


int
main (int argc, char **argv)
{
  g_autofree char *folder = g_build_filename (g_getenv ("UMPIRE_SRCDIR"), "tests", "data", "wire", "expected", NULL);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    add_captures (name, names);
  g_test_add_data_func ("/dialects/all-are-expected", names, test_all_are_expected);
  return g_test_run ();
}
