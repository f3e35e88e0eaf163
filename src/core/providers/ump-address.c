/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "ump-address.h"
#include "ump-error.h"


static void
set_invalid (GError **error, const char *sentence)
{
  g_set_error_literal (error, UMP_ERROR, UMP_ERROR_INVALID, sentence);
}


static gboolean
host_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (host == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (host, "localhost") == 0 || (strlen (host) > 10 && g_ascii_strcasecmp (host + strlen (host) - 10, ".localhost") == 0))
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}


/* What people copy from a server's page: the address of one of its methods. */
static char *
strip_method (const char *path)
{
  static const char *const methods[] = {
    "/chat/completions", "/completions", "/responses", "/messages", "/models",
    "/api/chat", "/api/generate", "/api/tags",
  };
  g_autofree char *stripped = g_strdup (path);

  for (gsize n = strlen (stripped); n > 0 && stripped[n - 1] == '/'; n--)
    stripped[n - 1] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (g_str_has_suffix (stripped, methods[i])) {
      stripped[strlen (stripped) - strlen (methods[i])] = '\0';
      break;
    }
  for (gsize n = strlen (stripped); n > 0 && stripped[n - 1] == '/'; n--)
    stripped[n - 1] = '\0';
  return g_steal_pointer (&stripped);
}


/* Without a scheme, an own server is meant to be reached plainly, and a
 * foreign one safely. */
static char *
add_scheme (const char *typed)
{
  g_autofree char *plain = NULL;

  if (strstr (typed, "://") != NULL)
    return g_strdup (typed);
  plain = g_strconcat ("http://", typed, NULL);
  return ump_services_url_is_loopback (plain) ? g_steal_pointer (&plain) : g_strconcat ("https://", typed, NULL);
}


/**
 * ump_services_normalize_base_url:
 * @typed: what the user typed or pasted
 * @error: %UMP_ERROR_INVALID with a sentence
 *
 * Takes an address with and without its scheme, a slash at the end, and the
 * path of a method such as “/chat/completions”. A query string stays, since
 * some servers need one. Whether http:// may be used is for the caller to
 * ask; see ump_services_url_is_loopback().
 *
 * Returns: (transfer full) (nullable): the base URL, without a slash at its end
 */
char *
ump_services_normalize_base_url (const char *typed, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (typed));
  g_autofree char *with_scheme = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GUri) uri = NULL;
  const char *scheme;
  const char *host;

  if (*trimmed == '\0') {
    set_invalid (error, _("Type the server’s address."));
    return NULL;
  }
  if (trimmed[strcspn (trimmed, " \t\r\n")] != '\0' || !g_str_is_ascii (trimmed)) {
    set_invalid (error, _("An address has no blanks, line breaks or letters beyond ASCII in it."));
    return NULL;
  }
  with_scheme = add_scheme (trimmed);
  uri = g_uri_parse (with_scheme, G_URI_FLAGS_ENCODED, NULL);
  scheme = uri != NULL ? g_uri_get_scheme (uri) : "";
  host = uri != NULL ? g_uri_get_host (uri) : NULL;
  if (host == NULL || *host == '\0') {
    set_invalid (error, _("This is not the address of a server. It should look like “https://api.example.com/v1”."));
    return NULL;
  }
  if (g_ascii_strcasecmp (scheme, "https") != 0 && g_ascii_strcasecmp (scheme, "http") != 0) {
    set_invalid (error, _("The address must begin with “https://”, or with “http://” for a server on this computer."));
    return NULL;
  }
  if (g_uri_get_userinfo (uri) != NULL) {
    set_invalid (error, _("The address holds a user name or a password. The key has a field of its own."));
    return NULL;
  }
  path = strip_method (g_uri_get_path (uri));
  return g_uri_join (G_URI_FLAGS_ENCODED, scheme, NULL, host, g_uri_get_port (uri), path, g_uri_get_query (uri), NULL);
}


/**
 * ump_services_url_is_loopback:
 * @url: an absolute URL
 *
 * Returns: whether it can only reach the user's own computer
 */
gboolean
ump_services_url_is_loopback (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && host_is_loopback (g_uri_get_host (uri));
}


/**
 * ump_services_check_key:
 * @typed: what the user pasted
 * @error: %UMP_ERROR_INVALID with a sentence that does not hold the key
 *
 * Trims the ends. Nothing is refused for its prefix, since services change
 * those; only what no HTTP header could carry is.
 *
 * Returns: (transfer full) (nullable): the key
 */
char *
ump_services_check_key (const char *typed, GError **error)
{
  const char *begin = typed;
  const char *end;

  while (g_ascii_isspace (*begin))
    begin++;
  end = begin + strlen (begin);
  while (end > begin && g_ascii_isspace (end[-1]))
    end--;
  if (begin == end) {
    set_invalid (error, _("Paste the key."));
    return NULL;
  }
  for (const char *p = begin; p < end; p++) {
    if (g_ascii_isspace (*p)) {
      set_invalid (error, *p == ' ' || *p == '\t' ? _("There is a blank inside the key. Copy it again, alone and whole.")
                                                  : _("There is a line break inside the key. Copy it again, alone and whole."));
      return NULL;
    }
    if (!g_ascii_isgraph (*p)) {
      set_invalid (error, _("There is a character in the key that keys do not have. Copy it again, alone and whole."));
      return NULL;
    }
  }
  return g_strndup (begin, end - begin);
}


/**
 * ump_address_add_version:
 * @base_url: a provider's base URL
 * @service: (nullable): its row of the services table
 * @version: path of the protocol's version, such as “/v1”
 *
 * Where the user typed only a host, the version's path is added. The table's
 * own address is taken as it is.
 *
 * Returns: (transfer full): where the methods are
 */
char *
ump_address_add_version (const char *base_url, const UmpService *service, const char *version)
{
  g_autoptr (GUri) uri = NULL;

  if (service != NULL && g_strcmp0 (base_url, service->base_url) == 0)
    return g_strdup (base_url);
  uri = g_uri_parse (base_url, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL || strlen (g_uri_get_path (uri)) > 1)
    return g_strdup (base_url);
  return g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri), g_uri_get_port (uri),
                     version, g_uri_get_query (uri), NULL);
}
