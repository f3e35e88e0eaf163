/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <ftw.h>
#include <stdio.h>

#include "ump-test.h"


static gboolean
out_of_time_cb (gpointer user_data)
{
  gboolean *out_of_time = user_data;

  *out_of_time = TRUE;
  return G_SOURCE_REMOVE;
}


/**
 * ump_test_wait_until:
 * @condition: what must come true
 * @user_data: for @condition
 * @seconds: bound; the test fails when it passes
 *
 * Iterates the default main context until @condition holds.
 */
void
ump_test_wait_until (UmpTestCondition condition, gpointer user_data, guint seconds)
{
  gboolean out_of_time = FALSE;
  /* Under the sanitizers everything takes several times as long. */
  guint bound = g_getenv ("UMPIRE_SANITIZED") != NULL ? seconds * 5 : seconds;
  guint source = g_timeout_add_seconds (bound, out_of_time_cb, &out_of_time);

  while (!condition (user_data) && !out_of_time)
    g_main_context_iteration (NULL, TRUE);
  if (!out_of_time)
    g_source_remove (source);
  g_assert_false (out_of_time);
}


/**
 * ump_test_take_result:
 * @source: ignored
 * @result: kept
 * @user_data: address of a #GAsyncResult pointer that is %NULL
 *
 * A #GAsyncReadyCallback for ump_test_await().
 */
void
ump_test_take_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **slot = user_data;

  g_assert_null (*slot);
  *slot = g_object_ref (result);
}


static gboolean
has_result (gpointer user_data)
{
  GAsyncResult **slot = user_data;

  return *slot != NULL;
}


/**
 * ump_test_await:
 * @slot: what was given to ump_test_take_result()
 * @seconds: bound
 *
 * Returns: (transfer full): the result; @slot is %NULL again
 */
GAsyncResult *
ump_test_await (GAsyncResult **slot, guint seconds)
{
  ump_test_wait_until (has_result, slot, seconds);
  return g_steal_pointer (slot);
}


/**
 * ump_test_make_folder:
 *
 * Returns: (transfer full): path of a new, empty folder
 */
char *
ump_test_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("umpire-test-XXXXXX", &error);

  g_assert_no_error (error);
  return path;
}


static int
remove_one (const char *path, const struct stat *info, int type, struct FTW *place)
{
  return remove (path);
}


/**
 * ump_test_remove_folder:
 * @path: folder to remove with all that is in it
 */
void
ump_test_remove_folder (const char *path)
{
  nftw (path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}


/**
 * ump_test_read_data:
 * @relative_path: below tests/data
 *
 * Returns: (transfer full): the file's content; the test fails where there is none
 */
GBytes *
ump_test_read_data (const char *relative_path)
{
  g_autofree char *path = g_build_filename (g_getenv ("UMPIRE_SRCDIR"), "tests", "data", relative_path, NULL);
  g_autoptr (GError) error = NULL;
  char *content = NULL;
  gsize length = 0;

  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (content, length);
}
