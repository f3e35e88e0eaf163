/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-narrow-bin.h"

/**
 * UmpNarrowBin:
 *
 * Two children for one place: the wide one where it fits, else the narrow one.
 * It fits from "threshold" pixels on, or, where that is 0, from the wide
 * child's natural width on. With only a wide child it always shows that one and
 * merely reports "is-narrow", for a screen that rearranges itself.
 *
 * "is-narrow" is notified from an idle, after the frame in which it changed,
 * because a handler may resize what is being allocated.
 */
struct _UmpNarrowBin {
  GtkWidget parent_instance;
  GtkWidget *wide;
  GtkWidget *narrow;
  int threshold;
  gboolean is_narrow;
  guint notify_source;
};

static void ump_narrow_bin_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (UmpNarrowBin, ump_narrow_bin, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, ump_narrow_bin_buildable_init))

enum {
  PROP_0,
  PROP_WIDE,
  PROP_NARROW,
  PROP_THRESHOLD,
  PROP_IS_NARROW,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];
static GtkBuildableIface *parent_buildable_iface;


static void
notify_cb (gpointer user_data)
{
  UmpNarrowBin *self = user_data;

  self->notify_source = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_NARROW]);
}


static int
get_switch_width (UmpNarrowBin *self)
{
  int natural = 0;

  if (self->threshold > 0)
    return self->threshold;
  if (self->wide != NULL)
    gtk_widget_measure (self->wide, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}


static GtkWidget *
get_shown (UmpNarrowBin *self)
{
  return self->is_narrow && self->narrow != NULL ? self->narrow : self->wide;
}


static void
show_one (UmpNarrowBin *self)
{
  GtkWidget *shown = get_shown (self);

  if (self->wide != NULL)
    gtk_widget_set_child_visible (self->wide, self->wide == shown);
  if (self->narrow != NULL)
    gtk_widget_set_child_visible (self->narrow, self->narrow == shown);
}


static void
set_child (UmpNarrowBin *self, GtkWidget **slot, GtkWidget *child, int prop)
{
  if (*slot == child)
    return;
  g_clear_pointer (slot, gtk_widget_unparent);
  *slot = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
  show_one (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}


static void
ump_narrow_bin_dispose (GObject *object)
{
  UmpNarrowBin *self = UMP_NARROW_BIN (object);

  g_clear_handle_id (&self->notify_source, g_source_remove);
  g_clear_pointer (&self->wide, gtk_widget_unparent);
  g_clear_pointer (&self->narrow, gtk_widget_unparent);
  G_OBJECT_CLASS (ump_narrow_bin_parent_class)->dispose (object);
}


static void
ump_narrow_bin_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  UmpNarrowBin *self = UMP_NARROW_BIN (object);

  switch (prop_id) {
    case PROP_WIDE:
      g_value_set_object (value, self->wide);
      break;
    case PROP_NARROW:
      g_value_set_object (value, self->narrow);
      break;
    case PROP_THRESHOLD:
      g_value_set_int (value, self->threshold);
      break;
    case PROP_IS_NARROW:
      g_value_set_boolean (value, self->is_narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}


static void
ump_narrow_bin_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  UmpNarrowBin *self = UMP_NARROW_BIN (object);

  switch (prop_id) {
    case PROP_WIDE:
      ump_narrow_bin_set_wide (self, g_value_get_object (value));
      break;
    case PROP_NARROW:
      ump_narrow_bin_set_narrow (self, g_value_get_object (value));
      break;
    case PROP_THRESHOLD:
      ump_narrow_bin_set_threshold (self, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}


static GtkSizeRequestMode
ump_narrow_bin_get_request_mode (GtkWidget *widget)
{
  UmpNarrowBin *self = UMP_NARROW_BIN (widget);
  GtkWidget *shown = get_shown (self);

  return shown != NULL ? gtk_widget_get_request_mode (shown) : GTK_SIZE_REQUEST_CONSTANT_SIZE;
}


static void
ump_narrow_bin_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  UmpNarrowBin *self = UMP_NARROW_BIN (widget);
  GtkWidget *children[] = { self->wide, self->narrow };
  gboolean first = TRUE;

  *minimum = *natural = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (children); i++) {
    int child_minimum = 0;
    int child_natural = 0;
    int size = for_size;

    if (children[i] == NULL || !gtk_widget_get_visible (children[i]))
      continue;
    if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0) {
      int width = 0;

      /* The wide child is never given less than its minimum: below that the
       * narrow one is shown. */
      gtk_widget_measure (children[i], GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
      size = MAX (for_size, width);
    }
    gtk_widget_measure (children[i], orientation, size, &child_minimum, &child_natural, NULL, NULL);
    if (orientation == GTK_ORIENTATION_HORIZONTAL && self->narrow != NULL)
      *minimum = first ? child_minimum : MIN (*minimum, child_minimum);
    else
      *minimum = MAX (*minimum, child_minimum);
    *natural = MAX (*natural, child_natural);
    first = FALSE;
  }
}


static void
ump_narrow_bin_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  UmpNarrowBin *self = UMP_NARROW_BIN (widget);
  gboolean is_narrow = width < get_switch_width (self);
  GtkWidget *shown;

  if (is_narrow != self->is_narrow) {
    self->is_narrow = is_narrow;
    if (self->notify_source == 0)
      self->notify_source = g_idle_add_once (notify_cb, self);
  }
  show_one (self);
  shown = get_shown (self);
  if (shown != NULL && gtk_widget_get_visible (shown)) {
    int minimum = 0;

    gtk_widget_measure (shown, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
    gtk_widget_allocate (shown, MAX (width, minimum), height, baseline, NULL);
  }
}


static void
ump_narrow_bin_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  UmpNarrowBin *self = UMP_NARROW_BIN (buildable);

  if (g_strcmp0 (type, "wide") == 0)
    ump_narrow_bin_set_wide (self, GTK_WIDGET (child));
  else if (g_strcmp0 (type, "narrow") == 0)
    ump_narrow_bin_set_narrow (self, GTK_WIDGET (child));
  else
    parent_buildable_iface->add_child (buildable, builder, child, type);
}


static void
ump_narrow_bin_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable_iface = g_type_interface_peek_parent (iface);
  iface->add_child = ump_narrow_bin_add_child;
}


static void
ump_narrow_bin_class_init (UmpNarrowBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_narrow_bin_dispose;
  object_class->get_property = ump_narrow_bin_get_property;
  object_class->set_property = ump_narrow_bin_set_property;
  widget_class->get_request_mode = ump_narrow_bin_get_request_mode;
  widget_class->measure = ump_narrow_bin_measure;
  widget_class->size_allocate = ump_narrow_bin_size_allocate;

  properties[PROP_WIDE] = g_param_spec_object ("wide", NULL, NULL, GTK_TYPE_WIDGET,
    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_NARROW] = g_param_spec_object ("narrow", NULL, NULL, GTK_TYPE_WIDGET,
    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_THRESHOLD] = g_param_spec_int ("threshold", NULL, NULL, 0, G_MAXINT, 0,
    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_IS_NARROW] = g_param_spec_boolean ("is-narrow", NULL, NULL, FALSE,
    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "narrowbin");
}


static void
ump_narrow_bin_init (UmpNarrowBin *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}


/**
 * ump_narrow_bin_new:
 *
 * Returns: an empty one; its children come with ump_narrow_bin_set_wide() and
 *   ump_narrow_bin_set_narrow(), or as `<child type="wide">` in a template
 */
GtkWidget *
ump_narrow_bin_new (void)
{
  return g_object_new (UMP_TYPE_NARROW_BIN, NULL);
}


/**
 * ump_narrow_bin_get_wide:
 * @self: a bin
 *
 * Returns: (transfer none) (nullable): the child for wide places
 */
GtkWidget *
ump_narrow_bin_get_wide (UmpNarrowBin *self)
{
  g_return_val_if_fail (UMP_IS_NARROW_BIN (self), NULL);
  return self->wide;
}


/**
 * ump_narrow_bin_set_wide:
 * @self: a bin
 * @wide: (nullable): the child for wide places
 */
void
ump_narrow_bin_set_wide (UmpNarrowBin *self, GtkWidget *wide)
{
  g_return_if_fail (UMP_IS_NARROW_BIN (self));
  set_child (self, &self->wide, wide, PROP_WIDE);
}


/**
 * ump_narrow_bin_get_narrow:
 * @self: a bin
 *
 * Returns: (transfer none) (nullable): the child for narrow places
 */
GtkWidget *
ump_narrow_bin_get_narrow (UmpNarrowBin *self)
{
  g_return_val_if_fail (UMP_IS_NARROW_BIN (self), NULL);
  return self->narrow;
}


/**
 * ump_narrow_bin_set_narrow:
 * @self: a bin
 * @narrow: (nullable): the child for narrow places
 */
void
ump_narrow_bin_set_narrow (UmpNarrowBin *self, GtkWidget *narrow)
{
  g_return_if_fail (UMP_IS_NARROW_BIN (self));
  set_child (self, &self->narrow, narrow, PROP_NARROW);
}


/**
 * ump_narrow_bin_get_threshold:
 * @self: a bin
 *
 * Returns: pixels from which on the place is wide; 0 is the wide child's
 *   natural width
 */
int
ump_narrow_bin_get_threshold (UmpNarrowBin *self)
{
  g_return_val_if_fail (UMP_IS_NARROW_BIN (self), 0);
  return self->threshold;
}


/**
 * ump_narrow_bin_set_threshold:
 * @self: a bin
 * @threshold: pixels from which on the place is wide, or 0
 */
void
ump_narrow_bin_set_threshold (UmpNarrowBin *self, int threshold)
{
  g_return_if_fail (UMP_IS_NARROW_BIN (self));
  if (self->threshold == threshold)
    return;
  self->threshold = threshold;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_THRESHOLD]);
}


/**
 * ump_narrow_bin_get_is_narrow:
 * @self: a bin
 *
 * Returns: whether the last allocation was too narrow for the wide child
 */
gboolean
ump_narrow_bin_get_is_narrow (UmpNarrowBin *self)
{
  g_return_val_if_fail (UMP_IS_NARROW_BIN (self), FALSE);
  return self->is_narrow;
}
