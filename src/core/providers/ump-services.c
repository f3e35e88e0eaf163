/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "ump-core-resources.h"
#include "ump-error.h"
#include "ump-services.h"

static const char *const field_names[] = {
  "temperature", "top_p", "seed", "random_seed", "max_tokens", "max_completion_tokens", "stream_options",
  "reasoning_effort", "reasoning", "system", "usage", "store",
};


static const char *
read_string (GKeyFile *file, const char *group, const char *key)
{
  return g_key_file_get_string (file, group, key, NULL);
}


static guint
read_fields (GKeyFile *file, const char *group)
{
  g_auto (GStrv) names = g_key_file_get_string_list (file, group, "fields", NULL, NULL);
  guint fields = 0;

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    for (guint j = 0; j < G_N_ELEMENTS (field_names); j++)
      if (g_str_equal (names[i], field_names[j]))
        fields |= 1u << j;
  return fields;
}


static const guint16 *
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
  UmpService *service = g_new0 (UmpService, 1);

  service->id = g_strdup (group);
  service->name = read_string (file, group, "name");
  service->dialect = read_string (file, group, "dialect");
  service->base_url = read_string (file, group, "base-url");
  service->key_url = read_string (file, group, "key-url");
  service->key_path = read_string (file, group, "key-path");
  service->models_path = read_string (file, group, "models-path");
  service->fields = read_fields (file, group);
  service->local = g_key_file_get_boolean (file, group, "local", NULL);
  service->keyless = g_key_file_get_boolean (file, group, "keyless", NULL);
  service->ports = read_ports (file, group);
  service->slots = g_key_file_get_integer (file, group, "slots", NULL);
  service->effort_values = (const char *const *) g_key_file_get_string_list (file, group, "efforts", NULL, NULL);
  return service;
}


/* Read once and kept for the life of the process, like the static table that
 * it stands for. */
static GPtrArray *
load_table (void)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GBytes) bytes = g_resource_lookup_data (ump_core_get_resource (), "/umpire/services.ini", 0, NULL);
  g_auto (GStrv) groups = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *table = g_ptr_array_new ();

  if (bytes == NULL || !g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, &error))
    g_error ("The table of services cannot be read: %s", error != NULL ? error->message : "missing");
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    g_ptr_array_add (table, read_service (file, groups[i]));
  return table;
}


/**
 * ump_services_get_all:
 * @n_services: (out): how many there are
 *
 * Returns: (array length=n_services) (transfer none): the rows of
 *   data/services.ini in their order
 */
const UmpService *const *
ump_services_get_all (guint *n_services)
{
  static GPtrArray *table;

  if (g_once_init_enter (&table)) {
    GPtrArray *loaded = load_table ();

    g_once_init_leave (&table, loaded);
  }
  *n_services = table->len;
  return (const UmpService *const *) table->pdata;
}


/**
 * ump_services_find:
 * @id: (nullable): group name
 *
 * Returns: (transfer none) (nullable): the row, or %NULL where there is none
 */
const UmpService *
ump_services_find (const char *id)
{
  guint n;
  const UmpService *const *services = ump_services_get_all (&n);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (services[i]->id, id) == 0)
      return services[i];
  return NULL;
}


static gboolean
host_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (host == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (host, "localhost") == 0 || g_str_has_suffix (host, ".localhost"))
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}


/**
 * ump_services_url_is_loopback:
 * @url: an address
 *
 * Returns: whether it leads to this computer and nowhere else
 */
gboolean
ump_services_url_is_loopback (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && host_is_loopback (g_uri_get_host (uri));
}


/* What people paste is often the address of one request. */
static void
cut_endings (char *path)
{
  static const char *const endings[] = { "/chat/completions", "/completions", "/responses", "/messages", "/api/chat", "/api/tags", "/models" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    gsize length = strlen (path);

    while (length > 0 && path[length - 1] == '/')
      path[--length] = '\0';
    if (g_str_has_suffix (path, endings[i]))
      path[length - strlen (endings[i])] = '\0';
  }
}


static char *
add_scheme (const char *typed)
{
  g_autofree char *plain = NULL;
  g_autofree char *host = NULL;

  if (strstr (typed, "://") != NULL)
    return g_strdup (typed);
  host = g_strndup (typed, strcspn (typed, ":/"));
  plain = g_strconcat ("http://", typed, NULL);
  if (host_is_loopback (host))
    return g_steal_pointer (&plain);
  return g_strconcat ("https://", typed, NULL);
}


/**
 * ump_services_normalize_base_url:
 * @typed: what the user typed or pasted
 * @error: %UMP_ERROR_INVALID with a sentence that says what is wrong
 *
 * Takes an address with and without a trailing slash, with and without a
 * version, and with a whole request path. Without a scheme it becomes https,
 * on this computer http.
 *
 * Returns: (transfer full) (nullable): the base address without a trailing slash
 */
char *
ump_services_normalize_base_url (const char *typed, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (typed != NULL ? typed : ""));
  g_autofree char *with_scheme = *trimmed != '\0' ? add_scheme (trimmed) : g_strdup ("");
  g_autoptr (GUri) uri = g_uri_parse (with_scheme, G_URI_FLAGS_NONE, NULL);
  g_autofree char *path = NULL;
  const char *scheme;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0') {
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_INVALID, _("This is not an address. It should look like https://api.example.com/v1."));
    return NULL;
  }
  scheme = g_uri_get_scheme (uri);
  if (!g_str_equal (scheme, "https") && !g_str_equal (scheme, "http")) {
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_INVALID, _("The address has to begin with https:// or http://."));
    return NULL;
  }
  if (g_uri_get_userinfo (uri) != NULL) {
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_INVALID, _("The address must not hold a user name or password. Paste the key into its own field."));
    return NULL;
  }
  path = g_strdup (g_uri_get_path (uri));
  cut_endings (path);
  return g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, g_uri_get_host (uri), g_uri_get_port (uri), path, g_uri_get_query (uri), NULL);
}


/**
 * ump_services_check_key:
 * @typed: what the user typed or pasted
 * @error: %UMP_ERROR_INVALID with a sentence that says what is wrong
 *
 * Trims the ends. Prefixes are not looked at, since services change them.
 *
 * Returns: (transfer full) (nullable): the key, fit for a header; free it with
 *   ump_keyring_free_key()
 */
char *
ump_services_check_key (const char *typed, GError **error)
{
  g_autofree char *key = g_strstrip (g_strdup (typed != NULL ? typed : ""));

  if (*key == '\0') {
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_INVALID, _("Paste the key first."));
    return NULL;
  }
  for (const char *p = key; *p != '\0'; p++) {
    if (g_ascii_isspace (*p)) {
      g_set_error_literal (error, UMP_ERROR, UMP_ERROR_INVALID, _("There is a space or a line break inside the key. Copy it again, the whole of it and nothing else."));
      return NULL;
    }
    if (!g_ascii_isgraph (*p)) {
      g_set_error_literal (error, UMP_ERROR, UMP_ERROR_INVALID, _("There is a character in the key that no key has. Copy it again, the whole of it and nothing else."));
      return NULL;
    }
  }
  return g_steal_pointer (&key);
}
