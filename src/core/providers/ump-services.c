/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "ump-core-resources.h"
#include "ump-services.h"

/* Names of the accepted-fields column. */
static const struct {
  const char *name;
  guint field;
} field_names[] = {
  { "temperature", UMP_FIELD_TEMPERATURE },
  { "top_p", UMP_FIELD_TOP_P },
  { "seed", UMP_FIELD_SEED },
  { "random_seed", UMP_FIELD_RANDOM_SEED },
  { "max_tokens", UMP_FIELD_MAX_TOKENS },
  { "max_completion_tokens", UMP_FIELD_MAX_COMPLETION_TOKENS },
  { "stream_options", UMP_FIELD_STREAM_OPTIONS },
  { "reasoning_effort", UMP_FIELD_REASONING_EFFORT },
  { "reasoning", UMP_FIELD_REASONING_OBJECT },
  { "system", UMP_FIELD_SYSTEM },
  { "usage", UMP_FIELD_USAGE_INCLUDE },
  { "store", UMP_FIELD_STORE },
};


static guint
read_fields (GKeyFile *file, const char *group)
{
  g_auto (GStrv) names = g_key_file_get_string_list (file, group, "fields", NULL, NULL);
  guint fields = 0;

  for (guint i = 0; names != NULL && names[i] != NULL; i++) {
    guint field = 0;

    for (guint j = 0; j < G_N_ELEMENTS (field_names); j++)
      if (g_str_equal (names[i], field_names[j].name))
        field = field_names[j].field;
    if (field == 0)
      g_error ("services.ini: [%s] names the unknown field “%s”", group, names[i]);
    fields |= field;
  }
  return fields;
}


static guint16 *
read_ports (GKeyFile *file, const char *group)
{
  gsize n = 0;
  g_autofree int *numbers = g_key_file_get_integer_list (file, group, "ports", &n, NULL);
  guint16 *ports;

  if (numbers == NULL)
    return NULL;
  ports = g_new0 (guint16, n + 1);
  for (gsize i = 0; i < n; i++)
    ports[i] = numbers[i];
  return ports;
}


static UmpService *
read_service (GKeyFile *file, const char *group)
{
  UmpService *self = g_new0 (UmpService, 1);
  char *base_url = g_key_file_get_string (file, group, "base-url", NULL);
  char *models_path = g_key_file_get_string (file, group, "models-path", NULL);

  self->id = g_strdup (group);
  self->name = g_key_file_get_string (file, group, "name", NULL);
  self->keywords = (const char *const *) g_key_file_get_string_list (file, group, "keywords", NULL, NULL);
  self->dialect = g_key_file_get_string (file, group, "dialect", NULL);
  self->base_url = base_url != NULL ? base_url : "";
  self->key_url = g_key_file_get_string (file, group, "key-url", NULL);
  self->key_path = g_key_file_get_string (file, group, "key-path", NULL);
  self->models_path = models_path != NULL ? models_path : "/models";
  self->fields = read_fields (file, group);
  self->local = g_key_file_get_boolean (file, group, "local", NULL);
  self->keyless = g_key_file_get_boolean (file, group, "keyless", NULL);
  self->ports = read_ports (file, group);
  self->slots = g_key_file_get_integer (file, group, "slots", NULL);
  self->effort_values = (const char *const *) g_key_file_get_string_list (file, group, "efforts", NULL, NULL);
  if (self->name == NULL || self->dialect == NULL)
    g_error ("services.ini: [%s] has no name or no dialect", group);
  return self;
}


/* The table is part of the program: an error in it is one of the program. */
static gpointer
load_table (gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resource_lookup_data (ump_core_get_resource (), "/umpire/services.ini", G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;
  GPtrArray *table = g_ptr_array_new ();

  if (bytes == NULL || !g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, &error))
    g_error ("services.ini: %s", error->message);
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    g_ptr_array_add (table, read_service (file, groups[i]));
  return table;
}


static const GPtrArray *
get_table (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load_table, NULL);
}


/**
 * ump_services_get_all:
 * @n_services: (out): how many there are
 *
 * Read once, at the first call, from any thread.
 *
 * Returns: (array length=n_services) (transfer none): the services table
 */
const UmpService *const *
ump_services_get_all (guint *n_services)
{
  const GPtrArray *table = get_table ();

  *n_services = table->len;
  return (const UmpService *const *) table->pdata;
}


/**
 * ump_services_find:
 * @id: (nullable): a row's name
 *
 * Returns: (transfer none) (nullable): the row, or %NULL where there is none
 */
const UmpService *
ump_services_find (const char *id)
{
  const GPtrArray *table = get_table ();

  for (guint i = 0; i < table->len; i++) {
    const UmpService *service = g_ptr_array_index (table, i);

    if (g_strcmp0 (service->id, id) == 0)
      return service;
  }
  return NULL;
}
