/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-wrap-layout.h"

struct _UmpWrapLayout {
  GtkLayoutManager parent_instance;

  int spacing;
};

G_DEFINE_FINAL_TYPE (UmpWrapLayout, ump_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

enum {
  PROP_0,
  PROP_SPACING,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

/* Children from @first up to, and without, @end. */
typedef struct {
  GtkWidget *first;
  GtkWidget *end;
  int width;  /* natural, with spacing */
  int height;
  guint n_expanding;
} Line;


static GtkWidget *
skip_hidden (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}


static GtkWidget *
next_child (GtkWidget *child)
{
  return skip_hidden (gtk_widget_get_next_sibling (child));
}


static int
measure_width (GtkWidget *child, int most)
{
  int minimum;
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return MAX (minimum, MIN (natural, most));
}


/* Takes as many children as fit, at least one. */
static void
take_line (UmpWrapLayout *self, GtkWidget *first, int width, Line *line)
{
  *line = (Line) { .first = first, .end = first };
  while (line->end != NULL) {
    int child_width = measure_width (line->end, width);
    int child_height;

    if (line->end != first && line->width + self->spacing + child_width > width)
      return;
    gtk_widget_measure (line->end, GTK_ORIENTATION_VERTICAL, child_width, NULL, &child_height, NULL, NULL);
    line->width += child_width + (line->end != first ? self->spacing : 0);
    line->height = MAX (line->height, child_height);
    line->n_expanding += gtk_widget_compute_expand (line->end, GTK_ORIENTATION_HORIZONTAL);
    line->end = next_child (line->end);
  }
}


static GtkSizeRequestMode
ump_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}


static void
ump_wrap_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  UmpWrapLayout *self = UMP_WRAP_LAYOUT (manager);
  GtkWidget *child = skip_hidden (gtk_widget_get_first_child (widget));
  Line line;

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    for (; child != NULL; child = next_child (child))
      *minimum = MAX (*minimum, measure_width (child, 0));
    take_line (self, skip_hidden (gtk_widget_get_first_child (widget)), G_MAXINT / 2, &line);
    *natural = line.width;
    return;
  }
  while (child != NULL) {
    take_line (self, child, for_size < 0 ? G_MAXINT / 2 : for_size, &line);
    *minimum += line.height + (*minimum > 0 ? self->spacing : 0);
    child = line.end;
  }
  *natural = *minimum;
}


static void
place_line (UmpWrapLayout *self, GtkWidget *widget, const Line *line, int width, int y)
{
  gboolean right_to_left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int extra = line->n_expanding > 0 ? MAX (0, width - line->width) / (int) line->n_expanding : 0;
  int x = 0;

  /* Each line of what stands in the middle stands there too. */
  if (gtk_widget_get_halign (widget) == GTK_ALIGN_CENTER && line->n_expanding == 0)
    x = MAX (0, width - line->width) / 2;
  for (GtkWidget *child = line->first; child != line->end; child = next_child (child)) {
    int child_width = measure_width (child, width);

    if (gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL))
      child_width += extra;
    gtk_widget_size_allocate (child, &(GtkAllocation) { right_to_left ? width - x - child_width : x, y, child_width, line->height }, -1);
    x += child_width + self->spacing;
  }
}


static void
ump_wrap_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  UmpWrapLayout *self = UMP_WRAP_LAYOUT (manager);
  GtkWidget *child = skip_hidden (gtk_widget_get_first_child (widget));
  int y = 0;

  while (child != NULL) {
    Line line;

    take_line (self, child, width, &line);
    place_line (self, widget, &line, width, y);
    y += line.height + self->spacing;
    child = line.end;
  }
}


static void
ump_wrap_layout_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id) {
  case PROP_SPACING:
    g_value_set_int (value, UMP_WRAP_LAYOUT (object)->spacing);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}


static void
ump_wrap_layout_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id) {
  case PROP_SPACING:
    UMP_WRAP_LAYOUT (object)->spacing = g_value_get_int (value);
    gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (object));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}


static void
ump_wrap_layout_class_init (UmpWrapLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  object_class->get_property = ump_wrap_layout_get_property;
  object_class->set_property = ump_wrap_layout_set_property;
  layout_class->get_request_mode = ump_wrap_layout_get_request_mode;
  layout_class->measure = ump_wrap_layout_measure;
  layout_class->allocate = ump_wrap_layout_allocate;

  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 0, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}


static void
ump_wrap_layout_init (UmpWrapLayout *self)
{
}


/**
 * ump_wrap_layout_new:
 * @spacing: between children and between lines, in pixels
 *
 * Returns: (transfer full): a layout manager
 */
GtkLayoutManager *
ump_wrap_layout_new (int spacing)
{
  return g_object_new (UMP_TYPE_WRAP_LAYOUT, "spacing", spacing, NULL);
}
