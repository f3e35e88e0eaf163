/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-battle-item.h"
#include "ump-battle-list.h"

#define PAGE 50
/* While a battle streams the store changes every other second. */
#define FOLLOW_MS 300

struct _UmpBattleList {
  GObject parent_instance;

  UmpStore *store;
  GListStore *items;
  GCancellable *cancellable; /* of the newest job */
  char *search;
  guint follow_id;
  guint asked;               /* how many the job under way asked for */
  gboolean following;
  gboolean stale;            /* the store changed while nobody looked */
  gboolean loading;
  gboolean complete;         /* there are no older ones */
  gboolean ready;
};

static void ump_battle_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (UmpBattleList, ump_battle_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, ump_battle_list_model_init))

enum {
  PROP_0,
  PROP_READY,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_FAILED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];


static UmpBattleItem *
peek_item (UmpBattleList *self, guint position)
{
  g_autoptr (UmpBattleItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  return item;
}


/* Changes only what differs, so that a list view stays where it is. */
static void
replace_items (UmpBattleList *self, guint first, GPtrArray *items)
{
  guint n_old = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint n_new = first + items->len;
  guint head = first;
  guint tail = 0;

  while (head < MIN (n_old, n_new) && ump_battle_item_equal (peek_item (self, head), g_ptr_array_index (items, head - first)))
    head++;
  while (tail < MIN (n_old, n_new) - head && ump_battle_item_equal (peek_item (self, n_old - 1 - tail), g_ptr_array_index (items, items->len - 1 - tail)))
    tail++;
  if (head + tail < MAX (n_old, n_new))
    g_list_store_splice (self->items, head, n_old - head - tail, items->pdata + (head - first), n_new - head - tail);
}


static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpBattleList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) battles = ump_store_list_battles_finish (UMP_STORE (source), result, &error);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint first;

  /* The store finishes a job that has begun, wanted or not. */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  self->loading = FALSE;
  if (battles == NULL) {
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
    return;
  }
  for (guint i = 0; i < battles->len; i++)
    g_ptr_array_add (items, ump_battle_item_new (g_ptr_array_index (battles, i)));
  /* The job either asked for everything again, or for what comes behind. */
  first = self->asked == PAGE && self->ready ? g_list_model_get_n_items (G_LIST_MODEL (self->items)) : 0;
  self->complete = battles->len < self->asked;
  replace_items (self, first, items);
  /* Each time: what failed before may have left nothing else to tell of it. */
  self->ready = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}


static void
load (UmpBattleList *self, const char *before_id, guint limit)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->loading = TRUE;
  self->asked = limit;
  ump_store_list_battles_async (self->store, self->search, before_id, limit, self->cancellable, listed_cb, g_object_ref (self));
}


/* One more than a page, to tell it from a job for what comes behind. */
static void
reload (UmpBattleList *self)
{
  self->stale = FALSE;
  load (self, NULL, MAX (PAGE, g_list_model_get_n_items (G_LIST_MODEL (self->items))) + 1);
}


static gboolean
follow_cb (gpointer user_data)
{
  UmpBattleList *self = user_data;

  self->follow_id = 0;
  reload (self);
  return G_SOURCE_REMOVE;
}


static void
store_changed_cb (UmpBattleList *self)
{
  if (!self->following)
    self->stale = TRUE;
  else if (self->follow_id == 0)
    self->follow_id = g_timeout_add (FOLLOW_MS, follow_cb, self);
}


static void
items_changed_cb (UmpBattleList *self, guint position, guint removed, guint added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}


static GType
get_item_type (GListModel *model)
{
  return UMP_TYPE_BATTLE_ITEM;
}


static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (UMP_BATTLE_LIST (model)->items));
}


static gpointer
get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (UMP_BATTLE_LIST (model)->items), position);
}


static void
ump_battle_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}


static void
ump_battle_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  UmpBattleList *self = UMP_BATTLE_LIST (object);

  switch (id) {
  case PROP_READY:
    g_value_set_boolean (value, self->ready);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}


static void
ump_battle_list_dispose (GObject *object)
{
  UmpBattleList *self = UMP_BATTLE_LIST (object);

  g_clear_handle_id (&self->follow_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (ump_battle_list_parent_class)->dispose (object);
}


static void
ump_battle_list_finalize (GObject *object)
{
  UmpBattleList *self = UMP_BATTLE_LIST (object);

  g_object_unref (self->cancellable);
  g_object_unref (self->items);
  g_free (self->search);
  G_OBJECT_CLASS (ump_battle_list_parent_class)->finalize (object);
}


static void
ump_battle_list_class_init (UmpBattleListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ump_battle_list_get_property;
  object_class->dispose = ump_battle_list_dispose;
  object_class->finalize = ump_battle_list_finalize;

  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}


static void
ump_battle_list_init (UmpBattleList *self)
{
  self->cancellable = g_cancellable_new ();
  self->items = g_list_store_new (UMP_TYPE_BATTLE_ITEM);
  self->following = TRUE;
  g_signal_connect_object (self->items, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
}


/**
 * ump_battle_list_new:
 * @store: where battles are kept
 *
 * Returns: (transfer full): a list that begins to load
 */
UmpBattleList *
ump_battle_list_new (UmpStore *store)
{
  UmpBattleList *self = g_object_new (UMP_TYPE_BATTLE_LIST, NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  reload (self);
  return self;
}


/**
 * ump_battle_list_set_search:
 * @self: a list
 * @search: (nullable): only battles whose text holds it
 */
void
ump_battle_list_set_search (UmpBattleList *self, const char *search)
{
  if (search != NULL && *search == '\0')
    search = NULL;
  if (g_strcmp0 (self->search, search) == 0)
    return;
  g_free (self->search);
  self->search = g_strdup (search);
  load (self, NULL, PAGE + 1);
}


/**
 * ump_battle_list_get_ready:
 * @self: a list
 *
 * Returns: %TRUE where it is known whether there is anything
 */
gboolean
ump_battle_list_get_ready (UmpBattleList *self)
{
  return self->ready;
}


/**
 * ump_battle_list_reload:
 * @self: a list
 *
 * Loads what is shown again, say after "failed".
 */
void
ump_battle_list_reload (UmpBattleList *self)
{
  reload (self);
}


/**
 * ump_battle_list_load_more:
 * @self: a list
 *
 * Loads the next page, where there is one and nothing else is being loaded.
 */
void
ump_battle_list_load_more (UmpBattleList *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  if (self->loading || self->complete || n_items == 0)
    return;
  load (self, ump_battle_item_get_battle (peek_item (self, n_items - 1))->id, PAGE);
}


/**
 * ump_battle_list_set_following:
 * @self: a list
 * @following: somebody looks at it
 *
 * A list that nobody looks at does not load; it catches up later.
 */
void
ump_battle_list_set_following (UmpBattleList *self, gboolean following)
{
  self->following = following;
  if (following && self->stale)
    reload (self);
}
