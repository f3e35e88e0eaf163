/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ump-contender-fields.h"
#include "ump-contender-page.h"
#include "ump-ids.h"
#include "ump-services.h"

struct _UmpContenderPage {
  AdwBin parent_instance;

  GtkWidget *message_group;
  GtkLabel *message_label;
  GtkWidget *label_row;
  AdwActionRow *model_row;
  AdwActionRow *retired_row;
  GtkTextView *system_view;
  GtkWidget *temperature_row;
  GtkWidget *top_p_row;
  GtkWidget *max_tokens_row;
  GtkWidget *effort_row;
  GtkWidget *seed_row;
  GtkTextView *json_view;
  GtkWidget *price_in_row;
  GtkWidget *price_out_row;

  UmpStore *store;
  UmpContender *contender;
  GtkWidget *save_button; /* borrowed, in the page's header */
};

G_DEFINE_FINAL_TYPE (UmpContenderPage, ump_contender_page, ADW_TYPE_BIN)


static UmpPreferencesWindow *
get_window (UmpContenderPage *self)
{
  return UMP_PREFERENCES_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}


static void
show_message (UmpContenderPage *self, const char *message)
{
  gtk_label_set_text (self->message_label, message != NULL ? message : "");
  gtk_widget_set_visible (self->message_group, message != NULL);
}


static void
set_text (GtkWidget *row, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
}


static void
set_taken (GtkWidget *row, char *text)
{
  set_text (row, text);
  g_free (text);
}


/* Returns (transfer full) (nullable): what was typed, NULL where that is nothing. */
static char *
take_text (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  return *stripped != '\0' ? g_steal_pointer (&stripped) : NULL;
}


static char *
get_buffer_text (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  g_autofree char *text = NULL;

  g_object_get (buffer, "text", &text, NULL);
  return take_text (text);
}


static gboolean
refuse (UmpContenderPage *self, GtkWidget *widget, GError *error)
{
  gtk_widget_add_css_class (widget, "error");
  gtk_widget_grab_focus (widget);
  show_message (self, error->message);
  g_error_free (error);
  return FALSE;
}


static gboolean
read_number (UmpContenderPage *self, GtkWidget *row, double low, double high, double *number)
{
  GError *error = NULL;

  return ump_contender_fields_parse_number (gtk_editable_get_text (GTK_EDITABLE (row)), low, high, number, &error) || refuse (self, row, error);
}


static gboolean
read_integer (UmpContenderPage *self, GtkWidget *row, gint64 low, gint64 high, gint64 unset, gint64 *number)
{
  GError *error = NULL;

  return ump_contender_fields_parse_integer (gtk_editable_get_text (GTK_EDITABLE (row)), low, high, unset, number, &error) || refuse (self, row, error);
}


static gboolean
read_efforts (UmpContenderPage *self, UmpContender *edited)
{
  const UmpService *service = edited->service != NULL ? ump_services_find (edited->service) : NULL;
  char *effort = take_text (gtk_editable_get_text (GTK_EDITABLE (self->effort_row)));

  g_free (edited->reasoning_effort);
  edited->reasoning_effort = effort;
  if (effort != NULL && service != NULL && service->effort_values != NULL && !g_strv_contains (service->effort_values, effort)) {
    g_autofree char *values = g_strjoinv (", ", (char **) service->effort_values);

    /* Translators: %s is a list of words of a service, such as “low, medium, high”. */
    return refuse (self, self->effort_row, g_error_new (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("This service takes one of these reasoning efforts, or none: %s."), values));
  }
  return TRUE;
}


static gboolean
read_form (UmpContenderPage *self, UmpContender *edited)
{
  GError *error = NULL;
  gint64 max_tokens;

  g_free (edited->label);
  edited->label = take_text (gtk_editable_get_text (GTK_EDITABLE (self->label_row)));
  if (g_strcmp0 (edited->label, edited->model) == 0)
    g_clear_pointer (&edited->label, g_free);
  g_free (edited->system_prompt);
  edited->system_prompt = get_buffer_text (self->system_view);
  g_free (edited->extra_json);
  edited->extra_json = get_buffer_text (self->json_view);
  if (edited->extra_json != NULL && !ump_contender_fields_check_json (edited->extra_json, &error))
    return refuse (self, GTK_WIDGET (self->json_view), error);
  if (!read_number (self, self->temperature_row, 0, 2, &edited->temperature) ||
      !read_number (self, self->top_p_row, 0, 1, &edited->top_p) ||
      !read_integer (self, self->max_tokens_row, 1, 1000000, 0, &max_tokens) ||
      !read_efforts (self, edited) ||
      !read_integer (self, self->seed_row, 0, G_MAXINT32, -1, &edited->seed) ||
      !read_number (self, self->price_in_row, 0, 100000, &edited->price_in) ||
      !read_number (self, self->price_out_row, 0, 100000, &edited->price_out))
    return FALSE;
  edited->max_tokens = (int) max_tokens;
  return TRUE;
}


static void
fill_form (UmpContenderPage *self)
{
  const UmpContender *contender = self->contender;
  g_autofree char *model = g_strdup_printf ("%s · %s", contender->model, contender->provider_name != NULL ? contender->provider_name : "");

  set_text (self->label_row, ump_contender_get_display_name (contender));
  adw_action_row_set_subtitle (self->model_row, contender->provider_name != NULL ? model : contender->model);
  gtk_widget_set_visible (GTK_WIDGET (self->retired_row), contender->retired);
  adw_action_row_set_subtitle (self->retired_row,
                               contender->listed
                                 ? _("The service no longer lists this model, or answered that it does not know it. It stays in history and leaderboard and is drawn no more. It returns when the service lists it again: press Refresh under Models of its provider.")
                                 : _("The service answered that it does not know this model, and has never listed it. It stays in history and leaderboard and is drawn no more. Check the identifier, or try again if the service was wrong."));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->system_view), contender->system_prompt != NULL ? contender->system_prompt : "", -1);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->json_view), contender->extra_json != NULL ? contender->extra_json : "", -1);
  set_taken (self->temperature_row, ump_contender_fields_format_number (contender->temperature));
  set_taken (self->top_p_row, ump_contender_fields_format_number (contender->top_p));
  set_taken (self->max_tokens_row, ump_contender_fields_format_integer (contender->max_tokens, 0));
  set_text (self->effort_row, contender->reasoning_effort);
  set_taken (self->seed_row, ump_contender_fields_format_integer (contender->seed, -1));
  set_taken (self->price_in_row, ump_contender_fields_format_number (contender->price_in));
  set_taken (self->price_out_row, ump_contender_fields_format_number (contender->price_out));
}


static void
changed_cb (UmpContenderPage *self, GtkWidget *row)
{
  gtk_widget_remove_css_class (row, "error");
}


static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpContenderPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean added = g_async_result_is_tagged (result, ump_store_add_contenders_async);
  gboolean saved = added ? ump_store_add_contenders_finish (UMP_STORE (source), result, &error) : ump_store_set_contenders_finish (UMP_STORE (source), result, &error);

  /* The page may have been left, and its button with it. */
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  gtk_widget_set_sensitive (self->save_button, TRUE);
  if (saved)
    ump_preferences_window_pop (get_window (self));
  else
    show_message (self, error->message);
}


static gboolean
same_price (double a, double b)
{
  return a == b || (isnan (a) && isnan (b));
}


static gboolean
same_prices (const UmpContender *a, const UmpContender *b)
{
  return same_price (a->price_in, b->price_in) && same_price (a->price_out, b->price_out);
}


static void
save_cb (UmpContenderPage *self)
{
  g_autoptr (UmpContender) edited = ump_contender_copy (self->contender);

  show_message (self, NULL);
  gtk_widget_remove_css_class (GTK_WIDGET (self->json_view), "error");
  if (!read_form (self, edited))
    return;
  if (!ump_contender_fields_same_version (edited, self->contender)) {
    g_free (edited->id);
    edited->id = ump_id_new ();
    edited->version = self->contender->version + 1;
  }
  /* Without a price of his own the user has that of the service again. */
  edited->price_typed = (edited->price_typed || !same_prices (edited, self->contender)) && (!isnan (edited->price_in) || !isnan (edited->price_out));
  gtk_widget_set_sensitive (self->save_button, FALSE);
  if (edited->version > self->contender->version)
    ump_store_add_contenders_async (self->store, &edited, 1, NULL, saved_cb, g_object_ref (self));
  else
    ump_store_set_contenders_async (self->store, UMP_CONTENDER_LABEL | UMP_CONTENDER_PRICES, &edited, 1, NULL, saved_cb, g_object_ref (self));
}


static void
try_again_cb (UmpContenderPage *self)
{
  g_autoptr (UmpContender) edited = ump_contender_copy (self->contender);

  edited->retired = FALSE;
  ump_store_set_contenders_async (self->store, UMP_CONTENDER_RETIRED, &edited, 1, NULL, saved_cb, g_object_ref (self));
}


static void
entered_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpContenderPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  gboolean saved = ump_store_add_contenders_finish (UMP_STORE (source), result, &error);

  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  if (!saved) {
    show_message (self, error->message);
    return;
  }
  /* Translators: %s is the name of the second contender made of one model. */
  sentence = g_strdup_printf (_("Entered again as “%s”"), self->contender->label);
  ump_preferences_window_toast (get_window (self), sentence);
}


/* The form goes on with the new one, so that what sets it apart can be typed
 * at once. */
static void
enter_again_cb (UmpContenderPage *self)
{
  UmpContender *twin = ump_contender_copy (self->contender);

  g_free (twin->id);
  twin->id = ump_id_new ();
  g_free (twin->lineage);
  twin->lineage = g_strdup (twin->id);
  twin->version = 1;
  g_free (twin->label);
  /* Translators: %s is the name of a model that is entered a second time, with other settings. */
  twin->label = g_strdup_printf (_("%s, again"), ump_contender_get_display_name (self->contender));
  ump_contender_free (self->contender);
  self->contender = twin;
  fill_form (self);
  gtk_widget_grab_focus (self->label_row);
  ump_store_add_contenders_async (self->store, &twin, 1, NULL, entered_again_cb, g_object_ref (self));
}


static void
ump_contender_page_finalize (GObject *object)
{
  UmpContenderPage *self = UMP_CONTENDER_PAGE (object);

  g_clear_object (&self->store);
  ump_contender_free (self->contender);
  G_OBJECT_CLASS (ump_contender_page_parent_class)->finalize (object);
}


static void
ump_contender_page_class_init (UmpContenderPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = ump_contender_page_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, UMP_APP_PATH "/preferences/ump-contender-page.ui");
  gtk_widget_class_bind_template_child (widget_class, UmpContenderPage, message_group);
  gtk_widget_class_bind_template_child (widget_class, UmpContenderPage, message_label);
  gtk_widget_class_bind_template_child (widget_class, UmpContenderPage, label_row);
  gtk_widget_class_bind_template_child (widget_class, UmpContenderPage, model_row);
  gtk_widget_class_bind_template_child (widget_class, UmpContenderPage, retired_row);
  gtk_widget_class_bind_template_child (widget_class, UmpContenderPage, system_view);
  gtk_widget_class_bind_template_child (widget_class, UmpContenderPage, temperature_row);
  gtk_widget_class_bind_template_child (widget_class, UmpContenderPage, top_p_row);
  gtk_widget_class_bind_template_child (widget_class, UmpContenderPage, max_tokens_row);
  gtk_widget_class_bind_template_child (widget_class, UmpContenderPage, effort_row);
  gtk_widget_class_bind_template_child (widget_class, UmpContenderPage, seed_row);
  gtk_widget_class_bind_template_child (widget_class, UmpContenderPage, json_view);
  gtk_widget_class_bind_template_child (widget_class, UmpContenderPage, price_in_row);
  gtk_widget_class_bind_template_child (widget_class, UmpContenderPage, price_out_row);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, try_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, enter_again_cb);
}


static void
ump_contender_page_init (UmpContenderPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}


/**
 * ump_contender_page_push:
 * @window: the preferences window
 * @store: where contenders are kept
 * @contender: which; copied
 *
 * Slides the page in.
 */
void
ump_contender_page_push (UmpPreferencesWindow *window, UmpStore *store, const UmpContender *contender)
{
  UmpContenderPage *self = g_object_new (UMP_TYPE_CONTENDER_PAGE, NULL);

  self->store = g_object_ref (store);
  self->contender = ump_contender_copy (contender);
  self->save_button = gtk_button_new_with_mnemonic (_("_Save"));
  gtk_widget_add_css_class (self->save_button, "suggested-action");
  gtk_widget_set_tooltip_text (self->save_button, _("What changes how it answers makes a new version, rated on its own"));
  g_signal_connect_object (self->save_button, "clicked", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
  fill_form (self);
  ump_preferences_window_push (window, _("Contender"), GTK_WIDGET (self), self->save_button);
}
