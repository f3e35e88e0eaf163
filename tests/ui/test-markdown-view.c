/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "ump-compat.h"
#include "ump-markdown-canvas.h"
#include "ump-markdown-code.h"
#include "ump-markdown-view.h"
#include "ump-test.h"

typedef struct {
  GtkWidget *window;
  UmpMarkdownView *view;
  int frames;
} Fixture;


static gboolean
count_frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->frames--;
  return G_SOURCE_CONTINUE;
}


static gboolean
has_drawn (gpointer user_data)
{
  Fixture *fixture = user_data;

  return fixture->frames <= 0;
}


/* Lets some frames go by, in which parsing and layout come to rest. */
static void
settle (Fixture *fixture)
{
  fixture->frames = 8;
  ump_test_wait_until (has_drawn, fixture, 20);
}


static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = adw_window_new ();
  fixture->view = UMP_MARKDOWN_VIEW (ump_markdown_view_new ());
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->view));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 480, 400);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_widget_add_tick_callback (GTK_WIDGET (fixture->view), count_frame_cb, fixture, NULL);
  settle (fixture);
}


static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer view = fixture->view;

  g_object_add_weak_pointer (G_OBJECT (fixture->view), &view);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (view != NULL)
    g_main_context_iteration (NULL, TRUE);
}


static void
set_text (Fixture *fixture, const char *text, gboolean complete)
{
  ump_markdown_view_set_text (fixture->view, text, -1, complete);
  settle (fixture);
}


static char *
repeat (const char *unit, guint times)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < times; i++)
    g_string_append (text, unit);
  return g_string_free (text, FALSE);
}


/* First widget below @widget that has this type and contains this text. */
static GtkWidget *
find_text (GtkWidget *widget, const char *text)
{
  const char *shown = NULL;

  if (GTK_IS_LABEL (widget))
    shown = gtk_label_get_text (GTK_LABEL (widget));
  else if (GTK_IS_INSCRIPTION (widget))
    shown = gtk_inscription_get_text (GTK_INSCRIPTION (widget));
  if (shown != NULL && strstr (shown, text) != NULL)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_text (child, text);

    if (found != NULL)
      return found;
  }
  return NULL;
}


static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_type (child, type);

    if (found != NULL)
      return found;
  }
  return NULL;
}


static UmpMarkdownCanvas *
get_canvas (Fixture *fixture)
{
  return UMP_MARKDOWN_CANVAS (find_type (GTK_WIDGET (fixture->view), UMP_TYPE_MARKDOWN_CANVAS));
}


static GtkWidget *
get_new_text (Fixture *fixture)
{
  return gtk_widget_get_ancestor (find_text (GTK_WIDGET (fixture->view), "New Text Below"), GTK_TYPE_BUTTON);
}


static void
test_text (Fixture *fixture, gconstpointer data)
{
  g_autofree char *plain = NULL, *markdown = NULL;
  static const char text[] = "# Head\n\nSome **bold** $x$ and `code`.\n\n1. one\n2. two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> quoted";

  set_text (fixture, text, TRUE);
  plain = ump_markdown_view_get_plain_text (fixture->view);
  markdown = ump_markdown_view_get_markdown (fixture->view);
  g_assert_cmpstr (plain, ==, "Head\n\nSome bold x and code.\n\n1. one\n2. two\n\na\tb\n1\t2\n\nquoted");
  g_assert_cmpstr (markdown, ==, text);
}


static void
test_roles (Fixture *fixture, gconstpointer data)
{
  GtkWidget *piece;

  set_text (fixture, "## Head\n\n- item\n\n```python\ncode_here\n```\n\n| cell | $x^2$ |\n|---|---|\n| body | |\n\nIt is $\\frac12$.\n\n$$\\sqrt{x}$$", TRUE);
  piece = gtk_widget_get_parent (find_text (GTK_WIDGET (fixture->view), "Head"));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (piece), GTK_ACCESSIBLE_ROLE_HEADING);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (piece), GTK_ACCESSIBLE_PROPERTY_LEVEL, 2);
  gtk_test_accessible_assert_relation (GTK_ACCESSIBLE (piece), GTK_ACCESSIBLE_RELATION_LABELLED_BY, find_text (piece, "Head"), NULL);
  g_assert_nonnull (find_text (GTK_WIDGET (fixture->view), "It is (1)/(2)."));
  piece = gtk_widget_get_parent (find_text (GTK_WIDGET (fixture->view), "√(x)"));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (piece), GTK_ACCESSIBLE_ROLE_MATH);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (piece), GTK_ACCESSIBLE_PROPERTY_LABEL, "√(x)");
  piece = gtk_widget_get_parent (find_text (GTK_WIDGET (fixture->view), "item"));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (piece), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (gtk_widget_get_parent (piece)), GTK_ACCESSIBLE_ROLE_LIST);
  piece = gtk_widget_get_parent (find_text (GTK_WIDGET (fixture->view), "code_here"));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (piece), GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (piece), GTK_ACCESSIBLE_PROPERTY_LABEL, "Code, python");
  piece = find_text (GTK_WIDGET (fixture->view), "cell");
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (piece), ump_role_column_header ());
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (gtk_widget_get_parent (piece)), GTK_ACCESSIBLE_ROLE_ROW);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (gtk_widget_get_parent (piece)), GTK_ACCESSIBLE_PROPERTY_LABEL, "cell, x^2");
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (gtk_widget_get_parent (gtk_widget_get_parent (piece))), GTK_ACCESSIBLE_ROLE_TABLE);
}


static void
test_few_widgets (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = repeat ("A paragraph of some words.\n\n```c\nint x;\n```\n\n", 5000);

  set_text (fixture, text, TRUE);
  g_assert_cmpuint (ump_markdown_canvas_count_widgets (get_canvas (fixture)), <, 60);
  g_assert_cmpuint (ump_markdown_canvas_count_widgets (get_canvas (fixture)), >, 5);
  ump_markdown_view_scroll_to_end (fixture->view);
  settle (fixture);
  g_assert_cmpuint (ump_markdown_canvas_count_widgets (get_canvas (fixture)), <, 60);
}


static void
stream (Fixture *fixture, GString *text, const char *delta, guint times)
{
  for (guint i = 0; i < times; i++) {
    g_string_append (text, delta);
    ump_markdown_view_set_text (fixture->view, text->str, (gssize) text->len, FALSE);
    if (i % 10 == 0)
      settle (fixture);
  }
  settle (fixture);
}


static void
test_follows_end (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GtkAdjustment *adjustment = ump_markdown_view_get_vadjustment (fixture->view);
  double read;

  stream (fixture, text, "Another line of the answer.\n\n", 40);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), >, 100);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (adjustment), gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment), 1);
  g_assert_false (gtk_widget_get_visible (get_new_text (fixture)));

  /* The user goes back to read; nothing moves any more. */
  gtk_adjustment_set_value (adjustment, 60);
  settle (fixture);
  read = gtk_adjustment_get_value (adjustment);
  stream (fixture, text, "More of it, with `code` and\n\n- a list\n\n", 30);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, read);
  g_assert_true (gtk_widget_get_visible (get_new_text (fixture)));

  g_signal_emit_by_name (get_new_text (fixture), "clicked");
  settle (fixture);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (adjustment), gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment), 1);
  g_assert_false (gtk_widget_get_visible (get_new_text (fixture)));
}


/* A finished answer is read from its beginning. */
static void
test_opens_at_top (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = repeat ("A paragraph.\n\n", 200);

  set_text (fixture, text, TRUE);
  g_assert_cmpfloat (gtk_adjustment_get_value (ump_markdown_view_get_vadjustment (fixture->view)), ==, 0);
}


static gboolean
is_shown (gpointer user_data)
{
  return gtk_widget_get_mapped (user_data);
}


static void
test_selection (Fixture *fixture, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->view));
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *copied = NULL;
  GdkContentFormats *formats;

  set_text (fixture, "# Head\n\nA *paragraph*.\n\n- item", TRUE);
  ump_test_wait_until (is_shown, fixture->view, 5);
  g_assert_false (ump_markdown_view_get_has_selection (fixture->view));
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "markdown.select-all", NULL);
  g_assert_true (ump_markdown_view_get_has_selection (fixture->view));
  settle (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "markdown.copy", NULL);
  formats = gdk_clipboard_get_formats (clipboard);
  g_assert_true (gdk_content_formats_contain_mime_type (formats, "text/markdown"));
  gdk_clipboard_read_text_async (clipboard, NULL, ump_test_take_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  copied = gdk_clipboard_read_text_finish (clipboard, result, NULL);
  g_assert_cmpstr (copied, ==, "Head\n\nA paragraph.\n\n• item");
  ump_markdown_view_unselect (fixture->view);
  g_assert_false (ump_markdown_view_get_has_selection (fixture->view));
}


/* Every point of a line leads to a place that is drawn at that point. */
static void
test_places (Fixture *fixture, gconstpointer data)
{
  UmpMarkdownCanvas *canvas;
  UmpMdPlace before = { 0, 0 };

  set_text (fixture, "First paragraph, $x^2$ and more.\n\nSecond \xe2\x80\xae paragraph.\n\n```\ncode\n  more\n```\n\n| a | b |\n|---|---|\n| c | d |", TRUE);
  canvas = get_canvas (fixture);
  for (int y = 0; y < 300; y += 5) {
    UmpMdPlace place = ump_markdown_canvas_get_place (canvas, 30, y);

    g_assert_cmpuint (place.block, >=, before.block);
    before = place;
  }
  g_assert_cmpuint (before.block, ==, 3);
  for (int x = 0; x < 300; x += 3) {
    UmpMdPlace place = ump_markdown_canvas_get_place (canvas, x, 24);
    GdkRectangle rect;

    g_assert_cmpuint (place.block, ==, 0);
    g_assert_cmpuint (place.offset, <=, 30);
    if (place.offset < 30 && x > 20 && ump_markdown_canvas_get_rect (canvas, place, &rect))
      g_assert_cmpint (ABS (rect.x - x), <, 40);
  }
}


static void
test_find (Fixture *fixture, gconstpointer data)
{
  g_autofree char *filler = repeat ("Nothing here.\n\n", 300);
  g_autofree char *text = g_strconcat ("A needle.\n\n", filler, "Two NEEDLES, `needle`.\n", NULL);
  GtkAdjustment *adjustment = ump_markdown_view_get_vadjustment (fixture->view);

  set_text (fixture, text, TRUE);
  g_assert_cmpuint (ump_markdown_view_find (fixture->view, "needle"), ==, 3);
  g_assert_true (ump_markdown_view_find_step (fixture->view, TRUE));
  settle (fixture);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), <, 50);
  g_assert_true (ump_markdown_view_find_step (fixture->view, TRUE));
  settle (fixture);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), >, 2000);
  g_assert_nonnull (find_text (GTK_WIDGET (fixture->view), "Two NEEDLES"));
  g_assert_true (ump_markdown_view_find_step (fixture->view, TRUE));
  g_assert_false (ump_markdown_view_find_step (fixture->view, TRUE));
  g_assert_true (ump_markdown_view_find_step (fixture->view, FALSE));
  g_assert_cmpuint (ump_markdown_view_find (fixture->view, ""), ==, 0);
}


static void
take_link_cb (UmpMarkdownView *view, const char *uri, char **taken)
{
  g_free (*taken);
  *taken = g_strdup (uri);
}


static void
test_links (Fixture *fixture, gconstpointer data)
{
  g_autofree char *taken = NULL;
  GtkWidget *label;
  gboolean handled = FALSE;

  g_signal_connect (fixture->view, "activate-link", G_CALLBACK (take_link_cb), &taken);
  set_text (fixture, "See [this <b>&](https://x.org/?a=1&b=<2>) or [that](javascript:alert(1)) or [f](file:///etc/passwd).", TRUE);
  label = find_text (GTK_WIDGET (fixture->view), "See this <b>& or that");
  g_assert_true (GTK_IS_LABEL (label));
  /* What cannot be followed is said. */
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "See this <b>& or that (javascript:alert(1)) or f (file:///etc/passwd).");
  g_assert_null (strstr (gtk_label_get_label (GTK_LABEL (label)), "\"javascript"));
  g_assert_null (strstr (gtk_label_get_label (GTK_LABEL (label)), "\"file"));
  g_signal_emit_by_name (label, "activate-link", "https://x.org/", &handled);
  g_assert_true (handled);
  g_assert_cmpstr (taken, ==, "https://x.org/");
}


static void
test_pictures (Fixture *fixture, gconstpointer data)
{
  /* One red pixel. */
  static const char text[] = "![dot](data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==)"
                             "\n\n![remote](http://127.0.0.1:1/x.png)";

  set_text (fixture, text, TRUE);
  g_assert_null (find_type (GTK_WIDGET (fixture->view), GTK_TYPE_PICTURE));
  g_assert_nonnull (find_text (GTK_WIDGET (fixture->view), "dot (data:image/png, 70 bytes)"));
  g_assert_nonnull (find_text (GTK_WIDGET (fixture->view), "remote (http://127.0.0.1:1/x.png)"));
  ump_markdown_view_set_revealed (fixture->view, TRUE);
  settle (fixture);
  g_assert_nonnull (find_type (GTK_WIDGET (fixture->view), GTK_TYPE_PICTURE));
  g_assert_nonnull (gtk_picture_get_paintable (GTK_PICTURE (find_type (GTK_WIDGET (fixture->view), GTK_TYPE_PICTURE))));
  g_assert_cmpint (gtk_widget_get_height (find_type (GTK_WIDGET (fixture->view), GTK_TYPE_PICTURE)), ==, 1);
}


/* Pictures that come above what the user reads do not move it. */
static void
test_pictures_keep_place (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = repeat ("![d](data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==)\n\nwords\n\n", 100);
  UmpMdPlace before, after;

  set_text (fixture, text, TRUE);
  gtk_adjustment_set_value (ump_markdown_view_get_vadjustment (fixture->view), 2000);
  settle (fixture);
  before = ump_markdown_canvas_get_place (get_canvas (fixture), 30, 5);
  ump_markdown_view_set_revealed (fixture->view, TRUE);
  settle (fixture);
  after = ump_markdown_canvas_get_place (get_canvas (fixture), 30, 5);
  g_assert_cmpuint (after.block, ==, before.block);
}


static void
test_sentences (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = repeat ("This sentence is here many times. ", 400);
  guint pieces = 0;

  set_text (fixture, text, TRUE);
  for (GtkWidget *piece = gtk_widget_get_first_child (GTK_WIDGET (get_canvas (fixture))); piece != NULL; piece = gtk_widget_get_next_sibling (piece)) {
    GtkWidget *shown = gtk_widget_get_visible (piece) ? find_text (piece, "sentence") : NULL;

    if (shown == NULL)
      continue;
    pieces++;
    g_assert_true (g_str_has_prefix (gtk_inscription_get_text (GTK_INSCRIPTION (shown)), "This"));
  }
  g_assert_cmpuint (pieces, >, 1);
}


static void
test_plain_style (Fixture *fixture, gconstpointer data)
{
  GtkWidget *piece;

  set_text (fixture, "# Head\n\n- **item**", TRUE);
  g_assert_nonnull (find_text (GTK_WIDGET (fixture->view), "•"));
  ump_markdown_view_set_plain_style (fixture->view, TRUE);
  settle (fixture);
  g_assert_null (find_text (GTK_WIDGET (fixture->view), "•"));
  piece = gtk_widget_get_parent (find_text (GTK_WIDGET (fixture->view), "Head"));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (piece), ump_role_paragraph ());
}


static void
test_table_grows (Fixture *fixture, gconstpointer data)
{
  g_autofree char *rows = repeat ("| x | y |\n", 450);
  g_autofree char *text = g_strconcat ("| a | b |\n|---|---|\n", rows, NULL);
  GtkWidget *button;

  set_text (fixture, text, TRUE);
  ump_markdown_view_scroll_to_end (fixture->view);
  settle (fixture);
  button = gtk_widget_get_ancestor (find_text (GTK_WIDGET (fixture->view), "Show More (250"), GTK_TYPE_BUTTON);
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  settle (fixture);
  ump_markdown_view_scroll_to_end (fixture->view);
  settle (fixture);
  g_assert_nonnull (find_text (GTK_WIDGET (fixture->view), "Show More (50"));
}


static void
test_directions (Fixture *fixture, gconstpointer data)
{
  set_text (fixture, "left\n\nمرحبا\n\nשלום [רב](https://x.org)\n\n```\nمرحبا\n```", TRUE);
  g_assert_cmpint (gtk_widget_get_direction (find_text (GTK_WIDGET (fixture->view), "left")), ==, GTK_TEXT_DIR_LTR);
  g_assert_cmpint (gtk_widget_get_direction (find_text (GTK_WIDGET (fixture->view), "مرحبا")), ==, GTK_TEXT_DIR_RTL);
  g_assert_cmpint (gtk_widget_get_direction (find_text (GTK_WIDGET (fixture->view), "שלום")), ==, GTK_TEXT_DIR_RTL);
  /* Labels mirror this by themselves. */
  g_assert_cmpint (gtk_label_get_justify (GTK_LABEL (find_text (GTK_WIDGET (fixture->view), "שלום"))), ==, GTK_JUSTIFY_LEFT);
}


/* Whether the window shows anything that is not grey. */
static gboolean
has_color (Fixture *fixture)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (fixture->view));
  int width = gdk_paintable_get_intrinsic_width (paintable), height = gdk_paintable_get_intrinsic_height (paintable);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  gsize size = (gsize) width * (gsize) height * 4;
  g_autofree guchar *pixels = g_malloc (size);
  gboolean found = FALSE;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (fixture->window)), node, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gdk_texture_download (texture, pixels, (gsize) width * 4);
  for (gsize i = 0; i < size; i += 4)
    found = found || ABS (pixels[i] - pixels[i + 2]) > 60;
  return found;
}


/* The colours come after the text. */
static void
test_code_color (Fixture *fixture, gconstpointer data)
{
  set_text (fixture, "```\nreturn None\n```", TRUE);
  g_assert_false (has_color (fixture));
  set_text (fixture, "```python\nreturn None\n```", TRUE);
  g_assert_true (has_color (fixture));
}


/* Marks get the room they need, whatever the size of the text. */
static void
test_list_marks (Fixture *fixture, gconstpointer data)
{
  static const double scales[] = { 1, 2, 3 };

  set_text (fixture, "9. nine\n10. ten\n11. eleven\n\nand\n\n123456789. much\n\n- [ ] task", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++) {
    static const char * const marks[] = { "9.", "10.", "123456789.", "☐" };

    ump_markdown_view_set_scale (fixture->view, scales[i]);
    settle (fixture);
    for (guint j = 0; j < G_N_ELEMENTS (marks); j++) {
      GtkWidget *mark = find_text (GTK_WIDGET (fixture->view), marks[j]);
      GtkWidget *piece = gtk_widget_get_parent (mark);
      graphene_rect_t bounds;
      int natural;

      gtk_widget_measure (mark, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
      g_assert_true (gtk_widget_compute_bounds (mark, piece, &bounds));
      g_assert_cmpfloat (bounds.origin.x + bounds.size.width - (float) natural, >=, 0);
      g_assert_true (gtk_widget_get_first_child (piece) == mark);
    }
  }
}


static void
test_visible_signs (Fixture *fixture, gconstpointer data)
{
  set_text (fixture, "a\xe2\x80\xae" "b\xe2\x80\xac c\x1b[31md <span foreground=\"red\">e</span>", TRUE);
  g_assert_nonnull (find_text (GTK_WIDGET (fixture->view), "a⟨RLO⟩b⟨PDF⟩ c␛[31md <span foreground=\"red\">e</span>"));
}


static gint64 longest;
static gint64 turn_begun;


static int
measured_poll (GPollFD *fds, guint n, int timeout)
{
  int ready;

  if (turn_begun != 0)
    longest = MAX (longest, g_get_monotonic_time () - turn_begun);
  ready = g_poll (fds, n, timeout);
  turn_begun = g_get_monotonic_time ();
  return ready;
}


static void
test_hostile (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *unit;
    guint times;
  } cases[] = {
    { "> ", 100000 }, { "[", 100000 }, { "word ", 200000 }, { "x", 1000000 }, { "| a | b |\n|---|---|\n| c | d |\n", 15000 }, { "```\nx\n```\n\n", 10000 },
    { "e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81", 5000 },
    { "\xe2\x80\xae", 50000 }, { "<b>&lt;i&gt;", 20000 }, { "\x1b[31m\x07", 20000 }, { "- ", 50000 }, { "$x$ ", 20000 }, { "|", 50000 }, { "a|", 20000 },
  };

  g_main_context_set_poll_func (NULL, measured_poll);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = repeat (cases[i].unit, cases[i].times);

    longest = 0;
    turn_begun = 0;
    set_text (fixture, text, TRUE);
    ump_markdown_view_scroll_to_end (fixture->view);
    settle (fixture);
    set_text (fixture, "", FALSE);
    g_test_message ("%u × “%.20s”: longest turn %.1f ms", cases[i].times, cases[i].unit, (double) longest / 1000);
    if (g_getenv ("UMPIRE_STRICT_TIMES") != NULL)
      g_assert_cmpint (longest, <, 200000);
    g_assert_cmpint (longest, <, g_getenv ("UMPIRE_SANITIZED") != NULL ? 20000000 : 2000000);
  }
  g_main_context_set_poll_func (NULL, NULL);
}


static void
test_aliases (void)
{
  g_assert_cmpstr (ump_markdown_code_get_language ("py"), ==, "python3");
  g_assert_cmpstr (ump_markdown_code_get_language ("c++"), ==, "cpp");
  g_assert_cmpstr (ump_markdown_code_get_language ("bash"), ==, "sh");
  g_assert_cmpstr (ump_markdown_code_get_language ("plsql"), ==, "sql");
  g_assert_cmpstr (ump_markdown_code_get_language ("rust"), ==, "rust");
}


int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*function) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "text", test_text }, { "roles", test_roles }, { "few-widgets", test_few_widgets }, { "follows-end", test_follows_end },
    { "opens-at-top", test_opens_at_top }, { "selection", test_selection }, { "places", test_places }, { "find", test_find },
    { "links", test_links }, { "pictures", test_pictures }, { "pictures-keep-place", test_pictures_keep_place }, { "sentences", test_sentences }, { "plain-style", test_plain_style }, { "table-grows", test_table_grows },
    { "directions", test_directions }, { "code-color", test_code_color }, { "list-marks", test_list_marks },
    { "visible-signs", test_visible_signs }, { "hostile", test_hostile },
  };

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/markdown-view/", tests[i].name, NULL);

    g_test_add (path, Fixture, NULL, set_up, tests[i].function, tear_down);
  }
  g_test_add_func ("/markdown-view/aliases", test_aliases);
  return g_test_run ();
}
