/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ump-error.h"
#include "ump-extra-json.h"
#include "ump-json-document.h"


/**
 * ump_extra_json_parse:
 * @text: (nullable): what the user wants merged into each request
 * @node: (out) (optional) (transfer full) (nullable): the object; %NULL where
 *   @text is blank
 * @error: %UMP_ERROR_INVALID with a sentence for the user
 *
 * The general parser would take comments and single quotes, and fall over
 * deep nesting, so it sees only what the strict one has read.
 *
 * Returns: whether @text is one JSON object, or blank
 */
gboolean
ump_extra_json_parse (const char *text, JsonNode **node, GError **error)
{
  g_autoptr (UmpJsonDocument) document = NULL;
  g_autoptr (JsonNode) found = NULL;

  if (node != NULL)
    *node = NULL;
  if (text == NULL || text[strspn (text, " \t\r\n")] == '\0')
    return TRUE;
  document = ump_json_document_new ();
  if (ump_json_is (ump_json_document_parse (document, text, strlen (text), NULL), UMP_JSON_OBJECT))
    found = json_from_string (text, NULL);
  if (found == NULL || !JSON_NODE_HOLDS_OBJECT (found)) {
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_INVALID,
                         _("The extra request fields must be one JSON object, such as {\"top_k\": 40}, without comments and with double quotes."));
    return FALSE;
  }
  if (node != NULL)
    *node = g_steal_pointer (&found);
  return TRUE;
}
