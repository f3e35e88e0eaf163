/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-test-records.h"
#include "ump-ui-test.h"

typedef struct {
  GtkWidget *root;
  GType type;
  const char *text;
} Wanted;


static gboolean
is_mapped (gpointer user_data)
{
  return gtk_widget_get_mapped (GTK_WIDGET (user_data)) && gtk_widget_get_width (GTK_WIDGET (user_data)) > 0;
}


static gboolean
count_frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  guint *n_frames = user_data;

  (*n_frames)++;
  gtk_widget_queue_draw (widget);
  return *n_frames < 8;
}


static gboolean
is_settled (gpointer user_data)
{
  return *(guint *) user_data >= 8;
}


/**
 * ump_ui_settle:
 * @window: a window
 *
 * Waits until what changed has been laid out and drawn.
 */
void
ump_ui_settle (GtkWidget *window)
{
  guint n_frames = 0;

  gtk_widget_add_tick_callback (window, count_frame_cb, &n_frames, NULL);
  ump_test_wait_until (is_settled, &n_frames, 20);
}


static void
load_sheet (const char *name)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  g_autofree char *path = g_strconcat (UMP_APP_PATH, "/", name, NULL);

  gtk_css_provider_load_from_resource (provider, path);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider), GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}


/**
 * ump_ui_load_style:
 *
 * Loads the program's style sheets, as its application does. $UMPIRE_DARK asks
 * for the dark style, $UMPIRE_RTL for a right-to-left layout, $UMPIRE_TEXT_SCALE
 * for larger text.
 */
void
ump_ui_load_style (void)
{
  /* A picture must not be of something on its way. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  if (g_getenv ("UMPIRE_DARK") != NULL)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  if (g_getenv ("UMPIRE_RTL") != NULL)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  if (g_getenv ("UMPIRE_TEXT_SCALE") != NULL)
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (96 * 1024 * g_ascii_strtod (g_getenv ("UMPIRE_TEXT_SCALE"), NULL)), NULL);
  load_sheet ("style.css");
  if (adw_style_manager_get_high_contrast (adw_style_manager_get_default ()))
    load_sheet ("high-contrast.css");
}


/**
 * ump_ui_show:
 * @content: (transfer floating): a screen
 * @width: of the window
 * @height: of the window
 *
 * Returns: (transfer none): a window that is seen, with @content
 */
GtkWidget *
ump_ui_show (GtkWidget *content, int width, int height)
{
  GtkWidget *window = adw_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  adw_window_set_content (ADW_WINDOW (window), content);
  gtk_window_present (GTK_WINDOW (window));
  ump_test_wait_until (is_mapped, window, 10);
  return window;
}


/**
 * ump_ui_shoot:
 * @window: a window that is seen
 * @name: of the picture
 *
 * Keeps a picture in $UMPIRE_SHOTS for who wants to look; nothing without.
 */
void
ump_ui_shoot (GtkWidget *window, const char *name)
{
  const char *folder = g_getenv ("UMPIRE_SHOTS");
  g_autofree char *path = NULL;
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GtkSnapshot) snapshot = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GskRenderer *renderer;

  if (folder == NULL)
    return;
  ump_ui_settle (window);
  path = g_strdup_printf ("%s/%s.png", folder, name);
  paintable = gtk_widget_paintable_new (window);
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window), gtk_widget_get_height (window));
  node = gtk_snapshot_to_node (snapshot);
  renderer = gtk_native_get_renderer (GTK_NATIVE (window));
  texture = gsk_renderer_render_texture (renderer, node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}


static gboolean
is_seen (GtkWidget *widget)
{
  return gtk_widget_get_visible (widget) && gtk_widget_get_child_visible (widget);
}


static GtkWidget *
find (GtkWidget *widget, gboolean (*matches) (GtkWidget *widget, gpointer data), gpointer data)
{
  if (!is_seen (widget))
    return NULL;
  if (matches (widget, data))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find (child, matches, data);

    if (found != NULL)
      return found;
  }
  return NULL;
}


static gboolean
matches_nth (GtkWidget *widget, gpointer data)
{
  struct {
    GType type;
    guint nth;
  } *wanted = data;

  return g_type_is_a (G_OBJECT_TYPE (widget), wanted->type) && wanted->nth-- == 0;
}


static gboolean
matches_text (GtkWidget *widget, gpointer data)
{
  return GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), data);
}


static gboolean
matches_titled (GtkWidget *widget, gpointer data)
{
  Wanted *wanted = data;
  g_autofree char *title = NULL;

  if (!g_type_is_a (G_OBJECT_TYPE (widget), wanted->type))
    return FALSE;
  if (ADW_IS_PREFERENCES_ROW (widget))
    title = g_strdup (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)));
  else if (ADW_IS_STATUS_PAGE (widget))
    title = g_strdup (adw_status_page_get_title (ADW_STATUS_PAGE (widget)));
  else if (GTK_IS_BUTTON (widget))
    title = g_strdup (gtk_button_get_label (GTK_BUTTON (widget)));
  return g_strcmp0 (title, wanted->text) == 0;
}


/**
 * ump_ui_find_type:
 * @root: where to look
 * @type: of the widget
 * @nth: counts from 0
 *
 * Returns: (nullable) (transfer none): a widget that is seen
 */
GtkWidget *
ump_ui_find_type (GtkWidget *root, GType type, guint nth)
{
  struct {
    GType type;
    guint nth;
  } wanted = { type, nth };

  return find (root, matches_nth, &wanted);
}


/**
 * ump_ui_find_text:
 * @root: where to look
 * @text: of a label
 *
 * Returns: (nullable) (transfer none): a label that is seen
 */
GtkWidget *
ump_ui_find_text (GtkWidget *root, const char *text)
{
  return find (root, matches_text, (gpointer) text);
}


/**
 * ump_ui_find_titled:
 * @root: where to look
 * @type: a row, a status page or a button
 * @title: its title or label
 *
 * Returns: (nullable) (transfer none): a widget that is seen
 */
GtkWidget *
ump_ui_find_titled (GtkWidget *root, GType type, const char *title)
{
  Wanted wanted = { root, type, title };

  return find (root, matches_titled, &wanted);
}


static gboolean
has_text (gpointer user_data)
{
  Wanted *wanted = user_data;

  return ump_ui_find_text (wanted->root, wanted->text) != NULL;
}


static gboolean
has_titled (gpointer user_data)
{
  Wanted *wanted = user_data;

  return ump_ui_find_titled (wanted->root, wanted->type, wanted->text) != NULL;
}


/**
 * ump_ui_wait_text:
 * @root: where to look
 * @text: of a label that must appear
 */
void
ump_ui_wait_text (GtkWidget *root, const char *text)
{
  Wanted wanted = { root, GTK_TYPE_LABEL, text };

  g_test_message ("waiting for “%s”", text);
  ump_test_wait_until (has_text, &wanted, 10);
}


/**
 * ump_ui_wait_titled:
 * @root: where to look
 * @type: of the widget
 * @title: its title, which must appear
 */
void
ump_ui_wait_titled (GtkWidget *root, GType type, const char *title)
{
  Wanted wanted = { root, type, title };

  g_test_message ("waiting for %s “%s”", g_type_name (type), title);
  ump_test_wait_until (has_titled, &wanted, 10);
}


/**
 * ump_ui_click:
 * @root: where to look
 * @label: of a button, with its underline
 */
void
ump_ui_click (GtkWidget *root, const char *label)
{
  GtkWidget *button = ump_ui_find_titled (root, GTK_TYPE_BUTTON, label);

  g_test_message ("clicking “%s”", label);
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}


/**
 * ump_ui_activate_row:
 * @row: a row of a list box
 */
void
ump_ui_activate_row (GtkWidget *row)
{
  g_assert_nonnull (row);
  g_assert_true (gtk_widget_is_sensitive (row));
  g_assert_true (gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (row)));
  g_signal_emit_by_name (gtk_widget_get_ancestor (row, GTK_TYPE_LIST_BOX), "row-activated", row);
}


/**
 * ump_ui_settings_new:
 *
 * Returns: (transfer full): the program's settings, in memory and at their defaults
 */
GSettings *
ump_ui_settings_new (void)
{
  GSettings *settings = g_settings_new (UMP_APP_ID);
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (guint i = 0; keys[i] != NULL; i++)
    g_settings_reset (settings, keys[i]);
  return settings;
}


/**
 * ump_ui_add_provider:
 * @db: a database
 * @name: of the provider
 *
 * Returns: (transfer full): a provider that is in the database
 */
UmpProvider *
ump_ui_add_provider (UmpDb *db, const char *name)
{
  g_autoptr (GError) error = NULL;
  UmpProvider *provider = ump_provider_new (name, "openai", "https://api.openai.com/v1");

  ump_db_save_provider (db, provider, &error);
  g_assert_no_error (error);
  return provider;
}


/**
 * ump_ui_add_contender:
 * @db: a database
 * @provider: whose
 * @model: what the provider lists
 *
 * Returns: (transfer full): a contender that is in the database
 */
UmpContender *
ump_ui_add_contender (UmpDb *db, const UmpProvider *provider, const char *model)
{
  g_autoptr (GError) error = NULL;
  UmpContender *contender = ump_contender_new (provider->id, model);

  ump_db_add_contenders (db, &contender, 1, &error);
  g_assert_no_error (error);
  return contender;
}


/**
 * ump_ui_add_battle:
 * @db: a database
 * @a: side A
 * @b: side B
 * @prompt: what was asked
 * @verdict: %UMP_VERDICT_NONE leaves the battle open
 * @conditions: (nullable): how the ballot was cast; %NULL for a clean one
 *
 * Returns: (transfer full): id of a battle with two complete answers
 */
char *
ump_ui_add_battle (UmpDb *db, const UmpContender *a, const UmpContender *b, const char *prompt, UmpVerdict verdict, const UmpConditions *conditions)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpBattleRecord) battle = ump_battle_record_new ();
  g_autoptr (UmpConditions) clean = ump_test_make_conditions ();
  UmpTurn *turn = ump_turn_new (0, prompt);

  battle->practice = a->practice;
  battle->conditions = ump_conditions_new ();
  battle->contenders[UMP_SIDE_A] = ump_contender_copy (a);
  battle->contenders[UMP_SIDE_B] = ump_contender_copy (b);
  g_ptr_array_add (battle->turns, turn);
  ump_db_begin_battle (db, battle, &error);
  g_assert_no_error (error);
  for (int side = 0; side < UMP_N_SIDES; side++) {
    g_autofree char *text = g_strdup_printf ("# Answer %s\n\nHere is **what I think** about it:\n\n- one\n- two\n\n```c\nint main (void);\n```\n", side == UMP_SIDE_A ? "of A" : "of B");
    g_autoptr (UmpResponseRecord) response = ump_test_make_response (side, text, UMP_ENDING_STOP);

    ump_db_save_response (db, battle->id, turn->id, response, &error);
    g_assert_no_error (error);
  }
  if (verdict != UMP_VERDICT_NONE)
    ump_db_cast_verdict (db, battle->id, verdict, conditions != NULL ? conditions : clean, &error);
  g_assert_no_error (error);
  return g_strdup (battle->id);
}


/**
 * ump_ui_fill_board:
 * @db: a database
 *
 * A board of seven with a clear leader, the last one provisional.
 */
void
ump_ui_fill_board (UmpDb *db)
{
  static const char *const models[] = { "Claude Sonnet 4.5", "Gemini 2.5 Pro", "GPT-5", "GPT-5 mini", "Mistral Large",
                                        "Llama-3.3-70B-Instruct-Turbo-with-a-very-long-name-indeed", "qwen3-coder" };
  g_autoptr (UmpProvider) provider = ump_ui_add_provider (db, "OpenRouter");
  UmpContender *contenders[G_N_ELEMENTS (models)];

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    contenders[i] = ump_ui_add_contender (db, provider, models[i]);
  for (guint i = 0; i < 6; i++) {
    for (guint j = i + 1; j < 6; j++) {
      for (guint k = 0; k < 3 + (i == 0); k++) {
        /* The first of a pair wins two of three. */
        UmpVerdict verdict = k == 2 ? ((i + j) % 3 == 0 ? UMP_VERDICT_TIE : (i + j) % 3 == 1 ? UMP_VERDICT_B : UMP_VERDICT_BOTH_BAD) : UMP_VERDICT_A;

        g_free (ump_ui_add_battle (db, contenders[i], contenders[j], "What is a monad?", verdict, NULL));
      }
    }
  }
  for (guint i = 0; i < 3; i++)
    g_free (ump_ui_add_battle (db, contenders[6], contenders[i + 1], "Sort a list.", i == 0 ? UMP_VERDICT_B : UMP_VERDICT_A, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    ump_contender_free (contenders[i]);
}


/**
 * ump_ui_add_unclean:
 * @db: a database
 *
 * One more ballot, in which an answer named itself.
 */
void
ump_ui_add_unclean (UmpDb *db)
{
  g_autoptr (UmpConditions) conditions = ump_test_make_conditions ();
  g_autoptr (UmpProvider) provider = ump_ui_add_provider (db, "Local");
  g_autoptr (UmpContender) a = ump_ui_add_contender (db, provider, "a");
  g_autoptr (UmpContender) b = ump_ui_add_contender (db, provider, "b");
  UmpLeak *leak = g_new0 (UmpLeak, 1);

  leak->name = g_strdup ("a");
  leak->family = g_strdup ("a");
  leak->own = TRUE;
  g_ptr_array_add (conditions->leaks, leak);
  g_free (ump_ui_add_battle (db, a, b, "Who are you?", UMP_VERDICT_A, conditions));
}
