/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "ump-core-resources.h"
#include "ump-practice-eliza.h"
#include "ump-practice-grammar.h"
#include "ump-practice-private.h"
#include "ump-practice-stream.h"

#define MAX_PIECES 20000

/* The ids are those under which votes are kept: never change one. */
static const struct {
  const char *model;
  const char *label;
  const char *id;
  double first_ms;
  double piece_ms;
} partners[] = {
  { "practice-doctor", N_("The Doctor"), "0d0c70e1f2a34b5c8d9e1966e11aa001", 900, 95 },
  /* Translators: names of the practice partners, after how each of them talks. */
  { "practice-laconic", N_("Laconic"), "0d0c70e1f2a34b5c8d9e1966e11aa002", 350, 60 },
  { "practice-lecturer", N_("The Lecturer"), "0d0c70e1f2a34b5c8d9e1966e11aa003", 700, 16 },
  { "practice-rhymer", N_("The Rhymer"), "0d0c70e1f2a34b5c8d9e1966e11aa004", 550, 55 },
  { "practice-boatswain", N_("The Boatswain"), "0d0c70e1f2a34b5c8d9e1966e11aa005", 450, 30 },
  { "practice-courtier", N_("The Courtier"), "0d0c70e1f2a34b5c8d9e1966e11aa006", 600, 26 },
};

static const UmpService practice_service = {
  .id = "practice",
  .name = "Practice",
  .dialect = "openai-chat",
  .base_url = "practice:",
  .models_path = "/models",
  .fields = UMP_FIELD_TEMPERATURE | UMP_FIELD_TOP_P | UMP_FIELD_SEED | UMP_FIELD_MAX_TOKENS | UMP_FIELD_SYSTEM,
  .keyless = TRUE,
};


static const char *
get_text (const char *name)
{
  g_autofree char *path = g_strdup_printf ("/umpire/practice/%s.txt", name);
  g_autoptr (GError) error = NULL;
  /* The resource is static data of the program, so its bytes stay. */
  g_autoptr (GBytes) bytes = g_resource_lookup_data (ump_core_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  if (bytes == NULL)
    g_error ("%s", error->message);
  return g_bytes_get_data (bytes, NULL);
}


/* FNV-1a: spreads well, and is the same on every machine. */
static guint32
hash_text (guint32 hash, const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    hash = (hash ^ (guint8) *p) * 16777619u;
  return hash;
}


/**
 * ump_practice_compose:
 * @model: one of the practice partners
 * @user_texts: (array zero-terminated=1): what the user wrote, oldest first
 *
 * Returns: (transfer full): the answer, always the same one to the same texts
 */
char *
ump_practice_compose (const char *model, const char *const *user_texts)
{
  guint n = g_strv_length ((char **) user_texts);
  const char *name = g_str_has_prefix (model, "practice-") ? model + strlen ("practice-") : "laconic";
  g_autoptr (UmpPracticeGrammar) grammar = NULL;
  g_autoptr (UmpPracticePrompt) prompt = NULL;
  guint32 seed = hash_text (2166136261u, model);

  if (n == 0)
    return g_strdup ("");
  if (g_str_equal (name, "doctor"))
    return ump_practice_eliza_answer (get_text (name), user_texts);
  for (guint i = 0; i < n; i++)
    seed = hash_text (seed, user_texts[i]);
  prompt = ump_practice_prompt_new (user_texts[n - 1], n > 1 ? user_texts[n - 2] : NULL);
  grammar = ump_practice_grammar_new ();
  ump_practice_grammar_load (grammar, get_text ("common"));
  ump_practice_grammar_load (grammar, get_text (name));
  return ump_practice_grammar_write (grammar, prompt, seed);
}


/* Reads what a service would: the texts of the user, and the token limit. */
static char **
read_request (const char *request_body, guint *max_tokens)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  JsonNode *root;

  *max_tokens = 0;
  if (json_parser_load_from_data (parser, request_body, -1, NULL) && (root = json_parser_get_root (parser)) != NULL && JSON_NODE_HOLDS_OBJECT (root)) {
    JsonObject *request = json_node_get_object (root);
    JsonArray *messages = json_object_has_member (request, "messages") ? json_object_get_array_member (request, "messages") : NULL;

    *max_tokens = (guint) MAX (0, json_object_get_int_member_with_default (request, "max_tokens", 0));
    for (guint i = 0; messages != NULL && i < json_array_get_length (messages); i++) {
      JsonObject *message = json_array_get_object_element (messages, i);

      if (g_str_equal (json_object_get_string_member_with_default (message, "role", ""), "user"))
        g_ptr_array_add (texts, g_strdup (json_object_get_string_member_with_default (message, "content", "")));
    }
  }
  g_ptr_array_add (texts, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&texts), FALSE);
}


/* A piece is a short word with the space before it, or a part of a long one,
 * as the tokens of a model are. */
static gsize
measure_piece (const char *text)
{
  const char *p = text;
  guint letters = 0;

  while (*p == ' ')
    p++;
  if (*p != '\0' && !g_unichar_isalnum (g_utf8_get_char (p)))
    return g_utf8_next_char (p) - text;
  while (*p != '\0' && letters < 6 && g_unichar_isalnum (g_utf8_get_char (p))) {
    p = g_utf8_next_char (p);
    letters++;
  }
  return p - text;
}


static char *
quote_json (const char *text, gsize length)
{
  g_autofree char *copy = g_strndup (text, length);
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), copy);

  return json_to_string (node, FALSE);
}


/**
 * ump_practice_get_service:
 *
 * Returns: (transfer none): what the practice source takes
 */
const UmpService *
ump_practice_get_service (void)
{
  return &practice_service;
}


/**
 * ump_practice_get_provider:
 *
 * Returns: (transfer full): the provider %UMP_PRACTICE_PROVIDER
 */
UmpProvider *
ump_practice_get_provider (void)
{
  UmpProvider *provider = ump_provider_new (_("Practice"), practice_service.id, practice_service.base_url);

  g_free (provider->id);
  provider->id = g_strdup (UMP_PRACTICE_PROVIDER);
  provider->keyless = TRUE;
  return provider;
}


/**
 * ump_practice_get_contenders:
 *
 * Returns: (transfer full) (element-type UmpContender): the partners, with ids
 *   that never change
 */
GPtrArray *
ump_practice_get_contenders (void)
{
  GPtrArray *contenders = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_contender_free);

  for (guint i = 0; i < G_N_ELEMENTS (partners); i++) {
    UmpContender *contender = ump_contender_new (UMP_PRACTICE_PROVIDER, partners[i].model);

    g_free (contender->id);
    g_free (contender->lineage);
    contender->id = g_strdup (partners[i].id);
    contender->lineage = g_strdup (partners[i].id);
    contender->provider_name = g_strdup (_("Practice"));
    contender->service = g_strdup (practice_service.id);
    /* Kept in English: the language of the first battle is not that of all. */
    contender->label = g_strdup (partners[i].label);
    contender->practice = TRUE;
    g_ptr_array_add (contenders, contender);
  }
  return contenders;
}


/**
 * ump_practice_open:
 * @model: one of the practice partners
 * @request_body: a request of the openai-chat dialect
 * @speed: 1 is the natural pace, 2 twice as fast, 0 as fast as it goes
 *
 * Answers as a server would: a stream of openai-chat events, with usage and
 * terminator, and cut at the request's token limit.
 *
 * Returns: (transfer full): the body of the response
 */
GInputStream *
ump_practice_open (const char *model, const char *request_body, double speed)
{
  UmpPracticeStream *stream = ump_practice_stream_new ();
  guint max_tokens;
  g_auto (GStrv) texts = read_request (request_body, &max_tokens);
  g_autofree char *answer = ump_practice_compose (model, (const char *const *) texts);
  g_autoptr (GRand) random = g_rand_new_with_seed (hash_text (0, answer));
  g_autofree char *usage = NULL;
  const char *finish = "stop";
  double pace = speed > 0 ? 1 / speed : 0;
  double due = 500;
  double piece_ms = 30;
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (partners); i++)
    if (g_str_equal (partners[i].model, model)) {
      due = partners[i].first_ms;
      piece_ms = partners[i].piece_ms;
    }
  due *= g_rand_double_range (random, 0.7, 1.4);
  for (const char *p = answer; *p != '\0'; n++) {
    gsize length = measure_piece (p);
    g_autofree char *content = NULL;
    g_autofree char *event = NULL;

    if ((max_tokens > 0 && n == max_tokens) || n == MAX_PIECES) {
      finish = "length";
      break;
    }
    content = quote_json (p, length);
    event = g_strdup_printf ("data: {\"object\":\"chat.completion.chunk\",\"model\":\"%s\",\"choices\":[{\"index\":0,\"delta\":{\"content\":%s},\"finish_reason\":null}]}\n\n",
                             model, content);
    ump_practice_stream_add (stream, event, due * pace);
    due += piece_ms * g_rand_double_range (random, 0.5, 1.5);
    p += length;
  }
  usage = g_strdup_printf ("data: {\"object\":\"chat.completion.chunk\",\"model\":\"%s\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"%s\"}],"
                           "\"usage\":{\"prompt_tokens\":%" G_GSIZE_FORMAT ",\"completion_tokens\":%u}}\n\ndata: [DONE]\n\n",
                           model, finish, strlen (request_body) / 5 + 1, n);
  ump_practice_stream_add (stream, usage, due * pace);
  return G_INPUT_STREAM (stream);
}
