/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-compat.h"
#include "ump-markdown-code.h"
#include "ump-markdown-piece.h"
#include "ump-markdown-test.h"
#include "ump-markdown-turns.h"
#include "ump-test.h"


static GtkWidget *
get_new_text (UmpMarkdownTest *fixture)
{
  return gtk_widget_get_ancestor (ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "New Text Below"), GTK_TYPE_BUTTON);
}


static void
test_text (UmpMarkdownTest *fixture, gconstpointer data)
{
  g_autofree char *plain = NULL, *markdown = NULL;
  static const char text[] = "# Head\n\nSome **bold** $x$ and `code`.\n\n1. one\n2. two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> quoted";

  ump_markdown_test_set_text (fixture, text, TRUE);
  plain = ump_markdown_view_get_plain_text (fixture->view);
  markdown = ump_markdown_view_get_markdown (fixture->view);
  g_assert_cmpstr (plain, ==, "Head\n\nSome bold x and code.\n\n1. one\n2. two\n\na\tb\n1\t2\n\nquoted");
  g_assert_cmpstr (markdown, ==, text);
}


static void
test_roles (UmpMarkdownTest *fixture, gconstpointer data)
{
  GtkWidget *piece;

  ump_markdown_test_set_text (fixture, "## Head\n\n- item\n  1. deeper\n\n```python\ncode_here\n```\n\n| cell | $x^2$ |\n|---|---|\n| body | |\n\nIt is $\\frac12$.\n\n$$\\sqrt{x}$$", TRUE);
  piece = gtk_widget_get_parent (ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "Head"));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (piece), GTK_ACCESSIBLE_ROLE_HEADING);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (piece), GTK_ACCESSIBLE_PROPERTY_LEVEL, 2);
  gtk_test_accessible_assert_relation (GTK_ACCESSIBLE (piece), GTK_ACCESSIBLE_RELATION_LABELLED_BY, ump_markdown_test_find_text (piece, "Head"), NULL);
  g_assert_nonnull (ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "It is (1)/(2)."));
  piece = gtk_widget_get_parent (ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "√(x)"));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (piece), GTK_ACCESSIBLE_ROLE_MATH);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (piece), GTK_ACCESSIBLE_PROPERTY_LABEL, "√(x)");
  piece = gtk_widget_get_parent (ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "item"));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (piece), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (gtk_widget_get_parent (piece)), GTK_ACCESSIBLE_ROLE_LIST);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (piece), GTK_ACCESSIBLE_PROPERTY_LEVEL, 1);
  piece = gtk_widget_get_parent (ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "deeper"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (piece), GTK_ACCESSIBLE_PROPERTY_LEVEL, 2);
  piece = gtk_widget_get_parent (ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "code_here"));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (piece), GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (piece), GTK_ACCESSIBLE_PROPERTY_LABEL, "Code, python");
  piece = ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "cell");
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (piece), ump_role_column_header ());
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (gtk_widget_get_parent (piece)), GTK_ACCESSIBLE_ROLE_ROW);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (gtk_widget_get_parent (piece)), GTK_ACCESSIBLE_PROPERTY_LABEL, "cell, x^2");
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (gtk_widget_get_parent (gtk_widget_get_parent (piece))), GTK_ACCESSIBLE_ROLE_TABLE);
}


static void
test_few_widgets (UmpMarkdownTest *fixture, gconstpointer data)
{
  g_autofree char *text = ump_markdown_test_repeat ("A paragraph of some words.\n\n```c\nint x;\n```\n\n", 5000);

  ump_markdown_test_set_text (fixture, text, TRUE);
  g_assert_cmpuint (ump_markdown_canvas_count_widgets (ump_markdown_test_get_canvas (fixture)), <, 60);
  g_assert_cmpuint (ump_markdown_canvas_count_widgets (ump_markdown_test_get_canvas (fixture)), >, 5);
  ump_markdown_view_scroll_to_end (fixture->view);
  ump_markdown_test_settle (fixture);
  g_assert_cmpuint (ump_markdown_canvas_count_widgets (ump_markdown_test_get_canvas (fixture)), <, 60);
}


static void
stream (UmpMarkdownTest *fixture, GString *text, const char *delta, guint times)
{
  for (guint i = 0; i < times; i++) {
    g_string_append (text, delta);
    ump_markdown_view_set_text (fixture->view, text->str, (gssize) text->len, FALSE);
    if (i % 10 == 0)
      ump_markdown_test_settle (fixture);
  }
  ump_markdown_test_settle (fixture);
}


static void
test_follows_end (UmpMarkdownTest *fixture, gconstpointer data)
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
  ump_markdown_test_settle (fixture);
  read = gtk_adjustment_get_value (adjustment);
  stream (fixture, text, "More of it, with `code` and\n\n- a list\n\n", 30);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, read);
  g_assert_true (gtk_widget_get_visible (get_new_text (fixture)));

  g_signal_emit_by_name (get_new_text (fixture), "clicked");
  ump_markdown_test_settle (fixture);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (adjustment), gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment), 1);
  g_assert_false (gtk_widget_get_visible (get_new_text (fixture)));
}


/* A finished answer is read from its beginning. */
static void
test_opens_at_top (UmpMarkdownTest *fixture, gconstpointer data)
{
  g_autofree char *text = ump_markdown_test_repeat ("A paragraph.\n\n", 200);

  ump_markdown_test_set_text (fixture, text, TRUE);
  g_assert_cmpfloat (gtk_adjustment_get_value (ump_markdown_view_get_vadjustment (fixture->view)), ==, 0);
}


static gboolean
is_shown (gpointer user_data)
{
  return gtk_widget_get_mapped (user_data);
}


static void
test_selection (UmpMarkdownTest *fixture, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->view));
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *copied = NULL;
  GdkContentFormats *formats;

  ump_markdown_test_set_text (fixture, "# Head\n\nA *paragraph*.\n\n- item", TRUE);
  ump_test_wait_until (is_shown, fixture->view, 5);
  g_assert_false (ump_markdown_view_get_has_selection (fixture->view));
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "markdown.select-all", NULL);
  g_assert_true (ump_markdown_view_get_has_selection (fixture->view));
  ump_markdown_test_settle (fixture);
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
test_places (UmpMarkdownTest *fixture, gconstpointer data)
{
  UmpMarkdownCanvas *canvas;
  UmpMdPlace before = { 0, 0 };

  ump_markdown_test_set_text (fixture, "First paragraph, $x^2$ and more.\n\nSecond \xe2\x80\xae paragraph.\n\n```\ncode\n  more\n```\n\n| a | b |\n|---|---|\n| c | d |", TRUE);
  canvas = ump_markdown_test_get_canvas (fixture);
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
test_find (UmpMarkdownTest *fixture, gconstpointer data)
{
  g_autofree char *filler = ump_markdown_test_repeat ("Nothing here.\n\n", 300);
  g_autofree char *text = g_strconcat ("A needle.\n\n", filler, "Two NEEDLES, `needle`.\n", NULL);
  GtkAdjustment *adjustment = ump_markdown_view_get_vadjustment (fixture->view);

  ump_markdown_test_set_text (fixture, text, TRUE);
  g_assert_cmpuint (ump_markdown_view_find (fixture->view, "needle"), ==, 3);
  g_assert_true (ump_markdown_view_find_step (fixture->view, TRUE));
  ump_markdown_test_settle (fixture);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), <, 50);
  g_assert_true (ump_markdown_view_find_step (fixture->view, TRUE));
  ump_markdown_test_settle (fixture);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), >, 2000);
  g_assert_nonnull (ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "Two NEEDLES"));
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
test_links (UmpMarkdownTest *fixture, gconstpointer data)
{
  g_autofree char *taken = NULL;
  GtkWidget *label;
  gboolean handled = FALSE;

  g_signal_connect (fixture->view, "activate-link", G_CALLBACK (take_link_cb), &taken);
  ump_markdown_test_set_text (fixture, "See [this <b>&](https://x.org/?a=1&b=<2>) or [that](javascript:alert(1)) or [f](file:///etc/passwd).", TRUE);
  label = ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "See this <b>& or that");
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
test_pictures (UmpMarkdownTest *fixture, gconstpointer data)
{
  /* One red pixel. */
  static const char text[] = "![dot](data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==)"
                             "\n\n![remote](http://127.0.0.1:1/x.png)";

  ump_markdown_test_set_text (fixture, text, TRUE);
  g_assert_null (ump_markdown_test_find_type (GTK_WIDGET (fixture->view), GTK_TYPE_PICTURE));
  g_assert_nonnull (ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "dot (data:image/png, 70 bytes)"));
  g_assert_nonnull (ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "remote (http://127.0.0.1:1/x.png)"));
  ump_markdown_view_set_revealed (fixture->view, TRUE);
  ump_markdown_test_settle (fixture);
  g_assert_nonnull (ump_markdown_test_find_type (GTK_WIDGET (fixture->view), GTK_TYPE_PICTURE));
  g_assert_nonnull (gtk_picture_get_paintable (GTK_PICTURE (ump_markdown_test_find_type (GTK_WIDGET (fixture->view), GTK_TYPE_PICTURE))));
  g_assert_cmpint (gtk_widget_get_height (ump_markdown_test_find_type (GTK_WIDGET (fixture->view), GTK_TYPE_PICTURE)), ==, 1);
}


/* Pictures that come above what the user reads do not move it. */
static void
test_pictures_keep_place (UmpMarkdownTest *fixture, gconstpointer data)
{
  g_autofree char *text = ump_markdown_test_repeat ("![d](data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==)\n\nwords\n\n", 100);
  GtkAdjustment *vadjustment = ump_markdown_view_get_vadjustment (fixture->view);
  UmpMdPlace before, after;
  GdkRectangle rect;

  ump_markdown_test_set_text (fixture, text, TRUE);
  gtk_adjustment_set_value (vadjustment, 2000);
  ump_markdown_test_settle (fixture);
  /* Words are on top, a little cut: a picture there would grow itself. Every
   * other block, from the second on, is words. */
  before = ump_markdown_canvas_get_place (ump_markdown_test_get_canvas (fixture), 30, 5);
  before.block |= 1;
  before.offset = 0;
  g_assert_true (ump_markdown_canvas_get_rect (ump_markdown_test_get_canvas (fixture), before, &rect));
  gtk_adjustment_set_value (vadjustment, gtk_adjustment_get_value (vadjustment) + rect.y + 2);
  ump_markdown_test_settle (fixture);
  ump_markdown_view_set_revealed (fixture->view, TRUE);
  ump_markdown_test_settle (fixture);
  after = ump_markdown_canvas_get_place (ump_markdown_test_get_canvas (fixture), 30, 5);
  g_assert_cmpuint (after.block, ==, before.block);
}


static void
test_plain_style (UmpMarkdownTest *fixture, gconstpointer data)
{
  GtkWidget *piece;

  ump_markdown_test_set_text (fixture, "# Head\n\n- **item**", TRUE);
  g_assert_nonnull (ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "•"));
  ump_markdown_view_set_plain_style (fixture->view, TRUE);
  ump_markdown_test_settle (fixture);
  g_assert_null (ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "•"));
  piece = gtk_widget_get_parent (ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "Head"));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (piece), ump_role_paragraph ());
}


static void
test_table_grows (UmpMarkdownTest *fixture, gconstpointer data)
{
  g_autofree char *rows = ump_markdown_test_repeat ("| x | y |\n", 450);
  g_autofree char *text = g_strconcat ("| a | b |\n|---|---|\n", rows, NULL);
  GtkWidget *button;

  ump_markdown_test_set_text (fixture, text, TRUE);
  ump_markdown_view_scroll_to_end (fixture->view);
  ump_markdown_test_settle (fixture);
  button = gtk_widget_get_ancestor (ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "Show More (250"), GTK_TYPE_BUTTON);
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  ump_markdown_test_settle (fixture);
  ump_markdown_view_scroll_to_end (fixture->view);
  ump_markdown_test_settle (fixture);
  g_assert_nonnull (ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "Show More (50"));
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
test_hostile (UmpMarkdownTest *fixture, gconstpointer data)
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
    g_autofree char *text = ump_markdown_test_repeat (cases[i].unit, cases[i].times);

    longest = 0;
    turn_begun = 0;
    ump_markdown_test_set_text (fixture, text, TRUE);
    ump_markdown_view_scroll_to_end (fixture->view);
    ump_markdown_test_settle (fixture);
    ump_markdown_test_set_text (fixture, "", FALSE);
    g_test_message ("case %u, %u times: longest turn %.1f ms", i, cases[i].times, (double) longest / 1000);
    if (g_getenv ("UMPIRE_STRICT_TIMES") != NULL)
      g_assert_cmpint (longest, <, 200000);
    g_assert_cmpint (longest, <, g_getenv ("UMPIRE_SANITIZED") != NULL ? 20000000 : 2000000);
  }
  g_main_context_set_poll_func (NULL, NULL);
}


typedef struct {
  GtkWidget *answers[2];
  gboolean asks[2];
  guint shown[2];
  guint frames;
  guint together;
} Turns;


static gboolean
ask_for_turns_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  Turns *turns = user_data;
  guint taken = 0;

  if (turns->frames >= 12)
    return G_SOURCE_CONTINUE;
  for (guint i = 0; i < 2; i++) {
    gboolean given = turns->asks[i] && ump_markdown_turns_take (turns->answers[i], clock);

    /* The same answer may ask twice in a frame, and hears the same. */
    if (turns->asks[i])
      g_assert_true (ump_markdown_turns_take (turns->answers[i], clock) == given);
    turns->shown[i] += given;
    taken += given;
  }
  turns->together += taken > 1 ? 1 : 0;
  turns->frames++;
  return G_SOURCE_CONTINUE;
}


static gboolean
has_asked (gpointer user_data)
{
  return ((Turns *) user_data)->frames >= 12;
}


/* Two answers never have the same frame and have as many; one has them all. */
static void
test_turns (void)
{
  GtkWidget *window = adw_window_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  Turns turns = { { NULL }, { TRUE, TRUE }, { 0 }, 0, 0 };
  guint tick;

  for (guint i = 0; i < 2; i++) {
    GtkWidget *scroller = gtk_scrolled_window_new ();

    turns.answers[i] = gtk_label_new ("answer");
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), turns.answers[i]);
    gtk_box_append (GTK_BOX (box), scroller);
  }
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  tick = gtk_widget_add_tick_callback (window, ask_for_turns_cb, &turns, NULL);
  ump_test_wait_until (has_asked, &turns, 10);
  g_assert_cmpuint (turns.together, ==, 0);
  g_assert_cmpuint (turns.shown[0], ==, 6);
  g_assert_cmpuint (turns.shown[1], ==, 6);
  turns = (Turns) { { turns.answers[0], turns.answers[1] }, { TRUE, FALSE }, { 0 }, 0, 0 };
  ump_test_wait_until (has_asked, &turns, 10);
  g_assert_cmpuint (turns.shown[0], ==, 12);
  gtk_widget_remove_tick_callback (window, tick);
  gtk_window_destroy (GTK_WINDOW (window));
}


static void
check_colors (GtkWidget *widget, guint *pieces)
{
  g_autoptr (GHashTable) colors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_auto (GStrv) lines = NULL;
  GskRenderNode *node;
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  paintable = gtk_widget_paintable_new (widget);
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  node = gtk_snapshot_free_to_node (snapshot);
  bytes = gsk_render_node_serialize (node);
  gsk_render_node_unref (node);
  lines = g_strsplit (g_bytes_get_data (bytes, NULL), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (g_str_has_prefix (g_strstrip (lines[i]), "color: "))
      g_hash_table_add (colors, g_strdup (lines[i]));
  }
  /* Of the ground and of plain text; then of words of the language. */
  g_assert_cmpuint (g_hash_table_size (colors), >, 2);
  (*pieces)++;
}


static void
check_seen_code (GtkWidget *widget, GtkWidget *root, guint *pieces)
{
  graphene_rect_t bounds;

  if (!gtk_widget_get_mapped (widget))
    return;
  if (UMP_IS_MARKDOWN_PIECE (widget) && gtk_widget_compute_bounds (widget, root, &bounds) &&
      bounds.origin.y < (float) gtk_widget_get_height (root) && bounds.origin.y + bounds.size.height > 0)
    check_colors (widget, pieces);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    check_seen_code (child, root, pieces);
}


static gboolean
scroll_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  GtkAdjustment *adjustment = ump_markdown_view_get_vadjustment (UMP_MARKDOWN_VIEW (widget));
  guint *left = user_data;

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + 450);
  return --*left > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}


static gboolean
has_scrolled (gpointer user_data)
{
  return *(guint *) user_data == 0;
}


/* However fast long code is scrolled, what comes to rest has its colours. */
static void
test_scrolled_code (UmpMarkdownTest *fixture, gconstpointer data)
{
  g_autofree char *lines = ump_markdown_test_repeat ("def f (x): return \"None\"\n", 1000);
  g_autofree char *text = g_strconcat ("```python\n", lines, "```\n", NULL);
  guint pieces = 0;

  ump_markdown_test_set_text (fixture, text, TRUE);
  for (guint frames = 3; frames < 12; frames++) {
    guint left = frames;

    gtk_adjustment_set_value (ump_markdown_view_get_vadjustment (fixture->view), 0);
    ump_markdown_test_settle (fixture);
    gtk_widget_add_tick_callback (GTK_WIDGET (fixture->view), scroll_cb, &left, NULL);
    ump_test_wait_until (has_scrolled, &left, 20);
    ump_markdown_test_settle (fixture);
    check_seen_code (GTK_WIDGET (fixture->view), GTK_WIDGET (fixture->view), &pieces);
  }
  g_assert_cmpuint (pieces, >=, 9);
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
  static const UmpMarkdownTestCase tests[] = {
    { "text", test_text }, { "roles", test_roles }, { "few-widgets", test_few_widgets }, { "follows-end", test_follows_end },
    { "opens-at-top", test_opens_at_top }, { "selection", test_selection }, { "places", test_places }, { "find", test_find },
    { "links", test_links }, { "pictures", test_pictures }, { "pictures-keep-place", test_pictures_keep_place }, { "plain-style", test_plain_style }, { "table-grows", test_table_grows },
    { "hostile", test_hostile }, { "scrolled-code", test_scrolled_code },
  };

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ump_markdown_test_add (tests, G_N_ELEMENTS (tests));
  g_test_add_func ("/markdown-view/turns", test_turns);
  g_test_add_func ("/markdown-view/aliases", test_aliases);
  return g_test_run ();
}
