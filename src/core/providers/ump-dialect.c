/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-dialect-anthropic.h"
#include "ump-dialect-gemini.h"
#include "ump-dialect-ollama.h"
#include "ump-dialect-openai-chat.h"
#include "ump-dialect-openai-responses.h"
#include "ump-dialect.h"

/* Every dialect of the program. */
static const UmpDialect *const dialects[] = {
  &ump_dialect_openai_chat,
  &ump_dialect_openai_responses,
  &ump_dialect_anthropic,
  &ump_dialect_gemini,
  &ump_dialect_ollama,
  NULL,
};


/**
 * ump_dialect_get_all:
 * @n_dialects: (out): how many there are
 *
 * Returns: (array length=n_dialects) (transfer none): every dialect
 */
const UmpDialect *const *
ump_dialect_get_all (guint *n_dialects)
{
  *n_dialects = G_N_ELEMENTS (dialects) - 1;
  return dialects;
}


/**
 * ump_dialect_find:
 * @name: as in the services table
 *
 * Returns: (transfer none) (nullable): the dialect, or %NULL where there is none
 */
const UmpDialect *
ump_dialect_find (const char *name)
{
  for (guint i = 0; dialects[i] != NULL; i++)
    if (g_strcmp0 (dialects[i]->name, name) == 0)
      return dialects[i];
  return NULL;
}


static void
wipe (char *string)
{
  for (volatile char *p = string; p != NULL && *p != '\0'; p++)
    *p = '\0';
}


/**
 * ump_request_new:
 * @method: "GET" or "POST"; static
 * @base_url: without a trailing slash; its query string stays at the end
 * @path: below it, with a leading slash
 *
 * Returns: (transfer full): a request without headers and body
 */
UmpRequest *
ump_request_new (const char *method, const char *base_url, const char *path)
{
  UmpRequest *self = g_new0 (UmpRequest, 1);
  const char *query = strchr (base_url, '?');

  self->method = method;
  if (query == NULL)
    self->url = g_strconcat (base_url, path, NULL);
  else
    self->url = g_strdup_printf ("%.*s%s%s%s", (int) (query - base_url), base_url, path,
                                 strchr (path, '?') != NULL ? "&" : "?", query + 1);
  self->headers = g_new0 (char *, 1);
  return self;
}


/**
 * ump_request_add_header:
 * @self: a request
 * @name: header name
 * @value: its value, already checked to be one line of ASCII
 */
void
ump_request_add_header (UmpRequest *self, const char *name, const char *value)
{
  guint n = g_strv_length (self->headers);

  self->headers = g_renew (char *, self->headers, n + 3);
  self->headers[n] = g_strdup (name);
  self->headers[n + 1] = g_strdup (value);
  self->headers[n + 2] = NULL;
}


/**
 * ump_request_add_bearer:
 * @self: a request
 * @key: the key
 *
 * Adds the header that most services take the key in.
 */
void
ump_request_add_bearer (UmpRequest *self, const char *key)
{
  char *value = g_strconcat ("Bearer ", key, NULL);

  ump_request_add_header (self, "Authorization", value);
  wipe (value);
  g_free (value);
}


/**
 * ump_request_take_note:
 * @self: a request
 * @field: the #UmpField that is sent otherwise than it was set
 * @note: (transfer full): a sentence for the user that says how
 */
void
ump_request_take_note (UmpRequest *self, guint field, char *note)
{
  guint n = self->notes != NULL ? g_strv_length (self->notes) : 0;

  self->changed |= field;
  self->notes = g_renew (char *, self->notes, n + 2);
  self->notes[n] = note;
  self->notes[n + 1] = NULL;
}


/**
 * ump_request_free:
 * @self: (transfer full) (nullable): a request
 *
 * Wipes the headers, since one of them may hold the key.
 */
void
ump_request_free (UmpRequest *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; self->headers[i] != NULL; i++) {
    wipe (self->headers[i]);
    g_free (self->headers[i]);
  }
  g_free (self->headers);
  g_free (self->url);
  g_free (self->body);
  g_strfreev (self->notes);
  g_free (self);
}


/**
 * ump_failure_clear:
 * @self: a failure; what it points to is freed
 */
void
ump_failure_clear (UmpFailure *self)
{
  g_clear_pointer (&self->message, g_free);
  g_clear_pointer (&self->parameter, g_free);
}


/**
 * ump_model_info_free:
 * @self: (transfer full) (nullable): one entry of a model list
 */
void
ump_model_info_free (UmpModelInfo *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->parameters);
  g_free (self);
}
