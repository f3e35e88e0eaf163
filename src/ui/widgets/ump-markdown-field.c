/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "ump-compat.h"
#include "ump-markdown-code.h"
#include "ump-markdown-field.h"
#include "ump-markdown-flow.h"

/* Text with links is a GtkLabel, which knows how to follow them. All other text
 * is a GtkInscription: a label asks Pango three times for its size, once with a
 * line for each letter, and that is most of the work while answers stream. The
 * inscription is there for assistive tools. What is measured and drawn is the
 * layout beside it, so that Pango shapes each text once. */
struct _UmpMarkdownField {
  GtkWidget *parent;
  GtkWidget *widget;
  UmpMarkdownItemKind kind;
  UmpMarkdownFlow *flow;
  PangoLayout *layout;
  gboolean head;
  gboolean label;
  guint align;
  guint start;
  guint end;
  GtkAllocation place;
};


static gboolean
activate_link_cb (GtkLabel *label, const char *uri, UmpMarkdownField *self)
{
  gtk_widget_activate_action (self->parent, "markdown.open-link", "s", uri);
  return TRUE;
}


static GtkAccessibleRole
get_role (UmpMarkdownField *self)
{
  if (self->kind != UMP_MARKDOWN_ITEM_ROW)
    return GTK_ACCESSIBLE_ROLE_LABEL;
  return self->head ? ump_role_column_header () : GTK_ACCESSIBLE_ROLE_CELL;
}


static gboolean
wraps (UmpMarkdownField *self)
{
  return self->kind == UMP_MARKDOWN_ITEM_TEXT || self->kind == UMP_MARKDOWN_ITEM_ROW;
}


/**
 * ump_markdown_field_new:
 * @parent: the piece
 * @kind: what is shown
 * @head: whether it stands in the head of a table
 *
 * Returns: (transfer full): an empty field
 */
UmpMarkdownField *
ump_markdown_field_new (GtkWidget *parent, UmpMarkdownItemKind kind, gboolean head)
{
  UmpMarkdownField *self = g_new0 (UmpMarkdownField, 1);

  self->parent = parent;
  self->kind = kind;
  self->head = head && kind == UMP_MARKDOWN_ITEM_ROW;
  return self;
}


/**
 * ump_markdown_field_free:
 * @self: (transfer full): a field; its text leaves the piece
 */
void
ump_markdown_field_free (UmpMarkdownField *self)
{
  g_clear_pointer (&self->widget, gtk_widget_unparent);
  g_clear_pointer (&self->flow, ump_markdown_flow_free);
  g_clear_object (&self->layout);
  g_free (self);
}


static void
ensure_widget (UmpMarkdownField *self, gboolean label)
{
  if (self->widget != NULL && self->label == label)
    return;
  g_clear_pointer (&self->widget, gtk_widget_unparent);
  self->label = label;
  if (label) {
    self->widget = g_object_new (GTK_TYPE_LABEL,
                                 "accessible-role", get_role (self),
                                 "xalign", 0.f, "yalign", 0.f,
                                 "wrap", wraps (self), "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                 NULL);
    g_signal_connect (self->widget, "activate-link", G_CALLBACK (activate_link_cb), self);
  } else {
    self->widget = g_object_new (GTK_TYPE_INSCRIPTION,
                                 "accessible-role", get_role (self),
                                 "min-chars", 0, "min-lines", 0, "yalign", 0.f,
                                 "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                 /* To clip it would have to count its lines. */
                                 "text-overflow", GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END,
                                 NULL);
    gtk_widget_set_can_target (self->widget, FALSE);
  }
  gtk_widget_set_parent (self->widget, self->parent);
}


/* As the widget aligns it: by the sides of the table, not of the script. */
static void
align (UmpMarkdownField *self)
{
  gboolean mirrored = gtk_widget_get_direction (self->widget) == GTK_TEXT_DIR_RTL;
  float xalign = 0;

  if (self->align == UMP_MD_ALIGN_LEFT)
    xalign = mirrored ? 1 : 0;
  else if (self->align == UMP_MD_ALIGN_RIGHT)
    xalign = mirrored ? 0 : 1;
  else if (self->align == UMP_MD_ALIGN_CENTER)
    xalign = .5f;
  if (self->label) {
    gtk_label_set_xalign (GTK_LABEL (self->widget), xalign);
    /* A label mirrors both by itself. */
    gtk_label_set_justify (GTK_LABEL (self->widget), xalign == .5f ? GTK_JUSTIFY_CENTER : xalign == 0 ? GTK_JUSTIFY_LEFT : GTK_JUSTIFY_RIGHT);
    return;
  }
  gtk_inscription_set_xalign (GTK_INSCRIPTION (self->widget), xalign);
  pango_layout_set_alignment (self->layout,
                              xalign == .5f ? PANGO_ALIGN_CENTER : (xalign == 0) != mirrored ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT);
}


static void
set_inscription (UmpMarkdownField *self, PangoAttrList *attrs)
{
  const char *text = ump_markdown_flow_get_text (self->flow);
  const char *spoken = ump_markdown_flow_get_spoken (self->flow);

  gtk_inscription_set_text (GTK_INSCRIPTION (self->widget), spoken != NULL ? spoken : text);
  g_clear_object (&self->layout);
  self->layout = pango_layout_new (gtk_widget_get_pango_context (self->parent));
  pango_layout_set_text (self->layout, text, -1);
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_attributes (self->layout, attrs);
  /* Lines of code begin on the left, whatever their letters are. */
  pango_layout_set_auto_dir (self->layout, wraps (self));
  /* The inscription itself is never drawn. */
  gtk_widget_queue_draw (self->parent);
}


/**
 * ump_markdown_field_set:
 * @self: a field
 * @block: a block
 * @start: first byte of its text
 * @end: byte behind the last
 * @style: how it is shown
 * @state: (nullable): of the block, for the colours of code
 * @column_align: #UmpMdAlign of the column of a table
 */
void
ump_markdown_field_set (UmpMarkdownField *self, UmpMdBlock *block, guint start, guint end, const UmpMarkdownStyle *style, UmpMarkdownState *state, guint column_align)
{
  /* The line break between two pieces of code is the gap between them. */
  guint shown = self->kind == UMP_MARKDOWN_ITEM_CODE && end > start && end < block->length && block->text[end - 1] == '\n' ? end - 1 : end;
  UmpMarkdownFlow *flow = ump_markdown_flow_new (block, start, shown, style);
  PangoAttrList *attrs = ump_markdown_flow_get_attrs (flow);
  const char *markup = ump_markdown_flow_get_markup (flow);

  ensure_widget (self, markup != NULL);
  gtk_widget_set_direction (self->widget, gtk_widget_get_direction (self->parent));
  if (self->head)
    pango_attr_list_insert (attrs, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  if (self->kind == UMP_MARKDOWN_ITEM_ROW)
    pango_attr_list_insert (attrs, pango_attr_font_features_new ("tnum"));
  ump_markdown_flow_lay_out (flow, gtk_widget_get_pango_context (self->parent));
  if (self->kind == UMP_MARKDOWN_ITEM_CODE && state != NULL && ump_markdown_code_is_loaded (state))
    ump_markdown_code_color (state, block, start, shown, flow);
  g_clear_pointer (&self->flow, ump_markdown_flow_free);
  self->flow = flow;
  self->start = start;
  self->end = end;
  self->align = column_align;
  if (markup != NULL) {
    gtk_label_set_markup (GTK_LABEL (self->widget), markup);
    gtk_label_set_attributes (GTK_LABEL (self->widget), attrs);
    if (ump_markdown_flow_get_spoken (flow) != NULL)
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->widget), GTK_ACCESSIBLE_PROPERTY_LABEL, ump_markdown_flow_get_spoken (flow), -1);
  } else {
    set_inscription (self, attrs);
  }
  align (self);
}


/**
 * ump_markdown_field_get_widget:
 * @self: a field that has text
 *
 * Returns: (transfer none): what assistive tools read, until the next text
 */
GtkWidget *
ump_markdown_field_get_widget (UmpMarkdownField *self)
{
  return self->widget;
}


/**
 * ump_markdown_field_get_spoken:
 * @self: a field that has text
 *
 * Returns: (transfer none): its text, formulas spelled out
 */
const char *
ump_markdown_field_get_spoken (UmpMarkdownField *self)
{
  const char *spoken = ump_markdown_flow_get_spoken (self->flow);

  return spoken != NULL ? spoken : ump_markdown_flow_get_text (self->flow);
}


/**
 * ump_markdown_field_get_width:
 * @self: a field
 *
 * Returns: its width where nothing is wrapped
 */
double
ump_markdown_field_get_width (UmpMarkdownField *self)
{
  int natural;

  if (self->label) {
    gtk_widget_measure (self->widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  } else {
    pango_layout_set_width (self->layout, -1);
    pango_layout_get_pixel_size (self->layout, &natural, NULL);
  }
  return natural;
}


/**
 * ump_markdown_field_get_height:
 * @self: a field
 * @width: room, or -1
 *
 * Returns: its height at that width
 */
double
ump_markdown_field_get_height (UmpMarkdownField *self, double width)
{
  int natural, for_size = (int) floor (width);

  if (self->label) {
    gtk_widget_measure (self->widget, GTK_ORIENTATION_VERTICAL, for_size, NULL, &natural, NULL, NULL);
  } else {
    pango_layout_set_width (self->layout, for_size < 0 ? -1 : for_size * PANGO_SCALE);
    pango_layout_get_pixel_size (self->layout, NULL, &natural);
  }
  return natural;
}


/**
 * ump_markdown_field_allocate:
 * @self: a field
 * @x: its place in the piece
 * @y: the same
 * @width: its size
 * @height: the same
 */
void
ump_markdown_field_allocate (UmpMarkdownField *self, double x, double y, double width, double height)
{
  int minimum;

  gtk_widget_measure (self->widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  self->place = (GtkAllocation) { (int) floor (x), (int) floor (y), MAX (minimum, (int) floor (width)), (int) height };
  gtk_widget_size_allocate (self->widget, &self->place, -1);
  if (!self->label)
    pango_layout_set_width (self->layout, wraps (self) ? self->place.width * PANGO_SCALE : -1);
}


/**
 * ump_markdown_field_forget_size:
 * @self: a field
 *
 * For when fonts have changed.
 */
void
ump_markdown_field_forget_size (UmpMarkdownField *self)
{
  if (self->layout != NULL)
    pango_layout_context_changed (self->layout);
}


static PangoLayout *
get_layout (UmpMarkdownField *self, int *x, int *y)
{
  *x = self->place.x;
  *y = self->place.y;
  if (self->label) {
    int dx, dy;

    gtk_label_get_layout_offsets (GTK_LABEL (self->widget), &dx, &dy);
    *x += dx;
    *y += dy;
    return gtk_label_get_layout (GTK_LABEL (self->widget));
  }
  return self->layout;
}


/**
 * ump_markdown_field_get_baseline:
 * @self: a field that is allocated
 *
 * Returns: the baseline of its first line, in the piece
 */
double
ump_markdown_field_get_baseline (UmpMarkdownField *self)
{
  int x, y;
  PangoLayout *layout = get_layout (self, &x, &y);

  return y + pango_units_to_double (pango_layout_get_baseline (layout));
}


static double
get_baseline (PangoLayout *layout, int place)
{
  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  double baseline;

  do {
    PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);

    baseline = pango_units_to_double (pango_layout_iter_get_baseline (iter));
    if (place < line->start_index + line->length)
      break;
  } while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
  return baseline;
}


static void
snapshot_formulas (UmpMarkdownField *self, GtkSnapshot *snapshot, const GdkRGBA *color)
{
  GArray *formulas = ump_markdown_flow_get_formulas (self->flow);
  PangoLayout *layout;
  int dx, dy;

  if (formulas->len == 0)
    return;
  layout = get_layout (self, &dx, &dy);
  for (guint i = 0; i < formulas->len; i++) {
    const UmpMarkdownFlowFormula *formula = &g_array_index (formulas, UmpMarkdownFlowFormula, i);
    PangoRectangle rect;

    pango_layout_index_to_pos (layout, (int) formula->place, &rect);
    /* The room kept for it may be higher where the line is. */
    ump_markdown_math_snapshot (formula->box, snapshot,
                                dx + pango_units_to_double (MIN (rect.x, rect.x + rect.width)),
                                dy + get_baseline (layout, (int) formula->place), color);
  }
}


/**
 * ump_markdown_field_snapshot:
 * @self: a field
 * @snapshot: to draw to
 */
void
ump_markdown_field_snapshot (UmpMarkdownField *self, GtkSnapshot *snapshot)
{
  GdkRGBA color;

  ump_widget_get_color (self->widget, &color);
  if (self->label) {
    gtk_widget_snapshot_child (self->parent, self->widget, snapshot);
  } else {
    gtk_snapshot_save (snapshot);
    gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (self->place.x, self->place.y));
    gtk_snapshot_append_layout (snapshot, self->layout, &color);
    gtk_snapshot_restore (snapshot);
  }
  snapshot_formulas (self, snapshot, &color);
}


/**
 * ump_markdown_field_get_rects:
 * @self: a field that is allocated
 * @start: first byte of the block's text
 * @end: byte behind the last
 *
 * Returns: (transfer full) (element-type GdkRectangle): what covers that text,
 *   at least one for each line
 */
GArray *
ump_markdown_field_get_rects (UmpMarkdownField *self, guint start, guint end)
{
  GArray *rects = g_array_new (FALSE, FALSE, sizeof (GdkRectangle));
  PangoLayout *layout;
  PangoLayoutIter *iter;
  int from, to, dx, dy;

  if (self->flow == NULL || start >= self->end || end <= self->start)
    return rects;
  from = (int) ump_markdown_flow_to_label (self->flow, MAX (start, self->start));
  to = (int) ump_markdown_flow_to_label (self->flow, MIN (end, self->end));
  layout = get_layout (self, &dx, &dy);
  /* Part of a formula is all of it. */
  if (to <= from && pango_layout_get_text (layout)[from] != '\0')
    to = (int) (g_utf8_next_char (pango_layout_get_text (layout) + from) - pango_layout_get_text (layout));
  iter = pango_layout_get_iter (layout);
  do {
    PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
    int line_end = line->start_index + line->length;
    int top, bottom, height, n = 0;
    int *ranges = NULL;

    if (line->start_index > to || line_end < from || (line->start_index == to && to > from))
      continue;
    pango_layout_iter_get_line_yrange (iter, &top, &bottom);
    /* Up to the next piece, whose place is in whole pixels. */
    height = (pango_layout_iter_at_last_line (iter) ? PANGO_PIXELS_CEIL (bottom) : PANGO_PIXELS (bottom)) - PANGO_PIXELS (top);
    pango_layout_line_get_x_ranges (line, MAX (from, line->start_index), MIN (to, line_end), &ranges, &n);
    for (int i = 0; i < n; i++) {
      GdkRectangle rect = {
        dx + PANGO_PIXELS_FLOOR (ranges[2 * i]), dy + PANGO_PIXELS (top),
        MAX (1, PANGO_PIXELS_CEIL (ranges[2 * i + 1] - ranges[2 * i])), height,
      };

      g_array_append_val (rects, rect);
    }
    g_free (ranges);
  } while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
  return rects;
}


/**
 * ump_markdown_field_get_place:
 * @self: a field that is allocated
 * @x: a point in the piece
 * @y: the same
 *
 * Returns: the byte of the block's text next to the point
 */
guint
ump_markdown_field_get_place (UmpMarkdownField *self, double x, double y)
{
  PangoLayout *layout;
  const char *text;
  int dx, dy, index, trailing;

  if (self->flow == NULL)
    return self->start;
  layout = get_layout (self, &dx, &dy);
  text = pango_layout_get_text (layout);
  pango_layout_xy_to_index (layout, (int) ((x - dx) * PANGO_SCALE), (int) ((y - dy) * PANGO_SCALE), &index, &trailing);
  while (trailing-- > 0 && text[index] != '\0')
    index = (int) (g_utf8_next_char (text + index) - text);
  return ump_markdown_flow_to_block (self->flow, (guint) index);
}


/**
 * ump_markdown_field_get_distance:
 * @self: a field that is allocated
 * @x: a point in the piece
 *
 * Returns: how far the field is from it, sideways
 */
double
ump_markdown_field_get_distance (UmpMarkdownField *self, double x)
{
  return MAX (0, MAX (self->place.x - x, x - self->place.x - self->place.width));
}
