/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "ump-shortcuts.h"
#include "ump-test-window.h"
#include "ump-test.h"

/* Seconds until something that should happen is given up. */
#define BOUND 20


/* One for the whole process: it is exported on the bus under one path. */
static AdwApplication *
ensure_application (void)
{
  static AdwApplication *application = NULL;
  g_autoptr (GError) error = NULL;

  if (application == NULL) {
    application = g_object_new (ADW_TYPE_APPLICATION,
                                "application-id", UMP_APP_ID,
                                "resource-base-path", UMP_APP_PATH,
                                "flags", G_APPLICATION_NON_UNIQUE,
                                NULL);
    g_application_register (G_APPLICATION (application), NULL, &error);
    g_assert_no_error (error);
    ump_shortcuts_install (GTK_APPLICATION (application));
  }
  return application;
}


/**
 * ump_test_window_adopt:
 * @self: to be filled
 * @store: used by the window
 * @transport: used by the window
 */
void
ump_test_window_adopt (UmpTestWindow *self, UmpStore *store, UmpTransport *transport)
{
  self->application = ensure_application ();
  self->settings = g_settings_new (UMP_APP_ID);
  self->store = g_object_ref (store);
  self->transport = g_object_ref (transport);
  g_settings_set_string (self->settings, "pace", "live");
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
}


/**
 * ump_test_window_set_up:
 * @self: to be filled
 * @data: ignored
 */
void
ump_test_window_set_up (UmpTestWindow *self, gconstpointer data)
{
  g_autoptr (UmpKeyring) keyring = ump_keyring_new ();
  g_autoptr (UmpTransport) transport = ump_transport_new (keyring);
  g_autoptr (UmpStore) store = NULL;
  g_autofree char *path = NULL;

  self->folder = ump_test_make_folder ();
  path = g_build_filename (self->folder, "umpire.db", NULL);
  store = ump_store_new (path);
  ump_transport_set_practice_speed (transport, 1000);
  ump_test_window_adopt (self, store, transport);
}


static gboolean
is_gone (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}


/**
 * ump_test_window_close:
 * @self: a window that is open
 */
void
ump_test_window_close (UmpTestWindow *self)
{
  gpointer gone = self->window;

  g_object_add_weak_pointer (G_OBJECT (self->window), &gone);
  gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&self->window)));
  ump_test_wait_until (is_gone, &gone, BOUND);
  /* What D-Bus knew of its actions is let go from an idle. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
}


/**
 * ump_test_window_release:
 * @self: what ump_test_window_adopt() filled
 */
void
ump_test_window_release (UmpTestWindow *self)
{
  g_auto (GStrv) keys = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;

  if (self->window != NULL)
    ump_test_window_close (self);
  g_object_get (self->settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (guint i = 0; keys[i] != NULL; i++)
    g_settings_reset (self->settings, keys[i]);
  g_clear_object (&self->transport);
  g_clear_object (&self->store);
  g_clear_object (&self->settings);
}


/**
 * ump_test_window_tear_down:
 * @self: to be emptied
 * @data: ignored
 */
void
ump_test_window_tear_down (UmpTestWindow *self, gconstpointer data)
{
  g_autoptr (UmpStore) store = g_object_ref (self->store);

  ump_test_window_release (self);
  ump_store_close (store);
  ump_test_remove_folder (self->folder);
  g_clear_pointer (&self->folder, g_free);
}


static gboolean
is_loaded (gpointer user_data)
{
  UmpTestWindow *self = user_data;

  return gtk_widget_get_mapped (GTK_WIDGET (self->window)) && ump_test_find_type (self->window, "UmpStartView") != NULL;
}


/**
 * ump_test_window_open:
 * @self: without a window
 *
 * Opens one and waits until it has read the store.
 */
void
ump_test_window_open (UmpTestWindow *self)
{
  self->window = ump_window_new (GTK_APPLICATION (self->application), self->store, self->transport, self->settings);
  gtk_window_present (GTK_WINDOW (self->window));
  ump_test_wait_until (is_loaded, self, BOUND);
}


/* The border that stands for a shadow where there is no compositor. */
#define MAX_BORDER 20

typedef struct {
  GtkWindow *window;
  int width;
  int height;
} WantedSize;


/* Where the display reports a size that it gave before, GTK takes that for the
 * default one, so it is asked again. */
static gboolean
has_wanted_size (gpointer user_data)
{
  const WantedSize *wanted = user_data;
  int shown = gtk_widget_get_width (GTK_WIDGET (wanted->window));
  int width, height;

  gtk_window_get_default_size (wanted->window, &width, &height);
  if (width != wanted->width || height != wanted->height)
    gtk_window_set_default_size (wanted->window, wanted->width, wanted->height);
  return shown <= wanted->width && shown >= wanted->width - MAX_BORDER;
}


/**
 * ump_test_window_resize:
 * @self: with a window
 * @width: of it
 * @height: of it
 */
void
ump_test_window_resize (UmpTestWindow *self, int width, int height)
{
  WantedSize wanted = { GTK_WINDOW (self->window), width, height };

  ump_test_wait_until (has_wanted_size, &wanted, 10);
  ump_test_window_settle (self);
}


typedef gboolean (*MatchFunc) (GtkWidget *widget, const char *wanted);


static GtkWidget *
find (GtkWidget *root, MatchFunc match, const char *wanted)
{
  if (!gtk_widget_get_child_visible (root) || !gtk_widget_get_visible (root))
    return NULL;
  if (match (root, wanted))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find (child, match, wanted);

    if (found != NULL)
      return found;
  }
  return NULL;
}


static gboolean
has_type (GtkWidget *widget, const char *wanted)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (widget), wanted);
}


/**
 * ump_test_get_name:
 * @widget: a widget
 *
 * GTK has no getter for what a screen reader is told; its own test function
 * gives the value back where it differs from what was expected.
 *
 * Returns: (transfer full) (nullable): the name
 */
char *
ump_test_get_name (GtkWidget *widget)
{
  return gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, "\001");
}


static gboolean
has_text (GtkWidget *widget, const char *wanted)
{
  g_autofree char *name = NULL;

  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), wanted))
    return TRUE;
  name = ump_test_get_name (widget);
  return g_strcmp0 (name, wanted) == 0;
}


GtkWidget *
ump_test_find_type (gpointer root, const char *type_name)
{
  return find (GTK_WIDGET (root), has_type, type_name);
}


GtkWidget *
ump_test_find_text (gpointer root, const char *text)
{
  return find (GTK_WIDGET (root), has_text, text);
}


UmpBattlePage *
ump_test_window_get_page (UmpTestWindow *self)
{
  GtkWidget *page = ump_test_find_type (self->window, "UmpBattlePage");

  g_assert_nonnull (page);
  return UMP_BATTLE_PAGE (page);
}


UmpBattle *
ump_test_window_get_battle (UmpTestWindow *self)
{
  UmpDuelView *duel = ump_battle_page_get_duel (ump_test_window_get_page (self));

  return duel != NULL ? ump_duel_view_get_battle (duel) : NULL;
}


GActionGroup *
ump_test_window_get_actions (UmpTestWindow *self)
{
  return ump_battle_page_get_actions (ump_test_window_get_page (self));
}


gboolean
ump_test_window_can (UmpTestWindow *self, const char *action)
{
  return g_action_group_get_action_enabled (ump_test_window_get_actions (self), action);
}


void
ump_test_window_act (UmpTestWindow *self, const char *action)
{
  g_assert_true (ump_test_window_can (self, action));
  g_action_group_activate_action (ump_test_window_get_actions (self), action, NULL);
}


/**
 * ump_test_window_type:
 * @self: with a window that shows the composer
 * @text: put into it
 */
void
ump_test_window_type (UmpTestWindow *self, const char *text)
{
  GtkWidget *composer = ump_test_find_type (self->window, "UmpComposer");
  GtkWidget *view;

  g_assert_nonnull (composer);
  view = ump_test_find_type (composer, "GtkTextView");
  g_assert_nonnull (view);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
}


void
ump_test_window_send (UmpTestWindow *self, const char *text)
{
  GtkWidget *send;

  ump_test_window_type (self, text);
  send = ump_test_find_text (self->window, _("Send"));
  g_assert_nonnull (send);
  g_assert_true (gtk_widget_get_sensitive (send));
  g_signal_emit_by_name (send, "clicked");
}


typedef struct {
  UmpTestWindow *window;
  int status;
  const char *text;
  gboolean enabled;
} Wanted;


static gboolean
has_status (gpointer user_data)
{
  Wanted *wanted = user_data;
  UmpBattle *battle = ump_test_window_get_battle (wanted->window);

  return battle != NULL && (int) ump_battle_get_status (battle) == wanted->status;
}


static gboolean
shows_text (gpointer user_data)
{
  Wanted *wanted = user_data;

  return ump_test_find_text (wanted->window->window, wanted->text) != NULL;
}


static gboolean
has_action (gpointer user_data)
{
  Wanted *wanted = user_data;

  return ump_test_window_can (wanted->window, wanted->text) == wanted->enabled;
}


void
ump_test_window_wait_for_status (UmpTestWindow *self, UmpDuelStatus status)
{
  Wanted wanted = { self, status, NULL, FALSE };

  ump_test_wait_until (has_status, &wanted, BOUND);
}


void
ump_test_window_wait_for_text (UmpTestWindow *self, const char *text)
{
  Wanted wanted = { self, 0, text, FALSE };

  ump_test_wait_until (shows_text, &wanted, BOUND);
}


void
ump_test_window_wait_for_action (UmpTestWindow *self, const char *action, gboolean enabled)
{
  Wanted wanted = { self, 0, action, enabled };

  ump_test_wait_until (has_action, &wanted, BOUND);
}


static void
count_frame_cb (GdkFrameClock *clock, guint *frames)
{
  (*frames)++;
}


static gboolean
has_two_frames (gpointer user_data)
{
  return *(guint *) user_data >= 2;
}


/**
 * ump_test_window_settle:
 * @self: with a window
 *
 * Waits until what was changed is on the screen.
 */
void
ump_test_window_settle (UmpTestWindow *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->window));
  guint frames = 0;
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (count_frame_cb), &frames);

  gdk_frame_clock_begin_updating (clock);
  gtk_widget_queue_draw (GTK_WIDGET (self->window));
  ump_test_wait_until (has_two_frames, &frames, BOUND);
  gdk_frame_clock_end_updating (clock);
  g_signal_handler_disconnect (clock, handler);
}


typedef struct {
  GtkWidget *widget;
  GskRenderNode *node;
  int width;
  int height;
} Drawing;


/* Right after a frame everything has its place; later something may have been
 * moved already and not yet been given one. */
static void
take_cb (GdkFrameClock *clock, Drawing *drawing)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (drawing->widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  drawing->width = gdk_paintable_get_intrinsic_width (paintable);
  drawing->height = gdk_paintable_get_intrinsic_height (paintable);
  gdk_paintable_snapshot (paintable, snapshot, drawing->width, drawing->height);
  g_clear_pointer (&drawing->node, gsk_render_node_unref);
  drawing->node = gtk_snapshot_free_to_node (snapshot);
}


static gboolean
is_taken (gpointer user_data)
{
  Drawing *drawing = user_data;

  return drawing->node != NULL;
}


/**
 * ump_test_window_draw:
 * @self: with a window
 * @shot_name: (nullable): also written as PNG where $UMPIRE_SHOTS names a folder
 *
 * Returns: (transfer full): the window's pixels
 */
GBytes *
ump_test_window_draw (UmpTestWindow *self, const char *shot_name)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->window));
  Drawing drawing = { GTK_WIDGET (self->window), NULL, 0, 0 };
  g_autoptr (GdkTexture) texture = NULL;
  const char *folder = g_getenv ("UMPIRE_SHOTS");
  gulong handler;
  guchar *pixels;
  gsize stride;

  ump_test_window_settle (self);
  handler = g_signal_connect_after (clock, "after-paint", G_CALLBACK (take_cb), &drawing);
  gtk_widget_queue_draw (drawing.widget);
  ump_test_wait_until (is_taken, &drawing, BOUND);
  g_signal_handler_disconnect (clock, handler);

  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (self->window)), drawing.node,
                                         &GRAPHENE_RECT_INIT (0, 0, drawing.width, drawing.height));
  gsk_render_node_unref (drawing.node);
  if (shot_name != NULL && folder != NULL) {
    g_autofree char *name = g_strconcat (shot_name, ".png", NULL);
    g_autofree char *path = g_build_filename (folder, name, NULL);

    gdk_texture_save_to_png (texture, path);
  }
  stride = (gsize) gdk_texture_get_width (texture) * 4;
  pixels = g_malloc (stride * gdk_texture_get_height (texture));
  gdk_texture_download (texture, pixels, stride);
  return g_bytes_new_take (pixels, stride * gdk_texture_get_height (texture));
}


/**
 * ump_test_window_press:
 * @self: with a window
 * @keys: as xdotool names them, such as "alt+1"
 *
 * Returns: %FALSE where there is no xdotool to press them with
 */
gboolean
ump_test_window_press (UmpTestWindow *self, const char *keys)
{
  g_autofree char *tool = g_find_program_in_path ("xdotool");
  g_autofree char *command = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  if (tool == NULL)
    return FALSE;
  command = g_strdup_printf ("xdotool windowfocus --sync $(xdotool search --onlyvisible --pid %d | tail -1) && xdotool key %s",
                             (int) getpid (), keys);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, "sh", "-c", command, NULL);
  g_subprocess_wait_check_async (process, NULL, ump_test_take_result, &slot);
  result = ump_test_await (&slot, BOUND);
  g_assert_true (g_subprocess_wait_check_finish (process, result, NULL));
  return TRUE;
}
