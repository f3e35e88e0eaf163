/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-draft.h"

#define NOTE "draft"
/* Typing is saved when it pauses this long. */
#define PAUSE_MS 500

struct _UmpDraft {
  UmpStore *store;
  UmpComposer *composer;
  GCancellable *cancellable;
  gulong changed_handler;
  guint save_source;
};


static void
save (UmpDraft *self)
{
  g_autofree char *text = ump_composer_dup_text (self->composer);

  ump_store_set_note_async (self->store, NOTE, text, NULL, NULL, NULL);
}


static gboolean
save_cb (gpointer user_data)
{
  UmpDraft *self = user_data;

  self->save_source = 0;
  save (self);
  return G_SOURCE_REMOVE;
}


static void
changed_cb (UmpComposer *composer, UmpDraft *self)
{
  g_clear_handle_id (&self->save_source, g_source_remove);
  self->save_source = g_timeout_add (PAUSE_MS, save_cb, self);
}


static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  UmpDraft *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = ump_store_get_note_finish (UMP_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* What was typed meanwhile is newer. */
  if (text != NULL && ump_composer_is_empty (self->composer)) {
    g_signal_handler_block (self->composer, self->changed_handler);
    ump_composer_set_text (self->composer, text);
    g_signal_handler_unblock (self->composer, self->changed_handler);
  }
}


/**
 * ump_draft_new:
 * @store: where it is kept
 * @composer: whose text; gets the kept one where it is still empty then
 *
 * Returns: (transfer full): a draft that follows the composer
 */
UmpDraft *
ump_draft_new (UmpStore *store, UmpComposer *composer)
{
  UmpDraft *self = g_new0 (UmpDraft, 1);

  self->store = g_object_ref (store);
  self->composer = g_object_ref (composer);
  self->cancellable = g_cancellable_new ();
  self->changed_handler = g_signal_connect (composer, "changed", G_CALLBACK (changed_cb), self);
  ump_store_get_note_async (store, NOTE, self->cancellable, loaded_cb, self);
  return self;
}


/**
 * ump_draft_free:
 * @self: (transfer full) (nullable): a draft
 */
void
ump_draft_free (UmpDraft *self)
{
  if (self == NULL)
    return;
  ump_draft_flush (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_signal_handler (&self->changed_handler, self->composer);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->composer);
  g_clear_object (&self->store);
  g_free (self);
}


/**
 * ump_draft_flush:
 * @self: a draft
 *
 * Saves at once what is not saved yet.
 */
void
ump_draft_flush (UmpDraft *self)
{
  if (self->save_source == 0)
    return;
  g_clear_handle_id (&self->save_source, g_source_remove);
  save (self);
}
