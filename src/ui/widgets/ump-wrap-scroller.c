/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-text-size.h"
#include "ump-wrap-scroller.h"

/**
 * UmpWrapScroller:
 *
 * A text that wraps: as high as it is, up to "max-height" pixels, more where
 * the desktop enlarges text, and scrolled beyond. A #GtkScrolledWindow asks how
 * high its child would be without saying how wide, and so gives a text of many
 * lines the height of one.
 */
struct _UmpWrapScroller {
  GtkWidget parent_instance;
  GtkWidget *scrolled;
  GtkWidget *viewport;
  int max_height;
};

G_DEFINE_FINAL_TYPE (UmpWrapScroller, ump_wrap_scroller, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_CHILD,
  PROP_MAX_HEIGHT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];


static void
ump_wrap_scroller_dispose (GObject *object)
{
  UmpWrapScroller *self = UMP_WRAP_SCROLLER (object);

  /* It goes with what is around it. */
  self->viewport = NULL;
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (ump_wrap_scroller_parent_class)->dispose (object);
}


static void
ump_wrap_scroller_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  UmpWrapScroller *self = UMP_WRAP_SCROLLER (object);

  switch (prop_id) {
    case PROP_CHILD:
      g_value_set_object (value, self->viewport != NULL ? gtk_viewport_get_child (GTK_VIEWPORT (self->viewport)) : NULL);
      break;
    case PROP_MAX_HEIGHT:
      g_value_set_int (value, self->max_height);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}


static void
ump_wrap_scroller_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  UmpWrapScroller *self = UMP_WRAP_SCROLLER (object);

  switch (prop_id) {
    case PROP_CHILD:
      gtk_viewport_set_child (GTK_VIEWPORT (self->viewport), g_value_get_object (value));
      break;
    case PROP_MAX_HEIGHT:
      self->max_height = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}


static GtkSizeRequestMode
ump_wrap_scroller_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}


static void
ump_wrap_scroller_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  UmpWrapScroller *self = UMP_WRAP_SCROLLER (widget);
  GtkWidget *child = gtk_viewport_get_child (GTK_VIEWPORT (self->viewport));

  gtk_widget_measure (self->scrolled, orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0 && child != NULL && gtk_widget_get_visible (child)) {
    gtk_widget_measure (child, orientation, for_size, NULL, natural, NULL, NULL);
    *natural = MAX (*minimum, MIN (*natural, ump_text_size_scale (widget, self->max_height)));
  }
}


static void
ump_wrap_scroller_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (UMP_WRAP_SCROLLER (widget)->scrolled, width, height, baseline, NULL);
}


static void
ump_wrap_scroller_class_init (UmpWrapScrollerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_wrap_scroller_dispose;
  object_class->get_property = ump_wrap_scroller_get_property;
  object_class->set_property = ump_wrap_scroller_set_property;
  widget_class->get_request_mode = ump_wrap_scroller_get_request_mode;
  widget_class->measure = ump_wrap_scroller_measure;
  widget_class->size_allocate = ump_wrap_scroller_size_allocate;

  properties[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MAX_HEIGHT] = g_param_spec_int ("max-height", NULL, NULL, 0, G_MAXINT, 0, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}


static void
ump_wrap_scroller_init (UmpWrapScroller *self)
{
  self->viewport = g_object_new (GTK_TYPE_VIEWPORT, "scroll-to-focus", FALSE, NULL);
  self->scrolled = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_NEVER, "child", self->viewport, NULL);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}


/**
 * ump_wrap_scroller_new:
 * @child: (transfer floating): a text that wraps
 * @max_height: in pixels
 *
 * Returns: a scroller
 */
GtkWidget *
ump_wrap_scroller_new (GtkWidget *child, int max_height)
{
  return g_object_new (UMP_TYPE_WRAP_SCROLLER, "child", child, "max-height", max_height, NULL);
}
