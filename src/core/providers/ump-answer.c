/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "ump-answer.h"
#include "ump-error.h"
#include "ump-failure.h"
#include "ump-json-document.h"

/* An answer that came in one piece after the first token has no speed. */
#define MIN_SPEED_SECONDS 0.05

struct _UmpAnswer {
  UmpResponseRecord *record;
  const UmpDialect *dialect;
  char *content_type;
  gint64 sent_at;

  UmpFraming framing;
  UmpFramer *framer;
  UmpParser *parser;
  UmpJsonDocument *document; /* for a look at what is not handed on as it is */
  GString *text;
  GString *reasoning;
  gint64 last_at; /* when it last grew, or was terminated */
  gboolean terminated;
  gboolean done;
  UmpEnding ending;
  GError *error;
};


static gboolean
type_is (UmpAnswer *self, const char *type)
{
  gsize length = strlen (type);

  return self->content_type != NULL
         && g_ascii_strncasecmp (self->content_type, type, length) == 0
         && (self->content_type[length] == '\0' || strchr ("; \t", self->content_type[length]) != NULL);
}


/* What the body begins with weighs more than what the header calls it: servers
 * answer a stream request with one JSON document under either name, and
 * proxies put a page in its place. */
static gboolean
choose_framing (UmpAnswer *self, guint8 first, GError **error)
{
  UmpFraming framing = UMP_FRAMING_SSE;

  if (first == '<') {
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_NOT_THIS_SERVICE,
                         _("The server answered with a web page instead of a model’s answer. Check the provider’s address."));
    return FALSE;
  }
  if (first == '{' || first == '[') {
    gboolean lines = type_is (self, "application/x-ndjson") || type_is (self, "application/jsonl")
                     || self->dialect->framing == UMP_FRAMING_LINES;

    framing = lines ? UMP_FRAMING_LINES : UMP_FRAMING_WHOLE;
  }
  self->framing = framing;
  self->framer = ump_framer_new (framing);
  return TRUE;
}


static void
set_string (char **slot, const char *value)
{
  if (value != NULL && g_strcmp0 (*slot, value) != 0) {
    g_free (*slot);
    *slot = g_strdup (value);
  }
}


static void
apply_delta (UmpAnswer *self, const UmpDelta *delta)
{
  UmpResponseRecord *record = self->record;

  if (delta->text != NULL) {
    g_string_append (self->text, delta->text);
    record->text = self->text->str;
  }
  if (delta->reasoning != NULL && *delta->reasoning != '\0') {
    if (self->reasoning == NULL)
      self->reasoning = g_string_new (NULL);
    g_string_append (self->reasoning, delta->reasoning);
    record->reasoning = self->reasoning->str;
  }
  if (record->first_token_ms < 0 && (self->text->len > 0 || self->reasoning != NULL))
    record->first_token_ms = (g_get_monotonic_time () - self->sent_at) / 1000.0;
  if (delta->text != NULL || delta->reasoning != NULL || (delta->terminated && !self->terminated))
    self->last_at = g_get_monotonic_time ();
  if (delta->has_usage)
    record->usage = delta->usage;
  set_string (&record->finish, delta->finish);
  set_string (&record->returned_model, delta->returned_model);
  if (delta->terminated) {
    self->terminated = TRUE;
    self->ending = delta->ending;
  }
  if (delta->error != NULL && self->error == NULL)
    self->error = g_error_copy (delta->error);
}


static void
take_event (UmpAnswer *self, const UmpFrame *frame)
{
  UmpDelta delta = { .usage = UMP_USAGE_UNKNOWN };

  if (self->error != NULL || self->done)
    return;
  self->dialect->parse_event (self->parser, frame, &delta);
  apply_delta (self, &delta);
  if (self->error == NULL && ump_answer_get_length (self) > UMP_ANSWER_MAX_TEXT)
    g_set_error_literal (&self->error, UMP_ERROR, UMP_ERROR_PROTOCOL, _("The answer is longer than this program keeps."));
  /* The sentinel of the openai-chat family is the one terminator after which
   * a client need not wait for the end of the body. */
  if (self->terminated && frame->length == strlen ("[DONE]") && memcmp (frame->data, "[DONE]", frame->length) == 0)
    self->done = TRUE;
}


static const UmpJson *
look (UmpAnswer *self, const char *data, gsize length, UmpJsonFault *fault)
{
  return ump_json_document_parse (self->document, data, length, fault);
}


/* One line of an event: a JSON text of its own, the sentinel, or nothing. */
static gboolean
line_is_whole (UmpAnswer *self, const char *line)
{
  UmpJsonFault fault;

  return look (self, line, strlen (line), &fault) != NULL || fault == UMP_JSON_EMPTY || g_str_equal (line, "[DONE]");
}


/* Where the blank line between two events was lost, one has the data of both.
 * A gateway may also write an error into an event that is not finished: then
 * the last line reports it. All else that is no JSON text is broken. */
static void
take_lines (UmpAnswer *self, const UmpFrame *frame)
{
  g_auto (GStrv) lines = g_strsplit (frame->data, "\n", -1);
  guint n = g_strv_length (lines);
  gboolean whole = strlen (frame->data) == frame->length;
  gboolean is_error = n > 0 && ump_failure_is_reported (look (self, lines[n - 1], strlen (lines[n - 1]), NULL));

  for (guint i = 0; i < n; i++)
    whole = whole && line_is_whole (self, lines[i]);
  if (!whole && !is_error) {
    take_event (self, frame);
    return;
  }
  for (guint i = whole ? 0 : n - 1; i < n; i++) {
    UmpFrame part = { frame->event, lines[i], strlen (lines[i]), FALSE };

    take_event (self, &part);
  }
}


static void
frame_cb (const UmpFrame *frame, gpointer user_data)
{
  UmpAnswer *self = user_data;
  UmpJsonFault fault;

  if (frame->bare) {
    const UmpJson *root = look (self, frame->data, frame->length, NULL);

    if (ump_failure_is_reported (root) || (ump_json_is (root, UMP_JSON_OBJECT) && g_str_equal (frame->event, "error")))
      take_event (self, frame);
  } else if (self->framing == UMP_FRAMING_SSE && memchr (frame->data, '\n', frame->length) != NULL
             && look (self, frame->data, frame->length, &fault) == NULL && fault != UMP_JSON_EMPTY) {
    take_lines (self, frame);
  } else {
    take_event (self, frame);
  }
}


static gboolean
return_error (UmpAnswer *self, GError **error)
{
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->error));
  return FALSE;
}


/**
 * ump_answer_new:
 * @record: grows; outlives the answer
 * @dialect: what the service speaks
 * @content_type: (nullable): of the response
 * @sent_at: monotonic time of sending
 *
 * Returns: (transfer full): an empty answer
 */
UmpAnswer *
ump_answer_new (UmpResponseRecord *record, const UmpDialect *dialect, const char *content_type, gint64 sent_at)
{
  UmpAnswer *self = g_new0 (UmpAnswer, 1);

  self->record = record;
  self->dialect = dialect;
  self->content_type = g_strdup (content_type);
  self->sent_at = sent_at;
  self->parser = ump_parser_new ();
  self->document = ump_json_document_new ();
  self->text = g_string_new (NULL);
  self->ending = UMP_ENDING_NO_TERMINATOR;
  g_free (record->text);
  g_clear_pointer (&record->reasoning, g_free);
  record->text = self->text->str;
  return self;
}


/**
 * ump_answer_free:
 * @self: (transfer full) (nullable): an answer; the record keeps the text
 */
void
ump_answer_free (UmpAnswer *self)
{
  if (self == NULL)
    return;
  self->record->text = g_string_free (self->text, FALSE);
  if (self->reasoning != NULL)
    self->record->reasoning = g_string_free (self->reasoning, FALSE);
  g_clear_pointer (&self->framer, ump_framer_free);
  ump_parser_free (self->parser);
  ump_json_document_free (self->document);
  g_clear_error (&self->error);
  g_free (self->content_type);
  g_free (self);
}


/**
 * ump_answer_push:
 * @self: an answer
 * @bytes: (array length=length): the next bytes of the body, cut anywhere
 * @length: how many
 * @error: what the service reported, or what is wrong with its bytes
 *
 * Returns: whether the stream may go on
 */
gboolean
ump_answer_push (UmpAnswer *self, const guint8 *bytes, gsize length, GError **error)
{
  if (self->framer == NULL) {
    /* Some servers send blank lines while they wait, and some a byte order
     * mark; neither says anything about the framing. */
    while (length > 0 && (g_ascii_isspace (*bytes) || *bytes == 0xEF || *bytes == 0xBB || *bytes == 0xBF)) {
      bytes++;
      length--;
    }
    if (length == 0)
      return TRUE;
    if (!choose_framing (self, *bytes, &self->error))
      return return_error (self, error);
  }
  if (self->error == NULL && !self->done) {
    g_autoptr (GError) framing_error = NULL;

    ump_framer_push (self->framer, bytes, length, frame_cb, self, &framing_error);
    if (self->error == NULL)
      self->error = g_steal_pointer (&framing_error);
  }
  return return_error (self, error);
}


/**
 * ump_answer_end_of_body:
 * @self: an answer
 * @error: as of ump_answer_push()
 *
 * The body has ended: what was not closed by a blank line is looked at now.
 *
 * Returns: whether nothing was wrong with it
 */
gboolean
ump_answer_end_of_body (UmpAnswer *self, GError **error)
{
  if (self->framer != NULL && self->error == NULL && !self->done) {
    g_autoptr (GError) framing_error = NULL;

    ump_framer_finish (self->framer, frame_cb, self, &framing_error);
    if (self->error == NULL && framing_error != NULL && !self->terminated)
      self->error = g_steal_pointer (&framing_error);
  }
  return return_error (self, error);
}


/**
 * ump_answer_is_terminated:
 * @self: an answer
 *
 * Returns: whether the protocol's own terminator has arrived; usage may follow it
 */
gboolean
ump_answer_is_terminated (UmpAnswer *self)
{
  return self->terminated;
}


/**
 * ump_answer_is_done:
 * @self: an answer
 *
 * Returns: whether nothing that follows can matter
 */
gboolean
ump_answer_is_done (UmpAnswer *self)
{
  return self->done;
}


/**
 * ump_answer_get_end:
 * @self: (nullable): an answer that is over
 *
 * What is waited for after the terminator is no part of it.
 *
 * Returns: monotonic time at which it last grew or was terminated; now, where
 *   it has no terminator
 */
gint64
ump_answer_get_end (UmpAnswer *self)
{
  return self != NULL && self->terminated ? self->last_at : g_get_monotonic_time ();
}


/**
 * ump_answer_get_text_length:
 * @self: an answer
 *
 * Returns: bytes of text so far
 */
gsize
ump_answer_get_text_length (UmpAnswer *self)
{
  return self->text->len;
}


/**
 * ump_answer_get_reasoning_length:
 * @self: an answer
 *
 * Returns: bytes of reasoning so far
 */
gsize
ump_answer_get_reasoning_length (UmpAnswer *self)
{
  return self->reasoning != NULL ? self->reasoning->len : 0;
}


/**
 * ump_answer_get_length:
 * @self: an answer
 *
 * Returns: bytes of text and reasoning so far
 */
gsize
ump_answer_get_length (UmpAnswer *self)
{
  return self->text->len + ump_answer_get_reasoning_length (self);
}


/**
 * ump_answer_judge:
 * @self: an answer whose body has ended, or that is terminated
 *
 * Sets the record's ending: only the protocol's terminator makes a response
 * complete, and only one with text can be judged by a reader.
 */
void
ump_answer_judge (UmpAnswer *self)
{
  UmpResponseRecord *record = self->record;
  gboolean blank = self->text->str[strspn (self->text->str, " \t\r\n\v\f")] == '\0';

  record->ending = self->terminated ? self->ending : UMP_ENDING_NO_TERMINATOR;
  if (blank && ump_ending_allows_vote (record->ending))
    record->ending = UMP_ENDING_EMPTY;
}


/**
 * ump_answer_measure_speed:
 * @record: an answer that has ended
 *
 * Returns: output tokens a second, from the first to the last; NaN where that
 *   is not known, or says nothing
 */
double
ump_answer_measure_speed (const UmpResponseRecord *record)
{
  double seconds = (record->duration_ms - record->first_token_ms) / 1000;

  if (record->usage.output <= 0 || record->first_token_ms < 0 || record->duration_ms < 0 || seconds < MIN_SPEED_SECONDS)
    return NAN;
  return record->usage.output / seconds;
}
