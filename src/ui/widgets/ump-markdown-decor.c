/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ump-compat.h"
#include "ump-markdown-decor.h"
#include "ump-markdown-flow.h"

/* In em. */
#define QUOTE_INDENT 1.2
#define LIST_INDENT 1.75
#define MARK_GAP .5
#define BULLET .36
#define BULLET_HEIGHT .27
#define BAR_WIDTH 3
/* A full stop, in widths of a digit. */
#define STOP .5
/* What deep nesting leaves for the text. */
#define MIN_CONTENT 140

typedef enum {
  SHAPE_NONE,
  SHAPE_DISC,
  SHAPE_CIRCLE,
  SHAPE_SQUARE,
} Shape;

typedef struct {
  double indent;
  GtkWidget *widget;
  gboolean bar;
  /* Bullets are drawn: fonts have them in any size. Their label is there for
   * assistive tools. */
  Shape shape;
  graphene_rect_t place;
} Level;

struct _UmpMarkdownDecor {
  GtkWidget *parent;
  GArray *levels;

  /* Of the parent's font, in pixels, scaled. */
  double em;
  double digit;
  double measured_scale;
  guint measured_serial;
};


static void
level_clear (gpointer data)
{
  Level *level = data;

  g_clear_pointer (&level->widget, gtk_widget_unparent);
}


/**
 * ump_markdown_decor_new:
 * @parent: the widget that the marks become children of
 *
 * Returns: (transfer full): nothing yet
 */
UmpMarkdownDecor *
ump_markdown_decor_new (GtkWidget *parent)
{
  UmpMarkdownDecor *self = g_new0 (UmpMarkdownDecor, 1);

  self->parent = parent;
  self->levels = g_array_new (FALSE, FALSE, sizeof (Level));
  g_array_set_clear_func (self->levels, level_clear);
  return self;
}


/**
 * ump_markdown_decor_free:
 * @self: (transfer full): marks; they leave their parent
 */
void
ump_markdown_decor_free (UmpMarkdownDecor *self)
{
  g_array_unref (self->levels);
  g_free (self);
}


static void
measure_font (UmpMarkdownDecor *self, double scale)
{
  PangoContext *context = gtk_widget_get_pango_context (self->parent);
  PangoFontMetrics *metrics;

  if (self->measured_scale == scale && self->measured_serial == pango_context_get_serial (context))
    return;
  metrics = pango_context_get_metrics (context, NULL, NULL);
  self->em = ump_markdown_flow_get_font_size (context) * scale;
  self->digit = pango_units_to_double (pango_font_metrics_get_approximate_digit_width (metrics)) * scale;
  pango_font_metrics_unref (metrics);
  self->measured_scale = scale;
  self->measured_serial = pango_context_get_serial (context);
}


static char *
get_mark (const UmpMdContainer *container, guint bullets, const char **name)
{
  static const char * const signs[] = { "•", "◦", "▪" };

  *name = NULL;
  if (container->task != UMP_MD_TASK_NONE) {
    gboolean done = container->task == UMP_MD_TASK_DONE;

    *name = done ? C_("task list", "Done") : C_("task list", "To do");
    return g_strdup (done ? "☑" : "☐");
  }
  if (container->kind == UMP_MD_ORDERED)
    return g_strdup_printf ("%u.", container->number);
  return g_strdup (signs[MIN (bullets, G_N_ELEMENTS (signs)) - 1]);
}


/* Assistive tools read children in their order: marks before the text. */
static void
add_widget (UmpMarkdownDecor *self, GtkWidget *widget)
{
  GtkWidget *before = NULL;

  for (guint i = self->levels->len; i > 0 && before == NULL; i--)
    before = g_array_index (self->levels, Level, i - 1).widget;
  gtk_widget_insert_after (widget, self->parent, before);
}


static GtkWidget *
add_mark (UmpMarkdownDecor *self, const UmpMdContainer *container, guint bullets, const UmpMarkdownStyle *style)
{
  const char *name;
  g_autofree char *text = get_mark (container, bullets, &name);
  GtkWidget *label = gtk_label_new (text);

  if (style->scale != 1) {
    g_autoptr (PangoAttrList) attrs = pango_attr_list_new ();

    pango_attr_list_insert (attrs, pango_attr_scale_new (style->scale));
    gtk_label_set_attributes (GTK_LABEL (label), attrs);
  }
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "list-mark");
  if (container->kind == UMP_MD_ORDERED)
    gtk_widget_add_css_class (label, "numeric");
  if (name != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_can_target (label, FALSE);
  gtk_widget_set_direction (label, gtk_widget_get_direction (self->parent));
  add_widget (self, label);
  return label;
}


/**
 * ump_markdown_decor_set:
 * @self: marks
 * @block: the block
 * @first: whether its first item is shown, which has the mark of a list item
 * @style: plain style leaves quotes and bullets away
 */
void
ump_markdown_decor_set (UmpMarkdownDecor *self, const UmpMdBlock *block, gboolean first, const UmpMarkdownStyle *style)
{
  guint bullets = 0;

  g_array_set_size (self->levels, 0);
  if (block->n_containers > 0)
    measure_font (self, style->scale);
  for (guint i = 0; i < block->n_containers; i++) {
    const UmpMdContainer *container = &block->containers[i];
    Level level = { .indent = ceil (LIST_INDENT * self->em) };

    if (container->kind == UMP_MD_BULLET)
      bullets++;
    if (style->plain && container->kind != UMP_MD_ORDERED && container->task == UMP_MD_TASK_NONE)
      continue;
    if (container->kind == UMP_MD_QUOTE) {
      level.indent = ceil (QUOTE_INDENT * self->em);
      level.bar = TRUE;
      level.widget = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "can-target", FALSE, NULL);
      gtk_widget_add_css_class (level.widget, "quote-bar");
      add_widget (self, level.widget);
    } else {
      if (container->kind == UMP_MD_ORDERED)
        level.indent = MAX (level.indent, ceil ((container->digits + STOP) * self->digit + MARK_GAP * self->em));
      if (container->first && first) {
        level.widget = add_mark (self, container, MAX (bullets, 1), style);
        if (container->kind == UMP_MD_BULLET && container->task == UMP_MD_TASK_NONE)
          level.shape = MIN (MAX (bullets, 1), SHAPE_SQUARE);
      }
    }
    g_array_append_val (self->levels, level);
  }
}


static double
get_squeeze (UmpMarkdownDecor *self, double width)
{
  double total = 0, room = MAX (width - MIN_CONTENT, width * .3);

  for (guint i = 0; i < self->levels->len; i++)
    total += g_array_index (self->levels, Level, i).indent;
  return total > room ? room / total : 1;
}


/**
 * ump_markdown_decor_get_indent:
 * @self: marks
 * @width: of the whole item
 *
 * Returns: how much of @width the marks take; deep nesting is squeezed
 */
double
ump_markdown_decor_get_indent (UmpMarkdownDecor *self, double width)
{
  double total = 0, squeeze = get_squeeze (self, width);

  for (guint i = 0; i < self->levels->len; i++)
    total += floor (g_array_index (self->levels, Level, i).indent * squeeze);
  return total;
}


/**
 * ump_markdown_decor_get_height:
 * @self: marks
 *
 * Returns: height of the highest mark
 */
double
ump_markdown_decor_get_height (UmpMarkdownDecor *self)
{
  int highest = 0;

  for (guint i = 0; i < self->levels->len; i++) {
    const Level *level = &g_array_index (self->levels, Level, i);
    int height;

    if (level->widget == NULL || level->bar)
      continue;
    gtk_widget_measure (level->widget, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
    highest = MAX (highest, height);
  }
  return highest;
}


/* Numbers end one below the other, before the text, and stand on its first line. */
static void
allocate_mark (UmpMarkdownDecor *self, Level *level, double x, double indent, double width, double margin, double baseline, gboolean mirrored)
{
  int minimum, height, own_baseline, gap = (int) (MARK_GAP * self->em);
  GtkAllocation place;
  double size = round (BULLET * self->em), middle;

  gtk_widget_measure (level->widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_measure (level->widget, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, &own_baseline, NULL);
  if (baseline < 0)
    baseline = margin + MAX (own_baseline, 0);
  place.width = MAX (minimum, (int) indent - gap);
  place.x = MAX (0, (int) (x + indent) - gap - place.width);
  place.y = MAX (0, (int) round (baseline - MAX (own_baseline, 0)));
  place.height = height;
  if (mirrored)
    place.x = (int) width - place.x - place.width;
  gtk_widget_size_allocate (level->widget, &place, -1);
  middle = x + indent - gap - size / 2;
  graphene_rect_init (&level->place, (float) (round (mirrored ? width - middle - size / 2 : middle - size / 2)),
                      (float) round (baseline - BULLET_HEIGHT * self->em - size / 2), (float) size, (float) size);
}


/**
 * ump_markdown_decor_allocate:
 * @self: marks
 * @width: of the whole item
 * @height: the same
 * @margin: space above the text
 * @joined: number of containers whose bars go through the space
 * @baseline: of the first line of the text, or -1 where it has none
 * @mirrored: whether the marks are on the right
 */
void
ump_markdown_decor_allocate (UmpMarkdownDecor *self, double width, double height, double margin, guint joined, double baseline, gboolean mirrored)
{
  double x = 0, squeeze = get_squeeze (self, width);

  for (guint i = 0; i < self->levels->len; i++) {
    Level *level = &g_array_index (self->levels, Level, i);
    double indent = floor (level->indent * squeeze);
    int top = level->bar && i < joined ? 0 : (int) margin;
    GtkAllocation place = { (int) x, top, BAR_WIDTH, (int) height - top };

    if (level->bar && mirrored)
      place.x = (int) width - place.x - place.width;
    if (level->bar)
      gtk_widget_size_allocate (level->widget, &place, -1);
    else if (level->widget != NULL)
      allocate_mark (self, level, x, indent, width, margin, baseline, mirrored);
    x += indent;
  }
}


static void
draw_bullet (const Level *level, GtkSnapshot *snapshot)
{
  GskRoundedRect outline;
  GdkRGBA color;
  float line = MAX (1, roundf (level->place.size.width / 6));

  ump_widget_get_color (level->widget, &color);
  color.alpha *= .7f;
  gsk_rounded_rect_init_from_rect (&outline, &level->place, level->shape == SHAPE_SQUARE ? 0 : level->place.size.width / 2);
  if (level->shape == SHAPE_CIRCLE) {
    gtk_snapshot_append_border (snapshot, &outline, (const float[4]) { line, line, line, line }, (const GdkRGBA[4]) { color, color, color, color });
    return;
  }
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &color, &level->place);
  gtk_snapshot_pop (snapshot);
}


/**
 * ump_markdown_decor_snapshot:
 * @self: marks
 * @snapshot: to draw to
 */
void
ump_markdown_decor_snapshot (UmpMarkdownDecor *self, GtkSnapshot *snapshot)
{
  for (guint i = 0; i < self->levels->len; i++) {
    const Level *level = &g_array_index (self->levels, Level, i);

    if (level->shape != SHAPE_NONE)
      draw_bullet (level, snapshot);
    else if (level->widget != NULL)
      gtk_widget_snapshot_child (self->parent, level->widget, snapshot);
  }
}
