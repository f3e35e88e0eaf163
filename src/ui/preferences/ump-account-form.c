/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-account-form.h"
#include "ump-error.h"

struct _UmpAccountForm {
  AdwBin parent_instance;

  GtkWidget *message_group;
  GtkLabel *message_heading;
  GtkLabel *message_label;
  GtkWidget *name_row;
  GtkWidget *address_row;
  GtkWidget *http_row;
  GtkSwitch *http_switch;
  AdwPreferencesGroup *key_group;
  GtkWidget *key_row;
  GtkWidget *link_group;
  GtkLinkButton *link_button;

  const UmpService *service;
};

G_DEFINE_FINAL_TYPE (UmpAccountForm, ump_account_form, ADW_TYPE_BIN)

enum {
  SIGNAL_ENTERED,
  SIGNAL_CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];


static char *
get_text (GtkWidget *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}


static gboolean
is_foreign_http (const char *url)
{
  return g_ascii_strncasecmp (url, "http://", 7) == 0 && !ump_services_url_is_loopback (url);
}


static void
mark (GtkWidget *row, gboolean wrong)
{
  if (wrong) {
    gtk_widget_add_css_class (row, "error");
    gtk_widget_grab_focus (row);
  } else {
    gtk_widget_remove_css_class (row, "error");
  }
}


static gboolean
read_address (UmpAccountForm *self, UmpProvider *provider, GError **error)
{
  g_autofree char *typed = get_text (self->address_row);
  g_autofree char *url = ump_services_normalize_base_url (typed, error);

  if (url == NULL) {
    mark (self->address_row, TRUE);
    return FALSE;
  }
  provider->allow_http = is_foreign_http (url) && gtk_switch_get_active (self->http_switch);
  if (is_foreign_http (url) && !provider->allow_http) {
    mark (self->address_row, TRUE);
    gtk_widget_set_visible (self->http_row, TRUE);
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_INVALID,
                         _("This address is not encrypted and not on this computer. Use https://, or switch on below that everything may be sent unencrypted."));
    return FALSE;
  }
  g_free (provider->base_url);
  provider->base_url = g_steal_pointer (&url);
  return TRUE;
}


/* Without a copy: it would be one more place where the key has been. */
static gboolean
is_blank (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;
  return *text == '\0';
}


static gboolean
read_key (UmpAccountForm *self, UmpProvider *provider, char **key, GError **error)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->key_row));

  *key = NULL;
  provider->keyless = FALSE;
  if (is_blank (typed)) {
    if (self->service->keyless || self->service->local || *self->service->base_url == '\0') {
      provider->keyless = TRUE;
      return TRUE;
    }
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_INVALID, _("Paste the key that this service gave you."));
  } else {
    *key = ump_services_check_key (typed, error);
  }
  mark (self->key_row, *key == NULL);
  return *key != NULL;
}


/* What was said of the account is not true of another. */
static void
account_changed (UmpAccountForm *self)
{
  ump_account_form_set_message (self, NULL, NULL);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}


static void
address_changed_cb (UmpAccountForm *self)
{
  g_autofree char *typed = get_text (self->address_row);

  mark (self->address_row, FALSE);
  gtk_widget_set_visible (self->http_row, is_foreign_http (typed));
  account_changed (self);
}


static void
key_changed_cb (UmpAccountForm *self)
{
  mark (self->key_row, FALSE);
  account_changed (self);
}


static void
entered_cb (UmpAccountForm *self)
{
  g_signal_emit (self, signals[SIGNAL_ENTERED], 0);
}


static void
ump_account_form_class_init (UmpAccountFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_ENTERED] = g_signal_new ("entered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, UMP_APP_PATH "/preferences/ump-account-form.ui");
  gtk_widget_class_bind_template_child (widget_class, UmpAccountForm, message_group);
  gtk_widget_class_bind_template_child (widget_class, UmpAccountForm, message_heading);
  gtk_widget_class_bind_template_child (widget_class, UmpAccountForm, message_label);
  gtk_widget_class_bind_template_child (widget_class, UmpAccountForm, name_row);
  gtk_widget_class_bind_template_child (widget_class, UmpAccountForm, address_row);
  gtk_widget_class_bind_template_child (widget_class, UmpAccountForm, http_row);
  gtk_widget_class_bind_template_child (widget_class, UmpAccountForm, http_switch);
  gtk_widget_class_bind_template_child (widget_class, UmpAccountForm, key_group);
  gtk_widget_class_bind_template_child (widget_class, UmpAccountForm, key_row);
  gtk_widget_class_bind_template_child (widget_class, UmpAccountForm, link_group);
  gtk_widget_class_bind_template_child (widget_class, UmpAccountForm, link_button);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
}


static void
ump_account_form_init (UmpAccountForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}


/**
 * ump_account_form_set_service:
 * @self: the form
 * @service: which service the account is at
 * @name: a first name for the provider
 * @base_url: its address, "" where the user must say it
 *
 * Begins anew for one service.
 */
void
ump_account_form_set_service (UmpAccountForm *self, const UmpService *service, const char *name, const char *base_url)
{
  gboolean asks_address = service->local || *service->base_url == '\0';

  self->service = service;
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), name);
  gtk_editable_set_text (GTK_EDITABLE (self->address_row), base_url);
  gtk_editable_set_text (GTK_EDITABLE (self->key_row), "");
  gtk_switch_set_active (self->http_switch, FALSE);
  mark (self->key_row, FALSE);
  gtk_widget_set_visible (self->address_row, asks_address);
  adw_preferences_group_set_description (self->key_group,
                                         asks_address || service->keyless
                                           ? _("Only if the server asks for one. It goes to your keyring and nowhere else, and Umpire sends it only to this provider.")
                                           : _("The key goes to your keyring and nowhere else. Umpire sends it only to this provider."));
  gtk_widget_set_visible (self->link_group, service->key_url != NULL);
  if (service->key_url != NULL)
    gtk_link_button_set_uri (self->link_button, service->key_url);
  ump_account_form_set_message (self, NULL, NULL);
  if (asks_address && *base_url == '\0')
    gtk_widget_grab_focus (self->address_row);
  else
    gtk_widget_grab_focus (self->key_row);
}


/**
 * ump_account_form_read:
 * @self: the form
 * @provider: its name, address and whether it has a key are set
 * @key: (out) (nullable) (transfer full): the key; free it with ump_keyring_free_key()
 * @error: of %UMP_ERROR_INVALID: a sentence about what was typed
 *
 * Returns: %FALSE where something that was typed cannot be used; nothing that
 *   was typed is lost then
 */
gboolean
ump_account_form_read (UmpAccountForm *self, UmpProvider *provider, char **key, GError **error)
{
  g_autofree char *name = get_text (self->name_row);

  mark (self->name_row, *name == '\0');
  if (*name == '\0') {
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_INVALID, _("Give the provider a name."));
    return FALSE;
  }
  if (!read_address (self, provider, error) || !read_key (self, provider, key, error))
    return FALSE;
  g_free (provider->name);
  provider->name = g_steal_pointer (&name);
  return TRUE;
}


/**
 * ump_account_form_set_message:
 * @self: the form
 * @heading: (nullable): a few words, or %NULL to take the message away
 * @sentence: (nullable): what is wrong, plain text
 */
void
ump_account_form_set_message (UmpAccountForm *self, const char *heading, const char *sentence)
{
  gtk_widget_set_visible (self->message_group, heading != NULL);
  gtk_label_set_text (self->message_heading, heading != NULL ? heading : "");
  gtk_label_set_text (self->message_label, sentence != NULL ? sentence : "");
}


/**
 * ump_account_form_select_key:
 * @self: the form
 *
 * The key was refused: what is typed or pasted next takes its place.
 */
void
ump_account_form_select_key (UmpAccountForm *self)
{
  mark (self->key_row, TRUE);
  gtk_editable_select_region (GTK_EDITABLE (self->key_row), 0, -1);
}


/**
 * ump_account_form_forget_key:
 * @self: the form
 *
 * Empties the key's field, so that it does not outlive its use.
 */
void
ump_account_form_forget_key (UmpAccountForm *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->key_row), "");
}
