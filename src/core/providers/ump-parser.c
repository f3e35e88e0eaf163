/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "ump-error.h"
#include "ump-parser.h"

#define REPLACEMENT 0xFFFD


/**
 * ump_halves_append:
 * @self: what the piece before left
 * @out: grows
 * @piece: (nullable): a string of a delta
 *
 * Appends @piece, joined with the half of a character that the piece before
 * ended with. A half that finds no other becomes U+FFFD.
 */
void
ump_halves_append (UmpHalves *self, GString *out, const UmpJson *piece)
{
  if (!ump_json_is (piece, UMP_JSON_STRING))
    return;
  if (piece->first_half != 0) {
    gunichar character = REPLACEMENT;

    if (self->pending != 0)
      character = 0x10000 + ((self->pending - 0xD800u) << 10) + (piece->first_half - 0xDC00u);
    g_string_append_unichar (out, character);
    self->pending = 0;
  } else if (piece->length > 0 || piece->last_half != 0) {
    ump_halves_flush (self, out);
  }
  g_string_append_len (out, piece->text, piece->length);
  if (piece->last_half != 0)
    self->pending = piece->last_half;
}


/**
 * ump_halves_flush:
 * @self: what the last piece left
 * @out: grows by U+FFFD where it left a half
 */
void
ump_halves_flush (UmpHalves *self, GString *out)
{
  if (self->pending != 0)
    g_string_append_unichar (out, REPLACEMENT);
  self->pending = 0;
}


/* After the terminator nothing is missing any more. */
static void
set_broken (UmpParser *self)
{
  if (self->error == NULL && !self->terminated)
    self->error = g_error_new_literal (UMP_ERROR, UMP_ERROR_PROTOCOL,
                                       _("The service sent something that cannot be read, so a part of the answer is missing."));
}


/* Data that is not JSON: a sentence about what went wrong, or a broken event. */
static void
take_plain_text (UmpParser *self, const UmpFrame *frame)
{
  UmpFailure failure = { 0 };

  if (frame->length == 0 || strchr ("{[\"", frame->data[0]) != NULL) {
    set_broken (self);
    return;
  }
  ump_failure_read (200, frame->data, frame->length, &failure);
  if (failure.message == NULL)
    set_broken (self);
  else if (self->error == NULL && !self->terminated)
    self->error = g_error_new_literal (UMP_ERROR, UMP_ERROR_FAILED, failure.message);
  ump_failure_clear (&failure);
}


/**
 * ump_parser_new:
 *
 * Returns: (transfer full): a parser at the start of a stream
 */
UmpParser *
ump_parser_new (void)
{
  UmpParser *self = g_new0 (UmpParser, 1);

  self->document = ump_json_document_new ();
  self->piece = g_string_new (NULL);
  self->text = g_string_new (NULL);
  self->reasoning = g_string_new (NULL);
  self->usage = UMP_USAGE_UNKNOWN;
  self->fresh_input = -1;
  self->written_input = -1;
  self->answer_output = -1;
  ump_think_init (&self->think);
  return self;
}


/**
 * ump_parser_free:
 * @self: (transfer full) (nullable): a parser
 */
void
ump_parser_free (UmpParser *self)
{
  if (self == NULL)
    return;
  ump_json_document_free (self->document);
  g_string_free (self->piece, TRUE);
  g_string_free (self->text, TRUE);
  g_string_free (self->reasoning, TRUE);
  ump_think_clear (&self->think);
  g_free (self->finish);
  g_free (self->model);
  g_clear_error (&self->error);
  g_free (self);
}


/**
 * ump_parser_begin:
 * @self: a parser
 * @frame: one event
 *
 * Empty data and the sentinel “[DONE]” say nothing by themselves. The start
 * of a JSON text is an error only if more follows: as the last event of a
 * body it means that the stream was cut.
 *
 * Returns: (nullable): the event's JSON; %NULL where there is nothing to read
 */
const UmpJson *
ump_parser_begin (UmpParser *self, const UmpFrame *frame)
{
  const UmpJson *root;
  UmpJsonFault fault;

  g_string_truncate (self->text, 0);
  g_string_truncate (self->reasoning, 0);
  if (self->cut)
    set_broken (self);
  if (frame->length == 6 && memcmp (frame->data, "[DONE]", 6) == 0)
    return NULL;
  root = ump_json_document_parse (self->document, frame->data, frame->length, &fault);
  if (root != NULL || fault == UMP_JSON_EMPTY)
    return root;
  if (fault == UMP_JSON_CUT)
    self->cut = TRUE;
  else
    take_plain_text (self, frame);
  return NULL;
}


/**
 * ump_parser_end:
 * @self: a parser
 * @delta: (out): what the event meant
 */
void
ump_parser_end (UmpParser *self, UmpDelta *delta)
{
  memset (delta, 0, sizeof *delta);
  delta->text = self->text->len > 0 ? self->text->str : NULL;
  delta->reasoning = self->reasoning->len > 0 ? self->reasoning->str : NULL;
  delta->has_usage = self->has_usage;
  delta->usage = self->usage;
  delta->terminated = self->terminated;
  delta->ending = self->ending;
  delta->finish = self->finish;
  delta->returned_model = self->model;
  delta->error = self->error;
}


/**
 * ump_parser_add_text:
 * @self: a parser
 * @string: (nullable): what the answer grew by; may begin with reasoning
 *   between tags
 */
void
ump_parser_add_text (UmpParser *self, const UmpJson *string)
{
  g_string_truncate (self->piece, 0);
  ump_halves_append (&self->text_halves, self->piece, string);
  ump_think_push (&self->think, self->piece->str, self->piece->len, self->text, self->reasoning);
}


/**
 * ump_parser_add_reasoning:
 * @self: a parser
 * @string: (nullable): what the reasoning grew by
 */
void
ump_parser_add_reasoning (UmpParser *self, const UmpJson *string)
{
  ump_halves_append (&self->reasoning_halves, self->reasoning, string);
}


/**
 * ump_parser_break_reasoning:
 * @self: a parser
 *
 * A further part of the reasoning begins: a blank line comes between.
 */
void
ump_parser_break_reasoning (UmpParser *self)
{
  if (self->summary_open) {
    ump_halves_flush (&self->reasoning_halves, self->reasoning);
    g_string_append (self->reasoning, "\n\n");
  }
  self->summary_open = TRUE;
}


/**
 * ump_parser_break_text:
 * @self: a parser
 *
 * A further message of the answer begins: a blank line comes between.
 */
void
ump_parser_break_text (UmpParser *self)
{
  if (self->message_open) {
    g_string_truncate (self->piece, 0);
    ump_halves_flush (&self->text_halves, self->piece);
    g_string_append (self->piece, "\n\n");
    ump_think_push (&self->think, self->piece->str, self->piece->len, self->text, self->reasoning);
  }
  self->message_open = TRUE;
}


/**
 * ump_parser_set_model:
 * @self: a parser
 * @model: (nullable): the model string of the event
 */
void
ump_parser_set_model (UmpParser *self, const char *model)
{
  if (model != NULL && *model != '\0' && g_strcmp0 (model, self->model) != 0) {
    g_free (self->model);
    self->model = g_strdup (model);
  }
}


/**
 * ump_parser_set_finish:
 * @self: a parser
 * @finish: the service's word
 */
void
ump_parser_set_finish (UmpParser *self, const char *finish)
{
  g_free (self->finish);
  self->finish = g_strdup (finish);
}


/**
 * ump_parser_count:
 * @self: a parser
 * @counter: one of the parser's usage
 * @object: (nullable): where the service reports it
 * @name: under which name
 *
 * Totals are running: the last value holds, and what is left out stays.
 */
void
ump_parser_count (UmpParser *self, gint64 *counter, const UmpJson *object, const char *name)
{
  gint64 value = ump_json_get_int (object, name, -1);

  if (value >= 0) {
    *counter = value;
    self->has_usage = TRUE;
  }
}


/**
 * ump_parser_count_cost:
 * @self: a parser
 * @object: (nullable): the usage of an event
 *
 * Takes what the answer cost, in US dollars: OpenRouter's number, the total of
 * Perplexity's object, or xAI's ticks, ten thousand million to the dollar
 * (docs.x.ai, “Cost Tracking”).
 */
void
ump_parser_count_cost (UmpParser *self, const UmpJson *object)
{
  double cost = ump_json_get_double (object, "cost");

  if (isnan (cost))
    cost = ump_json_get_double (ump_json_get (object, "cost"), "total_cost");
  if (isnan (cost))
    cost = ump_json_get_double (object, "cost_in_usd_ticks") / 1e10;
  if (cost >= 0) {
    self->usage.cost = cost;
    self->has_usage = TRUE;
  }
}


/**
 * ump_parser_terminate:
 * @self: a parser
 * @ending: how the response ended
 *
 * The protocol's own terminator has come. What was held back is let go.
 */
void
ump_parser_terminate (UmpParser *self, UmpEnding ending)
{
  self->terminated = TRUE;
  self->ending = ending;
  g_string_truncate (self->piece, 0);
  ump_halves_flush (&self->text_halves, self->piece);
  ump_think_push (&self->think, self->piece->str, self->piece->len, self->text, self->reasoning);
  ump_think_flush (&self->think, self->text, self->reasoning);
  ump_halves_flush (&self->reasoning_halves, self->reasoning);
}


/**
 * ump_parser_fail:
 * @self: a parser
 * @node: an event that reports an error
 *
 * The first error counts; some services report one twice.
 */
void
ump_parser_fail (UmpParser *self, const UmpJson *node)
{
  UmpFailure failure = { 0 };

  if (self->error != NULL)
    return;
  ump_failure_read_node (&failure, 200, node);
  self->error = g_error_new_literal (UMP_ERROR, failure.code,
                                     failure.message != NULL ? failure.message : _("The service reported an error and did not say which."));
  ump_failure_clear (&failure);
}
