/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>

#include "ump-catalog.h"
#include "ump-cli-store.h"
#include "ump-cli-text.h"
#include "ump-error.h"
#include "ump-practice.h"
#include "ump-providers.h"
#include "ump-services.h"


static const char *
get_service_name (const char *id)
{
  const UmpService *service = ump_services_find (id);

  return service != NULL ? service->name : id;
}


static gboolean
print_configured (GError **error)
{
  g_autoptr (UmpDb) db = ump_cli_open_database (error);
  g_autoptr (GPtrArray) providers = db != NULL ? ump_db_load_providers (db, error) : NULL;

  if (providers == NULL)
    return FALSE;
  for (guint i = 0; i < providers->len; i++) {
    const UmpProvider *provider = providers->pdata[i];

    printf ("%s\t%s\t%s\n", provider->name, get_service_name (provider->service), provider->base_url);
  }
  if (providers->len == 0)
    fprintf (stderr, "%s\n", _("No provider is set up. Add one in the window’s preferences, or use “umpire ask --dialect”."));
  return TRUE;
}


static void
take_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}


static GAsyncResult *
wait_for (GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *slot;
}


static gboolean
discover (UmpTransport *transport, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) servers = NULL;

  ump_catalog_discover_async (transport, NULL, take_result_cb, &slot);
  result = wait_for (&slot);
  servers = ump_catalog_discover_finish (result, error);
  if (servers == NULL)
    return FALSE;
  for (guint i = 0; i < servers->len; i++) {
    const UmpLocalServer *server = servers->pdata[i];
    g_autofree char *models = g_strdup_printf (ngettext ("%u model", "%u models", server->n_models), server->n_models);

    printf ("%s\t%s\t%s\n", server->service->name, server->base_url, server->needs_key ? _("needs a key") : models);
  }
  if (servers->len == 0)
    fprintf (stderr, "%s\n", _("No server was found on this computer."));
  return TRUE;
}


static UmpProvider *
find_provider (const char *name, GError **error)
{
  g_autoptr (UmpDb) db = ump_cli_open_database (error);
  g_autoptr (GPtrArray) providers = db != NULL ? ump_db_load_providers (db, error) : NULL;

  for (guint i = 0; providers != NULL && i < providers->len; i++)
    if (g_str_equal (((UmpProvider *) providers->pdata[i])->name, name))
      return ump_provider_copy (providers->pdata[i]);
  if (providers != NULL)
    g_set_error (error, UMP_ERROR, UMP_ERROR_NOT_FOUND, _("There is no provider “%s”. “umpire providers” lists them."), name);
  return NULL;
}


static void
print_practice (void)
{
  g_autoptr (GPtrArray) contenders = ump_practice_get_contenders ();

  for (guint i = 0; i < contenders->len; i++)
    printf ("%s\n", ((UmpContender *) contenders->pdata[i])->model);
}


static gboolean
print_models (UmpTransport *transport, const char *name, GError **error)
{
  g_autoptr (UmpProvider) provider = find_provider (name, error);
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) models = NULL;

  if (provider == NULL)
    return FALSE;
  ump_catalog_list_models_async (transport, provider, NULL, NULL, take_result_cb, &slot);
  result = wait_for (&slot);
  models = ump_catalog_list_models_finish (result, error);
  for (guint i = 0; models != NULL && i < models->len; i++) {
    const UmpModelInfo *model = models->pdata[i];
    g_autofree char *id = NULL;

    if (model->not_chat)
      continue;
    /* One a line, whatever a server has put into a name. */
    id = ump_cli_text_one_line (model->id);
    printf ("%s\n", id);
  }
  return models != NULL;
}


static int
run (int argc, char **argv)
{
  gboolean look = FALSE;
  g_autofree char *models_of = NULL;
  const GOptionEntry entries[] = {
    { "discover", 0, 0, G_OPTION_ARG_NONE, &look, N_("Look for servers on this computer"), NULL },
    { "models", 0, 0, G_OPTION_ARG_STRING, &models_of, N_("List the models of this provider, or of “practice”"), N_("NAME") },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (UmpKeyring) keyring = ump_keyring_new ();
  g_autoptr (UmpTransport) transport = ump_transport_new (keyring);
  g_autoptr (GError) error = NULL;
  gboolean done;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Lists your providers: name, service, address."));
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    ump_cli_fail ("providers", error);
    return 2;
  }
  if (argc > 1) {
    fprintf (stderr, _("umpire providers: “%s” is not understood; see “umpire providers --help”.\n"), argv[1]);
    return 2;
  }
  if (look && models_of != NULL) {
    fprintf (stderr, "%s\n", _("umpire providers: say either --discover or --models; see “umpire providers --help”."));
    return 2;
  }
  if (models_of != NULL && g_ascii_strcasecmp (models_of, UMP_PRACTICE_PROVIDER) == 0) {
    print_practice ();
    return 0;
  }
  if (look)
    done = discover (transport, &error);
  else if (models_of != NULL)
    done = print_models (transport, models_of, &error);
  else
    done = print_configured (&error);
  return done ? 0 : ump_cli_fail ("providers", error);
}


const UmpCommand ump_cli_providers = {
  .name = "providers",
  .summary = N_("lists your providers, their models, or servers on this computer"),
  .run = run,
};
