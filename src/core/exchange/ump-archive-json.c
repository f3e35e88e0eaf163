/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-archive-json.h"
#include "ump-error.h"
#include "ump-ids.h"
#include "ump-json-fields.h"

#define FORMAT_NAME "umpire-archive"
#define FORMAT_VERSION 1
/* Far above what an archive needs, far below what overflows the stack of a
 * parser that calls itself. */
#define MAX_NESTING 64

#define FIELD(record, member, type, ...) { #member, UMP_JSON_##type, G_STRUCT_OFFSET (record, member), ##__VA_ARGS__ }

/* The numbers of the records; a missing name is a value that is not archived. */
static const char *const states[] = { "open", "interrupted", "voted", "skipped", "void", NULL };
static const char *const endings[] = { "open", "stop", "length", "filter", "empty", "error", "no_terminator", "interrupted", NULL };
static const char *const verdicts[] = { "none", "model_a", "model_b", "tie", "tie (bothbad)", NULL };

static const UmpJsonField provider_fields[] = {
  FIELD (UmpProvider, id, TEXT, TRUE),
  FIELD (UmpProvider, name, TEXT, TRUE),
  FIELD (UmpProvider, service, TEXT, TRUE),
  FIELD (UmpProvider, base_url, TEXT, TRUE),
  FIELD (UmpProvider, keyless, BOOL),
  FIELD (UmpProvider, slots, INT),
  FIELD (UmpProvider, removed, BOOL),
  FIELD (UmpProvider, created_at, TIME),
  { NULL },
};

static const UmpJsonField contender_fields[] = {
  FIELD (UmpContender, id, TEXT, TRUE),
  FIELD (UmpContender, lineage, TEXT, TRUE),
  FIELD (UmpContender, version, INT),
  FIELD (UmpContender, provider_id, TEXT, TRUE),
  FIELD (UmpContender, model, TEXT, TRUE),
  FIELD (UmpContender, label, TEXT),
  FIELD (UmpContender, maker, TEXT),
  FIELD (UmpContender, family, TEXT),
  FIELD (UmpContender, system_prompt, TEXT),
  FIELD (UmpContender, temperature, DOUBLE),
  FIELD (UmpContender, top_p, DOUBLE),
  FIELD (UmpContender, max_tokens, INT),
  FIELD (UmpContender, reasoning_effort, TEXT),
  FIELD (UmpContender, seed, INT64),
  FIELD (UmpContender, extra_json, TEXT),
  FIELD (UmpContender, practice, BOOL),
  FIELD (UmpContender, enabled, BOOL),
  FIELD (UmpContender, retired, BOOL),
  FIELD (UmpContender, listed, BOOL),
  FIELD (UmpContender, sealed, BOOL),
  FIELD (UmpContender, codename, TEXT),
  FIELD (UmpContender, price_in, DOUBLE),
  FIELD (UmpContender, price_out, DOUBLE),
  FIELD (UmpContender, price_typed, BOOL),
  FIELD (UmpContender, parameters, TEXT),
  { NULL },
};

static const UmpJsonField battle_fields[] = {
  FIELD (UmpArchivedBattle, id, TEXT, TRUE),
  FIELD (UmpArchivedBattle, created_at, TIME),
  FIELD (UmpArchivedBattle, state, ENUM, TRUE, states),
  FIELD (UmpArchivedBattle, practice, BOOL),
  FIELD (UmpArchivedBattle, category, TEXT),
  { "contender_a", UMP_JSON_TEXT, G_STRUCT_OFFSET (UmpArchivedBattle, contender_ids[UMP_SIDE_A]), TRUE },
  { "contender_b", UMP_JSON_TEXT, G_STRUCT_OFFSET (UmpArchivedBattle, contender_ids[UMP_SIDE_B]), TRUE },
  FIELD (UmpArchivedBattle, conditions, CONDITIONS),
  { NULL },
};

static const UmpJsonField turn_fields[] = {
  FIELD (UmpArchivedTurn, id, TEXT, TRUE),
  FIELD (UmpArchivedTurn, index, INT),
  FIELD (UmpArchivedTurn, prompt, TEXT, TRUE),
  FIELD (UmpArchivedTurn, created_at, TIME),
  { NULL },
};

static const char *const sides[] = { "a", "b", NULL };

static const UmpJsonField response_fields[] = {
  FIELD (UmpResponseRecord, id, TEXT, TRUE),
  FIELD (UmpResponseRecord, side, ENUM, TRUE, sides),
  FIELD (UmpResponseRecord, attempt, INT),
  FIELD (UmpResponseRecord, text, TEXT, TRUE),
  FIELD (UmpResponseRecord, reasoning, TEXT),
  FIELD (UmpResponseRecord, ending, ENUM, TRUE, endings),
  FIELD (UmpResponseRecord, finish, TEXT),
  { "input_tokens", UMP_JSON_INT64, G_STRUCT_OFFSET (UmpResponseRecord, usage.input) },
  { "cached_tokens", UMP_JSON_INT64, G_STRUCT_OFFSET (UmpResponseRecord, usage.cached) },
  { "output_tokens", UMP_JSON_INT64, G_STRUCT_OFFSET (UmpResponseRecord, usage.output) },
  { "reasoning_tokens", UMP_JSON_INT64, G_STRUCT_OFFSET (UmpResponseRecord, usage.reasoning) },
  { "cost", UMP_JSON_DOUBLE, G_STRUCT_OFFSET (UmpResponseRecord, usage.cost) },
  FIELD (UmpResponseRecord, started_at, INT64),
  FIELD (UmpResponseRecord, first_token_ms, DOUBLE),
  FIELD (UmpResponseRecord, duration_ms, DOUBLE),
  FIELD (UmpResponseRecord, request, TEXT),
  FIELD (UmpResponseRecord, returned_model, TEXT),
  FIELD (UmpResponseRecord, error_code, INT),
  FIELD (UmpResponseRecord, error, TEXT),
  FIELD (UmpResponseRecord, notes, TEXT),
  { NULL },
};

static const UmpJsonField verdict_fields[] = {
  FIELD (UmpArchivedVerdict, id, TEXT, TRUE),
  FIELD (UmpArchivedVerdict, verdict, ENUM, TRUE, verdicts),
  FIELD (UmpArchivedVerdict, cast_at, TIME),
  FIELD (UmpArchivedVerdict, unblinded, BOOL),
  FIELD (UmpArchivedVerdict, conditions, CONDITIONS),
  FIELD (UmpArchivedVerdict, retracts, TEXT),
  { NULL },
};


static void
write_list (JsonBuilder *builder, const char *name, GPtrArray *records, const UmpJsonField *fields)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < records->len; i++) {
    json_builder_begin_object (builder);
    ump_json_fields_write (fields, g_ptr_array_index (records, i), builder);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}


static void
write_battle (JsonBuilder *builder, const UmpArchivedBattle *battle)
{
  json_builder_begin_object (builder);
  ump_json_fields_write (battle_fields, battle, builder);
  json_builder_set_member_name (builder, "turns");
  json_builder_begin_array (builder);
  for (guint i = 0; i < battle->turns->len; i++) {
    const UmpArchivedTurn *turn = g_ptr_array_index (battle->turns, i);

    json_builder_begin_object (builder);
    ump_json_fields_write (turn_fields, turn, builder);
    write_list (builder, "responses", turn->responses, response_fields);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  write_list (builder, "verdicts", battle->verdicts, verdict_fields);
  json_builder_end_object (builder);
}


/**
 * ump_archive_json_write:
 * @archive: an archive
 *
 * Returns: (transfer full): the whole file
 */
char *
ump_archive_json_write (const UmpArchive *archive)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *json = NULL;

  g_return_val_if_fail (archive != NULL, NULL);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "format");
  json_builder_add_string_value (builder, FORMAT_NAME);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, FORMAT_VERSION);
  write_list (builder, "providers", archive->providers, provider_fields);
  write_list (builder, "contenders", archive->contenders, contender_fields);
  json_builder_set_member_name (builder, "battles");
  json_builder_begin_array (builder);
  for (guint i = 0; i < archive->battles->len; i++)
    write_battle (builder, g_ptr_array_index (archive->battles, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json = json_to_string (root, TRUE);
  return g_strconcat (json, "\n", NULL);
}


static gboolean
refuse (GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, UMP_ERROR, UMP_ERROR_FORMAT, text);
  return FALSE;
}


/* Every id of the program's own making; only the practice provider has another. */
static gboolean
check_id (const char *id, const char *place, GError **error)
{
  if (ump_id_is_valid (id))
    return TRUE;
  return refuse (error, _("“%s” has an id that is none."), place);
}


/* The list @name of @parent, empty where it is absent. */
static gboolean
get_list (JsonNode *parent, const char *name, const char *place, JsonArray **list, GError **error)
{
  JsonNode *node = json_object_get_member (json_node_get_object (parent), name);

  *list = NULL;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (error, _("“%s” in “%s” is not a list."), name, place);
  *list = json_node_get_array (node);
  return TRUE;
}


static gboolean
read_provider (UmpArchive *archive, JsonNode *node, const char *place, GError **error)
{
  UmpProvider *provider = g_new0 (UmpProvider, 1);

  g_ptr_array_add (archive->providers, provider);
  return ump_json_fields_read (provider_fields, provider, node, place, error) && check_id (provider->id, place, error);
}


static gboolean
read_contender (UmpArchive *archive, JsonNode *node, const char *place, GError **error)
{
  UmpContender *contender = ump_contender_new ("", "");

  g_clear_pointer (&contender->id, g_free);
  g_clear_pointer (&contender->lineage, g_free);
  g_clear_pointer (&contender->provider_id, g_free);
  g_clear_pointer (&contender->model, g_free);
  g_ptr_array_add (archive->contenders, contender);
  if (!ump_json_fields_read (contender_fields, contender, node, place, error) ||
      !check_id (contender->id, place, error) || !check_id (contender->lineage, place, error))
    return FALSE;
  return !contender->sealed || contender->codename != NULL || refuse (error, _("“%s” is sealed and has no codename."), place);
}


static gboolean
read_response (UmpArchivedTurn *turn, JsonNode *node, const char *place, GError **error)
{
  UmpResponseRecord *response = ump_response_record_new (UMP_SIDE_A);

  g_clear_pointer (&response->id, g_free);
  g_clear_pointer (&response->text, g_free);
  g_ptr_array_add (turn->responses, response);
  if (!ump_json_fields_read (response_fields, response, node, place, error) || !check_id (response->id, place, error))
    return FALSE;
  if (response->ending == UMP_ENDING_OPEN)
    response->ending = UMP_ENDING_INTERRUPTED;
  return TRUE;
}


static gboolean
read_turn (UmpArchivedBattle *battle, JsonNode *node, const char *place, GError **error)
{
  UmpArchivedTurn *turn = ump_archived_turn_new ();
  JsonArray *list;

  g_ptr_array_add (battle->turns, turn);
  if (!ump_json_fields_read (turn_fields, turn, node, place, error) ||
      !check_id (turn->id, place, error) ||
      !get_list (node, "responses", place, &list, error))
    return FALSE;
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    if (!read_response (turn, json_array_get_element (list, i), place, error))
      return FALSE;
  return TRUE;
}


static gboolean
read_verdict (UmpArchivedBattle *battle, JsonNode *node, const char *place, GError **error)
{
  UmpArchivedVerdict *verdict = g_new0 (UmpArchivedVerdict, 1);

  g_ptr_array_add (battle->verdicts, verdict);
  if (!ump_json_fields_read (verdict_fields, verdict, node, place, error) || !check_id (verdict->id, place, error))
    return FALSE;
  if ((verdict->verdict == UMP_VERDICT_NONE) != (verdict->retracts != NULL))
    return refuse (error, _("“%s” has a verdict that says nothing and takes nothing back, or both."), place);
  return TRUE;
}


static gboolean
read_battle (UmpArchive *archive, JsonNode *node, const char *place, GError **error)
{
  UmpArchivedBattle *battle = ump_archived_battle_new ();
  JsonArray *list;

  g_ptr_array_add (archive->battles, battle);
  if (!ump_json_fields_read (battle_fields, battle, node, place, error) ||
      !check_id (battle->id, place, error) ||
      !get_list (node, "turns", place, &list, error))
    return FALSE;
  if (ump_battle_state_is_blind (battle->state))
    return refuse (error, _("“%s” is a battle without an end; an archive holds none."), place);
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    if (!read_turn (battle, json_array_get_element (list, i), place, error))
      return FALSE;
  if (!get_list (node, "verdicts", place, &list, error))
    return FALSE;
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    if (!read_verdict (battle, json_array_get_element (list, i), place, error))
      return FALSE;
  return TRUE;
}


/* Reads every item of the list @name with @read_item. */
static gboolean
read_list (UmpArchive *archive, JsonNode *root, const char *name,
           gboolean (*read_item) (UmpArchive *, JsonNode *, const char *, GError **), GError **error)
{
  JsonArray *list;

  if (!get_list (root, name, FORMAT_NAME, &list, error))
    return FALSE;
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
    g_autofree char *place = g_strdup_printf ("%s[%u]", name, i);

    if (!read_item (archive, json_array_get_element (list, i), place, error))
      return FALSE;
  }
  return TRUE;
}


static gboolean
is_nested_too_deeply (const char *data, gsize length)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < length; i++) {
    if (in_string) {
      if (data[i] == '\\')
        i++;
      else if (data[i] == '"')
        in_string = FALSE;
    } else if (data[i] == '"') {
      in_string = TRUE;
    } else if (data[i] == '{' || data[i] == '[') {
      if (++depth > MAX_NESTING)
        return TRUE;
    } else if ((data[i] == '}' || data[i] == ']') && depth > 0) {
      depth--;
    }
  }
  return FALSE;
}


static gboolean
check_head (JsonNode *root, GError **error)
{
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonNode *format = object != NULL ? json_object_get_member (object, "format") : NULL;
  JsonNode *version = object != NULL ? json_object_get_member (object, "version") : NULL;

  if (format == NULL || !JSON_NODE_HOLDS_VALUE (format) || g_strcmp0 (json_node_get_string (format), FORMAT_NAME) != 0)
    return refuse (error, _("This is not an archive of battles."));
  if (version == NULL || !JSON_NODE_HOLDS_VALUE (version) || json_node_get_value_type (version) != G_TYPE_INT64)
    return refuse (error, _("This archive does not say its version."));
  if (json_node_get_int (version) > FORMAT_VERSION)
    return refuse (error, _("This archive was written by a newer version of Umpire. Update Umpire to read it."));
  return TRUE;
}


/**
 * ump_archive_json_read:
 * @data: (array length=length): a file, from anywhere
 * @length: its bytes
 * @error: return location for an %UMP_ERROR_FORMAT
 *
 * Returns: (transfer full): what is in it
 */
UmpArchive *
ump_archive_json_read (const char *data, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (UmpArchive) archive = ump_archive_new ();
  g_autoptr (GError) local = NULL;
  JsonNode *root;

  if (length > G_MAXINT || !g_utf8_validate (data, length, NULL) || is_nested_too_deeply (data, length)) {
    refuse (error, _("This is not an archive of battles."));
    return NULL;
  }
  if (!json_parser_load_from_data (parser, data, length, &local)) {
    /* json-glib quotes single bytes of what it does not understand. */
    g_autofree char *message = g_utf8_make_valid (local->message, -1);

    refuse (error, _("This file is damaged: %s"), message);
    return NULL;
  }
  root = json_parser_get_root (parser);
  if (!check_head (root, error) ||
      !read_list (archive, root, "providers", read_provider, error) ||
      !read_list (archive, root, "contenders", read_contender, error) ||
      !read_list (archive, root, "battles", read_battle, error))
    return NULL;
  return g_steal_pointer (&archive);
}
