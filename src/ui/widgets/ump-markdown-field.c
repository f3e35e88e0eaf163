/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "ump-markdown-code.h"
#include "ump-markdown-field.h"
#include "ump-markdown-flow.h"

struct _UmpMarkdownField {
  GtkWidget *parent;
  GtkWidget *label;
  UmpMarkdownItemKind kind;
  UmpMarkdownFlow *flow;
  gboolean head;
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
get_role (UmpMarkdownItemKind kind, gboolean head)
{
  if (kind != UMP_MARKDOWN_ITEM_ROW)
    return GTK_ACCESSIBLE_ROLE_LABEL;
  return head ? GTK_ACCESSIBLE_ROLE_COLUMN_HEADER : GTK_ACCESSIBLE_ROLE_CELL;
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
  gboolean wrap = kind == UMP_MARKDOWN_ITEM_TEXT || kind == UMP_MARKDOWN_ITEM_ROW;

  self->parent = parent;
  self->kind = kind;
  self->head = head && kind == UMP_MARKDOWN_ITEM_ROW;
  self->label = g_object_new (GTK_TYPE_LABEL,
                              "accessible-role", get_role (kind, self->head),
                              "xalign", 0.f, "yalign", 0.f,
                              "wrap", wrap,
                              "wrap-mode", PANGO_WRAP_WORD_CHAR,
                              NULL);
  g_signal_connect (self->label, "activate-link", G_CALLBACK (activate_link_cb), self);
  gtk_widget_set_parent (self->label, parent);
  return self;
}


/**
 * ump_markdown_field_free:
 * @self: (transfer full): a field; its label leaves the piece
 */
void
ump_markdown_field_free (UmpMarkdownField *self)
{
  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_pointer (&self->flow, ump_markdown_flow_free);
  g_free (self);
}


/**
 * ump_markdown_field_set:
 * @self: a field
 * @block: a block
 * @start: first byte of its text
 * @end: byte behind the last
 * @style: how it is shown
 * @state: (nullable): of the block, for the colours of code
 */
void
ump_markdown_field_set (UmpMarkdownField *self, UmpMdBlock *block, guint start, guint end, const UmpMarkdownStyle *style, UmpMarkdownState *state)
{
  /* The line break between two pieces of code is the gap between them. */
  guint shown = self->kind == UMP_MARKDOWN_ITEM_CODE && end > start && end < block->length && block->text[end - 1] == '\n' ? end - 1 : end;
  UmpMarkdownFlow *flow = ump_markdown_flow_new (block, start, shown, style);
  PangoAttrList *attrs = ump_markdown_flow_get_attrs (flow);
  const char *markup = ump_markdown_flow_get_markup (flow);

  gtk_widget_set_direction (self->label, gtk_widget_get_direction (self->parent));
  if (self->head)
    pango_attr_list_insert (attrs, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  if (self->kind == UMP_MARKDOWN_ITEM_ROW)
    pango_attr_list_insert (attrs, pango_attr_font_features_new ("tnum"));
  if (self->kind == UMP_MARKDOWN_ITEM_CODE && state != NULL && ump_markdown_code_is_loaded (state))
    ump_markdown_code_color (state, block, start, shown, flow);
  if (markup != NULL)
    gtk_label_set_markup (GTK_LABEL (self->label), markup);
  else
    gtk_label_set_text (GTK_LABEL (self->label), ump_markdown_flow_get_text (flow));
  gtk_label_set_attributes (GTK_LABEL (self->label), attrs);
  g_clear_pointer (&self->flow, ump_markdown_flow_free);
  self->flow = flow;
  self->start = start;
  self->end = end;
}


/**
 * ump_markdown_field_set_align:
 * @self: the cell of a table
 * @align: #UmpMdAlign of its column
 */
void
ump_markdown_field_set_align (UmpMarkdownField *self, guint align)
{
  gboolean mirrored = gtk_widget_get_direction (self->parent) == GTK_TEXT_DIR_RTL;
  /* A label's alignment is mirrored with it, a table's is not. */
  float left = mirrored ? 1 : 0;

  switch (align) {
  case UMP_MD_ALIGN_LEFT:
    gtk_label_set_xalign (GTK_LABEL (self->label), left);
    gtk_label_set_justify (GTK_LABEL (self->label), mirrored ? GTK_JUSTIFY_RIGHT : GTK_JUSTIFY_LEFT);
    break;
  case UMP_MD_ALIGN_CENTER:
    gtk_label_set_xalign (GTK_LABEL (self->label), .5f);
    gtk_label_set_justify (GTK_LABEL (self->label), GTK_JUSTIFY_CENTER);
    break;
  case UMP_MD_ALIGN_RIGHT:
    gtk_label_set_xalign (GTK_LABEL (self->label), 1 - left);
    gtk_label_set_justify (GTK_LABEL (self->label), mirrored ? GTK_JUSTIFY_LEFT : GTK_JUSTIFY_RIGHT);
    break;
  case UMP_MD_ALIGN_DEFAULT:
  default:
    gtk_label_set_xalign (GTK_LABEL (self->label), 0);
    gtk_label_set_justify (GTK_LABEL (self->label), GTK_JUSTIFY_LEFT);
    break;
  }
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

  gtk_widget_measure (self->label, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
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
  int natural, minimum, for_size = (int) floor (width);

  gtk_widget_measure (self->label, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (width >= 0)
    for_size = MAX (for_size, minimum);
  gtk_widget_measure (self->label, GTK_ORIENTATION_VERTICAL, for_size, NULL, &natural, NULL, NULL);
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

  gtk_widget_measure (self->label, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  self->place = (GtkAllocation) { (int) floor (x), (int) floor (y), MAX (minimum, (int) floor (width)), (int) height };
  gtk_widget_size_allocate (self->label, &self->place, -1);
}


/**
 * ump_markdown_field_snapshot:
 * @self: a field
 * @snapshot: to draw to
 */
void
ump_markdown_field_snapshot (UmpMarkdownField *self, GtkSnapshot *snapshot)
{
  gtk_widget_snapshot_child (self->parent, self->label, snapshot);
}


static void
get_offset (UmpMarkdownField *self, int *x, int *y)
{
  gtk_label_get_layout_offsets (GTK_LABEL (self->label), x, y);
  *x += self->place.x;
  *y += self->place.y;
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
  PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (self->label));
  PangoLayoutIter *iter;
  int from, to, dx, dy;

  if (self->flow == NULL || start >= self->end || end <= self->start)
    return rects;
  from = (int) ump_markdown_flow_to_label (self->flow, MAX (start, self->start));
  to = (int) ump_markdown_flow_to_label (self->flow, MIN (end, self->end));
  get_offset (self, &dx, &dy);
  iter = pango_layout_get_iter (layout);
  do {
    PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
    int line_end = line->start_index + line->length;
    int top, bottom, n = 0;
    int *ranges = NULL;

    if (line->start_index > to || line_end < from || (line->start_index == to && to > from))
      continue;
    pango_layout_iter_get_line_yrange (iter, &top, &bottom);
    pango_layout_line_get_x_ranges (line, MAX (from, line->start_index), MIN (to, line_end), &ranges, &n);
    for (int i = 0; i < n; i++) {
      GdkRectangle rect = {
        dx + PANGO_PIXELS_FLOOR (ranges[2 * i]), dy + PANGO_PIXELS (top),
        MAX (1, PANGO_PIXELS_CEIL (ranges[2 * i + 1] - ranges[2 * i])), PANGO_PIXELS (bottom) - PANGO_PIXELS (top),
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
  PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (self->label));
  const char *text = gtk_label_get_text (GTK_LABEL (self->label));
  int dx, dy, index, trailing;

  if (self->flow == NULL)
    return self->start;
  get_offset (self, &dx, &dy);
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
