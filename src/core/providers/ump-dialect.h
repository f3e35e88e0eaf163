/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ump-contender.h"
#include "ump-framer.h"
#include "ump-response-record.h"
#include "ump-services.h"

/**
 * UmpMessage:
 * @role: %UMP_ROLE_USER or %UMP_ROLE_ASSISTANT; the system prompt is the contender's
 * @text: valid UTF-8
 */
typedef enum {
  UMP_ROLE_USER,
  UMP_ROLE_ASSISTANT,
} UmpRole;

typedef struct {
  UmpRole role;
  const char *text;
} UmpMessage;

/**
 * UmpPrompt:
 * @contender: who is asked, and with which parameters
 * @service: what the service takes
 * @base_url: without a trailing slash
 * @messages: (array length=n_messages): the conversation, oldest first
 * @max_tokens: the program's default, where the contender has none
 * @dropped: #UmpField flags that this service refused before
 *
 * What a dialect builds a request from. Nothing here is owned.
 */
typedef struct {
  const UmpContender *contender;
  const UmpService *service;
  const char *base_url;
  const UmpMessage *messages;
  gsize n_messages;
  int max_tokens;
  guint dropped;
} UmpPrompt;

/**
 * UmpRequest:
 * @method: "GET" or "POST"
 * @url: absolute; never holds a key
 * @headers: (array zero-terminated=1): name, value, name, value …
 * @body: (nullable): JSON; never holds a key
 * @fields: the #UmpField flags that were sent
 * @changed: the #UmpField flags that were sent otherwise than they were set
 * @notes: (nullable) (array zero-terminated=1): a sentence for the user about
 *   each of those
 */
typedef struct {
  const char *method;
  char *url;
  char **headers;
  char *body;
  guint fields;
  guint changed;
  char **notes;
} UmpRequest;

UmpRequest *ump_request_new (const char *method, const char *base_url, const char *path);
void ump_request_add_header (UmpRequest *self, const char *name, const char *value);
void ump_request_add_bearer (UmpRequest *self, const char *key);
void ump_request_take_note (UmpRequest *self, guint field, char *note);
void ump_request_free (UmpRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpRequest, ump_request_free)

/**
 * UmpParser:
 *
 * What must be remembered between two events of one stream: an open <think>
 * tag, half a surrogate pair, which content block is which, a pending finish
 * reason. A dialect itself holds no state.
 */
typedef struct _UmpParser UmpParser;

/**
 * UmpDelta:
 * @text: (nullable): what the answer grew by, valid UTF-8
 * @reasoning: (nullable): what the reasoning grew by
 * @has_usage: @usage holds the values seen so far
 * @usage: tokens
 * @terminated: the protocol's own terminator has arrived
 * @ending: with @terminated, how the response ended. A dialect says
 *   %UMP_ENDING_STOP or another; whether there was text is judged by the stream
 * @finish: (nullable): the service's own word
 * @returned_model: (nullable): the model string in the answer
 * @error: (nullable): an error inside the stream
 *
 * What one event meant. Strings are borrowed from the parser and hold until
 * the next call.
 */
typedef struct {
  const char *text;
  const char *reasoning;
  gboolean has_usage;
  UmpUsage usage;
  gboolean terminated;
  UmpEnding ending;
  const char *finish;
  const char *returned_model;
  const GError *error;
} UmpDelta;

/**
 * UmpFailure:
 * @code: a #UmpError
 * @message: the service's sentence, cut to 500 characters; may name the model
 * @parameter: (nullable): which field was refused
 * @not_accepted: the service's answer says that the request was not accepted,
 *   so it may be sent once more
 * @retry_after_ms: -1 where the service did not say
 *
 * What an error body means.
 */
typedef struct {
  int code;
  char *message;
  char *parameter;
  gboolean not_accepted;
  gint64 retry_after_ms;
} UmpFailure;

void ump_failure_clear (UmpFailure *self);

/**
 * UmpModelInfo:
 * @id: as the service wants it in a request
 * @name: (nullable): what the service calls it
 * @context: tokens, 0 where unknown
 * @price_in: US dollars for a million input tokens, NaN where unknown
 * @price_out: US dollars for a million output tokens, NaN where unknown
 * @parameters: (nullable): the request fields that it takes, one a word
 * @not_chat: embeddings, speech, images: cannot fight
 */
typedef struct {
  char *id;
  char *name;
  gint64 context;
  double price_in;
  double price_out;
  char *parameters;
  gboolean not_chat;
} UmpModelInfo;

void ump_model_info_free (UmpModelInfo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpModelInfo, ump_model_info_free)

/**
 * UmpDialect:
 * @name: as in the services table and on the command line
 * @framing: of a stream; the response's content type may say otherwise
 * @build_request: makes the streaming request; the transport adds no header
 *   but those of @add_key
 * @add_key: adds the header that carries the key; not called where there is none
 * @parse_event: what one frame means
 * @parse_error: what the body of a response that is not 2xx means; @body is
 *   NUL-terminated, at most 64 KiB, and may be anything
 * @build_models_request: asks for the model list; @page is what
 *   @parse_models returned before, or %NULL
 * @parse_models: (element-type UmpModelInfo): reads a model list; sets
 *   @next_page where there is more
 *
 * A wire protocol: data and pure functions. It holds no state and opens no
 * connection. To add one, write one file and name it in ump-dialect.c.
 */
typedef struct {
  const char *name;
  UmpFraming framing;
  UmpRequest *(*build_request) (const UmpPrompt *prompt, GError **error);
  void (*add_key) (UmpRequest *request, const char *key);
  void (*parse_event) (UmpParser *parser, const UmpFrame *frame, UmpDelta *delta);
  void (*parse_error) (guint status, const char *body, gsize length, UmpFailure *failure);
  UmpRequest *(*build_models_request) (const UmpService *service, const char *base_url, const char *page);
  GPtrArray *(*parse_models) (const char *body, gsize length, char **next_page, GError **error);
} UmpDialect;

const UmpDialect *ump_dialect_find (const char *name);
const UmpDialect *const *ump_dialect_get_all (guint *n_dialects);
UmpParser *ump_parser_new (void);
void ump_parser_free (UmpParser *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpParser, ump_parser_free)
