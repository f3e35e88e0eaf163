/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-duel-layout.h"
#include "ump-text-size.h"

/**
 * UmpDuelLayout:
 *
 * The two sides of a duel. From %UMP_DUEL_LAYOUT_SIDE_BY_SIDE pixels on,
 * more where the desktop enlarges text, they stand beside each other with equal widths whatever they hold, A first in
 * reading direction, so on the right in right-to-left locales. Below that only
 * the "front" side is shown, under the switcher, and a swipe changes it.
 *
 * "stacked" and "front" are notified from an idle after the frame in which the
 * room changed.
 */
struct _UmpDuelLayout {
  GtkWidget parent_instance;
  GtkWidget *sides[UMP_N_SIDES];
  GtkWidget *separator;
  GtkWidget *switcher;
  gboolean stacked;
  gboolean placed; /* given a place once, so that it is known who is shown */
  UmpSide front;
  guint notify_source;
};

static void ump_duel_layout_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (UmpDuelLayout, ump_duel_layout, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, ump_duel_layout_buildable_init))

enum {
  PROP_0,
  PROP_STACKED,
  PROP_FRONT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];
static GtkBuildableIface *parent_buildable_iface;

/* Slower movements are scrolling or selecting. */
#define SWIPE_VELOCITY 400.0


static int
get_minimum (GtkWidget *widget, GtkOrientation orientation, int for_size)
{
  int minimum = 0;

  if (widget != NULL && gtk_widget_get_visible (widget))
    gtk_widget_measure (widget, orientation, for_size, &minimum, NULL, NULL, NULL);
  return minimum;
}


static void
show_sides (UmpDuelLayout *self)
{
  for (int side = 0; side < UMP_N_SIDES; side++) {
    if (self->sides[side] != NULL)
      gtk_widget_set_child_visible (self->sides[side], !self->stacked || self->front == (UmpSide) side);
  }
  gtk_widget_set_child_visible (self->separator, !self->stacked);
  if (self->switcher != NULL)
    gtk_widget_set_child_visible (self->switcher, self->stacked);
}


static void
allocate_at (GtkWidget *child, int x, int y, int width, int height)
{
  if (child != NULL && gtk_widget_get_visible (child))
    gtk_widget_size_allocate (child, &(GtkAllocation) { x, y, MAX (width, 0), MAX (height, 0) }, -1);
}


static void
notify_cb (gpointer user_data)
{
  UmpDuelLayout *self = user_data;

  self->notify_source = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STACKED]);
}


static void
swipe_cb (GtkGestureSwipe *gesture, double velocity_x, double velocity_y, UmpDuelLayout *self)
{
  gboolean forward;

  if (!self->stacked || ABS (velocity_x) < SWIPE_VELOCITY || ABS (velocity_x) < 2 * ABS (velocity_y))
    return;
  forward = (velocity_x < 0) == (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_LTR);
  ump_duel_layout_set_front (self, forward ? UMP_SIDE_B : UMP_SIDE_A);
}


static void
ump_duel_layout_dispose (GObject *object)
{
  UmpDuelLayout *self = UMP_DUEL_LAYOUT (object);

  g_clear_handle_id (&self->notify_source, g_source_remove);
  for (int side = 0; side < UMP_N_SIDES; side++)
    g_clear_pointer (&self->sides[side], gtk_widget_unparent);
  g_clear_pointer (&self->separator, gtk_widget_unparent);
  g_clear_pointer (&self->switcher, gtk_widget_unparent);
  G_OBJECT_CLASS (ump_duel_layout_parent_class)->dispose (object);
}


static void
ump_duel_layout_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  UmpDuelLayout *self = UMP_DUEL_LAYOUT (object);

  switch (prop_id) {
    case PROP_STACKED:
      g_value_set_boolean (value, self->stacked);
      break;
    case PROP_FRONT:
      g_value_set_int (value, self->front);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}


static void
ump_duel_layout_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
    case PROP_FRONT:
      ump_duel_layout_set_front (UMP_DUEL_LAYOUT (object), g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}


static GtkSizeRequestMode
ump_duel_layout_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}


static gboolean
is_stacked_at (UmpDuelLayout *self, int width)
{
  return width < ump_text_size_scale (GTK_WIDGET (self), UMP_DUEL_LAYOUT_SIDE_BY_SIDE);
}


/* Both halves have the same width to the pixel: a wrapped line must not depend
 * on the side. An odd pixel stays empty beside the line. */
static int
get_half (UmpDuelLayout *self, int width)
{
  return (width - get_minimum (self->separator, GTK_ORIENTATION_HORIZONTAL, -1)) / 2;
}


static void
ump_duel_layout_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  UmpDuelLayout *self = UMP_DUEL_LAYOUT (widget);
  gboolean is_height = orientation == GTK_ORIENTATION_VERTICAL;
  gboolean stacked = !is_height || for_size < 0 || is_stacked_at (self, for_size);
  int side_size = !is_height ? -1 : stacked ? for_size : get_half (self, for_size);
  int switcher = stacked ? get_minimum (self->switcher, orientation, is_height ? for_size : -1) : 0;

  *minimum = 0;
  for (int side = 0; side < UMP_N_SIDES; side++)
    *minimum = MAX (*minimum, get_minimum (self->sides[side], orientation, side_size));
  *minimum = is_height ? *minimum + switcher : MAX (*minimum, switcher);
  *natural = is_height ? *minimum : MAX (*minimum, ump_text_size_scale (widget, UMP_DUEL_LAYOUT_SIDE_BY_SIDE));
}


static void
ump_duel_layout_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  UmpDuelLayout *self = UMP_DUEL_LAYOUT (widget);
  gboolean right_to_left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean stacked = is_stacked_at (self, width);

  if (stacked != self->stacked || !self->placed) {
    self->stacked = stacked;
    self->placed = TRUE;
    if (self->notify_source == 0)
      self->notify_source = g_idle_add_once (notify_cb, self);
  }
  show_sides (self);

  if (stacked) {
    int top = get_minimum (self->switcher, GTK_ORIENTATION_VERTICAL, width);

    allocate_at (self->switcher, 0, 0, width, top);
    allocate_at (self->sides[self->front], 0, top, width, height - top);
  } else {
    int line = get_minimum (self->separator, GTK_ORIENTATION_HORIZONTAL, -1);
    int half = get_half (self, width);
    UmpSide left = right_to_left ? UMP_SIDE_B : UMP_SIDE_A;

    allocate_at (self->sides[left], 0, 0, half, height);
    allocate_at (self->separator, half, 0, line, height);
    allocate_at (self->sides[!left], width - half, 0, half, height);
  }
}


static void
ump_duel_layout_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  UmpDuelLayout *self = UMP_DUEL_LAYOUT (buildable);

  if (g_strcmp0 (type, "a") == 0)
    ump_duel_layout_set_side (self, UMP_SIDE_A, GTK_WIDGET (child));
  else if (g_strcmp0 (type, "b") == 0)
    ump_duel_layout_set_side (self, UMP_SIDE_B, GTK_WIDGET (child));
  else if (g_strcmp0 (type, "switcher") == 0)
    ump_duel_layout_set_switcher (self, GTK_WIDGET (child));
  else
    parent_buildable_iface->add_child (buildable, builder, child, type);
}


static void
ump_duel_layout_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable_iface = g_type_interface_peek_parent (iface);
  iface->add_child = ump_duel_layout_add_child;
}


static void
ump_duel_layout_class_init (UmpDuelLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_duel_layout_dispose;
  object_class->get_property = ump_duel_layout_get_property;
  object_class->set_property = ump_duel_layout_set_property;
  widget_class->get_request_mode = ump_duel_layout_get_request_mode;
  widget_class->measure = ump_duel_layout_measure;
  widget_class->size_allocate = ump_duel_layout_size_allocate;

  properties[PROP_STACKED] = g_param_spec_boolean ("stacked", NULL, NULL, FALSE,
    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FRONT] = g_param_spec_int ("front", NULL, NULL, UMP_SIDE_A, UMP_SIDE_B, UMP_SIDE_A,
    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "duellayout");
}


static void
ump_duel_layout_init (UmpDuelLayout *self)
{
  GtkGesture *swipe = gtk_gesture_swipe_new ();

  self->separator = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_parent (self->separator, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);

  /* Touch only: with a mouse the same movement selects text. */
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (swipe), TRUE);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (swipe), GTK_PHASE_CAPTURE);
  g_signal_connect (swipe, "swipe", G_CALLBACK (swipe_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (swipe));
}


/**
 * ump_duel_layout_new:
 *
 * Returns: an empty layout; in a template its children are
 *   `<child type="a">`, `<child type="b">` and `<child type="switcher">`
 */
GtkWidget *
ump_duel_layout_new (void)
{
  return g_object_new (UMP_TYPE_DUEL_LAYOUT, NULL);
}


/**
 * ump_duel_layout_set_side:
 * @self: a layout
 * @side: A or B
 * @child: (nullable): what is shown there
 */
void
ump_duel_layout_set_side (UmpDuelLayout *self, UmpSide side, GtkWidget *child)
{
  GtkWidget *before = NULL;

  g_return_if_fail (UMP_IS_DUEL_LAYOUT (self));
  g_clear_pointer (&self->sides[side], gtk_widget_unparent);
  self->sides[side] = child;
  if (child != NULL) {
    /* The order of children is the order of focus: A, then B. */
    if (side == UMP_SIDE_A)
      before = self->sides[UMP_SIDE_B];
    gtk_widget_insert_before (child, GTK_WIDGET (self), before);
  }
  show_sides (self);
}


/**
 * ump_duel_layout_get_side:
 * @self: a layout
 * @side: A or B
 *
 * Returns: (transfer none) (nullable): what is shown there
 */
GtkWidget *
ump_duel_layout_get_side (UmpDuelLayout *self, UmpSide side)
{
  g_return_val_if_fail (UMP_IS_DUEL_LAYOUT (self), NULL);
  return self->sides[side];
}


/**
 * ump_duel_layout_set_switcher:
 * @self: a layout
 * @switcher: (nullable): what is shown above the front side while stacked
 */
void
ump_duel_layout_set_switcher (UmpDuelLayout *self, GtkWidget *switcher)
{
  g_return_if_fail (UMP_IS_DUEL_LAYOUT (self));
  g_clear_pointer (&self->switcher, gtk_widget_unparent);
  self->switcher = switcher;
  if (switcher != NULL)
    gtk_widget_insert_after (switcher, GTK_WIDGET (self), NULL);
  show_sides (self);
}


/**
 * ump_duel_layout_get_stacked:
 * @self: a layout
 *
 * Returns: whether only one side is shown at a time
 */
gboolean
ump_duel_layout_get_stacked (UmpDuelLayout *self)
{
  g_return_val_if_fail (UMP_IS_DUEL_LAYOUT (self), FALSE);
  return self->stacked;
}


/**
 * ump_duel_layout_get_front:
 * @self: a layout
 *
 * Returns: the side that is shown while stacked
 */
UmpSide
ump_duel_layout_get_front (UmpDuelLayout *self)
{
  g_return_val_if_fail (UMP_IS_DUEL_LAYOUT (self), UMP_SIDE_A);
  return self->front;
}


/**
 * ump_duel_layout_set_front:
 * @self: a layout
 * @front: the side to show while stacked
 */
void
ump_duel_layout_set_front (UmpDuelLayout *self, UmpSide front)
{
  g_return_if_fail (UMP_IS_DUEL_LAYOUT (self));
  if (self->front == front)
    return;
  self->front = front;
  show_sides (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRONT]);
}


/**
 * ump_duel_layout_is_shown:
 * @self: a layout
 * @side: A or B
 *
 * Returns: whether @side is on the screen and not hidden behind the other one
 */
gboolean
ump_duel_layout_is_shown (UmpDuelLayout *self, UmpSide side)
{
  g_return_val_if_fail (UMP_IS_DUEL_LAYOUT (self), FALSE);
  return self->placed && (!self->stacked || self->front == side);
}
